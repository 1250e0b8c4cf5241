import * as z from 'zod/mini'

/** Why somebody who came back from the identity provider is not signed in, as far as they are told. */
export const SignOnProblem = z.enum([
  'no-access',
  'no-identifier',
  'unusable-identifier',
  'invalid-fields',
  'refused',
  'off',
])
export type SignOnProblem = z.infer<typeof SignOnProblem>

/** The product's own words where it has any (reference §7.5, §7.7). `fields` are the names of fields that are empty. */
export function problemMessage(problem: SignOnProblem, fields: readonly string[]): string {
  switch (problem) {
    case 'no-access':
      return 'Sorry, you do not have access to Workfront. Please contact your Workfront administrator to get a username and password.'
    case 'no-identifier':
      return 'SAML 2.0 Authentication Failed: User Identifier Not Found.'
    case 'unusable-identifier':
      return 'SAML 2.0 Authentication Failed: The identity provider sent a user identifier that cannot be used here. It is longer than 254 characters, or has a tab, a line break or another control character. Please contact your Workfront administrator.'
    case 'invalid-fields':
      return `Let's try that again. The following fields are invalid: ${fields.map((field) => `${field} cannot be null`).join(', ')}.`
    case 'refused':
      return 'What the identity provider answered was not accepted. Try again; if it stays like this, ask your Workfront administrator to look at Recent sign-ons.'
    case 'off':
      return 'Single sign-on is not enabled here. Sign in with your user name and password.'
  }
}
