import { customerInfo, info, link, type Step } from './step.ts'

/** Getting to Setup, and who may. */
export const SETUP: Step[] = [
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
]
