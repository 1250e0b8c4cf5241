import type { Kysely, Transaction } from 'kysely'
import type { Rows } from '#src/api/memoryStore.ts'
import type { Store } from '#src/api/store.ts'
import { ENVIRONMENTS, type Environment } from '#src/domain/customer.ts'
import type { DomainError } from '#src/domain/errors.ts'
import { migrate } from './migrations/migrate.ts'
import { postgresEngine, postgresDialect } from './postgres.ts'
import { connectSqlite, explainSqlite } from './sqlite.ts'
import { signOnWriting } from './signOns.ts'
import { sqlStore } from './sqlStore.ts'
import { auditRow, customerRow, ssoRow, userRow, type Tables } from './tables.ts'
import type { Idioms } from './userSearch.ts'

/** Where the server keeps everything. */
export interface Database {
  store: Store
  /** Facts about the installation by name, such as what kind of organisation it holds; null for one never noted. */
  note(name: string): Promise<string | null>
  putNote(name: string, value: string): Promise<void>
  /** Replaces everything, both environments, by these rows and notes, in one transaction. */
  fill(rows: Record<Environment, Rows>, notes: Record<string, string>): Promise<void>
  /** Refuses with `unavailable` while the database doesn't answer, or takes nothing that is written. */
  checkHealth(): Promise<void>
  /** Writes a copy of one moment to `file`, in use or not; refuses where that file exists. Null on PostgreSQL. */
  backup: ((file: string) => Promise<void>) | null
  close(): Promise<void>
}

/** What differs from one database to the other. */
export interface Engine {
  /** Sees what is committed and waits for no writer. */
  reader: Kysely<Tables>
  /**
   * Runs `act` in a transaction once no other writer of `scope` is at work, here or in another process. Where the
   * database lets writers work side by side, a check of its `health` waits for none of the others.
   */
  exclusively<T>(scope: Environment | 'everything' | 'health', act: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** {@link exclusively} for `environment`, where all of the others that `act` reads is as it was at one moment. */
  atOneMoment<T>(environment: Environment, act: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Has the database see how full its tables are by now, where it would plan by what it saw last. */
  analyze(tx: Transaction<Tables>): Promise<void>
  /** What to tell people where `error` says that the database is out of reach; null for any other error. */
  explain(error: unknown): DomainError | null
  idioms: Idioms
  backup: Database['backup']
  close(): Promise<void>
}

/** The database in `file`, which is made where there is none. */
export async function openSqlite(file: string): Promise<Database> {
  return explained(explainSqlite, async () => openDatabase(await connectSqlite(file)))
}

/** The PostgreSQL database at `url`. Several processes may use one, and may open it at the same time. */
export async function openPostgres(url: string): Promise<Database> {
  return openDatabase(postgresEngine(postgresDialect(url)))
}

/** Milliseconds for which a write that succeeded answers for the next ones: health may be asked often, and by many. */
const WRITE_CHECKS = 5000

/** The database over `engine`, with its tables up to date. */
export async function openDatabase(engine: Engine): Promise<Database> {
  const { reader } = engine
  const said = <T>(run: () => Promise<T>) => explained(engine.explain, run)
  const store = sqlStore(engine)
  let lastWritten = -Infinity
  let writing: Promise<void> | null = null
  async function checkWriting(): Promise<void> {
    await engine.exclusively('health', (tx) => putNotes(tx, { healthCheckedAt: new Date().toISOString() }))
    lastWritten = performance.now()
  }
  try {
    await said(() => engine.exclusively('everything', migrate))
  } catch (error) {
    await engine.close()
    throw error
  }
  return {
    store: {
      read: (environment, ask) => said(() => store.read(environment, ask)),
      transaction: (environment, act) => said(() => store.transaction(environment, act)),
      refresh: (environment, act) => said(() => store.refresh(environment, act)),
    },
    note: (name) =>
      said(async () => {
        const row = await reader.selectFrom('notes').select('value').where('name', '=', name).executeTakeFirst()
        return row?.value ?? null
      }),
    putNote: (name, value) => said(() => engine.exclusively('everything', (tx) => putNotes(tx, { [name]: value }))),
    fill: (rows, notes) =>
      said(() =>
        engine.exclusively('everything', async (tx) => {
          for (const table of [
            'notes',
            'refreshes',
            'audit',
            'sessions',
            'previousPasswords',
            'keyUses',
            'apiKeys',
            'directoryAttributes',
            'users',
            'signOns',
            'usedAssertions',
            'signOnRequests',
            'ownKeys',
            'singleSignOn',
            'customers',
          ] as const)
            await tx.deleteFrom(table).execute()
          for (const environment of ENVIRONMENTS) {
            const { customer, sso, users, directory = {}, ownKeys = [], signOns = [] } = rows[environment]
            await tx.insertInto('customers').values(customerRow(environment, customer)).execute()
            await tx.insertInto('singleSignOn').values(ssoRow(environment, sso)).execute()
            for (const some of batches(users))
              await tx
                .insertInto('users')
                .values(some.map((user) => userRow(environment, user)))
                .execute()
            for (const some of batches(Object.entries(directory)))
              await tx
                .insertInto('directoryAttributes')
                .values(some.map(([userId, said]) => ({ environment, userId, attributes: JSON.stringify(said) })))
                .execute()
            const { sso: written, signOns: records } = signOnWriting(tx, environment)
            for (const key of ownKeys) await written.addOwnKey(key)
            for (const record of signOns) await records.append(record)
          }
          // Every key has its owner looked up.
          await engine.analyze(tx)
          for (const environment of ENVIRONMENTS)
            for (const some of batches(rows[environment].keys))
              await tx
                .insertInto('apiKeys')
                .values(some.map((key) => ({ environment, ...key })))
                .execute()
          for (const environment of ENVIRONMENTS)
            for (const some of batches(usesOfKeys(rows[environment])))
              await tx
                .insertInto('keyUses')
                .values(some.map((use) => ({ environment, ...use })))
                .execute()
          for (const environment of ENVIRONMENTS)
            for (const some of batches([...rows[environment].audit.entries()]))
              await tx
                .insertInto('audit')
                .values(some.map(([index, record]) => ({ environment, sequence: index + 1, ...auditRow(record) })))
                .execute()
          await engine.analyze(tx)
          await putNotes(tx, notes)
        }),
      ),
    checkHealth: () =>
      said(async () => {
        await reader.selectFrom('notes').select('name').limit(1).execute()
        if (performance.now() - lastWritten < WRITE_CHECKS) return
        writing ??= checkWriting().finally(() => (writing = null))
        await writing
      }),
    backup: engine.backup,
    close: () => engine.close(),
  }
}

/** Those of keys that are there. */
function usesOfKeys({ keys, keyUses = [] }: Rows) {
  const keyIds = new Map(keys.map(({ userId, id }) => [userId, id]))
  return keyUses.flatMap((use) => {
    const keyId = keyIds.get(use.userId)
    return keyId === undefined ? [] : { ...use, keyId }
  })
}

/** Runs `run`; where the database is out of reach, refuses in words for people, and keeps the reason for the log. */
async function explained<T>(explain: Engine['explain'], run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const refusal = explain(error)
    if (!refusal) throw error
    refusal.cause = error
    throw refusal
  }
}

async function putNotes(tx: Transaction<Tables>, notes: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(notes))
    await tx
      .insertInto('notes')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute()
}

/** Rows for one statement: SQLite takes 32,766 parameters at most, and no row has 32. */
function batches<Row>(rows: Row[]): Row[][] {
  const size = 1000
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  )
}
