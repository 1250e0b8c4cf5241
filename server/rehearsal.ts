import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Caller, Host } from '#src/api/host.ts'
import { shift } from '#src/domain/instant.ts'
import type { ApiAnswer, ApiCall, Storage } from '#src/rehearsal/integrationClient.ts'
import { hiddenInputs, page } from '#src/api/signOn/documents.ts'
import { DEMO_IDENTITY_PROVIDER } from '#src/rehearsal/demoMetadata.ts'
import { ConnectionLost, openRoom, type RoomState } from '#src/rehearsal/room.ts'
import { isScenarioLink } from '#src/rehearsal/wire.ts'
import { KIND } from './installation.ts'
import type { Database } from './database.ts'

const STATE = 'rehearsal'
/** What the stand-in for the identity provider answers. Where people choose who they are is a page of the console. */
const PAGES = ['/demo-idp/metadata', '/demo-idp/saml2/*', '/demo-idp/answer']

/** What the programs that stand for others have of this machine. */
interface Outside {
  /** A folder of their own for those that stand for integrations. */
  folder: string
  /** The file in which the one that stands for the identity provider keeps its key. */
  identityProviderFile: string
  /** Where this server listens; asked for each call, because the port is known only then. */
  reachedAt(): { host: string; port: number }
}

/**
 * The demo organisation on this server: scenario links, the rehearsal clock, and what they started from, kept beside
 * the data; and its identity provider. No real organisation ever loads it, and only through it anything of rehearsals.
 */
export async function openRehearsal(database: Database, host: Host, outside: Outside) {
  const { folder, identityProviderFile, reachedAt } = outside
  // Not for the commands, which only need the clock.
  const { openDemoIdentityProvider } = await import('./demoIdentityProvider.ts')
  const identityProvider = await openDemoIdentityProvider({
    file: identityProviderFile,
    now: () => room.now(),
    random: host.random,
    certificatesOf: (environment) =>
      database.store.read(environment, async ({ sso }) => (await sso.ownKeys()).map(({ certificate }) => certificate)),
  })
  const room = await openRoom({
    ...host,
    leadTo,
    signingCertificate: identityProvider.certificate,
    realNow: () => host.now(),
    loadState: () => loadState(database),
    saveState: (state) => database.putNote(STATE, JSON.stringify(state)),
    async openStore(rows, state, fresh) {
      if (fresh) await database.fill(await rows(), { [KIND]: 'demo', [STATE]: JSON.stringify(state) })
      return database.store
    },
    switchEnvironment: null,
    storageOf: (integration) => fileStorage(folder, integration),
    callOverNetwork: (address, call) => callOverHttp(reachedAt(), address, call),
  })
  const backend = async (request: Request, caller: Caller): Promise<Response | null> => {
    try {
      return (await identityProvider.fetch(request, caller)) ?? (await room.fetch(request, caller))
    } catch (error) {
      if (error instanceof ConnectionLost) return null
      throw error
    }
  }
  const { refreshIfDue, forgetOldRecords } = room
  const apps = [identityProvider.app, ...room.apps]
  return { backend, apps, pages: PAGES, askFirst, refreshIfDue, forgetOldRecords, recorders: () => room.recorders }
}

/**
 * The question before a scenario that another site's page opens: it would otherwise replace everyone's data because
 * someone followed a link. No scripts; the button opens the same address.
 */
function askFirst(request: Request): Response | null {
  const { searchParams } = new URL(request.url)
  if (!isScenarioLink(searchParams)) return null
  const question = page(
    'Open this scenario?',
    `<p>A link on another site opens a scenario of the Latchkey demo. The scenario replaces the data of everyone who uses this demo.</p><form>${hiddenInputs(searchParams)}<button>Open the scenario</button></form>`,
    200,
    "form-action 'self'",
  )
  question.headers.set('Cache-Control', 'no-store')
  return question
}

/** The addresses of Northwind Identity are led to the stand-in, on whatever host the caller came by. */
export function leadTo(url: string): string {
  const { origin, pathname, search } = new URL(url)
  return origin === new URL(DEMO_IDENTITY_PROVIDER.entityId).origin ? `/demo-idp${pathname}${search}` : url
}

/** The clock of the demo organisation in `database`, for whoever acts beside the server; that of `host` is the real one. */
export async function rehearsalClock(database: Database, host: Pick<Host, 'now'>): Promise<Host['now']> {
  const state = await loadState(database)
  return () => shift(host.now(), state?.clockOffset ?? 0)
}

async function loadState(database: Database): Promise<RoomState | null> {
  const state = await database.note(STATE)
  // Written above, so it is one.
  return state === null ? null : (JSON.parse(state) as RoomState)
}

/** A file of one program's own, which is replaced as a whole and which nobody else on the machine can read. */
function fileStorage(folder: string, name: string): Storage {
  const file = join(folder, `${name}.json`)
  return {
    async load() {
      try {
        return readFileSync(file, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    async save(content) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(`${file}.new`, content, { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

/** Calls this server as anybody outside would, by the name of an environment: that name need not resolve in Node. */
function callOverHttp(
  at: { host: string; port: number },
  address: string,
  { userAgent, headers, body, ...call }: ApiCall,
): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const named = { ...headers, Host: new URL(address).host, 'User-Agent': userAgent }
    // A connection of its own, so that none is left open when the server is told to stop.
    const outgoing = request({ ...at, ...call, headers: named, agent: false }, (incoming) => {
      // An answer always has a status.
      text(incoming).then((body) => resolve({ status: incoming.statusCode!, body }), reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
