import {
  RESET,
  authentication,
  authenticationScreen,
  customerInfo,
  info,
  integrations,
  integrationsScreen,
  link,
  type Step,
} from './step.ts'

const PERIOD = 'After creation, API keys expire in'
const SWITCH = "Remove API key when a user's password expires"

/** Customer Info: when keys expire, and the end of everybody's. */
export const KEY_SETTINGS: Step[] = [
  {
    id: 'E1',
    step: 'Choose when API keys expire',
    states: [
      { state: 'before', href: info({ scenario: 'default' }), heading: customerInfo, text: '1 month' },
      {
        state: 'list open',
        href: info({ scenario: 'default', press: [PERIOD] }),
        heading: customerInfo,
        text: '3 months',
      },
    ],
  },
  {
    id: 'E2',
    step: 'Another period restarts the time of every active key',
    states: [
      {
        state: 'announced',
        href: info({ scenario: 'default', press: [PERIOD, '1 year'] }),
        heading: customerInfo,
        text: 'active keys will now expire on',
      },
      {
        state: 'announced to many',
        href: info({ scenario: 'many-users', press: [PERIOD, '1 week'] }),
        heading: customerInfo,
        text: '5,006 active keys will now expire on',
      },
      {
        state: 'never again',
        href: info({ scenario: 'default', press: [PERIOD, 'None'] }),
        heading: customerInfo,
        text: 'active keys will no longer expire',
      },
    ],
  },
  {
    id: 'E3',
    step: 'From 1 month to 6 months: six months from the change',
    states: [
      {
        state: 'saved',
        href: info({ scenario: 'default', press: [PERIOD, '6 months', 'Save'] }),
        heading: customerInfo,
        text: 'in 6 months',
      },
    ],
  },
  {
    id: 'E4',
    step: 'By default keys expire each month',
    states: [
      { state: 'fresh organisation', href: info({ scenario: 'default' }), heading: customerInfo, text: '1 month' },
    ],
  },
  {
    id: 'E5',
    step: 'An expired key is refused',
    states: [
      {
        state: 'a day before',
        href: info({ scenario: 'key-expiring-tomorrow' }),
        heading: customerInfo,
        text: 'Expires',
      },
      { state: 'expired', href: info({ scenario: 'key-expired' }), heading: customerInfo, text: 'Expired on' },
      {
        state: 'on Home',
        href: link('/', { scenario: 'key-expired' }),
        heading: 'Home',
        text: 'Your API key has expired',
      },
      {
        state: 'an integration with the expired key',
        href: integrations({ scenario: 'integrations-expired' }),
        heading: integrationsScreen,
        text: 'Reconnect needed',
      },
    ],
  },
  {
    id: 'E6',
    step: 'Remove a key when its owner’s password expires',
    states: [
      {
        state: 'switching it on',
        href: info({ scenario: 'password-policy-on', press: [SWITCH] }),
        heading: customerInfo,
        text: 'No key is removed at once',
      },
      { state: 'on', href: info({ scenario: 'password-removal-on' }), heading: customerInfo, text: SWITCH },
      {
        state: 'announced on Home',
        href: link('/', { scenario: 'own-password-expires' }),
        heading: 'Home',
        text: 'Your API key will be removed with it.',
      },
      {
        state: 'a policy that ends passwords and keys at once',
        href: authentication({ scenario: 'old-passwords', press: [RESET] }),
        heading: authenticationScreen,
        text: 'API keys will be removed at once',
      },
      {
        state: 'no passwords here, so none that expire',
        href: info({ scenario: 'ims' }),
        heading: customerInfo,
        text: 'None expires here, so this removes no key.',
      },
    ],
  },
  {
    id: 'E7',
    step: 'That removal is off by default',
    states: [
      {
        state: 'fresh organisation',
        href: info({ scenario: 'default' }),
        heading: customerInfo,
        text: SWITCH,
        isTicked: false,
      },
    ],
  },
  {
    id: 'E8',
    step: 'Settings do nothing until they are saved',
    states: [
      {
        state: 'unsaved',
        href: info({ scenario: 'default', press: [SWITCH] }),
        heading: customerInfo,
        text: '1 unsaved change',
      },
      {
        state: 'saved',
        href: info({ scenario: 'default', press: [SWITCH, 'Save'] }),
        heading: customerInfo,
        text: 'Customer Info saved',
      },
      {
        state: 'save fails',
        href: info({ scenario: 'save-fails', press: [SWITCH, 'Save'] }),
        heading: customerInfo,
        text: 'Saving was not confirmed',
      },
      {
        state: 'somebody else saved',
        href: info({ scenario: 'conflict', press: [SWITCH, 'Save'] }),
        heading: customerInfo,
        text: 'Load their changes and keep mine',
      },
      {
        state: 'leaving without saving',
        href: info({ scenario: 'default', press: [SWITCH, 'Main Menu', 'Home'] }),
        heading: 'Leave without saving?',
        text: 'Your change is not saved',
      },
    ],
  },
  {
    id: 'R1',
    step: 'Remove all API keys',
    states: [
      {
        state: 'dialog open',
        href: info({ scenario: 'default', dialog: 'remove-all' }),
        heading: 'Remove all API keys?',
        text: 'This ends the keys of 6 users',
      },
      {
        state: 'dialog open, many users',
        href: info({ scenario: 'many-users', dialog: 'remove-all' }),
        heading: 'Remove all API keys?',
        text: 'This ends the keys of 5,006 users',
      },
      {
        state: 'dialog open, many clients',
        href: info({ scenario: 'many-clients', dialog: 'remove-all' }),
        heading: 'Remove all API keys?',
        text: 'and 11 more',
      },
      {
        state: 'dialog open, nobody has a key',
        href: info({ scenario: 'no-keys', dialog: 'remove-all' }),
        heading: 'Remove all API keys?',
        text: 'there is nothing to remove',
      },
      {
        state: 'after',
        href: info({ scenario: 'default', dialog: 'remove-all', press: ['Remove All'] }),
        heading: customerInfo,
        text: '6 API keys removed',
      },
      {
        state: 'failed',
        href: info({ scenario: 'remove-all-fails', dialog: 'remove-all', press: ['Remove All'] }),
        heading: 'Remove all API keys?',
        text: 'Remove All was not confirmed',
      },
    ],
  },
]
