import { usernameOf, type DemoUser } from './organisation.ts'
import type { ScenarioName } from './scenarios.ts'

/** One state of a step that a link opens, and how to tell that it did. */
export interface StepState {
  state: string
  /** Address within the console, with scenario parameters. */
  href: string
  /** The heading of the screen or of the dialog that is open. */
  heading: string
  /** A text that sets this state apart. */
  text: string
  /** Where only a tick sets it apart: whether the checkbox that `text` is the label of has it. */
  isTicked?: boolean
}

export interface Step {
  /** As tests and comments cite it; never renumbered. */
  id: string
  step: string
  states: StepState[]
}

interface LinkTo {
  scenario: ScenarioName
  as?: DemoUser | 'nobody'
  dialog?:
    | 'help'
    | 'reset'
    | 'remove'
    | 'remove-all'
    | 'certificate'
    | 'next-certificate'
    | 'certificate-1'
    | 'connect-dropbox'
    | 'key-dropbox'
    | 'deactivate'
    | 'one-time-password'
    | 'remove-key'
  /** Names of controls to press once the screen is there, in order, as a person would. */
  press?: string[]
}

/** A link that opens `path` in a scenario. */
function link(path: string, { scenario, as, dialog, press }: LinkTo): string {
  const parameters = new URLSearchParams({ scenario })
  if (as) parameters.set('as', as)
  if (dialog) parameters.set('dialog', dialog)
  if (press) parameters.set('press', press.join('|'))
  return `${path}?${parameters}`
}

const info = (to: LinkTo) => link('/setup/system/customer-info', to)
const sso = (to: LinkTo) => link('/setup/system/single-sign-on', to)
const integrations = (to: LinkTo) => link('/integrations', to)
const authentication = (to: LinkTo) => link('/setup/system/authentication', to)
const users = (to: LinkTo) => link('/users', to)
/** The page of a user, by their ID in every demo. */
const userPage = (user: string, to: LinkTo) => `${users(to)}&user=${user}`
const auditLogs = (to: LinkTo) => link('/setup/change-tracking/audit-logs', to)
const PERIOD = 'After creation, API keys expire in'
const SWITCH = "Remove API key when a user's password expires"
const customerInfo = 'Customer Info'
const ssoScreen = 'Single Sign-On (SSO)'
const authenticationScreen = 'Authentication'
const integrationsScreen = 'Integrations'
/** The record with which the demo organisation's history begins. */
const SETTINGS_CHANGE = 'b31dd3ebe34c397b97e39f0ee19d60d3'
const auditScreen = 'Audit Logs'
const MARA_ID = 'a9dad98c5439115aaae61f6849fb7bfd'
const INES_ID = 'c66695a299931b0a73fc205c995307ec'
const GIL_ID = '951098ea62159465b7bcaba7483ed269'
const RESET = 'Force users to reset their password every'
const REUSE = 'Block reuse of the last'
const REQUIRE = 'Require X.509 Certificate for API logins'
const TYPE = 'Type'
const ENABLE = 'Enable'
const ONLY_SAML = 'Only Allow SAML 2.0 Authentication'
const AUTO_PROVISION = 'Auto-Provision Users'
const MENU = 'User menu, Mara Lindqvist'
const REFRESHED = 'Preview was refreshed from Production'
/** Fills in the sign-in form of a demo. */
const [PRIYA, INES] = [usernameOf('expiring.password'), usernameOf('standard')]
const FILL_IN = 'Fill in the demo password'
const warning = 'Every application that uses'

/** Every step of the product built so far, with links to its states: before, with a dialog open, after, failed. */
export const STEPS: Step[] = [
  {
    id: 'A1',
    step: 'Setup is for Workfront administrators',
    states: [
      {
        state: 'administrator',
        href: link('/setup', { scenario: 'default' }),
        heading: 'Setup',
        text: 'Administrator e-mail, time zone, locale',
      },
      {
        state: 'everybody else',
        href: info({ scenario: 'default', as: 'standard' }),
        heading: 'You have no access to this page',
        text: 'Setup is for Workfront administrators',
      },
      {
        state: 'requirements, in the help',
        href: info({ scenario: 'default', dialog: 'help' }),
        heading: 'Help for Customer Info',
        text: 'Access level: you must be a Workfront administrator',
      },
    ],
  },
  {
    id: 'K1',
    step: 'Open Setup from the Main Menu',
    states: [
      {
        state: 'signed out',
        href: link('/', { scenario: 'default', as: 'nobody' }),
        heading: 'Latchkey',
        text: 'Password',
      },
      {
        state: 'menu open',
        href: link('/', { scenario: 'default', press: ['Main Menu'] }),
        heading: 'Home',
        text: 'Setup',
      },
      {
        state: 'menu open, not an administrator',
        href: link('/', { scenario: 'default', as: 'light', press: ['Main Menu'] }),
        heading: 'Home',
        text: 'Help',
      },
    ],
  },
  {
    id: 'K2',
    step: 'Expand System and choose Customer Info',
    states: [
      {
        state: 'groups closed',
        href: link('/setup', { scenario: 'default' }),
        heading: 'Setup',
        text: 'Open a group in the Setup panel',
      },
      { state: 'Customer Info', href: info({ scenario: 'default' }), heading: customerInfo, text: 'Cluster Setup' },
      {
        state: 'loading fails',
        href: info({ scenario: 'load-fails' }),
        heading: 'This page cannot be shown',
        text: 'Try again',
      },
    ],
  },
  {
    id: 'K3',
    step: 'Generate one’s own API key',
    states: [
      { state: 'before', href: info({ scenario: 'no-key' }), heading: customerInfo, text: 'Generate API Key' },
      {
        state: 'after',
        href: info({ scenario: 'no-key', press: ['Generate API Key'] }),
        heading: customerInfo,
        text: 'Active',
      },
      {
        state: 'failed',
        href: info({ scenario: 'generate-fails', press: ['Generate API Key'] }),
        heading: customerInfo,
        text: 'Generating was not confirmed',
      },
      {
        state: 'cannot be shown again',
        href: info({ scenario: 'secret-lost', press: ['Show'] }),
        heading: customerInfo,
        text: 'This key still works, but it cannot be shown again',
      },
    ],
  },
  {
    id: 'K4',
    step: 'Reset one’s own API key',
    states: [
      { state: 'before', href: info({ scenario: 'default' }), heading: customerInfo, text: 'by NorthwindSync 2.4' },
      {
        state: 'before, last used 100 days ago',
        href: info({ scenario: 'key-long-unused' }),
        heading: customerInfo,
        text: 'months ago) by',
      },
      {
        state: 'before, expired and still called with',
        href: info({ scenario: 'key-expired' }),
        heading: customerInfo,
        text: '3,127 calls refused',
      },
      {
        state: 'dialog open',
        href: info({ scenario: 'default', dialog: 'reset' }),
        heading: 'Reset your API key?',
        text: warning,
      },
      {
        state: 'dialog open, many clients',
        href: info({ scenario: 'many-clients', dialog: 'reset' }),
        heading: 'Reset your API key?',
        text: 'and 9 more',
      },
      {
        state: 'dialog open, clients cannot be told',
        href: info({ scenario: 'clients-fail', dialog: 'reset' }),
        heading: 'Reset your API key?',
        text: 'cannot be told now',
      },
      {
        state: 'after',
        href: info({ scenario: 'default', dialog: 'reset', press: ['Reset'] }),
        heading: customerInfo,
        text: 'API key reset',
      },
      {
        state: 'failed',
        href: info({ scenario: 'reset-fails', dialog: 'reset', press: ['Reset'] }),
        heading: 'Reset your API key?',
        text: 'Reset was not confirmed',
      },
    ],
  },
  {
    id: 'K5',
    step: 'Remove one’s own API key',
    states: [
      { state: 'before', href: info({ scenario: 'key-never-used' }), heading: customerInfo, text: 'Never used' },
      {
        state: 'dialog open',
        href: info({ scenario: 'default', dialog: 'remove' }),
        heading: 'Remove your API key?',
        text: warning,
      },
      {
        state: 'dialog open, no client of late',
        href: info({ scenario: 'key-long-unused', dialog: 'remove' }),
        heading: 'Remove your API key?',
        text: 'No client has used it in the last 30 days',
      },
      {
        state: 'after',
        href: info({ scenario: 'default', dialog: 'remove', press: ['Remove'] }),
        heading: customerInfo,
        text: 'Generate API Key',
      },
      {
        state: 'failed',
        href: info({ scenario: 'remove-fails', dialog: 'remove', press: ['Remove'] }),
        heading: 'Remove your API key?',
        text: 'Remove was not confirmed',
      },
    ],
  },
  {
    id: 'K6',
    step: 'After a reset or removal, applications must be re-configured',
    states: [
      {
        state: 'what reset says',
        href: info({ scenario: 'default', dialog: 'reset' }),
        heading: 'Reset your API key?',
        text: 'must be re-configured with the new one',
      },
      {
        state: 'what removal says',
        href: info({ scenario: 'default', dialog: 'remove' }),
        heading: 'Remove your API key?',
        text: 'must be re-configured with a new key',
      },
      {
        state: 'integrations with the old key',
        href: integrations({ scenario: 'integrations-reset' }),
        heading: integrationsScreen,
        text: 'Reconnect needed',
      },
      {
        state: 'entering the new key',
        href: integrations({ scenario: 'integrations-reset', dialog: 'key-dropbox' }),
        heading: 'Enter a key for Dropbox',
        text: 'Dropbox tries the key first',
      },
      {
        state: 'a key that is none, refused',
        href: integrations({ scenario: 'integrations-reset', dialog: 'key-dropbox', press: ['Use key'] }),
        heading: 'Enter a key for Dropbox',
        text: 'Enter an API key',
      },
      {
        state: 'reconnecting',
        href: integrations({ scenario: 'integrations-reset', dialog: 'connect-dropbox' }),
        heading: 'Reconnect Dropbox?',
        text: 'Workfront password',
      },
      {
        state: 'reconnected',
        href: integrations({
          scenario: 'integrations-reset',
          dialog: 'connect-dropbox',
          press: [FILL_IN, 'Reconnect'],
        }),
        heading: integrationsScreen,
        text: 'As Mara Lindqvist.',
      },
    ],
  },
  {
    id: 'K7',
    step: 'A user’s key is made when they first use an integration',
    states: [
      {
        state: 'menu open',
        href: link('/', { scenario: 'default', as: 'light', press: ['Main Menu'] }),
        heading: 'Home',
        text: integrationsScreen,
      },
      {
        state: 'before',
        href: integrations({ scenario: 'default', as: 'light' }),
        heading: integrationsScreen,
        text: 'Dropbox holds no key of yours.',
      },
      {
        state: 'asked',
        href: integrations({ scenario: 'default', as: 'light', dialog: 'connect-dropbox' }),
        heading: 'Connect Dropbox?',
        text: 'gets your API key and acts as you',
      },
      {
        state: 'after',
        href: integrations({
          scenario: 'default',
          as: 'light',
          dialog: 'connect-dropbox',
          press: [FILL_IN, 'Connect'],
        }),
        heading: integrationsScreen,
        text: 'As Noah Petrov.',
      },
      {
        state: 'password missing',
        href: integrations({ scenario: 'default', dialog: 'connect-dropbox', press: ['Connect'] }),
        heading: 'Connect Dropbox?',
        text: 'Enter your password',
      },
      {
        state: 'no passwords here',
        href: integrations({ scenario: 'ims', dialog: 'connect-dropbox', press: [FILL_IN, 'Connect'] }),
        heading: 'Connect Dropbox?',
        text: 'can enter it instead',
      },
      {
        state: 'connected',
        href: integrations({ scenario: 'integrations-connected' }),
        heading: integrationsScreen,
        text: 'As Mara Lindqvist.',
      },
      {
        state: 'no answer',
        href: integrations({ scenario: 'integration-silent' }),
        heading: integrationsScreen,
        text: 'Workfront DAM does not answer.',
      },
      {
        state: 'Workfront too slow',
        href: integrations({ scenario: 'integrations-slow' }),
        heading: integrationsScreen,
        text: 'Dropbox got no answer from Workfront',
      },
      {
        state: 'External user',
        href: integrations({ scenario: 'default', as: 'external' }),
        heading: 'You have no access to this page',
        text: 'which External users cannot have',
      },
    ],
  },
  {
    id: 'K8',
    step: 'An administrator’s key gives administrator access',
    states: [
      {
        state: 'said before generating',
        href: info({ scenario: 'no-key' }),
        heading: customerInfo,
        text: 'whatever uses it is an administrator',
      },
    ],
  },
  {
    id: 'K9',
    step: 'A key can also be generated through the API',
    states: [
      {
        state: 'said beside Generate API Key',
        href: info({ scenario: 'no-key' }),
        heading: customerInfo,
        text: 'Keys can also be generated through the API',
      },
      {
        state: 'API reference',
        href: link('/api-reference', { scenario: 'default' }),
        heading: 'API reference',
        text: 'Generate an API key',
      },
    ],
  },
  {
    id: 'N1',
    step: 'Not available where the organisation uses Adobe IMS',
    states: [
      {
        state: 'hint in the help',
        href: link('/help/customer-info', { scenario: 'ims' }),
        heading: 'Customer Info and API keys',
        text: 'See your network or IT administrator',
      },
    ],
  },
  {
    id: 'P1',
    step: 'Production’s keys are copied to Preview in the weekly refresh',
    states: [
      {
        state: 'before it',
        href: info({ scenario: 'preview-no-key' }),
        heading: customerInfo,
        text: 'Generate API Key',
      },
      {
        state: 'at the next weekend',
        href: info({ scenario: 'preview-no-key', press: [MENU, 'To the next weekend'] }),
        heading: 'Latchkey',
        text: REFRESHED,
      },
      {
        state: 'question before a refresh at once',
        href: link('/', { scenario: 'default', press: [MENU, 'Refresh Preview'] }),
        heading: 'Refresh Preview?',
        text: 'are overwritten by those of Production',
      },
      {
        state: 'refreshed from Production',
        href: link('/', { scenario: 'default', press: [MENU, 'Refresh Preview', 'Refresh'] }),
        heading: 'Home',
        text: 'Preview refreshed from Production: 9 users, 6 API keys',
      },
      {
        state: 'what it is, and when',
        href: link('/help/preview', { scenario: 'preview' }),
        heading: 'What the Preview environment is',
        text: 'Next refresh',
      },
    ],
  },
  {
    id: 'P2',
    step: 'Preview’s keys are overwritten by Production’s',
    states: [
      {
        state: 'before generating one in Preview',
        href: info({ scenario: 'preview-no-key' }),
        heading: customerInfo,
        text: 'The weekly refresh overwrites this key',
      },
      {
        state: 'a key that only Preview has',
        href: info({ scenario: 'preview-only-key' }),
        heading: customerInfo,
        text: 'Active',
      },
      {
        state: 'before resetting one in Preview',
        href: info({ scenario: 'preview-only-key', dialog: 'reset' }),
        heading: 'Reset your API key?',
        text: 'The weekly refresh overwrites this key',
      },
      {
        state: 'before removing one in Preview',
        href: info({ scenario: 'preview', dialog: 'remove' }),
        heading: 'Remove your API key?',
        text: 'The weekly refresh may bring a key back',
      },
      {
        state: 'refreshed in Preview, so signed out',
        href: info({ scenario: 'preview-only-key', press: [MENU, 'Refresh Preview', 'Refresh'] }),
        heading: 'Latchkey',
        text: REFRESHED,
      },
    ],
  },
  {
    id: 'S1',
    step: 'Expand System and choose Single Sign-On (SSO)',
    states: [
      {
        state: 'set up, not enabled',
        href: sso({ scenario: 'default' }),
        heading: ssoScreen,
        text: 'No sign-on takes place yet',
      },
      { state: 'enabled', href: sso({ scenario: 'sso-enabled' }), heading: ssoScreen, text: 'Enable', isTicked: true },
      {
        state: 'everybody else',
        href: sso({ scenario: 'default', as: 'standard' }),
        heading: 'You have no access to this page',
        text: 'Setup is for Workfront administrators',
      },
      {
        state: 'managed by Adobe',
        href: sso({ scenario: 'ims' }),
        heading: ssoScreen,
        text: 'is truthy, assign the value of the attribute',
      },
      {
        state: 'help',
        href: sso({ scenario: 'default', dialog: 'help' }),
        heading: 'Help for Single Sign-On (SSO)',
        text: 'Turning it off for a while, and on again',
      },
    ],
  },
  {
    id: 'S2',
    step: 'Select the type of single sign-on',
    states: [
      {
        state: 'none yet',
        href: sso({ scenario: 'sso-not-set-up' }),
        heading: ssoScreen,
        text: 'People sign in with a user name and password.',
      },
      {
        state: 'list open',
        href: sso({ scenario: 'sso-not-set-up', press: [TYPE] }),
        heading: ssoScreen,
        text: 'SAML 2.0',
      },
      {
        state: 'SAML 2.0, nothing filled in',
        href: sso({ scenario: 'sso-not-set-up', press: [TYPE, 'SAML 2.0'] }),
        heading: ssoScreen,
        text: 'No File Chosen',
      },
      {
        state: 'SAML 2.0, filled in',
        href: sso({ scenario: 'default' }),
        heading: ssoScreen,
        text: 'northwind-identity.cer',
      },
      {
        state: 'details of the certificate',
        href: sso({ scenario: 'default', dialog: 'certificate-1' }),
        heading: 'Details of the signing certificate',
        text: 'Serial Number',
      },
      {
        state: 'two certificates',
        href: sso({ scenario: 'sso-rollover' }),
        heading: ssoScreen,
        text: 'northwind-identity-renewed.cer',
      },
      {
        state: 'expired certificate, SHA-1',
        href: sso({ scenario: 'sso-certificate-expired' }),
        heading: ssoScreen,
        text: 'SHA-1 signatures can be forged',
      },
      {
        state: 'mapping attributes',
        href: sso({ scenario: 'default', press: ['Map User Attributes'] }),
        heading: ssoScreen,
        text: 'Directory Attribute',
      },
      {
        state: 'mapping attributes oddly',
        href: sso({ scenario: 'sso-odd-mappings', press: ['Map User Attributes'] }),
        heading: ssoScreen,
        text: 'never applies',
      },
      {
        state: 'pasting metadata',
        href: sso({ scenario: 'default', press: ['Paste XML'] }),
        heading: ssoScreen,
        text: 'Read',
      },
    ],
  },
  {
    id: 'S3',
    step: 'Clear Enable',
    states: [
      {
        state: 'cleared',
        href: sso({ scenario: 'sso-enabled', press: [ENABLE] }),
        heading: ssoScreen,
        text: 'Everybody can sign in with a user name and password again.',
      },
      {
        state: 'leaving without saving',
        href: sso({ scenario: 'sso-enabled', press: [ENABLE, 'Main Menu', 'Home'] }),
        heading: 'Leave without saving?',
        text: 'Your change is not saved',
      },
    ],
  },
  {
    id: 'S4',
    step: 'Save',
    states: [
      {
        state: 'saved',
        href: sso({ scenario: 'sso-enabled', press: [ENABLE, 'Save'] }),
        heading: ssoScreen,
        text: 'Single Sign-On (SSO) saved',
      },
      {
        state: 'save fails',
        href: sso({ scenario: 'save-fails', press: [AUTO_PROVISION, 'Save'] }),
        heading: ssoScreen,
        text: 'Saving was not confirmed',
      },
      {
        state: 'somebody else saved',
        href: sso({ scenario: 'conflict', press: [AUTO_PROVISION, 'Save'] }),
        heading: ssoScreen,
        text: 'Load their changes and keep mine',
      },
      {
        state: 'something is missing',
        href: sso({ scenario: 'sso-not-set-up', press: [TYPE, 'SAML 2.0', ENABLE, 'Save'] }),
        heading: ssoScreen,
        text: 'Enter the Login Portal URL',
      },
    ],
  },
  {
    id: 'N2',
    step: 'Generate the key of somebody who is no administrator by the address bar',
    states: [
      {
        state: 'the address, in the help',
        href: link('/help/customer-info', { scenario: 'default' }),
        heading: 'Customer Info and API keys',
        text: 'Generate the key',
      },
    ],
  },
  {
    id: 'N3',
    step: 'Passwords are refused while SSO is enabled',
    states: [
      {
        state: 'the sign-in page',
        href: link('/', { scenario: 'sso-enabled', as: 'nobody' }),
        heading: 'Sign in through your identity provider',
        text: 'Login Portal URL',
      },
      {
        state: 'refused at /login',
        href: link('/login', { scenario: 'sso-enabled', as: 'nobody', press: [INES, 'Log In'] }),
        heading: 'You are not signed in',
        text: 'Federated Single Sign-On with SAML 2.0',
      },
    ],
  },
  {
    id: 'N6',
    step: 'Enable SSO again',
    states: [
      {
        state: 'announced',
        href: sso({ scenario: 'default', press: [ENABLE] }),
        heading: ssoScreen,
        text: 'The passwords of 6 users are refused',
      },
      {
        state: 'asked first',
        href: sso({ scenario: 'default', press: [ENABLE, 'Save'] }),
        heading: 'Enable single sign-on?',
        text: 'Nobody has come through the identity provider',
      },
      {
        state: 'asked first, without Admin Exemption',
        href: sso({ scenario: 'default', press: ['Admin Exemption', ENABLE, 'Save'] }),
        heading: 'Enable single sign-on?',
        text: 'Without Admin Exemption',
      },
      {
        state: 'enabled',
        href: sso({ scenario: 'default', press: [ENABLE, 'Save', 'Enable single sign-on'] }),
        heading: ssoScreen,
        text: 'Single Sign-On (SSO) saved',
      },
      {
        state: 'without Admin Exemption, to somebody whom SAML 2.0 alone lets in',
        href: link('/login', {
          scenario: 'sso-no-exemption',
          as: 'nobody',
          press: [usernameOf('second.admin'), 'Log In'],
        }),
        heading: 'You are not signed in',
        text: 'Federated Single Sign-On with SAML 2.0',
      },
    ],
  },
  {
    id: 'N7',
    step: 'Generate and manage the key of somebody who is no administrator',
    states: [
      {
        state: 'addresses in the help',
        href: info({ scenario: 'default', dialog: 'help' }),
        heading: 'Help for Customer Info',
        text: 'Clear the key',
      },
    ],
  },
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
  {
    id: 'R2',
    step: 'All integrations fail until new keys are made and entered',
    states: [
      {
        state: 'what the dialog says',
        href: info({ scenario: 'default', dialog: 'remove-all' }),
        heading: 'Remove all API keys?',
        text: 'All integrations fail until',
      },
      {
        state: 'integrations afterwards',
        href: integrations({ scenario: 'integrations-removed' }),
        heading: integrationsScreen,
        text: 'Workfront refuses the key that Workfront DAM holds',
      },
      {
        state: 'one of them reconnected',
        href: integrations({
          scenario: 'integrations-removed',
          dialog: 'connect-dropbox',
          press: [FILL_IN, 'Reconnect'],
        }),
        heading: integrationsScreen,
        text: 'As Mara Lindqvist.',
      },
    ],
  },
  {
    id: 'X1',
    step: 'Only where the organisation does not use Adobe IMS',
    states: [
      {
        state: 'one line instead',
        href: info({ scenario: 'ims' }),
        heading: customerInfo,
        text: 'Certificates for API logins are managed where your organization manages sign-in',
      },
    ],
  },
  {
    id: 'X2',
    step: 'Get a certificate and keep its file',
    states: [
      {
        state: 'how to, in the help',
        href: link('/help/customer-info', { scenario: 'default' }),
        heading: 'Customer Info and API keys',
        text: 'openssl req',
      },
      {
        state: 'a sample to rehearse with',
        href: link('/', { scenario: 'default', press: ['User menu, Mara Lindqvist'] }),
        heading: 'Home',
        text: 'Download a sample certificate',
      },
    ],
  },
  {
    id: 'X3',
    step: 'Tick Require X.509 Certificate for API logins',
    states: [
      { state: 'before', href: info({ scenario: 'default' }), heading: customerInfo, text: REQUIRE, isTicked: false },
      {
        state: 'ticked: whose logins it would stop',
        href: info({ scenario: 'default', press: [REQUIRE] }),
        heading: customerInfo,
        text: 'When you save, some logins are refused',
      },
      {
        state: 'saved without a certificate',
        href: info({ scenario: 'default', press: [REQUIRE, 'Save'] }),
        heading: customerInfo,
        text: 'Choose the certificate that logins must carry',
      },
      {
        state: 'what the question mark says',
        href: info({ scenario: 'default', press: [`${REQUIRE} Help`] }),
        heading: REQUIRE,
        text: 'no proof that the sender has its private key',
      },
    ],
  },
  {
    id: 'X4',
    step: 'Change Certificate',
    states: [
      {
        state: 'nothing chosen yet',
        href: info({ scenario: 'default', press: [REQUIRE] }),
        heading: customerInfo,
        text: 'None chosen yet',
      },
      {
        state: 'one is there',
        href: info({ scenario: 'certificate-required' }),
        heading: customerInfo,
        text: 'Valid until',
      },
    ],
  },
  {
    id: 'X5',
    step: 'Choose the file',
    states: [
      {
        state: 'its name and how long it is valid',
        href: info({ scenario: 'certificate-required' }),
        heading: customerInfo,
        text: 'northwind-integrations.pem',
      },
      {
        state: 'current and next',
        href: info({ scenario: 'certificate-rollover' }),
        heading: customerInfo,
        text: 'northwind-integrations-renewed.pem',
      },
    ],
  },
  {
    id: 'X6',
    step: 'View Details',
    states: [
      {
        state: 'of the current certificate',
        href: info({ scenario: 'certificate-required', dialog: 'certificate' }),
        heading: 'Details of the current certificate',
        text: 'Subject Organization Unit',
      },
      {
        state: 'of the next one',
        href: info({ scenario: 'certificate-rollover', dialog: 'next-certificate' }),
        heading: 'Details of the next certificate',
        text: 'northwind-integrations-renewed.pem',
      },
    ],
  },
  {
    id: 'X7',
    step: 'Save: the certificate is required from then on',
    states: [
      {
        state: 'required',
        href: info({ scenario: 'certificate-required' }),
        heading: customerInfo,
        text: REQUIRE,
        isTicked: true,
      },
      {
        state: 'turning it off keeps the certificate',
        href: info({ scenario: 'certificate-required', press: [REQUIRE, 'Save'] }),
        heading: customerInfo,
        text: 'Customer Info saved',
      },
      {
        state: 'expires soon',
        href: info({ scenario: 'certificate-expiring' }),
        heading: customerInfo,
        text: 'The current X.509 certificate for API logins expires soon',
      },
      {
        state: 'expires soon, on Home',
        href: link('/', { scenario: 'certificate-expiring' }),
        heading: 'Home',
        text: 'The current X.509 certificate for API logins expires soon',
      },
      {
        state: 'has expired',
        href: info({ scenario: 'expired-certificate' }),
        heading: customerInfo,
        text: 'The current X.509 certificate for API logins has expired',
      },
    ],
  },
  {
    id: 'X8',
    step: 'Before that, a login needs no certificate',
    states: [
      {
        state: 'who logs in without one',
        href: info({ scenario: 'default', press: [REQUIRE] }),
        heading: customerInfo,
        text: 'API logins with a password in the last 30 days',
      },
    ],
  },
  {
    id: 'X9',
    step: 'After that, a login without it is refused',
    states: [
      {
        state: 'required',
        href: info({ scenario: 'certificate-required' }),
        heading: customerInfo,
        text: 'Such logins are refused now.',
      },
      {
        state: 'report only: refused later',
        href: info({ scenario: 'certificate-report-only' }),
        heading: customerInfo,
        text: 'would have been refused',
      },
    ],
  },
  {
    id: 'X10',
    step: 'A login with the certificate opens a session',
    states: [
      {
        state: 'the parameter, in the help',
        href: link('/help/customer-info', { scenario: 'default' }),
        heading: 'Customer Info and API keys',
        text: 'apiCertificate',
      },
      {
        state: 'clients change over to the next one',
        href: info({ scenario: 'certificate-next-valid' }),
        heading: customerInfo,
        text: 'northwind-integrations-renewed.pem',
      },
      {
        state: 'retiring the current one',
        href: info({ scenario: 'certificate-next-valid', press: ['Retire'] }),
        heading: customerInfo,
        text: 'are no longer recognised, and are refused',
      },
    ],
  },
  {
    id: 'X11',
    step: 'The certificate comes in addition to user name and password',
    states: [
      {
        state: 'in the API reference',
        href: link('/api-reference', { scenario: 'default' }),
        heading: 'API reference',
        text: 'apiCertificate',
      },
    ],
  },
  {
    id: 'B1',
    step: 'The banner: /login and API keys are no longer recommended',
    states: [
      {
        state: 'banner',
        href: info({ scenario: 'default' }),
        heading: customerInfo,
        text: 'API keys are no longer recommended',
      },
    ],
  },
  {
    id: 'B2',
    step: 'The banner names two alternatives',
    states: [
      {
        state: 'banner',
        href: info({ scenario: 'default' }),
        heading: customerInfo,
        text: 'Server authentication with JWT',
      },
    ],
  },
  {
    id: 'B3',
    step: 'Link: create OAuth2 applications',
    states: [
      {
        state: 'help page',
        href: link('/help/oauth2-applications', { scenario: 'default' }),
        heading: 'Create OAuth2 applications for Workfront integrations',
        text: 'Client secret',
      },
    ],
  },
  {
    id: 'B4',
    step: 'Link: JWT flow',
    states: [
      {
        state: 'help page',
        href: link('/help/jwt-flow', { scenario: 'default' }),
        heading: 'using JWT flow',
        text: 'Sign a JWT with RS256',
      },
    ],
  },
  {
    id: 'B5',
    step: 'Link: authorization code flow',
    states: [
      {
        state: 'help page',
        href: link('/help/authorization-code-flow', { scenario: 'default' }),
        heading: 'using authorization code flow',
        text: 'PKCE challenge',
      },
    ],
  },
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
  {
    id: 'L1',
    step: 'See who did what in Audit Logs',
    states: [
      { state: 'as it is', href: auditLogs({ scenario: 'default' }), heading: auditScreen, text: 'Lena Fors' },
      {
        state: 'one record',
        href: `${auditLogs({ scenario: 'default' })}&record=${SETTINGS_CHANGE}`,
        heading: 'Customer Info: Change',
        text: 'America/Phoenix',
      },
      {
        state: 'From after To',
        href: `${auditLogs({ scenario: 'default' })}&from=2030-02-02&to=2030-02-01`,
        heading: 'The audit log cannot be shown',
        text: 'Choose the day of From or a later one',
      },
      {
        state: 'nothing found',
        href: `${auditLogs({ scenario: 'default' })}&user=nobody+of+this+name`,
        heading: auditScreen,
        text: 'is found by these filters',
      },
      {
        state: 'many pages',
        href: auditLogs({ scenario: 'many-records' }),
        heading: auditScreen,
        text: 'Showing 1–50 of 2,054 records',
      },
      {
        state: 'Adobe signs people in',
        href: auditLogs({ scenario: 'ims' }),
        heading: auditScreen,
        text: 'Showing 5 records',
      },
      {
        state: 'loading fails',
        href: auditLogs({ scenario: 'audit-fails' }),
        heading: 'The audit log cannot be shown',
        text: 'Try again',
      },
      {
        state: 'help',
        href: auditLogs({ scenario: 'default', dialog: 'help' }),
        heading: 'Help for Audit Logs',
        text: 'Records are kept for 90 days',
      },
    ],
  },
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
        text: 'Showing 1–50 of 5,009 users',
      },
      {
        state: 'beyond the last page',
        href: `${users({ scenario: 'many-users' })}&page=200`,
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
