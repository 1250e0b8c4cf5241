import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE, shift } from './instant.ts'
import {
  addUse,
  byLastUse,
  isWriteDue,
  laterOf,
  MOST_CLIENTS,
  usageAfter,
  usesSince,
  type KeyUsage,
  type KeyUse,
} from './keyUse.ts'

const now = '2030-01-15T12:00:00.000Z'
const use = fc.record({
  client: fc.integer({ min: 0, max: 30 }).map((number) => `client ${number}`),
  address: fc.constantFrom('203.0.113.5', '::1'),
  // Unique, so that none of two is the last by chance.
  lastUsedAt: fc.integer({ min: 0, max: 1e9 }).map((milliseconds) => shift(now, milliseconds)),
})
const uses = fc.uniqueArray(use, { selector: ({ lastUsedAt }) => lastUsedAt, maxLength: 100 })

test('of each client the last use counts, and of clients those that used the key last, whatever the order', () => {
  fc.assert(
    fc.property(uses, (all) => {
      const added = all.reduce<KeyUse[]>(addUse, [])
      const newestFirst = all.toSorted((a, b) => (a.lastUsedAt < b.lastUsedAt ? 1 : -1))
      const expected = [...new Set(newestFirst.map(({ client }) => client))].map((client) =>
        newestFirst.find((one) => one.client === client),
      )
      expect(added).toEqual(expected.slice(0, MOST_CLIENTS))
    }),
    { numRuns: 300, seed: 61 },
  )
})

test('a use is written once a minute, and a clock that was set back does not put it off', () => {
  expect(isWriteDue(null, now)).toBe(true)
  for (const direction of [1, -1]) {
    expect(isWriteDue(now, shift(now, direction * (MINUTE - 1)))).toBe(false)
    expect(isWriteDue(now, shift(now, direction * MINUTE))).toBe(true)
  }
})

test('clients of late are those of the last 30 days', () => {
  expect(usesSince(now)).toBe('2029-12-16T12:00:00.000Z')
})

test('the later of two instants is either where the other is none', () => {
  const later = shift(now, 1)
  expect([laterOf(null, null), laterOf(now, null), laterOf(null, now)]).toEqual([null, now, now])
  expect([laterOf(now, later), laterOf(later, now)]).toEqual([later, later])
})

test('uses of one instant are in the order of their clients', () => {
  const clients = ['b', 'c', 'a'].map((client) => ({ client, lastUsedAt: now }))
  expect(clients.toSorted(byLastUse).map(({ client }) => client)).toEqual(['a', 'b', 'c'])
})

const usage: KeyUsage = {
  userId: 'ada',
  keyId: 'key',
  uses: [-1, 0, 1].map((ms) => ({ client: `at ${ms}`, address: '::1', lastUsedAt: shift(now, ms) })),
  refusedCalls: 3,
  lastRefusedAt: shift(now, 1),
}

test('a key that a refresh took over begins unused: only what came after the refresh is written', () => {
  expect(usageAfter(usage, now)).toEqual({ ...usage, uses: [usage.uses[2]] })
  const refusedBefore = { ...usage, lastRefusedAt: now }
  expect(usageAfter(refusedBefore, now)).toMatchObject({ refusedCalls: 0, lastRefusedAt: null })
  const neverRefused = { ...usage, refusedCalls: 0, lastRefusedAt: null }
  expect(usageAfter(neverRefused, now)).toMatchObject({ refusedCalls: 0, lastRefusedAt: null })
})

test('a key that no refresh took over keeps all its use', () => {
  expect(usageAfter(usage, null)).toEqual(usage)
})
