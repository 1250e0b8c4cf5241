import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { parse, serialize } from 'hono/utils/cookie'
import type { Caller } from '#src/api/host.ts'
import type { Environment } from '#src/domain/customer.ts'
import { isLoopbackName } from '#src/domain/loopback.ts'
import { SESSION_LIFE } from '#src/domain/session.ts'
import { REQUEST_LIFE } from '#src/domain/sso/signOnRequest.ts'

/** Longer ones are of no use in the audit log. Characters. */
const MAX_USER_AGENT = 256

export interface Addresses {
  /** Public address of each environment, with a slash at its end. */
  addresses: Record<Environment, string>
  trustProxy: number
}

/** Who calls, told from the request; and, once it is answered, the cookies that the answer sets. */
export function callerOf(
  incoming: IncomingMessage,
  { addresses, trustProxy }: Addresses,
): { caller: Caller; cookies: string[] } {
  const environment = environmentOf(incoming, addresses, trustProxy)
  const isSecure = addresses[environment].startsWith('https:')
  // The prefix has the browser refuse a cookie of that name from anybody but this very host over https.
  const names = isSecure
    ? { console: '__Host-latchkey', signOn: '__Host-latchkey-sign-on', api: '__Secure-latchkey-api' }
    : { console: 'latchkey', signOn: 'latchkey-sign-on', api: 'latchkey-api' }
  const received = parse(incoming.headers.cookie ?? '')
  const cookies: string[] = []
  const keep = (name: string, path: string, life: number) => (id: string | null) => {
    cookies.push(
      serialize(name, id ?? '', {
        path,
        httpOnly: true,
        secure: isSecure,
        sameSite: 'Strict',
        maxAge: id === null ? 0 : life / 1000,
      }),
    )
  }
  const caller: Caller = {
    environment,
    addresses,
    ownAddress: ownAddressOf(incoming, addresses[environment], trustProxy),
    sessionId: received[names.console] || null,
    keepSession: keep(names.console, '/', SESSION_LIFE),
    signOnBrowser: received[names.signOn] || null,
    keepSignOnBrowser: keep(names.signOn, '/', REQUEST_LIFE),
    apiSessionId: received[names.api] || null,
    keepApiSession: keep(names.api, '/attask/api', SESSION_LIFE),
    address: addressOf(incoming, { trustProxy }),
    userAgent: (incoming.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT),
  }
  return { caller, cookies }
}

/**
 * Whether a request that changes something comes from a page of this host: the cookie alone would also travel with
 * one that another site made the browser send. Every browser sends at least one of the two headers, and no page can
 * forge them.
 */
export function isFromConsole(incoming: IncomingMessage, { trustProxy }: Addresses): boolean {
  const { method, headers } = incoming
  if (method === 'GET' || method === 'HEAD') return true
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin = '' } = headers
  if (!URL.canParse(origin)) return false
  const { protocol, host } = new URL(origin)
  const page = hostOf(host, protocol)
  const asked = hostOf(hostAsked(incoming, trustProxy), protocol)
  return page.name === asked.name && page.port === asked.port
}

const DEFAULT_PORT: Record<string, string> = { 'http:': '80', 'https:': '443' }

/** A host by the parts that are compared. Case, the dot that may end a name and the scheme's own port say nothing. */
function hostOf(host: string, protocol: string) {
  const [, name = '', port] = /^(.*?)\.?(?::(\d*))?$/s.exec(host.toLowerCase()) ?? []
  return { name, port: port || DEFAULT_PORT[protocol] }
}

/**
 * `address`, or the same by the name that the client asked for where both are names of this very machine. What else a
 * client calls this server is not believed: it would be told to others as ours.
 */
function ownAddressOf(incoming: IncomingMessage, address: string, trustProxy: number): string {
  const configured = new URL(address)
  const asked = `${configured.protocol}//${hostAsked(incoming, trustProxy)}/`
  if (!URL.canParse(asked)) return address
  const { hostname, origin } = new URL(asked)
  return [configured.hostname, hostname].every(isLoopbackName) ? `${origin}/` : address
}

/** Host name and port as the client asked for them. */
const hostAsked = (incoming: IncomingMessage, trustProxy: number): string =>
  forwarded(incoming, 'x-forwarded-host', trustProxy) ?? incoming.headers.host ?? ''

/** The last of the values that a header has collected on its way, or the one before for each further proxy. */
function forwarded(incoming: IncomingMessage, header: string, proxies: number): string | undefined {
  if (proxies === 0) return undefined
  const values = [incoming.headers[header] ?? []].flat().join(',').split(',')
  return values.at(-proxies)?.trim() || undefined
}

/**
 * The network address of the client, as far as the proxies can be trusted. What a proxy passed on that is no address
 * was made up by somebody before it; then it is that of whoever stands next.
 */
export function addressOf(incoming: IncomingMessage, { trustProxy }: Pick<Addresses, 'trustProxy'>): string {
  for (let proxies = trustProxy; proxies > 0; proxies--) {
    const address = withoutPort(forwarded(incoming, 'x-forwarded-for', proxies) ?? '')
    if (isIP(address)) return address
  }
  return incoming.socket.remoteAddress ?? ''
}

/** Some proxies add the port, which puts an IPv6 address into brackets. The name of an interface says nothing here. */
const withoutPort = (address: string): string =>
  address
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')

/**
 * Preview answers to its own host name, whatever the port unless only that tells it from Production, and to any
 * `….preview.localhost`; every other name is Production.
 */
function environmentOf(incoming: IncomingMessage, addresses: Addresses['addresses'], trustProxy: number): Environment {
  const [ofProduction, ofPreview] = [new URL(addresses.production), new URL(addresses.preview)]
  const preview = hostOf(ofPreview.host, ofPreview.protocol)
  const asked = hostOf(hostAsked(incoming, trustProxy), ofPreview.protocol)
  const isNameShared = hostOf(ofProduction.host, ofProduction.protocol).name === preview.name
  const isPreview = asked.name === preview.name && (!isNameShared || asked.port === preview.port)
  return isPreview || asked.name.endsWith('.preview.localhost') ? 'preview' : 'production'
}
