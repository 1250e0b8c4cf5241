import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  describeKey,
  hasExpired,
  isKeyValue,
  issueKey,
  keyState,
  newKeyValue,
  redatedExpiry,
  requireSameKey,
  settlementCutoff,
  standingKey,
  type ApiKey,
  type KeyPolicy,
  UNUSED,
} from './apiKey.ts'
import { DAY, shift } from './instant.ts'

const now = '2030-01-15T12:00:00.000Z'
const owner = { id: 'a'.repeat(32), passwordDate: now }
const policy: KeyPolicy = {
  keyExpiry: '1-month',
  removeKeyOnPasswordExpiry: false,
  passwordResetDays: null,
  platformMode: 'classic',
  timeZone: 'America/Denver',
}
const removing: KeyPolicy = { ...policy, removeKeyOnPasswordExpiry: true, passwordResetDays: 30 }
const secret = { id: 'b'.repeat(32), digest: 'digest', sealedValue: 'sealed' }
const key: ApiKey = { ...secret, userId: owner.id, createdAt: now, expiresAt: shift(now, DAY), ...UNUSED }

const filledWith = (byte: number) => (size: number) => new Uint8Array(size).fill(byte)

test('a key value is 32 lower-case letters and digits', () => {
  const bytes = (size: number) => crypto.getRandomValues(new Uint8Array(size))
  for (let made = 0; made < 100; made++) {
    const value = newKeyValue(bytes)
    expect(value).toMatch(/^[a-z0-9]{32}$/)
    expect(isKeyValue(value)).toBe(true)
  }
  for (const other of ['', 'a'.repeat(31), 'A'.repeat(32), `${'a'.repeat(31)}-`]) expect(isKeyValue(other)).toBe(false)
})

test('every letter of a key value is equally likely', () => {
  const bytes = Array.from({ length: 252 }, (_, byte) => byte)
  const bytesOfLetter = Map.groupBy(bytes, (byte) => newKeyValue(filledWith(byte)).charAt(0))
  expect([...bytesOfLetter.keys()].toSorted().join('')).toBe('0123456789abcdefghijklmnopqrstuvwxyz')
  expect([...bytesOfLetter.values()].every((bytes) => bytes.length === 7)).toBe(true)
})

test('the four bytes that would favour some letters are drawn again', () => {
  const draws = [255, 254, 253, 252]
  expect(newKeyValue((size) => filledWith(draws.pop() ?? 9)(size))).toBe('j'.repeat(32))
})

test('a key is valid while now is before its expiry, and expired from then on', () => {
  expect(keyState({ ...key, expiresAt: shift(now, 1) }, now)).toBe('active')
  expect(keyState({ ...key, expiresAt: now }, now)).toBe('expired')
  expect(keyState({ ...key, expiresAt: shift(now, -1) }, now)).toBe('expired')
})

test('a key without expiry stays active', () => {
  expect(hasExpired({ ...key, expiresAt: null }, '2099-12-31T23:59:59.999Z')).toBe(false)
})

test('a user without key has the state none', () => {
  expect(keyState(null, now)).toBe('none')
  expect(describeKey(null, now)).toEqual({ state: 'none', asOf: now })
})

test('a new key begins now and expires a period later (E4)', () => {
  expect(issueKey(owner, secret, policy, now)).toEqual({
    ...secret,
    userId: owner.id,
    createdAt: now,
    expiresAt: '2030-02-15T12:00:00.000Z',
    ...UNUSED,
  })
  expect(issueKey(owner, secret, { ...policy, keyExpiry: 'none' }, now).expiresAt).toBeNull()
})

test('no key is issued that its owner’s expired password would remove at once (E6)', () => {
  const late = { ...owner, passwordDate: shift(now, -30 * DAY) }
  expect(() => issueKey(late, secret, removing, now)).toThrow(
    expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('password has expired') }),
  )
  expect(issueKey(late, secret, { ...removing, removeKeyOnPasswordExpiry: false }, now).createdAt).toBe(now)
})

test('what its owner sees of a key holds neither its digest nor its sealed value', () => {
  const shown = { state: 'active', id: key.id, createdAt: key.createdAt, expiresAt: key.expiresAt, asOf: now }
  expect(describeKey(key, now)).toEqual(shown)
  expect(describeKey(key, shift(now, DAY))).toEqual({ ...shown, state: 'expired', asOf: shift(now, DAY) })
})

test('a key stands until its owner’s password expires while the switch is on (E6)', () => {
  const passwordExpiry = shift(now, 30 * DAY)
  expect(standingKey(key, owner, removing, shift(passwordExpiry, -1))).toBe(key)
  expect(standingKey(key, owner, removing, passwordExpiry)).toBeNull()
})

test('an expired password removes no key while the switch or the reset policy is off (E7)', () => {
  const later = shift(now, 1000 * DAY)
  expect(standingKey(key, owner, { ...removing, removeKeyOnPasswordExpiry: false }, later)).toBe(key)
  expect(standingKey(key, owner, { ...removing, passwordResetDays: null }, later)).toBe(key)
})

test('settling removes exactly the keys that no longer stand', () => {
  const policies = fc.record({ on: fc.boolean(), days: fc.option(fc.constantFrom(30, 60, 90, 120, 180)) })
  // Near an expiry, to the millisecond, as well as far from it.
  const age = fc.record({ days: fc.constantFrom(0, 29, 30, 31, 60, 90, 200), ms: fc.integer({ min: -2, max: 2 }) })
  fc.assert(
    fc.property(policies, age, ({ on, days }, age) => {
      const some: KeyPolicy = { ...policy, removeKeyOnPasswordExpiry: on, passwordResetDays: days }
      const user = { ...owner, passwordDate: shift(now, -age.days * DAY - age.ms) }
      const cutoff = settlementCutoff(some, now)
      const settled = cutoff !== null && user.passwordDate <= cutoff
      expect(standingKey(key, user, some, now)).toBe(settled ? null : key)
    }),
    { seed: 55 },
  )
})

test('a different period counts from the moment of the change (E2, E3)', () => {
  expect(redatedExpiry(policy, { ...policy, keyExpiry: '6-months' }, now)).toBe('2030-07-15T11:00:00.000Z')
  expect(redatedExpiry({ ...policy, keyExpiry: 'none' }, policy, now)).toBe('2030-02-15T12:00:00.000Z')
})

test('a change to None lets keys live for ever', () => {
  expect(redatedExpiry(policy, { ...policy, keyExpiry: 'none' }, now)).toBeNull()
})

test('the same period restarts nothing, whatever else changes', () => {
  const other: KeyPolicy = { ...removing, timeZone: 'Europe/Berlin' }
  expect(redatedExpiry(policy, other, now)).toBeUndefined()
})

test('a different period is counted in the time zone saved with it', () => {
  const berlin: KeyPolicy = { ...policy, keyExpiry: '3-months', timeZone: 'Europe/Berlin' }
  expect(redatedExpiry(policy, berlin, now)).toBe('2030-04-15T11:00:00.000Z')
})

test('an act aimed at a key that has been replaced or removed is refused', () => {
  expect(() => requireSameKey(key, key.id)).not.toThrow()
  expect(() => requireSameKey(key, 'c'.repeat(32))).toThrow(expect.objectContaining({ code: 'key-changed' }))
  expect(() => requireSameKey(null, key.id)).toThrow(expect.objectContaining({ code: 'key-changed' }))
})
