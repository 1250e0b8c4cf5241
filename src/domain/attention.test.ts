import { expect, test } from 'vitest'
import { UNUSED, type ApiKey } from './apiKey.ts'
import { needsAttention } from './attention.ts'
import { DAY, shift } from './instant.ts'

const now = '2030-01-15T12:00:00.000Z'
const quiet = {
  certificates: null,
  signing: null,
  key: null,
  passwordExpiry: null,
  removeKeyOnPasswordExpiry: false,
  others: null,
}
const inDays = (days: number) => shift(now, days * DAY)
const keyUntil = (expiresAt: ApiKey['expiresAt']): ApiKey => ({
  id: 'b'.repeat(32),
  userId: 'a'.repeat(32),
  digest: 'digest',
  sealedValue: 'sealed',
  createdAt: inDays(-20),
  expiresAt,
  ...UNUSED,
})

test('Home is silent about a key that never expires, or not within a week', () => {
  expect(needsAttention(quiet, now)).toEqual([])
  expect(needsAttention({ ...quiet, key: keyUntil(null) }, now)).toEqual([])
  expect(needsAttention({ ...quiet, key: keyUntil(shift(inDays(7), 1)) }, now)).toEqual([])
})

test('Home warns of the viewer’s key from a week before its expiry', () => {
  expect(needsAttention({ ...quiet, key: keyUntil(inDays(7)) }, now)).toEqual([
    { kind: 'own-key-expires', at: inDays(7) },
  ])
  expect(needsAttention({ ...quiet, key: keyUntil(now) }, now)).toEqual([{ kind: 'own-key-expired', at: now }])
})

test('Home warns of the viewer’s password, and says whether the key goes with it', () => {
  const expiring = { ...quiet, passwordExpiry: inDays(3), removeKeyOnPasswordExpiry: true }
  const warning = { kind: 'password-expires', at: inDays(3) }
  expect(needsAttention({ ...expiring, key: keyUntil(null) }, now)).toEqual([{ ...warning, removesKey: true }])
  expect(needsAttention(expiring, now)).toEqual([{ ...warning, removesKey: false }])
  expect(needsAttention({ ...quiet, passwordExpiry: now }, now)).toEqual([{ kind: 'password-expired', at: now }])
})

test('Home is silent about a password that does not expire within a week', () => {
  expect(needsAttention({ ...quiet, passwordExpiry: inDays(7) }, now)).toMatchObject([{ kind: 'password-expires' }])
  expect(needsAttention({ ...quiet, passwordExpiry: shift(inDays(7), 1) }, now)).toEqual([])
})

test('an administrator also hears of other people’s keys, where there are any', () => {
  expect(needsAttention({ ...quiet, others: { expired: 0, expiring: 0 } }, now)).toEqual([])
  expect(needsAttention({ ...quiet, others: { expired: 1, expiring: 2 } }, now)).toEqual([
    { kind: 'keys-expired', keys: 1 },
    { kind: 'keys-expire', keys: 2, before: inDays(7) },
  ])
})

test('an administrator hears of the certificates of API logins from 30 days before they end', () => {
  const ending = (days: number) => ({ validTo: inDays(days) })
  const said = (current: number, next: number | null) =>
    needsAttention(
      { ...quiet, certificates: { current: ending(current), next: next === null ? null : ending(next) } },
      now,
    )
  expect(said(31, null)).toEqual([])
  expect(said(30, 400)).toEqual([{ kind: 'certificate-expires', role: 'current', at: inDays(30) }])
  expect(said(-1, 2)).toEqual([
    { kind: 'certificate-expired', role: 'current', at: inDays(-1) },
    { kind: 'certificate-expires', role: 'next', at: inDays(2) },
  ])
})

test('an administrator hears of the identity provider’s certificates when the last of them nears its end', () => {
  const said = (...days: number[]) =>
    needsAttention({ ...quiet, signing: days.map((left) => ({ validTo: inDays(left) })) }, now)
  expect(said()).toEqual([])
  expect(said(-1, 3, 31)).toEqual([])
  expect(said(30, -1)).toEqual([{ kind: 'signing-certificate-expires', at: inDays(30) }])
  expect(said(-1, -2)).toEqual([{ kind: 'signing-certificate-expired', at: inDays(-1) }])
})
