import type { Customer } from '#src/domain/customer.ts'
import { requireActiveInProduction } from '#src/domain/preview.ts'
import { fullName, type User } from '#src/domain/user.ts'
import {
  editUser,
  followAdminEmail,
  losesAdministrator,
  requireAdministratorLeft,
  requireOwn,
  UserEdit,
} from '#src/domain/userEdit.ts'
import type { ActRoom } from './perform.ts'
import type { Reading, UserCondition } from './store.ts'

/** Active administrators. */
export const ACTIVE_ADMINISTRATOR: readonly UserCondition[] = [
  { field: 'isActive', test: 'eq', value: true },
  { field: 'accessLevel', test: 'eq', value: 'System Administrator' },
]

/**
 * Makes an edit of one user, whichever API asked for it, and records it. Answers the user as stored now, and the
 * customer, whose Admin Email follows its owner.
 */
export async function applyEdit(
  room: Pick<ActRoom, 'rows' | 'customer' | 'user' | 'now' | 'record'>,
  before: User,
  edit: UserEdit,
): Promise<{ user: User; customer: Customer }> {
  const { rows, customer, user: actor, now } = room
  const after = await judgeEdit(rows, before, edit, actor, customer)
  await rows.users.put(after)
  if (!after.isActive) await rows.sessions.removeOfUser(after.id, null)
  const followed = followAdminEmail(customer, before, after, actor, now)
  if (followed) await rows.customer.put(followed)
  room.record({
    object: fullName(before),
    details: followed ? 'The Admin Email of the organisation follows' : '',
    ...difference(before, after),
  })
  return { user: after, customer: followed ?? customer }
}

/** What `edit` makes of a user, or refused where it would break what holds of all of them; writes nothing. */
export async function judgeEdit(
  rows: Reading,
  before: User,
  edit: UserEdit,
  actor: Pick<User, 'id'>,
  customer: Customer,
): Promise<User> {
  const after = editUser(before, edit, actor, customer)
  if (edit.isActive && rows.production) requireActiveInProduction(await rows.production.users.byId(before.id))
  if (losesAdministrator(before, after))
    requireAdministratorLeft(
      await rows.users.count([...ACTIVE_ADMINISTRATOR, { field: 'id', test: 'ne', value: before.id }]),
    )
  await requireUnique(rows, before, after)
  return after
}

/** Refuses `after` where somebody else has what it has and `before`, null for somebody new, had not. */
export async function requireUnique({ users }: Reading, before: User | null, after: User): Promise<void> {
  const { username, email, ssoUsername } = after
  if (username !== before?.username) requireOwn(await users.byUsername(username), after, 'username')
  if (email !== before?.email) requireOwn(await users.byEmail(email), after, 'email')
  if (ssoUsername === null || ssoUsername === before?.ssoUsername) return
  // However many have it: more than one did before this was asked.
  for (const found of await users.pick(['id'], [{ field: 'ssoUsername', test: 'eq', value: ssoUsername }]))
    requireOwn(found, after, 'ssoUsername')
}

/** What an edit changed. A user's secrets cannot be edited, so none is among it. */
function difference(before: User, after: User) {
  const changed = Object.keys(UserEdit.shape).filter(
    (field) => before[field as keyof UserEdit] !== after[field as keyof UserEdit],
  ) as (keyof UserEdit)[]
  const of = (user: User) => Object.fromEntries(changed.map((field) => [field, user[field]]))
  return { before: of(before), after: of(after) }
}
