import { hasExpired, type ApiKey } from '#src/domain/apiKey.ts'
import { compareText } from '#src/domain/compareText.ts'
import { foldCase, type User } from '#src/domain/user.ts'
import type { KeyCondition, StoredListing, UserOrder, UsersSought } from '#src/domain/userList.ts'
import type { Table } from './memoryTable.ts'
import type { UserCondition, UserField, UserSort } from './store.ts'

/** `fields` of `user`, and no others. */
export const only = <Field extends keyof User>(user: User, fields: readonly Field[]): Pick<User, Field> =>
  // Object.fromEntries forgets the names.
  Object.fromEntries(fields.map((field) => [field, user[field]])) as Pick<User, Field>

const LISTED = [
  'id',
  'firstName',
  'lastName',
  'username',
  'email',
  'licence',
  'accessLevel',
  'isActive',
  'lockedUntil',
  'lastLoginDate',
] as const

export function listed(
  { users, keys }: { users: Table<User>; keys: Table<ApiKey> },
  { search, status, locksAt, key: asked, cutoff }: UsersSought,
): StoredListing[] {
  const part = foldCase(search)
  const found: StoredListing[] = []
  for (const user of users.all()) {
    const { isActive, lockedUntil } = user
    const name = `${foldCase(user.firstName)} ${foldCase(user.lastName)}`
    const texts = [name, foldCase(user.username), foldCase(user.email)]
    if (!texts.some((text) => text.includes(part))) continue
    const isLocked = locksAt !== null && lockedUntil !== null && lockedUntil > locksAt
    if (status !== null && status !== (isActive ? (isLocked ? 'locked' : 'active') : 'inactive')) continue
    const key = cutoff !== null && user.passwordDate <= cutoff ? null : keys.get(user.id)
    if (asked && !(key ? isAsked(key, asked) : asked.test === 'none')) continue
    found.push({
      ...only(user, LISTED),
      key: key && { createdAt: key.createdAt, expiresAt: key.expiresAt, lastUsedAt: key.lastUsedAt },
    })
  }
  return found
}

function isAsked(key: ApiKey, asked: KeyCondition): boolean {
  switch (asked.test) {
    case 'active':
      return !hasExpired(key, asked.at)
    case 'expired':
      return hasExpired(key, asked.at)
    case 'expires-between':
      return key.expiresAt !== null && asked.after < key.expiresAt && key.expiresAt <= asked.until
    case 'never-used':
      return key.lastUsedAt === null
    case 'unused-since':
      return key.createdAt < asked.since && (key.lastUsedAt === null || key.lastUsedAt < asked.since)
    case 'none':
      return false
  }
}

export function inListOrder(users: StoredListing[], { by, isDescending }: UserOrder): StoredListing[] {
  const name = ({ firstName, lastName }: StoredListing) => [foldCase(firstName), foldCase(lastName)]
  /** What `user` is sorted by, one thing after another. Whoever has no key comes after everybody who has one. */
  const placeOf = (user: StoredListing): (string | null)[] => {
    switch (by) {
      case 'name':
        return name(user)
      case 'email':
        return [foldCase(user.email)]
      case 'accessLevel':
        return [user.accessLevel, ...name(user)]
      case 'lastLoginDate':
        return [user.lastLoginDate]
      default:
        return user.key ? ['', user.key[by]] : [null, ...name(user)]
    }
  }
  const comparePlaces = (a: (string | null)[], b: (string | null)[]): number => {
    for (const [index, valueA] of a.entries()) {
      const valueB = b[index] ?? null
      if (valueA === valueB) continue
      if (valueA === null || valueB === null) return valueA === null ? 1 : -1
      return isDescending ? compareText(valueB, valueA) : compareText(valueA, valueB)
    }
    return 0
  }
  // Once for each and not at every comparison: folding takes longer than all else.
  const placed = users.map((user) => ({ user, place: [...placeOf(user), user.id] }))
  return placed.toSorted((a, b) => comparePlaces(a.place, b.place)).map(({ user }) => user)
}

const valueOf = (user: User, field: UserField) =>
  field === 'name' ? `${user.firstName} ${user.lastName}` : user[field]

/** Whether every condition holds of a user. */
export function meets(conditions: readonly UserCondition[]): (user: User) => boolean {
  const tests = conditions.map((condition) => ({ field: condition.field, holds: testOf(condition) }))
  return (user) => tests.every(({ field, holds }) => holds(valueOf(user, field)))
}

function testOf(condition: UserCondition): (actual: Value) => boolean {
  switch (condition.test) {
    case 'isnull':
      return (actual) => actual === null
    case 'notnull':
      return (actual) => actual !== null
    case 'eq':
      return (actual) => actual === condition.value
    case 'ne':
      return (actual) => actual !== condition.value
    case 'in': {
      // Lists may be as long as there are users.
      const values = new Set<Value>(condition.values)
      return (actual) => actual !== null && values.has(actual)
    }
    case 'contains':
      return (actual) => actual !== null && String(actual).includes(condition.value)
    case 'cieq': {
      const value = foldCase(condition.value)
      return (actual) => foldCase(String(actual)) === value
    }
    case 'cicontains': {
      const value = foldCase(condition.value)
      return (actual) => foldCase(String(actual)).includes(value)
    }
  }
}

export const inOrder = (sort: readonly UserSort[]) => (a: User, b: User) => {
  for (const { field, isDescending } of sort) {
    const order = compare(valueOf(a, field), valueOf(b, field))
    if (order !== 0) return isDescending ? -order : order
  }
  return 0
}

type Value = ReturnType<typeof valueOf>

function compare(a: Value, b: Value): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b)
}
