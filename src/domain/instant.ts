import * as z from 'zod/mini'

/**
 * A point in time: ISO 8601 in UTC with exactly three digits of milliseconds, as `Date.toISOString` writes it.
 * One spelling per instant, so two of them compare with `<` and the database can index the text.
 */
export const Instant = z.iso.datetime({
  precision: 3,
  error: 'Use an ISO 8601 instant such as 2027-03-01T09:30:00.000Z',
})
export type Instant = z.infer<typeof Instant>

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** `at` to the second, for a sentence that is kept and therefore knows no reader's time zone. */
export const inUtc = (at: Instant): string => `${at.slice(0, 19).replace('T', ' ')} UTC`

/** `at` moved by `milliseconds`, which may be negative. */
export function shift(at: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(at) + milliseconds).toISOString()
}

/** Milliseconds from `earlier` to `later`; negative when they are the other way round. */
export function elapsed(earlier: Instant, later: Instant): number {
  return Date.parse(later) - Date.parse(earlier)
}
