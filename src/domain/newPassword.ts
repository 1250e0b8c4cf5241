import * as z from 'zod/mini'
import { CHARACTER_CLASSES, REUSE_LIMITS } from './authentication.ts'
import { DomainError } from './errors.ts'
import { Instant } from './instant.ts'
import { clearFailedLogins } from './password.ts'
import { Credentials } from './session.ts'
import { foldCase, type User } from './user.ts'

/** Shorter passwords are refused, whatever they are made of. */
export const LEAST_LENGTH = 8

/** What a new password is held to. No secret: whoever has to choose one is told beforehand. */
export const PasswordPolicy = z.object({
  characterClasses: z.literal(CHARACTER_CLASSES),
  passwordReuse: z.nullable(z.literal(REUSE_LIMITS)),
})
export type PasswordPolicy = z.infer<typeof PasswordPolicy>

/** What **Change password** shows before anything is typed. */
export const OwnPassword = z.object({
  username: z.string(),
  /** Whoever was provisioned by a sign-on has none. */
  hasPassword: z.boolean(),
  policy: PasswordPolicy,
  /** Null while passwords do not expire. */
  expiresAt: z.nullable(Instant),
  /** Where the identity provider changes the password that they sign on with; null where this one is what counts. */
  changePasswordUrl: z.nullable(z.string()),
  asOf: Instant,
})
export type OwnPassword = z.infer<typeof OwnPassword>

export const NewPassword = z
  .string()
  .check(z.minLength(1, 'Enter a new password'), z.maxLength(1024, 'Use 1,024 characters or fewer'))

/** A password that somebody sets for somebody else. */
export const SetPassword = z.object({ newPassword: NewPassword })

export const PasswordChange = z.object({ password: Credentials.shape.password, newPassword: NewPassword })
export type PasswordChange = z.infer<typeof PasswordChange>

/** For somebody whose password has expired or is one-time, and who therefore has no session. */
export const PasswordRenewal = z.extend(Credentials, { newPassword: NewPassword })
export type PasswordRenewal = z.infer<typeof PasswordRenewal>

/**
 * Lower case, upper case, digits, signs. A letter without case, as most scripts have them, counts as a small one;
 * whatever is neither letter nor digit is a sign.
 */
const CLASSES = [/(?![\p{Lu}\p{Lt}])[\p{L}\p{M}]/u, /[\p{Lu}\p{Lt}]/u, /\p{Nd}/u, /[^\p{L}\p{M}\p{Nd}]/u]

/** How many of the four kinds of character `password` has. */
export const characterClassesOf = (password: string): number => CLASSES.filter((one) => one.test(password)).length

const refusal = (message: string) => new DomainError('invalid', message, 'newPassword')

/** Refuses a password that is easily guessed (reference §5.5). `isWord` answers for a word in small letters. */
export function refuseWeakPassword(
  password: string,
  owner: Pick<User, 'username' | 'email'>,
  { characterClasses }: PasswordPolicy,
  isWord: (text: string) => boolean,
): void {
  if (password.length < LEAST_LENGTH) throw refusal(`Use at least ${LEAST_LENGTH} characters`)
  if (characterClassesOf(password) < characterClasses)
    throw refusal(`Use at least ${characterClasses} of these: lower case, upper case, digits, signs`)
  if ([owner.username, owner.email].some((name) => foldCase(name) === foldCase(password)))
    throw refusal('Choose something other than your user name or e-mail address')
  const withoutEnds = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  if (isWord(withoutEnds.toLowerCase()))
    throw refusal('Add something to this word. Digits and signs before or after it are not enough.')
}

/** Refuses the password somebody has already: that is no new one, whatever the policy says of older ones. */
export function refuseSamePassword({ password, newPassword }: PasswordChange): void {
  if (newPassword === password) throw refusal('Choose a password that differs from the one you have now')
}

/** How many passwords before the present one are blocked: the present one is the first of the last n. */
export const blockedPasswords = ({ passwordReuse }: PasswordPolicy): number => (passwordReuse ?? 1) - 1

/** Refuses one of the last passwords; comparing with their hashes is the caller's, because it takes long. */
export function refuseReusedPassword(isReused: boolean, { passwordReuse }: PasswordPolicy): void {
  if (isReused) throw refusal(`Choose a password that is not one of your last ${passwordReuse}`)
}

/** `user` with another password, which counts from `now` on. Choosing one also opens a locked account. */
export const withNewPassword = (user: User, passwordHash: string, now: Instant): User => ({
  ...clearFailedLogins(user),
  passwordHash,
  passwordDate: now,
  mustChangePassword: false,
})

/** The same where somebody else has chosen the password. */
export const withOneTimePassword = (user: User, passwordHash: string, now: Instant): User => ({
  ...withNewPassword(user, passwordHash, now),
  mustChangePassword: true,
})
