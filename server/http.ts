import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono, type Context } from 'hono'
import type { Caller } from '#src/api/host.ts'
import { refusal } from '#src/api/refusal.ts'
import { failure as apiFailure } from '#src/api/workfront/envelope.ts'
import type { Environment } from '#src/domain/customer.ts'
import { DomainError, ERROR_STATUS } from '#src/domain/errors.ts'
import {
  addressOf,
  callerOf,
  environmentOf,
  isFromConsole,
  isHttps,
  isLedByAnotherSite,
  type Addresses,
} from './callers.ts'
import { contentSecurityPolicy } from './contentSecurityPolicy.ts'
import { withoutSecrets, type Log } from './log.ts'
import type { Database } from './database.ts'

interface HttpHost {
  /** The backend; null answers nothing at all and drops the connection. */
  backend(request: Request, caller: Caller): Promise<Response | null>
  console(request: Request): Response | null
  /** What is shown first to a browser that another site led to this address; null for the page itself. */
  askFirst?: (request: Request) => Response | null
  /** Addresses of pages that the backend answers besides its own, as Hono writes them. */
  pages?: readonly string[]
  database: Pick<Database, 'checkHealth'>
  /** Asked for each request, because the port may be known only once the server listens. */
  reachedAt(): Addresses
  log: Log
}

interface Env {
  Bindings: HttpBindings
  Variables: { environment: Environment }
}

/** Workfront takes addresses up to 8,892 bytes; headers come on top. Bytes. */
const MAX_HEADERS = 32 * 1024
/** Milliseconds until headers, and until a whole request, must have arrived. */
const HEADERS_TIMEOUT = 10_000
const REQUEST_TIMEOUT = 30_000
/** Milliseconds between two looks for connections that are over these times. */
const TIMEOUT_CHECKS = 1000
/** Milliseconds that somebody whose request could not be read gets to read why, before the connection is gone. */
const LINGER = 1000
/** Requests that may be under way on one connection. No browser and hardly a client sends one before the last is answered. */
const MAX_PIPELINED = 10
/** Connections that may be open. One more is closed as soon as it is made. */
const MAX_CONNECTIONS = 2000
/** Milliseconds over which such connections are counted, for one line of the log. */
const COUNTING = 1000
/** Milliseconds without progress after which a client that doesn't read its answer is cut off. It may take twice as long. */
const UNREAD_TIMEOUT = 10_000
/** Longer addresses are cut off in the log. Characters. */
const MAX_LOGGED_PATH = 256

/** Seconds for which browsers remember to come by https only. */
const YEAR = 365 * 24 * 60 * 60

const POLICY = 'Content-Security-Policy'
const SECURITY_HEADERS: [name: string, value: string][] = [
  [POLICY, contentSecurityPolicy],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
]

/** Console, API, pages of the backend and health on one port. */
export function httpServer({ backend, console, askFirst, pages = [], database, reachedAt, log }: HttpHost): Server {
  const app = new Hono<Env>()

  app.use('*', async (c, next) => {
    const started = performance.now()
    await next()
    const { res } = c
    // The rest of a body that is too large may still be on its way, and is not read.
    if (res.status === 413) res.headers.set('Connection', 'close')
    // A page of the backend may need another policy than the console, and brings it.
    const policy = res.headers.get(POLICY)
    for (const [name, value] of SECURITY_HEADERS) res.headers.set(name, value)
    if (isHttps(c.var.environment, reachedAt())) res.headers.set('Strict-Transport-Security', `max-age=${YEAR}`)
    if (policy !== null) res.headers.set(POLICY, policy)
    const isFile = !/^\/(api|attask|sso|demo-idp\/)/.test(c.req.path)
    log[isFile ? 'debug' : 'info'](
      {
        method: c.req.method,
        path: logged(c.req.path),
        status: res.status,
        ms: Math.round(performance.now() - started),
        address: addressOf(c.env.incoming, reachedAt()),
      },
      'request',
    )
  })

  // Node goes by the first of them, and a proxy may go by another.
  app.use('*', async (c, next) => {
    if ((c.env.incoming.headersDistinct['host'] ?? []).length > 1) return malformed(400, c.req.path)
    return next()
  })

  app.get('/health', async (c) => {
    await database.checkHealth()
    return c.json({ status: 'ok' })
  })

  // Other names could be another site's, which would then share this one's pages with its own.
  app.use('*', async (c, next) => {
    const reach = reachedAt()
    const environment = environmentOf(c.env.incoming, reach)
    if (environment === null) return misdirected(c.req.path, reach.demoHosts !== null)
    c.set('environment', environment)
    return next()
  })

  const answer = async (c: Context<Env>): Promise<Response> => {
    const { caller, cookies } = callerOf(c.env.incoming, c.var.environment, reachedAt())
    const response = await backend(c.req.raw, caller)
    if (!response) {
      c.env.outgoing.destroy()
      return RESPONSE_ALREADY_SENT
    }
    for (const cookie of cookies) response.headers.append('Set-Cookie', cookie)
    return response
  }
  app.use('/api/*', async (c, next) => {
    if (!isFromConsole(c.env.incoming, reachedAt()))
      throw new DomainError('forbidden', 'This request did not come from the console')
    await next()
  })
  app.all('/api/*', answer)
  app.all('/attask/*', answer)
  // Identity providers send browsers here. No cookie comes along then, and the backend checks what does.
  for (const path of ['/sso/*', ...pages]) app.all(path, answer)

  app.get('*', (c) => {
    const question = isLedByAnotherSite(c.env.incoming, reachedAt()) ? askFirst?.(c.req.raw) : null
    return question ?? console(c.req.raw) ?? c.text('Not found', 404)
  })
  app.all('*', (c) => c.text('Method not allowed', 405, { Allow: 'GET, HEAD' }))

  app.onError((error, c) => {
    if (error instanceof DomainError) return refusal(error)
    // A client that goes away in the middle of its request is no fault of ours.
    if (c.env.incoming.destroyed && !c.env.incoming.complete) return new Response(null, { status: 499 })
    log.error({ path: logged(c.req.path), error: describe(error) }, 'bug')
    return failure(c.req.path)
  })

  // What is no request at all, such as a Host header that is no host, is refused in the envelope of its API too.
  const listenerFor = (path: string) => getRequestListener(app.fetch, { errorHandler: () => malformed(400, path) })
  const listeners = { attask: listenerFor('/attask'), others: listenerFor('') }
  const underWay = new WeakMap<Duplex, number>()
  const listen = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { socket } = incoming
    const count = (underWay.get(socket) ?? 0) + 1
    if (count > MAX_PIPELINED) return void socket.destroy()
    underWay.set(socket, count)
    outgoing.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1))
    const listener = incoming.url?.startsWith('/attask') ? listeners.attask : listeners.others
    void listener(incoming, outgoing)
  }
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADERS,
      headersTimeout: HEADERS_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      connectionsCheckingInterval: TIMEOUT_CHECKS,
      // Else Node refuses a request without one itself, in no envelope.
      requireHostHeader: false,
    },
    listen,
  )
  server.maxConnections = MAX_CONNECTIONS
  let dropped = 0
  server.on('drop', () => {
    if (++dropped > 1) return
    setTimeout(() => {
      log.warn({ connections: dropped, limit: MAX_CONNECTIONS }, 'connections dropped')
      dropped = 0
    }, COUNTING).unref()
  })
  // An answer that takes long to make is no client's fault.
  server.setTimeout(UNREAD_TIMEOUT, (socket) => {
    if (socket.writableLength > 0) socket.destroy()
  })
  // Whatever else than 100-continue is expected can be ignored. Node would refuse it in no envelope.
  server.on('checkExpectation', listen)
  server.on('connect', (incoming, socket) => refuseUnread(socket, 400, incoming.url ?? ''))
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const path = /^\S+ (\S+)/.exec(error.rawPacket?.subarray(0, 200).toString('latin1') ?? '')?.[1] ?? ''
    const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
    refuseUnread(socket, error.code === 'HPE_HEADER_OVERFLOW' ? 431 : isLate ? 408 : 400, path)
  })
  return server
}

/** A path for the log: without secrets, of bounded length, and with nothing that could steer a terminal. */
const logged = (path: string) =>
  withoutSecrets(path)
    .replace(/\p{Cc}/gu, '\uFFFD')
    .slice(0, MAX_LOGGED_PATH)

/** Answers, in the right envelope, what did not become a request, and lets go of its connection. */
function refuseUnread(socket: Duplex, status: keyof typeof MALFORMED, path: string): void {
  // Whoever is gone already need not be told.
  socket.on('error', () => socket.destroy())
  // A client that keeps its half of the connection open would keep the whole.
  setTimeout(() => socket.destroy(), LINGER).unref()
  const response = malformed(status, path)
  void response.text().then((body) => {
    response.headers.set('Content-Length', String(Buffer.byteLength(body)))
    response.headers.set('Connection', 'close')
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.end(`HTTP/1.1 ${status} ${STATUS_TEXT[status]}\r\n${headers}\r\n${body}`)
  })
}

const STATUS_TEXT = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }
const MALFORMED = {
  400: 'This is no HTTP request that can be read',
  408: 'The request did not arrive in time',
  431: 'The address or the headers of this request are too long',
}

const malformed = (status: keyof typeof MALFORMED, path: string): Response =>
  envelope(path, status, 'java.lang.IllegalArgumentException', 'invalid', MALFORMED[status])

/** Refuses, in the right envelope, what asks for a host name that isn't this installation's. */
function misdirected(path: string, isDemo: boolean): Response {
  const message = isDemo
    ? 'The demo does not answer to this host name. To open the demo by this name, add it to DEMO_HOSTS.'
    : 'Latchkey does not answer to this host name. Open it at its own address, or set BASE_URL or PREVIEW_BASE_URL to this one.'
  const error = new DomainError('misdirected', message)
  if (path.startsWith('/attask/')) return apiFailure(error)
  if (path.startsWith('/api/')) return refusal(error)
  return new Response(message, { status: ERROR_STATUS.misdirected })
}

const failure = (path: string): Response =>
  envelope(
    path,
    500,
    'java.lang.RuntimeException',
    'failed',
    'Something in Latchkey broke. What it was is in the log of the server.',
  )

function envelope(path: string, status: number, errorClass: string, code: string, message: string): Response {
  const body = path.startsWith('/attask') ? { error: { class: errorClass, message } } : { code, message }
  return Response.json(body, { status, headers: SECURITY_HEADERS })
}

/** A bug for the log: where it happened, and what was said about it. */
function describe(error: Error): { name: string; stack: string } {
  return { name: error.name, stack: withoutSecrets(error.stack ?? error.message) }
}
