import { DAY, elapsed, HOUR, MINUTE, type Instant } from '#src/domain/instant.ts'

/** The largest unit that still says enough: days up to two months, because a week more or less matters to a key. */
const UNITS: [Intl.RelativeTimeFormatUnit, unit: number, from: number][] = [
  ['year', 365 * DAY, 365 * DAY],
  ['month', 30 * DAY, 60 * DAY],
  ['day', DAY, DAY],
  ['hour', HOUR, HOUR],
  ['minute', MINUTE, MINUTE],
]
const relative = new Intl.RelativeTimeFormat('en-US')

/** "in 20 days", "2 hours ago", "just now": `at` as seen from `from`. */
export function relativeTime(at: Instant, from: Instant): string {
  const distance = elapsed(from, at)
  const fitting = UNITS.find(([, , least]) => Math.abs(distance) >= least)
  return fitting ? relative.format(Math.round(distance / fitting[1]), fitting[0]) : 'just now'
}

/** Date, time and zone: "Mar 1, 2027, 9:30 AM MST". */
export function absoluteTime(at: Instant, timeZone: string): string {
  // Made once for a time zone: making one takes longer than a hundred uses of it.
  let format = formats.get(timeZone)
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('en-US', { ...FORMAT, timeZone })))
  return format.format(new Date(at))
}

const formats = new Map<string, Intl.DateTimeFormat>()
const FORMAT = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const

interface Props {
  at: Instant
  /** The backend's clock when it answered, which a rehearsal may have moved. */
  asOf: Instant
  /** The reader's IANA time zone. */
  timeZone: string
}

/** A time both ways, so that nobody has to hover to learn the date. */
export function Time({ at, asOf, timeZone }: Props) {
  return (
    <time dateTime={at}>
      {absoluteTime(at, timeZone)} ({relativeTime(at, asOf)})
    </time>
  )
}
