import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { Failure } from '#src/api/workfront/envelope.ts'
import { newCertificate } from '#testing/newCertificate.ts'
import { startServer } from '../scripts/startServer.ts'
import { hostileRequests, type HostileRequest, type Proofs, type SignOn } from '#testing/hostileRequests.ts'
import { openConnection, type RawAnswer } from '#testing/rawClient.ts'
import { routing, servedRoutes, type Route } from '#testing/routes.ts'

const REQUESTS = 6000
/** Requests under way at once, each on a connection of its own that is kept as long as the server keeps it. */
const IN_FLIGHT = 10
/** Callers show who they are anew after so many: what was sent may have cost them their key or session. */
const ROUND = 1000
/** Milliseconds after which there is no answer; machines that run other tests beside this one are slow. */
const PATIENCE = 15_000

const PASSWORD = 'quiet-Harbor-7'
const ADMIN = 'main.admin@northwind.example'
const STANDARD = 'standard@northwind.example'
/** The answer to a call with a password and without the certificate: the one answer from 500 on that is documented. */
const UNTRUSTED =
  '{"error":{"class":"com.attask.common.AuthenticationException","message":"Untrusted request. Please contact your system administrator and attach certificate."}}'

test('on no route do bytes get more than a refusal out of the server, a secret into its log, or the server down', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-fuzz-'))
  let log = ''
  const server = await startServer({ DATA_DIR: folder, LOG_LEVEL: 'debug' }, (chunk) => (log += chunk.toString()))
  const routes = await servedRoutes(mkdtempSync(join(folder, 'routes-')))
  const routeOf = routing(routes)
  const reached = new Set<Route | null>()
  const plans = hostileRequests(routes, REQUESTS, 49)
  const secrets = new Set([PASSWORD])
  const certificate = await newCertificate()
  const answers = new Map<number, number>()
  let slowest = 0

  async function send(left: typeof plans, proofs: Proofs): Promise<void> {
    let connection = openConnection(server.port)
    for (let plan = left.pop(); plan; plan = left.pop()) {
      const asked = plan(proofs)
      const started = performance.now()
      if (asked.isCut) connection.abandon(asked.bytes)
      else {
        const answer = await connection.ask(asked.bytes, PATIENCE, asked.method === 'HEAD')
        expect(faultOf(asked, answer), asked.bytes.subarray(0, 1500).toString('latin1')).toBeNull()
        if (typeof answer !== 'string') {
          answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1)
          if (isRouted(asked, answer)) reached.add(routeOf(asked.method, asked.target.replace(/\?.*/s, '')))
        }
        slowest = Math.max(slowest, performance.now() - started)
      }
      if (asked.isLast || !connection.isOpen()) {
        connection.close()
        connection = openConnection(server.port)
      }
    }
    connection.close()
  }

  try {
    while (plans.length > 0) {
      const proofs = await prove(server.port, certificate)
      const { cookie, sessionId, adminKey, otherKey, signOn } = proofs
      for (const secret of [cookie, sessionId, adminKey, otherKey, signOn.browser]) secrets.add(secret)
      const round = plans.splice(0, ROUND)
      await Promise.all(Array.from({ length: IN_FLIGHT }, () => send(round, proofs)))
    }
    expect(await (await fetch(`${server.origin}/health`)).json()).toEqual({ status: 'ok' })
    await prove(server.port, certificate)
    expect(answers.get(500)).toBeGreaterThan(0)
    expect(routes.filter((route) => !reached.has(route))).toEqual([])
  } finally {
    expect(await server.stop()).toBe(0)
    rmSync(folder, { recursive: true })
  }

  const statuses = [...answers].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
  process.stdout.write(`${REQUESTS} requests, slowest ${Math.round(slowest)} ms; ${statuses.join(', ')}\n`)
  for (const line of log.trimEnd().split('\n')) {
    expect(line.length).toBeLessThan(1000)
    expect(JSON.parse(line)).not.toMatchObject({ level: 50 })
  }
  for (const secret of secrets) expect(log).not.toContain(secret)
}, 300_000)

/** Signs everybody in once more, requires `certificate` of calls with a password, and has single sign-on enabled. */
async function prove(port: number, certificate: Proofs['certificate']): Promise<Proofs> {
  const host = `localhost:${port}`
  async function ask(method: string, path: string, init: { cookie?: string; body?: object } = {}) {
    const answer = await fetch(`http://${host}${path}`, {
      method,
      headers: { Origin: `http://${host}`, Cookie: init.cookie ?? '' },
      ...(init.body && { body: JSON.stringify(init.body) }),
    })
    expect(answer.ok, `${method} ${path}`).toBe(true)
    return { body: await answer.json(), cookie: answer.headers.get('Set-Cookie') ?? '' }
  }
  const api = '/attask/api/v15.0'
  const { cookie } = await ask('POST', '/api/session', { body: { username: ADMIN, password: PASSWORD } })
  const { value } = (await ask('POST', '/api/own-key', { cookie })).body
  const stored: object = (await ask('GET', '/api/customer-info', { cookie })).body
  const required = { certificateRequirement: 'required', certificate: { name: 'client.pem', der: certificate.der } }
  const settings: object = (await ask('PUT', '/api/customer-info', { cookie, body: { ...stored, ...required } })).body
  const sso: object = (await ask('GET', '/api/sso', { cookie })).body
  await ask('PUT', '/api/sso', { cookie, body: { ...sso, isEnabled: true } })
  const idOf = async (path: string, list: string) => (await ask('GET', path, { cookie })).body[list]?.[0]?.id ?? '0'
  const users: { ID: string; username: string }[] = (await ask('GET', `${api}/user/search?apiKey=${value}`)).body.data
  const targetId = users.find(({ username }) => username !== ADMIN && username !== STANDARD)?.ID ?? ''
  // Else their password would open nothing any more.
  const { ID } = users.find(({ username }) => username === STANDARD)!
  await ask('PUT', `${api}/user/${ID}?ssoAccessOnly=false&apiKey=${value}`)
  const standard = new URLSearchParams({ username: STANDARD, password: PASSWORD, apiCertificate: certificate.der })
  return {
    host,
    cookie: /latchkey=(\w+)/.exec(cookie)?.[1] ?? '',
    sessionId: (await ask('GET', `${api}/login?${standard}`)).body.data.sessionID,
    adminKey: value,
    otherKey: (await ask('PUT', `${api}/user/generateApiKey?${standard}`)).body.data.result,
    targetId,
    ids: {
      AUDIT_ID: await idOf('/api/audit', 'records'),
      KEY_ID: (await ask('GET', `/api/users/${targetId}`, { cookie })).body.key?.id ?? '0',
      OWN_KEY_ID: (await ask('GET', '/api/own-key', { cookie })).body.id,
      SIGN_ON_ID: await idOf('/api/sign-ons', 'signOns'),
    },
    username: STANDARD,
    password: PASSWORD,
    certificate,
    settings,
    signOn: await beginSignOn(`http://${host}`),
  }
}

/** Begins a sign-on and has the identity provider answer it; who is to be signed on is left to the requests. */
async function beginSignOn(origin: string): Promise<SignOn> {
  let cookie = ''
  async function ask(path: string, body?: string): Promise<{ text: string; location: string }> {
    const method = body === undefined ? 'GET' : 'POST'
    const headers = { Origin: origin, Cookie: cookie }
    const answer = await fetch(origin + path, { method, headers, redirect: 'manual', ...(body && { body }) })
    cookie ||= answer.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    return { text: await answer.text(), location: answer.headers.get('Location') ?? '' }
  }
  const goTo = ({ text }: { text: string }): string => JSON.parse(text).goTo
  const message = ({ text }: { text: string }) => / name="SAML\w+" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const last = (address: string) => address.replace(/.*=/, '')

  const page = goTo(await ask('/api/sign-on', JSON.stringify({ purpose: 'sign-on', next: '/' })))
  const SAMLRequest = message(await ask(page))
  const { location } = await ask('/demo-idp/saml2/sso/post', new URLSearchParams({ SAMLRequest }).toString())
  const pending = last(location)
  const said = JSON.stringify({ request: pending, nameId: 'nobody.here', attributes: [] })
  const SAMLResponse = message(await ask(goTo(await ask('/api/rehearsal/identity-provider/answer', said))))
  expect(SAMLResponse).not.toBe('')
  return { browser: last(cookie), request: last(page), SAMLRequest, SAMLResponse, pending }
}

/** Whether a request got as far as the routes, past the reading of HTTP and the check of where it comes from. */
const isRouted = ({ isForged, target }: HostileRequest, { status, headers }: RawAnswer) =>
  !(isForged && target.startsWith('/api')) && !(status >= 400 && headers.get('connection') === 'close')

const Refusal = z.strictObject({ code: z.string(), message: z.string(), field: z.optional(z.string()) })
const Success = z.strictObject({ data: z.unknown() })
const Document = z.looseObject({ openapi: z.string() })

/** What is wrong with `answer`; null where it is as it should be. */
function faultOf({ method, target, isForged }: HostileRequest, answer: RawAnswer | string): string | null {
  if (typeof answer === 'string') return answer
  const { status, headers, body } = answer
  const text = body.toString()
  if (!(status >= 200 && status < 500) && !(status === 500 && text === UNTRUSTED)) return `${status} ${text}`
  for (const header of ['content-security-policy', 'x-content-type-options', 'referrer-policy'])
    if (!headers.has(header)) return `no ${header}`
  if (/\n\s+at |node_modules|\.ts\b|file:\/\//.test(text)) return `it tells of its code: ${text}`
  const isRefused = status >= 400
  const isRead = method === 'GET' || method === 'HEAD'
  // Of what the address asks for, where nothing in it leads elsewhere.
  const face = /^\/(api|attask)(?=[/?#]|$)/.exec(target)?.[1]
  if (method === 'HEAD' || status === 204 || !face || /(\/|%2f)(\.|%2e){1,2}/i.test(target)) return null
  if (isForged && !isRead && face === 'api' && !isRefused) return `${status} for another site`
  // An export is a file.
  if (face === 'api' && !isRefused && headers.get('content-type') === 'text/csv; charset=utf-8') return null
  if (headers.get('content-type') !== 'application/json') return `${headers.get('content-type')} from an API`
  // What the parser refuses ends the connection, and may not even have a path.
  const isUnread = isRefused && headers.get('connection') === 'close'
  const refusals = isUnread ? z.union([Refusal, Failure]) : face === 'api' ? Refusal : Failure
  const successes = face === 'api' ? z.unknown() : z.union([Success, Document])
  return (isRefused ? refusals : successes).safeParse(JSON.parse(text)).success ? null : `another envelope: ${text}`
}
