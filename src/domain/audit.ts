import * as z from 'zod/mini'
import { Instant } from './instant.ts'

export const AUDIT_TYPES = [
  'Login Attempt',
  'API Key',
  'Customer Info',
  'Authentication',
  'Single Sign-On',
  'User',
] as const

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
