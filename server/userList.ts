import { sql, type Expression, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Reading } from '#src/api/store.ts'
import type { Environment } from '#src/domain/customer.ts'
import { foldCase } from '#src/domain/user.ts'
import type { KeyCondition, StoredListing, UserOrder, UsersSought } from '#src/domain/userList.ts'
import type { Tables } from './tables.ts'
import type { Idioms } from './userSearch.ts'

/** What a search looks into, as one text: no name goes over the end of a line. SQLite's index has it in these words. */
export const SEARCHED = sql<string>`"firstNameFolded" || ' ' || "lastNameFolded" || '
' || "usernameFolded" || '
' || "emailFolded"`

const NAME = ['users.firstNameFolded', 'users.lastNameFolded']
/** What comes one after another in the order of a list, but for what is the same in all of it. */
const SORTED_BY: Record<UserOrder['by'], readonly string[]> = {
  name: NAME,
  email: ['users.emailFolded'],
  accessLevel: ['users.accessLevel', ...NAME],
  lastLoginDate: ['users.lastLoginDate'],
  createdAt: ['apiKeys.createdAt'],
  expiresAt: ['apiKeys.expiresAt'],
  lastUsedAt: ['apiKeys.lastUsedAt'],
}
const NULLABLE = new Set(['users.lastLoginDate', 'apiKeys.expiresAt', 'apiKeys.lastUsedAt'])
const BY_NAME: UserOrder = { by: 'name', isDescending: false }

/**
 * The list of users. Whom a page shows is found first, in an index where there is one, and only they are read. What is
 * sorted by keys, of which there may be no index (see the first migration), begins at the keys.
 */
export function userList(
  db: Kysely<Tables>,
  environment: Environment,
  idioms: Idioms,
): Pick<Reading['users'], 'list' | 'listAll' | 'countListed'> {
  const allUsers = db.selectFrom('users').where('users.environment', '=', environment)
  const allKeys = db.selectFrom('apiKeys').where('apiKeys.environment', '=', environment)

  function usersOf({ key, cutoff, ...filter }: UsersSought) {
    const users = userConditions(filter, idioms).reduce((query, condition) => query.where(condition), allUsers)
    if (key === null) return users
    if (key.test === 'none') {
      const own = allKeys.select('userId').where('userId', '=', sql.ref<string>('users.id'))
      return users.where(({ eb, or, not, exists }) =>
        or([not(exists(own)), ...(cutoff === null ? [] : [eb('passwordDate', '<=', cutoff)])]),
      )
    }
    const holders = users.where('users.id', 'in', allKeys.select('userId').where(isAsked(key)))
    return cutoff === null ? holders : holders.where('passwordDate', '>', cutoff)
  }

  /** The keys of the users that a filter leaves. */
  function keysOf({ key, cutoff, ...filter }: UsersSought) {
    const keys = key === null ? allKeys : allKeys.where(isAsked(key))
    const asked = userConditions(filter, idioms)
    if (asked.length === 0 && cutoff === null) return keys
    const owners = asked.reduce((query, condition) => query.where(condition), allUsers.select('users.id'))
    return keys.where('userId', 'in', cutoff === null ? owners : owners.where('passwordDate', '>', cutoff))
  }

  const inListOrder = ({ by, isDescending }: UserOrder, id: string, isSearch = false): RawBuilder<unknown>[] =>
    [...SORTED_BY[by], id].map((column) => {
      const value = sql`${isSearch ? idioms.found(sql.ref(column)) : sql.ref(column)} collate ${sql.raw(idioms.collation)}`
      // Only where there may be none: SQLite would not see that its index is in this order.
      const nulls = NULLABLE.has(column) ? sql` nulls last` : sql``
      return sql`${value} ${sql.raw(isDescending ? 'desc' : 'asc')}${nulls}`
    })

  /** What is shown of the users whom `ids` selects. */
  async function shown(
    ids: Expression<unknown>,
    cutoff: UsersSought['cutoff'],
    order: readonly RawBuilder<unknown>[],
  ): Promise<StoredListing[]> {
    // A cross join has SQLite begin at the page; it would go through all users for the sake of their order.
    const page = db
      .selectFrom(sql<{ id: string }>`${ids}`.as('page'))
      .crossJoin('users')
      .whereRef('users.id', '=', 'page.id')
      .where('users.environment', '=', environment)
    const rows = await order
      .reduce((query, by) => query.orderBy(by), page)
      .leftJoin('apiKeys', (join) => {
        const own = join.on('apiKeys.environment', '=', environment).onRef('apiKeys.userId', '=', 'users.id')
        return cutoff === null ? own : own.on('users.passwordDate', '>', cutoff)
      })
      .select(['users.id', 'firstName', 'lastName', 'username', 'email', 'licence', 'accessLevel'])
      .select(['isActive', 'lockedUntil', 'lastLoginDate'])
      .select(['apiKeys.createdAt', 'apiKeys.expiresAt', 'apiKeys.lastUsedAt'])
      .execute()
    return rows.map(({ createdAt, expiresAt, lastUsedAt, isActive, ...user }) => ({
      ...user,
      isActive: isActive === 1,
      // Every key was made at some time: what has none is nobody's.
      key: createdAt === null ? null : { createdAt, expiresAt, lastUsedAt },
    }))
  }

  async function countKeys(filter: UsersSought): Promise<number> {
    const { count } = await keysOf(filter)
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  async function list(
    filter: UsersSought,
    sort: UserOrder,
    { first, limit }: { first: number; limit: number },
  ): Promise<StoredListing[]> {
    const { by, isDescending } = sort
    const isByKey = by === 'createdAt' || by === 'expiresAt' || by === 'lastUsedAt'
    if (!isByKey || filter.key?.test === 'none') {
      const order = isByKey ? { ...BY_NAME, isDescending } : sort
      const ids = inListOrder(order, 'users.id', filter.search !== '')
        .reduce((query, one) => query.orderBy(one), usersOf(filter).select('users.id'))
        .offset(first)
        .limit(limit)
      return shown(ids, filter.cutoff, inListOrder(order, 'users.id'))
    }
    const ids = inListOrder(sort, 'apiKeys.userId')
      .reduce((query, one) => query.orderBy(one), keysOf(filter).select('userId as id'))
      .offset(first)
      .limit(limit)
    const found = await shown(ids, filter.cutoff, inListOrder(sort, 'users.id'))
    if (found.length === limit || filter.key) return found
    const others = { first: Math.max(0, first - (await countKeys(filter))), limit: limit - found.length }
    return [...found, ...(await list({ ...filter, key: { test: 'none' } }, sort, others))]
  }

  return {
    list,
    listAll: (filter) => shown(usersOf(filter).select('users.id'), filter.cutoff, inListOrder(BY_NAME, 'users.id')),
    async countListed(filter) {
      if (filter.key && filter.key.test !== 'none') return countKeys(filter)
      const { count } = await usersOf(filter)
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
  }
}

function userConditions(
  { search, status, locksAt }: Pick<UsersSought, 'search' | 'status' | 'locksAt'>,
  { contains }: Idioms,
): Expression<SqlBool>[] {
  const asked: Expression<SqlBool>[] = []
  if (search.includes('\n')) asked.push(sql`1 = 0`)
  else if (search !== '') asked.push(contains(SEARCHED, foldCase(search)))
  if (status !== null) asked.push(status === 'inactive' ? sql`"isActive" = 0` : sql`"isActive" = 1`)
  if (status === 'locked') asked.push(locksAt === null ? sql`1 = 0` : sql`"lockedUntil" > ${locksAt}`)
  if (status === 'active' && locksAt !== null) asked.push(sql`("lockedUntil" is null or "lockedUntil" <= ${locksAt})`)
  return asked
}

function isAsked(key: KeyCondition): Expression<SqlBool> {
  switch (key.test) {
    case 'active':
      return sql`("expiresAt" is null or "expiresAt" > ${key.at})`
    case 'expired':
      return sql`"expiresAt" <= ${key.at}`
    case 'expires-between':
      return sql`("expiresAt" > ${key.after} and "expiresAt" <= ${key.until})`
    case 'never-used':
      return sql`"lastUsedAt" is null`
    case 'unused-since':
      return sql`("apiKeys"."createdAt" < ${key.since} and ("lastUsedAt" is null or "lastUsedAt" < ${key.since}))`
    case 'none':
      return sql`1 = 0`
  }
}
