import { expect, test } from 'vitest'
import { HOUR, MINUTE, shift } from './instant.ts'
import { Credentials, isProofFresh, isSessionAlive, touchSession, type Session } from './session.ts'

const now = '2030-01-15T12:00:00.000Z'
const session: Session = {
  digest: 'digest',
  userId: 'a'.repeat(32),
  kind: 'console',
  createdAt: now,
  lastUsedAt: now,
  passwordDate: now,
  provedAt: now,
  provedBy: 'password',
  nameId: null,
  nameIdFormat: null,
  sessionIndex: null,
  endsAt: null,
}
const user = { passwordDate: now }

test('a session ends after eight hours without use', () => {
  expect(isSessionAlive(session, user, shift(now, 8 * HOUR - 1))).toBe(true)
  expect(isSessionAlive(session, user, shift(now, 8 * HOUR))).toBe(false)
})

test('a session ends a day after it began, however busy it is', () => {
  const busyUntil = (at: string) => isSessionAlive({ ...session, lastUsedAt: at }, user, at)
  expect(busyUntil(shift(now, 24 * HOUR - 1))).toBe(true)
  expect(busyUntil(shift(now, 24 * HOUR))).toBe(false)
})

test('a session ends with the password that its user had when it began, whenever that was set', () => {
  for (const passwordDate of [shift(now, MINUTE), shift(now, -MINUTE)])
    expect(isSessionAlive(session, { passwordDate }, now)).toBe(false)
})

test('a proof of who somebody is counts for ten minutes, and is none of a clock that is set back', () => {
  expect(isProofFresh(session, shift(now, 10 * MINUTE - 1))).toBe(true)
  expect(isProofFresh(session, shift(now, 10 * MINUTE))).toBe(false)
  expect(isProofFresh(session, shift(now, -10 * MINUTE))).toBe(false)
})

test('a session that the identity provider bounds ends then, however busy it is', () => {
  const bounded = { ...session, endsAt: shift(now, HOUR) }
  expect(isSessionAlive(bounded, user, shift(now, HOUR - 1))).toBe(true)
  expect(isSessionAlive(bounded, user, shift(now, HOUR))).toBe(false)
  expect(isSessionAlive({ ...bounded, lastUsedAt: shift(now, HOUR) }, user, shift(now, HOUR))).toBe(false)
})

test('use is written down at most once a minute', () => {
  expect(touchSession(session, shift(now, MINUTE - 1))).toBeNull()
  expect(touchSession(session, shift(now, MINUTE))).toEqual({ ...session, lastUsedAt: shift(now, MINUTE) })
})

test('a clock that is set back does not prolong a session', () => {
  const back = shift(now, -24 * HOUR)
  expect(touchSession(session, back)?.lastUsedAt).toBe(back)
})

test('spaces around a user name do not count, those in a password do', () => {
  expect(Credentials.parse({ username: ' ada ', password: ' pass ' })).toEqual({ username: 'ada', password: ' pass ' })
})
