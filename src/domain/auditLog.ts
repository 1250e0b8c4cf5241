import * as z from 'zod/mini'
import { auditKeptSince, AuditRecord, auditTypes, type AuditAction, type AuditType } from './audit.ts'
import type { PlatformMode } from './authentication.ts'
import { Day, startOf } from './day.ts'
import { DomainError } from './errors.ts'
import type { Instant } from './instant.ts'
import { PersonSearch } from './person.ts'

/** Records on one page of the log. */
export const AUDIT_PAGE = 50
/** Records in one file, the newest. */
export const MAX_EXPORTED = 50_000

/** What the log can be narrowed down to; what is left out is not asked. */
export const AuditFilter = z
  .object({
    action: z.optional(AuditRecord.shape.action),
    type: z.optional(AuditRecord.shape.type),
    /** A part of the name of whoever acted. */
    user: z.optional(PersonSearch),
    from: z.optional(Day),
    /** That day included. */
    to: z.optional(Day),
  })
  .check(({ value: { from, to }, issues }) => {
    if (from !== undefined && to !== undefined && to < from)
      issues.push({ code: 'custom', message: 'Choose the day of From or a later one', path: ['to'], input: to })
  })
export type AuditFilter = z.infer<typeof AuditFilter>

/** A record in the list, without what changed. */
export const AuditEntry = z.omit(AuditRecord, { before: true, after: true, userAgent: true })
export type AuditEntry = z.infer<typeof AuditEntry>

/** A page of the log, and how many records there are on all of them. */
export const AuditLog = z.object({ records: z.array(AuditEntry), count: z.int() })
export type AuditLog = z.infer<typeof AuditLog>

/** Who looks at the log, and when. */
interface Reader {
  platformMode: PlatformMode
  /** Whose days From and To are. */
  timeZone: string
  now: Instant
}

/** What is asked of the records that are stored; what is left out is not asked. */
export interface RecordsSought {
  types?: readonly AuditType[]
  action?: AuditAction | undefined
  /** A part of the name of whoever acted, as the records have it, whatever its case. Never a pattern. */
  userName?: string | undefined
  /** At this instant or after it. */
  since?: Instant
  before?: Instant | undefined
}

/** What `filter` asks of the records that `reader` may see. */
export function recordsSought({ action, type, user, from, to }: AuditFilter, reader: Reader): RecordsSought {
  const listed = auditTypes(reader.platformMode)
  if (type !== undefined && !listed.includes(type))
    throw new DomainError('invalid', `${type} is not a log type of this organization`, 'type')
  const kept = auditKeptSince(reader.now)
  const since = from === undefined ? kept : startOf(from, 0, reader.timeZone)
  return {
    types: type === undefined ? listed : [type],
    action,
    userName: user,
    since: since > kept ? since : kept,
    before: to === undefined ? undefined : startOf(to, 1, reader.timeZone),
  }
}

/** Whether `reader` may see a record at all. */
export const isListed = ({ type, at }: AuditRecord, { platformMode, now }: Reader): boolean =>
  auditTypes(platformMode).includes(type) && at >= auditKeptSince(now)
