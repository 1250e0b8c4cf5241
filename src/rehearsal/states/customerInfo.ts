import { screen, USER_MENU } from './state.ts'

const PERIOD = 'After creation, API keys expire in'
const SWITCH = "Remove API key when a user's password expires"
const REQUIRE = 'Require X.509 Certificate for API logins'
const RESET = 'Reset your API key?'
const REMOVE = 'Remove your API key?'
const REMOVE_ALL = 'Remove all API keys?'

/** Customer Info: your own key, the settings of keys, and the end of all of them. */
export const CUSTOMER_INFO_STATES = screen('/setup/system/customer-info', 'Customer Info', {
  'Customer Info': {
    steps: ['K2', 'K4', 'E1', 'E4', 'E7', 'X3', 'B1', 'B2', 'W1'],
    shows: [
      'Cluster Setup',
      'by NorthwindSync 2.4',
      '1 month',
      'API keys are no longer recommended',
      'Server authentication with JWT',
      'User authentication with OAuth2',
      'Configure passwords to expire',
    ],
    unticked: [SWITCH, REQUIRE],
  },
  'Customer Info, no access': {
    as: 'standard',
    heading: 'You have no access to this page',
    steps: ['A1'],
    shows: 'Setup is for Workfront administrators',
  },
  'Customer Info, loading fails': {
    scenario: 'load-fails',
    heading: 'This page cannot be shown',
    steps: ['K2'],
    shows: 'Try again',
  },
  'Customer Info with Adobe IMS': {
    scenario: 'ims',
    steps: ['E6', 'X1'],
    shows: [
      'None expires here, so this removes no key.',
      'Certificates for API logins are managed where your organization manages sign-in',
    ],
  },
  'Customer Info, long names': { scenario: 'long-names', shows: ['<b onclick', 'Active'] },
  'Help for Customer Info': {
    dialog: 'help',
    heading: 'Help for Customer Info',
    steps: ['A1', 'N7'],
    shows: [
      'Access level: you must be a Workfront administrator',
      'Clear the key',
      'What takes effect when',
      'Who may use this screen',
    ],
  },

  'No API key': {
    scenario: 'no-key',
    steps: ['K3', 'K8', 'K9'],
    shows: ['Generate API Key', 'whatever uses it is an administrator', 'Keys can also be generated through the API'],
  },
  'API key generated': {
    scenario: 'no-key',
    press: ['Generate API Key'],
    steps: ['K3'],
    shows: ['Active', 'Hide'],
  },
  'Password asked for again': {
    scenario: 'proof-over',
    heading: 'Confirm that it is you',
    press: ['Show'],
    steps: ['K4'],
    shows: 'Enter it again to go on',
  },
  'Sign-on asked for again': {
    scenario: 'sign-on-over',
    heading: 'Confirm that it is you',
    press: ['Show'],
    steps: ['K4'],
    shows: 'Sign on again through your identity provider',
  },
  'Generating fails': {
    scenario: 'generate-fails',
    press: ['Generate API Key'],
    steps: ['K3'],
    shows: 'Generating was not confirmed',
  },
  'API key that cannot be shown again': {
    scenario: 'secret-lost',
    press: ['Show'],
    steps: ['K3'],
    shows: 'This key still works, but it cannot be shown again',
  },
  'API key last used 100 days ago': { scenario: 'key-long-unused', steps: ['K4'], shows: 'months ago) by' },
  'API key never used': { scenario: 'key-never-used', steps: ['K5'], shows: 'Never used' },
  'API key that expires tomorrow': { scenario: 'key-expiring-tomorrow', steps: ['E5'], shows: 'Expires' },
  'API key expired': {
    scenario: 'key-expired',
    steps: ['K4', 'E5'],
    shows: ['3,127 calls refused', 'Expired on'],
  },

  'Reset dialog': {
    dialog: 'reset',
    heading: RESET,
    steps: ['K4', 'K6'],
    shows: ['Every application that uses', 'must be re-configured with the new one', 'NorthwindSync 2.4'],
  },
  'Reset dialog, many clients': {
    scenario: 'many-clients',
    dialog: 'reset',
    heading: RESET,
    steps: ['K4'],
    shows: ['The nightly export of the finance department', 'and 9 more'],
  },
  'Reset dialog, clients unknown': {
    scenario: 'clients-fail',
    dialog: 'reset',
    heading: RESET,
    steps: ['K4'],
    shows: 'cannot be told now',
  },
  'Reset dialog in Preview': {
    scenario: 'preview-only-key',
    dialog: 'reset',
    heading: RESET,
    steps: ['P2'],
    shows: 'The weekly refresh overwrites this key',
  },
  'API key reset': { dialog: 'reset', press: ['Reset'], steps: ['K4'], shows: 'API key reset' },
  'Reset fails': {
    scenario: 'reset-fails',
    dialog: 'reset',
    press: ['Reset'],
    heading: RESET,
    steps: ['K4'],
    shows: 'Reset was not confirmed',
  },

  'Remove dialog': {
    dialog: 'remove',
    heading: REMOVE,
    steps: ['K5', 'K6'],
    shows: ['Every application that uses', 'must be re-configured with a new key'],
  },
  'Remove dialog, no recent clients': {
    scenario: 'key-long-unused',
    dialog: 'remove',
    heading: REMOVE,
    steps: ['K5'],
    shows: 'No client has used it in the last 30 days',
  },
  'Remove dialog, clients unknown': {
    scenario: 'clients-fail',
    dialog: 'remove',
    heading: REMOVE,
    shows: 'cannot be told now',
  },
  'Remove dialog in Preview': {
    scenario: 'preview',
    dialog: 'remove',
    heading: REMOVE,
    steps: ['P2'],
    shows: 'The weekly refresh may bring a key back',
  },
  'API key removed': { dialog: 'remove', press: ['Remove'], steps: ['K5'], shows: 'Generate API Key' },
  'Remove fails': {
    scenario: 'remove-fails',
    dialog: 'remove',
    press: ['Remove'],
    heading: REMOVE,
    steps: ['K5'],
    shows: 'Remove was not confirmed',
  },

  'Period list open': { press: [PERIOD], steps: ['E1'], shows: ['3 months', '6 months'] },
  'Period, change announced': {
    press: [PERIOD, '1 year'],
    steps: ['E2'],
    shows: 'active keys will now expire on',
  },
  'Period, change announced to many': {
    scenario: 'many-users',
    press: [PERIOD, '1 week'],
    steps: ['E2'],
    shows: '5,006 active keys will now expire on',
  },
  'Period, keys never expire': {
    press: [PERIOD, 'None'],
    steps: ['E2'],
    shows: 'active keys will no longer expire',
  },
  'Period of 6 months saved': { press: [PERIOD, '6 months', 'Save'], steps: ['E3'], shows: 'in 6 months' },

  'Removal with the password, switched on': {
    scenario: 'password-policy-on',
    press: [SWITCH],
    steps: ['E6'],
    shows: 'No key is removed at once',
  },
  'Removal with the password, on': {
    scenario: 'password-removal-on',
    steps: ['E6'],
    shows: SWITCH,
    ticked: [SWITCH],
  },
  'Customer Info, unsaved': { press: [SWITCH], steps: ['E8'], shows: '1 unsaved change' },
  'Customer Info saved': { press: [SWITCH, 'Save'], steps: ['E8'], shows: 'Customer Info saved' },
  'Customer Info, saving fails': {
    scenario: 'save-fails',
    press: [SWITCH, 'Save'],
    steps: ['E8'],
    shows: 'Saving was not confirmed',
  },
  'Customer Info, another administrator saved': {
    scenario: 'conflict',
    press: [PERIOD, '6 months', 'Save'],
    steps: ['E8'],
    shows: 'Load their changes and keep mine',
  },
  'Customer Info, leaving without saving': {
    press: [SWITCH, 'Main Menu', 'Home'],
    heading: 'Leave without saving?',
    steps: ['E8'],
    shows: 'Your change is not saved',
  },

  'Remove All dialog': {
    dialog: 'remove-all',
    heading: REMOVE_ALL,
    steps: ['R1', 'R2'],
    shows: ['This ends the keys of 6 users', 'All integrations fail until', 'NorthwindSync 2.4'],
  },
  'Remove All dialog, many users': {
    scenario: 'many-users',
    dialog: 'remove-all',
    heading: REMOVE_ALL,
    steps: ['R1'],
    shows: 'This ends the keys of 5,006 users',
  },
  'Remove All dialog, many clients': {
    scenario: 'many-clients',
    dialog: 'remove-all',
    heading: REMOVE_ALL,
    steps: ['R1'],
    shows: 'and 11 more',
  },
  'Remove All dialog, no keys': {
    scenario: 'no-keys',
    dialog: 'remove-all',
    heading: REMOVE_ALL,
    steps: ['R1'],
    shows: 'there is nothing to remove',
  },
  'All API keys removed': {
    dialog: 'remove-all',
    press: ['Remove All'],
    steps: ['R1'],
    shows: '6 API keys removed',
  },
  'Remove All fails': {
    scenario: 'remove-all-fails',
    dialog: 'remove-all',
    press: ['Remove All'],
    heading: REMOVE_ALL,
    steps: ['R1'],
    shows: 'Remove All was not confirmed',
  },

  'Preview, no API key yet': {
    scenario: 'preview-no-key',
    steps: ['P1', 'P2'],
    shows: ['Generate API Key', 'The weekly refresh overwrites this key'],
  },
  'Preview at the next weekend': {
    scenario: 'preview-no-key',
    // The menu hides the page behind it; Dismiss is its button for screen readers.
    press: [USER_MENU, 'To the next weekend', 'Dismiss'],
    steps: ['P1'],
    shows: 'Active',
  },
  'API key that only Preview has': { scenario: 'preview-only-key', steps: ['P2'], shows: 'Active' },
  'Preview refreshed, so signed out': {
    scenario: 'preview-only-key',
    press: [USER_MENU, 'Refresh Preview', 'Refresh'],
    heading: 'Latchkey',
    steps: ['P2'],
    shows: 'Preview was refreshed from Production',
  },
})
