import { expect, test } from 'vitest'
import { HOUR, MINUTE, shift } from './instant.ts'
import { Credentials, isSessionAlive, touchSession, type Session } from './session.ts'

const now = '2030-01-15T12:00:00.000Z'
const session: Session = {
  digest: 'digest',
  userId: 'a'.repeat(32),
  createdAt: now,
  lastUsedAt: now,
  nameId: null,
  nameIdFormat: null,
  sessionIndex: null,
}

test('a session ends after eight hours without use', () => {
  expect(isSessionAlive(session, shift(now, 8 * HOUR - 1))).toBe(true)
  expect(isSessionAlive(session, shift(now, 8 * HOUR))).toBe(false)
})

test('a session ends a day after it began, however busy it is', () => {
  const busyUntil = (at: string) => isSessionAlive({ ...session, lastUsedAt: at }, at)
  expect(busyUntil(shift(now, 24 * HOUR - 1))).toBe(true)
  expect(busyUntil(shift(now, 24 * HOUR))).toBe(false)
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
