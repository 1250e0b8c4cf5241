import { mkdtempSync, rmSync } from 'node:fs'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startPostgres, type Postgres } from '../scripts/postgres.ts'
import type { Rows } from '#src/api/memoryStore.ts'
import { ada, ben, customer, idOf, keyOf, record } from '#testing/backend.ts'
import { openPostgres, type Database } from './database.ts'
import { databaseContract } from '#testing/databaseContract.ts'

const postgres = await startPostgres()

if (postgres) {
  afterAll(() => postgres.close())
  await databaseContract(() => postgres.createDatabase(), openPostgres)
  outages(postgres)
} else test.skip('the database on PostgreSQL: there is no PostgreSQL on this machine', () => {})

function outages(postgres: Postgres): void {
  const rows: Rows = { customer, users: [ada, ben], keys: [keyOf(ada)], audit: [], sso: DEFAULT_SSO }

  /** A filled database, and somebody else's connection to it. */
  async function opened() {
    const url = await postgres.createDatabase()
    const database = await openPostgres(url)
    await database.fill({ production: rows, preview: rows }, {})
    const other = new Client({ connectionString: url })
    other.on('error', () => {})
    await other.connect()
    return { url, database, other }
  }

  /** An act of two rows that belong together. */
  const removeKey = ({ store }: Database) =>
    store.transaction('production', async (tx) => {
      await tx.keys.removeOf(ada.id)
      await tx.audit.append(record('removal'))
    })

  const seen = ({ store }: Database) =>
    store.read('production', async (rows) => [await rows.keys.ofUser(ada.id), (await rows.audit.search()).length])

  const endOthers = 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()'

  const unavailable = (words: RegExp) => ({ code: 'unavailable', message: expect.stringMatching(words) })

  test('an act that waits too long for another process is refused, and works after that', async () => {
    const { database, other } = await opened()
    await other.query('begin; lock table "apiKeys"')
    await expect(removeKey(database)).rejects.toMatchObject(unavailable(/busy.*Try again/))
    await other.query('rollback')
    await removeKey(database)
    expect(await seen(database)).toEqual([null, 1])
    await other.end()
    await database.close()
  })

  test('a refresh sees one moment of Production, whose writers do not wait for it', async () => {
    const { database, other } = await opened()
    const { store } = database
    await store.refresh('preview', async (tx) => {
      await tx.users.count([])
      await removeKey(database)
      await store.transaction('production', (tx) => tx.users.put({ ...ben, loginCount: 9 }))
      await tx.takeFrom('production')
    })
    await store.read('preview', async (rows) => {
      expect(await rows.keys.ofUser(ada.id)).toEqual(keyOf(ada))
      expect(await rows.users.byId(ben.id)).toEqual(ben)
    })
    await other.end()
    await database.close()
  })

  test('a connection that breaks in the middle of a refresh undoes it, and the next one goes through', async () => {
    const { database, other } = await opened()
    const { store } = database
    await removeKey(database)
    const broken = store.refresh('preview', async (tx) => {
      await tx.takeFrom('production')
      await other.query(`${endOthers} and datname = current_database()`)
      await tx.audit.append(record('refresh'))
    })
    await expect(broken).rejects.toMatchObject(unavailable(/cannot be reached/))
    const key = () => store.read('preview', (rows) => rows.keys.ofUser(ada.id))
    expect(await key()).toEqual(keyOf(ada))
    await store.refresh('preview', (tx) => tx.takeFrom('production'))
    expect(await key()).toBeNull()
    await store.transaction('preview', (tx) => tx.keys.put(keyOf(ada)))
    await other.end()
    await database.close()
  })

  test('a connection that breaks in the middle of an act undoes the act, and the next one has another', async () => {
    const { database, other } = await opened()
    const broken = database.store.transaction('production', async (tx) => {
      await tx.keys.removeAll()
      await other.query(`${endOthers} and datname = current_database()`)
      await tx.audit.append(record('removal'))
    })
    await expect(broken).rejects.toMatchObject(unavailable(/cannot be reached/))
    expect(await seen(database)).toEqual([keyOf(ada), 0])
    await removeKey(database)
    expect(await seen(database)).toEqual([null, 1])
    await other.end()
    await database.close()
  })

  test('a database that can only be read is unhealthy, refuses acts, answers questions, and works once it can be written', async () => {
    const { database, other } = await opened()
    const { rows } = await other.query<{ name: string }>('select current_database() as name')
    const allow = (setting: 'on' | 'off') =>
      other.query(
        `alter database ${rows[0]?.name} set default_transaction_read_only = ${setting};
         ${endOthers} and datname = current_database()`,
      )
    await allow('on')
    await expect.poll(() => seen(database).catch(() => null)).toEqual([keyOf(ada), 0])
    await expect(removeKey(database)).rejects.toMatchObject(unavailable(/only be read/))
    await expect(database.checkHealth()).rejects.toMatchObject(unavailable(/only be read/))
    await other.query('set default_transaction_read_only = off')
    await allow('off')
    await expect.poll(() => removeKey(database).catch(() => 'refused')).toBeUndefined()
    await database.checkHealth()
    expect(await seen(database)).toEqual([null, 1])
    await other.end()
    await database.close()
  })

  test('an address that is wrong is refused with what to look at', async () => {
    const url = await postgres.createDatabase()
    const opening = openPostgres(url.replace(/test\d+/, 'missing'))
    await expect(opening).rejects.toMatchObject(unavailable(/name of the database/))
    await expect(openPostgres('postgres://latchkey@127.0.0.1:1/test')).rejects.toMatchObject(
      unavailable(/cannot be reached/),
    )
  })

  test('a database that a newer version has changed is refused', async () => {
    const url = await postgres.createDatabase()
    await (await openPostgres(url)).close()
    const other = new Client({ connectionString: url })
    await other.connect()
    await other.query('insert into kysely_migration (name, timestamp) values ($1, $2)', [
      '9999-newer',
      new Date().toISOString(),
    ])
    await expect(openPostgres(url)).rejects.toMatchObject(unavailable(/newer version of Latchkey/))
    await other.end()
  })

  test('a server that stops answering is given up on, and used again when it answers', async () => {
    const url = await postgres.createDatabase()
    const socket = '.s.PGSQL.5432'
    const behind = new URL(url).searchParams.get('host') ?? ''
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-proxy-'))
    const open: Socket[] = []
    const proxy = createServer((client) => {
      const server = connect(join(behind, socket))
      open.push(client, server)
      client.pipe(server).pipe(client)
      for (const end of [client, server]) end.on('error', () => {})
    }).listen(join(folder, socket))
    const database = await openPostgres(url.replace(/host=.*/, `host=${encodeURIComponent(folder)}`))

    for (const end of open) end.unpipe()
    await expect(database.checkHealth()).rejects.toMatchObject(unavailable(/cannot be reached/))
    // The connections from before stay dead; it takes new ones.
    await database.checkHealth()
    await database.close()
    proxy.close()
    for (const end of open) end.destroy()
    rmSync(folder, { recursive: true })
  }, 30_000)

  test('a PostgreSQL that crashes and one that is stopped lose nothing acknowledged and half of nothing', async () => {
    const { database, other } = await opened()
    let acknowledged = 0
    let refusals = 0
    const over = new AbortController()
    const storm = async () => {
      while (!over.signal.aborted)
        try {
          await database.store.transaction('production', async (tx) => {
            const before = await tx.customer.get()
            await tx.customer.put({ ...before, version: before.version + 1 })
            await tx.audit.append(record(`version ${before.version + 1}`))
          })
          acknowledged++
        } catch (error) {
          expect(error).toMatchObject(unavailable(/./))
          refusals++
          await new Promise((resolve) => setImmediate(resolve))
        }
    }
    const outages = async () => {
      for (const how of ['crash', 'properly', 'crash', 'properly', 'crash'] as const) {
        const [before, refusedBefore] = [acknowledged, refusals]
        await expect.poll(() => acknowledged - before, { timeout: 10_000 }).toBeGreaterThan(20)
        await postgres.stop(how)
        await expect.poll(() => refusals - refusedBefore, { timeout: 10_000 }).toBeGreaterThan(0)
        await postgres.start()
      }
      over.abort()
    }
    await Promise.all([storm(), outages()])

    await database.store.read('production', async (rows) => {
      const { version } = await rows.customer.get()
      const recorded = (await rows.audit.search()).map(({ id }) => id)
      expect(recorded).toEqual(Array.from({ length: version - 1 }, (_, index) => idOf(`version ${version - index}`)))
      expect(acknowledged).toBeGreaterThan(100)
      // One that was carried out may have lost its acknowledgement, once per outage.
      expect(version - 1 - acknowledged).toBeGreaterThanOrEqual(0)
      expect(version - 1 - acknowledged).toBeLessThanOrEqual(5)
    })
    await other.end()
    await database.close()
  }, 180_000)
}
