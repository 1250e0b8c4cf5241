import type { Kysely, Transaction as SqlTransaction } from 'kysely'
import { carriedOf, carrying, LOG_IN } from '#src/api/openSession.ts'
import {
  MOST_LOGINS,
  type Reading,
  type Store,
  type Transaction,
  type UserCondition,
  type UserSort,
} from '#src/api/store.ts'
import { AuditRecord } from '#src/domain/audit.ts'
import { NO_CERTIFICATE } from '#src/domain/certificateMatch.ts'
import { ENVIRONMENTS, type Environment } from '#src/domain/customer.ts'
import { usageAfter } from '#src/domain/keyUse.ts'
import { foldCase, User } from '#src/domain/user.ts'
import { soughtRecords } from './auditSearch.ts'
import type { Engine } from './database.ts'
import { keyUses, recordUse } from './keyUses.ts'
import { compileLookUps, type LookUps } from './lookUps.ts'
import { signOnReading, signOnWriting } from './signOns.ts'
import {
  auditRecordOf,
  auditRow,
  columnsOf,
  customerOf,
  customerRow,
  fromJson,
  NEVER,
  someOf,
  ssoOf,
  ssoRow,
  toJson,
  userOf,
  userRow,
  type Tables,
} from './tables.ts'
import { takeOver, UPDATED_AT_ONCE } from './takeOver.ts'
import { userList } from './userList.ts'
import { holds, inOrder, passwordSetBy, type Idioms } from './userSearch.ts'

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

function reading(db: Kysely<Tables>, lookUps: LookUps, environment: Environment, idioms: Idioms): Reading {
  const usersOf = (conditions: readonly UserCondition[]) =>
    conditions.reduce(
      (query, condition) => query.where(holds(condition, idioms)),
      db.selectFrom('users').where('environment', '=', environment),
    )
  const keys = db.selectFrom('apiKeys').where('apiKeys.environment', '=', environment)
  const { sso, signOns } = signOnReading(db, environment)
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
    production: environment === 'preview' ? reading(db, lookUps, 'production', idioms) : null,
    customer: {
      async get() {
        const row = await lookUps.customer(db, environment)
        if (!row) throw new Error(`${environment} holds no organisation yet`)
        return customerOf(row)
      },
    },
    sso: {
      get: async () => ssoOf(await lookUps.sso(db, environment)),
      ...sso,
    },
    signOns,
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
      async directoryOf(id) {
        const row = await db
          .selectFrom('directoryAttributes')
          .select('attributes')
          .where('environment', '=', environment)
          .where('userId', '=', id)
          .executeTakeFirst()
        return fromJson(row?.attributes ?? null) ?? {}
      },
    },
    keys: {
      ofUser: (userId) => lookUps.keyOfUser(db, environment, userId),
      byDigest: (digest) => lookUps.keyByDigest(db, environment, digest),
      holder: (digest) => lookUps.holder(db, environment, digest),
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
      async countEnding(now, until, cutoff) {
        const ending = keys.where('expiresAt', '<=', until)
        const { all, expired } = await (
          cutoff === null ? ending : ending.where('userId', 'not in', passwordSetBy(db, environment, cutoff))
        )
          .select(({ fn, eb }) => [
            fn.countAll().as('all'),
            fn.count(eb.case().when('expiresAt', '<=', now).then(1).end()).as('expired'),
          ])
          .executeTakeFirstOrThrow()
        return { expired: Number(expired), expiring: Number(all) - Number(expired) }
      },
      async nextExpiry(now) {
        const { next } = await keys
          .where('expiresAt', '>', now)
          .select(({ fn }) => fn.min('expiresAt').as('next'))
          .executeTakeFirstOrThrow()
        return next
      },
    },
    keyUses: keyUses(db, environment, idioms),
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

function transaction(
  tx: SqlTransaction<Tables>,
  reading: Reading,
  environment: Environment,
  idioms: Idioms,
): Transaction {
  const { sso, signOns } = signOnWriting(tx, environment)
  const deleteUses = () => tx.deleteFrom('keyUses').where('environment', '=', environment)
  return {
    production: reading.production,
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
      ...sso,
    },
    signOns: { ...reading.signOns, ...signOns },
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
      async putDirectory(userId, attributes) {
        const row = { attributes: JSON.stringify(attributes) }
        await tx
          .insertInto('directoryAttributes')
          .values({ environment, userId, ...row })
          .onConflict((conflict) => conflict.columns(['environment', 'userId']).doUpdateSet(row))
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
        await recordUse(tx, environment, idioms, usageAfter(usage, refreshedAt))
      },
      async capUse(now) {
        for (const column of ['lastUsedAt', 'lastRefusedAt'] as const)
          await tx
            .updateTable('apiKeys')
            .set({ [column]: now })
            .where('environment', '=', environment)
            .where(column, '>', now)
            .execute()
        await tx
          .updateTable('keyUses')
          .set({ lastUsedAt: now })
          .where('environment', '=', environment)
          .where('lastUsedAt', '>', now)
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
      async removeSignedOn(nameId, sessionIndexes) {
        const signedOn = tx.deleteFrom('sessions').where('environment', '=', environment).where('nameId', '=', nameId)
        const { numDeletedRows } = await (
          sessionIndexes.length === 0
            ? signedOn
            : signedOn.where(({ ref }) => idioms.isIn(ref('sessionIndex'), sessionIndexes))
        ).executeTakeFirst()
        return Number(numDeletedRows)
      },
      async removeEnded(idleSince, begunBy, endedBy) {
        await tx
          .deleteFrom('sessions')
          .where('environment', '=', environment)
          .where(({ eb, or }) =>
            or([eb('lastUsedAt', '<=', idleSince), eb('createdAt', '<=', begunBy), eb('endsAt', '<=', endedBy)]),
          )
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
