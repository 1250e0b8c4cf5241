import { INES, link, type LinkTo, type Step } from './step.ts'

const users = (to: LinkTo) => link('/users', to)
/** The page of a user, by their ID in every demo. */
const userPage = (user: string, to: LinkTo) => `${users(to)}&user=${user}`
const MARA_ID = 'a9dad98c5439115aaae61f6849fb7bfd'
const INES_ID = 'c66695a299931b0a73fc205c995307ec'
const GIL_ID = '951098ea62159465b7bcaba7483ed269'
const ONLY_SAML = 'Only Allow SAML 2.0 Authentication'

/** Main Menu > Users, and one user. */
export const USERS: Step[] = [
  {
    id: 'PE1',
    step: 'Find users, and whose keys are in which state',
    states: [
      { state: 'everybody', href: users({ scenario: 'default' }), heading: 'Users', text: 'Showing 9 users' },
      {
        state: 'a search',
        href: `${users({ scenario: 'default' })}&search=haddad`,
        heading: 'Users',
        text: 'Showing 1 user',
      },
      {
        state: 'nobody found',
        href: `${users({ scenario: 'default' })}&search=%25`,
        heading: 'Users',
        text: 'Nobody is found by these filters',
      },
      {
        state: 'expired keys',
        href: `${users({ scenario: 'key-expired' })}&keys=expired`,
        heading: 'Users',
        text: 'Mara Lindqvist',
      },
      {
        state: 'keys not used since a day, which is missing',
        href: `${users({ scenario: 'default' })}&keys=unused-since`,
        heading: 'The users cannot be shown',
        text: 'Choose the day since when',
      },
      {
        state: 'many pages',
        href: users({ scenario: 'many-users' }),
        heading: 'Users',
        text: 'Showing 1–25 of 5,009 users',
      },
      {
        state: 'beyond the last page',
        href: `${users({ scenario: 'many-users' })}&page=300`,
        heading: 'Users',
        text: 'The list does not go on to this page',
      },
      {
        state: 'loading fails',
        href: users({ scenario: 'users-fail' }),
        heading: 'The users cannot be shown',
        text: 'Try again',
      },
      {
        state: 'not an administrator',
        href: users({ scenario: 'default', as: 'standard' }),
        heading: 'You have no access to this page',
        text: 'Users are for Workfront administrators',
      },
      {
        state: 'help',
        href: users({ scenario: 'default', dialog: 'help' }),
        heading: 'Help for Users',
        text: 'What is not possible',
      },
    ],
  },
  {
    id: 'PE2',
    step: 'Add a user',
    states: [
      {
        state: 'empty',
        href: userPage('new', { scenario: 'default' }),
        heading: 'New user',
        text: 'One-time password',
      },
      {
        state: 'refused',
        href: userPage('new', { scenario: 'default', press: ['Add user'] }),
        heading: 'New user',
        text: 'Enter the first name',
      },
      {
        state: 'with Adobe IMS',
        href: userPage('new', { scenario: 'ims' }),
        heading: 'New user',
        text: 'Passwords of this organisation are managed in the Adobe Admin Console',
      },
    ],
  },
  {
    id: 'PE3',
    step: 'Edit a user',
    states: [
      {
        state: 'somebody',
        href: userPage(INES_ID, { scenario: 'default' }),
        heading: 'Ines Haddad',
        text: 'Set one-time password',
      },
      {
        state: 'in Preview',
        href: userPage(INES_ID, { scenario: 'preview' }),
        heading: 'Ines Haddad',
        text: 'The weekly refresh overwrites what you change here',
      },
      {
        state: 'the main administrator',
        href: userPage(MARA_ID, { scenario: 'default' }),
        heading: 'Mara Lindqvist',
        text: 'Name another one in Customer Info first',
      },
      {
        state: 'unsaved',
        href: userPage(INES_ID, { scenario: 'default', press: [ONLY_SAML] }),
        heading: 'Ines Haddad',
        text: '1 unsaved change',
      },
      {
        state: 'saved',
        href: userPage(INES_ID, { scenario: 'default', press: [ONLY_SAML, 'Save'] }),
        heading: 'Ines Haddad',
        text: 'User saved',
      },
      {
        state: 'changed by somebody else meanwhile',
        href: userPage(INES_ID, { scenario: 'conflict', press: [ONLY_SAML, 'Save'] }),
        heading: 'Somebody else changed these settings',
        text: 'Load their changes and keep mine',
      },
      {
        state: 'saving fails',
        href: userPage(INES_ID, { scenario: 'save-fails', press: [ONLY_SAML, 'Save'] }),
        heading: 'Saving was not confirmed',
        text: '1 unsaved change',
      },
      {
        state: 'nobody has this ID',
        href: userPage('nobody', { scenario: 'default' }),
        heading: 'This page cannot be shown',
        text: 'There is no user with this ID',
      },
    ],
  },
  {
    id: 'PE4',
    step: 'Deactivate a user, and reactivate or unlock one',
    states: [
      {
        state: 'question',
        href: userPage(INES_ID, { scenario: 'default', dialog: 'deactivate' }),
        heading: 'Deactivate Ines Haddad?',
        text: 'NorthwindSync 2.4',
      },
      {
        state: 'deactivated',
        href: userPage(INES_ID, { scenario: 'default', dialog: 'deactivate', press: ['Deactivate'] }),
        heading: 'Ines Haddad',
        text: 'Reactivate',
      },
      {
        state: 'inactive',
        href: userPage(GIL_ID, { scenario: 'default' }),
        heading: 'Gil Marchetti',
        text: 'Reactivate',
      },
      {
        state: 'locked',
        href: userPage(INES_ID, { scenario: 'locked-out' }),
        heading: 'Ines Haddad',
        text: 'Locked until',
      },
      {
        state: 'unlocked',
        href: userPage(INES_ID, { scenario: 'locked-out', press: ['Unlock'] }),
        heading: 'Ines Haddad',
        text: 'Ines Haddad unlocked',
      },
    ],
  },
  {
    id: 'PE5',
    step: 'Set a one-time password',
    states: [
      {
        state: 'dialog',
        href: userPage(INES_ID, { scenario: 'default', dialog: 'one-time-password' }),
        heading: 'Set a one-time password for Ines Haddad',
        text: 'Every session of theirs ends',
      },
      {
        state: 'refused',
        href: userPage(INES_ID, { scenario: 'default', dialog: 'one-time-password', press: ['Set password'] }),
        heading: 'Set a one-time password for Ines Haddad',
        text: 'Enter a new password',
      },
      {
        state: 'set',
        href: userPage(INES_ID, { scenario: 'password-set-by-administrator' }),
        heading: 'Ines Haddad',
        text: 'One-time, set',
      },
      {
        state: 'signing in with it',
        href: link('/', { scenario: 'password-set-by-administrator', as: 'nobody', press: [INES, 'Log In'] }),
        heading: 'An administrator has set your password',
        text: 'Choose a new one to sign in',
      },
    ],
  },
  {
    id: 'PE6',
    step: 'Remove the API key of one user',
    states: [
      {
        state: 'question',
        href: userPage(INES_ID, { scenario: 'default', dialog: 'remove-key' }),
        heading: 'Remove the API key of Ines Haddad?',
        text: 'NorthwindSync 2.4',
      },
      {
        state: 'question, where the clients cannot be told',
        href: userPage(INES_ID, { scenario: 'clients-fail', dialog: 'remove-key' }),
        heading: 'Remove the API key of Ines Haddad?',
        text: 'cannot be told now',
      },
      {
        state: 'question in Preview',
        href: userPage(INES_ID, { scenario: 'preview', dialog: 'remove-key' }),
        heading: 'Remove the API key of Ines Haddad?',
        text: 'The weekly refresh may bring a key back',
      },
      {
        state: 'removed',
        href: userPage(INES_ID, { scenario: 'default', dialog: 'remove-key', press: ['Remove key'] }),
        heading: 'Ines Haddad',
        text: 'They have no API key',
      },
    ],
  },
]
