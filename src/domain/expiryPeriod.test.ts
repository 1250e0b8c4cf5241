import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  DEFAULT_EXPIRY_PERIOD,
  EXPIRY_PERIOD_LABEL,
  EXPIRY_PERIODS,
  expiryAfter,
  type ExpiryPeriod,
} from './expiryPeriod.ts'
import { DAY, HOUR, MINUTE } from './instant.ts'

const DENVER = 'America/Denver'

test('the drop-down offers None, 1 week, 1 month, 3 months, 6 months and 1 year (E1)', () => {
  const labels = EXPIRY_PERIODS.map((period) => EXPIRY_PERIOD_LABEL[period])
  expect(labels).toEqual(['None', '1 week', '1 month', '3 months', '6 months', '1 year'])
})

test('a customer that never chose has keys that expire each month (E4)', () => {
  expect(EXPIRY_PERIOD_LABEL[DEFAULT_EXPIRY_PERIOD]).toBe('1 month')
})

test('a period of None never expires', () => {
  expect(expiryAfter('2030-01-15T12:00:00.000Z', 'none', DENVER)).toBeNull()
})

test.each([
  ['1-month', '2030-04-15T09:30:00.125Z', '2030-05-15T09:30:00.125Z'],
  ['6-months', '2030-04-15T09:30:00.000Z', '2030-10-15T09:30:00.000Z'],
  ['1-year', '2030-04-15T09:30:00.000Z', '2031-04-15T09:30:00.000Z'],
] as const)('%s is counted on the calendar, to the millisecond (E3, E4)', (period, start, end) => {
  expect(expiryAfter(start, period, DENVER)).toBe(end)
})

test.each([
  ['31 January and a month', '2030-01-31', '1-month', '2030-02-28'],
  ['31 January and a month in a leap year', '2028-01-31', '1-month', '2028-02-29'],
  ['30 November and three months', '2030-11-30', '3-months', '2031-02-28'],
  ['30 November and three months into a leap year', '2027-11-30', '3-months', '2028-02-29'],
  ['31 August and six months', '2030-08-31', '6-months', '2031-02-28'],
  ['29 February and a year', '2028-02-29', '1-year', '2029-02-28'],
  ['31 December and a month', '2030-12-31', '1-month', '2031-01-31'],
] as const)('a day that the month lacks becomes its last day: %s', (_, start, period, end) => {
  expect(expiryAfter(`${start}T12:00:00.000Z`, period, 'UTC')).toBe(`${end}T12:00:00.000Z`)
})

test('the month is that of the customer, not of UTC', () => {
  // Still 31 January in Denver, already 1 February in UTC.
  expect(expiryAfter('2030-02-01T05:00:00.000Z', '1-month', DENVER)).toBe('2030-03-01T05:00:00.000Z')
  expect(expiryAfter('2030-02-01T05:00:00.000Z', '1-month', 'UTC')).toBe('2030-03-01T05:00:00.000Z')
  // Already 1 February in Kiritimati, still 31 January in UTC.
  expect(expiryAfter('2030-01-31T12:00:00.000Z', '1-month', 'Pacific/Kiritimati')).toBe('2030-02-28T12:00:00.000Z')
})

test.each([
  ['an hour less where spring comes between', '2030-02-20T16:00:00.000Z', '2030-03-20T15:00:00.000Z'],
  ['an hour more where autumn comes between', '2030-10-20T15:00:00.000Z', '2030-11-20T16:00:00.000Z'],
])('the local time of day is kept over a change of daylight saving: %s', (_, start, end) => {
  expect(expiryAfter(start, '1-month', DENVER)).toBe(end)
})

test('a week is 7 days of the calendar, not 168 hours', () => {
  expect(expiryAfter('2030-03-05T16:00:00.000Z', '1-week', DENVER)).toBe('2030-03-12T15:00:00.000Z')
})

test('a local time that a daylight-saving gap skips moves forward', () => {
  // Clocks in Denver jump from 2:00 to 3:00 on 10 March 2030, so 2:30 becomes 3:30.
  expect(expiryAfter('2030-02-10T09:30:00.000Z', '1-month', DENVER)).toBe('2030-03-10T09:30:00.000Z')
  expect(expiryAfter('2030-03-03T09:00:00.000Z', '1-week', DENVER)).toBe('2030-03-10T09:00:00.000Z')
})

test('of two equal local times the first counts', () => {
  // Clocks in Denver show 1:30 twice on 3 November 2030.
  expect(expiryAfter('2030-10-03T07:30:00.000Z', '1-month', DENVER)).toBe('2030-11-03T07:30:00.000Z')
})

test('zones of half and quarter hours keep their local time of day', () => {
  expect(expiryAfter('2030-01-30T20:00:00.000Z', '1-month', 'Asia/Kolkata')).toBe('2030-02-27T20:00:00.000Z')
  expect(expiryAfter('2030-01-31T18:30:00.000Z', '1-month', 'Asia/Kathmandu')).toBe('2030-02-28T18:30:00.000Z')
  // Lord Howe Island moves its clocks by half an hour.
  expect(expiryAfter('2030-03-20T00:00:00.000Z', '1-month', 'Australia/Lord_Howe')).toBe('2030-04-20T00:30:00.000Z')
})

const anyTime = fc.record({
  start: fc.date({ min: new Date('2020-01-01'), max: new Date('2039-12-31'), noInvalidDate: true }),
  period: fc.constantFrom(...EXPIRY_PERIODS.filter((period) => period !== 'none')),
  zone: fc.constantFrom(
    'UTC',
    'America/Denver',
    'America/St_Johns',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Kiritimati',
  ),
})

/** Keys that are due in the first four hours of a day on which clocks change: from local midnight, a period before. */
const dueAtClockChange = fc
  .record({
    due: fc.constantFrom(
      { midnight: '2030-02-10T07:00:00.000Z', period: '1-month', zone: DENVER } as const,
      { midnight: '2030-10-27T06:00:00.000Z', period: '1-week', zone: DENVER } as const,
      { midnight: '2030-01-06T13:00:00.000Z', period: '3-months', zone: 'Australia/Lord_Howe' } as const,
      { midnight: '2030-04-05T13:30:00.000Z', period: '6-months', zone: 'Australia/Lord_Howe' } as const,
    ),
    minutes: fc.integer({ min: 0, max: 4 * 60 }),
  })
  .map(({ due: { midnight, ...due }, minutes }) => ({
    ...due,
    start: new Date(Date.parse(midnight) + minutes * MINUTE),
  }))

test('anywhere and at any time, a key dies at the first instant that shows the local time it is due', () => {
  fc.assert(
    fc.property(fc.oneof(anyTime, dueAtClockChange), ({ start, period, zone }) => {
      const end = Date.parse(expiryAfter(start.toISOString(), period, zone) ?? '')
      const due = later(wallClock(start.getTime(), zone), period)
      const [first] = instantsShowing(due, zone)
      if (first !== undefined) expect(end).toBe(first)
      else {
        // A gap skips it: due when the clock as it ran before the gap would have shown it.
        const skipped = wallClock(end, zone) - due
        expect(skipped).toBeGreaterThan(0)
        expect(instantsShowing(due - skipped, zone)).toEqual([end - skipped])
      }
    }),
    { numRuns: 500, seed: 53 },
  )
})

const formats = new Map<string, Intl.DateTimeFormat>()

/** Made once for each zone, which takes a while. Swedes write dates as ISO 8601 does. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const style = { dateStyle: 'short', timeStyle: 'medium' } as const
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, ...style })
  formats.set(timeZone, format)
  return format
}

/** What a wall clock in `zone` shows at `at`, read as if it were UTC. */
const wallClock = (at: number, zone: string) => Date.parse(`${formatIn(zone).format(at)}Z`) + (at % 1000)

/** Every instant at which a wall clock in `zone` shows `local`, earliest first: tries all offsets there are. */
function instantsShowing(local: number, zone: string): number[] {
  const offsets = Array.from({ length: 4 * 28 + 1 }, (_, quarter) => 14 * HOUR - quarter * 15 * MINUTE)
  return offsets.map((offset) => local - offset).filter((at) => wallClock(at, zone) === local)
}

/** `period` after a wall clock's `local`, by nothing but `Date.UTC`. */
function later(local: number, period: Exclude<ExpiryPeriod, 'none'>): number {
  if (period === '1-week') return local + 7 * DAY
  const date = new Date(local)
  const month = date.getUTCMonth() + { '1-month': 1, '3-months': 3, '6-months': 6, '1-year': 12 }[period]
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
  return Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), lastDay)) + (local % DAY)
}
