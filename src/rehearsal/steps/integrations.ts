import { info, integrations, integrationsScreen, link, type Step } from './step.ts'

const FILL_IN = 'Fill in the demo password'

export const INTEGRATIONS: Step[] = [
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
]
