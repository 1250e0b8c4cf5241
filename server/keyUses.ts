import { sql, type Kysely, type Transaction } from 'kysely'
import type { Reading } from '#src/api/store.ts'
import type { Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import { KeyUse, laterOf, MOST_CLIENTS, type KeyUsage } from '#src/domain/keyUse.ts'
import { columnsOf, NEVER, type Tables } from './tables.ts'
import { passwordSetBy, type Idioms } from './userSearch.ts'

export function keyUses(db: Kysely<Tables>, environment: Environment, idioms: Idioms): Reading['keyUses'] {
  return {
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
  }
}

/** See `recordUse` of the store; `usage` is what came after the last refresh. */
export async function recordUse(
  tx: Transaction<Tables>,
  environment: Environment,
  idioms: Idioms,
  { userId, keyId, uses, refusedCalls, lastRefusedAt }: KeyUsage,
): Promise<void> {
  const lastUsedAt = uses.reduce<Instant | null>((last, use) => laterOf(last, use.lastUsedAt), null)
  const { numUpdatedRows } = await tx
    .updateTable('apiKeys')
    .set(({ eb, fn, val }) => {
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
  await tx
    .deleteFrom('keyUses')
    .where('environment', '=', environment)
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
}

/** As `byLastUse` has it after the last use. */
const byClient = ({ collation }: Idioms) => sql`client collate ${sql.raw(collation)}`
