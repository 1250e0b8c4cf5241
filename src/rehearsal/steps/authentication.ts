import {
  INES,
  PRIYA,
  RESET,
  authentication,
  authenticationScreen,
  customerInfo,
  info,
  link,
  type Step,
} from './step.ts'

const REUSE = 'Block reuse of the last'

export const AUTHENTICATION: Step[] = [
  {
    id: 'W1',
    step: 'Link: configure passwords to expire',
    states: [
      {
        state: 'the link',
        href: info({ scenario: 'default' }),
        heading: customerInfo,
        text: 'Configure passwords to expire',
      },
      {
        state: 'where it leads',
        href: authentication({ scenario: 'default' }),
        heading: authenticationScreen,
        text: 'Password policies',
      },
      {
        state: 'switching it on',
        href: authentication({ scenario: 'default', press: [RESET] }),
        heading: authenticationScreen,
        text: 'No password expires at once.',
      },
      {
        state: 'announced',
        href: authentication({ scenario: 'old-passwords', press: [RESET] }),
        heading: authenticationScreen,
        text: 'Yours is among them.',
      },
      {
        state: 'saved',
        href: authentication({ scenario: 'default', press: [RESET, 'Save'] }),
        heading: authenticationScreen,
        text: 'Authentication saved',
      },
      {
        state: 'save fails',
        href: authentication({ scenario: 'save-fails', press: [RESET, 'Save'] }),
        heading: authenticationScreen,
        text: 'Saving was not confirmed',
      },
      {
        state: 'somebody else saved',
        href: authentication({ scenario: 'conflict', press: [RESET, 'Save'] }),
        heading: authenticationScreen,
        text: 'Load their changes and keep mine',
      },
      {
        state: 'leaving without saving',
        href: authentication({ scenario: 'default', press: [REUSE, 'Main Menu', 'Home'] }),
        heading: 'Leave without saving?',
        text: 'Your change is not saved',
      },
      {
        state: 'managed by Adobe',
        href: authentication({ scenario: 'ims' }),
        heading: authenticationScreen,
        text: 'managed in the Adobe Admin Console',
      },
      {
        state: 'password expired, at the sign-in page',
        href: link('/', { scenario: 'expired-password', as: 'nobody', press: [PRIYA, 'Log In'] }),
        heading: 'Your password has expired',
        text: 'New password again',
      },
      {
        state: 'password expired, on Home',
        href: link('/', { scenario: 'expired-password', as: 'expiring.password' }),
        heading: 'Home',
        text: 'Your password has expired',
      },
      {
        state: 'choosing a new one',
        href: link('/change-password', { scenario: 'password-policy-on' }),
        heading: 'Change password',
        text: 'Your password expires on',
      },
      {
        state: 'locked out after five wrong ones',
        href: link('/', { scenario: 'locked-out', as: 'nobody', press: [INES, 'Log In'] }),
        heading: 'You are not signed in',
        text: 'That username/password combination',
      },
      {
        state: 'help',
        href: authentication({ scenario: 'default', dialog: 'help' }),
        heading: 'Help for Authentication',
        text: '30, 60, 90, 120 or 180 days',
      },
    ],
  },
]
