import * as z from 'zod/mini'
import { Instant } from './instant.ts'

export const AUDIT_TYPES = ['Login Attempt', 'API Key', 'Customer Info', 'Authentication', 'User'] as const

/** One act, done or refused: who, from where, what, before and after. Never a secret (reference §8.8). */
export const AuditRecord = z.object({
  id: z.string(),
  at: Instant,
  type: z.enum(AUDIT_TYPES),
  action: z.string(),
  outcome: z.enum(['done', 'refused']),
  /** Null when nobody was signed in, as at a failed sign-in. */
  userId: z.nullable(z.string()),
  userName: z.string(),
  object: z.string(),
  details: z.string(),
  before: z.nullable(z.record(z.string(), z.unknown())),
  after: z.nullable(z.record(z.string(), z.unknown())),
  address: z.string(),
  userAgent: z.string(),
})
export type AuditRecord = z.infer<typeof AuditRecord>

/** How often somebody's program logged in through the API with a password, and with which certificate. */
export const ApiLogin = z.object({
  userId: z.string(),
  userName: z.string(),
  userAgent: z.string(),
  address: z.string(),
  /** See `CarriedCertificate`. */
  certificate: z.string(),
  logins: z.int(),
  lastAt: Instant,
})
export type ApiLogin = z.infer<typeof ApiLogin>

/** The groups of logins since `since`, the last used first; not complete where there are more of them. */
export const ApiLogins = z.object({ logins: z.array(ApiLogin), isComplete: z.boolean(), since: Instant, asOf: Instant })
export type ApiLogins = z.infer<typeof ApiLogins>
