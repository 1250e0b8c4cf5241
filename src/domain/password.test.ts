import { expect, test } from 'vitest'
import { DAY, MINUTE, shift } from './instant.ts'
import {
  clearFailedLogins,
  countFailedLogin,
  expiredPasswordCutoff,
  hasPasswordExpired,
  isLocked,
  isOneTimePassword,
  passwordExpiresAt,
} from './password.ts'
import type { User } from './user.ts'

const now = '2030-01-15T12:00:00.000Z'
const every30Days = { passwordResetDays: 30, platformMode: 'classic' } as const
const lock = { lockMinutes: 30, platformMode: 'classic' } as const
/** A user with only the fields that passwords are about. */
const user = { passwordDate: now, failedLogins: 0, lockedUntil: null } as User

/** `user` after `count` wrong passwords. */
const afterWrong = (count: number, policy: Parameters<typeof countFailedLogin>[1] = lock) =>
  Array.from({ length: count }).reduce<User>((user) => countFailedLogin(user, policy, now), user)

test('a password expires after the days of the reset policy, of 24 hours each', () => {
  const expiry = '2030-02-14T12:00:00.000Z'
  expect(passwordExpiresAt(user, every30Days)).toBe(expiry)
  expect(hasPasswordExpired(user, every30Days, shift(expiry, -1))).toBe(false)
  expect(hasPasswordExpired(user, every30Days, expiry)).toBe(true)
  expect(expiredPasswordCutoff(every30Days, expiry)).toBe(now)
})

test.each([
  ['the reset policy is off', { ...every30Days, passwordResetDays: null }],
  ['Adobe IMS manages passwords', { ...every30Days, platformMode: 'ims' as const }],
])('no password expires while %s', (_, policy) => {
  expect(passwordExpiresAt(user, policy)).toBeNull()
  expect(hasPasswordExpired(user, policy, shift(now, 1000 * DAY))).toBe(false)
  expect(expiredPasswordCutoff(policy, now)).toBeNull()
})

test('a password that another user set is a one-time password, except with Adobe IMS', () => {
  const set = { mustChangePassword: true }
  expect(isOneTimePassword(set, { platformMode: 'classic' })).toBe(true)
  expect(isOneTimePassword({ mustChangePassword: false }, { platformMode: 'classic' })).toBe(false)
  expect(isOneTimePassword(set, { platformMode: 'ims' })).toBe(false)
})

test('the fifth wrong password in a row locks an account for the minutes of the policy', () => {
  expect(afterWrong(4)).toEqual({ ...user, failedLogins: 4 })
  expect(afterWrong(5)).toEqual({ ...user, lockedUntil: shift(now, 30 * MINUTE) })
})

test('wrong passwords lock no account with Adobe IMS', () => {
  expect(afterWrong(6, { ...lock, platformMode: 'ims' })).toEqual({ ...user, failedLogins: 6 })
})

test('an account is locked until the lock ends, except with Adobe IMS', () => {
  const locked = { lockedUntil: now }
  expect(isLocked(locked, lock, shift(now, -1))).toBe(true)
  expect(isLocked(locked, lock, now)).toBe(false)
  expect(isLocked({ lockedUntil: null }, lock, now)).toBe(false)
  expect(isLocked(locked, { ...lock, platformMode: 'ims' }, shift(now, -1))).toBe(false)
})

test('the right password clears the count and the lock', () => {
  expect(clearFailedLogins({ ...user, failedLogins: 4, lockedUntil: now })).toEqual(user)
})
