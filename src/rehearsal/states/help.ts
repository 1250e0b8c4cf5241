import { screen } from './state.ts'

/** Help pages and the API reference. */
export const HELP_STATES = [
  ...screen('/help', 'Help', { Help: { shows: 'What the Preview environment is' } }),
  ...screen('/help/customer-info', 'Customer Info and API keys', {
    'Help: Customer Info': {
      steps: ['X2', 'X10', 'N2', 'N4'],
      shows: ['openssl req', 'apiCertificate', 'Generate the key', 'What takes effect when', 'Who may use this screen'],
    },
    'Help: Customer Info with Adobe IMS': {
      scenario: 'ims',
      steps: ['N1'],
      shows: ['See your network or IT administrator', 'Adobe IMS'],
    },
  }),
  ...screen('/api-reference', 'API reference', {
    'API reference': {
      steps: ['K9', 'X11'],
      shows: ['Generate an API key', 'apiCertificate', 'Count users'],
    },
  }),
  ...screen('/help/oauth2-applications', 'Create OAuth2 applications for Workfront integrations', {
    'Help: OAuth2 applications': { steps: ['B3'], shows: 'Client secret' },
  }),
  ...screen('/help/jwt-flow', 'using JWT flow', {
    'Help: JWT flow': { steps: ['B4'], shows: 'Sign a JWT with RS256' },
  }),
  ...screen('/help/authorization-code-flow', 'using authorization code flow', {
    'Help: authorization code flow': { steps: ['B5'], shows: 'PKCE challenge' },
  }),
  ...screen('/help/single-sign-on', 'Single Sign-On', { 'Help: Single Sign-On': { shows: 'If nobody gets in' } }),
  ...screen('/help/update-users-for-sso', 'Update Users For SSO', {
    'Help: Update Users For SSO': { shows: ['Update Users For SSO', 'Before and after'] },
  }),
  ...screen('/help/authentication', 'Authentication', {
    'Help: Authentication': { shows: '30, 60, 90, 120 or 180 days' },
  }),
  ...screen('/help/audit-logs', 'Audit Logs', { 'Help: Audit Logs': { shows: 'How long' } }),
  ...screen('/help/users', 'Users', { 'Help: Users': { shows: 'What is not possible' } }),
  ...screen('/help/preview', 'What the Preview environment is', {
    'Help: Preview': { shows: 'Last refresh' },
    'Help: Preview, in Preview': { scenario: 'preview', steps: ['P1'], shows: 'Next refresh' },
  }),
]
