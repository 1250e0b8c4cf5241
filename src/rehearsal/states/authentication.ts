import { screen } from './state.ts'

const RESET = 'Force users to reset their password every'
const REUSE = 'Block reuse of the last'

/** Setup > System > Authentication. */
export const AUTHENTICATION_STATES = screen('/setup/system/authentication', 'Authentication', {
  Authentication: { steps: ['W1'], shows: 'Password policies' },
  'Authentication, policy switched on': {
    press: [RESET],
    steps: ['W1'],
    shows: 'No password expires at once.',
  },
  'Authentication, choices of days': { press: [RESET, '30 days'], shows: '180 days' },
  'Authentication, choices of lock-out': {
    press: ['Lock an account after 5 wrong passwords for'],
    shows: '24 hours',
  },
  'Authentication, passwords and keys would end': {
    scenario: 'old-passwords',
    press: [RESET],
    steps: ['W1', 'E6'],
    shows: ['API keys will be removed at once', 'Yours is among them.'],
  },
  'Authentication, two changes': {
    scenario: 'old-passwords',
    press: [RESET, REUSE],
    shows: ['Yours is among them', '2 unsaved changes'],
  },
  'Authentication saved': { press: [RESET, 'Save'], steps: ['W1'], shows: 'Authentication saved' },
  'Authentication, saving fails': {
    scenario: 'save-fails',
    press: [RESET, 'Save'],
    steps: ['W1'],
    shows: 'Saving was not confirmed',
  },
  'Authentication, another administrator saved': {
    scenario: 'conflict',
    press: [RESET, 'Save'],
    steps: ['W1'],
    shows: 'Load their changes and keep mine',
  },
  'Authentication, leaving without saving': {
    press: [REUSE, 'Main Menu', 'Home'],
    heading: 'Leave without saving?',
    steps: ['W1'],
    shows: 'Your change is not saved',
  },
  'Authentication with Adobe IMS': {
    scenario: 'ims',
    steps: ['W1'],
    shows: 'managed in the Adobe Admin Console',
  },
  'Help for Authentication': {
    dialog: 'help',
    heading: 'Help for Authentication',
    steps: ['W1'],
    shows: '30, 60, 90, 120 or 180 days',
  },
})
