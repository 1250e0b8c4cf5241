import * as z from 'zod/mini'
import type { Instant } from './instant.ts'

const NO_DAY = 'Enter a day between 2000 and 2099, such as 2027-03-01'

/** A day on somebody's calendar. */
export const Day = z.iso.date(NO_DAY).check(z.refine((day) => day.startsWith('20'), NO_DAY))

/** When the day begins that is so many days after `day`, which is not midnight where the clocks go forward at midnight. */
export function startOf(day: string, days: number, timeZone: string): Instant {
  const start = Temporal.PlainDate.from(day).add({ days }).toZonedDateTime(timeZone)
  return new Date(start.epochMilliseconds).toISOString()
}
