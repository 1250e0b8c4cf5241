import * as z from 'zod/mini'
import { CHARACTER_CLASSES, REUSE_LIMITS } from './authentication.ts'
import type { Customer } from './customer.ts'
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

/** Answers for a text in lower case. */
export interface Dictionary {
  isWord(text: string): boolean
  /** Whether it is among the passwords that many people have used. */
  isCommonPassword(text: string): boolean
}

/** Names that those who guess the password know. */
export type PasswordOwner = Pick<User, 'username' | 'email' | 'firstName' | 'lastName'>
export type PasswordOrganization = Pick<Customer, 'name' | 'domain' | 'characterClasses'>

/** Refuses a password that is easily guessed (reference §5.5). */
export function refuseWeakPassword(
  password: string,
  owner: PasswordOwner,
  organization: PasswordOrganization,
  { isWord, isCommonPassword }: Dictionary,
): void {
  const { characterClasses } = organization
  if (password.length < LEAST_LENGTH) throw refusal(`Use at least ${LEAST_LENGTH} characters`)
  if (characterClassesOf(password) < characterClasses)
    throw refusal(`Use at least ${characterClasses} of these: lower case, upper case, digits, signs`)
  const readings = readingsOf(foldCase(password))
  const names = namesOf(owner, organization)
  if (readings.some((reading) => isMadeOf(names, reading)))
    throw refusal(
      'Add something to this name. The names of the user, the organization, and the product are not enough, even with digits and signs.',
    )
  if (readings.some(isWord))
    throw refusal('Add something to this word. Digits and signs before or after it are not enough.')
  if (readings.some(isCommonPassword))
    throw refusal('Choose another password. Many people have used this one, so it is among the first to be guessed.')
}

const PRODUCTS = ['Workfront', 'Latchkey']

/** Names in lower case, whole and word by word. */
function namesOf(owner: PasswordOwner, { name, domain }: PasswordOrganization): string[] {
  const { username, email, firstName, lastName } = owner
  const names = [username, email, firstName, lastName, name, domain, ...PRODUCTS].map(foldCase)
  return names.flatMap((each) => [each, ...(each.match(/[\p{M}\p{N}]*\p{L}[\p{L}\p{M}\p{N}]*/gu) ?? [])])
}

/** Whether a text has some of these names, and besides them only digits and signs. */
function isMadeOf(names: readonly string[], text: string): boolean {
  const longestFirst = names.filter(Boolean).toSorted((one, other) => other.length - one.length)
  const rest = longestFirst.reduce((left, name) => left.replaceAll(name, ' '), text)
  return rest !== text && !/\p{L}/u.test(rest)
}

/** The letters that digits and signs often stand for; “1” stands for “l” or “i”. */
const LETTERS: Record<string, string> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '+': 't',
  '8': 'b',
  '!': 'i',
}

/** What a password in lower case can be read as: without digits and signs at its ends, and with letters for those inside. */
function readingsOf(password: string): string[] {
  const starts = [/^/u, /^[^\p{L}\p{N}]+/u, /^[^\p{L}]+/u]
  const ends = [/$/u, /[^\p{L}\p{N}]+$/u, /[^\p{L}]+$/u]
  const texts = starts.flatMap((start) => ends.map((end) => password.replace(start, '').replace(end, '')))
  const inLetters = (text: string, one: string) =>
    text.replaceAll(/[0-9@$+!]/g, (sign) => (sign === '1' ? one : (LETTERS[sign] ?? sign)))
  return texts.flatMap((text) => [text, inLetters(text, 'l'), inLetters(text, 'i')])
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
