import { DomainError } from './errors.ts'
import { fullName, type User } from './user.ts'

/**
 * A user of Preview as Production lets them come in, where they are `there`: that somebody was deactivated or locked out,
 * or has another password, holds in Preview at once, whatever else waits for the weekly refresh. Else what was done
 * because a password has leaked would leave a door open until the weekend.
 */
export function asProductionLets(user: User, there: User): User {
  const { passwordHash, passwordDate, mustChangePassword } = there.passwordDate > user.passwordDate ? there : user
  return {
    ...user,
    passwordHash,
    passwordDate,
    mustChangePassword,
    isActive: user.isActive && there.isActive,
    lockedUntil:
      [user.lockedUntil, there.lockedUntil]
        .filter((until) => until !== null)
        .toSorted()
        .at(-1) ?? null,
  }
}

/** Refuses to have somebody active in Preview who is deactivated in Production, where they are `there`, if at all. */
export function requireActiveInProduction(there: User | null): void {
  if (there && !there.isActive)
    throw new DomainError(
      'forbidden',
      `${fullName(there)} is deactivated in Production, which holds in Preview too. Reactivate them there.`,
    )
}
