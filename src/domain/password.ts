import type { Customer } from './customer.ts'
import { DAY, MINUTE, shift, type Instant } from './instant.ts'
import type { User } from './user.ts'

type ExpiryPolicy = Pick<Customer, 'passwordResetDays' | 'platformMode'>

/** Days a password lives, or null while none expires here: the policy is off, or Adobe manages passwords (§2.2, §5.5). */
const resetDays = ({ passwordResetDays, platformMode }: ExpiryPolicy) =>
  platformMode === 'ims' ? null : passwordResetDays

/**
 * When a user's password expires, or null while the reset policy is off (reference §5.5).
 * A policy day is 24 hours: a password's age does not stretch with daylight saving (DECISIONS 12).
 */
export function passwordExpiresAt(user: Pick<User, 'passwordDate'>, policy: ExpiryPolicy): Instant | null {
  const days = resetDays(policy)
  return days === null ? null : shift(user.passwordDate, days * DAY)
}

/** A password is good while `now` is before its expiry. */
export function hasPasswordExpired(user: Pick<User, 'passwordDate'>, policy: ExpiryPolicy, now: Instant): boolean {
  const expiry = passwordExpiresAt(user, policy)
  return expiry !== null && expiry <= now
}

/** Whether somebody else chose the password, so that it only opens the way to another one. With Adobe IMS it does not count. */
export const isOneTimePassword = (
  { mustChangePassword }: Pick<User, 'mustChangePassword'>,
  { platformMode }: Pick<Customer, 'platformMode'>,
): boolean => platformMode === 'classic' && mustChangePassword

/** Passwords set at this instant or before have expired at `now`; null while the reset policy is off. */
export function expiredPasswordCutoff(policy: ExpiryPolicy, now: Instant): Instant | null {
  const days = resetDays(policy)
  return days === null ? null : shift(now, -days * DAY)
}

/** So many wrong passwords in a row lock an account (reference §5.5; U17 counts API logins too). */
const MAX_FAILED_LOGINS = 5

type LockPolicy = Pick<Customer, 'lockMinutes' | 'platformMode'>

/** Whether no password of `user` opens anything at `now`. */
export const isLocked = (user: Pick<User, 'lockedUntil'>, policy: LockPolicy, now: Instant): boolean =>
  policy.platformMode === 'classic' && user.lockedUntil !== null && now < user.lockedUntil

/** `user` after one more wrong password; not for somebody locked, whose lock no further guess prolongs. */
export function countFailedLogin(user: User, policy: LockPolicy, now: Instant): User {
  const failedLogins = user.failedLogins + 1
  if (failedLogins < MAX_FAILED_LOGINS || policy.platformMode === 'ims') return { ...user, failedLogins }
  return { ...user, failedLogins: 0, lockedUntil: shift(now, policy.lockMinutes * MINUTE) }
}

/** `user` after a right password. */
export const clearFailedLogins = (user: User): User => ({ ...user, failedLogins: 0, lockedUntil: null })
