import { expect, test } from 'vitest'
import { DAY, shift } from '../instant.ts'
import { isRenewalDue, needsNewKey, ownKeysInUse, type OwnKey } from './ownCertificates.ts'

const now = '2030-01-15T12:00:00.000Z'

/** A key whose certificate is valid from and to so many days from now. */
const key = (name: string, from: number, to: number): OwnKey => ({
  certificate: {
    name,
    der: '',
    fingerprint: name,
    validFrom: shift(now, from * DAY),
    validTo: shift(now, to * DAY),
  },
  sealedPrivateKey: '',
})

const fresh = key('fresh', -10, 355)
const ending = key('ending', -335, 30)
const next = key('next', 0, 365)

test('the first key is made on first use, and the next 30 days before its end', () => {
  expect(needsNewKey(ownKeysInUse([], null), now)).toBe(true)
  expect(needsNewKey(ownKeysInUse([fresh], null), now)).toBe(false)
  expect(needsNewKey(ownKeysInUse([key('day 31', -334, 31)], null), now)).toBe(false)
  expect(needsNewKey(ownKeysInUse([ending], null), now)).toBe(true)
  expect(needsNewKey(ownKeysInUse([ending, next], null), now)).toBe(false)
})

test('the next key signs once its certificate is said to be uploaded, whatever the order they are kept in', () => {
  expect(ownKeysInUse([next, ending], null)).toEqual({ current: ending, next })
  expect(ownKeysInUse([next, ending], 'next')).toEqual({ current: next, next: null })
})

test('a next certificate that nobody uploads is followed by another before it ends', () => {
  const old = key('old', -700, -335)
  expect(needsNewKey(ownKeysInUse([old, ending], null), now)).toBe(true)
  expect(ownKeysInUse([old, ending, next], null)).toEqual({ current: old, next })
})

test('renewal is due while the current certificate is close to its end and the next one waits', () => {
  const due = (current: OwnKey, after: OwnKey | null) =>
    isRenewalDue({ current: current.certificate, next: after?.certificate ?? null }, now)
  expect(due(ending, next)).toBe(true)
  expect(due(key('over', -400, -35), next)).toBe(true)
  expect(due(ending, null)).toBe(false)
  expect(due(fresh, next)).toBe(false)
})
