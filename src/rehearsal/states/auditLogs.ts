import { screen } from './state.ts'

/** The first record of the demo organization's history: a change of Customer Info. */
const SETTINGS_CHANGE = 'b31dd3ebe34c397b97e39f0ee19d60d3'
const CANNOT_BE_SHOWN = 'The audit log cannot be shown'

/** Setup > Change Tracking > Audit Logs. */
export const AUDIT_LOG_STATES = screen('/setup/change-tracking/audit-logs', 'Audit Logs', {
  'Audit Logs': { steps: ['L1'], shows: 'Lena Fors' },
  'Audit record': {
    at: `?record=${SETTINGS_CHANGE}`,
    heading: 'Customer Info: Change',
    steps: ['L1'],
    shows: ['America/Phoenix', 'Before and after'],
  },
  'Audit Logs, From after To': {
    at: '?from=2030-02-02&to=2030-02-01',
    heading: CANNOT_BE_SHOWN,
    steps: ['L1'],
    shows: 'Choose the day of From or a later one',
  },
  'Audit Logs, From after To, applied again': {
    at: '?from=2027-02-02&to=2027-02-01',
    press: ['Apply'],
    heading: CANNOT_BE_SHOWN,
    shows: 'Choose the day',
  },
  'Audit Logs, nothing found': {
    at: '?user=nobody+of+this+name',
    steps: ['L1'],
    shows: 'is found by these filters',
  },
  'Audit Logs, many pages': {
    scenario: 'many-records',
    steps: ['L1'],
    shows: 'Showing 1–50 of 2,054 records',
  },
  'Audit Logs, more than an export takes': {
    scenario: 'too-many-records',
    shows: 'An export takes the newest 50,000',
  },
  'Audit Logs with Adobe IMS': { scenario: 'ims', steps: ['L1'], shows: 'Showing 5 records' },
  'Audit Logs, loading fails': {
    scenario: 'audit-fails',
    heading: CANNOT_BE_SHOWN,
    steps: ['L1'],
    shows: 'Try again',
  },
  'Help for Audit Logs': {
    dialog: 'help',
    heading: 'Help for Audit Logs',
    steps: ['L1'],
    shows: 'Records are kept for 90 days',
  },
})
