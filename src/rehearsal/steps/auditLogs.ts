import { link, type LinkTo, type Step } from './step.ts'

const auditLogs = (to: LinkTo) => link('/setup/change-tracking/audit-logs', to)
/** The record with which the demo organisation's history begins. */
const SETTINGS_CHANGE = 'b31dd3ebe34c397b97e39f0ee19d60d3'
const auditScreen = 'Audit Logs'

export const AUDIT_LOGS: Step[] = [
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
]
