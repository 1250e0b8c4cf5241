import { screen } from './state.ts'

const AUTO_PROVISION = 'Auto-Provision Users'
const UPLOADED = 'The new Workfront certificate has already been uploaded to the Identity Provider'

/** Setup > System > Single Sign-On (SSO). */
export const SINGLE_SIGN_ON_STATES = screen('/setup/system/single-sign-on', 'Single Sign-On (SSO)', {
  'SSO set up, not enabled': {
    steps: ['S1', 'S2', 'SO4'],
    shows: [
      'Nobody is sent to the identity provider before Enable is ticked',
      'northwind-identity.cer',
      'Test Connection',
    ],
  },
  'SSO enabled': { scenario: 'sso-enabled', steps: ['S1'], shows: 'Enable', ticked: ['Enable'] },
  'SSO, no access': {
    as: 'standard',
    heading: 'You have no access to this page',
    steps: ['S1'],
    shows: 'Setup is for Workfront administrators',
  },
  'SSO with Adobe IMS': {
    scenario: 'ims',
    steps: ['S1'],
    shows: 'is truthy, assign the value of the attribute',
  },
  'Help for SSO': {
    dialog: 'help',
    heading: 'Help for Single Sign-On (SSO)',
    steps: ['S1'],
    shows: 'Turning it off for a while, and on again',
  },
  'Help for Enable': {
    press: ['Enable Help'],
    heading: 'Enable',
    shows: 'API keys and open sessions keep working',
  },

  'SSO not set up': {
    scenario: 'sso-not-set-up',
    steps: ['S2'],
    shows: 'People sign in with a user name and password.',
  },
  'SSO type list open': { scenario: 'sso-not-set-up', press: ['Type'], steps: ['S2'], shows: 'SAML 2.0' },
  'SAML 2.0, nothing filled in': {
    scenario: 'sso-not-set-up',
    press: ['Type', 'SAML 2.0'],
    steps: ['S2'],
    shows: 'No File Chosen',
  },
  'SAML 2.0, fields missing': {
    scenario: 'sso-not-set-up',
    press: ['Type', 'SAML 2.0', 'Enable', 'Save'],
    steps: ['S4'],
    shows: 'Enter the Login Portal URL',
  },
  'Signing certificate details': {
    dialog: 'certificate-1',
    heading: 'Details of the signing certificate',
    steps: ['S2'],
    shows: ['Serial Number', 'Before you trust it'],
  },
  'SSO with two certificates': {
    scenario: 'sso-rollover',
    steps: ['S2'],
    shows: ['northwind-identity-renewed.cer', 'Valid from'],
  },
  'SSO with an expired certificate and SHA-1': {
    scenario: 'sso-certificate-expired',
    steps: ['S2'],
    shows: 'SHA-1 signatures can be forged',
  },
  'Attribute mappings': { press: ['Map User Attributes'], steps: ['S2'], shows: 'Directory Attribute' },
  'Attribute mappings with mistakes': {
    scenario: 'sso-odd-mappings',
    press: ['Map User Attributes'],
    steps: ['S2'],
    shows: 'never applies',
  },
  'Metadata to paste': { press: ['Paste XML'], steps: ['S2'], shows: ['Read', 'Cancel'] },

  'SSO, Enable cleared': {
    scenario: 'sso-enabled',
    press: ['Enable'],
    steps: ['S3'],
    shows: 'Everybody can sign in with a user name and password again.',
  },
  'SSO, leaving without saving': {
    scenario: 'sso-enabled',
    press: ['Enable', 'Main Menu', 'Home'],
    heading: 'Leave without saving?',
    steps: ['S3'],
    shows: 'Your change is not saved',
  },
  'SSO disabled': {
    scenario: 'sso-enabled',
    press: ['Enable', 'Save'],
    steps: ['S4'],
    shows: 'Single Sign-On (SSO) saved',
  },
  'SSO, saving fails': {
    scenario: 'save-fails',
    press: [AUTO_PROVISION, 'Save'],
    steps: ['S4'],
    shows: 'Saving was not confirmed',
  },
  'SSO, another administrator saved': {
    scenario: 'conflict',
    press: [AUTO_PROVISION, 'Save'],
    steps: ['S4'],
    shows: 'Load their changes and keep mine',
  },

  'SSO, Enable ticked': { press: ['Enable'], steps: ['N6'], shows: 'The passwords of 6 users are refused' },
  'SSO, Enable ticked without Admin Exemption': {
    press: ['Admin Exemption', 'Enable'],
    shows: 'The passwords of 6 users are refused',
  },
  'SSO, Enable ticked with few SSO usernames': {
    scenario: 'sso-unlinked',
    press: ['Enable'],
    steps: ['N6'],
    shows: '5 of them have',
  },
  'Enable SSO dialog': {
    press: ['Enable', 'Save'],
    heading: 'Enable single sign-on?',
    steps: ['N6'],
    shows: 'Nobody has come through the identity provider',
  },
  'Enable SSO dialog without Admin Exemption': {
    press: ['Admin Exemption', 'Enable', 'Save'],
    heading: 'Enable single sign-on?',
    steps: ['N6'],
    shows: ['Without Admin Exemption', 'can still sign in'],
  },
  'SSO enabled again': {
    press: ['Enable', 'Save', 'Enable single sign-on'],
    steps: ['N6'],
    shows: 'Single Sign-On (SSO) saved',
  },

  'SSO after a test': { scenario: 'sso-signed-on', steps: ['SO4'], shows: 'Result of the last test' },
  'Workfront certificate expires soon': {
    scenario: 'sso-new-certificate',
    steps: ['SO9'],
    shows: 'The Workfront certificate expires soon',
  },
  'Workfront certificate, question before the new one': {
    scenario: 'sso-new-certificate',
    press: [UPLOADED, 'Save'],
    heading: 'Save these settings?',
    steps: ['SO9'],
    shows: 'Nobody has come through the identity provider with these settings yet',
  },
  'Workfront certificate renewed': {
    scenario: 'sso-new-certificate',
    press: [UPLOADED, 'Save', 'Save anyway'],
    steps: ['SO9'],
    shows: 'Single Sign-On (SSO) saved',
  },
})
