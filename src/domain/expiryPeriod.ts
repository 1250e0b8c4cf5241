import * as z from 'zod/mini'
import type { Instant } from './instant.ts'

/** The choices of **After creation, API keys expire in** (reference §5.2, E1), in the order of the drop-down. */
export const EXPIRY_PERIODS = ['none', '1-week', '1-month', '3-months', '6-months', '1-year'] as const
export const ExpiryPeriod = z.enum(EXPIRY_PERIODS, 'Choose one of the periods in the list')
export type ExpiryPeriod = z.infer<typeof ExpiryPeriod>

/** A customer that never chose: keys expire each month (E4). */
export const DEFAULT_EXPIRY_PERIOD: ExpiryPeriod = '1-month'

export const EXPIRY_PERIOD_LABEL: Record<ExpiryPeriod, string> = {
  none: 'None',
  '1-week': '1 week',
  '1-month': '1 month',
  '3-months': '3 months',
  '6-months': '6 months',
  '1-year': '1 year',
}

const DURATION: Record<Exclude<ExpiryPeriod, 'none'>, Temporal.DurationLike> = {
  '1-week': { weeks: 1 },
  '1-month': { months: 1 },
  '3-months': { months: 3 },
  '6-months': { months: 6 },
  '1-year': { years: 1 },
}

/**
 * The instant a key dies that begins at `start`: the same local time of day, `period` later on the calendar of
 * `timeZone` (an IANA name). A day the month lacks becomes its last day; a local time that a daylight-saving gap
 * skips moves forward, and of two equal local times the first counts. Null for a key that never expires (§5.3).
 */
export function expiryAfter(start: Instant, period: ExpiryPeriod, timeZone: string): Instant | null {
  if (period === 'none') return null
  return addOnCalendar(start, DURATION[period], timeZone)
}

/** `start` plus a calendar duration in `timeZone`; clamping and daylight saving as in {@link expiryAfter}. */
export function addOnCalendar(start: Instant, duration: Temporal.DurationLike, timeZone: string): Instant {
  const end = Temporal.Instant.from(start).toZonedDateTimeISO(timeZone).add(duration)
  return new Date(end.epochMilliseconds).toISOString()
}
