import { screen, USER_MENU } from './state.ts'

/** Home, the menus, the way into Setup, and addresses that lead nowhere. */
export const HOME_STATES = [
  ...screen('/', 'Home', {
    Home: { shows: 'Nothing needs your attention' },
    'Home, key expired': { scenario: 'key-expired', steps: ['E5'], shows: 'Your API key has expired' },
    'Home, key goes with the password': {
      scenario: 'own-password-expires',
      steps: ['E6'],
      shows: 'Your API key will be removed with it.',
    },
    'Home, password expired': {
      scenario: 'expired-password',
      as: 'expiring.password',
      steps: ['W1'],
      shows: 'Your password has expired',
    },
    'Home, certificate expires soon': {
      scenario: 'certificate-expiring',
      steps: ['X7'],
      shows: 'The current X.509 certificate for API logins expires soon',
    },
    'Home, certificate expired': {
      scenario: 'expired-certificate',
      shows: ['has expired', 'are still let through'],
    },
    'Main Menu': { press: ['Main Menu'], steps: ['K1'], shows: 'Setup' },
    'Main Menu of a user who is not an administrator': {
      as: 'light',
      press: ['Main Menu'],
      steps: ['K1', 'K7'],
      shows: ['Help', 'Integrations'],
    },
    'User menu': {
      press: [USER_MENU],
      steps: ['X2'],
      shows: ['Download a sample certificate', 'Sign out', 'Back to now'],
    },
    'Sign out everywhere': {
      press: [USER_MENU, 'Sign out everywhere'],
      heading: 'Sign out everywhere?',
      shows: 'Every session of yours ends',
    },
    'Home in Preview': { scenario: 'preview', shows: 'You are viewing Preview.' },
    'Refresh Preview': {
      press: [USER_MENU, 'Refresh Preview'],
      heading: 'Refresh Preview?',
      steps: ['P1'],
      shows: ['are overwritten by those of Production', 'Otherwise this happens by itself'],
    },
    'Preview refreshed': {
      press: [USER_MENU, 'Refresh Preview', 'Refresh'],
      steps: ['P1'],
      shows: 'Preview refreshed from Production: 9 users, 6 API keys',
    },
  }),
  ...screen('/setup', 'Setup', {
    Setup: {
      steps: ['A1', 'K2'],
      shows: ['Administrator e-mail, time zone, locale', 'Open a group in the Setup panel', 'go straight to one'],
    },
    'Setup with Adobe IMS': { scenario: 'ims', shows: 'go straight to one' },
    'Setup, no access': {
      as: 'light',
      heading: 'You have no access to this page',
      shows: 'Setup is for Workfront administrators',
    },
  }),
  ...screen('/flows', 'Flows', { Flows: { shows: ['Each link opens one state', 'Scenarios'] } }),
  ...screen('/no/such/page', 'There is no such page', { 'No such page': { shows: 'There is no such page' } }),
  {
    name: 'Link to a scenario that does not exist',
    path: '/',
    scenario: 'no-such-scenario',
    heading: 'Home',
    shows: ['This link could not be followed as written', 'There is no scenario “no-such-scenario”.'],
    steps: [],
  },
  {
    name: 'Link for a user who does not exist',
    path: '/',
    scenario: 'default',
    as: 'mallory',
    heading: 'Latchkey',
    shows: ['This link could not be followed as written', 'There is nobody called “mallory”'],
    steps: [],
  },
]
