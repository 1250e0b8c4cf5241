import { open, rm } from 'node:fs/promises'
import { backup, DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
  type Transaction,
} from 'kysely'
import { DomainError } from '#src/domain/errors.ts'
import type { Engine } from './database.ts'
import { listed, tablesBehind, type Tables } from './tables.ts'
import { busy, PATIENCE, turns } from './turns.ts'

/** Milliseconds between two looks whether another process has let go of the file. */
const RETRY = 20

const BUSY = 5
const LOCKED = 6
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26

const UNREADABLE =
  'The database file cannot be opened or read. Check its folder and its disk, or put a backup in its place.'

const REFUSALS: Record<number, string> = {
  [READONLY]: 'The database can only be read. Nothing was changed. Let the server write to its file, then try again.',
  [FULL]: 'The disk of the database is full. Nothing was changed. Make room on it, then try again.',
  [IOERR]: UNREADABLE,
  [CORRUPT]: UNREADABLE,
  [CANTOPEN]: UNREADABLE,
  [NOTADB]: UNREADABLE,
}

/** SQLite's primary result code, or null for an error that is none of its. */
const resultCode = (error: unknown): number | null =>
  // The extended code says more in its upper bits.
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null

const isBusy = (error: unknown) => [BUSY, LOCKED].includes(resultCode(error) ?? -1)

export function explainSqlite(error: unknown): DomainError | null {
  if (isBusy(error)) return busy()
  const message = REFUSALS[resultCode(error) ?? -1]
  return message === undefined ? null : new DomainError('unavailable', message)
}

/** Tries again while another process holds the file, without keeping this one from other work. */
async function patiently<T>(run: () => T): Promise<T> {
  const deadline = performance.now() + PATIENCE
  for (;;)
    try {
      return run()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
      await wait(RETRY)
    }
}

/** The database in `file`, which is made where there is none. */
export async function connectSqlite(file: string): Promise<Engine> {
  try {
    // Made by us rather than by SQLite, because nobody else is to read it.
    await (await open(file, 'a', 0o600)).close()
  } catch (cause) {
    throw Object.assign(new DomainError('unavailable', UNREADABLE), { cause })
  }
  const writer = new DatabaseSync(file)
  try {
    return await sqliteEngine(file, writer)
  } catch (error) {
    writer.close()
    throw error
  }
}

/**
 * A database file: `writer` is a connection to it, and questions get one of their own, so that they neither wait for
 * a transaction nor see into it.
 */
export async function sqliteEngine(file: string, writer: DatabaseSync): Promise<Engine> {
  // Only a new file takes it. With twice the default, removing 100,000 keys takes three quarters of the time.
  writer.exec('PRAGMA page_size = 8192')
  await patiently(() => writer.exec('PRAGMA journal_mode = WAL'))
  writer.exec('PRAGMA synchronous = FULL')
  // 64 MB: removing 100,000 keys touches more pages than the 2 MB of the default hold, and takes twice as long there.
  writer.exec('PRAGMA cache_size = -65536')
  const reader = new DatabaseSync(file, { readOnly: true })
  const tables = tablesBehind(dialectOver(writer))
  const inTurn = turns()
  const exclusively = <T>(act: (tx: Transaction<Tables>) => Promise<T>) =>
    inTurn(() => tables.transaction().execute(act))
  return {
    reader: tablesBehind(dialectOver(reader)),
    exclusively: (_, act) => exclusively(act),
    // One writer at a time writes to the file, whatever it writes.
    atOneMoment: (_, act) => exclusively(act),
    // Without figures it takes the indexes for good, which they are.
    analyze: async () => {},
    explain: explainSqlite,
    idioms: {
      collation: 'BINARY',
      // As one parameter: one for each value would make as many statements as lists have lengths, and large ones.
      isIn: (value, list) => sql`${value} in (select value from json_each(${listed(list)}))`,
      // Not LIKE, for which letters of either case are the same, and some characters stand for others.
      contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
      // The index of the list holds all that is searched, and its order leads to a full page soonest.
      found: (column) => column,
      pairs: (list) => sql`(select value ->> 0 as "first", value ->> 1 as "second" from json_each(${listed(list)}))`,
    },
    backup: (target) => copy(file, target),
    async close() {
      // By hand, because Kysely leaves one open that was never asked; the writer last, because the last connection to a
      // file tidies up after all of them, and one that only reads cannot.
      reader.close()
      writer.close()
    },
  }
}

const dialectOver = (database: DatabaseSync): Dialect => ({
  createAdapter: () => new Adapter(),
  createDriver: () => new Driver(database),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

/** Statements kept prepared: all that the server asks of itself, and the latest of the searches that callers make up. */
const MAX_PREPARED = 100

/** `database` as Kysely wants it, with every statement in use prepared once. */
function adapted(database: DatabaseSync): SqliteDatabase {
  /** The one that was not used for longest comes first. */
  const statements = new Map<string, SqliteStatement>()
  const keep = (sql: string, statement: SqliteStatement) => {
    statements.delete(sql)
    statements.set(sql, statement)
    const [oldest] = statements.keys()
    if (statements.size > MAX_PREPARED && oldest !== undefined) statements.delete(oldest)
    return statement
  }
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return keep(sql, known)
      const statement = database.prepare(sql)
      const prepared: SqliteStatement = {
        reader: statement.columns().length > 0,
        // Kysely's parameters are unknown; the tables' types let nothing through but text, integers and null.
        all: (parameters) => statement.all(...(parameters as (string | number | null)[])),
        run: (parameters) => statement.run(...(parameters as (string | number | null)[])),
        iterate: (parameters) => statement.iterate(...(parameters as (string | number | null)[])),
      }
      return keep(sql, prepared)
    },
  }
}

/** Kysely takes SQLite's tables to be made outside of transactions, which would let two processes make them at once. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

class Driver extends SqliteDriver {
  private readonly database: DatabaseSync

  constructor(database: DatabaseSync) {
    super({ database: adapted(database) })
    this.database = database
  }

  /** Takes the lock for writing at once: a transaction that read first could not get it after another has written. */
  override async beginTransaction(): Promise<void> {
    await patiently(() => this.database.exec('BEGIN IMMEDIATE'))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite undoes some failures, such as a full disk, by itself.
    if (this.database.isTransaction) await connection.executeQuery(CompiledQuery.raw('ROLLBACK'))
  }
}

/** Pages to copy in one step: all there can be. A copy in steps begins again whenever something is written in between. */
const ALL_PAGES = 2 ** 31 - 1

/** A copy of one moment, made beside this process's other work. */
async function copy(file: string, target: string): Promise<void> {
  try {
    await (await open(target, 'wx', 0o600)).close()
  } catch (cause) {
    throw Object.assign(new DomainError('invalid', `No copy can be made at ${target}: ${reason(cause)}`), { cause })
  }
  let source: DatabaseSync | null = null
  try {
    source = new DatabaseSync(file, { readOnly: true })
    await backup(source, target, { rate: ALL_PAGES })
  } catch (cause) {
    await rm(target)
    throw Object.assign(new DomainError('unavailable', `The copy failed: ${reason(cause)}`), { cause })
  } finally {
    source?.close()
  }
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))
