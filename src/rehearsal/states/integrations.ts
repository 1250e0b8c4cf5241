import { screen } from './state.ts'

const FILL_IN = 'Fill in the demo password'

/** Programs that stand for integrations: they hold a key, and show what becomes of it. */
export const INTEGRATION_STATES = screen('/integrations', 'Integrations', {
  Integrations: { as: 'light', steps: ['K7'], shows: 'Dropbox holds no key of yours.' },
  'Connect dialog': {
    as: 'light',
    dialog: 'connect-dropbox',
    heading: 'Connect Dropbox?',
    steps: ['K7'],
    shows: ['gets your API key and acts as you', 'Workfront password'],
  },
  'Integration connected by a user who is not an administrator': {
    as: 'light',
    dialog: 'connect-dropbox',
    press: [FILL_IN, 'Connect'],
    steps: ['K7', 'N5'],
    shows: 'As Noah Petrov.',
  },
  'Connect dialog, password missing': {
    dialog: 'connect-dropbox',
    press: ['Connect'],
    heading: 'Connect Dropbox?',
    steps: ['K7'],
    shows: 'Enter your password',
  },
  'Connect dialog with Adobe IMS, refused': {
    scenario: 'ims',
    dialog: 'connect-dropbox',
    press: [FILL_IN, 'Connect'],
    heading: 'Connect Dropbox?',
    steps: ['K7', 'N1'],
    shows: 'can enter it instead',
  },
  'Integrations connected': {
    scenario: 'integrations-connected',
    steps: ['K7', 'K8'],
    shows: 'As Mara Lindqvist.',
  },
  'Integration that does not answer': {
    scenario: 'integration-silent',
    steps: ['K7'],
    shows: 'Workfront DAM does not answer.',
  },
  'Integration that gets no answer': {
    scenario: 'integrations-slow',
    steps: ['K7'],
    shows: 'Dropbox got no answer from Workfront',
  },
  'Integrations, no access': {
    as: 'external',
    heading: 'You have no access to this page',
    steps: ['K7'],
    shows: 'which External users cannot have',
  },
  'Integrations, long names': { scenario: 'long-names', shows: 'Not connected' },

  'Integrations after a reset': {
    scenario: 'integrations-reset',
    steps: ['K6'],
    shows: 'Reconnect needed',
  },
  'Enter a key': {
    scenario: 'integrations-reset',
    dialog: 'key-dropbox',
    heading: 'Enter a key for Dropbox',
    steps: ['K6'],
    shows: 'Dropbox tries the key first',
  },
  'Enter a key, refused': {
    scenario: 'integrations-reset',
    dialog: 'key-dropbox',
    press: ['Use key'],
    heading: 'Enter a key for Dropbox',
    steps: ['K6'],
    shows: 'Enter an API key',
  },
  'Reconnect dialog': {
    scenario: 'integrations-reset',
    dialog: 'connect-dropbox',
    heading: 'Reconnect Dropbox?',
    steps: ['K6'],
    shows: 'Workfront password',
  },
  'Integration reconnected after a reset': {
    scenario: 'integrations-reset',
    dialog: 'connect-dropbox',
    press: [FILL_IN, 'Reconnect'],
    steps: ['K6'],
    shows: 'As Mara Lindqvist.',
  },
  'Integration with an expired key': {
    scenario: 'integrations-expired',
    steps: ['E5'],
    shows: 'Reconnect needed',
  },
  'Integrations after Remove All': {
    scenario: 'integrations-removed',
    steps: ['R2'],
    shows: [
      'Workfront refuses the key that Workfront DAM holds',
      'Workfront refuses the key that Mobile app holds',
      'Reconnect needed',
    ],
  },
  'Integration reconnected after Remove All': {
    scenario: 'integrations-removed',
    dialog: 'connect-dropbox',
    press: [FILL_IN, 'Reconnect'],
    steps: ['R2'],
    shows: 'As Mara Lindqvist.',
  },
})
