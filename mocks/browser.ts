import { http, HttpResponse } from 'msw/http'
import { setupWorker } from 'msw/browser'
import type { Caller } from '#src/api/host.ts'
import { memoryStore } from '#src/api/memoryStore.ts'
import type { Persistence } from '#src/api/memoryTable.ts'
import { RECORD_CHECKS } from '#src/api/recorders.ts'
import { refusal } from '#src/api/refusal.ts'
import type { Store } from '#src/api/store.ts'
import type { Environment } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { MINUTE } from '#src/domain/instant.ts'
import { Departure } from '#src/domain/sso/signOnRequest.ts'
import { ConnectionLost, openRoom, type RoomState } from '#src/rehearsal/room.ts'
import { commonPasswords } from './commonPasswords.ts'
import type { Pending } from './identityProvider.ts'
import { serviceProviderOnDemand } from './serviceProviderOnDemand.ts'
import { standInFor } from './standIn.ts'
import { standInCertificate } from './standInCertificate.ts'
import { digest, openVault, passwords, random } from './webSecrets.ts'

const PREFIX = 'latchkey.'
/** What integrations hold is theirs: nothing under our prefix. */
const INTEGRATION_PREFIX = 'integration.'

/** The window that **Test Connection** opens, as `src/web/pages/singleSignOn/testWindow.ts` names it, which nothing here may import. */
const TEST_WINDOW = 'latchkey-test-connection'

/**
 * Serves the backend to this page from a service worker. Everything lives in `sessionStorage`, so it survives a
 * reload, ends with the tab, and no two tabs or tests share it.
 */
export async function startBrowserHost(): Promise<void> {
  if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')
  const base = import.meta.env.BASE_URL
  const backend =
    window.name === TEST_WINDOW ? (await import('./openersBackend.ts')).askOpener : await openBackend(base)
  const handler = http.all(new RegExp(`^${location.origin}${base}(api|attask)/`), ({ request }) => backend(request))
  const workerUrl = new URL(`${base}mockServiceWorker.js`, location.origin).href
  allowScriptUrl(workerUrl)
  await setupWorker(handler).start({ quiet: true, onUnhandledFrame: 'bypass', serviceWorker: { url: workerUrl } })
}

/** What is answered with where the browser goes next. */
const DEPARTING = new Set(['POST /api/sign-on', 'DELETE /api/session'])
/** Where the page of the stand-in posts who somebody says they are. */
const ANSWER_OF_STAND_IN = 'POST /api/rehearsal/identity-provider/answer'

/** The rehearsal room of this tab, as it answers requests of the page and of a window that the page has opened. */
async function openBackend(base: string): Promise<(request: Request) => Promise<Response>> {
  const home = new URL(base, location.origin).href
  let store: Store | undefined

  const room = await openRoom({
    random,
    digest,
    passwords,
    commonPasswords: () => commonPasswords(home),
    vault: openVault,
    readCertificate: async (der) => (await import('#src/domain/readCertificate.ts')).readCertificate(der),
    serviceProvider: serviceProviderOnDemand,
    signingCertificate: standInCertificate,
    leadTo: (url) => standInFor(url, home),
    realNow: () => new Date().toISOString(),
    loadState: async () => read<RoomState>('room'),
    saveState: async (state) => write('room', state),
    async openStore(rows, state, fresh) {
      if (fresh) {
        const environment = currentEnvironment()
        forget()
        write('room', state)
        write('environment', environment)
      }
      store = memoryStore(await rows(), tabPersistence)
      return store
    },
    switchEnvironment: (environment) => write('environment', environment),
    storageOf: (integration) => ({
      load: async () => sessionStorage.getItem(INTEGRATION_PREFIX + integration),
      save: async (text) => sessionStorage.setItem(INTEGRATION_PREFIX + integration, text),
    }),
    callOverNetwork: null,
  })

  // What a full storage does not take is kept and tried again; with the tab it is gone, as is everything else.
  const quietly = (writing: Promise<void>) => void writing.catch(() => {})
  setInterval(() => quietly(room.recorders.writeDue()), RECORD_CHECKS)
  setInterval(() => quietly(room.forgetOldRecords()), MINUTE)
  addEventListener('pagehide', () => quietly(room.recorders.writeAll()))

  async function answer(request: Request): Promise<Response> {
    const { method, url } = withoutBase(request, base)
    const act = `${method} ${new URL(url).pathname}`
    try {
      if (act === ANSWER_OF_STAND_IN)
        return await travel(await (await openStandIn()).answer(request, currentEnvironment()))
      const response = await ask(request)
      if (!response.ok || !DEPARTING.has(act)) return response
      const { goTo } = Departure.parse(await response.clone().json())
      return goTo === null ? response : await travel(new Response(null, { headers: { Location: goTo } }))
    } catch (error) {
      if (error instanceof DomainError) return refusal(error)
      throw error
    }
  }

  /** Answers where the console goes on, once the backend and the stand-in have settled what is between them. */
  async function travel(from: Response): Promise<Response> {
    const { follow } = await import('./roundTrip.ts')
    return Response.json({ goTo: await follow(from, home, ask) } satisfies Departure)
  }

  /** What the backend or the stand-in says to one request. */
  async function ask(request: Request): Promise<Response> {
    const environment = currentEnvironment()
    if (request.url.startsWith(`${home}demo-idp/`)) return (await openStandIn()).take(request, environment)
    const caller: Caller = {
      environment,
      addresses: { production: `${base}?environment=production`, preview: `${base}?environment=preview` },
      ownAddress: home,
      sessionId: read<string>(`session.${environment}`),
      keepSession: (id) => write(`session.${currentEnvironment()}`, id),
      signOnBrowser: read<string>('signOnBrowser'),
      keepSignOnBrowser: (id) => write('signOnBrowser', id),
      apiSessionId: read<string>(`apiSession.${environment}`),
      keepApiSession: (id) => write(`apiSession.${currentEnvironment()}`, id),
      address: '127.0.0.1',
      userAgent: navigator.userAgent,
    }
    try {
      return await room.fetch(withoutBase(request, base), caller)
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error
      return HttpResponse.error()
    }
  }

  /** Loaded when somebody signs on or off through it. */
  async function openStandIn() {
    const { openIdentityProvider } = await import('./identityProvider.ts')
    return openIdentityProvider({
      home,
      now: room.now,
      random,
      certificatesOf: async (environment) =>
        (await store?.read(environment, ({ sso }) => sso.ownKeys()))?.map(({ certificate }) => certificate) ?? [],
      pending: { load: () => read<Pending[]>('standIn') ?? [], save: (pending) => write('standIn', pending) },
    })
  }

  addEventListener(
    'message',
    (event) => void import('./openersBackend.ts').then((it) => it.answerWindow(event, answer)),
  )
  return answer
}

/** Trusted Types forbid turning a string into a script's address; this is the one address the demo needs. */
function allowScriptUrl(allowed: string): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  trustedTypes?.createPolicy('default', { createScriptURL: (url) => (url === allowed ? url : null) })
}

/** The part of the browser's API that is used here: TypeScript's library does not have it. */
interface TrustedTypes {
  createPolicy(name: 'default', policy: { createScriptURL(url: string): string | null }): unknown
}

/** The same request as the backend knows it: a static host may serve the console from a folder. */
function withoutBase(request: Request, base: string): Request {
  const url = new URL(request.url)
  if (base === '/' || !url.pathname.startsWith(base)) return request
  url.pathname = url.pathname.slice(base.length - 1)
  return new Request(url, request)
}

/** One tab holds both environments; a scenario, a link or the rehearsal menu chooses. */
const currentEnvironment = () => read<Environment>('environment') ?? 'production'

const tabPersistence: Persistence = {
  load: (name) => read<[string, unknown][]>(`store.${name}`) ?? [],
  save: (name, changes) => write(`store.${name}`, changes),
}

// What is under our prefix was written by this file, so it has the shape that is asked for.
const read = <T>(name: string): T | null => JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null') as T | null
const write = (name: string, value: unknown) => sessionStorage.setItem(PREFIX + name, JSON.stringify(value))

function forget(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name)
}
