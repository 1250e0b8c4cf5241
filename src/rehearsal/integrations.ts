import * as z from 'zod/mini'
import { Instant } from '#src/domain/instant.ts'
import { Credentials } from '#src/domain/session.ts'
import { Id } from '#src/domain/user.ts'

/** The applications that the product's help names, each with what its calls say they come from. */
export const INTEGRATIONS = {
  dropbox: { name: 'Dropbox', userAgent: 'Dropbox-for-Workfront/4.2' },
  'google-drive': { name: 'Google Drive', userAgent: 'Google-Drive-for-Workfront/2.7' },
  'workfront-dam': { name: 'Workfront DAM', userAgent: 'Workfront-DAM/6.1' },
  mobile: { name: 'Mobile app', userAgent: 'Workfront-Mobile/23.5 (iPhone; iOS 17.4)' },
}
export type IntegrationId = keyof typeof INTEGRATIONS
// Object.keys widens to string[]; the keys of a literal are exactly its names.
export const INTEGRATION_IDS = Object.keys(INTEGRATIONS) as IntegrationId[]

/** What became of a call that an application has just made with the key it holds. */
export const Connection = z.discriminatedUnion('state', [
  z.object({ state: z.literal('not-connected'), checkedAt: Instant }),
  z.object({ state: z.literal('connected'), checkedAt: Instant, account: z.object({ id: Id, name: z.string() }) }),
  z.object({ state: z.literal('refused'), checkedAt: Instant }),
  /** Workfront could not be reached, or said nothing about the key. */
  z.object({ state: z.literal('no-answer'), checkedAt: Instant }),
])
export type Connection = z.infer<typeof Connection>

/** How somebody lets an application log in as them, once. */
export const Consent = z.object({ password: Credentials.shape.password })
export type Consent = z.infer<typeof Consent>

/** A key as pasted. What a key looks like only Workfront knows; this much any header can carry. */
export const EnteredKey = z.object({
  key: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'Enter an API key'),
      z.maxLength(256, 'This is longer than any API key'),
      z.regex(/^[!-~]*$/, 'An API key has no spaces and no accented letters'),
    ),
})
export type EnteredKey = z.infer<typeof EnteredKey>
