import type { Customer } from './customer.ts'
import { DAY, shift, type Instant } from './instant.ts'
import type { User } from './user.ts'

/**
 * When a user's password expires, or null while the reset policy is off (reference §5.5).
 * A policy day is 24 hours: a password's age does not stretch with daylight saving (DECISIONS 12).
 */
export function passwordExpiresAt(
  user: Pick<User, 'passwordDate'>,
  customer: Pick<Customer, 'passwordResetDays'>,
): Instant | null {
  return customer.passwordResetDays === null ? null : shift(user.passwordDate, customer.passwordResetDays * DAY)
}

/** Passwords set at this instant or before have expired at `now`; null while the reset policy is off. */
export function expiredPasswordCutoff(customer: Pick<Customer, 'passwordResetDays'>, now: Instant): Instant | null {
  return customer.passwordResetDays === null ? null : shift(now, -customer.passwordResetDays * DAY)
}
