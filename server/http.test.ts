import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Caller } from '#src/api/host.ts'
import { ada, keyOf, PASSWORD, startBackend, valueOf } from '#testing/backend.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Addresses } from './callers.ts'
import { httpServer } from './http.ts'
import { staticFiles } from './staticFiles.ts'

const PRODUCTION = 'northwind.my.localhost'
const PREVIEW = 'northwind.preview.localhost'
const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin' }
const CREDENTIALS = JSON.stringify({ username: ada.username, password: PASSWORD })

interface Asking {
  host?: string
  headers?: Record<string, string>
  body?: string
}

type Changeable = Pick<Parameters<typeof httpServer>[0], 'backend' | 'pages' | 'log'>

/** The server over the real backend, with a build of three files. */
async function startServer(change: Partial<Addresses> & Partial<Changeable> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-http-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>Latchkey</title>')
  writeFileSync(join(folder, 'assets/code-abc123.js'), 'export {}')
  writeFileSync(join(folder, 'assets/code-abc123.js.br'), brotliCompressSync('export {}'))
  const { api, inStore } = startBackend({ keys: [keyOf(ada)] })
  let isDown = false
  const { backend, pages = [], log, ...addresses } = change
  const server = httpServer({
    backend: backend ?? (async (request, caller) => api.fetch(request, caller)),
    console: staticFiles(folder),
    pages,
    database: {
      async checkHealth() {
        if (isDown) throw new DomainError('unavailable', 'The disk of the database is full')
      },
    },
    reachedAt: () => ({
      addresses: { production: `http://${PRODUCTION}/`, preview: `http://${PREVIEW}/` },
      demoHosts: null,
      trustProxy: 0,
      ...addresses,
    }),
    log: log ?? pino({ enabled: false }),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })

  async function ask(method: string, path: string, { host = PRODUCTION, headers = {}, body }: Asking = {}) {
    const origin = method === 'GET' ? {} : { Origin: `http://${host}` }
    const asked = request({ host: '127.0.0.1', port, method, path, headers: { Host: host, ...origin, ...headers } })
    asked.end(body)
    const [response] = await once(asked, 'response')
    const chunks: Buffer[] = await response.toArray()
    const content = Buffer.concat(chunks)
    return {
      status: response.statusCode as number,
      headers: response.headers as IncomingHttpHeaders,
      content,
      text: content.toString(),
    }
  }

  /** What comes back for bytes that need not be HTTP. */
  async function send(bytes: string): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    socket.end(bytes)
    const chunks: Buffer[] = await socket.toArray()
    return Buffer.concat(chunks).toString()
  }

  const connections = () => promisify(server.getConnections.bind(server))()

  return { ask, send, connections, port, inStore, breakDatabase: () => (isDown = true) }
}

/** The cookie that an answer sets, as the next request sends it. */
const cookieOf = ({ headers }: { headers: IncomingHttpHeaders }) => headers['set-cookie']?.[0]?.split(';')[0] ?? ''

test('signing in sets a cookie that no script, other site or plain address gets, and it is the session', async () => {
  const { ask } = await startServer()
  const signedIn = await ask('POST', '/api/session', { body: CREDENTIALS })
  expect(signedIn.status).toBe(201)
  expect(signedIn.headers['set-cookie']).toEqual([
    expect.stringMatching(/^latchkey=[0-9a-f]{32}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Strict$/),
  ])
  expect(signedIn.text).not.toContain(cookieOf(signedIn).split('=')[1])
  const headers = { Cookie: cookieOf(signedIn) }
  expect(await ask('GET', '/api/session', { headers })).toMatchObject({ status: 200 })
  const signedOut = await ask('DELETE', '/api/session', { headers })
  expect(signedOut.headers['set-cookie']).toEqual([expect.stringMatching(/^latchkey=; Max-Age=0; Path=\//)])
  expect(await ask('GET', '/api/session', { headers })).toMatchObject({ status: 401 })
})

test('over https the cookie is secure and bound to its host', async () => {
  const { ask } = await startServer({
    addresses: { production: 'https://keys.example/', preview: 'https://preview.keys.example/' },
  })
  const { headers } = await ask('POST', '/api/session', { host: 'keys.example', body: CREDENTIALS })
  expect(headers['set-cookie']?.[0]).toMatch(/^__Host-latchkey=.*; HttpOnly; Secure; SameSite=Strict$/)
})

test('an API login has a cookie of its own, which leaves the console’s session alone', async () => {
  const { ask } = await startServer()
  const signedIn = await ask('POST', '/api/session', { body: CREDENTIALS })
  const query = new URLSearchParams({ username: ada.username, password: PASSWORD })
  const login = await ask('GET', `/attask/api/v15.0/login?${query}`, { headers: { Cookie: cookieOf(signedIn) } })
  expect(login.headers['set-cookie']).toEqual([
    expect.stringMatching(/^latchkey-api=[0-9a-f]{32}; Max-Age=86400; Path=\/attask\/api; HttpOnly; SameSite=Strict$/),
  ])
  const both = { Cookie: `${cookieOf(signedIn)}; ${cookieOf(login)}` }
  expect(await ask('GET', '/attask/api/v15.0/logout', { headers: both })).toMatchObject({ status: 200 })
  expect(await ask('GET', '/api/session', { headers: both })).toMatchObject({ status: 200 })
})

test.each([
  ['another site’s page', { 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['a page of a neighbouring host', { 'Sec-Fetch-Site': 'same-site' }, 403],
  ['a page of this host', { 'Sec-Fetch-Site': 'same-origin' }, 200],
  ['an older browser on another site', { Origin: 'https://elsewhere.example' }, 403],
  ['a sandboxed page', { Origin: 'null' }, 403],
  ['no browser at all', { Origin: '' }, 403],
])('a change by cookie is taken only from the console: %s', async (_, from, status) => {
  const { ask } = await startServer()
  const Cookie = cookieOf(await ask('POST', '/api/session', { body: CREDENTIALS }))
  expect(await ask('DELETE', '/api/keys', { headers: { Cookie, ...from } })).toMatchObject({ status })
})

const PUBLIC = { production: 'https://keys.example/', preview: 'https://preview.keys.example/' }
const LOCAL = { production: `http://${PRODUCTION}:4400/`, preview: `http://${PREVIEW}:4400/` }
const BY_BOTH = { addresses: PUBLIC }
const BY_ONE = { addresses: { ...PUBLIC, preview: null } }
const WITHOUT_ADDRESS = { addresses: { ...LOCAL, preview: null } }
const PREVIEW_HERE = { addresses: LOCAL }
const DEMO = { addresses: LOCAL, demoHosts: ['demo.example', '[2001:db8::7]'] }

test.each([
  ['BASE_URL and PREVIEW_BASE_URL', BY_BOTH, 'keys.example', 'production'],
  ['BASE_URL and PREVIEW_BASE_URL', BY_BOTH, 'Keys.Example.:8443', 'production'],
  ['BASE_URL and PREVIEW_BASE_URL', BY_BOTH, 'preview.keys.example', 'preview'],
  ['BASE_URL and PREVIEW_BASE_URL', BY_BOTH, 'evil.example', null],
  ['BASE_URL and PREVIEW_BASE_URL', BY_BOTH, 'my.preview.keys.example', null],
  ['BASE_URL and PREVIEW_BASE_URL', BY_BOTH, 'localhost:4400', null],
  ['BASE_URL and PREVIEW_BASE_URL', BY_BOTH, '10.0.0.7', null],
  ['BASE_URL alone', BY_ONE, 'keys.example', 'production'],
  ['BASE_URL alone', BY_ONE, 'preview.keys.example', null],
  ['BASE_URL alone', BY_ONE, 'acme.preview.localhost:4400', null],
  ['no address', WITHOUT_ADDRESS, 'localhost:4400', 'production'],
  ['no address', WITHOUT_ADDRESS, 'anything.localhost', 'production'],
  ['no address', WITHOUT_ADDRESS, '127.1.2.3:4400', 'production'],
  ['no address', WITHOUT_ADDRESS, '[::1]:4400', 'production'],
  ['no address', WITHOUT_ADDRESS, PREVIEW, null],
  ['no address', WITHOUT_ADDRESS, 'localhost.evil.example', null],
  ['no address', WITHOUT_ADDRESS, '192.168.1.7', null],
  ['PREVIEW_BASE_URL alone', PREVIEW_HERE, PREVIEW, 'preview'],
  ['PREVIEW_BASE_URL alone', PREVIEW_HERE, 'acme.preview.localhost', null],
  ['the demo', DEMO, 'localhost', 'production'],
  ['the demo', DEMO, 'acme.preview.localhost:4400', 'preview'],
  ['the demo', DEMO, 'demo.example:4400', 'production'],
  ['the demo', DEMO, '[2001:db8::7]:4400', 'production'],
  ['the demo', DEMO, 'evil.example', null],
  ['the demo', DEMO, 'preview.localhost.evil', null],
  ['the demo at a public address', { ...DEMO, addresses: PUBLIC }, 'localhost', 'production'],
])('with %s, $2 is $3', async (_, reach, host, environment) => {
  const { ask } = await startServer(reach)
  const headers = SAME_ORIGIN
  const { status, text } = await ask('POST', '/api/session', { host, headers, body: CREDENTIALS })
  expect(environment === null ? status : JSON.parse(text).environment).toBe(environment ?? 421)
})

test.each([
  [BY_BOTH, /set BASE_URL or PREVIEW_BASE_URL/],
  [DEMO, /add it to DEMO_HOSTS/],
])(
  'another host name is refused in the form of what was asked, with words that say what to do, but for /health',
  async (reach, words) => {
    const { ask } = await startServer(reach)
    const host = 'evil.example'
    const api = await ask('GET', '/api/session/way', { host })
    expect({ ...api, body: JSON.parse(api.text) }).toMatchObject({
      status: 421,
      body: { code: 'misdirected', message: expect.stringMatching(words) },
    })
    const integration = await ask('GET', `/attask/api/v15.0/user/${ada.id}?apiKey=${valueOf(ada)}`, { host })
    expect({ ...integration, body: JSON.parse(integration.text) }).toMatchObject({
      status: 421,
      body: { error: { class: 'java.lang.IllegalArgumentException', message: expect.stringMatching(words) } },
    })
    for (const path of ['/', '/assets/code-abc123.js', '/sso/downloadSAML2MetaData', '/nothing'])
      expect(await ask('GET', path, { host })).toMatchObject({
        status: 421,
        text: expect.stringMatching(words),
        headers: { 'content-type': expect.stringContaining('text/plain') },
      })
    expect(await ask('GET', '/health', { host })).toMatchObject({ status: 200 })
  },
)

test('only a trusted proxy says what host was asked', async () => {
  const headers = { 'X-Forwarded-Host': 'preview.keys.example', ...SAME_ORIGIN }
  const environmentAt = async (host: string, trustProxy: number) => {
    const { ask } = await startServer({ ...BY_BOTH, trustProxy })
    const { status, text } = await ask('POST', '/api/session', { host, headers, body: CREDENTIALS })
    return status === 421 ? status : JSON.parse(text).environment
  }
  expect(await environmentAt('keys.example', 0)).toBe('production')
  expect(await environmentAt('10.0.0.2', 0)).toBe(421)
  expect(await environmentAt('10.0.0.2', 1)).toBe('preview')
})

test.each([
  'latch.example',
  'latch.example:443',
  'latch.example.',
  'latch.example.:443',
  'Latch.Example',
  'latch.example:8443',
])('a call meant for Preview never acts on Production, however its host is written: preview.%s', async (rest) => {
  const host = `preview.${rest}`
  const addresses = { production: 'https://latch.example/', preview: 'https://preview.latch.example/' }
  const ended = async (trustProxy: number, headers: { Host?: string; 'X-Forwarded-Host'?: string }) => {
    const { ask, inStore } = await startServer({ addresses, trustProxy })
    await ask('GET', `/attask/api/v15.0/user?action=clearApiKey&method=PUT&apiKey=${valueOf(ada)}`, { headers })
    return (await inStore((tx) => tx.keys.ofUser(ada.id))) === null
  }
  expect(await ended(0, { Host: 'latch.example' })).toBe(true)
  expect(await ended(0, { Host: host })).toBe(false)
  expect(await ended(1, { 'X-Forwarded-Host': host })).toBe(false)
})

test('where only the port tells Preview from Production, the port counts', async () => {
  const { ask } = await startServer({
    addresses: { production: 'https://latch.example/', preview: 'https://latch.example:8443/' },
  })
  for (const [host, environment] of [
    ['latch.example', 'production'],
    ['latch.example:443', 'production'],
    ['latch.example.:8443', 'preview'],
  ] as const) {
    const { text } = await ask('POST', '/api/session', { host, headers: SAME_ORIGIN, body: CREDENTIALS })
    expect(JSON.parse(text)).toMatchObject({ environment })
  }
})

test.each([
  ['https://latch.example', 'latch.example:443', 201],
  ['https://latch.example', 'Latch.Example.', 201],
  ['https://latch.example.', 'latch.example', 201],
  ['https://latch.example:8443', 'latch.example:8443', 201],
  ['https://latch.example:8443', 'latch.example', 403],
  ['http://latch.example', 'latch.example:443', 403],
  ['https://evil.example', 'latch.example:443', 403],
])('an older browser’s page of %s asks %s: %i', async (Origin, host, status) => {
  const addresses = { production: 'https://latch.example/', preview: null }
  const { ask } = await startServer({ addresses, trustProxy: 1 })
  const headers = { Origin, 'X-Forwarded-Host': host }
  expect(await ask('POST', '/api/session', { headers, body: CREDENTIALS })).toMatchObject({ status })
})

test('behind a proxy that is trusted, its headers say who called where', async () => {
  const { ask, inStore } = await startServer({ trustProxy: 1 })
  const headers = {
    'X-Forwarded-For': '192.0.2.66, 198.51.100.9',
    'X-Forwarded-Host': PRODUCTION,
    Origin: `http://${PRODUCTION}`,
  }
  await ask('POST', '/api/session', { host: '10.0.0.2', headers, body: CREDENTIALS })
  expect((await inStore((tx) => tx.audit.search()))[0]?.address).toBe('198.51.100.9')
})

test.each([
  ['198.51.100.9:51234', '198.51.100.9'],
  ['[2001:db8::9]:51234', '2001:db8::9'],
  ['[2001:db8::9]', '2001:db8::9'],
  ['2001:db8::9', '2001:db8::9'],
  ['fe80::9%<b>', 'fe80::9'],
  ['<script>999</script>', '127.0.0.1'],
  ['unknown', '127.0.0.1'],
  ['999.1.1.1', '127.0.0.1'],
  ['', '127.0.0.1'],
])('what a trusted proxy says of the client counts where it is an address: %j', async (said, address) => {
  const { ask, inStore } = await startServer({ trustProxy: 1 })
  await ask('POST', '/api/session', { headers: { 'X-Forwarded-For': `192.0.2.66, ${said}` }, body: CREDENTIALS })
  expect((await inStore((tx) => tx.audit.search()))[0]?.address).toBe(address)
})

test('where the client of two proxies has no address, it is that of the first proxy', async () => {
  const { ask, inStore } = await startServer({ trustProxy: 2 })
  const headers = { 'X-Forwarded-For': '192.0.2.66, nobody, 198.51.100.9' }
  await ask('POST', '/api/session', { headers, body: CREDENTIALS })
  expect((await inStore((tx) => tx.audit.search()))[0]?.address).toBe('198.51.100.9')
})

test('without a trusted proxy nobody can claim another address', async () => {
  const { ask, inStore } = await startServer()
  await ask('POST', '/api/session', { headers: { 'X-Forwarded-For': '198.51.100.9' }, body: CREDENTIALS })
  expect((await inStore((tx) => tx.audit.search()))[0]?.address).toBe('127.0.0.1')
})

test('every answer carries the security headers', async () => {
  const { ask } = await startServer()
  for (const path of ['/', '/health', '/api/session', '/attask/api/v15.0/user/x', '/assets/none.js'])
    expect((await ask('GET', path)).headers).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
})

test('browsers keep to https where that is the environment’s address, and only there', async () => {
  const addresses = { production: 'https://keys.example/', preview: 'http://preview.keys.example/' }
  const { ask } = await startServer({ addresses })
  const policyAt = async (host: string, path: string) =>
    (await ask('GET', path, { host })).headers['strict-transport-security']
  for (const path of ['/', '/assets/code-abc123.js', '/api/session', '/attask/api/v15.0/user/x']) {
    expect(await policyAt('keys.example', path)).toBe('max-age=31536000')
    expect(await policyAt('preview.keys.example', path)).toBeUndefined()
    expect(await policyAt('other.example', path)).toBeUndefined()
  }
})

test('built files are compressed and kept for ever, the page is asked for each time, and so are its addresses', async () => {
  const { ask } = await startServer()
  const code = await ask('GET', '/assets/code-abc123.js', { headers: { 'Accept-Encoding': 'gzip, br' } })
  expect(code.headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
  })
  expect(code.content).toEqual(brotliCompressSync('export {}'))
  expect((await ask('GET', '/assets/code-abc123.js')).text).toBe('export {}')
  const page = await ask('GET', '/setup/system/customer-info')
  expect(page).toMatchObject({ status: 200, text: '<title>Latchkey</title>' })
  expect(page.headers['cache-control']).toBe('no-cache')
  const again = await ask('GET', '/', { headers: { 'If-None-Match': page.headers.etag ?? '' } })
  expect(again).toMatchObject({ status: 304, text: '' })
  expect((await ask('HEAD', '/')).status).toBe(200)
  expect((await ask('GET', '/assets/none.js')).status).toBe(404)
  expect((await ask('GET', '/../../etc/passwd')).text).toBe('<title>Latchkey</title>')
  expect((await ask('POST', '/')).status).toBe(405)
})

test('health is 200 while the database works, and 503 with the reason while it does not', async () => {
  const { ask, breakDatabase } = await startServer()
  expect((await ask('GET', '/health')).status).toBe(200)
  breakDatabase()
  const { status, text } = await ask('GET', '/health')
  expect({ status, body: JSON.parse(text) }).toEqual({
    status: 503,
    body: { code: 'unavailable', message: 'The disk of the database is full' },
  })
})

test.each([
  ['/api/home', { code: 'failed', message: expect.any(String) }],
  ['/attask/api/v15.0/user', { error: { class: 'java.lang.RuntimeException', message: expect.any(String) } }],
])('a bug at %s is a 500 in that API’s envelope, and tells nothing of what it was', async (path, envelope) => {
  const { ask } = await startServer({ backend: () => Promise.reject(new Error('quiet-Harbor-7')) })
  const { status, text } = await ask('GET', path)
  expect({ status, body: JSON.parse(text) }).toEqual({ status: 500, body: envelope })
  expect(text).not.toMatch(/quiet|at .*\.ts/)
})

test('what drops the connection answers nothing', async () => {
  const { ask } = await startServer({ backend: async () => null })
  await expect(ask('GET', '/api/home')).rejects.toMatchObject({ code: 'ECONNRESET' })
})

const INVALID = { code: 'invalid', message: expect.any(String) }
const ILLEGAL = { error: { class: 'java.lang.IllegalArgumentException', message: expect.any(String) } }

test.each([
  ['no HTTP at all', 'HELLO\r\n\r\n', 400, INVALID],
  ['no host', 'GET /attask/api/v15.0/user HTTP/1.1\r\nHost: a b\r\n\r\n', 400, ILLEGAL],
  ['two Host headers', `GET /api/session HTTP/1.1\r\nHost: ${PRODUCTION}\r\nHost: ${PREVIEW}\r\n\r\n`, 400, INVALID],
  [
    'two Host headers at an integration',
    `GET /attask/api/v15.0/user HTTP/1.1\r\nHost: ${PRODUCTION}\r\nhost: ${PRODUCTION}\r\n\r\n`,
    400,
    ILLEGAL,
  ],
  ['no Host header', 'GET /api/session HTTP/1.1\r\n\r\n', 400, INVALID],
  ['no Host header at an integration', 'GET /attask/api/v15.0/user HTTP/1.1\r\n\r\n', 400, ILLEGAL],
  ['a path that is none', `GET /attask\\api HTTP/1.1\r\nHost: ${PRODUCTION}\r\n\r\n`, 400, ILLEGAL],
  ['a tunnel', `CONNECT elsewhere:80 HTTP/1.1\r\nHost: ${PRODUCTION}\r\n\r\n`, 400, INVALID],
  [
    'two lengths',
    `POST /api/session HTTP/1.1\r\nHost: ${PRODUCTION}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
    400,
    INVALID,
  ],
  [
    'an endless address',
    `GET /attask/api/v15.0/user?apiKey=${'a'.repeat(40_000)} HTTP/1.1\r\nHost: ${PRODUCTION}\r\n\r\n`,
    431,
    ILLEGAL,
  ],
  [
    'endless headers',
    `GET /api/session HTTP/1.1\r\nHost: ${PRODUCTION}\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
    431,
    INVALID,
  ],
])('%s is refused in JSON, with the security headers', async (_, bytes, status, envelope) => {
  const { send } = await startServer()
  const [head = '', body = ''] = (await send(bytes)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head).toMatch(/^x-content-type-options: nosniff\r?$/im)
  expect(JSON.parse(body)).toEqual(envelope)
})

test('what is expected of the server beyond its answer changes nothing', async () => {
  const { ask } = await startServer()
  expect((await ask('GET', '/health', { headers: { Expect: 'miracles' } })).text).toBe('{"status":"ok"}')
})

/** A client that keeps its half of the connection open, whatever it is told, and what it is told. */
function hold(port: number, bytes: string): { told: string } {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const client = { told: '' }
  socket.on('data', (chunk: Buffer) => (client.told += chunk.toString()))
  socket.on('error', () => {})
  socket.write(bytes)
  onTestFinished(() => void socket.destroy())
  return client
}

test('a refused connection is gone soon, though the client keeps its half open', async () => {
  const { port, connections } = await startServer()
  const clients = ['HELLO\r\n\r\n', 'CONNECT elsewhere:80 HTTP/1.1\r\n\r\n'].map((bytes) => hold(port, bytes))
  await expect.poll(() => clients.map(({ told }) => told.slice(0, 12))).toEqual(clients.map(() => 'HTTP/1.1 400'))
  await expect.poll(connections, { timeout: 10_000 }).toBe(0)
})

test.each(['/sso/acs', '/api/customer-info', '/attask/api/v15.0/user'])(
  'a body that is too large is refused before it has arrived, and its connection is closed: %s',
  async (path) => {
    const { port, connections } = await startServer()
    const head = `POST ${path} HTTP/1.1\r\nHost: ${PRODUCTION}\r\nOrigin: http://${PRODUCTION}\r\nContent-Length: 9000000\r\n\r\n`
    const client = hold(port, `${head}SAMLResponse=AAAA`)
    await expect.poll(() => client.told).toMatch(/^HTTP\/1.1 413 [\s\S]*^connection: close\r$/im)
    await expect.poll(connections, { timeout: 5000 }).toBe(0)
  },
)

test('nobody holds a connection for long by saying nothing, or half of it', async () => {
  const { port, connections } = await startServer()
  const clients = ['', 'GET /health HTTP/1.1\r\nX-Slow: '].map((bytes) => hold(port, bytes))
  await expect.poll(connections).toBe(2)
  await expect.poll(connections, { timeout: 20_000 }).toBe(0)
  for (const { told } of clients) expect(told).toMatch(/^HTTP\/1.1 408 /)
}, 30_000)

test('a client that reads nothing of a large answer is cut off, and one that waits for a slow answer is not', async () => {
  const slow = Promise.withResolvers<void>()
  const { port, ask, connections } = await startServer({
    async backend({ url }) {
      if (!url.endsWith('/slow')) return new Response('x'.repeat(64 * 1024 * 1024))
      await slow.promise
      return new Response('at last')
    },
  })
  const patient = ask('GET', '/api/slow')
  const idle = connect(port, '127.0.0.1')
  idle.pause().write(`GET /api/large HTTP/1.1\r\nHost: ${PRODUCTION}\r\n\r\n`)
  idle.on('error', () => {})
  onTestFinished(() => void idle.destroy())
  await expect.poll(connections).toBe(2)
  await expect.poll(connections, { timeout: 40_000 }).toBe(1)
  slow.resolve()
  expect(await patient).toMatchObject({ status: 200, text: 'at last' })
}, 60_000)

test('connections over the limit are dropped, which the log counts, and those that are open go on', async () => {
  const lines: string[] = []
  const log = pino({ level: 'info', base: null }, { write: (line: string) => lines.push(line) })
  const { port, connections } = await startServer({ log })
  const sockets: Socket[] = []
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  let closed = 0
  async function open(count: number): Promise<void> {
    const opened = Array.from({ length: count }, () => connect(port, '127.0.0.1'))
    for (const socket of opened) {
      socket.on('error', () => {}).on('close', () => closed++)
      socket.resume()
    }
    sockets.push(...opened)
    await Promise.all(opened.map((socket) => once(socket, 'connect')))
  }
  // The operating system keeps some hundred waiting, and loses more.
  for (let opened = 0; opened < 2050; opened += 205) await open(205)
  await expect.poll(() => closed, { timeout: 10_000 }).toBe(50)
  expect(await connections()).toBe(2000)
  const [first] = sockets as [Socket]
  first.write(`GET /health HTTP/1.1\r\nHost: ${PRODUCTION}\r\n\r\n`)
  const [answer] = (await once(first, 'data')) as [Buffer]
  expect(answer.toString()).toContain('"status":"ok"')
  const counted = () =>
    lines
      .map((line) => JSON.parse(line) as { msg: string; connections: number })
      .filter(({ msg }) => msg === 'connections dropped')
  await expect.poll(() => counted().reduce((sum, { connections }) => sum + connections, 0)).toBe(50)
  // One, unless the machine was slow.
  expect(counted().length).toBeLessThan(10)
}, 30_000)

test('a few requests sent ahead are answered in order, and a flood of them is cut off', async () => {
  const { send } = await startServer()
  const requests = (count: number) => `GET /health HTTP/1.1\r\nHost: ${PRODUCTION}\r\n\r\n`.repeat(count)
  expect((await send(requests(5))).match(/"status":"ok"/g)).toHaveLength(5)
  const flood = await send(requests(500)).catch(() => '')
  expect((flood.match(/"status":"ok"/g) ?? []).length).toBeLessThan(500)
})

test('a key opens the API over HTTP, as parameter and as header', async () => {
  const { ask } = await startServer()
  const path = `/attask/api/v15.0/user/${ada.id}`
  expect((await ask('GET', `${path}?apiKey=${valueOf(ada)}`)).status).toBe(200)
  expect((await ask('GET', path, { headers: { apiKey: valueOf(ada) } })).status).toBe(200)
  expect((await ask('GET', path, { headers: { apiKey: 'x'.repeat(32) } })).status).toBe(401)
  // A key of Production opens nothing in Preview, where there is the same one in this seed.
  expect((await ask('GET', `${path}?apiKey=${valueOf(ada)}`, { host: PREVIEW })).status).toBe(200)
})

/** A backend that keeps the callers it is asked by, and answers a page with a policy of its own. */
function pageBackend(act: (caller: Caller) => void = () => {}) {
  const callers: Caller[] = []
  const backend = async (request: Request, caller: Caller) => {
    callers.push(caller)
    act(caller)
    return new Response(await request.text(), { headers: { 'Content-Security-Policy': "form-action 'self'" } })
  }
  return { backend, callers }
}

test('who begins a sign-on is known for a quarter of an hour by a cookie that no script and no other site gets', async () => {
  for (const [address, host, name, secure] of [
    [`http://${PRODUCTION}/`, PRODUCTION, 'latchkey-sign-on', ''],
    ['https://keys.example/', 'keys.example', '__Host-latchkey-sign-on', ' Secure;'],
  ] as const) {
    const addresses = { production: address, preview: 'https://preview.keys.example/' }
    const { backend, callers } = pageBackend((caller) => caller.keepSignOnBrowser('0123'))
    const { ask } = await startServer({ addresses, backend })
    const { headers } = await ask('GET', '/sso/request', { host })
    expect(headers['set-cookie']).toEqual([`${name}=0123; Max-Age=900; Path=/; HttpOnly;${secure} SameSite=Strict`])
    await ask('GET', '/sso/request', { host, headers: { Cookie: `${name}=0123` } })
    expect(callers.map(({ signOnBrowser }) => signOnBrowser)).toEqual([null, '0123'])
  }
})

test.each([
  // What is configured, what is asked, and what the caller is told to be at.
  ['http://northwind.my.localhost:4400/', 'localhost:4400', 'http://localhost:4400/'],
  ['http://northwind.my.localhost:4400/', 'LocalHost', 'http://localhost/'],
  ['http://northwind.my.localhost:4400/', '127.0.0.1:5000', 'http://127.0.0.1:5000/'],
  ['http://northwind.my.localhost:4400/', '[::1]:4400', 'http://[::1]:4400/'],
  ['http://northwind.my.localhost:4400/', 'other.localhost:4400', 'http://other.localhost:4400/'],
  ['http://northwind.my.localhost:4400/', 'demo.example:4400', 'http://demo.example:4400/'],
  ['http://127.0.0.1:4400/', 'localhost:4400', 'http://localhost:4400/'],
  ['https://keys.example/', 'localhost:4400', 'https://keys.example/'],
  ['https://demo.example/', 'demo.example:4400', 'https://demo.example/'],
])('at %s somebody who asks the demo at %s is at %s', async (production, host, own) => {
  const { backend, callers } = pageBackend()
  const addresses = { production, preview: `http://${PREVIEW}/` }
  const { ask } = await startServer({ addresses, demoHosts: ['demo.example'], backend })
  await ask('GET', '/sso/request', { host })
  expect(callers.map(({ ownAddress }) => ownAddress)).toEqual([own])
})

test('in Preview its own address is Preview’s', async () => {
  const { backend, callers } = pageBackend()
  const { ask } = await startServer({ demoHosts: [], backend })
  for (const host of [PREVIEW, 'other.preview.localhost:4400']) await ask('GET', '/sso/request', { host })
  expect(callers.map(({ ownAddress }) => ownAddress)).toEqual([
    `http://${PREVIEW}/`,
    'http://other.preview.localhost:4400/',
  ])
})

test('identity providers send forms to /sso, where the backend’s pages bring a policy of their own', async () => {
  const { ask } = await startServer({ backend: pageBackend().backend })
  const headers = { Origin: 'https://idp.example', 'Sec-Fetch-Site': 'cross-site' }
  const answer = await ask('POST', '/sso/acs', { headers, body: 'SAMLResponse=abc' })
  expect(answer).toMatchObject({ status: 200, text: 'SAMLResponse=abc' })
  expect(answer.headers).toMatchObject({
    'content-security-policy': "form-action 'self'",
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
  expect(await ask('POST', '/api/session', { headers, body: CREDENTIALS })).toMatchObject({ status: 403 })
})

test('further pages are the backend’s only where they are named, and beside them are the console’s', async () => {
  const pages = ['/demo-idp/saml2/*', '/demo-idp/answer']
  const paths = ['/demo-idp/saml2/sso/post', '/demo-idp/answer', '/demo-idp', '/demo-idp/signed-out', '/sso-settings']
  const policies = async (change: Partial<Changeable>) => {
    const { ask } = await startServer({ backend: pageBackend().backend, ...change })
    const answers = await Promise.all(paths.map((path) => ask('GET', path)))
    const posted = await ask('POST', '/demo-idp/saml2/sso/post', { body: 'SAMLRequest=abc' })
    return [...answers.map(({ text }) => (text.includes('Latchkey') ? 'console' : 'backend')), posted.status]
  }
  expect(await policies({ pages })).toEqual(['backend', 'backend', 'console', 'console', 'console', 200])
  expect(await policies({})).toEqual(['console', 'console', 'console', 'console', 'console', 405])
})

test('the log tells of messages of a sign-on, and nothing that is in them', async () => {
  const lines: string[] = []
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => lines.push(line) })
  const { ask } = await startServer({ backend: pageBackend().backend, pages: ['/demo-idp/saml2/*'], log })
  await ask('GET', '/sso/logout?SAMLRequest=a1-b2&Signature=c3')
  await ask('POST', '/sso/acs?RelayState=d4', { body: 'SAMLResponse=e5' })
  await ask('GET', '/demo-idp/saml2/logout?SAMLRequest=f6')
  expect(lines.map((line) => JSON.parse(line) as { path: string; level: number })).toMatchObject([
    { path: '/sso/logout', level: 30 },
    { path: '/sso/acs', level: 30 },
    { path: '/demo-idp/saml2/logout', level: 30 },
  ])
  expect(lines.join('')).not.toMatch(/SAML|RelayState|Signature|a1|b2|c3|d4|e5|f6/)
})
