import { GIL, INES, MARA, screen } from './state.ts'

const ONLY_SAML = 'Only Allow SAML 2.0 Authentication'

/** Main Menu > Users: the list. */
const LIST = screen('/users', 'Users', {
  Users: { steps: ['PE1'], shows: 'Showing 9 users' },
  'Users, a search': { at: '?search=haddad', steps: ['PE1'], shows: 'Showing 1 user' },
  'Users, nobody found': { at: '?search=%25', steps: ['PE1'], shows: 'Nobody is found by these filters' },
  'Users with expired keys': {
    at: '?keys=expired',
    scenario: 'key-expired',
    steps: ['PE1'],
    shows: 'Mara Lindqvist',
  },
  'Users whose keys have not been used since a day': {
    at: '?keys=unused-since&since=2027-02-20&sort=expiresAt&order=descending',
    shows: 'Since',
  },
  'Users, the day is missing': {
    at: '?keys=unused-since',
    heading: 'The users cannot be shown',
    steps: ['PE1'],
    shows: 'Choose the day since when',
  },
  'Users, many pages': { scenario: 'many-users', steps: ['PE1'], shows: 'Showing 1–25 of 5,009 users' },
  'Users, many pages, sorted by expiry': {
    at: '?sort=expiresAt',
    scenario: 'many-users',
    shows: 'of 5,009 users',
  },
  'Users, beyond the last page': {
    at: '?page=300',
    scenario: 'many-users',
    steps: ['PE1'],
    shows: 'The list does not go on to this page',
  },
  'Users, long names': { scenario: 'long-names', shows: 'Showing 9 users' },
  'Users, loading fails': {
    scenario: 'users-fail',
    heading: 'The users cannot be shown',
    steps: ['PE1'],
    shows: 'Try again',
  },
  'Users, no access': {
    as: 'standard',
    heading: 'You have no access to this page',
    steps: ['PE1'],
    shows: 'Users are for Workfront administrators',
  },
  'Help for Users': {
    dialog: 'help',
    heading: 'Help for Users',
    steps: ['PE1'],
    shows: 'What is not possible',
  },
})

const NEW = screen('/users?user=new', 'New user', {
  'New user': { steps: ['PE2'], shows: 'One-time password' },
  'New user, refused': { press: ['Add user'], steps: ['PE2'], shows: 'Enter the first name' },
  'New user with Adobe IMS': {
    scenario: 'ims',
    steps: ['PE2'],
    shows: 'Passwords of this organisation are managed in the Adobe Admin Console',
  },
})

const INES_HADDAD = screen(`/users?user=${INES}`, 'Ines Haddad', {
  User: { steps: ['PE3'], shows: 'Set one-time password' },
  'User in Preview': {
    scenario: 'preview',
    steps: ['PE3'],
    shows: 'The weekly refresh overwrites what you change here',
  },
  'User, unsaved': { press: [ONLY_SAML], steps: ['PE3'], shows: '1 unsaved change' },
  'User saved': { press: [ONLY_SAML, 'Save'], steps: ['PE3'], shows: 'User saved' },
  'User, another administrator saved': {
    scenario: 'conflict',
    press: [ONLY_SAML, 'Save'],
    heading: 'Somebody else changed these settings',
    steps: ['PE3'],
    shows: 'Load their changes and keep mine',
  },
  'User, saving fails': {
    scenario: 'save-fails',
    press: [ONLY_SAML, 'Save'],
    heading: 'Saving was not confirmed',
    steps: ['PE3'],
    shows: '1 unsaved change',
  },
  'Deactivate dialog': {
    at: '&dialog=deactivate',
    heading: 'Deactivate Ines Haddad?',
    steps: ['PE4'],
    shows: ['NorthwindSync 2.4', 'The key is kept'],
  },
  'User deactivated': { at: '&dialog=deactivate', press: ['Deactivate'], steps: ['PE4'], shows: 'Reactivate' },
  'User locked': { scenario: 'locked-out', steps: ['PE4'], shows: 'Locked until' },
  'User unlocked': {
    scenario: 'locked-out',
    press: ['Unlock'],
    steps: ['PE4'],
    shows: 'Ines Haddad unlocked',
  },
  'One-time password dialog': {
    at: '&dialog=one-time-password',
    heading: 'Set a one-time password for Ines Haddad',
    steps: ['PE5'],
    shows: ['Every session of theirs ends', 'a lock is lifted'],
  },
  'One-time password refused': {
    at: '&dialog=one-time-password',
    press: ['Set password'],
    heading: 'Set a one-time password for Ines Haddad',
    steps: ['PE5'],
    shows: 'Enter a new password',
  },
  'User with a one-time password': {
    scenario: 'password-set-by-administrator',
    steps: ['PE5'],
    shows: 'One-time, set',
  },
  'Remove key dialog': {
    at: '&dialog=remove-key',
    heading: 'Remove the API key of Ines Haddad?',
    steps: ['PE6'],
    shows: ['NorthwindSync 2.4', 'cannot be undone'],
  },
  'Remove key dialog, clients unknown': {
    at: '&dialog=remove-key',
    scenario: 'clients-fail',
    heading: 'Remove the API key of Ines Haddad?',
    steps: ['PE6'],
    shows: 'cannot be told now',
  },
  'Remove key dialog in Preview': {
    at: '&dialog=remove-key',
    scenario: 'preview',
    heading: 'Remove the API key of Ines Haddad?',
    steps: ['PE6'],
    shows: 'The weekly refresh may bring a key back',
  },
  'Key of a user removed': {
    at: '&dialog=remove-key',
    press: ['Remove key'],
    steps: ['PE6'],
    shows: 'They have no API key',
  },
})

/** Users: the list, one user, and a new one. */
export const USER_STATES = [
  ...LIST,
  ...NEW,
  ...INES_HADDAD,
  ...screen(`/users?user=${MARA}`, 'Mara Lindqvist', {
    'User who is the main administrator': {
      steps: ['PE3'],
      shows: 'Name another one in Customer Info first',
    },
  }),
  ...screen(`/users?user=${MARA}`, 'Wolfeschlegelsteinhausenbergerdorff', {
    'User with a long name': { scenario: 'long-names', shows: 'Name another one' },
  }),
  ...screen(`/users?user=${GIL}`, 'Gil Marchetti', {
    'User who is inactive': { steps: ['PE4'], shows: 'Reactivate' },
  }),
  ...screen('/users?user=nobody', 'This page cannot be shown', {
    'User who does not exist': { steps: ['PE3'], shows: 'There is no user with this ID' },
  }),
]
