import { info, link, type Step } from './step.ts'

/** Keys of people who are not administrators, by the API. */
export const OTHER_KEYS: Step[] = [
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
]
