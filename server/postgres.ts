import { PostgresDialect, sql, type Dialect } from 'kysely'
import { Pool, type PoolClient } from 'pg'
import { ENVIRONMENTS, type Environment } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Engine } from './database.ts'
import { listed, tablesBehind } from './tables.ts'
import { busy, PATIENCE, turns } from './turns.ts'

/** First number of this application's advisory locks; the second is the environment's. */
const LOCKS = 0x1a7c

/** What SQLSTATE says when the database is out of reach, rather than that we made a mistake. */
const REFUSALS: [state: RegExp, message: string][] = [
  [
    /^(25006)$/,
    'The database can only be read. Nothing was changed. Have the server use the primary PostgreSQL, then try again.',
  ],
  [
    /^(28|3D000)/,
    'PostgreSQL does not let the server in. Check the user, the password and the name of the database in its address.',
  ],
  [/^53/, 'PostgreSQL has no room left: disk, memory or connections. Give it more, then try again.'],
]

const UNREACHABLE =
  'The database cannot be reached. See that PostgreSQL runs and that its address is right, then try again.'
/** Connection, operator intervention, system error, a transaction left idle. */
const UNREACHABLE_STATE = /^(08|57P|58|25P03)/
/** What Node says of a connection. */
const UNREACHABLE_CODE = /^E(CONN|HOST|NET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|NOENT|ACCES)/
/** What pg says of one, without a code. */
const UNREACHABLE_MESSAGE = /^(Connection terminated|timeout e|Query read timeout|Client (was closed|has encountered))/

function explain(error: unknown): DomainError | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // Waited too long for a lock, or for anything else.
  if (code === '55P03' || code === '57014') return busy()
  const message = REFUSALS.find(([state]) => state.test(code))?.[1]
  if (message !== undefined) return new DomainError('unavailable', message)
  const isUnreachable =
    UNREACHABLE_STATE.test(code) || UNREACHABLE_CODE.test(code) || UNREACHABLE_MESSAGE.test(error.message)
  return isUnreachable ? new DomainError('unavailable', UNREACHABLE) : null
}

/** Connections to the database at `url`. Nothing waits on one for ever, whichever end has died. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    lock_timeout: PATIENCE,
    statement_timeout: PATIENCE + 3000,
    query_timeout: PATIENCE + 5000,
    idle_in_transaction_session_timeout: PATIENCE + 5000,
  })
  // The pool replaces a connection that broke, and whoever was using it has its query fail; without listeners the
  // events would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  // A query that was given up leaves its connection waiting for the answer, and whoever used it next with it.
  pool.on('release', (_, client: PoolClient & { readyForQuery?: boolean }) => {
    if (client.readyForQuery === false) void client.end()
  })
  return new PostgresDialect({ pool })
}

export function postgresEngine(dialect: Dialect): Engine {
  const tables = tablesBehind(dialect)
  // A turn before the lock: writers that wait inside the database would keep every connection from the readers.
  const inTurn = { production: turns(), preview: turns(), everything: turns(), health: turns() }
  const lockOf = (environment: Environment) => sql`(${sql.lit(LOCKS)}, ${sql.lit(ENVIRONMENTS.indexOf(environment))})`
  return {
    reader: tables,
    exclusively: (scope, act) =>
      inTurn[scope](() =>
        tables.transaction().execute(async (tx) => {
          for (const environment of ENVIRONMENTS)
            if (scope === environment || scope === 'everything')
              await sql`select pg_advisory_xact_lock${lockOf(environment)}`.execute(tx)
          return act(tx)
        }),
      ),
    atOneMoment: (environment, act) =>
      inTurn[environment](() =>
        tables.connection().execute(async (connection) => {
          // Before the transaction and held beyond it: its moment is that of its first statement, and must not be one
          // from before the last writer was done.
          await sql`select pg_advisory_lock${lockOf(environment)}`.execute(connection)
          try {
            return await connection.transaction().setIsolationLevel('repeatable read').execute(act)
          } finally {
            // A connection that broke has let go of it, and what broke it is told by the transaction.
            await sql`select pg_advisory_unlock${lockOf(environment)}`.execute(connection).catch(() => {})
          }
        }),
      ),
    analyze: async (tx) => void (await sql`analyze users, "apiKeys"`.execute(tx)),
    explain,
    idioms: {
      collation: '"C"',
      // As one parameter: of a statement with one for each value it takes 65,535 at most.
      isIn: (value, list) =>
        sql`${value} in (select item::${sql.raw(typeof list[0] === 'number' ? 'integer' : 'text')} from json_array_elements_text(${listed(list)}::json) as item)`,
      // Not LIKE, in which some characters stand for others.
      contains: (text, part) => sql`strpos(${text}, ${part}) > 0`,
      // Row by row in the order of an index takes three times as long as looking through the table and sorting the finds.
      found: (column) => sql`(${column} || '')`,
      pairs: (list) =>
        sql`(select item ->> 0 as "first", item ->> 1 as "second" from json_array_elements(${listed(list)}::json) as item)`,
    },
    backup: null,
    close: () => tables.destroy(),
  }
}
