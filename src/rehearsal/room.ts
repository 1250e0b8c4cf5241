import { Hono } from 'hono'
import * as z from 'zod/mini'
import { createApi, nothingThere } from '#src/api/app.ts'
import { forgetOldRecords } from '#src/api/forgetOldRecords.ts'
import { newId, type Caller, type Host, type HostEnv } from '#src/api/host.ts'
import { inForce } from '#src/api/inForce.ts'
import { limitBody } from '#src/api/limitBody.ts'
import type { Rows } from '#src/api/memoryStore.ts'
import { admit, look, parseBody, settleKeys } from '#src/api/perform.ts'
import { openRecorders, type Recorders } from '#src/api/recorders.ts'
import { REFRESH, refreshIfDue, refreshPreview, refreshTimes } from '#src/api/refreshPreview.ts'
import { refusal } from '#src/api/refusal.ts'
import { openSession } from '#src/api/openSession.ts'
import type { Store } from '#src/api/store.ts'
import { pemOf } from '#src/domain/certificate.ts'
import { Environment, ENVIRONMENTS } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { PROOF_LIFE } from '#src/domain/session.ts'
import { addOnCalendar } from '#src/domain/expiryPeriod.ts'
import { DAY, elapsed, HOUR, shift, type Instant } from '#src/domain/instant.ts'
import { demoCertificate } from './demoCertificate.ts'
import { demoMetadata } from './demoMetadata.ts'
import type { MakeCertificate, SigningHost } from './demoSso.ts'
import { openClient, type ApiAnswer, type ApiCall, type IntegrationClient, type Storage } from './integrationClient.ts'
import { integrationRoutes } from './integrationRoutes.ts'
import { INTEGRATION_IDS, INTEGRATIONS, type IntegrationId } from './integrations.ts'
import { DEMO_USERS, usernameOf } from './organisation.ts'
import { isScenario, scenarioKeys, scenarioOf, scenarioRows, type Fault, type ScenarioName } from './scenarios.ts'
import {
  ClockMove,
  ScenarioLink,
  type PreviewRefreshed,
  type RehearsalState,
  type SampleFile,
  type ScenarioOpened,
} from './wire.ts'

/** What makes a rehearsal start again where it was: everything else follows from the seed and the store's changes. */
export interface RoomState {
  scenario: ScenarioName
  /** The seed is dated relative to this instant. */
  seededAt: Instant
  /** Milliseconds the rehearsal clock is ahead of the real one. */
  clockOffset: number
  /** How often the scenario's fault will still strike; null for always. A reload must not arm it again. */
  faultsLeft: number | null
}

/** What a demo host adds to the backend's needs. */
export interface RoomHost extends Omit<Host, 'store' | 'now'>, SigningHost {
  realNow(): Instant
  loadState(): Promise<RoomState | null>
  saveState(state: RoomState): Promise<void>
  /** A store over these rows; a `fresh` one forgets what an earlier rehearsal changed, `state` included. */
  openStore(rows: () => Promise<Record<Environment, Rows>>, state: RoomState, fresh: boolean): Promise<Store>
  /** Makes an environment the one that people see; null where the address does that. */
  switchEnvironment: ((environment: Environment) => void) | null
  /** Where the program that stands for an integration keeps its keys. */
  storageOf(integration: IntegrationId): Storage
  /** Calls the environment that people reach at `address`; null where no network leads to it but through the room. */
  callOverNetwork: ((address: string, call: ApiCall) => Promise<ApiAnswer>) | null
}

/** Thrown out of `fetch` when a scenario drops the connection: the host must answer nothing at all. */
export class ConnectionLost extends Error {}

/** What somebody else changes, one setting for each screen. */
const ANOTHER_SAVE = {
  timeZone: 'America/Los_Angeles',
  lockMinutes: 60,
  changePasswordUrl: 'https://idp.northwind.example/password',
}

/** Where the integrations call from, as far as the room itself answers them. */
const OUTSIDE = '203.0.113.80'

/** Bounds of the rehearsal clock: calendars and time zones are well defined between them. */
const EARLIEST = '2000-01-01T00:00:00.000Z'
const LATEST = '2100-01-01T00:00:00.000Z'

/** An instant as a person may write it, in any zone and precision; null when it is none or out of bounds. */
function instantOf(text: string): Instant | null {
  if (!z.iso.datetime({ offset: true }).safeParse(text).success) return null
  const instant = new Date(text).toISOString()
  return EARLIEST <= instant && instant <= LATEST ? instant : null
}

/**
 * The rehearsal room: the backend over a named scenario, with a clock that moves and faults that strike. Both demo
 * hosts serve it in place of the bare backend; no real build contains it.
 */
export async function openRoom(roomHost: RoomHost) {
  const clients = await openClients()
  const kept = await roomHost.loadState()
  // A tab may hold the state of an older build, whose scenario is gone by now.
  let state = kept && isScenario(kept.scenario) ? kept : freshState('default', roomHost.realNow(), 0)
  let backend = await seed(state !== kept)

  function freshState(scenario: ScenarioName, seededAt: Instant, clockOffset: number): RoomState {
    return { scenario, seededAt, clockOffset, faultsLeft: scenarioOf(scenario).fault?.times ?? null }
  }

  async function seed(fresh: boolean) {
    const rows = () => scenarioRows(state.scenario, roomHost, state.seededAt)
    const now = () => shift(roomHost.realNow(), state.clockOffset)
    const host: Host = { ...roomHost, now, store: await roomHost.openStore(rows, state, fresh) }
    if (fresh)
      for (const id of INTEGRATION_IDS) await clients[id].begin(await scenarioKeys(state.scenario, roomHost, id))
    if (fresh) await makeOwnKeys(host)
    // What was seeded counts as refreshed, however far the clock is moved before anybody looks at Preview.
    if (fresh) await refreshIfDue(host)
    const recorders = openRecorders(host)
    return { host, recorders, api: createApi(host, recorders) }
  }

  /** No part of the rows, which a page makes anew when it is reloaded: no two key pairs are the same. */
  async function makeOwnKeys({ store, vault, serviceProvider }: Host): Promise<void> {
    const { seededAt } = state
    for (const [from, to] of scenarioOf(state.scenario).ownCertificates ?? []) {
      // An hour more, so that the last of the days is still whole when somebody looks.
      const [start, end] = [shift(seededAt, from * DAY + HOUR), shift(seededAt, to * DAY + HOUR)]
      const { certificate, privateKey } = await serviceProvider.makeKeyPair('northwind production', start, end)
      const key = { certificate, sealedPrivateKey: await vault.seal(privateKey) }
      for (const environment of ENVIRONMENTS) await store.transaction(environment, (tx) => tx.sso.addOwnKey(key))
    }
  }

  async function openClients(): Promise<Record<IntegrationId, IntegrationClient>> {
    const open = (id: IntegrationId) => openClient(INTEGRATIONS[id], roomHost.storageOf(id))
    const opened = INTEGRATION_IDS.map(async (id) => [id, await open(id)] as const)
    // Every ID has its client.
    return Object.fromEntries(await Promise.all(opened)) as Record<IntegrationId, IntegrationClient>
  }

  const routes = new Hono<HostEnv>().basePath('/api/rehearsal')
  routes.use(limitBody)
  routes.notFound(nothingThere)
  routes.onError((error) => {
    if (error instanceof DomainError) return refusal(error)
    throw error
  })

  routes.post('/scenario', async (c) => {
    const link = parseBody(ScenarioLink, await c.req.text())
    const problems: string[] = []
    const name = link.scenario ?? 'default'
    if (!isScenario(name)) problems.push(`There is no scenario “${name}”.`)
    const asked = link.now === undefined ? roomHost.realNow() : instantOf(link.now)
    if (asked === null)
      problems.push(`“${link.now}” is not an instant between 2000 and 2100 such as 2027-03-01T09:30:00Z.`)
    const seededAt = asked ?? roomHost.realNow()
    const as = link.as ?? 'main.admin'
    const isMember = DEMO_USERS.some((user) => user === as)
    if (!isMember && as !== 'nobody') problems.push(`There is nobody called “${as}” in the demo organisation.`)

    const scenario = isScenario(name) ? name : 'default'
    const { environment = 'production', isProofOver = false } = scenarioOf(scenario)
    roomHost.switchEnvironment?.(environment)
    // Where another address is another environment, only a page of that address can be given its session.
    if (!roomHost.switchEnvironment && environment !== c.env.environment)
      return c.json<ScenarioOpened>({ scenario, problems: [], continueAt: c.env.addresses[environment] })

    state = freshState(scenario, seededAt, elapsed(roomHost.realNow(), seededAt))
    backend = await seed(true)
    const caller: Caller = { ...c.env, environment }
    await backend.host.store.transaction(environment, async (tx) => {
      const user = isMember ? await tx.users.byUsername(usernameOf(as)) : null
      if (!user) return caller.keepSession(null)
      const session = await tx.sessions.byDigest(
        await backend.host.digest(await openSession(backend.host, caller, tx, user)),
      )
      if (isProofOver && session) await tx.sessions.put({ ...session, provedAt: shift(seededAt, -PROOF_LIFE) })
    })
    return c.json<ScenarioOpened>({ scenario, problems, continueAt: null })
  })

  routes.post('/environment', async (c) => {
    const { environment } = parseBody(z.object({ environment: Environment }), await c.req.text())
    roomHost.switchEnvironment?.(environment)
    return c.body(null, 204)
  })

  const describe = async (caller: Caller): Promise<RehearsalState> => {
    const now = backend.host.now()
    const nextExpiry = await backend.host.store.read(caller.environment, (rows) => rows.keys.nextExpiry(now))
    const { nextAt } = await refreshTimes(backend.host)
    return { scenario: state.scenario, now, clockOffset: state.clockOffset, nextExpiry, nextRefresh: nextAt }
  }

  routes.get('/', async (c) => c.json(await describe(c.env)))

  routes.post('/clock', async (c) => {
    const { move } = parseBody(ClockMove, await c.req.text())
    const { nextAt } = await refreshTimes(backend.host)
    const target = await look(backend.host, c.env, 'administrator', async ({ rows, customer, now }) => {
      if (move === 'real') return roomHost.realNow()
      if (move === 'next-expiry') return (await rows.keys.nextExpiry(now)) ?? now
      if (move === 'next-refresh') return nextAt
      return addOnCalendar(now, { [`${move}s`]: 1 }, customer.timeZone)
    })
    const bounded = target <= LATEST ? target : LATEST
    const { store, digest, now } = backend.host
    const before = now()
    // Found now, because a weekend that lies on the way ends it in Preview.
    const session = await store.read(c.env.environment, async (rows) =>
      rows.sessions.byDigest(await digest(c.env.sessionId ?? '')),
    )
    // What the passing of time has removed does not come back when the clock is set back, in either environment.
    for (const environment of ENVIRONMENTS)
      await store.transaction(environment, async (tx) =>
        settleKeys({ rows: tx, customer: await tx.customer.get(), now: before }),
      )
    state = { ...state, clockOffset: move === 'real' ? 0 : elapsed(roomHost.realNow(), bounded) }
    await roomHost.saveState(state)
    if (bounded < before) {
      // Weekends that lie ahead again will come again.
      await store.transaction('preview', (tx) => tx.refreshes.put({ since: bounded, lastAt: null }))
      // The next use of a key would else pass for an earlier one.
      await backend.recorders.writeAll()
      for (const environment of ENVIRONMENTS) await store.transaction(environment, (tx) => tx.keys.capUse(bounded))
    }
    await refreshIfDue(backend.host)
    // Whoever moves the clock past the end of sessions goes on working: only the others' sessions end.
    if (session)
      await store.transaction(c.env.environment, async (tx) => {
        const mover = await inForce(tx, await tx.users.byId(session.userId))
        const renewed = now()
        if (!mover?.isActive) return
        const { passwordDate } = mover
        const times = { createdAt: renewed, lastUsedAt: renewed, provedAt: renewed, endsAt: null }
        await tx.sessions.put({ ...session, ...times, passwordDate })
      })
    return c.json(await describe(c.env))
  })

  routes.post('/refresh', async (c) => {
    const { host } = backend
    const actor = await admit(host, c.env, 'administrator', REFRESH)
    const { after } = await refreshPreview(host, c.env, actor)
    return c.json<PreviewRefreshed>(after)
  })

  /** Another one each time, so that there is a next one to change over to. */
  async function sampleCertificate(make: MakeCertificate) {
    const now = backend.host.now()
    const serial = newId(roomHost).slice(0, 14)
    return make(`sample-${serial.slice(0, 4)}.pem`, serial, shift(now, -DAY), shift(now, 365 * DAY))
  }

  routes.get('/sample-certificate', async (c) => {
    const sample = await sampleCertificate(demoCertificate)
    return c.json<SampleFile>({ name: sample.name, mediaType: 'application/x-pem-file', text: pemOf(sample) })
  })

  routes.get('/sample-metadata', async (c) => {
    const text = demoMetadata(await sampleCertificate(roomHost.signingCertificate ?? demoCertificate))
    return c.json<SampleFile>({ name: 'northwind-identity.xml', mediaType: 'application/samlmetadata+xml', text })
  })

  routes.route(
    '/integrations',
    integrationRoutes({
      clients,
      whoIs: (caller) => look(backend.host, caller, 'signed-in', async ({ user }) => user),
      now: () => backend.host.now(),
      workfrontOf: (caller) => ({
        environment: caller.environment,
        send: (call) =>
          roomHost.callOverNetwork ? roomHost.callOverNetwork(caller.ownAddress, call) : callWithin(caller, call),
      }),
    }),
  )

  /** Carries a call of an integration in by the way that every call takes, and nothing of `visitor` but the address. */
  async function callWithin(
    { environment, addresses, ownAddress }: Caller,
    { path, userAgent, ...call }: ApiCall,
  ): Promise<ApiAnswer> {
    const caller: Caller = {
      environment,
      addresses,
      ownAddress,
      sessionId: null,
      keepSession: () => {},
      signOnBrowser: null,
      keepSignOnBrowser: () => {},
      apiSessionId: null,
      keepApiSession: () => {},
      address: OUTSIDE,
      userAgent,
    }
    const response = await fetch(new Request(`http://workfront.invalid${path}`, call), caller)
    return { status: response.status, body: await response.text() }
  }

  async function strike(fault: Fault, request: Request, caller: Caller): Promise<Response | null> {
    const { effect } = fault
    if (typeof effect === 'number') await new Promise((resolve) => setTimeout(resolve, effect))
    else if (effect === 'unavailable') return new Response(null, { status: 503 })
    else if (effect === 'offline') throw new ConnectionLost()
    else if (effect === 'silent')
      return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(new ConnectionLost())))
    else if (effect === 'another-save') await saveAsSecondAdministrator(request, caller)
    else {
      const { host } = backend
      const digest = await host.digest(caller.sessionId ?? '')
      await host.store.transaction(caller.environment, (tx) => tx.sessions.remove(digest))
    }
    return null
  }

  /** Somebody else at work, through the same routes and rules as anybody. */
  async function saveAsSecondAdministrator({ url }: Request, caller: Caller): Promise<void> {
    const { host, api } = backend
    const other: Caller = {
      ...caller,
      sessionId: null,
      address: '198.51.100.7',
      keepSession: (id) => (other.sessionId = id),
    }
    await host.store.transaction(caller.environment, async (tx) => {
      const user = await tx.users.byUsername(usernameOf('second.admin'))
      if (user) await openSession(host, other, tx, user)
    })
    // A route answers with an object, and takes of these settings the one that is its own.
    const current = (await (await api.fetch(new Request(url), other)).json()) as object
    const body = JSON.stringify({ ...current, ...ANOTHER_SAVE })
    await api.fetch(new Request(url, { method: 'PUT', body }), other)
  }

  /** As the backend's `fetch`. Throws `ConnectionLost` where a scenario says that nothing arrives. */
  async function fetch(request: Request, caller: Caller): Promise<Response> {
    const { pathname } = new URL(request.url)
    const { fault } = scenarioOf(state.scenario)
    if (fault && state.faultsLeft !== 0 && fault.calls.test(`${request.method} ${pathname}`)) {
      if (state.faultsLeft !== null) state = { ...state, faultsLeft: state.faultsLeft - 1 }
      await roomHost.saveState(state)
      const answer = await strike(fault, request, caller)
      if (answer) return answer
    }
    return (pathname.startsWith('/api/rehearsal') ? routes : backend.api).fetch(request, caller)
  }

  return {
    fetch,
    /** What answers, so that tests find every route. */
    get apps(): Hono<HostEnv>[] {
      return [routes, backend.api]
    },
    /** By the rehearsal clock. */
    now: () => backend.host.now(),
    /** See `refreshIfDue` of the backend; by the rehearsal clock. */
    refreshIfDue: () => refreshIfDue(backend.host),
    /** See `forgetOldRecords` of the backend; by the rehearsal clock. */
    forgetOldRecords: () => forgetOldRecords(backend.host),
    /** Of the scenario that is open: what was not written of one before it belongs to nobody any more. */
    get recorders(): Recorders {
      return backend.recorders
    },
  }
}
