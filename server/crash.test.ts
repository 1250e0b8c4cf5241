import { spawn } from 'node:child_process'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ada, customer, keyOf, person, record } from '#testing/backend.ts'
import { shift } from '#src/domain/instant.ts'
import { bareEnvironment } from '../scripts/startServer.ts'
import { openSqlite } from './database.ts'

const KILLS = 50
const REFRESH_KILLS = 8
/** Acknowledgements to wait for, and how many tenths of a millisecond after the last to kill. */
const moments = fc.sample(fc.tuple(fc.integer({ min: 5, max: 80 }), fc.integer({ min: 0, max: 50 })), {
  seed: 51,
  numRuns: KILLS,
})

test('a server killed in the middle of writing loses no acknowledged act and leaves no half of one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-crash-'))
  const file = join(folder, 'latchkey.db')
  const rows = { customer, users: [ada], keys: [keyOf(ada)], audit: [], sso: DEFAULT_SSO }
  const fresh = await openSqlite(file)
  await fresh.fill({ production: rows, preview: rows }, {})
  await fresh.store.transaction('production', (tx) => tx.audit.append({ ...record('first'), id: 'act 0' }))
  await fresh.close()

  let written = 0
  let acknowledged = 0
  let unacknowledged = 0
  for (const [acts, delay] of moments) {
    const writer = spawn(process.execPath, ['testing/writeStorm.ts', file, ada.id, String(written + 1)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const killed = once(writer, 'exit')
    let count = 0
    for await (const line of createInterface({ input: writer.stdout })) {
      expect(Number(line)).toBe(written + ++count)
      if (count === acts) void wait(delay / 10).then(() => writer.kill('SIGKILL'))
    }
    expect(await killed).toEqual([null, 'SIGKILL'])

    const reopened = await openSqlite(file)
    await reopened.store.read('production', async (rows) => {
      const records = (await rows.audit.search()).map(({ id }) => id)
      const last = records.length - 1
      expect(last).toBeGreaterThanOrEqual(written + count)
      expect(records).toEqual(records.map((_, index) => `act ${last - index}`))
      expect((await rows.keys.ofUser(ada.id))?.id).toBe(`act ${last}`)
      unacknowledged += last - written - count
      written = last
      acknowledged += count
    })
    await reopened.close()
  }
  expect(acknowledged).toBeGreaterThan(1000)
  process.stdout.write(
    `${KILLS} kills: ${acknowledged} acknowledged acts, none lost; ${unacknowledged} carried out without an answer\n`,
  )
  rmSync(folder, { recursive: true })
}, 240_000)

test('a refresh of Preview that is killed half-way has done everything or nothing, and the next one does it all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-crash-'))
  const file = join(folder, 'latchkey.db')
  const users = [ada, ...Array.from({ length: 2000 }, (_, index) => person(`member.${index}`))]
  const keys = users.map((user) => keyOf(user))
  const rows = { customer: { ...customer, name: '0' }, users, keys, audit: [], sso: DEFAULT_SSO }
  const fresh = await openSqlite(file)
  await fresh.fill({ production: rows, preview: rows }, {})
  await fresh.close()

  let refreshed = 0
  let halfWay = 0
  for (const [, delay] of moments.slice(0, REFRESH_KILLS)) {
    const program = ['testing/refreshStorm.ts', String(refreshed + 1)]
    const refresher = spawn(process.execPath, program, {
      env: { ...bareEnvironment(), DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const killed = once(refresher, 'exit')
    let acknowledged = refreshed
    for await (const line of createInterface({ input: refresher.stdout })) {
      if (line.startsWith('Preview')) acknowledged++
      if (line === `Production ${refreshed + 2}`) void wait(delay).then(() => refresher.kill('SIGKILL'))
    }
    expect(await killed).toEqual([null, 'SIGKILL'])

    const reopened = await openSqlite(file)
    const production = await reopened.store.read('production', async (rows) => (await rows.customer.get()).name)
    await reopened.store.read('preview', async (rows) => {
      const mark = (await rows.customer.get()).name
      refreshed = Number(mark)
      expect([acknowledged, acknowledged + 1]).toContain(refreshed)
      const marks = (await rows.users.pick(['ssoUsername'], [])).map(({ ssoUsername }) => ssoUsername)
      expect(marks).toEqual(users.map(() => mark))
      const expiry = new Date(Date.UTC(9000, 0, refreshed)).toISOString()
      expect((await rows.keys.countEnding(shift(expiry, -1), expiry, null)).expiring).toBe(keys.length)
      expect((await rows.audit.search()).map(({ userAgent }) => Number(userAgent))).toEqual(
        Array.from({ length: refreshed }, (_, index) => refreshed - index),
      )
      if (production !== mark) halfWay++
    })
    await reopened.close()
  }
  // Otherwise no kill would have met a refresh.
  expect(halfWay).toBeGreaterThan(0)
  process.stdout.write(`${REFRESH_KILLS} kills: ${halfWay} refreshes undone, none done by half\n`)
  rmSync(folder, { recursive: true })
}, 240_000)
