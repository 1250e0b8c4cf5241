import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR, shift } from './instant.ts'
import { isRefreshDue, lastRefreshDue, nextRefreshDue } from './refresh.ts'

const DENVER = 'America/Denver'

test('Preview is due each Saturday at midnight where the organisation is', () => {
  // A Tuesday in January; Denver is seven hours behind.
  expect(lastRefreshDue('2030-01-15T12:00:00.000Z', DENVER)).toBe('2030-01-12T07:00:00.000Z')
  expect(nextRefreshDue('2030-01-15T12:00:00.000Z', DENVER)).toBe('2030-01-19T07:00:00.000Z')
  expect(nextRefreshDue('2030-01-15T12:00:00.000Z', 'Asia/Tokyo')).toBe('2030-01-18T15:00:00.000Z')
})

test('midnight itself belongs to the week that begins', () => {
  const midnight = '2030-01-19T07:00:00.000Z'
  expect(lastRefreshDue(shift(midnight, -1), DENVER)).toBe('2030-01-12T07:00:00.000Z')
  expect(lastRefreshDue(midnight, DENVER)).toBe(midnight)
  expect(nextRefreshDue(shift(midnight, -1), DENVER)).toBe(midnight)
  expect(nextRefreshDue(midnight, DENVER)).toBe('2030-01-26T07:00:00.000Z')
})

test('a refresh made exactly at midnight is not due again', () => {
  const midnight = '2030-01-19T07:00:00.000Z'
  const since = shift(midnight, -DAY)
  expect(isRefreshDue({ since, lastAt: null }, midnight, DENVER)).toBe(true)
  expect(isRefreshDue({ since, lastAt: midnight }, midnight, DENVER)).toBe(false)
  expect(isRefreshDue({ since, lastAt: midnight }, shift(midnight, DAY), DENVER)).toBe(false)
})

test('a week in which clocks change is an hour longer or shorter', () => {
  expect(nextRefreshDue('2030-03-09T07:00:00.000Z', DENVER)).toBe('2030-03-16T06:00:00.000Z')
  expect(nextRefreshDue('2030-11-02T06:00:00.000Z', DENVER)).toBe('2030-11-09T07:00:00.000Z')
})

test('where daylight saving skips midnight, the Saturday begins with what comes after it', () => {
  // In Tehran clocks jumped from 0:00 to 1:00 on Saturday, 22 March 2014.
  expect(nextRefreshDue('2014-03-19T12:00:00.000Z', 'Asia/Tehran')).toBe('2014-03-21T20:30:00.000Z')
  expect(lastRefreshDue('2014-03-21T20:29:59.999Z', 'Asia/Tehran')).toBe('2014-03-14T20:30:00.000Z')
})

const moment = fc.record({
  now: fc
    .date({ min: new Date('2000-01-08'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  zone: fc.constantFrom(
    'UTC',
    DENVER,
    'America/Havana',
    'America/St_Johns',
    'Asia/Beirut',
    'Asia/Gaza',
    'Asia/Kathmandu',
    'Asia/Tehran',
    'Australia/Lord_Howe',
    'Pacific/Kiritimati',
  ),
})

test('anywhere and at any time, the refresh is due where Friday ends and Saturday begins, once in seven days', () => {
  fc.assert(
    fc.property(moment, ({ now, zone }) => {
      const [last, next] = [lastRefreshDue(now, zone), nextRefreshDue(now, zone)]
      expect(last <= now && now < next).toBe(true)
      for (const due of [last, next]) {
        expect(weekday(due, zone)).toBe('Sat')
        expect(weekday(shift(due, -1), zone)).toBe('Fri')
        expect(lastRefreshDue(due, zone)).toBe(due)
      }
      expect(nextRefreshDue(last, zone)).toBe(next)
      expect(Math.abs(Date.parse(next) - Date.parse(last) - 7 * DAY)).toBeLessThanOrEqual(HOUR)
    }),
    { numRuns: 1000, seed: 56 },
  )
})

test('a refresh is due once a Saturday has come since the last one, or since refreshes count', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 0, max: 30 * DAY }), fc.boolean(), ({ now, zone }, ago, wasRefreshed) => {
      const before = shift(now, -ago)
      const history = wasRefreshed ? { since: shift(before, -DAY), lastAt: before } : { since: before, lastAt: null }
      expect(isRefreshDue(history, now, zone)).toBe(nextRefreshDue(before, zone) <= now)
      expect(isRefreshDue({ ...history, lastAt: now }, now, zone)).toBe(false)
    }),
    { numRuns: 500, seed: 57 },
  )
})

const weekday = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone }).format(new Date(at))
