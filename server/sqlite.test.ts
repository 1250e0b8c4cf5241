import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import type { Check } from '#src/domain/sso/signOnRecord.ts'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import type { Rows } from '#src/api/memoryStore.ts'
import { signOn } from '#testing/storeContract.ts'
import { ada, ben, customer, idOf, keyOf, record } from '#testing/backend.ts'
import { Migrator } from 'kysely/migration'
import { initial } from './migrations/0001Initial.ts'
import { customerRow, type Tables } from './tables.ts'
import { openDatabase, openSqlite, type Database } from './database.ts'
import { databaseContract } from '#testing/databaseContract.ts'
import { sqliteEngine } from './sqlite.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
const newFile = async () => join(folder, `${++files}.db`)

await databaseContract(newFile, openSqlite)

const rows: Rows = { customer, users: [ada, ben], keys: [keyOf(ada)], audit: [], sso: DEFAULT_SSO }

/** A filled database, and the connection it writes through. */
async function opened() {
  const file = await newFile()
  const writer = new DatabaseSync(file)
  const database = await openDatabase(await sqliteEngine(file, writer))
  await database.fill({ production: rows, preview: rows }, {})
  return { file, writer, database }
}

/** An act of two rows that belong together. */
const removeKey = ({ store }: Database, details = '') =>
  store.transaction('production', async (tx) => {
    await tx.keys.removeOf(ada.id)
    await tx.audit.append(record('removal', { details }))
  })

const seen = ({ store }: Database) =>
  store.read('production', async (rows) => [await rows.keys.ofUser(ada.id), (await rows.audit.search()).length])

const unavailable = (words: RegExp) => ({ code: 'unavailable', message: expect.stringMatching(words) })

test('an act for which the disk has no room is refused whole, and works once there is room', async () => {
  const { writer, database } = await opened()
  writer.exec(`PRAGMA max_page_count = ${Number(writer.prepare('PRAGMA page_count').get()?.['page_count'])}`)
  const long = 'x'.repeat(100_000)
  await expect(removeKey(database, long)).rejects.toMatchObject(unavailable(/disk .* full.*Make room/))
  expect(await seen(database)).toEqual([keyOf(ada), 0])

  writer.exec('PRAGMA max_page_count = 1000000')
  await removeKey(database, long)
  expect(await seen(database)).toEqual([null, 1])
  await database.close()
})

test('searches of ever other shapes leave no more statements behind than the latest', async () => {
  const { writer, database } = await opened()
  const statements: WeakRef<object>[] = []
  const prepare = writer.prepare.bind(writer)
  writer.prepare = (sql) => {
    const statement = prepare(sql)
    statements.push(new WeakRef(statement))
    return statement
  }
  const shapes = Array.from({ length: 300 }, (_, index) => index)
  await database.store.transaction('production', async ({ users }) => {
    for (const shape of shapes)
      await users.count(shapes.slice(0, shape).map(() => ({ field: 'username', test: 'notnull' })))
  })
  expect(statements.length).toBeGreaterThanOrEqual(300)
  // Weak references hold until the next turn.
  await nextTurn()
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  expect(statements.filter((statement) => statement.deref()).length).toBeLessThanOrEqual(100)
  await database.close()
})

test('lists of every length are asked for by one statement', async () => {
  const { writer, database } = await opened()
  const statements: string[] = []
  const prepare = writer.prepare.bind(writer)
  writer.prepare = (sql) => {
    statements.push(sql)
    return prepare(sql)
  }
  await database.store.transaction('production', async ({ users }) => {
    for (const values of [[ada.username], [ada.username, ben.username, 'nobody'], Array<string>(2000).fill('nobody')])
      await users.count([{ field: 'username', test: 'in', values }])
  })
  expect(statements.filter((sql) => sql.startsWith('select count'))).toHaveLength(1)
  await database.close()
})

test('a writer waits while another process holds the database, and questions do not', async () => {
  const { file, database } = await opened()
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const removal = removeKey(database)
  expect(await seen(database)).toEqual([keyOf(ada), 0])
  other.exec('COMMIT')
  await removal
  expect(await seen(database)).toEqual([null, 1])
  other.close()
  await database.close()
})

test('a database that another process does not let go of refuses every waiting act, and works after that', async () => {
  const { file, database } = await opened()
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const outcomes = await Promise.allSettled([removeKey(database), removeKey(database), removeKey(database)])
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: unavailable(/busy.*Try again/) })
  other.exec('COMMIT')
  await removeKey(database)
  expect(await seen(database)).toEqual([null, 1])
  other.close()
  await database.close()
})

test('a database that cannot be written for a while is unhealthy, refuses acts, answers questions, and recovers', async () => {
  const { writer, database } = await opened()
  writer.exec('PRAGMA query_only = ON')
  await expect(removeKey(database)).rejects.toMatchObject(unavailable(/only be read.*write to its file/))
  await expect(database.checkHealth()).rejects.toMatchObject(unavailable(/only be read.*write to its file/))
  expect(await seen(database)).toEqual([keyOf(ada), 0])
  writer.exec('PRAGMA query_only = OFF')
  await database.checkHealth()
  await removeKey(database)
  expect(await seen(database)).toEqual([null, 1])
  await database.close()
})

test('on a full disk the database is unhealthy', async () => {
  const { writer, database } = await opened()
  // Notes grow until no page has room for another.
  writer.exec(`PRAGMA max_page_count = ${Number(writer.prepare('PRAGMA page_count').get()?.['page_count'])}`)
  const fill = async () => {
    for (let notes = 0; notes < 10_000; notes++) await database.putNote(`note ${notes}`, 'x'.repeat(20))
  }
  await expect(fill()).rejects.toMatchObject(unavailable(/disk .* full/))
  await expect(database.checkHealth()).rejects.toMatchObject(unavailable(/disk .* full/))
  await database.close()
})

test('health that is asked a thousand times is tried by one write', async () => {
  const { writer, database } = await opened()
  const changes = () => Number(writer.prepare('SELECT total_changes() AS "count"').get()?.['count'])
  const before = changes()
  await Promise.all(Array.from({ length: 1000 }, () => database.checkHealth()))
  await database.checkHealth()
  expect(changes() - before).toBe(1)
  await database.close()
})

test('what cannot be opened is refused with what to look at', async () => {
  const garbage = await newFile()
  writeFileSync(garbage, 'This is no database. '.repeat(1000))
  await expect(openSqlite(garbage)).rejects.toMatchObject(unavailable(/cannot be opened or read/))
  await expect(openSqlite(join(folder, 'missing', 'x.db'))).rejects.toMatchObject(unavailable(/Check its folder/))
})

test('a database opened for reading alone answers questions and refuses acts', async () => {
  const { file, database } = await opened()
  const readOnly = await openDatabase(await sqliteEngine(file, new DatabaseSync(file, { readOnly: true })))
  expect(await seen(readOnly)).toEqual([keyOf(ada), 0])
  await expect(removeKey(readOnly)).rejects.toMatchObject(unavailable(/only be read/))
  await readOnly.close()
  await database.close()
})

test('a database from before there were certificates opens as one that requires none', async () => {
  const file = await newFile()
  const engine = await sqliteEngine(file, new DatabaseSync(file))
  await engine.exclusively('everything', async (tx) => {
    const provider = { getMigrations: async () => ({ '0001-initial': initial }) }
    expect((await new Migrator({ db: tx, provider }).migrateToLatest()).error).toBeUndefined()
    const { certificateRequirement, certificate, nextCertificate, ...before } = customerRow('production', customer)
    expect([certificateRequirement, certificate, nextCertificate]).toEqual(['off', null, null])
    // The columns it had then.
    await tx
      .insertInto('customers')
      .values(before as Tables['customers'])
      .execute()
  })
  await engine.close()
  const database = await openSqlite(file)
  expect(await database.store.read('production', (tx) => tx.customer.get())).toEqual(customer)
  await database.close()
})

test('of sign-ons from before there were words for it, it is known what shows where they came from', async () => {
  const { file, writer, database } = await opened()
  const signature = (outcome: 'passed' | 'failed', detail = ''): Check[] => [{ check: 'signature', outcome, detail }]
  const records = [
    signOn('answer', { proof: 'signed-answer', checks: signature('passed') }),
    signOn('unasked', { proof: 'signed-unasked', checks: signature('passed') }),
    signOn('forged', { proof: 'none', checks: signature('failed', '"check":"signature","outcome":"passed"') }),
    signOn('unreadable', { proof: 'none', checks: [] }),
  ]
  for (const record of records) await database.store.transaction('production', (tx) => tx.signOns.append(record))
  writer.exec(`ALTER TABLE "signOns" ADD COLUMN "isVerified" integer NOT NULL DEFAULT 0`)
  writer.exec(`UPDATE "signOns" SET "isVerified" = (proof = 'signed-answer')`)
  writer.exec(`ALTER TABLE "signOns" DROP COLUMN proof`)
  for (const column of ['kind', 'passwordDate', 'provedAt', 'provedBy', 'endsAt'])
    writer.exec(`ALTER TABLE sessions DROP COLUMN "${column}"`)
  writer.exec('DROP INDEX "signOnRequests_browser"')
  writer.exec(`DELETE FROM kysely_migration WHERE name >= '0009-sign-on-proof'`)
  await database.close()
  const updated = await openSqlite(file)
  for (const record of records)
    expect(await updated.store.read('production', ({ signOns }) => signOns.byId(record.id))).toEqual(record)
  await updated.close()
})

test('a user is looked up by SSO username through its index, and the sessions of a sign-on by its name', async () => {
  const { writer, database } = await opened()
  const statements: string[] = []
  const prepare = writer.prepare.bind(writer)
  writer.prepare = (sql) => {
    statements.push(sql)
    return prepare(sql)
  }
  await database.store.transaction('production', async (tx) => {
    await tx.users.search([{ field: 'ssoUsername', test: 'eq', value: 'ada' }], [], { first: 0, limit: 2 })
    await tx.sessions.removeSignedOn('ada', [])
    await tx.sessions.removeSignedOn('ada', ['1'])
  })
  const plans = statements
    .filter((sql) => /ssoUsername" = |"nameId" = /.test(sql))
    .map((sql) => JSON.stringify(prepare(`EXPLAIN QUERY PLAN ${sql}`).all()))
  expect(plans).toEqual([
    expect.stringContaining('users_ssoUsername (environment=? AND ssoUsername=?)'),
    expect.stringContaining('sessions_nameId (environment=? AND nameId=?)'),
    expect.stringContaining('sessions_nameId (environment=? AND nameId=?)'),
  ])
  await database.close()
})

test('nobody but the owner may read the database or a copy of it', async () => {
  const file = await newFile()
  const database = await openSqlite(file)
  await database.backup?.(`${file}.backup`)
  for (const name of [file, `${file}-wal`, `${file}.backup`]) expect(statSync(name).mode & 0o077).toBe(0)
  await database.close()
})

test('a database that is closed leaves its one file, asked or not', async () => {
  const file = await newFile()
  await (await openSqlite(file)).close()
  for (const beside of ['-wal', '-shm']) expect(existsSync(file + beside)).toBe(false)
})

test('a copy made in the middle of writing opens as a database of one moment', async () => {
  const { file, database } = await opened()
  const copies: string[] = []
  const over = new AbortController()
  const writing = async () => {
    for (let version = 2; !over.signal.aborted; version++)
      await database.store.transaction('production', async (tx) => {
        await tx.customer.put({ ...customer, version })
        // As another process would find it, between the two halves of an act.
        await new Promise((resolve) => setImmediate(resolve))
        await tx.audit.append(record(`version ${version}`))
      })
  }
  const copying = async () => {
    for (let number = 0; number < 10; number++) {
      const copy = `${file}.${number}`
      await database.backup?.(copy)
      copies.push(copy)
    }
    over.abort()
  }
  await Promise.all([writing(), copying()])

  const versions: number[] = []
  for (const copy of copies) {
    const restored = await openSqlite(copy)
    await restored.store.read('production', async (rows) => {
      const { version } = await rows.customer.get()
      const [newest] = await rows.audit.search()
      expect(newest?.id).toBe(version === 1 ? undefined : idOf(`version ${version}`))
      versions.push(version)
    })
    await removeKey(restored)
    await restored.close()
  }
  expect(versions.at(-1)).toBeGreaterThan(versions[0] ?? Infinity)
  await database.close()
})

test('a copy takes no other file’s place', async () => {
  const { file, database } = await opened()
  const target = `${file}.taken`
  writeFileSync(target, 'mine')
  await expect(database.backup?.(target)).rejects.toMatchObject({ code: 'invalid', message: /exists/ })
  expect(statSync(target).size).toBe(4)
  await expect(database.backup?.(join(folder, 'missing', 'copy'))).rejects.toMatchObject({ code: 'invalid' })
  await database.close()
})
