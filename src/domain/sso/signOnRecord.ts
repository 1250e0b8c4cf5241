import * as z from 'zod/mini'
import { DAY, Instant } from '../instant.ts'

/** What is looked at of a response, in this order. What comes after a failure that leaves nothing to look at is not made. */
export const CHECKS = [
  'readable',
  'status',
  'assertion',
  'signature',
  'issuer',
  'destination',
  'recipient',
  'request',
  'audience',
  'time',
  'replay',
  'identifier',
  'user',
  'mapping',
] as const
export type CheckName = (typeof CHECKS)[number]

/** One check, and in a sentence an administrator can act on what was found. */
export const Check = z.object({
  check: z.enum(CHECKS),
  outcome: z.enum(['passed', 'failed', 'not-made']),
  detail: z.string(),
})
export type Check = z.infer<typeof Check>

/** An attribute of the assertion, as the identity provider calls it. */
export const SignOnAttribute = z.object({ name: z.string(), values: z.array(z.string()) })
export type SignOnAttribute = z.infer<typeof SignOnAttribute>

/** What the mapping makes of one Workfront attribute; `before` is null for somebody new and where there was nothing. */
export const MappedChange = z.object({
  attribute: z.string(),
  before: z.nullable(z.string()),
  /** Null where the mapping sets nothing, so that what was there stays. */
  after: z.nullable(z.string()),
  /** Which part of the mapping decided, in words. */
  source: z.string(),
})
export type MappedChange = z.infer<typeof MappedChange>

/** For a person's own sign-on, or an administrator's **Test Connection**, which signs nobody in. */
export const SignOnPurpose = z.enum(['sign-on', 'test'])
export type SignOnPurpose = z.infer<typeof SignOnPurpose>

/**
 * What proves that the identity provider sent a response. `signed-answer`: its signature is right, and it is the first
 * answer to a sign-on that began here. `signed-unasked`: its signature is right, but no sign-on here waits for it, or it
 * was used before, so anyone who has a copy could have sent it. `none`: no right signature, or none looked for, so anyone
 * could have written it.
 */
export const Proof = z.enum(['signed-answer', 'signed-unasked', 'none'])
export type Proof = z.infer<typeof Proof>

/** How a sign-on went: all that an administrator needs to find out why. */
export const SignOnRecord = z.object({
  id: z.string(),
  at: Instant,
  purpose: SignOnPurpose,
  outcome: z.enum(['signed-on', 'tested', 'refused']),
  proof: Proof,
  /** Why it was refused, in a sentence; empty where it was not. */
  reason: z.string(),
  checks: z.array(Check),
  nameId: z.nullable(z.string()),
  attributes: z.array(SignOnAttribute),
  changes: z.array(MappedChange),
  /** Whose sign-on it is, or would be; null where nobody was found. `isNew` for somebody provisioned by it. */
  user: z.nullable(z.object({ id: z.string(), name: z.string(), isNew: z.boolean() })),
  /** The response as it was sent, decoded; its start where it is long. */
  response: z.string(),
  address: z.string(),
  userAgent: z.string(),
})
export type SignOnRecord = z.infer<typeof SignOnRecord>

/** A line of the list of recent sign-ons. */
export const SignOnSummary = z.pick(SignOnRecord, {
  id: true,
  at: true,
  purpose: true,
  outcome: true,
  reason: true,
  nameId: true,
  user: true,
})
export type SignOnSummary = z.infer<typeof SignOnSummary>

export const SignOnList = z.object({ signOns: z.array(SignOnSummary), asOf: Instant })
export type SignOnList = z.infer<typeof SignOnList>

/** One of them with all that is known of it, as of a moment. */
export const SignOnDetails = z.extend(SignOnRecord, { asOf: Instant })
export type SignOnDetails = z.infer<typeof SignOnDetails>

/** Records are kept for 30 days, and of them the last fifty (DECISIONS 72). */
export const SIGN_ON_LIFE = 30 * DAY
export const MOST_ANSWERS = 35
/** Of all but signed answers, which anybody can send at will: they cannot push those out. */
export const MOST_OTHERS = 15
/** Characters of a response that are kept. */
export const MAX_KEPT_RESPONSE = 100_000
