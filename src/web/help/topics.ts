import { ALTERNATIVES } from './alternatives.ts'

/** The pages of the in-app help, by the last part of their address. */
export const HELP_TOPICS = {
  'customer-info': 'Customer Info and API keys',
  ...ALTERNATIVES,
  'single-sign-on': 'Single Sign-On (SSO)',
  'update-users-for-sso': 'Update Users For SSO',
  authentication: 'Authentication and password policies',
  'audit-logs': 'Audit Logs',
  users: 'Users',
  preview: 'What the Preview environment is',
} as const

export type HelpTopic = keyof typeof HELP_TOPICS
