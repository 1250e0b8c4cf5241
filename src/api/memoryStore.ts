import { hasExpired, policyOf, UNUSED, type ApiKey } from '#src/domain/apiKey.ts'
import type { ApiLogin } from '#src/domain/apiLogins.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import type { RecordsSought } from '#src/domain/auditLog.ts'
import { compareText } from '#src/domain/compareText.ts'
import { ENVIRONMENTS, type Customer, type Environment } from '#src/domain/customer.ts'
import type { RefreshHistory } from '#src/domain/refresh.ts'
import type { Session } from '#src/domain/session.ts'
import type { SingleSignOn } from '#src/domain/sso/settings.ts'
import { foldCase, type User } from '#src/domain/user.ts'
import { addUse, byLastUse, laterOf, usageAfter, type KeyClient, type KeyUse } from '#src/domain/keyUse.ts'
import type { KeyCondition, StoredListing, UserOrder, UsersSought } from '#src/domain/userList.ts'
import { carriedOf, LOG_IN } from './openSession.ts'
import {
  MOST_LOGINS,
  type RefreshTransaction,
  type Store,
  type Transaction,
  type UserCondition,
  type UserField,
  type UserSort,
} from './store.ts'

/** The rows one environment starts with. */
export interface Rows {
  customer: Customer
  sso: SingleSignOn
  users: User[]
  keys: ApiKey[]
  /** Who used these keys, if anybody did. */
  keyUses?: (KeyUse & { userId: string })[]
  /** What has been done so far, oldest first. */
  audit: AuditRecord[]
}

/** Keeps what differs from the rows a store began with. Names are opaque; values are JSON. */
export interface Persistence {
  load(name: string): [id: string, row: unknown][]
  save(name: string, changes: [id: string, row: unknown][]): void
}

/** A map of immutable rows that can undo what a failed transaction wrote and tell what differs from its seed. */
class Table<Row extends object> {
  private readonly name: string
  private readonly seed: ReadonlyMap<string, Row>
  private readonly rows: Map<string, Row>
  /** By row: what of it differs from the seed. Null for one that was removed. */
  private readonly changes: Map<string, Partial<Row> | null>
  private readonly persistence: Persistence | null
  private undo: [id: string, row: Row | undefined][] = []
  private isSaved = false

  constructor(name: string, seed: [string, Row][], persistence: Persistence | null) {
    this.name = name
    this.seed = new Map(seed)
    this.rows = new Map(seed)
    this.persistence = persistence
    // Written by `writeDown` below in an earlier life of the same tab, so that with the seed it makes whole rows.
    this.changes = new Map((persistence?.load(name) ?? []) as [string, Partial<Row> | null][])
    for (const [id, change] of this.changes) {
      const seeded = this.seed.get(id)
      this.write(id, change && seeded ? { ...seeded, ...change } : (change as Row | null))
    }
    this.undo = []
  }

  get(id: string): Row | null {
    return this.rows.get(id) ?? null
  }

  all(): Row[] {
    return [...this.rows.values()]
  }

  entries(): [id: string, row: Row][] {
    return [...this.rows]
  }

  put(id: string, row: Row): void {
    this.write(id, row)
  }

  /** Leaves these rows, and no others. */
  replaceBy(entries: [id: string, row: Row][]): void {
    const kept = new Set(entries.map(([id]) => id))
    for (const id of this.rows.keys()) if (!kept.has(id)) this.remove(id)
    for (const [id, row] of entries) this.put(id, row)
  }

  remove(id: string): void {
    this.write(id, null)
  }

  /** Writes down what this transaction changed; it can still be rolled back. */
  save(): void {
    if (this.undo.length === 0) return
    this.isSaved = true
    this.writeDown(this.undo.map(([id]) => id))
  }

  commit(): void {
    this.undo = []
    this.isSaved = false
  }

  /** Puts the rows back as they were; answers what is then left to do about what was written down. */
  rollback(): () => void {
    const { undo, isSaved } = this
    for (const [id, row] of undo.toReversed()) {
      if (row === undefined) this.rows.delete(id)
      else this.rows.set(id, row)
    }
    this.commit()
    return () => {
      if (isSaved) this.writeDown(undo.map(([id]) => id))
    }
  }

  private writeDown(ids: string[]): void {
    for (const id of ids) {
      const difference = this.differenceOf(id)
      if (difference === undefined) this.changes.delete(id)
      else this.changes.set(id, difference)
    }
    this.persistence?.save(this.name, [...this.changes])
  }

  /** A tab has room for what an act changes of 5,000 people, but not for all that they are. Undefined for nothing. */
  private differenceOf(id: string): Partial<Row> | null | undefined {
    const [row, seeded] = [this.rows.get(id), this.seed.get(id)]
    if (!row || !seeded) return row ?? (seeded && null)
    // The names are those of the row.
    const names = Object.keys(row) as (keyof Row)[]
    const differing = names.filter((name) => row[name] !== seeded[name])
    if (differing.length === 0) return undefined
    return Object.fromEntries(differing.map((name) => [name, row[name]])) as Partial<Row>
  }

  private write(id: string, row: Row | null): void {
    this.undo.push([id, this.rows.get(id)])
    if (row === null) this.rows.delete(id)
    else this.rows.set(id, row)
  }
}

/** The store of the browser host and of tests. Rows are never changed in place, so what it hands out stays as it was. */
export function memoryStore(seed: Record<Environment, Rows>, persistence: Persistence | null = null): Store {
  const tables = new Map(
    ENVIRONMENTS.map((environment) => {
      const rows = seed[environment]
      const table = <Row extends object>(name: string, entries: [string, Row][]) =>
        new Table(`${environment}.${name}`, entries, persistence)
      return [
        environment,
        {
          customer: table<Customer>('customer', [['customer', rows.customer]]),
          sso: table<SingleSignOn>('sso', [['sso', rows.sso]]),
          users: table<User>(
            'users',
            rows.users.map((user) => [user.id, user]),
          ),
          keys: table<ApiKey>(
            'keys',
            rows.keys.map((key) => [key.userId, key]),
          ),
          keyUses: table<Uses>('keyUses', usesByOwner(rows)),
          passwords: table<string[]>('passwords', []),
          sessions: table<Session>('sessions', []),
          audit: table<AuditRecord>(
            'audit',
            rows.audit.map((record) => [record.id, record]),
          ),
          refreshes: table<RefreshHistory>('refreshes', []),
        },
      ] as const
    }),
  )
  // Both environments have their tables: the map was built from the list of all.
  const tablesOf = (environment: Environment) => tables.get(environment)!
  let last: Promise<unknown> = Promise.resolve()
  const next = <T>(run: () => Promise<T>): Promise<T> => {
    const result = last.then(run, run)
    last = result.catch(() => undefined)
    return result
  }

  const transact = <T>(environment: Environment, act: (tx: RefreshTransaction) => Promise<T>): Promise<T> => {
    const own = tablesOf(environment)
    return next(async () => {
      try {
        const takeFrom = async (source: Environment) => takeOver(own, tablesOf(source))
        const result = await act({ ...transactionOn(own), takeFrom })
        for (const table of Object.values(own)) table.save()
        for (const table of Object.values(own)) table.commit()
        return result
      } catch (error) {
        // Rows first, in every table: writing down may fail again where the storage is full.
        const unwritten = Object.values(own).map((table) => table.rollback())
        for (const writeDown of unwritten) writeDown()
        throw error
      }
    })
  }

  return {
    // A reader waits its turn like a writer: there is one copy of the rows, and a writer may be half-way through it.
    read: (environment, ask) => next(() => ask(transactionOn(tablesOf(environment)))),
    // Everybody waits for everybody here, so every transaction sees one moment.
    transaction: transact,
    refresh: transact,
  }
}

interface Tables {
  customer: Table<Customer>
  sso: Table<SingleSignOn>
  users: Table<User>
  keys: Table<ApiKey>
  /** By the key's owner. */
  keyUses: Table<Uses>
  /** By user: the hashes of earlier passwords, newest first. */
  passwords: Table<string[]>
  sessions: Table<Session>
  audit: Table<AuditRecord>
  refreshes: Table<RefreshHistory>
}

/** See `takeFrom` of the store. */
function takeOver(own: Tables, source: Tables): void {
  own.customer.replaceBy(source.customer.entries())
  own.users.replaceBy(source.users.entries())
  own.passwords.replaceBy(source.passwords.entries())
  own.keys.replaceBy(source.keys.entries().map(([id, key]) => [id, { ...key, ...UNUSED }]))
  own.keyUses.replaceBy([])
  own.sessions.replaceBy([])
}

/** The last first. */
interface Uses {
  uses: KeyUse[]
}

/** Those of keys that are there. */
function usesByOwner({ keys, keyUses = [] }: Rows): [userId: string, uses: Uses][] {
  const byOwner = new Map<string, Uses>()
  const owners = new Set(keys.map(({ userId }) => userId))
  for (const { userId, ...use } of keyUses)
    if (owners.has(userId)) byOwner.set(userId, { uses: addUse(byOwner.get(userId)?.uses ?? [], use) })
  return [...byOwner]
}

function transactionOn(tables: Tables): Transaction {
  const find = <Row extends object>(table: Table<Row>, matches: (row: Row) => boolean) =>
    table.all().find(matches) ?? null
  const sameText = (a: string, b: string) => foldCase(a) === foldCase(b)
  const passwordSetBy = (key: ApiKey, cutoff: string) => (tables.users.get(key.userId)?.passwordDate ?? '') <= cutoff
  const usesOf = (userId: string) => tables.keyUses.get(userId)?.uses ?? []
  const forgetUses = (userId: string) => {
    if (tables.keyUses.get(userId)) tables.keyUses.remove(userId)
  }
  const removeKey = (userId: string) => {
    tables.keys.remove(userId)
    forgetUses(userId)
  }

  return {
    customer: {
      // Every environment is seeded with its customer and nothing removes it.
      get: async () => tables.customer.get('customer')!,
      put: async (customer) => tables.customer.put('customer', customer),
    },
    sso: {
      // As above.
      get: async () => tables.sso.get('sso')!,
      put: async (settings) => tables.sso.put('sso', settings),
    },
    users: {
      byId: async (id) => tables.users.get(id),
      byUsername: async (username) => find(tables.users, (user) => sameText(user.username, username)),
      byEmail: async (email) => find(tables.users, (user) => sameText(user.email, email)),
      previousPasswords: async (id, limit) => (tables.passwords.get(id) ?? []).slice(0, limit),
      countPasswordsSetBy: async (cutoff) =>
        tables.users.all().filter(({ passwordDate }) => passwordDate <= cutoff).length,
      search: async (conditions, sort, { first, limit }) =>
        tables.users
          .all()
          .filter(meets(conditions))
          .toSorted(inOrderOf([...sort, { field: 'id', isDescending: false }]))
          .slice(first, first + limit),
      pick: async (fields, conditions) =>
        tables.users
          .all()
          .filter(meets(conditions))
          .toSorted(inOrderOf([{ field: 'id', isDescending: false }]))
          .map((user) => only(user, fields)),
      count: async (conditions) => tables.users.all().filter(meets(conditions)).length,
      list: async (filter, sort, { first, limit }) =>
        inListOrder(listed(tables, filter), sort).slice(first, first + limit),
      listAll: async (filter) => inListOrder(listed(tables, filter), { by: 'name', isDescending: false }),
      countListed: async (filter) => listed(tables, filter).length,
      put: async (user) => tables.users.put(user.id, user),
      async setSsoUsernames(entries) {
        for (const { id, ssoUsername } of entries) {
          const user = tables.users.get(id)
          if (user) tables.users.put(id, { ...user, ssoUsername, ssoAccessOnly: true })
        }
      },
      rememberPassword: async (id, hash) => tables.passwords.put(id, [hash, ...(tables.passwords.get(id) ?? [])]),
    },
    keys: {
      ofUser: async (userId) => tables.keys.get(userId),
      byDigest: async (digest) => find(tables.keys, (key) => key.digest === digest),
      async holder(digest) {
        const key = find(tables.keys, (key) => key.digest === digest)
        const owner = key && tables.users.get(key.userId)
        return key && owner && { key, owner, policy: policyOf(tables.customer.get('customer')!) }
      },
      async put(key) {
        if (tables.keys.get(key.userId)?.id !== key.id) forgetUses(key.userId)
        tables.keys.put(key.userId, key)
      },
      removeOf: async (userId) => removeKey(userId),
      async count(now, cutoff) {
        const count = { active: 0, expired: 0, settled: 0 }
        for (const key of tables.keys.all())
          count[
            cutoff !== null && passwordSetBy(key, cutoff) ? 'settled' : hasExpired(key, now) ? 'expired' : 'active'
          ]++
        return count
      },
      countExpiring: async (now, until, cutoff) =>
        tables.keys
          .all()
          .filter((key) => cutoff === null || !passwordSetBy(key, cutoff))
          .filter(({ expiresAt }) => expiresAt !== null && now < expiresAt && expiresAt <= until).length,
      async redateAll(now, expiresAt) {
        const active = tables.keys.all().filter((key) => !hasExpired(key, now))
        for (const key of active) tables.keys.put(key.userId, { ...key, expiresAt })
        return active.length
      },
      async removeAll() {
        const all = tables.keys.all()
        for (const key of all) removeKey(key.userId)
        return all.length
      },
      async settle(cutoff) {
        const due = tables.keys.all().filter((key) => passwordSetBy(key, cutoff))
        for (const key of due) removeKey(key.userId)
        return due.length
      },
      nextExpiry: async (now) =>
        tables.keys.all().reduce<string | null>((next, { expiresAt }) => {
          if (expiresAt === null || expiresAt <= now) return next
          return next === null || expiresAt < next ? expiresAt : next
        }, null),
      async recordUse(usage) {
        const refreshedAt = tables.refreshes.get('refreshes')?.lastAt ?? null
        const { userId, keyId, uses, refusedCalls, lastRefusedAt } = usageAfter(usage, refreshedAt)
        const key = tables.keys.get(userId)
        if (key?.id !== keyId) return
        tables.keys.put(userId, {
          ...key,
          lastUsedAt: uses.reduce((last, use) => laterOf(last, use.lastUsedAt), key.lastUsedAt),
          refusedCalls: key.refusedCalls + refusedCalls,
          lastRefusedAt: laterOf(key.lastRefusedAt, lastRefusedAt),
        })
        if (uses.length > 0) tables.keyUses.put(userId, { uses: uses.reduce(addUse, usesOf(userId)) })
      },
    },
    keyUses: {
      ofUser: async (userId) => usesOf(userId),
      async clientsSince(since, cutoff, limit) {
        const clients = new Map<string, KeyClient>()
        for (const key of tables.keys.all())
          if (cutoff === null || !passwordSetBy(key, cutoff))
            for (const { client, lastUsedAt } of usesOf(key.userId).filter((use) => use.lastUsedAt > since)) {
              const { users = 0, lastUsedAt: before = '' } = clients.get(client) ?? {}
              clients.set(client, { client, users: users + 1, lastUsedAt: before > lastUsedAt ? before : lastUsedAt })
            }
        const ranked = [...clients.values()].toSorted((a, b) => b.users - a.users || byLastUse(a, b))
        return { clients: ranked.slice(0, limit), total: ranked.length }
      },
    },
    sessions: {
      byDigest: async (digest) => tables.sessions.get(digest),
      put: async (session) => tables.sessions.put(session.digest, session),
      remove: async (digest) => tables.sessions.remove(digest),
      async removeOfUser(userId, kept) {
        const ended = tables.sessions.all().filter((session) => session.userId === userId && session.digest !== kept)
        for (const { digest } of ended) tables.sessions.remove(digest)
        return ended.length
      },
      async removeEnded(idleSince, begunBy) {
        for (const { digest, lastUsedAt, createdAt } of tables.sessions.all())
          if (lastUsedAt <= idleSince || createdAt <= begunBy) tables.sessions.remove(digest)
      },
    },
    audit: {
      append: async (record) => tables.audit.put(record.id, record),
      search: async (conditions = {}, limit) =>
        newestFirst(tables.audit.all().filter(isSought(conditions))).slice(0, limit),
      async page(conditions, { first, limit }) {
        const found = newestFirst(tables.audit.all().filter(isSought(conditions)))
        return { records: found.slice(first, first + limit), count: found.length }
      },
      byId: async (id) => tables.audit.get(id),
      async removeBefore(cutoff, limit) {
        const old = newestFirst(tables.audit.all().filter(({ at }) => at < cutoff))
        const oldest = old.toReversed().slice(0, limit)
        for (const { id } of oldest) tables.audit.remove(id)
        return oldest.length
      },
      apiLogins: async (since, limit) => countLogins(tables.audit.all(), since).slice(0, limit),
    },
    refreshes: {
      get: async () => tables.refreshes.get('refreshes'),
      put: async (history) => tables.refreshes.put('refreshes', history),
    },
  }
}

/** `records`, which are in the order they were written in. */
const newestFirst = (records: AuditRecord[]): AuditRecord[] =>
  records.toReversed().toSorted((a, b) => compareText(b.at, a.at))

/** Whether every condition holds of a record. */
function isSought({ types, action, userName, since = '', before }: RecordsSought): (record: AuditRecord) => boolean {
  const part = foldCase(userName ?? '')
  return (record) =>
    (types?.includes(record.type) ?? true) &&
    (action === undefined || record.action === action) &&
    foldCase(record.userName).includes(part) &&
    record.at >= since &&
    (before === undefined || record.at < before)
}

function countLogins(records: AuditRecord[], since: string): ApiLogin[] {
  const { type, action, object } = LOG_IN.api
  const groups = new Map<string, ApiLogin>()
  const found = records
    .filter((record) => record.type === type && record.action === action && record.object === object)
    .filter(({ outcome, at }) => outcome === 'done' && at > since)
  const logins = newestFirst(found).slice(0, MOST_LOGINS)
  for (const { userId, userName, userAgent, address, after, at } of logins) {
    const certificate = carriedOf(after)
    const name = JSON.stringify([userId, userName, userAgent, address, certificate])
    const group = groups.get(name)
    if (group) group.logins++
    // The newest comes first. Nobody logs in without being somebody.
    else groups.set(name, { userId: userId ?? '', userName, userAgent, address, certificate, logins: 1, lastAt: at })
  }
  return [...groups.values()]
}

/** `fields` of `user`, and no others. */
const only = <Field extends keyof User>(user: User, fields: readonly Field[]): Pick<User, Field> =>
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

function listed(
  { users, keys }: Tables,
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

function inListOrder(users: StoredListing[], { by, isDescending }: UserOrder): StoredListing[] {
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
function meets(conditions: readonly UserCondition[]): (user: User) => boolean {
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

const inOrderOf = (sort: readonly UserSort[]) => (a: User, b: User) => {
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
