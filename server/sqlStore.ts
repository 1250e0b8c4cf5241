import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  sql,
  type Compilable,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  type Transaction as SqlTransaction,
} from 'kysely'
import { carriedOf, carrying, LOG_IN } from '#src/api/openSession.ts'
import {
  MOST_LOGINS,
  type Reading,
  type Store,
  type Transaction,
  type UserCondition,
  type UserSort,
} from '#src/api/store.ts'
import { ApiKey, UNUSED } from '#src/domain/apiKey.ts'
import { AuditRecord } from '#src/domain/audit.ts'
import { NO_CERTIFICATE } from '#src/domain/certificateMatch.ts'
import { Customer, ENVIRONMENTS, type Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import { KeyUse, laterOf, MOST_CLIENTS, usageAfter } from '#src/domain/keyUse.ts'
import { Session } from '#src/domain/session.ts'
import { foldCase, User } from '#src/domain/user.ts'
import { soughtRecords } from './auditSearch.ts'
import {
  auditRecordOf,
  auditRow,
  customerOf,
  customerRow,
  FOLDED_NAMES,
  fromJson,
  ssoOf,
  someOf,
  ssoRow,
  toJson,
  userOf,
  userRow,
  type Tables,
} from './tables.ts'
import type { Engine } from './database.ts'
import { userList } from './userList.ts'
import { holds, inOrder, type Idioms } from './userSearch.ts'

/** The store on either database. */
export function sqlStore({ reader, exclusively, atOneMoment, idioms }: Engine): Store {
  const lookUps = compileLookUps(reader)
  const readingOf = (db: Kysely<Tables>, environment: Environment) => reading(db, lookUps, environment, idioms)
  const transactionOf = (tx: SqlTransaction<Tables>, environment: Environment) =>
    transaction(tx, readingOf(tx, environment), environment, idioms)
  const readings = new Map(ENVIRONMENTS.map((environment) => [environment, readingOf(reader, environment)]))
  return {
    // Both environments have their reading: the map was built from the list of all.
    read: (environment, ask) => ask(readings.get(environment)!),
    transaction: (environment, act) => exclusively(environment, (tx) => act(transactionOf(tx, environment))),
    refresh: (environment, act) =>
      atOneMoment(environment, (tx) =>
        act({ ...transactionOf(tx, environment), takeFrom: (source) => takeOver(tx, environment, source) }),
      ),
  }
}

/** The columns of a row are the fields of its schema. */
const columnsOf = <Row>(schema: { shape: Record<keyof Row, unknown> }) => Object.keys(schema.shape) as (keyof Row)[]

type LookUps = ReturnType<typeof compileLookUps>

/**
 * What every request asks, built once: building a query takes longer than SQLite takes to answer it. Each takes its
 * parameters in the order of its conditions, whose values here only hold their places.
 */
function compileLookUps(db: Kysely<Tables>) {
  const environment = ENVIRONMENTS[0]
  const users = db.selectFrom('users').select(columnsOf<User>(User)).where('environment', '=', environment)
  const keys = db.selectFrom('apiKeys').select(columnsOf<ApiKey>(ApiKey)).where('environment', '=', environment)
  const sessions = db.selectFrom('sessions').select(columnsOf<Session>(Session))
  return {
    customer: first(
      db.selectFrom('customers').select(columnsOf<Customer>(Customer)).where('environment', '=', environment),
    ),
    sso: first(db.selectFrom('singleSignOn').select('settings').where('environment', '=', environment)),
    userById: first(users.where('id', '=', '')),
    userByUsername: first(users.where('usernameFolded', '=', '')),
    userByEmail: first(users.where('emailFolded', '=', '')),
    keyOfUser: first(keys.where('userId', '=', '')),
    keyByDigest: first(keys.where('digest', '=', '')),
    holder: first(
      db
        .selectFrom('apiKeys')
        .innerJoin('users', (join) =>
          join.onRef('users.environment', '=', 'apiKeys.environment').onRef('users.id', '=', 'apiKeys.userId'),
        )
        .innerJoin('customers', 'customers.environment', 'apiKeys.environment')
        .select(columnsOf<User>(User).map((column) => `users.${column}` as const))
        .select(['apiKeys.id as keyId', 'digest', 'sealedValue', 'apiKeys.createdAt', 'expiresAt'])
        .select(['lastUsedAt', 'refusedCalls', 'lastRefusedAt'])
        .select(['keyExpiry', 'removeKeyOnPasswordExpiry', 'passwordResetDays', 'platformMode'])
        .select('customers.timeZone as policyTimeZone')
        .where('apiKeys.environment', '=', environment)
        .where('apiKeys.digest', '=', ''),
    ),
    sessionByDigest: first(sessions.where('environment', '=', environment).where('digest', '=', '')),
    refreshes: first(db.selectFrom('refreshes').select(['since', 'lastAt']).where('environment', '=', environment)),
  }
}

/** Asks `query` with other parameters for its first row, or null. */
function first<Row>(query: Compilable<Row>) {
  const compiled = query.compile()
  return async (db: Kysely<Tables>, ...parameters: string[]): Promise<Row | null> =>
    (await db.executeQuery<Row>({ ...compiled, parameters })).rows[0] ?? null
}

function reading(db: Kysely<Tables>, lookUps: LookUps, environment: Environment, idioms: Idioms): Reading {
  const usersOf = (conditions: readonly UserCondition[]) =>
    conditions.reduce(
      (query, condition) => query.where(holds(condition, idioms)),
      db.selectFrom('users').where('environment', '=', environment),
    )
  const keys = db.selectFrom('apiKeys').where('apiKeys.environment', '=', environment)
  const user = async (row: ReturnType<LookUps['userById']>) => {
    const found = await row
    return found && userOf(found)
  }

  async function recordsAmong(
    sought: Awaited<ReturnType<typeof soughtRecords>>,
    page: { first: number; limit: number } | null,
  ): Promise<AuditRecord[]> {
    const ordered = sought.select(['at', 'sequence']).orderBy('at', 'desc').orderBy('sequence', 'desc')
    const rows = await db
      // Apart from the records themselves, so that of those before the page nothing but the index is read.
      .with(
        (cte) => cte('found').materialized(),
        () => (page ? ordered.offset(page.first).limit(page.limit) : ordered),
      )
      .selectFrom('found')
      .innerJoin('audit', 'audit.sequence', 'found.sequence')
      .select(columnsOf<AuditRecord>(AuditRecord).map((column) => `audit.${column}` as const))
      .where('audit.environment', '=', environment)
      .orderBy('found.at', 'desc')
      .orderBy('found.sequence', 'desc')
      .execute()
    return rows.map(auditRecordOf)
  }

  return {
    customer: {
      async get() {
        const row = await lookUps.customer(db, environment)
        if (!row) throw new Error(`${environment} holds no organisation yet`)
        return customerOf(row)
      },
    },
    sso: {
      get: async () => ssoOf(await lookUps.sso(db, environment)),
    },
    users: {
      byId: (id) => user(lookUps.userById(db, environment, id)),
      byUsername: (username) => user(lookUps.userByUsername(db, environment, foldCase(username))),
      byEmail: (email) => user(lookUps.userByEmail(db, environment, foldCase(email))),
      async previousPasswords(id, limit) {
        const rows = await db
          .selectFrom('previousPasswords')
          .select('hash')
          .where('environment', '=', environment)
          .where('userId', '=', id)
          .orderBy('position', 'desc')
          .limit(limit)
          .execute()
        return rows.map(({ hash }) => hash)
      },
      async countPasswordsSetBy(cutoff) {
        const { count } = await db
          .selectFrom(passwordSetBy(db, environment, cutoff).as('users'))
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
        return Number(count)
      },
      async search(conditions, sort, { first, limit }) {
        const order: UserSort[] = [...sort, { field: 'id', isDescending: false }]
        const rows = await order
          .reduce((query, by) => query.orderBy(inOrder(by, idioms)), usersOf(conditions))
          .select(columnsOf<User>(User))
          .offset(first)
          .limit(limit)
          .execute()
        return rows.map(userOf)
      },
      async pick<Field extends keyof User>(fields: readonly Field[], conditions: readonly UserCondition[]) {
        const rows = await usersOf(conditions).select(fields).orderBy('id').execute()
        // What was selected: Kysely's type of it says the same in other words.
        return rows.map((row) => someOf(row as Partial<Tables['users']>) as Pick<User, Field>)
      },
      ...userList(db, environment, idioms),
      async count(conditions) {
        const { count } = await usersOf(conditions)
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
        return Number(count)
      },
    },
    keys: {
      ofUser: (userId) => lookUps.keyOfUser(db, environment, userId),
      byDigest: (digest) => lookUps.keyByDigest(db, environment, digest),
      async holder(digest) {
        const row = await lookUps.holder(db, environment, digest)
        if (!row) return null
        const { keyId, digest: stored, sealedValue, createdAt, expiresAt, ...more } = row
        const { lastUsedAt, refusedCalls, lastRefusedAt, ...others } = more
        const { keyExpiry, removeKeyOnPasswordExpiry, passwordResetDays, platformMode, policyTimeZone, ...user } =
          others
        const owner = userOf(user)
        return {
          key: {
            id: keyId,
            userId: owner.id,
            digest: stored,
            sealedValue,
            createdAt,
            expiresAt,
            lastUsedAt,
            refusedCalls,
            lastRefusedAt,
          },
          owner,
          policy: {
            keyExpiry,
            removeKeyOnPasswordExpiry: removeKeyOnPasswordExpiry === 1,
            passwordResetDays,
            platformMode,
            timeZone: policyTimeZone,
          },
        }
      },
      async count(now, cutoff) {
        const tally = (some: typeof keys) =>
          some.select(({ fn, eb }) => [
            fn.countAll().as('all'),
            fn.count(eb.case().when('expiresAt', '<=', now).then(1).end()).as('expired'),
          ])
        const settled = tally(keys.where('userId', 'in', passwordSetBy(db, environment, cutoff ?? NEVER)))
        const count = await db
          .selectFrom([tally(keys).as('keys'), settled.as('settled')])
          .select(['keys.all', 'keys.expired', 'settled.all as settled', 'settled.expired as settledExpired'])
          .executeTakeFirstOrThrow()
        // PostgreSQL counts in text.
        const expired = Number(count.expired) - Number(count.settledExpired)
        return {
          active: Number(count.all) - Number(count.settled) - expired,
          expired,
          settled: Number(count.settled),
        }
      },
      async countExpiring(now, until, cutoff) {
        const expiring = keys.where('expiresAt', '>', now).where('expiresAt', '<=', until)
        const { count } = await (
          cutoff === null ? expiring : expiring.where('userId', 'not in', passwordSetBy(db, environment, cutoff))
        )
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
        return Number(count)
      },
      async nextExpiry(now) {
        const { next } = await keys
          .where('expiresAt', '>', now)
          .select(({ fn }) => fn.min('expiresAt').as('next'))
          .executeTakeFirstOrThrow()
        return next
      },
    },
    keyUses: {
      ofUser: (userId) =>
        db
          .selectFrom('keyUses')
          .select(columnsOf<KeyUse>(KeyUse))
          .where('environment', '=', environment)
          .where('userId', '=', userId)
          .orderBy('lastUsedAt', 'desc')
          .orderBy(byClient(idioms))
          .execute(),
      async clientsSince(since, cutoff, limit) {
        const uses = db.selectFrom('keyUses').where('environment', '=', environment).where('lastUsedAt', '>', since)
        const rows = await (
          cutoff === null ? uses : uses.where('userId', 'not in', passwordSetBy(db, environment, cutoff))
        )
          .select('client')
          .select(({ fn }) => [
            fn.countAll().as('users'),
            fn.max('lastUsedAt').as('last'),
            // Of the clients, not of the uses: it is counted when those have been put together.
            fn.countAll().over().as('total'),
          ])
          .groupBy('client')
          .orderBy('users', 'desc')
          .orderBy('last', 'desc')
          .orderBy(byClient(idioms))
          .limit(limit)
          .execute()
        return {
          clients: rows.map(({ client, users, last }) => ({ client, users: Number(users), lastUsedAt: last })),
          total: Number(rows[0]?.total ?? 0),
        }
      },
    },
    sessions: {
      byDigest: (digest) => lookUps.sessionByDigest(db, environment, digest),
    },
    audit: {
      async search(conditions = {}, limit) {
        const sought = await soughtRecords(db, environment, conditions, idioms)
        return recordsAmong(sought, limit === undefined ? null : { first: 0, limit })
      },
      async page(conditions, page) {
        const sought = await soughtRecords(db, environment, conditions, idioms)
        const { count } = await sought.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()
        return { records: await recordsAmong(sought, page), count: Number(count) }
      },
      async byId(id) {
        const row = await db
          .selectFrom('audit')
          .select(columnsOf<AuditRecord>(AuditRecord))
          .where('environment', '=', environment)
          .where('id', '=', id)
          .executeTakeFirst()
        return row ? auditRecordOf(row) : null
      },
      async apiLogins(since, limit) {
        const { type, action, object } = LOG_IN.api
        const newest = db
          .selectFrom('audit')
          .select(['userId', 'userName', 'userAgent', 'address', 'at'])
          // Records from before there were certificates say nothing of one, and are counted with those that had none.
          .select(({ fn, val }) => fn.coalesce('after', val(toJson(carrying(NO_CERTIFICATE)))).as('after'))
          .where('environment', '=', environment)
          .where('type', '=', type)
          .where('at', '>', since)
          .where('action', '=', action)
          .where('object', '=', object)
          .where('outcome', '=', 'done')
          .orderBy('at', 'desc')
          .limit(MOST_LOGINS)
        const rows = await db
          .selectFrom(newest.as('newest'))
          .select(['userId', 'userName', 'userAgent', 'address', 'after'])
          .select(({ fn }) => [fn.countAll().as('logins'), fn.max('at').as('lastAt')])
          .groupBy(['userId', 'userName', 'userAgent', 'address', 'after'])
          .orderBy('lastAt', 'desc')
          .limit(limit)
          .execute()
        return rows.map(({ userId, after, logins, ...row }) => ({
          ...row,
          // Nobody logs in without being somebody.
          userId: userId ?? '',
          certificate: carriedOf(fromJson(after)),
          logins: Number(logins),
        }))
      },
    },
    refreshes: {
      get: () => lookUps.refreshes(db, environment),
    },
  }
}

/** Users whom one statement changes, removes or copies at most: PostgreSQL gives up a statement that takes long. */
const UPDATED_AT_ONCE = 10_000

/** Before every instant. */
const NEVER: Instant = ''

/** As `byLastUse` has it after the last use. */
const byClient = ({ collation }: Idioms) => sql`client collate ${sql.raw(collation)}`

/** Users whose password was set at `cutoff` or before. */
const passwordSetBy = (db: Kysely<Tables>, environment: Environment, cutoff: Instant) =>
  db.selectFrom('users').select('id').where('environment', '=', environment).where('passwordDate', '<=', cutoff)

function transaction(
  tx: SqlTransaction<Tables>,
  reading: Reading,
  environment: Environment,
  idioms: Idioms,
): Transaction {
  const deleteUses = () => tx.deleteFrom('keyUses').where('environment', '=', environment)
  return {
    customer: {
      ...reading.customer,
      async put(customer) {
        const row = customerRow(environment, customer)
        await tx
          .insertInto('customers')
          .values(row)
          .onConflict((conflict) => conflict.column('environment').doUpdateSet(row))
          .execute()
      },
    },
    sso: {
      ...reading.sso,
      async put(settings) {
        const row = ssoRow(environment, settings)
        await tx
          .insertInto('singleSignOn')
          .values(row)
          .onConflict((conflict) => conflict.column('environment').doUpdateSet(row))
          .execute()
      },
    },
    users: {
      ...reading.users,
      async put(user) {
        const row = userRow(environment, user)
        await tx
          .insertInto('users')
          .values(row)
          .onConflict((conflict) => conflict.columns(['environment', 'id']).doUpdateSet(row))
          .execute()
      },
      async setSsoUsernames(entries) {
        const pairs = entries.map(({ id, ssoUsername }) => [id, ssoUsername] as const)
        for (let first = 0; first < pairs.length; first += UPDATED_AT_ONCE)
          await tx
            // Materialized: SQLite would go through the whole list anew for each user.
            .with(
              (cte) => cte('entry').materialized(),
              () => idioms.pairs(pairs.slice(first, first + UPDATED_AT_ONCE)),
            )
            .updateTable('users')
            .from('entry')
            .set((eb) => ({ ssoUsername: eb.ref('entry.second'), ssoAccessOnly: 1 }))
            .where('environment', '=', environment)
            .whereRef('users.id', '=', 'entry.first')
            .execute()
      },
      async rememberPassword(userId, hash) {
        await tx
          .insertInto('previousPasswords')
          .values(({ selectFrom }) => ({
            environment,
            userId,
            hash,
            position: selectFrom('previousPasswords')
              .where('environment', '=', environment)
              .where('userId', '=', userId)
              .select(({ eb, fn }) => eb(fn.coalesce(fn.max('position'), eb.lit(0)), '+', eb.lit(1)).as('next')),
          }))
          .execute()
      },
    },
    keys: {
      ...reading.keys,
      async put(key) {
        await tx
          .insertInto('apiKeys')
          .values({ environment, ...key })
          .onConflict((conflict) => conflict.columns(['environment', 'userId']).doUpdateSet(key))
          .execute()
        await deleteUses().where('userId', '=', key.userId).where('keyId', '!=', key.id).execute()
      },
      async removeOf(userId) {
        await deleteUses().where('userId', '=', userId).execute()
        await tx.deleteFrom('apiKeys').where('environment', '=', environment).where('userId', '=', userId).execute()
      },
      async redateAll(now, expiresAt) {
        const { numUpdatedRows } = await tx
          .updateTable('apiKeys')
          .set({ expiresAt })
          .where('environment', '=', environment)
          .where(({ eb, or }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
          .executeTakeFirst()
        return Number(numUpdatedRows)
      },
      async removeAll() {
        await deleteUses().execute()
        const { numDeletedRows } = await tx
          .deleteFrom('apiKeys')
          .where('environment', '=', environment)
          .executeTakeFirst()
        return Number(numDeletedRows)
      },
      async settle(cutoff) {
        await deleteUses()
          .where('userId', 'in', passwordSetBy(tx, environment, cutoff))
          .execute()
        const { numDeletedRows } = await tx
          .deleteFrom('apiKeys')
          .where('environment', '=', environment)
          .where('userId', 'in', passwordSetBy(tx, environment, cutoff))
          .executeTakeFirst()
        return Number(numDeletedRows)
      },
      async recordUse(usage) {
        const refreshedAt = (await reading.refreshes.get())?.lastAt ?? null
        const { userId, keyId, uses, refusedCalls, lastRefusedAt } = usageAfter(usage, refreshedAt)
        const lastUsedAt = uses.reduce<Instant | null>((last, use) => laterOf(last, use.lastUsedAt), null)
        const { numUpdatedRows } = await tx
          .updateTable('apiKeys')
          .set(({ eb, fn, val }) => {
            // Instants are texts, and the empty one is before all of them.
            const later = (column: 'lastUsedAt' | 'lastRefusedAt', instant: Instant | null) =>
              eb
                .case()
                .when(fn.coalesce(column, val(NEVER)), '<', instant ?? NEVER)
                .then(instant)
                .else(eb.ref(column))
                .end()
            return {
              lastUsedAt: later('lastUsedAt', lastUsedAt),
              refusedCalls: eb('refusedCalls', '+', refusedCalls),
              lastRefusedAt: later('lastRefusedAt', lastRefusedAt),
            }
          })
          .where('environment', '=', environment)
          .where('userId', '=', userId)
          .where('id', '=', keyId)
          .executeTakeFirst()
        if (Number(numUpdatedRows) === 0 || uses.length === 0) return
        await tx
          .insertInto('keyUses')
          .values(uses.map((use) => ({ environment, userId, keyId, ...use })))
          .onConflict((conflict) =>
            conflict
              .columns(['environment', 'userId', 'client'])
              .doUpdateSet(({ ref }) => ({
                address: ref('excluded.address'),
                lastUsedAt: ref('excluded.lastUsedAt'),
              }))
              .whereRef('keyUses.lastUsedAt', '<=', 'excluded.lastUsedAt'),
          )
          .execute()
        await deleteUses()
          .where('userId', '=', userId)
          .where('client', 'not in', ({ selectFrom }) =>
            selectFrom('keyUses')
              .select('client')
              .where('environment', '=', environment)
              .where('userId', '=', userId)
              .orderBy('lastUsedAt', 'desc')
              .orderBy(byClient(idioms))
              .limit(MOST_CLIENTS),
          )
          .execute()
      },
    },
    keyUses: reading.keyUses,
    sessions: {
      ...reading.sessions,
      async put(session) {
        await tx
          .insertInto('sessions')
          .values({ environment, ...session })
          .onConflict((conflict) => conflict.columns(['environment', 'digest']).doUpdateSet(session))
          .execute()
      },
      async remove(digest) {
        await tx.deleteFrom('sessions').where('environment', '=', environment).where('digest', '=', digest).execute()
      },
      async removeOfUser(userId, kept) {
        const ofUser = tx.deleteFrom('sessions').where('environment', '=', environment).where('userId', '=', userId)
        const { numDeletedRows } = await (
          kept === null ? ofUser : ofUser.where('digest', '!=', kept)
        ).executeTakeFirst()
        return Number(numDeletedRows)
      },
      async removeEnded(idleSince, begunBy) {
        await tx
          .deleteFrom('sessions')
          .where('environment', '=', environment)
          .where(({ eb, or }) => or([eb('lastUsedAt', '<=', idleSince), eb('createdAt', '<=', begunBy)]))
          .execute()
      },
    },
    audit: {
      ...reading.audit,
      async append(record) {
        await tx
          .insertInto('audit')
          .values(({ selectFrom }) => ({
            environment,
            ...auditRow(record),
            // Writers run one after another, so nobody else takes the same number.
            sequence: selectFrom('audit')
              .where('environment', '=', environment)
              .select(({ eb, fn }) => eb(fn.coalesce(fn.max('sequence'), eb.lit(0)), '+', eb.lit(1)).as('next')),
          }))
          .execute()
      },
      async removeBefore(cutoff, limit) {
        const records = tx.selectFrom('audit').where('environment', '=', environment)
        const oldest = records.where('at', '<', cutoff).orderBy('at').orderBy('sequence').limit(limit)
        const { numDeletedRows } = await tx
          .deleteFrom('audit')
          .where('environment', '=', environment)
          .where('sequence', 'in', oldest.select('sequence'))
          .executeTakeFirst()
        return Number(numDeletedRows)
      },
    },
    refreshes: {
      ...reading.refreshes,
      async put(history) {
        const row = { environment, ...history }
        await tx
          .insertInto('refreshes')
          .values(row)
          .onConflict((conflict) => conflict.column('environment').doUpdateSet(row))
          .execute()
      },
    },
  }
}

/** What a refresh takes over of every user, who comes last: the column that says whose it is, all, and which tell rows apart. */
const BELONGINGS = [
  { table: 'apiKeys', owner: 'userId', columns: columnsOf<ApiKey>(ApiKey), key: ['userId'] },
  { table: 'previousPasswords', owner: 'userId', columns: ['userId', 'position', 'hash'], key: ['userId', 'position'] },
  { table: 'users', owner: 'id', columns: [...columnsOf<User>(User), ...FOLDED_NAMES], key: ['id'] },
]

/** See `takeFrom` of the store. */
async function takeOver(tx: SqlTransaction<Tables>, environment: Environment, source: Environment): Promise<void> {
  const customer = sql.join(columnsOf<Customer>(Customer).map((column) => sql.ref(column)))
  await sql`delete from sessions where environment = ${environment}`.execute(tx)
  await sql`delete from customers where environment = ${environment}`.execute(tx)
  await sql`insert into customers (environment, ${customer})
    select ${environment}, ${customer} from customers where environment = ${source}`.execute(tx)

  const slices = await slicesOfUsers(tx)
  const removeUses = (slice: Slice) =>
    sql`delete from "keyUses" where environment = ${environment} and ${slice('userId')}`
  const parts = BELONGINGS.map(({ table, owner, columns, key }) => {
    const rows = (name: 'own' | 'theirs', slice: Slice) =>
      sql`${sql.table(table)} as ${sql.ref(name)}
        where ${sql.ref(`${name}.environment`)} = ${name === 'own' ? environment : source} and ${slice(`${name}.${owner}`)}`
    /** Holds for a row of ours and one of theirs that agree in `columns`. */
    const agreeing = (columns: readonly string[]) =>
      sql.join(
        [
          sql`${sql.ref(`own.${owner}`)} = ${sql.ref(`theirs.${owner}`)}`,
          ...columns.map((column) => sql`${sql.ref(`own.${column}`)} is not distinct from ${taken(column)}`),
        ],
        sql` and `,
      )
    return {
      removeOthers: (slice: Slice) =>
        sql`delete from ${rows('own', slice)}
          and not exists (select 1 from ${rows('theirs', slice)} and ${agreeing(columns)})`,
      addMissing: (slice: Slice) =>
        sql`insert into ${sql.table(table)} (environment, ${sql.join(columns.map((column) => sql.ref(column)))})
          select ${environment}, ${sql.join(columns.map(taken))} from ${rows('theirs', slice)}
          and not exists (select 1 from ${rows('own', slice)} and ${agreeing(key)})`,
    }
  })
  // What is the same already is left alone. From one week to the next that is most of it, and makes the refresh of a
  // large organisation several times as fast. Users go last and come first, because the others belong to them.
  for (const step of [
    removeUses,
    ...parts.map(({ removeOthers }) => removeOthers),
    ...parts.map(({ addMissing }) => addMissing).toReversed(),
  ])
    for (const slice of slices) {
      await step(slice).execute(tx)
      // SQLite works in this very thread, which has calls to answer in between.
      await nextTurn()
    }
}

/** What a row gets of one of theirs. */
const taken = (column: string): RawBuilder<unknown> =>
  column in UNUSED ? sql.lit(UNUSED[column as keyof typeof UNUSED]) : sql.ref(`theirs.${column}`)

/** A condition on a column that has IDs of users. */
type Slice = (column: string) => RawBuilder<SqlBool>

const ALL = sql<SqlBool>`1 = 1`

/** Between them they take in every user there is, each few enough for one statement. */
async function slicesOfUsers(tx: SqlTransaction<Tables>): Promise<Slice[]> {
  const numbered = sql`select id, row_number() over (order by id) as number from users`
  const last = sql`number % ${sql.lit(UPDATED_AT_ONCE)} = 0`
  const { rows } = await sql<{
    id: string
  }>`select id from (${numbered}) as numbered where ${last} order by id`.execute(tx)
  const bounds = [null, ...rows.map(({ id }) => id), null]
  return bounds.slice(1).map((upTo, index) => {
    const after = bounds[index] ?? null
    return (column) => {
      const isAfter = after === null ? ALL : sql<SqlBool>`${sql.ref(column)} > ${after}`
      return upTo === null ? isAfter : sql<SqlBool>`${isAfter} and ${sql.ref(column)} <= ${upTo}`
    }
  })
}
