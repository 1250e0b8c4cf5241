import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { DAY, MINUTE, shift } from '#src/domain/instant.ts'
import { newCertificate } from '#testing/newCertificate.ts'
import { startPostgres, type Postgres } from '../scripts/postgres.ts'
import { bareEnvironment, startServer, type RunningServer } from '../scripts/startServer.ts'
import { serviceProvider } from './serviceProvider.ts'
import { responseXml, signed, toBase64 } from '#testing/identityProvider.ts'

// The server and its commands as an administrator runs them: processes of their own, over real databases.

const ADMIN = 'mara@studio.example'
const PASSWORD = 'quiet-Harbor-7'
const SETUP = {
  LATCHKEY_ORGANISATION: 'Harbour Studio',
  LATCHKEY_DOMAIN: 'harbour',
  LATCHKEY_TIME_ZONE: 'America/Denver',
  LATCHKEY_FIRST_NAME: 'Mara',
  LATCHKEY_LAST_NAME: 'Lindqvist',
  LATCHKEY_EMAIL: ADMIN,
  LATCHKEY_PASSWORD: PASSWORD,
}
/** With it Harbour Studio has a Preview, at this name and any port. */
const WITH_PREVIEW = { PREVIEW_BASE_URL: 'http://harbour.preview.localhost/' }

let postgres: Postgres | null = null
beforeAll(async () => {
  postgres = await startPostgres()
}, 60_000)
afterAll(() => postgres?.close())

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'latchkey-process-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** Runs a command of package.json's to its end. */
function run(command: string, environment: Record<string, string>, ...args: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [`server/commands/${command}.ts`, ...args], {
    env: { ...bareEnvironment(), ...environment },
    encoding: 'utf8',
  })
  return { status, words: stderr }
}

async function serve(environment: Record<string, string>): Promise<RunningServer> {
  const server = await startServer(environment)
  onTestFinished(async () => void (await server.stop('SIGKILL')))
  return server
}

interface Answer {
  status: number
  cookie: string
  /** Where a browser is sent. */
  location: string
  /** Of JSON what it says, of anything else its text. */
  body: unknown
}

/** A request as a page of the console or an integration sends it. Names below localhost do not resolve everywhere. */
async function ask(
  port: number,
  method: string,
  path: string,
  { host = `harbour.my.localhost:${port}`, cookie = '', body = '', userAgent = '' } = {},
): Promise<Answer> {
  const headers = { Host: host, Origin: `http://${host}`, ...(cookie && { Cookie: cookie }), 'User-Agent': userAgent }
  // On a connection of its own: while a command runs here, the server lets go of idle ones, and this process cannot see it.
  const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false })
  asked.end(body)
  const [response] = await once(asked, 'response')
  const text = Buffer.concat(await response.toArray()).toString()
  return {
    status: response.statusCode,
    cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
    location: response.headers.location ?? '',
    body: text === '' ? null : /json/.test(response.headers['content-type'] ?? '') ? JSON.parse(text) : text,
  }
}

const signIn = (port: number, options = {}, username = ADMIN, password = PASSWORD) =>
  ask(port, 'POST', '/api/session', { ...options, body: JSON.stringify({ username, password }) })

/** Generates one's own key and answers its value. */
async function generate(port: number, cookie: string): Promise<string> {
  const { body } = await ask(port, 'POST', '/api/own-key', { cookie })
  return (body as { value: string }).value
}

const statusOf = async (port: number, key: string, host?: string) =>
  (await callBy(port, key, host ? { host } : {})).status

/** An integration's call. */
const callBy = (port: number, key: string, options: { host?: string; userAgent?: string } = {}) =>
  ask(port, 'GET', `/attask/api/v15.0/user/$$USER.ID?apiKey=${key}`, options)

/** The clients of one's own key, as its owner is told. */
const clientsOfKey = async (port: number, cookie: string) => {
  const { body: key } = await ask(port, 'GET', '/api/own-key', { cookie })
  const { body } = await ask(port, 'GET', `/api/own-key/${(key as { id: string }).id}/use`, { cookie })
  return (body as { uses: { client: string }[] }).uses.map(({ client }) => client).toSorted()
}

test('what setup made, a server serves, keeps and drains on SIGTERM, and everything is there after a restart', async () => {
  const DATA_DIR = folder()
  expect(run('setup', { DATA_DIR, ...SETUP })).toMatchObject({ status: 0, words: expect.stringContaining(ADMIN) })
  const first = await serve({ DATA_DIR, ...WITH_PREVIEW })
  const { cookie, body } = await signIn(first.port)
  expect(body).toMatchObject({ organisation: 'Harbour Studio', environment: 'production' })
  const key = await generate(first.port, cookie)
  expect(await statusOf(first.port, key)).toBe(200)
  // Preview began as a copy, with sessions and keys of its own.
  const host = `harbour.preview.localhost:${first.port}`
  expect((await signIn(first.port, { host })).body).toMatchObject({ environment: 'preview' })
  expect(await statusOf(first.port, key, host)).toBe(401)

  const underWay = signIn(first.port)
  await Promise.race([underWay, new Promise((resolve) => setImmediate(resolve))])
  expect(await first.stop()).toBe(0)
  expect((await underWay).status).toBe(201)

  const second = await serve({ DATA_DIR })
  expect(await statusOf(second.port, key)).toBe(200)
  expect((await ask(second.port, 'GET', '/api/own-key', { cookie })).body).toMatchObject({ state: 'active' })
  const { id } = (await ask(second.port, 'GET', '/api/own-key', { cookie })).body as { id: string }
  expect((await ask(second.port, 'POST', `/api/own-key/${id}/value`, { cookie })).body).toEqual({ value: key })
}, 60_000)

test('who used a key within the last minute is written down before the server ends on SIGTERM', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const first = await serve({ DATA_DIR })
  const { cookie } = await signIn(first.port)
  const key = await generate(first.port, cookie)
  for (const userAgent of ['curl/8.5.0', 'Sync/2.4', 'Export/1.0']) await callBy(first.port, key, { userAgent })
  // The first is written at once, and the others wait for their minute.
  await expect.poll(() => clientsOfKey(first.port, cookie)).toEqual(['curl 8.5'])
  expect(await first.stop()).toBe(0)
  const second = await serve({ DATA_DIR })
  expect(await clientsOfKey(second.port, cookie)).toEqual(['Export 1.0', 'Sync 2.4', 'curl 8.5'])
}, 60_000)

test('a real organisation has nothing of the rehearsal', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const { port } = await serve({ DATA_DIR })
  const { cookie } = await signIn(port)
  for (const [method, path] of [
    ['GET', '/api/rehearsal'],
    ['POST', '/api/rehearsal/clock'],
    ['POST', '/api/rehearsal/scenario'],
    ['POST', '/api/rehearsal/identity-provider/answer'],
  ] as const)
    expect((await ask(port, method, path, { cookie, body: method === 'POST' ? '{}' : '' })).status).toBe(404)
  const standIn = await fetch(`http://127.0.0.1:${port}/demo-idp/saml2/sso/post`, { method: 'POST', body: '' })
  expect([standIn.status, existsSync(join(DATA_DIR, 'identity-provider.json'))]).toEqual([405, false])
  expect((await signIn(port, {}, 'main.admin@northwind.example')).status).toBe(401)
}, 30_000)

test('a real organization without PREVIEW_BASE_URL has no Preview, and nothing leads there', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const { port } = await serve({ DATA_DIR })
  const production = `http://harbour.my.localhost:${port}/`
  expect((await signIn(port)).body).toMatchObject({ addresses: { production, preview: null } })
  expect((await ask(port, 'GET', '/api/session/way')).body).toMatchObject({ productionUrl: null })
  const host = `harbour.preview.localhost:${port}`
  expect((await signIn(port, { host })).status).toBe(421)
  expect((await ask(port, 'GET', '/api/session/way', { host })).status).toBe(421)
}, 30_000)

test('the demo is served beyond this machine by the names in DEMO_HOSTS', async () => {
  const { port } = await serve({ DATA_DIR: folder(), HOST: '0.0.0.0', DEMO_HOSTS: 'demo.example' })
  const signInAt = async (host: string) => (await signIn(port, { host }, 'main.admin@northwind.example')).status
  expect(await signInAt('demo.example')).toBe(201)
  expect(await signInAt(`northwind.my.localhost:${port}`)).toBe(201)
  expect(await signInAt('evil.example')).toBe(421)
}, 30_000)

test('an empty folder gets the demo organisation, whose clock and data last through a restart (E5)', async () => {
  const DATA_DIR = folder()
  const first = await serve({ DATA_DIR })
  const { cookie } = await signIn(first.port, {}, 'main.admin@northwind.example')
  const { id } = (await ask(first.port, 'GET', '/api/own-key', { cookie })).body as { id: string }
  const reset = await ask(first.port, 'POST', '/api/own-key/reset', { cookie, body: JSON.stringify({ id }) })
  const { value } = reset.body as { value: string }
  expect(await statusOf(first.port, value)).toBe(200)
  for (let moves = 0; moves < 2; moves++)
    await ask(first.port, 'POST', '/api/rehearsal/clock', { cookie, body: JSON.stringify({ move: 'month' }) })
  expect(await statusOf(first.port, value)).toBe(401)
  await first.stop()

  const second = await serve({ DATA_DIR })
  expect(await statusOf(second.port, value)).toBe(401)
  expect((await ask(second.port, 'GET', '/api/own-key', { cookie })).body).toMatchObject({ state: 'expired' })
  await ask(second.port, 'POST', '/api/rehearsal/clock', { cookie, body: JSON.stringify({ move: 'real' }) })
  expect(await statusOf(second.port, value)).toBe(200)
}, 60_000)

test.each([
  ['a bad setting', { PORT: 'many' }, /^PORT must be a number from 0 to 65535\.\n$/],
  ['the demo beyond this machine', { HOST: '0.0.0.0' }, /^The demo organization has a public password.*DEMO_HOSTS/],
  ['an address that the demo does not answer to', { BASE_URL: 'https://demo.example/' }, /BASE_URL.*DEMO_HOSTS/],
  ['a secret that is none', { LATCHKEY_SECRET_FILE: 'package.json' }, /^LATCHKEY_SECRET_FILE must hold 32 bytes/],
  ['a database that is none', { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }, /database/],
])('the server ends with one line and code 2 at %s', (_, environment, words) => {
  const { status, stderr } = spawnSync(process.execPath, ['server/main.ts'], {
    env: { ...bareEnvironment(), DATA_DIR: folder(), ...environment },
    encoding: 'utf8',
  })
  expect(stderr).toMatch(words)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(status).toBe(2)
})

test('a port that is taken is named', async () => {
  const { port } = await serve({ DATA_DIR: folder() })
  const { status, stderr } = spawnSync(process.execPath, ['server/main.ts'], {
    env: { ...bareEnvironment(), DATA_DIR: folder(), PORT: String(port) },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(`Port ${port} is taken`) })
}, 30_000)

test('setup refuses what it cannot use, and what is there already', () => {
  const DATA_DIR = folder()
  const refused = (change: Record<string, string>) => run('setup', { DATA_DIR, ...SETUP, ...change })
  expect(refused({ LATCHKEY_DOMAIN: 'Harbour Studio' })).toMatchObject({
    status: 2,
    words: expect.stringContaining('LATCHKEY_DOMAIN'),
  })
  expect(refused({ LATCHKEY_EMAIL: 'mara' })).toMatchObject({
    status: 2,
    words: expect.stringContaining('LATCHKEY_EMAIL'),
  })
  expect(refused({ LATCHKEY_PASSWORD: 'password' })).toMatchObject({
    status: 2,
    words: expect.stringContaining('LATCHKEY_PASSWORD'),
  })
  expect(refused({ LATCHKEY_ORGANISATION: '' })).toMatchObject({
    status: 2,
    words: expect.stringContaining('Set LATCHKEY_ORGANISATION'),
  })
  expect(refused({})).toMatchObject({ status: 0 })
  expect(refused({})).toMatchObject({
    status: 2,
    words: expect.stringContaining('There is an organisation here already'),
  })
}, 60_000)

test('reset-password lets the only administrator back in, ends their sessions and lifts the lock', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const { port } = await serve({ DATA_DIR })
  const { cookie } = await signIn(port)
  for (let guesses = 0; guesses < 5; guesses++) await signIn(port, {}, ADMIN, 'guessed')
  expect((await signIn(port)).status).toBe(401)

  const LATCHKEY_PASSWORD = 'another-Lantern-9'
  expect(run('resetPassword', { DATA_DIR, LATCHKEY_PASSWORD }, 'nobody@studio.example')).toMatchObject({ status: 2 })
  expect(run('resetPassword', { DATA_DIR, LATCHKEY_PASSWORD: 'weak' }, ADMIN)).toMatchObject({ status: 2 })
  expect(run('resetPassword', { DATA_DIR, LATCHKEY_PASSWORD }, ADMIN.toUpperCase())).toMatchObject({
    status: 0,
    words: expect.stringContaining('Production'),
  })
  expect((await signIn(port)).status).toBe(401)
  expect((await ask(port, 'GET', '/api/session', { cookie })).status).toBe(401)
  expect((await signIn(port, {}, ADMIN, LATCHKEY_PASSWORD)).status).toBe(201)
}, 60_000)

test('platform-mode changes one environment or both while the server runs (N1)', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const { port } = await serve({ DATA_DIR, ...WITH_PREVIEW })
  const login = async (host?: string) =>
    (
      await ask(port, 'GET', `/attask/api/v15.0/login?username=${ADMIN}&password=${PASSWORD}`, {
        ...(host && { host }),
      })
    ).status
  const preview = `harbour.preview.localhost:${port}`
  expect(run('platformMode', { DATA_DIR }, 'adobe')).toMatchObject({ status: 2 })
  expect(run('platformMode', { DATA_DIR }, 'ims', '--environment', 'preview')).toEqual({
    status: 0,
    words: 'Preview: platform mode is ims.\n',
  })
  expect([await login(), await login(preview)]).toEqual([200, 403])
  expect(run('platformMode', { DATA_DIR }, 'ims')).toMatchObject({ status: 0 })
  expect([await login(), await login(preview)]).toEqual([403, 403])
  expect((await signIn(port)).status).toBe(201)
  run('platformMode', { DATA_DIR }, 'classic')
  expect([await login(), await login(preview)]).toEqual([200, 200])
}, 60_000)

test('sso:off lets the only administrator back in, while the server runs or not, and is recorded', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const first = await serve({ DATA_DIR })
  const { cookie } = await signIn(first.port)
  const key = await generate(first.port, cookie)
  await ask(first.port, 'PUT', `/attask/api/v15.0/user/$$USER.ID?ssoAccessOnly=true&apiKey=${key}`)
  const lockOut = async (port: number) => {
    const { der } = await newCertificate({})
    const sso = (await ask(port, 'GET', '/api/sso', { cookie })).body as object
    const enabled = {
      ...sso,
      type: 'saml2',
      loginPortalUrl: 'https://idp.studio.example/sso',
      certificates: [{ name: 'idp.cer', der }],
      hasAdminExemption: false,
      isEnabled: true,
    }
    expect(await ask(port, 'PUT', '/api/sso', { cookie, body: JSON.stringify(enabled) })).toMatchObject({ status: 200 })
    expect(await signIn(port)).toMatchObject({ status: 401, body: { code: 'sso-only' } })
  }
  await lockOut(first.port)
  expect(run('ssoOff', { DATA_DIR }, '--environment', 'preview')).toEqual({
    status: 0,
    words: 'Harbour Studio, Preview: single sign-on is off already.\n',
  })
  // As npm passes it on where no `--` stands before it.
  expect(run('ssoOff', { DATA_DIR, npm_config_environment: 'preview' }).words).not.toContain('Production')
  expect(run('ssoOff', { DATA_DIR, npm_config_environment: 'true' }, 'preview')).toMatchObject({ status: 2 })
  expect(await signIn(first.port)).toMatchObject({ status: 401 })
  expect(run('ssoOff', { DATA_DIR })).toMatchObject({
    status: 0,
    words: expect.stringContaining('Harbour Studio, Production: single sign-on is off now'),
  })
  expect(await signIn(first.port)).toMatchObject({ status: 201 })

  await lockOut(first.port)
  await first.stop()
  expect(run('ssoOff', { DATA_DIR })).toMatchObject({ status: 0 })
  const second = await serve({ DATA_DIR })
  expect(await signIn(second.port)).toMatchObject({ status: 201 })
  // What was set up is still there, and who turned it off is told.
  expect((await ask(second.port, 'GET', '/api/sso', { cookie })).body).toMatchObject({
    isEnabled: false,
    loginPortalUrl: 'https://idp.studio.example/sso',
    savedBy: 'npm run sso:off',
  })
  await second.stop()
  const database = new DatabaseSync(join(DATA_DIR, 'latchkey.db'), { readOnly: true })
  const records = database.prepare(`SELECT "userAgent" FROM "audit" WHERE "action" = 'Disable'`).all()
  database.close()
  expect(records).toHaveLength(2)
}, 120_000)

test('sso:off makes way for another key where the secret file is lost', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const metadata = async () => {
    const server = await serve({ DATA_DIR })
    const { body } = await ask(server.port, 'GET', '/sso/downloadSAML2MetaData')
    await server.stop()
    return /<ds:X509Certificate>([^<]+)</.exec(String(body))?.[1]
  }
  const first = await metadata()
  expect(first).toBeDefined()
  expect(run('ssoOff', { DATA_DIR }).words).not.toContain('forgotten')
  expect(await metadata()).toBe(first)
  rmSync(join(DATA_DIR, 'secret'))
  expect(run('ssoOff', { DATA_DIR }).words).toContain('cannot be opened any more and is forgotten')
  const second = await metadata()
  expect(second).toBeDefined()
  expect(second).not.toBe(first)
}, 120_000)

test('refresh-preview replaces Preview by Production, while the server runs or not, and is recorded (P1, P2)', async () => {
  const DATA_DIR = folder()
  expect(run('refreshPreview', { DATA_DIR })).toMatchObject({ status: 2, words: expect.stringContaining('setup') })
  run('setup', { DATA_DIR, ...SETUP })
  expect(run('refreshPreview', { DATA_DIR })).toEqual({
    status: 0,
    words:
      'Harbour Studio, Preview: refreshed from Production. It had 1 user and 0 API keys, and has 1 user and 0 API keys now. Everybody is signed out of Preview.\n',
  })
  const { port } = await serve({ DATA_DIR, ...WITH_PREVIEW })
  const host = `harbour.preview.localhost:${port}`
  const [production, preview] = [(await signIn(port)).cookie, (await signIn(port, { host })).cookie]
  const generated = async (cookie: string, options = {}) =>
    ((await ask(port, 'POST', '/api/own-key', { cookie, ...options })).body as { value: string }).value
  const [lasting, only] = [await generated(production), await generated(preview, { host })]
  expect([await statusOf(port, lasting, host), await statusOf(port, only, host)]).toEqual([401, 200])

  expect(run('refreshPreview', { DATA_DIR }, '--environment', 'production')).toMatchObject({ status: 2 })
  expect(await statusOf(port, only, host)).toBe(200)
  expect(run('refreshPreview', { DATA_DIR })).toMatchObject({ status: 0 })
  expect([await statusOf(port, lasting, host), await statusOf(port, only, host)]).toEqual([200, 401])
  expect(await ask(port, 'GET', '/api/session', { cookie: preview, host })).toMatchObject({ status: 401 })
  expect(await ask(port, 'GET', '/api/session', { cookie: production })).toMatchObject({ status: 200 })
  const database = new DatabaseSync(join(DATA_DIR, 'latchkey.db'), { readOnly: true })
  const records = database.prepare(`SELECT "environment", "userAgent" FROM "audit" WHERE "action" = 'Refresh'`).all()
  database.close()
  const record = { environment: 'preview', userAgent: 'Command line of the server' }
  expect(records).toEqual([record, record])
}, 60_000)

// By the real clock the one refresh would seem to lie ahead, and the other to be long past.
test.each([
  ['a year ago', { now: new Date(Date.now() - 365 * DAY).toISOString() }, 'week'],
  ['in a month', {}, 'month'],
])(
  'refresh-preview goes by the clock of a rehearsal %s, and so do the weekends after it',
  async (_, link, by) => {
    const DATA_DIR = folder()
    const { port } = await serve({ DATA_DIR })
    const { cookie } = await ask(port, 'POST', '/api/rehearsal/scenario', { body: JSON.stringify(link) })
    const move = (move: string) => ask(port, 'POST', '/api/rehearsal/clock', { cookie, body: JSON.stringify({ move }) })
    const refreshes = () => {
      const database = new DatabaseSync(join(DATA_DIR, 'latchkey.db'), { readOnly: true })
      const records = database.prepare(`SELECT "userAgent" FROM "audit" WHERE "action" = 'Refresh' ORDER BY "sequence"`)
      const from = records.all().map(({ userAgent }) => userAgent)
      database.close()
      return from
    }
    await move(by)
    expect(run('refreshPreview', { DATA_DIR })).toMatchObject({ status: 0 })
    await ask(port, 'GET', '/api/session/way', { host: `northwind.preview.localhost:${port}` })
    const both = ['Weekly refresh', 'Command line of the server']
    expect(refreshes()).toEqual(both)
    await move('week')
    expect(refreshes()).toEqual([...both, 'Weekly refresh'])
  },
  60_000,
)

test('a server that was down over the weekend refreshes Preview when it starts, whether or not anybody comes', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const first = await serve({ DATA_DIR, ...WITH_PREVIEW })
  const host = `harbour.preview.localhost:${first.port}`
  const { cookie } = await signIn(first.port, { host })
  const { value } = (await ask(first.port, 'POST', '/api/own-key', { cookie, host })).body as { value: string }
  await first.stop()
  const database = new DatabaseSync(join(DATA_DIR, 'latchkey.db'))
  const lastAt = () => database.prepare(`SELECT "lastAt" FROM "refreshes"`).get()?.['lastAt']
  expect(lastAt()).toBeNull()
  database.exec(`UPDATE "refreshes" SET "since" = '2026-01-01T00:00:00.000Z'`)

  const second = await serve({ DATA_DIR, ...WITH_PREVIEW })
  await expect.poll(lastAt, { timeout: 10_000 }).not.toBeNull()
  database.close()
  expect(await statusOf(second.port, value, `harbour.preview.localhost:${second.port}`)).toBe(401)
}, 60_000)

test('a server deletes audit records that nobody is shown any more, whether or not anybody signs in', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  expect(run('platformMode', { DATA_DIR }, 'ims')).toMatchObject({ status: 0 })
  const database = new DatabaseSync(join(DATA_DIR, 'latchkey.db'))
  database.exec(`UPDATE "audit" SET "at" = '2020-01-01T00:00:00.000Z'`)
  const records = () => database.prepare(`SELECT count(*) AS "count" FROM "audit"`).get()?.['count']
  expect(records()).toBeGreaterThan(0)
  await serve({ DATA_DIR })
  await expect.poll(records, { timeout: 10_000 }).toBe(0)
  database.close()
}, 60_000)

test('a backup made while the server runs can be started from; without its secret keys work but are not shown', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const { port } = await serve({ DATA_DIR })
  const { cookie } = await signIn(port)
  const key = await generate(port, cookie)
  const restored = folder()
  const file = join(restored, 'latchkey.db')
  expect(run('backup', { DATA_DIR }, file)).toMatchObject({
    status: 0,
    words: expect.stringContaining(join(DATA_DIR, 'secret')),
  })
  expect(run('backup', { DATA_DIR }, file)).toMatchObject({ status: 2 })
  // What happens after the backup is not in it.
  await ask(port, 'DELETE', '/api/keys', { cookie })

  const copy = await serve({ DATA_DIR: restored })
  expect(await statusOf(copy.port, key)).toBe(200)
  const { id } = (await ask(copy.port, 'GET', '/api/own-key', { cookie })).body as { id: string }
  expect(await ask(copy.port, 'POST', `/api/own-key/${id}/value`, { cookie })).toMatchObject({
    status: 409,
    body: { code: 'key-unreadable' },
  })
  await copy.stop()
  const whole = await serve({ DATA_DIR: restored, LATCHKEY_SECRET_FILE: join(DATA_DIR, 'secret') })
  expect((await ask(whole.port, 'POST', `/api/own-key/${id}/value`, { cookie })).body).toEqual({ value: key })
}, 60_000)

test('a file that is no database is refused by name and left alone', () => {
  const DATA_DIR = folder()
  writeFileSync(join(DATA_DIR, 'latchkey.db'), 'not a database, but somebody’s notes'.repeat(100))
  const { status, words } = run('setup', { DATA_DIR, ...SETUP })
  expect({ status, words }).toEqual({
    status: 2,
    words: expect.stringContaining('The database file cannot be opened or read'),
  })
  expect(existsSync(join(DATA_DIR, 'latchkey.db'))).toBe(true)
})

test('what a newer version has changed is refused with one line and code 2, and left as it is', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const database = new DatabaseSync(join(DATA_DIR, 'latchkey.db'))
  const add = database.prepare('INSERT INTO "kysely_migration" ("name", "timestamp") VALUES (?, ?)')
  add.run('9999-of-a-newer-version', new Date().toISOString())
  const words = 'This database is from a newer version of Latchkey.'
  const server = spawnSync(process.execPath, ['server/main.ts'], {
    env: { ...bareEnvironment(), DATA_DIR },
    encoding: 'utf8',
  })
  const command = run('platformMode', { DATA_DIR }, 'ims')
  for (const { status, stderr } of [server, { status: command.status, stderr: command.words }]) {
    expect(stderr).toMatch(new RegExp(`^${words} Start that version, [^\\n]+\\n$`))
    expect(status).toBe(2)
  }
  expect(database.prepare('SELECT count(*) AS "count" FROM "customers"').get()).toMatchObject({ count: 2 })
  database.close()
}, 30_000)

test('while another process holds the database, what would write is refused as unavailable; then all goes on', async () => {
  const DATA_DIR = folder()
  run('setup', { DATA_DIR, ...SETUP })
  const { port } = await serve({ DATA_DIR })
  const { cookie } = await signIn(port)
  const key = await generate(port, cookie)
  const other = new DatabaseSync(join(DATA_DIR, 'latchkey.db'))
  other.exec('BEGIN IMMEDIATE')
  const [removal, login] = await Promise.all([
    ask(port, 'DELETE', '/api/keys', { cookie }),
    ask(port, 'GET', `/attask/api/v15.0/login?username=${ADMIN}&password=${PASSWORD}`),
  ])
  expect(removal).toMatchObject({ status: 503, body: { code: 'unavailable' } })
  expect(login).toMatchObject({
    status: 503,
    body: { error: { class: expect.any(String), message: expect.any(String) } },
  })
  // Reading waits for nobody.
  expect(await statusOf(port, key)).toBe(200)
  other.exec('ROLLBACK')
  other.close()
  expect((await ask(port, 'DELETE', '/api/keys', { cookie })).body).toEqual({ removed: 1 })
  expect(await statusOf(port, key)).toBe(401)
}, 60_000)

test('a PostgreSQL that goes away is a 503 everywhere, and back it is all there, without a restart of the server', async ({
  skip,
}) => {
  if (!postgres) return skip('There is no PostgreSQL on this machine')
  const environment = { DATABASE_URL: await postgres.createDatabase(), DATA_DIR: folder() }
  run('setup', { ...environment, ...SETUP })
  const { port } = await serve(environment)
  const { cookie } = await signIn(port)
  const key = await generate(port, cookie)
  await postgres.stop('crash')
  for (const [method, path] of [
    ['GET', '/health'],
    ['GET', '/api/home'],
    ['DELETE', '/api/keys'],
    ['GET', `/attask/api/v15.0/user/$$USER.ID?apiKey=${key}`],
  ] as const)
    expect((await ask(port, method, path, { cookie })).status).toBe(503)
  await postgres.start()
  expect(await statusOf(port, key)).toBe(200)
  expect((await ask(port, 'GET', '/health')).status).toBe(200)
  expect((await ask(port, 'DELETE', '/api/keys', { cookie })).body).toEqual({ removed: 1 })
}, 60_000)

/** One address in front of several servers: each request goes to the next. */
async function balancer(servers: RunningServer[]): Promise<{ port: number; server: Server }> {
  let turn = 0
  const server = createServer((incoming, outgoing) => {
    const { port } = servers[turn++ % servers.length]!
    const onward = request(
      { host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 502, answer.headers)),
    )
    incoming.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port, server }
}

test('two processes on one PostgreSQL behind one address are one installation', async ({ skip }) => {
  if (!postgres) skip('There is no PostgreSQL on this machine')
  const environment = { DATABASE_URL: await postgres!.createDatabase(), DATA_DIR: folder() }
  expect(
    spawnSync(process.execPath, ['server/main.ts'], {
      env: { ...bareEnvironment(), ...environment },
      encoding: 'utf8',
    }),
  ).toMatchObject({
    status: 2,
    stderr: 'This database is empty. Run "npm run setup" first.\n',
  })
  expect(run('setup', { ...environment, ...SETUP })).toMatchObject({ status: 0 })
  const servers = await Promise.all([serve(environment), serve(environment)])
  const [one, two] = servers.map((server) => server.port) as [number, number]

  // A session begun at one works at the other; a key reset at one is refused by the other at once.
  const { cookie } = await signIn(one)
  const key = await generate(two, cookie)
  expect((await callBy(one, key, { userAgent: 'curl/8.5.0' })).status).toBe(200)
  expect((await callBy(two, key, { userAgent: 'Sync/2.4' })).status).toBe(200)
  // Who used it at either is known at both.
  for (const port of [one, two]) await expect.poll(() => clientsOfKey(port, cookie)).toEqual(['Sync 2.4', 'curl 8.5'])
  const { id } = (await ask(one, 'GET', '/api/own-key', { cookie })).body as { id: string }
  const reset = await ask(one, 'POST', '/api/own-key/reset', { cookie, body: JSON.stringify({ id }) })
  expect(await statusOf(two, key)).toBe(401)
  expect(await clientsOfKey(one, cookie)).toEqual([])
  expect(await statusOf(two, (reset.body as { value: string }).value)).toBe(200)

  // Through the one address, where every request meets another process.
  const { port } = await balancer(servers)
  const through = await signIn(port)
  expect(through.status).toBe(201)
  for (let visits = 0; visits < 4; visits++)
    expect((await ask(port, 'GET', '/api/home', { cookie: through.cookie })).status).toBe(200)

  // Many resets at once: whatever order they come in, exactly one key is left that works.
  const values = new Set<string>()
  await Promise.all(
    Array.from({ length: 12 }, async (_, turn) => {
      const at = turn % 2 === 0 ? one : two
      const { id } = (await ask(at, 'GET', '/api/own-key', { cookie })).body as { id: string }
      const { status, body } = await ask(at, 'POST', '/api/own-key/reset', { cookie, body: JSON.stringify({ id }) })
      if (status === 200) values.add((body as { value: string }).value)
      else expect(body).toMatchObject({ code: 'key-changed' })
    }),
  )
  expect(values.size).toBeGreaterThan(0)
  const working = await Promise.all([...values].map((value) => statusOf(one, value)))
  expect(working.filter((status) => status === 200)).toHaveLength(1)

  // Signing out at one ends the session at the other.
  await ask(two, 'DELETE', '/api/session', { cookie })
  expect((await ask(one, 'GET', '/api/session', { cookie })).status).toBe(401)
}, 90_000)

test('two processes on one PostgreSQL are one service provider: a sign-on begun at one is finished at the other', async ({
  skip,
}) => {
  if (!postgres) return skip('There is no PostgreSQL on this machine')
  const environment = {
    DATABASE_URL: await postgres.createDatabase(),
    DATA_DIR: folder(),
    BASE_URL: 'https://latchkey.example/',
    PREVIEW_BASE_URL: 'https://preview.latchkey.example/',
  }
  run('setup', { ...environment, ...SETUP })
  const ports = (await Promise.all([serve(environment), serve(environment)])).map(({ port }) => port)
  const [one, two] = ports as [number, number]
  const host = 'latchkey.example'

  // Asked at once, they make one key pair of ours.
  const metadata = await Promise.all(
    [...ports, ...ports, ...ports].map((port) => ask(port, 'GET', '/sso/downloadSAML2MetaData', { host })),
  )
  expect(new Set(metadata.map(({ body }) => body)).size).toBe(1)
  expect(String(metadata[0]?.body).match(/<ds:X509Certificate>/g)).toHaveLength(1)
  const entityId = /entityID="([^"]+)"/.exec(String(metadata[0]?.body))?.[1] ?? ''

  const now = new Date().toISOString()
  const keyPair = await serviceProvider.makeKeyPair('idp.studio.example', shift(now, -DAY), shift(now, DAY))
  const issuer = 'https://idp.studio.example/saml2'
  const { cookie } = await signIn(one, { host })
  const mapping = (attribute: string, directoryAttribute: string) => ({
    attribute,
    directoryAttribute,
    defaultValue: '',
    rules: [],
  })
  const enabled = {
    ...((await ask(one, 'GET', '/api/sso', { cookie, host })).body as object),
    type: 'saml2',
    identityProviderId: issuer,
    loginPortalUrl: 'https://idp.studio.example/sso',
    hashAlgorithm: 'SHA-256',
    certificates: [keyPair.certificate],
    provisionsUsers: true,
    mappings: [mapping('First Name', 'first'), mapping('Last Name', 'last'), mapping('Email Address', 'mail')],
    isEnabled: true,
  }
  expect(await ask(two, 'PUT', '/api/sso', { cookie, host, body: JSON.stringify(enabled) })).toMatchObject({
    status: 200,
  })

  async function begin(port: number): Promise<{ browser: string; request: string }> {
    const body = JSON.stringify({ purpose: 'sign-on', next: '/users' })
    const begun = await ask(port, 'POST', '/api/sign-on', { host, body })
    const { goTo } = begun.body as { goTo: string }
    return { browser: begun.cookie, request: new URL(goTo, environment.BASE_URL).searchParams.get('id') ?? '' }
  }
  const assertionConsumer = `${environment.BASE_URL}sso/acs`
  /** What the identity provider answers, as a form. */
  function responseTo(request: string, nameId: string, assertionId: string): string {
    const said = { first: 'Nora', last: 'Nilsen', mail: `${nameId}@studio.example` }
    const parts = {
      id: `_of${assertionId}`,
      assertionId,
      issuer,
      responseIssuer: issuer,
      destination: assertionConsumer,
      inResponseTo: request,
      recipient: assertionConsumer,
      audience: entityId,
      issuedAt: now,
      notBefore: shift(now, -MINUTE),
      notOnOrAfter: shift(now, 5 * MINUTE),
      nameId,
      sessionIndex: `_session${assertionId}`,
      attributes: Object.entries(said).map(([name, value]) => ({ name, values: [value] })),
      status: 'Success',
    }
    const xml = signed(responseXml(parts), { keyPair, what: ['assertion'], hashAlgorithm: 'SHA-256' })
    return new URLSearchParams({ SAMLResponse: toBase64(xml) }).toString()
  }
  const finish = (port: number, browser: string, body: string) =>
    ask(port, 'POST', '/sso/acs', { host, cookie: browser, body })
  const failing = async (port: number) => {
    const { signOns } = (await ask(port, 'GET', '/api/sign-ons', { cookie, host })).body as {
      signOns: { id: string }[]
    }
    const record = (await ask(port, 'GET', `/api/sign-ons/${signOns[0]?.id}`, { cookie, host })).body
    const { checks } = record as { checks: { check: string; outcome: string }[] }
    return checks.find(({ outcome }) => outcome === 'failed')?.check
  }

  const first = await begin(one)
  expect(await ask(two, 'GET', `/sso/request?id=${first.request}`, { host, cookie: first.browser })).toMatchObject({
    status: 200,
    body: expect.stringContaining('action="https://idp.studio.example/sso"'),
  })
  const response = responseTo(first.request, 'nora', '_first')
  const signedOn = await finish(two, first.browser, response)
  expect(signedOn).toMatchObject({ status: 303, location: '/users' })
  expect((await ask(one, 'GET', '/api/session', { host, cookie: signedOn.cookie })).body).toMatchObject({
    user: { name: 'Nora Nilsen' },
  })
  // The same response once more at the other, and the same assertion in a response to what was begun there.
  const refused = { status: 303, cookie: '', location: '/sign-in?problem=refused' }
  expect(await finish(one, first.browser, response)).toMatchObject(refused)
  expect(await failing(two)).toBe('request')
  const second = await begin(one)
  expect(await finish(one, second.browser, responseTo(second.request, 'nora', '_first'))).toMatchObject(refused)
  expect(await failing(two)).toBe('replay')

  // Sent to both at once it signs on once.
  const third = await begin(two)
  const raced = responseTo(third.request, 'nora', '_third')
  const places = await Promise.all([one, two, one, two].map((port) => finish(port, third.browser, raced)))
  expect(places.map(({ location }) => location).toSorted()).toEqual([...Array(3).fill(refused.location), '/users'])

  // Somebody new who comes through both at once is made once.
  const browsers = await Promise.all([one, two, one, two].map(begin))
  const came = await Promise.all(
    browsers.map(({ browser, request }, turn) =>
      finish(turn % 2 ? one : two, browser, responseTo(request, 'ole', `_ole${turn}`)),
    ),
  )
  expect(came.map(({ location }) => location)).toEqual(Array(4).fill('/users'))
  const sessions = came.map((each, turn) =>
    ask(turn % 2 ? one : two, 'GET', '/api/session', { host, cookie: each.cookie }),
  )
  const ids = (await Promise.all(sessions)).map(({ body }) => (body as { user: { id: string } }).user.id)
  expect(new Set(ids).size).toBe(1)
  const { body: key } = await ask(one, 'POST', '/api/own-key', { cookie, host })
  const count = `/attask/api/v15.0/user/count?apiKey=${(key as { value: string }).value}`
  expect((await ask(one, 'GET', count, { host })).body).toEqual({ data: { count: 3 } })
}, 90_000)
