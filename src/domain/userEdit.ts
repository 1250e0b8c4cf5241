import * as z from 'zod/mini'
import { LICENCE_OF } from './accessLevel.ts'
import { CustomerSettings, type Customer } from './customer.ts'
import { DomainError } from './errors.ts'
import type { Instant } from './instant.ts'
import { ACCESS_LEVELS, foldCase, fullName, isAdministrator, LICENCES, type User } from './user.ts'

/**
 * One line of text that every store can keep: no control characters, also none that turn what follows the other way
 * round, no other ends of lines, and no half of a character.
 */
const line = (what: string, length: number) =>
  z
    .string(`Send ${what} as text`)
    .check(
      z.trim(),
      z.minLength(1, `Enter ${what}`),
      z.maxLength(length, `Use ${length} characters or fewer`),
      z.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, 'Leave out control characters'),
    )

/** Who somebody is to the identity provider. Case-sensitive. */
export const SsoUsername = line('the SSO user name, or null', 254)

const flag = z.boolean('Send true or false')

/** What an administrator may change of a user. Passwords are not among it: nobody sets somebody else's. */
export const UserEdit = z.partial(
  z.object({
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
  }),
)
export type UserEdit = z.infer<typeof UserEdit>

/** The owner of the Admin Email (reference §1). */
const isMainAdministrator = (user: User, { adminEmail }: Pick<Customer, 'adminEmail'>): boolean =>
  foldCase(user.email) === foldCase(adminEmail)

/**
 * Only an administrator edits users. As theirs is the highest level, nobody can assign one above their own.
 */
export function requireUserAdministrator(actor: User): void {
  if (!isAdministrator(actor)) throw new DomainError('forbidden', 'Only Workfront administrators can edit users')
}

/** `user` with `edit` made, or refused where it would break what holds of users (reference §1, §2.2). */
export function editUser(user: User, edit: UserEdit, customer: Pick<Customer, 'adminEmail' | 'platformMode'>): User {
  // What is not part of an edit is not in it either, not even as undefined: it was parsed from JSON.
  const after: User = { ...user, ...(edit as Partial<User>) }
  const isMoved = after.accessLevel !== user.accessLevel
  if (isMainAdministrator(user, customer) && (isMoved || (user.isActive && !after.isActive)))
    throw new DomainError(
      'forbidden',
      'The main administrator cannot be deactivated or given another access level. Name another one in Customer Info first.',
    )
  if (customer.platformMode === 'ims' && isAdministrator(after) !== isAdministrator(user))
    throw new DomainError('forbidden', 'System Administrator is granted and removed in the Adobe Admin Console.')
  // Only asked when it is changed: whoever has an odd pair from elsewhere can still be renamed or deactivated.
  const fits = LICENCE_OF[after.accessLevel] === after.licence
  if ((isMoved || after.licence !== user.licence) && !fits)
    throw new DomainError(
      'invalid',
      `The access level ${after.accessLevel} needs a ${LICENCE_OF[after.accessLevel]} licence, not a ${after.licence} one`,
    )
  return after
}

/** User names and e-mail addresses are unique whatever their case. `found` is who has this one now. */
export function requireOwn(found: User | null, user: User, what: 'user name' | 'e-mail address'): void {
  if (found && found.id !== user.id) throw new DomainError('invalid', `Another user has this ${what}`)
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
