import { hasExpired, policyOf, UNUSED, type ApiKey } from '#src/domain/apiKey.ts'
import type { ApiLogin } from '#src/domain/apiLogins.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import type { RecordsSought } from '#src/domain/auditLog.ts'
import { compareText } from '#src/domain/compareText.ts'
import { ENVIRONMENTS, type Customer, type Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { RefreshHistory } from '#src/domain/refresh.ts'
import type { Session } from '#src/domain/session.ts'
import type { OwnKey } from '#src/domain/sso/ownCertificates.ts'
import type { SingleSignOn } from '#src/domain/sso/settings.ts'
import { SignOnSummary, type SignOnRecord } from '#src/domain/sso/signOnRecord.ts'
import type { SignOnRequest } from '#src/domain/sso/signOnRequest.ts'
import { foldCase, type User } from '#src/domain/user.ts'
import { addUse, byLastUse, laterOf, usageAfter, type KeyClient, type KeyUse } from '#src/domain/keyUse.ts'
import { Table, type Persistence } from './memoryTable.ts'
import { inListOrder, inOrder, listed, meets, only } from './memoryUsers.ts'
import { carriedOf, LOG_IN } from './openSession.ts'
import { MOST_LOGINS, type Reading, type RefreshTransaction, type Store, type Transaction } from './store.ts'

/** The rows one environment starts with. */
export interface Rows {
  customer: Customer
  sso: SingleSignOn
  /** What this environment signs its requests to the identity provider with. */
  ownKeys?: OwnKey[]
  /** How sign-ons went so far, oldest first. */
  signOns?: SignOnRecord[]
  users: User[]
  /** What the directory said of users that no field of theirs has, by the user's ID. */
  directory?: Record<string, Record<string, string>>
  keys: ApiKey[]
  /** Who used these keys, if anybody did. */
  keyUses?: (KeyUse & { userId: string })[]
  /** What has been done so far, oldest first. */
  audit: AuditRecord[]
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
          ownKeys: table<OwnKey>(
            'ownKeys',
            (rows.ownKeys ?? []).map((key) => [key.certificate.fingerprint, key]),
          ),
          requests: table<SignOnRequest>('requests', []),
          usedAssertions: table<UsedAssertion>('usedAssertions', []),
          signOns: table<SignOnRecord>(
            'signOns',
            (rows.signOns ?? []).map((record) => [record.id, record]),
          ),
          users: table<User>(
            'users',
            rows.users.map((user) => [user.id, user]),
          ),
          directory: table<Directory>(
            'directory',
            Object.entries(rows.directory ?? {}).map(([id, attributes]) => [id, { attributes }]),
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

  const rowsOf = (environment: Environment): Transaction =>
    transactionOn(tablesOf(environment), environment === 'preview' ? rowsOf('production') : null)

  const transact = <T>(environment: Environment, act: (tx: RefreshTransaction) => Promise<T>): Promise<T> => {
    const own = tablesOf(environment)
    return next(async () => {
      try {
        const takeFrom = async (source: Environment) => takeOver(own, tablesOf(source))
        const result = await act({ ...rowsOf(environment), takeFrom })
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
    read: (environment, ask) => next(() => ask(rowsOf(environment))),
    // Everybody waits for everybody here, so every transaction sees one moment.
    transaction: transact,
    refresh: transact,
  }
}

interface Tables {
  customer: Table<Customer>
  sso: Table<SingleSignOn>
  /** By the certificate's fingerprint. */
  ownKeys: Table<OwnKey>
  requests: Table<SignOnRequest>
  /** By digest. */
  usedAssertions: Table<UsedAssertion>
  signOns: Table<SignOnRecord>
  users: Table<User>
  /** By user. */
  directory: Table<Directory>
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
  own.directory.replaceBy(source.directory.entries())
  own.passwords.replaceBy(source.passwords.entries())
  own.keys.replaceBy(source.keys.entries().map(([id, key]) => [id, { ...key, ...UNUSED }]))
  own.keyUses.replaceBy([])
  own.sessions.replaceBy([])
}

interface UsedAssertion {
  until: Instant
}

/** The attributes are a value of their own, so that one that is gone from them is gone from what is written down too. */
interface Directory {
  attributes: Record<string, string>
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

function transactionOn(tables: Tables, production: Reading | null): Transaction {
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
    production,
    customer: {
      // Every environment is seeded with its customer and nothing removes it.
      get: async () => tables.customer.get('customer')!,
      put: async (customer) => tables.customer.put('customer', customer),
    },
    sso: {
      // As above.
      get: async () => tables.sso.get('sso')!,
      put: async (settings) => tables.sso.put('sso', settings),
      ownKeys: async () => tables.ownKeys.all(),
      addOwnKey: async (key) => tables.ownKeys.put(key.certificate.fingerprint, key),
      removeOwnKey: async (fingerprint) => tables.ownKeys.remove(fingerprint),
      putRequest: async (request) => tables.requests.put(request.id, request),
      request: async (id) => tables.requests.get(id),
      hasRequest: async (begunAfter, browser) =>
        tables.requests
          .all()
          .some((request) => request.at > begunAfter && request.browser === (browser ?? request.browser)),
      removeRequest: async (id) => tables.requests.remove(id),
      async removeRequests(begunBy) {
        for (const { id, at } of tables.requests.all()) if (at <= begunBy) tables.requests.remove(id)
      },
      async useMessage(digest, until) {
        if (tables.usedAssertions.get(digest)) return false
        tables.usedAssertions.put(digest, { until })
        return true
      },
      async removeUsedMessages(now) {
        for (const [digest, { until }] of tables.usedAssertions.entries())
          if (until < now) tables.usedAssertions.remove(digest)
      },
    },
    signOns: {
      recent: async () => newestFirst(tables.signOns.all()).map((record) => SignOnSummary.parse(record)),
      byId: async (id) => tables.signOns.get(id),
      append: async (record) => tables.signOns.put(record.id, record),
      async trim(before, answers, others) {
        const records = newestFirst(tables.signOns.all())
        const kept = new Set([
          ...records.filter(({ proof }) => proof === 'signed-answer').slice(0, answers),
          ...records.filter(({ proof }) => proof !== 'signed-answer').slice(0, others),
        ])
        for (const record of records) if (!kept.has(record) || record.at <= before) tables.signOns.remove(record.id)
      },
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
          .toSorted(inOrder([...sort, { field: 'id', isDescending: false }]))
          .slice(first, first + limit),
      pick: async (fields, conditions) =>
        tables.users
          .all()
          .filter(meets(conditions))
          .toSorted(inOrder([{ field: 'id', isDescending: false }]))
          .map((user) => only(user, fields)),
      count: async (conditions) => tables.users.all().filter(meets(conditions)).length,
      list: async (filter, sort, { first, limit }) =>
        inListOrder(listed(tables, filter), sort).slice(first, first + limit),
      listAll: async (filter) => inListOrder(listed(tables, filter), { by: 'name', isDescending: false }),
      countListed: async (filter) => listed(tables, filter).length,
      directoryOf: async (id) => tables.directory.get(id)?.attributes ?? {},
      put: async (user) => tables.users.put(user.id, user),
      async setSsoUsernames(entries) {
        for (const { id, ssoUsername } of entries) {
          const user = tables.users.get(id)
          if (user) tables.users.put(id, { ...user, ssoUsername, ssoAccessOnly: true })
        }
      },
      putDirectory: async (id, attributes) => tables.directory.put(id, { attributes }),
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
      async countEnding(now, until, cutoff) {
        const ending = tables.keys
          .all()
          .filter((key) => cutoff === null || !passwordSetBy(key, cutoff))
          .filter(({ expiresAt }) => expiresAt !== null && expiresAt <= until)
        const expired = ending.filter((key) => hasExpired(key, now)).length
        return { expired, expiring: ending.length - expired }
      },
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
      async capUse(now) {
        const capped = <At extends string | null>(at: At) => (at !== null && at > now ? now : at)
        for (const key of tables.keys.all())
          tables.keys.put(key.userId, {
            ...key,
            lastUsedAt: capped(key.lastUsedAt),
            lastRefusedAt: capped(key.lastRefusedAt),
          })
        for (const [userId, { uses }] of tables.keyUses.entries())
          if (uses.some(({ lastUsedAt }) => lastUsedAt > now))
            tables.keyUses.put(userId, { uses: uses.map((use) => ({ ...use, lastUsedAt: capped(use.lastUsedAt) })) })
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
      async removeSignedOn(nameId, sessionIndexes) {
        const ended = tables.sessions
          .all()
          .filter((session) => session.nameId === nameId)
          .filter(
            ({ sessionIndex }) =>
              sessionIndexes.length === 0 || (sessionIndex !== null && sessionIndexes.includes(sessionIndex)),
          )
        for (const { digest } of ended) tables.sessions.remove(digest)
        return ended.length
      },
      async removeEnded(idleSince, begunBy, endedBy) {
        for (const { digest, lastUsedAt, createdAt, endsAt } of tables.sessions.all())
          if (lastUsedAt <= idleSince || createdAt <= begunBy || (endsAt !== null && endsAt <= endedBy))
            tables.sessions.remove(digest)
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
const newestFirst = <Row extends { at: Instant }>(records: Row[]): Row[] =>
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
