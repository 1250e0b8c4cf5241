import { customerInfo, info, link, type Step } from './step.ts'

/** Customer Info: the banner on what is no longer recommended. */
export const BANNER: Step[] = [
  {
    id: 'B1',
    step: 'The banner: /login and API keys are no longer recommended',
    states: [
      {
        state: 'banner',
        href: info({ scenario: 'default' }),
        heading: customerInfo,
        text: 'API keys are no longer recommended',
      },
    ],
  },
  {
    id: 'B2',
    step: 'The banner names two alternatives',
    states: [
      {
        state: 'banner',
        href: info({ scenario: 'default' }),
        heading: customerInfo,
        text: 'Server authentication with JWT',
      },
    ],
  },
  {
    id: 'B3',
    step: 'Link: create OAuth2 applications',
    states: [
      {
        state: 'help page',
        href: link('/help/oauth2-applications', { scenario: 'default' }),
        heading: 'Create OAuth2 applications for Workfront integrations',
        text: 'Client secret',
      },
    ],
  },
  {
    id: 'B4',
    step: 'Link: JWT flow',
    states: [
      {
        state: 'help page',
        href: link('/help/jwt-flow', { scenario: 'default' }),
        heading: 'using JWT flow',
        text: 'Sign a JWT with RS256',
      },
    ],
  },
  {
    id: 'B5',
    step: 'Link: authorization code flow',
    states: [
      {
        state: 'help page',
        href: link('/help/authorization-code-flow', { scenario: 'default' }),
        heading: 'using authorization code flow',
        text: 'PKCE challenge',
      },
    ],
  },
]
