import { join } from 'node:path'
import * as z from 'zod/mini'

/** What the environment sets. Addresses end in a slash. */
export interface Settings {
  port: number
  hostname: string
  dataDir: string
  /** PostgreSQL instead of SQLite. */
  databaseUrl: string | null
  secretFile: string
  /** Public addresses of the two environments; null for those that the organisation's domain gives. */
  baseUrl: string | null
  previewBaseUrl: string | null
  /** Host names other than this machine's by which the demo may be opened, in lower case. */
  demoHosts: readonly string[]
  /** How many proxies in front of the server add to `X-Forwarded-For`; 0 where clients connect themselves. */
  trustProxy: number
  logLevel: (typeof LOG_LEVELS)[number]
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** A setting that cannot be used; the message is one line that names it. */
export class SettingError extends Error {}

const Port = z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535))
const Proxies = z.coerce.number().check(z.int(), z.gte(0), z.lte(10))
const HttpUrl = z.url({ protocol: /^https?$/ })
const DatabaseUrl = z.url({ protocol: /^postgres(ql)?$/ })

/** Reads every setting, or refuses with a {@link SettingError}. An empty variable counts as none. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  function read<T>(name: string, schema: z.ZodMiniType<T>, fallback: T, expected: string): T {
    const text = environment[name]
    if (text === undefined || text === '') return fallback
    const result = schema.safeParse(text)
    if (result.success) return result.data
    // DATABASE_URL may hold a password, so no value is repeated.
    throw new SettingError(`${name} must be ${expected}.`)
  }
  const address = (name: string): string | null => {
    const url = read<string | null>(name, HttpUrl, null, 'an address such as https://latchkey.example/')
    if (url === null) return null
    const { origin, pathname, search, hash } = new URL(url)
    if (pathname !== '/' || search || hash) throw new SettingError(`${name} must be an address without a path.`)
    return `${origin}/`
  }
  const hostNames = (name: string): string[] => {
    const names = (environment[name] ?? '').split(',').map((each) => each.trim().toLowerCase().replace(/\.$/, ''))
    const given = names.filter((each) => each !== '')
    if (given.every((each) => URL.canParse(`http://${each}`) && new URL(`http://${each}`).hostname === each))
      return given
    throw new SettingError(`${name} must be host names such as latchkey.example, separated by commas.`)
  }
  const dataDir = environment['DATA_DIR'] || 'data'
  const settings: Settings = {
    port: read('PORT', Port, 4400, 'a number from 0 to 65535'),
    hostname: environment['HOST'] || '127.0.0.1',
    dataDir,
    databaseUrl: read<string | null>('DATABASE_URL', DatabaseUrl, null, 'an address such as postgres://user@host/name'),
    secretFile: environment['LATCHKEY_SECRET_FILE'] || join(dataDir, 'secret'),
    baseUrl: address('BASE_URL'),
    previewBaseUrl: address('PREVIEW_BASE_URL'),
    demoHosts: hostNames('DEMO_HOSTS'),
    trustProxy: read('TRUST_PROXY', Proxies, 0, 'the number of proxies in front of the server, 0 to 10'),
    logLevel: read('LOG_LEVEL', z.enum(LOG_LEVELS), 'info', `one of ${LOG_LEVELS.join(', ')}`),
  }
  const { baseUrl, previewBaseUrl } = settings
  // The scheme alone does not reach the server.
  if (baseUrl !== null && previewBaseUrl !== null && new URL(baseUrl).host === new URL(previewBaseUrl).host)
    throw new SettingError(
      'BASE_URL and PREVIEW_BASE_URL must differ in host name or port: these tell the environments apart.',
    )
  return settings
}

export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname)
