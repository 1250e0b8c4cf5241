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

/** Where this server is reached. */
export interface Addresses {
  /** Public address of each environment, with a slash at its end. */
  addresses: Caller['addresses']
  /** Host names besides this machine's that the demo answers; null for a real organization. */
  demoHosts: readonly string[] | null
  trustProxy: number
}

/** Who calls `environment`, told from the request; and, once it is answered, the cookies that the answer sets. */
export function callerOf(
  incoming: IncomingMessage,
  environment: Environment,
  reach: Addresses,
): { caller: Caller; cookies: string[] } {
  const { addresses, trustProxy } = reach
  const isSecure = isHttps(environment, reach)
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
    ownAddress: ownAddressOf(incoming, environment, reach),
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

/**
 * Whether a page of another site led a browser here. For browsers Production and Preview are two sites, but a page of
 * this server says where it comes from. A browser says nothing of where an address was typed or bookmarked.
 */
export function isLedByAnotherSite(incoming: IncomingMessage, reach: Addresses): boolean {
  const { 'sec-fetch-site': site, referer = '' } = incoming.headers
  if (site !== 'cross-site' && site !== 'same-site') return false
  if (!URL.canParse(referer)) return true
  const { origin, protocol, host } = new URL(referer)
  const { production, preview } = reach.addresses
  if ([production, preview].includes(`${origin}/`)) return false
  // On this machine, other ports are other sites.
  const asked = hostOf(hostAsked(incoming, reach.trustProxy), protocol)
  return environmentAt(host, reach) === null || hostOf(host, protocol).port !== asked.port
}

const DEFAULT_PORT: Record<string, string> = { 'http:': '80', 'https:': '443' }

/** A host by the parts that are compared. Case, the dot that may end a name and the scheme's own port say nothing. */
function hostOf(host: string, protocol: string) {
  const [, name = '', port] = /^(.*?)\.?(?::(\d*))?$/s.exec(host.toLowerCase()) ?? []
  return { name, port: port || DEFAULT_PORT[protocol] }
}

/** Whether users reach `environment` over https. */
export const isHttps = (environment: Environment, { addresses }: Pick<Addresses, 'addresses'>): boolean =>
  addresses[environment]?.startsWith('https:') ?? false

/**
 * The address of `environment`, or the same by the name that the client asked for, if both are names of this machine
 * or the name is listed for the demo. Other names aren't believed: they would be told to others as this server's.
 */
function ownAddressOf(
  incoming: IncomingMessage,
  environment: Environment,
  { addresses, demoHosts, trustProxy }: Addresses,
): string {
  const address = addresses[environment] ?? addresses.production
  const configured = new URL(address)
  const asked = `${configured.protocol}//${hostAsked(incoming, trustProxy)}/`
  if (!URL.canParse(asked)) return address
  const { hostname, origin } = new URL(asked)
  const isListed = hostname !== configured.hostname && demoHosts?.includes(hostname)
  return isListed || [configured.hostname, hostname].every(isLoopbackName) ? `${origin}/` : address
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
 * The environment that a request is for, by the host name it asks; null if the name isn't this installation's. Each
 * environment has the name of its address. The port decides only if both have the same. If Production's name is one of
 * this machine's, it has all of them, except those below `.preview.localhost`, which are Preview's in the demo.
 */
export const environmentOf = (incoming: IncomingMessage, reach: Addresses): Environment | null =>
  environmentAt(hostAsked(incoming, reach.trustProxy), reach)

function environmentAt(host: string, { addresses, demoHosts }: Addresses): Environment | null {
  const production = new URL(addresses.production)
  const preview = addresses.preview === null ? null : new URL(addresses.preview)
  const own = hostOf(production.host, production.protocol)
  const asked = hostOf(host, (preview ?? production).protocol)
  if (preview) {
    const { name, port } = hostOf(preview.host, preview.protocol)
    if (asked.name === name && (name !== own.name || asked.port === port)) return 'preview'
  }
  if (asked.name === own.name) return 'production'
  if (asked.name.endsWith('.preview.localhost')) return demoHosts ? 'preview' : null
  const isLocal = demoHosts !== null || isLoopbackName(own.name)
  return (isLocal && isLoopbackName(asked.name)) || demoHosts?.includes(asked.name) ? 'production' : null
}
