import * as z from 'zod/mini'
import { LICENCE_OF } from './accessLevel.ts'
import { PASSWORDS_ELSEWHERE } from './authentication.ts'
import { CustomerSettings, type Customer } from './customer.ts'
import { DomainError } from './errors.ts'
import type { Instant } from './instant.ts'
import { NewPassword } from './newPassword.ts'
import { trimmed } from './sso/whiteSpace.ts'
import { ACCESS_LEVELS, foldCase, fullName, isAdministrator, LICENCES, type User } from './user.ts'

/** A character that leaves a mark: no control, blank or filler, of which braille has one without a dot. */
const VISIBLE = /[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u

/**
 * One line of text that every store can keep: no control characters, also none that turn what follows the other way
 * round, no other ends of lines, and no half of a character. Where there is any, some of it can be seen.
 */
const line = (what: string, length: number, { least = 1, trim = z.trim() } = {}) =>
  z.string(`Send ${what} as text`).check(
    trim,
    z.minLength(least, `Enter ${what}`),
    z.maxLength(length, `Use ${length} characters or fewer`),
    z.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, 'Leave out control characters'),
    z.refine((text) => text === '' || VISIBLE.test(text), `Enter ${what} with characters that can be seen`),
  )

/** Who somebody is to the identity provider. Case-sensitive, and trimmed as a NameID is. */
export const SsoUsername = line('the SSO user name, or null', 254, { trim: z.overwrite(trimmed) })

const flag = z.boolean('Send true or false')

/** What an administrator may change of a user. Passwords are not among it: choosing one for somebody is an act of its own. */
const Editable = z.object({
  firstName: line('the first name', 100),
  lastName: line('the last name', 100),
  email: CustomerSettings.shape.adminEmail,
  // Two that look the same would be told apart by nobody.
  username: line('the user name', 254).check(z.regex(/^\P{Cf}*$/u, 'Leave out invisible characters')),
  isActive: flag,
  accessLevel: z.enum(ACCESS_LEVELS, 'Choose one of the access levels'),
  licence: z.enum(LICENCES, `Choose one of ${LICENCES.join(', ')}`),
  locale: CustomerSettings.shape.locale,
  timeZone: CustomerSettings.shape.timeZone,
  ssoUsername: z.nullable(SsoUsername),
  ssoAccessOnly: flag,
})
export const UserEdit = z.partial(Editable)
export type UserEdit = z.infer<typeof UserEdit>

/** What is saved together on the console's page of a user. */
export const UserSettings = z.extend(z.omit(Editable, { isActive: true, locale: true }), {
  /** Empty where there is none. */
  ssoUsername: line('the SSO user name', 254, { least: 0, trim: z.overwrite(trimmed) }),
})
export type UserSettings = z.infer<typeof UserSettings>

/** `version` is the one the sender's form was loaded with; a save against an older one is refused. */
export const UserSave = z.extend(UserSettings, { version: z.string() })
export type UserSave = z.infer<typeof UserSave>

/** Somebody new. Without a one-time password they come through the identity provider, or are given one later. */
export const NewUser = z.extend(UserSettings, { newPassword: z.nullable(NewPassword) })
export type NewUser = z.infer<typeof NewUser>

/** The settings among all that is known of a user. */
export function userSettingsOf(user: User): UserSettings {
  const { firstName, lastName, email, username, accessLevel, licence, timeZone, ssoUsername, ssoAccessOnly } = user
  const names = { firstName, lastName, email, username }
  return { ...names, accessLevel, licence, timeZone, ssoUsername: ssoUsername ?? '', ssoAccessOnly }
}

/** The edit that makes a user what `settings` say. */
export const editTo = ({ ssoUsername, ...settings }: UserSettings): UserEdit => ({
  ...settings,
  ssoUsername: ssoUsername === '' ? null : ssoUsername,
})

/** The owner of the Admin Email (reference §1). */
export const isMainAdministrator = (user: Pick<User, 'email'>, { adminEmail }: Pick<Customer, 'adminEmail'>): boolean =>
  foldCase(user.email) === foldCase(adminEmail)

type EditPolicy = Pick<Customer, 'adminEmail' | 'platformMode'>

const MAIN_ADMINISTRATOR =
  'The main administrator cannot be deactivated or given another access level. Name another one in Customer Info first.'

const ONE_TIME_PASSWORD =
  'Their password was set by somebody else. System Administrator can be given once they have signed in and chosen a password of their own.'

/**
 * Only an administrator edits users. As theirs is the highest level, nobody can assign one above their own.
 */
export function requireUserAdministrator(actor: User): void {
  if (!isAdministrator(actor)) throw new DomainError('forbidden', 'Only Workfront administrators can edit users')
}

/** Which access levels `user`, or somebody new, can be given, and why no other, null where all (reference §1, §2.2). */
export function assignableLevels(
  user: User | null,
  customer: EditPolicy,
): { levels: User['accessLevel'][]; reason: string | null } {
  if (user && isMainAdministrator(user, customer)) return { levels: [user.accessLevel], reason: MAIN_ADMINISTRATOR }
  const levels = (administrators: boolean) =>
    ACCESS_LEVELS.filter((accessLevel) => isAdministrator({ accessLevel }) === administrators)
  const isOne = user !== null && isAdministrator(user)
  if (customer.platformMode === 'ims')
    return {
      levels: levels(isOne),
      reason: 'System Administrator is granted and removed in the Adobe Admin Console.',
    }
  // Or an administrator's password could be set by taking their level away for as long as that takes.
  if (user?.mustChangePassword && !isOne) return { levels: levels(false), reason: ONE_TIME_PASSWORD }
  return { levels: [...ACCESS_LEVELS], reason: null }
}

/** Why `actor` cannot deactivate `user`, or null. */
export function whyNotDeactivate(user: User, actor: Pick<User, 'id'>, customer: EditPolicy): string | null {
  if (isMainAdministrator(user, customer)) return MAIN_ADMINISTRATOR
  return user.id === actor.id ? 'You cannot deactivate yourself. Another administrator can.' : null
}

/** Why `actor` cannot give `user` a one-time password, or null (reference §1, §2.2). */
export function whyNoOneTimePassword(user: User, actor: Pick<User, 'id'>, customer: EditPolicy): string | null {
  if (customer.platformMode === 'ims') return PASSWORDS_ELSEWHERE
  if (user.id === actor.id) return 'Your own password is changed under Change password in the user menu.'
  return isAdministrator(user) ? 'The password of another administrator cannot be set by somebody else.' : null
}

/** `user` with `edit` made by `actor`, or refused where it would break what holds of users (reference §1, §2.2). */
export function editUser(user: User, edit: UserEdit, actor: Pick<User, 'id'>, customer: EditPolicy): User {
  // What is not part of an edit is not in it either, not even as undefined: it was parsed from JSON.
  const after: User = { ...user, ...(edit as Partial<User>) }
  const whyNot = user.isActive && !after.isActive ? whyNotDeactivate(user, actor, customer) : null
  if (whyNot !== null) throw new DomainError('forbidden', whyNot)
  if (after.accessLevel !== user.accessLevel) requireAssignable(after.accessLevel, user, customer)
  // Only asked when it is changed: whoever has an odd pair from elsewhere can still be renamed or deactivated.
  if (after.accessLevel !== user.accessLevel || after.licence !== user.licence) requireFitting(after)
  return after
}

function requireAssignable(accessLevel: User['accessLevel'], user: User | null, customer: EditPolicy): void {
  const { levels, reason } = assignableLevels(user, customer)
  if (reason !== null && !levels.includes(accessLevel)) throw new DomainError('forbidden', reason, 'accessLevel')
}

function requireFitting({ accessLevel, licence }: Pick<User, 'accessLevel' | 'licence'>): void {
  if (LICENCE_OF[accessLevel] !== licence)
    throw new DomainError(
      'invalid',
      `The access level ${accessLevel} needs a ${LICENCE_OF[accessLevel]} licence, not a ${licence} one`,
      'accessLevel',
    )
}

/** Somebody new, who has the organisation's locale until they choose another. */
export function newUser(
  settings: UserSettings,
  secret: Pick<User, 'id' | 'passwordHash'>,
  customer: EditPolicy & Pick<Customer, 'locale'>,
  now: Instant,
): User {
  requireAssignable(settings.accessLevel, null, customer)
  requireFitting(settings)
  return {
    ...settings,
    ...secret,
    ssoUsername: settings.ssoUsername === '' ? null : settings.ssoUsername,
    isActive: true,
    locale: customer.locale,
    passwordDate: now,
    mustChangePassword: secret.passwordHash !== null,
    failedLogins: 0,
    lockedUntil: null,
    lastLoginDate: null,
    loginCount: 0,
  }
}

/** Whether an edit takes an administrator from those who can act. */
export const losesAdministrator = (before: User, after: User): boolean =>
  before.isActive && isAdministrator(before) && !(after.isActive && isAdministrator(after))

/** Somebody has to be left who can administer. `others` are the active administrators besides. */
export function requireAdministratorLeft(others: number): void {
  if (others === 0)
    throw new DomainError(
      'forbidden',
      'This is the last active administrator. Make somebody else a System Administrator first.',
      'accessLevel',
    )
}

/** What no two users may have in common, as it is called here and to people. */
const UNIQUE = { username: 'user name', email: 'e-mail address', ssoUsername: 'SSO username' } as const

/** Of user names, e-mail addresses and SSO usernames everybody has their own. `found` is who has this one now. */
export function requireOwn(found: Pick<User, 'id'> | null, user: Pick<User, 'id'>, field: keyof typeof UNIQUE): void {
  if (found && found.id !== user.id) throw new DomainError('invalid', `Another user has this ${UNIQUE[field]}`, field)
}

/** The customer whose Admin Email follows its owner to another address, or null where it stays as it is. */
export function followAdminEmail(
  customer: Customer,
  before: User,
  after: User,
  actor: User,
  now: Instant,
): Customer | null {
  if (!isMainAdministrator(before, customer) || after.email === customer.adminEmail) return null
  const { version } = customer
  // As a save of Customer Info: somebody who has that screen open is told.
  return { ...customer, adminEmail: after.email, version: version + 1, savedAt: now, savedBy: fullName(actor) }
}
