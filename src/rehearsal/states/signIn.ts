import { INES_SIGNS_IN, PRIYA_SIGNS_IN, screen, USER_MENU } from './state.ts'

const SIGN_IN = 'Sign in through your identity provider'

/** Signing in and out, and your own password. */
export const SIGN_IN_STATES = [
  ...screen('/', 'Latchkey', {
    'Sign in': { as: 'nobody', steps: ['K1'], shows: ['Password', 'Log In'] },
    'Sign in, nothing entered': { as: 'nobody', press: ['Log In'], shows: 'Enter your username' },
    'Sign in, locked after five wrong passwords': {
      scenario: 'locked-out',
      as: 'nobody',
      press: INES_SIGNS_IN,
      heading: 'You are not signed in',
      steps: ['W1'],
      shows: 'That username/password combination',
    },
    'Sign in, password expired': {
      scenario: 'expired-password',
      as: 'nobody',
      press: PRIYA_SIGNS_IN,
      heading: 'Your password has expired',
      steps: ['W1'],
      shows: ['New password again', 'Choose a new one'],
    },
    'Sign in, password expired, new one refused': {
      scenario: 'expired-password',
      as: 'nobody',
      press: [...PRIYA_SIGNS_IN, 'Change and log in'],
      heading: 'Your password has expired',
      shows: ['Enter a new password', 'Enter the new password again'],
    },
    'Sign in, one-time password': {
      scenario: 'password-set-by-administrator',
      as: 'nobody',
      press: INES_SIGNS_IN,
      heading: 'An administrator has set your password',
      steps: ['PE5'],
      shows: 'Choose a new one to sign in',
    },
    'Sign in after a refresh of Preview': {
      scenario: 'preview',
      press: [USER_MENU, 'Refresh Preview', 'Refresh'],
      shows: 'Preview was refreshed from Production',
    },
  }),
  ...screen('/sign-in', 'Latchkey', {
    'Sign in with SSO': {
      scenario: 'sso-enabled',
      as: 'nobody',
      steps: ['N3', 'SO1'],
      shows: ['Log in with Workfront credentials', SIGN_IN],
    },
    'Sign in with SSO, no such user': {
      at: '?problem=no-access',
      scenario: 'sso-enabled',
      as: 'nobody',
      heading: 'You are not signed in',
      steps: ['SO2'],
      shows: 'you do not have access to Workfront',
    },
    'Sign in with SSO, a field would be empty': {
      at: '?problem=invalid-fields&fields=emailAddr',
      scenario: 'sso-enabled',
      as: 'nobody',
      heading: 'You are not signed in',
      steps: ['SO6'],
      shows: 'emailAddr cannot be null',
    },
  }),
  ...screen('/login', 'Latchkey', {
    'Log in while SSO is enabled': { scenario: 'sso-enabled', as: 'nobody', shows: SIGN_IN },
    'Log in while SSO is enabled, refused': {
      scenario: 'sso-enabled',
      as: 'nobody',
      press: INES_SIGNS_IN,
      heading: 'You are not signed in',
      steps: ['N3'],
      shows: 'Federated Single Sign-On with SAML 2.0',
    },
    'Log in as an administrator without Admin Exemption': {
      scenario: 'sso-no-exemption',
      as: 'nobody',
      press: ['second.admin@northwind.example', 'Log In'],
      heading: 'You are not signed in',
      steps: ['N6'],
      shows: 'Federated Single Sign-On with SAML 2.0',
    },
  }),
  ...screen('/change-password', 'Change password', {
    'Change password': { scenario: 'password-policy-on', steps: ['W1'], shows: 'Your password expires on' },
    'Change password, refused': {
      press: ['Change password'],
      shows: ['Enter your current password', 'Enter the new password again'],
    },
    'Change password, expired': { scenario: 'expired-password', as: 'expiring.password', shows: 'It expired on' },
    'Change password with Adobe IMS': { scenario: 'ims', shows: 'Adobe Admin Console' },
  }),
]
