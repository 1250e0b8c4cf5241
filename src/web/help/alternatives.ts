/** The pages on what the product recommends instead of API keys (B3–B5), by the last part of their address. */
export const ALTERNATIVES = {
  'oauth2-applications': 'Create OAuth2 applications for Workfront integrations',
  'jwt-flow': "Configure and use your organization's custom OAuth 2 applications using JWT flow",
  'authorization-code-flow':
    "Configure and use your organization's custom OAuth 2 applications using authorization code flow",
} as const
