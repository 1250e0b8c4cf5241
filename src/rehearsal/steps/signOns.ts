import { PASSED_TEST, REFUSED_SIGN_ON, signOnId } from '../demoSignOns.ts'
import { link, type LinkTo, type Step } from './step.ts'

const SSO = '/setup/system/single-sign-on'
const signIn = (to: LinkTo) => link('/sign-in', { as: 'nobody', ...to })
const standIn = (to: LinkTo) => `${link('/demo-idp', { as: 'nobody', ...to })}&request=_begun`
const STAND_IN = 'Northwind Identity'
const SIGN_IN = 'Sign in through your identity provider'
const RESULT = 'Sign-on result'
const UPLOADED = 'The new Workfront certificate has already been uploaded to the Identity Provider'

/** Signing on through the identity provider, and how an administrator follows it. */
export const SIGN_ONS: Step[] = [
  {
    id: 'SO1',
    step: 'Sign in through the identity provider',
    states: [
      { state: 'the sign-in page', href: signIn({ scenario: 'sso-enabled' }), heading: 'Latchkey', text: SIGN_IN },
      {
        state: 'at the identity provider',
        href: signIn({ scenario: 'sso-enabled', press: [SIGN_IN] }),
        heading: STAND_IN,
        text: 'Who are you?',
      },
      {
        state: 'what it sends',
        href: standIn({ scenario: 'sso-enabled', press: ['What it sends'] }),
        heading: STAND_IN,
        text: 'memberOf',
      },
      {
        state: 'somebody whom it alone knows',
        href: standIn({ scenario: 'sso-enabled', press: ['Somebody else'] }),
        heading: STAND_IN,
        text: 'User name (NameID)',
      },
      {
        state: 'nobody asked',
        href: link('/demo-idp', { scenario: 'sso-enabled', as: 'nobody' }),
        heading: STAND_IN,
        text: 'Nobody asked who you are',
      },
      {
        state: 'refused, no user here',
        href: `${signIn({ scenario: 'sso-enabled' })}&problem=no-access`,
        heading: 'You are not signed in',
        text: 'you do not have access to Workfront',
      },
      {
        state: 'refused, a field would be empty',
        href: `${signIn({ scenario: 'sso-enabled' })}&problem=invalid-fields&fields=emailAddr`,
        heading: 'You are not signed in',
        text: 'emailAddr cannot be null',
      },
      {
        state: 'signed out there too',
        href: link('/demo-idp/signed-out', { scenario: 'sso-enabled', as: 'nobody' }),
        heading: STAND_IN,
        text: 'You are signed out of Northwind Identity',
      },
    ],
  },
  {
    id: 'SO2',
    step: 'See how sign-ons went',
    states: [
      {
        state: 'none yet',
        href: link(`${SSO}/sign-ons`, { scenario: 'default' }),
        heading: 'Recent sign-ons',
        text: 'Nobody has come through the identity provider yet',
      },
      {
        state: 'some refused',
        href: link(`${SSO}/sign-ons`, { scenario: 'sso-signed-on' }),
        heading: 'Recent sign-ons',
        text: 'Noah.Petrov',
      },
      {
        state: 'why one was refused',
        href: link(`${SSO}/sign-ons/${signOnId(REFUSED_SIGN_ON)}`, { scenario: 'sso-signed-on' }),
        heading: RESULT,
        text: 'Why it was refused',
      },
      {
        state: 'one whose signature did not hold',
        href: link(`${SSO}/sign-ons/${signOnId(4)}`, { scenario: 'sso-signed-on' }),
        heading: RESULT,
        text: 'No attribute could be read',
      },
    ],
  },
  {
    id: 'SO3',
    step: 'Test Connection',
    states: [
      {
        state: 'before',
        href: link(SSO, { scenario: 'default' }),
        heading: 'Single Sign-On (SSO)',
        text: 'Test Connection',
      },
      {
        state: 'passed',
        href: link(`${SSO}/sign-ons/${signOnId(PASSED_TEST)}`, { scenario: 'sso-signed-on' }),
        heading: RESULT,
        text: 'You have successfully set up SAML 2.0!',
      },
      {
        state: 'failed',
        href: link(`${SSO}/sign-ons/${signOnId(PASSED_TEST + 1)}`, { scenario: 'sso-signed-on' }),
        heading: RESULT,
        text: 'Why the test failed',
      },
      {
        state: 'after',
        href: link(SSO, { scenario: 'sso-signed-on' }),
        heading: 'Single Sign-On (SSO)',
        text: 'Result of the last test',
      },
    ],
  },
  {
    id: 'SO4',
    step: 'Renew the Workfront certificate',
    states: [
      {
        state: 'due',
        href: link(SSO, { scenario: 'sso-new-certificate' }),
        heading: 'Single Sign-On (SSO)',
        text: 'The Workfront certificate expires soon',
      },
      {
        state: 'asked before the new one signs',
        href: link(SSO, { scenario: 'sso-new-certificate', press: [UPLOADED, 'Save'] }),
        heading: 'Save these settings?',
        text: 'Nobody has come through the identity provider with these settings yet',
      },
      {
        state: 'uploaded',
        href: link(SSO, { scenario: 'sso-new-certificate', press: [UPLOADED, 'Save', 'Save anyway'] }),
        heading: 'Single Sign-On (SSO)',
        text: 'Single Sign-On (SSO) saved',
      },
    ],
  },
]
