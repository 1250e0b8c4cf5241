import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commonPasswords } from '../server/commonPasswords.ts'
import { openPostgres, openSqlite, type Database } from '../server/database.ts'
import { readCertificate } from '../server/readCertificate.ts'
import { digest, openVault, passwords, random } from '../server/secrets.ts'
import { serviceProvider } from '../server/serviceProvider.ts'
import { carrying, LOG_IN } from '../src/api/openSession.ts'
import { refreshPreview } from '../src/api/refreshPreview.ts'
import type { AuditRecord } from '../src/domain/audit.ts'
import { NO_CERTIFICATE, OTHER_CERTIFICATE } from '../src/domain/certificateMatch.ts'
import { DAY, shift, type Instant } from '../src/domain/instant.ts'
import { fullName, type User } from '../src/domain/user.ts'
import { KEY_FILTERS, USER_SORTS, USER_STATUSES, USERS_PAGE } from '../src/domain/userList.ts'
import { addCrowd, DEMO_PASSWORD, demoOrganisation, usernameOf } from '../src/rehearsal/organisation.ts'
import { median, milliseconds, report } from './figures.ts'
import { startPostgres } from './postgres.ts'
import { startServer, type RunningServer } from './startServer.ts'

export const MANY = 100_000
const ADMIN = usernameOf('main.admin')

const CLIENTS = 100

/** The API logins of the last 30 days of clients of the first of `users`, `count` in all. */
const apiLogins = (users: User[], count: number, now: Instant): AuditRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const client = index % CLIENTS
    // As many people as there are clients are in every organisation that this is asked of.
    const user = users[client]!
    return {
      id: index.toString(16).padStart(32, '0'),
      at: shift(now, ((index - count) / count) * 30 * DAY),
      ...LOG_IN.api,
      outcome: 'done',
      userId: user.id,
      userName: fullName(user),
      details: 'Successfully logged in',
      before: null,
      after: carrying(client % 2 === 0 ? NO_CERTIFICATE : OTHER_CERTIFICATE),
      address: `198.51.100.${client}`,
      userAgent: `Client/1.${client}`,
    }
  })

/**
 * What `open` opens, with the demo organisation, in Production `crowd` more people with a key each and as many API
 * logins in the last 30 days, and no rehearsal. `folder` is for its secret.
 */
async function openCrowd(open: () => Promise<Database>, folder: string, crowd: number) {
  mkdirSync(folder, { recursive: true })
  const database = await open()
  const host = { digest, passwords, vault: openVault(join(folder, 'secret')), serviceProvider }
  const now = new Date().toISOString()
  const demo = await demoOrganisation(host, now)
  const crowded = await addCrowd(host, demo, crowd, now)
  const rows = crowd > 0 ? { ...crowded, audit: apiLogins(crowded.users, crowd, now) } : demo
  await database.fill({ production: rows, preview: demo }, { organisation: 'real' })
  return { database, host }
}

/** A server over {@link openCrowd}. */
async function serveCrowd(open: () => Promise<Database>, environment: Record<string, string>, crowd: number) {
  const { database } = await openCrowd(open, environment['DATA_DIR'] ?? '', crowd)
  await database.close()
  return startServer({ ...environment, LOG_LEVEL: 'info' })
}

interface Client {
  /** The session's cookie, as a browser sends it. */
  cookie(): string
  (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown; ms: number }>
}

/** Asks `server` as the console does, once signed in. */
export async function signIn({ origin }: RunningServer): Promise<Client> {
  let cookie = ''
  const ask = async (method: string, path: string, body?: unknown) => {
    const started = performance.now()
    const response = await fetch(origin + path, {
      method,
      headers: { Origin: origin, Cookie: cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return { status: response.status, body: answer, ms: performance.now() - started }
  }
  const call: Client = Object.assign(ask, { cookie: () => cookie })
  const { status } = await call('POST', '/api/session', { username: ADMIN, password: DEMO_PASSWORD })
  if (status !== 201) throw new Error(`Signing in was answered ${status}`)
  return call
}

const RUNS = 5
const SECONDS = 4

/** Requests a second and the 99th percentile in milliseconds, over eight connections. */
function load(url: string): { rate: number; p99: number } {
  const json = execFileSync('autocannon', ['-c', '8', '-d', String(SECONDS), '--json', url], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { requests, latency, non2xx } = JSON.parse(json) as {
    requests: { average: number }
    latency: { p99: number }
    non2xx: number
  }
  if (non2xx > 0) throw new Error(`${non2xx} answers were refusals`)
  return { rate: requests.average, p99: latency.p99 }
}

async function measureReads(server: RunningServer, name: string): Promise<void> {
  const bare = await startServer({}, undefined, 'scripts/bareServer.ts')
  const hex = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)
  const path = `/attask/api/v15.0/user/${hex('northwind user main.admin')}?apiKey=${hex(`demo key of ${ADMIN}`)}`
  const loads = Array.from({ length: RUNS }, () => ({
    bare: load(bare.origin + path),
    ours: load(server.origin + path),
  }))
  const rate = { ours: median(loads.map(({ ours }) => ours.rate)), bare: median(loads.map(({ bare }) => bare.rate)) }
  const ratio = median(loads.map(({ ours, bare }) => ours.rate / bare.rate))
  const p99 = { ours: median(loads.map(({ ours }) => ours.p99)), bare: median(loads.map(({ bare }) => bare.p99)) }
  report(
    `Reading a user by key on ${name}, requests a second against a bare route`,
    `${Math.round(rate.ours)} / ${Math.round(rate.bare)} = ${ratio.toFixed(2)}, p99 ${milliseconds(p99.ours)} / ${milliseconds(p99.bare)}`,
    'at least 0.60',
    ratio >= 0.6,
  )
  await bare.stop()
}

async function measureLogins(server: RunningServer, name: string): Promise<void> {
  const call = await signIn(server)
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const { status, body, ms } = await call('GET', '/api/certificates/logins')
    const { logins } = body as { logins: unknown[] }
    if (status !== 200 || logins.length !== CLIENTS) throw new Error(`Logins were answered ${status}`)
    times.push(ms)
  }
  report(
    `Which of ${CLIENTS} clients logged in with which certificate, of ${MANY.toLocaleString('en-US')} API logins on ${name}`,
    `${milliseconds(median(times))}, slowest ${milliseconds(Math.max(...times))}`,
    'below 500 ms',
    median(times) < 500,
  )
}

/** Each question the list of users can be asked, some times over. */
async function measureUsers(server: RunningServer, name: string): Promise<void> {
  const call = await signIn(server)
  const since = new Date(Date.now() - 60 * DAY).toISOString().slice(0, 10)
  const questions = [
    '',
    `page=${Math.ceil(MANY / USERS_PAGE)}`,
    ...['member 4711', 'member', 'nobody'].map((search) => `search=${search}`),
    ...USER_STATUSES.map((status) => `status=${status}`),
    ...KEY_FILTERS.map((keys) => `keys=${keys}${keys === 'unused-since' ? `&since=${since}` : ''}`),
    ...USER_SORTS.flatMap((sort) => [`sort=${sort}`, `sort=${sort}&order=descending`]),
    `search=member&status=active&keys=active&sort=lastUsedAt`,
  ]
  const times: { question: string; ms: number }[] = []
  for (const question of questions) {
    const runs: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const { status, ms } = await call('GET', `/api/users?${question}`)
      if (status !== 200) throw new Error(`Users with ${question} were answered ${status}`)
      runs.push(ms)
    }
    times.push({ question, ms: median(runs) })
  }
  const slowest = times.reduce((a, b) => (b.ms > a.ms ? b : a))
  report(
    `${questions.length} questions to the list of ${MANY.toLocaleString('en-US')} users on ${name}`,
    `${milliseconds(median(times.map(({ ms }) => ms)))}, slowest ${milliseconds(slowest.ms)} (${slowest.question})`,
    'below 500 ms',
    slowest.ms < 500,
  )
}

async function measureManyKeys(server: RunningServer, name: string): Promise<void> {
  const call = await signIn(server)
  const change = async (keyExpiry: string) => {
    const { body } = await call('GET', '/api/customer-info')
    const saved = await call('PUT', '/api/customer-info', { ...(body as object), keyExpiry })
    if (saved.status !== 200) throw new Error(`Saving was answered ${saved.status}`)
    return saved.ms
  }
  const changes = [await change('6-months'), await change('1-year'), await change('none')]
  report(
    `Another expiry for ${MANY.toLocaleString('en-US')} keys on ${name}, slowest of three`,
    milliseconds(Math.max(...changes)),
    'below 1000 ms',
    Math.max(...changes) < 1000,
  )
  const removal = await call('DELETE', '/api/keys')
  const { removed } = removal.body as { removed: number }
  if (removed <= MANY) throw new Error(`Only ${removed} keys were removed`)
  report(
    `Remove All of ${removed.toLocaleString('en-US')} keys on ${name}`,
    milliseconds(removal.ms),
    'below 1000 ms',
    removal.ms < 1000,
  )
}

/** On a database of its own: a refresh leaves twice as many rows for whatever is measured after it. */
async function measureRefresh(open: () => Promise<Database>, folder: string, name: string): Promise<void> {
  const { database, host } = await openCrowd(open, folder, MANY)
  const { store } = database
  const refresher = {
    ...host,
    store,
    random,
    readCertificate: async (der: Uint8Array) => readCertificate(der),
    commonPasswords,
    leadTo: (url: string) => url,
  }
  const times: number[] = []
  // All of Preview is another, then nothing of it is.
  for (let run = 0; run < 2; run++) {
    const started = performance.now()
    const now = () => new Date().toISOString()
    const { after } = await refreshPreview({ ...refresher, now }, { address: '', userAgent: '' }, null)
    times.push(performance.now() - started)
    if (after.users <= MANY || after.keys <= MANY) throw new Error(`Only ${after.keys} keys were taken over`)
  }
  await database.close()
  const [first = 0, second = 0] = times
  report(
    `Refresh of Preview with ${MANY.toLocaleString('en-US')} users on ${name}`,
    `${milliseconds(first)}, where nothing has changed ${milliseconds(second)}`,
    'reported',
    null,
  )
}

/** Milliseconds of refusals that must not be told apart, asked in turn. */
async function measureRefusals(server: RunningServer): Promise<void> {
  const call: (username: string, password: string) => Promise<number> = async (username, password) => {
    const started = performance.now()
    const query = new URLSearchParams({ username, password })
    const response = await fetch(`${server.origin}/attask/api/v15.0/login?${query}`)
    await response.arrayBuffer()
    if (response.status !== 401) throw new Error(`A refusal was answered ${response.status}`)
    return performance.now() - started
  }
  const locked = usernameOf('light')
  for (let guesses = 0; guesses < 5; guesses++) await call(locked, 'guessed')
  const kinds: Record<string, (round: number) => Promise<number>> = {
    'unknown user': () => call('nobody@northwind.example', DEMO_PASSWORD),
    // Another one each time, so that nobody is locked on the way.
    'wrong password': (round) => call(usernameOf(`member.${round + 1}`), 'guessed'),
    'inactive user': () => call(usernameOf('inactive'), DEMO_PASSWORD),
    'locked user': () => call(locked, DEMO_PASSWORD),
  }
  const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, [] as number[]]))
  for (let round = 0; round < 25; round++)
    for (const [kind, refuse] of Object.entries(kinds)) times[kind]?.push(await refuse(round))
  const medians = Object.entries(times).map(([kind, values]) => ({ kind, ms: median(values) }))
  const spread = Math.max(...medians.map(({ ms }) => ms)) / Math.min(...medians.map(({ ms }) => ms))
  report(
    'Refused logins, interleaved',
    `${medians.map(({ kind, ms }) => `${kind} ${milliseconds(ms)}`).join(', ')}: ${((spread - 1) * 100).toFixed(1)} % apart`,
    'within 10 %',
    spread <= 1.1,
  )
}

/** Milliseconds from starting the process until it listens, and the memory it then holds. */
async function measureStart(environment: Record<string, string>): Promise<void> {
  const times: number[] = []
  const sizes: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now()
    const server = await startServer(environment)
    times.push(performance.now() - started)
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? []
    sizes.push(Number(kilobytes) / 1024)
    await server.stop()
  }
  report(
    'Start-up until it listens',
    `${milliseconds(median(times))}, ${Math.round(median(sizes))} MiB resident`,
    'reported',
    null,
  )
}

/** What the server does on PostgreSQL, where there is one. */
export async function benchPostgres(folder: string): Promise<void> {
  const postgres = await startPostgres()
  if (!postgres) return console.log('There is no PostgreSQL on this machine, so nothing is said of it')
  const url = await postgres.createDatabase()
  const environment = { DATA_DIR: join(folder, 'postgres'), DATABASE_URL: url }
  const server = await serveCrowd(() => openPostgres(url), environment, MANY)
  await measureReads(server, 'PostgreSQL')
  await measureLogins(server, 'PostgreSQL')
  await measureUsers(server, 'PostgreSQL')
  await measureManyKeys(server, 'PostgreSQL')
  await server.stop()
  const another = await postgres.createDatabase()
  await measureRefresh(() => openPostgres(another), join(folder, 'refresh-postgres'), 'PostgreSQL')
  await postgres.close()
}

/** What the server does on SQLite; the last of it removes every key of `many`. */
export async function benchSqlite(many: RunningServer, folder: string): Promise<void> {
  await measureReads(many, 'SQLite')
  await measureRefusals(many)
  await measureLogins(many, 'SQLite')
  await measureUsers(many, 'SQLite')
  await measureManyKeys(many, 'SQLite')
  await measureStart({ DATA_DIR: join(folder, 'start') })
  const refreshed = join(folder, 'refresh-sqlite')
  await measureRefresh(() => openSqlite(join(refreshed, 'latchkey.db')), refreshed, 'SQLite')
}

/** A server on SQLite with the demo organisation and `crowd` more people. */
export function serveOnSqlite(folder: string, crowd: number): Promise<RunningServer> {
  const DATA_DIR = join(folder, `sqlite-${crowd}`)
  return serveCrowd(() => openSqlite(join(DATA_DIR, 'latchkey.db')), { DATA_DIR }, crowd)
}
