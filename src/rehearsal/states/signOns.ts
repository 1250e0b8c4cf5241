import { PASSED_TEST, REFUSED_SIGN_ON, signOnId } from '../demoSignOns.ts'
import { choose } from './files.ts'
import { screen } from './state.ts'

const SIGN_ONS = '/setup/system/single-sign-on/sign-ons'

/** The stand-in identity provider, and how administrators follow what came of sign-ons. */
export const SIGN_ON_STATES = [
  ...screen('/sign-in', 'Northwind Identity', {
    'At the identity provider': {
      scenario: 'sso-enabled',
      as: 'nobody',
      press: ['Sign in through your identity provider'],
      steps: ['SO1'],
      shows: 'Who are you?',
    },
  }),
  ...screen('/demo-idp', 'Northwind Identity', {
    'Identity provider, what it sends': {
      at: '?request=_begun',
      scenario: 'sso-enabled',
      as: 'nobody',
      press: ['What it sends'],
      steps: ['SO3'],
      shows: 'memberOf',
    },
    'Identity provider, a user it alone knows': {
      at: '?request=_begun',
      scenario: 'sso-enabled',
      as: 'nobody',
      press: ['Somebody else'],
      steps: ['SO2'],
      shows: 'User name (NameID)',
    },
    'Identity provider without a request': {
      scenario: 'sso-enabled',
      as: 'nobody',
      steps: ['SO1'],
      shows: 'Nobody asked who you are',
    },
    'Identity provider, signed out': {
      at: '/signed-out',
      scenario: 'sso-enabled',
      as: 'nobody',
      steps: ['SO5'],
      shows: 'You are signed out of Northwind Identity',
    },
    'Identity provider, change password': {
      at: '/password',
      as: 'nobody',
      steps: ['SO7'],
      shows: 'nothing to change',
    },
  }),
  ...screen(SIGN_ONS, 'Recent sign-ons', {
    'Recent sign-ons, none yet': {
      steps: ['SO8'],
      shows: 'Nobody has come through the identity provider yet',
    },
    'Recent sign-ons': { scenario: 'sso-signed-on', steps: ['SO8'], shows: 'Noah.Petrov' },
  }),
  ...screen(SIGN_ONS, 'Sign-on result', {
    'Sign-on refused': {
      at: `/${signOnId(REFUSED_SIGN_ON)}`,
      scenario: 'sso-signed-on',
      steps: ['SO6', 'SO8'],
      shows: 'Why it was refused',
    },
    'Sign-on with a bad signature': {
      at: `/${signOnId(4)}`,
      scenario: 'sso-signed-on',
      steps: ['SO6', 'SO8'],
      shows: 'No attribute could be read',
    },
    'Test Connection passed': {
      at: `/${signOnId(PASSED_TEST)}`,
      scenario: 'sso-signed-on',
      steps: ['SO4'],
      shows: ['Success!', 'You have successfully set up SAML 2.0!'],
    },
    'Test Connection failed': {
      at: `/${signOnId(PASSED_TEST + 1)}`,
      scenario: 'sso-signed-on',
      steps: ['SO4'],
      shows: 'Why the test failed',
    },
  }),
  ...screen('/setup/system/update-users-for-sso', 'Update Users For SSO', {
    'Update Users For SSO': { steps: ['SU1'], shows: 'Download current users' },
    'Update Users For SSO, file with problems': {
      press: [choose('users-with-problems'), 'Show', 'All lines (3)'],
      steps: ['SU1'],
      shows: ['All lines (3)', 'Only Allow SAML 2.0 Authentication is turned on'],
    },
    'Update Users For SSO, file that locks administrators out': {
      scenario: 'sso-no-exemption',
      press: [choose('users-main-administrator'), 'Update 1 user'],
      heading: 'Update 1 user?',
      steps: ['SU1'],
      shows: 'No administrator’s password is taken any more',
    },
    'Update Users For SSO, file refused': {
      press: [choose('users-as-workbook')],
      steps: ['SU1'],
      shows: 'Save it as CSV',
    },
    'Update Users For SSO with Adobe IMS': { scenario: 'ims', steps: ['SU1'], shows: 'Adobe Admin Console' },
  }),
]
