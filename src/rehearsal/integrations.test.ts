import { expect, onTestFinished, test, vi } from 'vitest'
import type { Caller } from '#src/api/host.ts'
import { memoryStore } from '#src/api/memoryStore.ts'
import type { Store } from '#src/api/store.ts'
import { START, startBackend } from '#testing/backend.ts'
import type { Environment } from '#src/domain/customer.ts'
import { openClient } from './integrationClient.ts'
import { INTEGRATION_IDS, INTEGRATIONS, type IntegrationId } from './integrations.ts'
import { demoId, DEMO_PASSWORD, seedValue, type DemoUser } from './organisation.ts'
import { openRoom } from './room.ts'
import type { ScenarioName } from './scenarios.ts'

interface Start {
  scenario?: ScenarioName
  as?: DemoUser | 'nobody'
}

/** The demo organisation, somebody at its console, and what each integration has written down. */
async function rehearse({ scenario = 'default', as = 'main.admin' }: Start = {}) {
  const { host, visitor } = startBackend()
  const kept: Partial<Record<IntegrationId, string>> = {}
  let store: Store = host.store
  const room = await openRoom({
    ...host,
    realNow: () => START,
    loadState: async () => null,
    saveState: async () => {},
    openStore: async (rows) => (store = memoryStore(await rows())),
    switchEnvironment: () => {},
    storageOf: (integration) => ({
      load: async () => kept[integration] ?? null,
      save: async (text) => void (kept[integration] = text),
    }),
    callOverNetwork: null,
  })
  const callers = { production: visitor('production').from, preview: visitor('preview').from }
  const send = async (caller: Caller, method: string, path: string, body?: unknown) => {
    const text = body === undefined ? null : JSON.stringify(body)
    const answer = await room.fetch(new Request(`http://latchkey.test${path}`, { method, body: text }), caller)
    const said = await answer.text()
    return { status: answer.status, body: said === '' ? null : (JSON.parse(said) as unknown) }
  }
  const visit = callers.production
  expect(await send(visit, 'POST', '/api/rehearsal/scenario', { scenario, as })).toMatchObject({ status: 200 })
  const id = await demoId(host, as)
  return {
    id,
    kept,
    callers,
    send,
    key: () => store.read('production', ({ keys }) => keys.ofUser(id)),
    /** The value of the key that the demo organisation gives somebody. */
    value: (user: DemoUser) => seedValue(host, `${user}@northwind.example`),
    ask: (method: string, path: string, body?: unknown) => send(visit, method, path, body),
    check: (integration: string, caller = visit) => send(caller, 'GET', `/api/rehearsal/integrations/${integration}`),
    connect: (integration: string, password = DEMO_PASSWORD, caller = visit) =>
      send(caller, 'POST', `/api/rehearsal/integrations/${integration}/connect`, { password }),
    enter: (integration: string, key: string) =>
      send(visit, 'PUT', `/api/rehearsal/integrations/${integration}/key`, { key }),
    /** The key that an integration has written down for whoever is at the console. */
    heldBy: (integration: IntegrationId, environment: Environment = 'production') =>
      (JSON.parse(kept[integration] ?? '{}') as Record<string, Record<string, string>>)[environment]?.[id],
    audit: () => store.transaction('production', (tx) => tx.audit.search()),
  }
}

const connected = (name: string) => ({ status: 200, body: { state: 'connected', account: { name } } })
const refused = { status: 200, body: { state: 'refused' } }
const notConnected = { status: 200, body: { state: 'not-connected' } }

test('connecting makes the user’s key, and another integration reuses it (K7)', async () => {
  const { id, connect, check, heldBy, key, audit } = await rehearse({ as: 'light' })
  expect(await check('dropbox')).toEqual({ status: 200, body: { state: 'not-connected', checkedAt: START } })
  expect(await connect('dropbox')).toEqual({
    status: 200,
    body: { state: 'connected', account: { id, name: 'Noah Petrov' }, checkedAt: START },
  })
  const made = await key()
  expect(made).toMatchObject({ userId: id })
  expect(await connect('mobile')).toMatchObject(connected('Noah Petrov'))
  expect(await key()).toMatchObject({ id: made?.id, digest: made?.digest })
  expect(heldBy('dropbox')).toMatch(/^[a-z0-9]{32}$/)
  expect(heldBy('mobile')).toBe(heldBy('dropbox'))
  expect(await check('dropbox')).toMatchObject(connected('Noah Petrov'))
  expect(await check('google-drive')).toMatchObject(notConnected)
  // The newest stands first.
  expect((await audit()).filter(({ type }) => type === 'API Key').slice(0, 2)).toMatchObject([
    { action: 'View', userAgent: 'Workfront-Mobile/23.5 (iPhone; iOS 17.4)' },
    { action: 'Generate', userAgent: 'Dropbox-for-Workfront/4.2', address: '203.0.113.80', userName: 'Noah Petrov' },
  ])
})

test('connecting with an expired key makes a new one (K7, E5)', async () => {
  const { connect, check, heldBy, value } = await rehearse({ scenario: 'integrations-expired' })
  expect(await check('dropbox')).toMatchObject(refused)
  expect(await connect('dropbox')).toMatchObject(connected('Mara Lindqvist'))
  expect(heldBy('dropbox')).not.toBe(await value('main.admin'))
})

test('a wrong password connects nothing, makes no key, and is refused in Workfront’s words', async () => {
  const { connect, check, key } = await rehearse({ as: 'light' })
  expect(await connect('dropbox', 'wrong')).toMatchObject({
    status: 403,
    body: { code: 'forbidden', message: expect.stringContaining('combination was') },
  })
  expect(await check('dropbox')).toMatchObject(notConnected)
  expect(await key()).toBeNull()
})

test.each([
  ['ims', 'main.admin', 'Adobe IMS'],
  ['sso-enabled', 'standard', 'Federated Single Sign-On'],
  ['certificate-required', 'main.admin', 'attach certificate'],
] as const)('in %s a password logs no application in, and a key that is entered connects it', async (...example) => {
  const [scenario, as, words] = example
  const { connect, enter, value } = await rehearse({ scenario, as })
  expect(await connect('dropbox')).toMatchObject({ status: 403, body: { message: expect.stringContaining(words) } })
  expect(await enter('dropbox', await value(as))).toMatchObject({ status: 200, body: { state: 'connected' } })
})

test('after a reset the old key is refused until the new one is entered, which is tried first (K6)', async () => {
  const { ask, check, enter, heldBy, value } = await rehearse({ scenario: 'integrations-connected' })
  expect(await check('dropbox')).toMatchObject(connected('Mara Lindqvist'))
  const { body: own } = await ask('GET', '/api/own-key')
  const { body: issued } = await ask('POST', '/api/own-key/reset', { id: (own as { id: string }).id })
  expect(await check('dropbox')).toMatchObject(refused)
  expect(await check('google-drive')).toMatchObject(refused)

  const old = await value('main.admin')
  expect(await enter('dropbox', old)).toMatchObject({ status: 400, body: { code: 'invalid', field: 'key' } })
  expect(heldBy('dropbox')).toBe(old)
  const reset = (issued as { value: string }).value
  expect(await enter('dropbox', ` ${reset}\n`)).toMatchObject(connected('Mara Lindqvist'))
  expect(heldBy('dropbox')).toBe(reset)
  expect(await check('google-drive')).toMatchObject(refused)
})

test('after Remove All no integration works, and a new key restores the one it is entered in (R2)', async () => {
  const { ask, check, connect, enter } = await rehearse({ scenario: 'default' })
  for (const integration of INTEGRATION_IDS) await connect(integration)
  await ask('DELETE', '/api/keys')
  for (const integration of INTEGRATION_IDS) expect(await check(integration)).toMatchObject(refused)
  const { body } = await ask('POST', '/api/own-key')
  expect(await enter('mobile', (body as { value: string }).value)).toMatchObject(connected('Mara Lindqvist'))
  for (const integration of INTEGRATION_IDS)
    expect(await check(integration)).toMatchObject(integration === 'mobile' ? connected('Mara Lindqvist') : refused)
})

test('a key that expires is refused from that moment on, until the integration is connected again (E5)', async () => {
  const { ask, check, connect } = await rehearse({ scenario: 'key-expiring-tomorrow' })
  expect(await connect('dropbox')).toMatchObject(connected('Mara Lindqvist'))
  await ask('POST', '/api/rehearsal/clock', { move: 'next-expiry' })
  expect(await check('dropbox')).toMatchObject(refused)
  expect(await connect('dropbox')).toMatchObject(connected('Mara Lindqvist'))
})

test('disconnecting forgets what one integration holds, and leaves the key and the others as they are', async () => {
  const { ask, check, heldBy, key } = await rehearse({ scenario: 'integrations-connected' })
  const before = await key()
  expect(await ask('DELETE', '/api/rehearsal/integrations/dropbox')).toMatchObject(notConnected)
  expect(await check('dropbox')).toMatchObject(notConnected)
  expect(heldBy('dropbox')).toBeUndefined()
  expect(await key()).toEqual(before)
  expect(await check('google-drive')).toMatchObject(connected('Mara Lindqvist'))
})

test('somebody else’s key connects, and the answer says whom it acts as', async () => {
  const { enter, check, value } = await rehearse()
  expect(await enter('dropbox', await value('standard'))).toMatchObject(connected('Ines Haddad'))
  expect(await check('dropbox')).toMatchObject(connected('Ines Haddad'))
})

test('each environment has connections of its own', async () => {
  const { callers, send, check, connect, heldBy } = await rehearse()
  await connect('dropbox')
  const username = 'main.admin@northwind.example'
  await send(callers.preview, 'POST', '/api/session', { username, password: DEMO_PASSWORD })
  expect(await check('dropbox', callers.preview)).toMatchObject(notConnected)
  expect(await connect('dropbox', DEMO_PASSWORD, callers.preview)).toMatchObject(connected('Mara Lindqvist'))
  await send(callers.production, 'DELETE', '/api/keys')
  expect(await check('dropbox')).toMatchObject(refused)
  expect(await check('dropbox', callers.preview)).toMatchObject(connected('Mara Lindqvist'))
  expect(heldBy('dropbox', 'preview')).toMatch(/^[a-z0-9]{32}$/)
})

test.each(['', '  ', 'two words', 'Schlüssel', 'x'.repeat(257), '\u0000', 'a\nb'])(
  'what cannot be an API key is refused at its field: %j',
  async (key) => {
    const { enter } = await rehearse()
    expect(await enter('dropbox', key)).toMatchObject({ status: 400, body: { code: 'invalid', field: 'key' } })
  },
)

test('no answer to the console and no audit record holds a key', async () => {
  const { ask, check, connect, enter, heldBy, audit } = await rehearse()
  const answers = [await connect('dropbox'), await check('dropbox'), await enter('mobile', heldBy('dropbox') ?? '')]
  const { body } = await ask('GET', '/api/own-key')
  const told = JSON.stringify([answers, body, await audit()])
  expect(told).toContain('connected')
  expect(told).not.toContain(heldBy('dropbox'))
})

test('External users and whoever is signed out reach no integration, and there are only four', async () => {
  for (const [as, answer] of [
    ['external', { status: 403, body: { code: 'forbidden' } }],
    ['nobody', { status: 401, body: { code: 'signed-out' } }],
  ] as const) {
    const { ask, check, connect, enter } = await rehearse({ as })
    for (const call of [check('dropbox'), connect('dropbox'), enter('dropbox', 'x'), check('nothing')])
      expect(await call).toMatchObject(answer)
    expect(await ask('DELETE', '/api/rehearsal/integrations/dropbox')).toMatchObject(answer)
  }
  const { check, connect } = await rehearse()
  for (const name of ['nothing', 'constructor', '__proto__'])
    for (const call of [check(name), connect(name)])
      expect(await call).toMatchObject({ status: 404, body: { code: 'not-found' } })
})

test('an integration gives up on a Workfront that takes too long, and takes no key it could not try', async () => {
  const { check, enter, heldBy, value } = await rehearse({ scenario: 'integrations-slow' })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const late = async <T>(answer: Promise<T>): Promise<T> => {
    for (let passed = 0; passed < 5000; passed += 100) await vi.advanceTimersByTimeAsync(100)
    return answer
  }
  expect(await late(enter('dropbox', 'some-key'))).toMatchObject({ status: 503, body: { code: 'unavailable' } })
  expect(heldBy('dropbox')).toBe(await value('main.admin'))
  expect(await late(check('dropbox'))).toMatchObject({ status: 200, body: { state: 'no-answer' } })
  // Nothing has to be asked of Workfront for it.
  expect(await check('mobile')).toMatchObject(notConnected)
})

test('what an integration holds is there when it is started again, and a scenario begins with its own', async () => {
  const first = await rehearse()
  await first.connect('dropbox')
  for (const [text, state] of [
    [first.kept.dropbox ?? null, 'no-answer'],
    [null, 'not-connected'],
    ['{"production":', 'not-connected'],
  ] as const) {
    const again = await openClient(INTEGRATIONS.dropbox, { load: async () => text, save: async () => {} })
    const workfront = {
      environment: 'production' as const,
      send: () => Promise.reject(new Error('There is no network here')),
    }
    expect(await again.check(workfront, first.id)).toEqual({ state })
  }
  await first.ask('POST', '/api/rehearsal/scenario', { scenario: 'default' })
  expect(await first.check('dropbox')).toMatchObject(notConnected)
})

test('the links to integrations open what they say', async () => {
  const states = async (scenario: ScenarioName) => {
    const { check } = await rehearse({ scenario })
    const found: string[] = []
    for (const id of INTEGRATION_IDS) found.push(((await check(id)) as { body: { state: string } }).body.state)
    return found
  }
  expect(await states('integrations-connected')).toEqual(['connected', 'connected', 'not-connected', 'not-connected'])
  expect(await states('integrations-reset')).toEqual(['refused', 'refused', 'not-connected', 'not-connected'])
  expect(await states('integrations-expired')).toEqual(['refused', 'not-connected', 'not-connected', 'not-connected'])
  expect(await states('integrations-removed')).toEqual(['refused', 'refused', 'refused', 'refused'])
})
