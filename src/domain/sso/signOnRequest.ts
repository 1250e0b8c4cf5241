import * as z from 'zod/mini'
import { ConsolePath } from '../consolePath.ts'
import { Instant, MINUTE } from '../instant.ts'
import { SignOnPurpose } from './signOnRecord.ts'

/** How long somebody may take at the identity provider. */
export const REQUEST_LIFE = 15 * MINUTE

/** A sign-on that was begun here and has not come back yet. */
export const SignOnRequest = z.object({
  /** The ID of the AuthnRequest, which the response names in InResponseTo: an XML name. */
  id: z.string(),
  at: Instant,
  purpose: SignOnPurpose,
  /** SHA-256 of what the browser that began it holds in a cookie: nobody finishes a sign-on of somebody else. */
  browser: z.string(),
  /** Where to go on within the console. */
  next: z.string(),
})
export type SignOnRequest = z.infer<typeof SignOnRequest>

/** What the console begins a sign-on with. */
export const BeginSignOn = z.object({ purpose: SignOnPurpose, next: z.catch(ConsolePath, '/') })
export type BeginSignOn = z.infer<typeof BeginSignOn>

/** Where the browser goes next, null where it stays. */
export const Departure = z.object({ goTo: z.nullable(z.string()) })
export type Departure = z.infer<typeof Departure>
