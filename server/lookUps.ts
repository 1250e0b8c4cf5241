import type { Compilable, Kysely } from 'kysely'
import { ApiKey } from '#src/domain/apiKey.ts'
import { Customer, ENVIRONMENTS } from '#src/domain/customer.ts'
import { Session } from '#src/domain/session.ts'
import { User } from '#src/domain/user.ts'
import { columnsOf, userOf, type Tables } from './tables.ts'

export type LookUps = ReturnType<typeof compileLookUps>

/**
 * What every request asks, built once: building a query takes longer than SQLite takes to answer it. Each takes its
 * parameters in the order of its conditions, whose values here only hold their places.
 */
export function compileLookUps(db: Kysely<Tables>) {
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
    holder: holderOf(db),
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

/** See `keys.holder` of the store. */
function holderOf(db: Kysely<Tables>) {
  const find = first(
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
      .where('apiKeys.environment', '=', ENVIRONMENTS[0])
      .where('apiKeys.digest', '=', ''),
  )
  return async (...asked: Parameters<typeof find>) => {
    const row = await find(...asked)
    if (!row) return null
    const { keyId, digest: stored, sealedValue, createdAt, expiresAt, ...more } = row
    const { lastUsedAt, refusedCalls, lastRefusedAt, ...others } = more
    const { keyExpiry, removeKeyOnPasswordExpiry, passwordResetDays, platformMode, policyTimeZone, ...user } = others
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
  }
}
