import { customerInfo, info, link, type Step } from './step.ts'

const warning = 'Every application that uses'

/** Customer Info: **Your User's API Key**. */
export const OWN_KEY: Step[] = [
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
]
