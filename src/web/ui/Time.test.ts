import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, shift } from '#src/domain/instant.ts'
import { relativeTime } from './Time.tsx'

const NOW = '2030-01-15T12:00:00.000Z'

test.each([
  [0, 'just now'],
  [-4 * MINUTE, '4 minutes ago'],
  [-2 * HOUR, '2 hours ago'],
  [DAY, 'in 1 day'],
  [-59 * DAY, '59 days ago'],
  [-100 * DAY, '3 months ago'],
  [400 * DAY, 'in 1 year'],
])('a time %d ms from now is told as "%s"', (distance, told) => {
  expect(relativeTime(shift(NOW, distance), NOW)).toBe(told)
})
