import { setImmediate as nextTurn } from 'node:timers/promises'
import { PostgresAdapter, sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely'
import { ApiKey, UNUSED } from '#src/domain/apiKey.ts'
import { Customer, type Environment } from '#src/domain/customer.ts'
import { User } from '#src/domain/user.ts'
import { columnsOf, FOLDED_NAMES, type Tables } from './tables.ts'

/** Users whom one statement changes, removes or copies at most: PostgreSQL gives up a statement that takes long. */
export const UPDATED_AT_ONCE = 10_000

/** What a refresh takes over of every user, who comes last: the column that says whose it is, all, and which tell rows apart. */
const BELONGINGS = [
  { table: 'apiKeys', owner: 'userId', columns: columnsOf<ApiKey>(ApiKey), key: ['userId'] },
  { table: 'previousPasswords', owner: 'userId', columns: ['userId', 'position', 'hash'], key: ['userId', 'position'] },
  { table: 'directoryAttributes', owner: 'userId', columns: ['userId', 'attributes'], key: ['userId'] },
  { table: 'users', owner: 'id', columns: [...columnsOf<User>(User), ...FOLDED_NAMES], key: ['id'] },
]

/** See `takeFrom` of the store. */
export async function takeOver(tx: Transaction<Tables>, environment: Environment, source: Environment): Promise<void> {
  const customer = sql.join(columnsOf<Customer>(Customer).map((column) => sql.ref(column)))
  await sql`delete from sessions where environment = ${environment}`.execute(tx)
  await sql`delete from customers where environment = ${environment}`.execute(tx)
  await sql`insert into customers (environment, ${customer})
    select ${environment}, ${customer} from customers where environment = ${source}`.execute(tx)

  const isPostgres = tx.getExecutor().adapter instanceof PostgresAdapter
  // It knows of no rows that came after it last counted, and would compare each with each.
  if (isPostgres) await sql`set local enable_nestloop = off`.execute(tx)
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
  // What is the same already is left alone. From one week to the next that is most of it, and halves the time of a
  // refresh. Users go last and come first, because the others belong to them.
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
  if (isPostgres) await sql`set local enable_nestloop = default`.execute(tx)
}

/** What a row gets of one of theirs. */
const taken = (column: string): RawBuilder<unknown> =>
  column in UNUSED ? sql.lit(UNUSED[column as keyof typeof UNUSED]) : sql.ref(`theirs.${column}`)

/** A condition on a column that has IDs of users. */
type Slice = (column: string) => RawBuilder<SqlBool>

const ALL = sql<SqlBool>`1 = 1`

/** Between them they take in every user there is, each few enough for one statement. */
async function slicesOfUsers(tx: Transaction<Tables>): Promise<Slice[]> {
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
