import * as z from 'zod/mini'
import { DomainError } from './errors.ts'
import { Instant } from './instant.ts'

/** **Force users to reset their password every <value> days** (reference §5.5). */
export const RESET_DAYS = [30, 60, 90, 120, 180] as const
/** How many earlier passwords may not be used again. */
export const REUSE_LIMITS = [5, 10, 15] as const
/** How long an account stays locked after too many wrong passwords, in minutes. */
export const LOCK_MINUTES = [10, 30, 60, 480, 1440] as const
/** Of lower case, upper case, digits and signs: how many kinds a password must have. */
export const CHARACTER_CLASSES = [2, 3] as const

/** Null while passwords do not expire. */
export const PasswordResetDays = z.nullable(z.literal(RESET_DAYS, 'Choose one of the numbers of days in the list'))

/** What **Save** on Setup > System > Authentication writes. Kept, but without effect, while Adobe manages passwords (§2.2). */
export const AuthenticationSettings = z.object({
  passwordResetDays: PasswordResetDays,
  /** Null while old passwords may be used again. */
  passwordReuse: z.nullable(z.literal(REUSE_LIMITS, 'Choose one of the numbers in the list')),
  lockMinutes: z.literal(LOCK_MINUTES, 'Choose one of the durations in the list'),
  characterClasses: z.literal(CHARACTER_CLASSES, 'Choose one of the numbers in the list'),
})
export type AuthenticationSettings = z.infer<typeof AuthenticationSettings>

/** What the Authentication screen reads. */
export const AuthenticationInfo = z.extend(AuthenticationSettings, {
  version: z.int(),
  savedAt: z.nullable(Instant),
  savedBy: z.nullable(z.string()),
})
export type AuthenticationInfo = z.infer<typeof AuthenticationInfo>

/** `version` is the one the sender's form was loaded with; a save against an older one is refused. */
export const AuthenticationSave = z.extend(AuthenticationSettings, { version: z.int() })
export type AuthenticationSave = z.infer<typeof AuthenticationSave>

/** What a Save would do at once, for settings not yet saved. */
export const AuthenticationConsequences = z.object({
  /** Users whose password would expire, active or not: a key of somebody inactive counts too. */
  passwords: z.int(),
  /** Users whose password has expired and could be used again. */
  restored: z.int(),
  /** Whether the asker is one of them. */
  isOwnAmongThem: z.boolean(),
  /** Keys that would be removed, because their owner's password would have expired. */
  keys: z.int(),
  asOf: Instant,
})
export type AuthenticationConsequences = z.infer<typeof AuthenticationConsequences>

/** The settings among all that is known of a customer. */
export function authenticationOf(customer: AuthenticationSettings): AuthenticationSettings {
  const { passwordResetDays, passwordReuse, lockMinutes, characterClasses } = customer
  return { passwordResetDays, passwordReuse, lockMinutes, characterClasses }
}

/** An organisation that never chose. */
export const DEFAULT_AUTHENTICATION: AuthenticationSettings = {
  passwordResetDays: null,
  passwordReuse: null,
  lockMinutes: 10,
  characterClasses: 2,
}

/** `classic`: people and passwords are managed here. `ims`: Adobe's Admin Console manages them (reference §2.2). */
export const PLATFORM_MODES = ['classic', 'ims'] as const
export const PlatformMode = z.enum(PLATFORM_MODES, 'Choose classic or ims')
export type PlatformMode = z.infer<typeof PlatformMode>

export const PASSWORDS_ELSEWHERE = 'Passwords of this organisation are managed in the Adobe Admin Console.'

/** Where Adobe's console manages passwords, nothing here may pretend to. */
export function requirePasswordsHere({ platformMode }: { platformMode: PlatformMode }): void {
  if (platformMode === 'ims') throw new DomainError('forbidden', PASSWORDS_ELSEWHERE)
}
