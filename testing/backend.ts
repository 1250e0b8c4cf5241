import { createHash } from 'node:crypto'
import { UNUSED, type ApiKey } from '#src/domain/apiKey.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import { DEFAULT_AUTHENTICATION } from '#src/domain/authentication.ts'
import { DEFAULT_KEY_SETTINGS, type Customer, type Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import { readCertificate } from '#src/domain/readCertificate.ts'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import type { User } from '#src/domain/user.ts'
import { createApi } from '#src/api/app.ts'
import type { Caller, Host } from '#src/api/host.ts'
import { memoryStore, type Rows } from '#src/api/memoryStore.ts'
import { openSession } from '#src/api/openSession.ts'
import { openRecorders } from '#src/api/recorders.ts'
import type { ServiceProvider } from '#src/api/signOn/serviceProvider.ts'
import type { Transaction } from '#src/api/store.ts'
import { commonPasswords } from '../server/commonPasswords.ts'
import { serviceProvider as serversServiceProvider } from '../server/serviceProvider.ts'

/** When a test begins: noon UTC, 5 a.m. in Denver. */
export const START: Instant = '2030-01-15T12:00:00.000Z'
export const PASSWORD = 'quiet-Harbor-7'

const sha256 = (value: string) => createHash('sha256').update(value).digest('hex')
const hashOf = (password: string) => `hash of ${password}`
/** Unlike the value, so that a value left unsealed can be told from a sealed one. */
const seal = (value: string) => btoa(value)

/** 32 hexadecimal digits, the same for the same name. */
export const idOf = (name: string): string => sha256(name).slice(0, 32)

export const customer: Customer = {
  ...DEFAULT_KEY_SETTINGS,
  ...DEFAULT_AUTHENTICATION,
  platformMode: 'classic',
  authenticationVersion: 1,
  authenticationSavedAt: null,
  authenticationSavedBy: null,
  id: idOf('customer'),
  name: 'Northwind Studio',
  domain: 'northwind',
  cluster: 'CL01',
  adminEmail: 'ada@northwind.example',
  timeZone: 'America/Denver',
  locale: 'en-US',
  version: 1,
  savedAt: null,
  savedBy: null,
}

export const person = (name: string, change: Partial<User> = {}): User => ({
  id: idOf(name),
  username: `${name}@northwind.example`,
  email: `${name}@northwind.example`,
  firstName: name,
  lastName: 'Northwind',
  isActive: true,
  licence: 'Standard',
  accessLevel: 'Standard',
  timeZone: 'America/Denver',
  locale: 'en-US',
  passwordHash: hashOf(PASSWORD),
  passwordDate: START,
  mustChangePassword: false,
  failedLogins: 0,
  lockedUntil: null,
  ssoUsername: null,
  ssoAccessOnly: false,
  lastLoginDate: null,
  loginCount: 0,
  ...change,
})

export const ada = person('ada', { accessLevel: 'System Administrator' })
export const ben = person('ben', { accessLevel: 'System Administrator' })
export const cleo = person('cleo')
export const inactive = person('inactive', { accessLevel: 'System Administrator', isActive: false })

/** The value of the key that `keyOf` gives `owner`. */
export const valueOf = (owner: User): string => idOf(`value for ${owner.username}`)

export const keyOf = (owner: User, change: Partial<ApiKey> = {}): ApiKey => ({
  id: idOf(`key of ${owner.username}`),
  userId: owner.id,
  digest: sha256(valueOf(owner)),
  sealedValue: seal(valueOf(owner)),
  createdAt: START,
  expiresAt: null,
  ...UNUSED,
  ...change,
})

export const record = (id: string, change: Partial<AuditRecord> = {}): AuditRecord => ({
  id: idOf(id),
  at: START,
  type: 'API Key',
  action: 'Generate',
  outcome: 'done',
  userId: ada.id,
  userName: 'ada',
  object: 'Own API key',
  details: '',
  before: null,
  after: { expiresAt: null },
  address: '203.0.113.5',
  userAgent: 'Test/1.0',
  ...change,
})

/** Somebody at a browser of their own. `body` goes as JSON, text as it is. */
export interface Visitor {
  (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  from: Caller
}

interface Answer {
  status: number
  headers: Headers
  body: unknown
}

/** The real backend on a store in memory; both environments begin with `rows`, or four people and no key. */
export function startBackend(rows: Partial<Rows> = {}, serviceProvider: ServiceProvider = serversServiceProvider) {
  const seed: Rows = { customer, users: [ada, ben, cleo, inactive], keys: [], audit: [], sso: DEFAULT_SSO, ...rows }
  const clock = { now: START }
  const verified: string[] = []
  let draws = 0
  const host: Host = {
    store: memoryStore({ production: seed, preview: seed }),
    now: () => clock.now,
    // Other bytes at every draw, and the same ones in every run.
    random: (bytes) => createHash('shake256', { outputLength: bytes }).update(String(draws++)).digest(),
    digest: async (value) => sha256(value),
    vault: { seal: async (value) => seal(value), open: async (sealed) => atob(sealed) },
    readCertificate: async (der) => readCertificate(der),
    serviceProvider,
    leadTo: (url) => url,
    commonPasswords,
    passwords: {
      hash: async (password) => hashOf(password),
      verify: async (password, hash) => {
        verified.push(password)
        return hashOf(password) === hash
      },
    },
  }
  const recorders = openRecorders(host)
  const api = createApi(host, recorders)

  function visitor(environment: Environment = 'production'): Visitor {
    const caller: Caller = {
      environment,
      addresses: { production: 'http://northwind.my.localhost', preview: 'http://northwind.preview.localhost' },
      ownAddress: `http://northwind.${environment === 'production' ? 'my' : 'preview'}.localhost/`,
      signOnBrowser: null,
      keepSignOnBrowser: (id) => void (caller.signOnBrowser = id),
      sessionId: null,
      keepSession: (id) => void (caller.sessionId = id),
      apiSessionId: null,
      keepApiSession: (id) => void (caller.apiSessionId = id),
      address: '203.0.113.5',
      userAgent: 'Test/1.0',
    }
    const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
      const request = new Request(`http://latchkey.test${path}`, { method, body: text, headers })
      const response = await api.fetch(request, caller)
      // With the mark that a file may begin with.
      const answer = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
      // What is no JSON is a file, or a page.
      const isText = /^text\/(csv|html)|samlmetadata/.test(response.headers.get('Content-Type') ?? '')
      const parsed: unknown = answer === '' ? null : isText ? answer : JSON.parse(answer)
      return { status: response.status, headers: response.headers, body: parsed }
    }
    return Object.assign(call, { from: caller })
  }

  return {
    api,
    host,
    clock,
    recorders,
    uses: recorders.uses,
    /** The passwords checked so far. */
    verified,
    visitor,
    async signIn(user: User, environment: Environment = 'production'): Promise<Visitor> {
      const call = visitor(environment)
      const { status } = await call('POST', '/api/session', { username: user.username, password: PASSWORD })
      if (status !== 201) throw new Error(`${user.username} could not sign in: ${status}`)
      return call
    },
    /** Somebody with a session, whether or not their password would open one now. */
    async withSession(user: User): Promise<Visitor> {
      const call = visitor()
      await host.store.transaction('production', async (tx) =>
        openSession(host, call.from, tx, (await tx.users.byId(user.id)) ?? user),
      )
      return call
    },
    /** Straight to Production's rows, for what no route does. */
    inStore: <T>(act: (tx: Transaction) => Promise<T>) => host.store.transaction('production', act),
  }
}
