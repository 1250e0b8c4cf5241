import { usernameOf } from '../organisation.ts'
import { INES, link, type LinkTo, type Step } from './step.ts'

const sso = (to: LinkTo) => link('/setup/system/single-sign-on', to)
const ssoScreen = 'Single Sign-On (SSO)'
const TYPE = 'Type'
const ENABLE = 'Enable'
const AUTO_PROVISION = 'Auto-Provision Users'

export const SINGLE_SIGN_ON: Step[] = [
  {
    id: 'S1',
    step: 'Expand System and choose Single Sign-On (SSO)',
    states: [
      {
        state: 'set up, not enabled',
        href: sso({ scenario: 'default' }),
        heading: ssoScreen,
        text: 'Nobody is sent to the identity provider before Enable is ticked',
      },
      { state: 'enabled', href: sso({ scenario: 'sso-enabled' }), heading: ssoScreen, text: 'Enable', isTicked: true },
      {
        state: 'everybody else',
        href: sso({ scenario: 'default', as: 'standard' }),
        heading: 'You have no access to this page',
        text: 'Setup is for Workfront administrators',
      },
      {
        state: 'managed by Adobe',
        href: sso({ scenario: 'ims' }),
        heading: ssoScreen,
        text: 'is truthy, assign the value of the attribute',
      },
      {
        state: 'help',
        href: sso({ scenario: 'default', dialog: 'help' }),
        heading: 'Help for Single Sign-On (SSO)',
        text: 'Turning it off for a while, and on again',
      },
    ],
  },
  {
    id: 'S2',
    step: 'Select the type of single sign-on',
    states: [
      {
        state: 'none yet',
        href: sso({ scenario: 'sso-not-set-up' }),
        heading: ssoScreen,
        text: 'People sign in with a user name and password.',
      },
      {
        state: 'list open',
        href: sso({ scenario: 'sso-not-set-up', press: [TYPE] }),
        heading: ssoScreen,
        text: 'SAML 2.0',
      },
      {
        state: 'SAML 2.0, nothing filled in',
        href: sso({ scenario: 'sso-not-set-up', press: [TYPE, 'SAML 2.0'] }),
        heading: ssoScreen,
        text: 'No File Chosen',
      },
      {
        state: 'SAML 2.0, filled in',
        href: sso({ scenario: 'default' }),
        heading: ssoScreen,
        text: 'northwind-identity.cer',
      },
      {
        state: 'details of the certificate',
        href: sso({ scenario: 'default', dialog: 'certificate-1' }),
        heading: 'Details of the signing certificate',
        text: 'Serial Number',
      },
      {
        state: 'two certificates',
        href: sso({ scenario: 'sso-rollover' }),
        heading: ssoScreen,
        text: 'northwind-identity-renewed.cer',
      },
      {
        state: 'expired certificate, SHA-1',
        href: sso({ scenario: 'sso-certificate-expired' }),
        heading: ssoScreen,
        text: 'SHA-1 signatures can be forged',
      },
      {
        state: 'mapping attributes',
        href: sso({ scenario: 'default', press: ['Map User Attributes'] }),
        heading: ssoScreen,
        text: 'Directory Attribute',
      },
      {
        state: 'mapping attributes oddly',
        href: sso({ scenario: 'sso-odd-mappings', press: ['Map User Attributes'] }),
        heading: ssoScreen,
        text: 'never applies',
      },
      {
        state: 'pasting metadata',
        href: sso({ scenario: 'default', press: ['Paste XML'] }),
        heading: ssoScreen,
        text: 'Read',
      },
    ],
  },
  {
    id: 'S3',
    step: 'Clear Enable',
    states: [
      {
        state: 'cleared',
        href: sso({ scenario: 'sso-enabled', press: [ENABLE] }),
        heading: ssoScreen,
        text: 'Everybody can sign in with a user name and password again.',
      },
      {
        state: 'leaving without saving',
        href: sso({ scenario: 'sso-enabled', press: [ENABLE, 'Main Menu', 'Home'] }),
        heading: 'Leave without saving?',
        text: 'Your change is not saved',
      },
    ],
  },
  {
    id: 'S4',
    step: 'Save',
    states: [
      {
        state: 'saved',
        href: sso({ scenario: 'sso-enabled', press: [ENABLE, 'Save'] }),
        heading: ssoScreen,
        text: 'Single Sign-On (SSO) saved',
      },
      {
        state: 'save fails',
        href: sso({ scenario: 'save-fails', press: [AUTO_PROVISION, 'Save'] }),
        heading: ssoScreen,
        text: 'Saving was not confirmed',
      },
      {
        state: 'somebody else saved',
        href: sso({ scenario: 'conflict', press: [AUTO_PROVISION, 'Save'] }),
        heading: ssoScreen,
        text: 'Load their changes and keep mine',
      },
      {
        state: 'something is missing',
        href: sso({ scenario: 'sso-not-set-up', press: [TYPE, 'SAML 2.0', ENABLE, 'Save'] }),
        heading: ssoScreen,
        text: 'Enter the Login Portal URL',
      },
    ],
  },
  {
    id: 'N3',
    step: 'Passwords are refused while SSO is enabled',
    states: [
      {
        state: 'the sign-in page',
        // A visit of any other page would go on to the identity provider by itself.
        href: link('/sign-in', { scenario: 'sso-enabled', as: 'nobody' }),
        heading: 'Latchkey',
        text: 'Log in with Workfront credentials',
      },
      {
        state: 'refused at /login',
        href: link('/login', { scenario: 'sso-enabled', as: 'nobody', press: [INES, 'Log In'] }),
        heading: 'You are not signed in',
        text: 'Federated Single Sign-On with SAML 2.0',
      },
    ],
  },
  {
    id: 'N6',
    step: 'Enable SSO again',
    states: [
      {
        state: 'announced',
        href: sso({ scenario: 'default', press: [ENABLE] }),
        heading: ssoScreen,
        text: 'The passwords of 6 users are refused',
      },
      {
        state: 'announced, where the identity provider knows hardly anybody',
        href: sso({ scenario: 'sso-unlinked', press: [ENABLE] }),
        heading: ssoScreen,
        text: '5 of them have',
      },
      {
        state: 'asked first',
        href: sso({ scenario: 'default', press: [ENABLE, 'Save'] }),
        heading: 'Enable single sign-on?',
        text: 'Nobody has come through the identity provider',
      },
      {
        state: 'asked first, without Admin Exemption',
        href: sso({ scenario: 'default', press: ['Admin Exemption', ENABLE, 'Save'] }),
        heading: 'Enable single sign-on?',
        text: 'Without Admin Exemption',
      },
      {
        state: 'enabled',
        href: sso({ scenario: 'default', press: [ENABLE, 'Save', 'Enable single sign-on'] }),
        heading: ssoScreen,
        text: 'Single Sign-On (SSO) saved',
      },
      {
        state: 'without Admin Exemption, to somebody whom SAML 2.0 alone lets in',
        href: link('/login', {
          scenario: 'sso-no-exemption',
          as: 'nobody',
          press: [usernameOf('second.admin'), 'Log In'],
        }),
        heading: 'You are not signed in',
        text: 'Federated Single Sign-On with SAML 2.0',
      },
    ],
  },
]
