import { customerInfo, info, link, type Step } from './step.ts'

const MENU = 'User menu, Mara Lindqvist'
const REFRESHED = 'Preview was refreshed from Production'

/** The weekly refresh of Preview. */
export const PREVIEW: Step[] = [
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
        // The menu hides the page behind it; Dismiss is its button for screen readers.
        href: info({ scenario: 'preview-no-key', press: [MENU, 'To the next weekend', 'Dismiss'] }),
        heading: customerInfo,
        text: 'Active',
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
]
