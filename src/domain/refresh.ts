import * as z from 'zod/mini'
import { startOf } from './day.ts'
import { Instant } from './instant.ts'

/** What an environment remembers of its refreshes. */
export interface RefreshHistory {
  /** From when on refreshes count: none that was due before is made up for. */
  since: Instant
  /** The last one that took place, or null while there was none. */
  lastAt: Instant | null
}

/** What the console knows of the weekly refresh of Preview (reference §2.1). */
export const RefreshTimes = z.object({
  lastAt: z.nullable(Instant),
  nextAt: Instant,
})
export type RefreshTimes = z.infer<typeof RefreshTimes>

/** ISO weekdays begin with Monday as 1. */
const SATURDAY = 6

/**
 * The latest beginning of a Saturday in `timeZone` (an IANA name) that has come at `now`: midnight, or the first instant
 * there is where daylight saving skips it.
 */
export const lastRefreshDue = (now: Instant, timeZone: string): Instant =>
  startOf(saturdayOf(now, timeZone), 0, timeZone)

/** The first one after `now`. */
export const nextRefreshDue = (now: Instant, timeZone: string): Instant =>
  startOf(saturdayOf(now, timeZone), 7, timeZone)

/** Whether a refresh that should have been has not been yet. One that was missed is made up for once, however many were. */
export const isRefreshDue = ({ since, lastAt }: RefreshHistory, now: Instant, timeZone: string): boolean =>
  (lastAt ?? since) < lastRefreshDue(now, timeZone)

/** Today where it is Saturday in `timeZone`, else the Saturday before. */
function saturdayOf(now: Instant, timeZone: string): string {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate()
  return today.subtract({ days: (today.dayOfWeek - SATURDAY + 7) % 7 }).toString()
}
