import * as z from 'zod/mini'
import type { PlatformMode } from './authentication.ts'
import { DAY, Instant, shift } from './instant.ts'

/**
 * Every act that is recorded, by the type that it is listed under (reference §8.8). What was ever recorded stays here:
 * old records name it.
 */
const ACTS = {
  'Login Attempt': ['Log in', 'Confirm', 'Log out', 'Log out everywhere'],
  'API Key': ['Generate', 'View', 'Reset', 'Remove', 'Remove all'],
  'Customer Info': ['Change'],
  Authentication: ['Change', 'Change password', 'Reset password'],
  'Single Sign-On': ['Change', 'Update users', 'Disable', 'Test'],
  User: ['Create', 'Change', 'Deactivate', 'Reactivate', 'Unlock', 'Set one-time password', 'Export'],
  'Audit Log': ['Export'],
  Environment: ['Refresh'],
} as const

export type AuditType = keyof typeof ACTS
export type AuditAction<Type extends AuditType = AuditType> = (typeof ACTS)[Type][number]

// Object.keys widens to string[]; the keys of a literal are exactly its names.
const ALL_TYPES = Object.keys(ACTS) as AuditType[]

/** An act as the log names it, of one of these types; one that is not listed above does not compile. */
export type AuditAct<Types extends AuditType = AuditType> = {
  [Type in Types]: { type: Type; action: AuditAction<Type> }
}[Types]

/** The types of acts that an organisation's log shows: where Adobe signs people in, sign-ins are its business (reference §2.2). */
export const auditTypes = (platformMode: PlatformMode): AuditType[] =>
  ALL_TYPES.filter((type) => platformMode === 'classic' || type !== 'Login Attempt')

/** The actions of these types, by name. */
export const auditActions = (types: readonly AuditType[]): AuditAction[] =>
  [...new Set(types.flatMap((type): readonly AuditAction[] => ACTS[type]))].toSorted()

/** How long a record is kept. Older ones are not shown, deleted or not. */
export const AUDIT_DAYS = 90

/** The oldest instant whose records are still kept at `now`. */
export const auditKeptSince = (now: Instant): Instant => shift(now, -AUDIT_DAYS * DAY)

/** One act, done or refused: who, from where, what, before and after. Never a secret (reference §8.8). */
export const AuditRecord = z.object({
  id: z.string(),
  at: Instant,
  type: z.enum(ALL_TYPES, 'Choose a log type from the list'),
  action: z.enum(auditActions(ALL_TYPES), 'Choose an action from the list'),
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
