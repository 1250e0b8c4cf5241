import { expect, test } from 'vitest'
import { IssuedKey } from '#src/domain/ownKey.ts'
import { CustomerInfo, type Customer } from '#src/domain/customer.ts'
import { DAY, HOUR, MINUTE, shift } from '#src/domain/instant.ts'
import type { User } from '#src/domain/user.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  idOf,
  inactive,
  keyOf,
  PASSWORD,
  person,
  START,
  startBackend,
  valueOf,
  type Visitor,
} from '#testing/backend.ts'

type Backend = ReturnType<typeof startBackend>

const CREDENTIALS = { username: ada.username, password: PASSWORD }

/** Presses **Generate API Key**. */
async function generate(visitor: Visitor) {
  const { key, value } = IssuedKey.parse((await visitor('POST', '/api/own-key')).body)
  if (key.state === 'none') throw new Error('A generated key is there')
  return { ...key, value }
}

/** Presses **Save** with the settings as they are but for `change`. */
async function save(visitor: Visitor, change: Record<string, unknown>) {
  const info = CustomerInfo.parse((await visitor('GET', '/api/customer-info')).body)
  return visitor('PUT', '/api/customer-info', { ...info, ...change })
}

/** Reads `user` as an integration does that was given `value`. */
const open = (visitor: Visitor, user: User, value: string, query = '') =>
  visitor('GET', `/attask/api/v15.0/user/${user.id}?apiKey=${value}${query}`)

const auditOf = ({ inStore }: Backend) => inStore((tx) => tx.audit.search())

/** What a refused act must leave as it was. */
const settingsAndKeys = ({ inStore }: Backend) =>
  inStore(async (tx) => {
    const keys = []
    for (const { id } of [ada, ben, cleo, inactive]) keys.push(await tx.keys.ofUser(id))
    return { customer: await tx.customer.get(), keys }
  })

const deactivate = ({ inStore }: Backend, user: User) => inStore((tx) => tx.users.put({ ...user, isActive: false }))

test('signing in tells who is signed in and where, and lasts', async () => {
  const visitor = startBackend().visitor('preview')
  const answer = await visitor('POST', '/api/session', { ...CREDENTIALS, username: ' ADA@northwind.example' })
  expect(answer).toMatchObject({
    status: 201,
    body: {
      user: { id: ada.id, name: 'ada Northwind', isAdministrator: true },
      organisation: 'Northwind Studio',
      environment: 'preview',
    },
  })
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 200, body: answer.body })
})

test.each([
  ['an unknown user', { username: 'unknown@northwind.example', password: PASSWORD }],
  ['a wrong password', { username: ada.username, password: 'wrong' }],
  ['an inactive user', { username: inactive.username, password: PASSWORD }],
])('%s gets the answer that every failed sign-in gets, after exactly one hashing', async (_, credentials) => {
  const { visitor, verified } = startBackend()
  const message =
    "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again."
  const { status, body } = await visitor()('POST', '/api/session', credentials)
  expect({ status, body }).toEqual({ status: 401, body: { code: 'bad-credentials', message } })
  expect(verified).toEqual([credentials.password])
})

test('a right password takes exactly one hashing too', async () => {
  const { signIn, verified } = startBackend()
  await signIn(ada)
  expect(verified).toEqual([PASSWORD])
})

test('a password that is replaced while it is being checked opens no session', async () => {
  const { host, visitor, inStore } = startBackend()
  host.passwords.verify = async () => {
    await inStore((tx) => tx.users.put({ ...ada, passwordHash: 'another' }))
    return true
  }
  expect(await visitor()('POST', '/api/session', CREDENTIALS)).toMatchObject({ status: 401 })
})

test('every sign-in, failed sign-in and sign-out is recorded, with whence it came', async () => {
  const backend = startBackend()
  const visitor = await backend.signIn(ada)
  await visitor('DELETE', '/api/session')
  await visitor('POST', '/api/session', { ...CREDENTIALS, password: 'wrong' })
  await visitor('POST', '/api/session', { username: 'unknown', password: 'wrong' })
  const from = { type: 'Login Attempt', address: '203.0.113.5', userAgent: 'Test/1.0' }
  expect((await auditOf(backend)).toReversed()).toMatchObject([
    { ...from, action: 'Log in', outcome: 'done', userId: ada.id },
    { ...from, action: 'Log out', outcome: 'done', userId: ada.id },
    { ...from, action: 'Log in', outcome: 'refused', userId: ada.id },
    { ...from, action: 'Log in', outcome: 'refused', userId: null },
  ])
})

test('a session ends after eight idle hours, and use prolongs it', async () => {
  const { clock, signIn } = startBackend()
  const visitor = await signIn(ada)
  for (const [idle, status] of [
    [8 * HOUR - 1, 200],
    [8 * HOUR - 1, 200],
    [8 * HOUR, 401],
  ] as const) {
    clock.now = shift(clock.now, idle)
    expect(await visitor('GET', '/api/session')).toMatchObject({ status })
  }
})

test('a session that ends while a question is being answered does not come back', async () => {
  const { clock, host, signIn, inStore } = startBackend()
  const visitor = await signIn(ada)
  clock.now = shift(clock.now, HOUR)
  const { read } = host.store
  host.store.read = async (environment, ask) => {
    const answer = await read(environment, ask)
    await inStore((tx) => tx.sessions.removeOfUser(ada.id, null))
    return answer
  }
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 200 })
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 401 })
})

test('signing out ends the session, also for whoever still knows its id', async () => {
  const visitor = await startBackend().signIn(ada)
  const { sessionId } = visitor.from
  expect(await visitor('DELETE', '/api/session')).toMatchObject({ status: 200, body: { goTo: null } })
  expect(visitor.from.sessionId).toBeNull()
  visitor.from.sessionId = sessionId
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 401 })
})

test('signing in again in one browser ends the session before it, and no other one', async () => {
  const backend = startBackend()
  const [browser, other] = [await backend.signIn(ada), await backend.signIn(ada)]
  const before = browser.from.sessionId
  await browser('POST', '/api/session', { username: ada.username, password: PASSWORD })
  expect(browser.from.sessionId).not.toBe(before)
  expect(await browser('GET', '/api/session')).toMatchObject({ status: 200 })
  expect(await other('GET', '/api/session')).toMatchObject({ status: 200 })
  browser.from.sessionId = before
  expect(await browser('GET', '/api/session')).toMatchObject({ status: 401 })
})

test('a session of one environment is none in the other, and ends when its user is deactivated', async () => {
  const backend = startBackend()
  const visitor = await backend.signIn(ada)
  visitor.from.environment = 'preview'
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 401 })
  visitor.from.environment = 'production'
  await deactivate(backend, ada)
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 401 })
})

/** Every route of the console, as registered; what is new needs a session, and an administrator's, unless listed here. */
const consoleRoutes = ({ api }: Backend) =>
  api.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
    .map(({ method, path }) => ({ route: `${method} ${path}`, method, path: path.replace(':id', idOf('some key')) }))
const FOR_ANYBODY = [
  'GET /api/session/way',
  'POST /api/session',
  'POST /api/sign-on',
  'GET /api/session/new-password',
  'POST /api/session/new-password',
]
const FOR_THE_SIGNED_IN = [
  'GET /api/session',
  'DELETE /api/session',
  'DELETE /api/session/everywhere',
  'GET /api/home',
  'GET /api/preview-refresh',
  'GET /api/own-password',
  'PUT /api/own-password',
  'POST /api/session/proof',
]

test('every route but signing in needs a session', async () => {
  const backend = startBackend({ keys: [keyOf(ada)] })
  const before = await settingsAndKeys(backend)
  for (const { route, method, path } of consoleRoutes(backend)) {
    if (FOR_ANYBODY.includes(route)) continue
    const answer = await backend.visitor()(method, path)
    expect({ route, ...answer }).toMatchObject({ route, status: 401, body: { code: 'signed-out' } })
  }
  expect(await settingsAndKeys(backend)).toEqual(before)
})

test.each([
  ['Standard', 'Standard'],
  ['Light', 'Light'],
  ['Contributor', 'Contributor'],
  ['External', 'External'],
] as const)('every route that is not the user’s own is refused to %s users (A1)', async (accessLevel, licence) => {
  const user = person('dora', { accessLevel, licence })
  const backend = startBackend({ users: [ada, ben, cleo, inactive, user], keys: [keyOf(ada), keyOf(cleo)] })
  const before = await settingsAndKeys(backend)
  const visitor = await backend.signIn(user)
  const routes = consoleRoutes(backend).filter(({ route }) => ![...FOR_ANYBODY, ...FOR_THE_SIGNED_IN].includes(route))
  expect(routes.length).toBeGreaterThanOrEqual(10)
  for (const { route, method, path } of routes) {
    const answer = await visitor(method, path)
    expect({ route, ...answer }).toMatchObject({ route, status: 403, body: { code: 'forbidden' } })
  }
  expect(await settingsAndKeys(backend)).toEqual(before)
})

test('a refused act is recorded with who tried it and why it was refused', async () => {
  const backend = startBackend()
  await (
    await backend.signIn(cleo)
  )('DELETE', '/api/keys')
  await save(await backend.signIn(ada), { adminEmail: cleo.email })
  const refused = (await auditOf(backend)).filter(({ outcome }) => outcome === 'refused')
  expect(refused).toMatchObject([
    {
      type: 'Customer Info',
      action: 'Change',
      userId: ada.id,
      details: expect.stringContaining('active administrator'),
    },
    { type: 'API Key', action: 'Remove all', userId: cleo.id, details: expect.stringContaining('administrators') },
  ])
})

test('a generated key opens the API as its owner until it expires a month later (K3, E4, E5)', async () => {
  const { clock, signIn, visitor } = startBackend()
  const { value, ...key } = await generate(await signIn(ada))
  const expiresAt = '2030-02-15T12:00:00.000Z'
  expect(key).toMatchObject({ state: 'active', createdAt: START, expiresAt })

  clock.now = shift(expiresAt, -1)
  expect(await open(visitor(), ada, value)).toMatchObject({ status: 200, body: { data: { ID: ada.id } } })
  clock.now = expiresAt
  expect(await open(visitor(), ada, value)).toMatchObject({ status: 401 })
  expect(await (await signIn(ada))('GET', '/api/own-key')).toMatchObject({ body: { state: 'expired', expiresAt } })
})

test('pressing Generate again, or twice at once, makes no second key (U4)', async () => {
  const { signIn } = startBackend()
  const visitor = await signIn(ada)
  const [one, two] = await Promise.all([generate(visitor), generate(visitor)])
  expect(two).toEqual(one)
  expect(await generate(visitor)).toEqual(one)
})

test('generating in place of an expired key makes a new one', async () => {
  const { signIn } = startBackend({ keys: [keyOf(ada, { expiresAt: START })] })
  const { value, id } = await generate(await signIn(ada))
  expect(value).not.toBe(valueOf(ada))
  expect(id).not.toBe(keyOf(ada).id)
})

test('no key is generated that an expired password would take away at once (E6)', async () => {
  const settings: Customer = { ...customer, passwordResetDays: 30, removeKeyOnPasswordExpiry: true }
  const { clock, withSession } = startBackend({ customer: settings })
  clock.now = shift(START, 30 * DAY)
  const visitor = await withSession(ada)
  expect(await visitor('POST', '/api/own-key')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await visitor('GET', '/api/own-key')).toMatchObject({ body: { state: 'none' } })
})

test('a reset puts a new value with new dates in place, and the old value is dead at once (K4, K6)', async () => {
  const { clock, signIn, visitor } = startBackend()
  const browser = await signIn(ada)
  const old = await generate(browser)
  clock.now = shift(START, 9 * MINUTE)
  const { key, value } = IssuedKey.parse((await browser('POST', '/api/own-key/reset', { id: old.id })).body)
  expect(key).toMatchObject({ state: 'active', createdAt: clock.now, expiresAt: '2030-02-15T12:09:00.000Z' })
  expect(await open(visitor(), ada, old.value)).toMatchObject({ status: 401 })
  expect(await open(visitor(), ada, value)).toMatchObject({ status: 200 })
})

test('a removed key is gone, and removing it again succeeds (K5, K6)', async () => {
  const { signIn, visitor } = startBackend()
  const browser = await signIn(ada)
  const { id, value } = await generate(browser)
  for (let times = 0; times < 2; times++)
    expect(await browser('DELETE', `/api/own-key/${id}`)).toMatchObject({ status: 200, body: { state: 'none' } })
  expect(await browser('GET', '/api/own-key')).toMatchObject({ body: { state: 'none' } })
  expect(await open(visitor(), ada, value)).toMatchObject({ status: 401 })
})

test('an act aimed at a key that has been replaced since is refused and hits nothing', async () => {
  const { signIn, visitor } = startBackend()
  const browser = await signIn(ada)
  const { id } = await generate(browser)
  const { value } = IssuedKey.parse((await browser('POST', '/api/own-key/reset', { id })).body)
  const refusal = { status: 409, body: { code: 'key-changed' } }
  // As after a lost answer, or from a second tab.
  expect(await browser('POST', '/api/own-key/reset', { id })).toMatchObject(refusal)
  expect(await browser('DELETE', `/api/own-key/${id}`)).toMatchObject(refusal)
  expect(await browser('POST', `/api/own-key/${id}/value`)).toMatchObject(refusal)
  expect(await open(visitor(), ada, value)).toMatchObject({ status: 200 })
})

test('without a key there is nothing to reset or to show', async () => {
  const { signIn } = startBackend()
  const visitor = await signIn(ada)
  const id = idOf('some key')
  expect(await visitor('POST', '/api/own-key/reset', { id })).toMatchObject({ status: 409 })
  expect(await visitor('POST', '/api/own-key/reset', {})).toMatchObject({ status: 400, body: { field: 'id' } })
  expect(await visitor('POST', `/api/own-key/${id}/value`)).toMatchObject({ status: 404 })
})

test('its owner is told which clients used a key and how many calls were refused, and of no other in its place', async () => {
  const keyUses = [
    { userId: ada.id, client: 'curl 8.5', address: '203.0.113.5', lastUsedAt: START },
    { userId: ada.id, client: 'Sync 2.4', address: '::1', lastUsedAt: shift(START, HOUR) },
    { userId: ben.id, client: 'Export 1.0', address: '::1', lastUsedAt: START },
  ]
  const refused = { refusedCalls: 3, lastRefusedAt: shift(START, -HOUR) }
  const { signIn, clock } = startBackend({ keys: [keyOf(ada, refused), keyOf(ben)], keyUses })
  clock.now = shift(START, HOUR)
  const browser = await signIn(ada)
  const use = `/api/own-key/${keyOf(ada).id}/use`
  expect((await browser('GET', use)).body).toEqual({
    uses: [
      { client: 'Sync 2.4', address: '::1', lastUsedAt: shift(START, HOUR) },
      { client: 'curl 8.5', address: '203.0.113.5', lastUsedAt: START },
    ],
    ...refused,
    asOf: clock.now,
  })
  const { key } = IssuedKey.parse((await browser('POST', '/api/own-key/reset', { id: keyOf(ada).id })).body)
  expect(await browser('GET', use)).toMatchObject({ status: 409, body: { code: 'key-changed' } })
  const id = key.state === 'none' ? '' : key.id
  const none = { uses: [], refusedCalls: 0, lastRefusedAt: null, asOf: clock.now }
  expect((await browser('GET', `/api/own-key/${id}/use`)).body).toEqual(none)
  await browser('DELETE', `/api/own-key/${id}`)
  expect((await browser('GET', `/api/own-key/${id}/use`)).body).toEqual(none)
})

test('a key that an expired password has ended is of no use any more', async () => {
  const { withSession } = startBackend({
    customer: { ...customer, passwordResetDays: 30, removeKeyOnPasswordExpiry: true },
    users: [{ ...ada, passwordDate: shift(START, -31 * DAY) }, ben],
    keys: [keyOf(ada, { refusedCalls: 3, lastRefusedAt: START }), keyOf(ben)],
    keyUses: [ada, ben].map(({ id }) => ({ userId: id, client: 'curl 8.5', address: '::1', lastUsedAt: START })),
  })
  const browser = await withSession(ada)
  const use = `/api/own-key/${keyOf(ada).id}/use`
  expect((await browser('GET', use)).body).toMatchObject({ uses: [], refusedCalls: 0 })
  expect((await browser('GET', '/api/keys/clients')).body).toMatchObject({ clients: [{ users: 1 }], total: 1 })
})

test('before everybody’s keys go, the clients of the last 30 days are named, those of the most people first (R1)', async () => {
  const at = (days: number) => shift(START, -days * DAY)
  const uses: [owner: User, client: string, days: number][] = [
    [ada, 'Sync 2.4', 1],
    [ben, 'Sync 2.4', 29],
    [ben, 'Old 1.0', 30],
    ...Array.from({ length: 9 }, (_, index): [User, string, number] => [cleo, `Client ${index}`, 2 + index]),
  ]
  const keyUses = uses.map(([{ id }, client, days]) => ({ userId: id, client, address: '::1', lastUsedAt: at(days) }))
  const backend = startBackend({ keys: [keyOf(ada), keyOf(ben), keyOf(cleo)], keyUses })
  const { body } = await (await backend.signIn(ada))('GET', '/api/keys/clients')
  expect(body).toEqual({
    clients: [
      { client: 'Sync 2.4', users: 2, lastUsedAt: at(1) },
      ...Array.from({ length: 7 }, (_, index) => ({ client: `Client ${index}`, users: 1, lastUsedAt: at(2 + index) })),
    ],
    total: 10,
    asOf: START,
  })
  expect(JSON.stringify(body)).not.toContain('::1')
})

test('a key can be looked at by its owner only, and every look is recorded', async () => {
  const backend = startBackend({ keys: [keyOf(ada)] })
  const path = `/api/own-key/${keyOf(ada).id}/value`
  const answer = await (await backend.signIn(ada))('POST', path)
  expect(answer).toMatchObject({ status: 200, body: { value: valueOf(ada) } })
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
  expect(await auditOf(backend)).toMatchObject([{ action: 'View', outcome: 'done', userId: ada.id }, {}])
  expect(await (await backend.signIn(ben))('POST', path)).toMatchObject({ status: 404 })
})

test('a key value is in no audit record, not in the store, and in no answer that was not asked for it', async () => {
  const backend = startBackend()
  const { inStore, signIn } = backend
  const visitor = await signIn(ada)
  const first = await generate(visitor)
  const answers = [
    await visitor('POST', `/api/own-key/${first.id}/value`).then(({ status }) => status),
    await visitor('GET', '/api/own-key'),
    await save(visitor, { keyExpiry: '6-months' }),
    await visitor('POST', '/api/keys/consequences', customer),
    await visitor('GET', '/api/keys/count'),
    await visitor('GET', '/api/home'),
    await visitor('GET', '/api/session'),
    await open(visitor, ada, first.value),
  ]
  const reset = await visitor('POST', '/api/own-key/reset', { id: first.id })
  const { value } = IssuedKey.parse(reset.body)
  answers.push(await visitor('GET', '/api/own-key'), await visitor('DELETE', '/api/keys'))
  const stored = await inStore(async (tx) => [await tx.keys.ofUser(ada.id), await tx.audit.search()])

  const text = JSON.stringify([answers, stored])
  expect(text).toContain('Remove all')
  for (const secret of [first.value, value, PASSWORD]) expect(text).not.toContain(secret)
})

test('a key of Production opens nothing in Preview', async () => {
  const { signIn, visitor } = startBackend()
  const { value } = await generate(await signIn(ada))
  expect(await open(visitor('preview'), ada, value)).toMatchObject({ status: 401 })
})

test('Remove All removes every user’s key in this environment, and integrations work again one by one (R1, R2)', async () => {
  const { signIn, visitor } = startBackend({ keys: [keyOf(ada), keyOf(cleo, { expiresAt: START }), keyOf(inactive)] })
  const browser = await signIn(ada)
  expect(await browser('GET', '/api/keys/count')).toMatchObject({ body: { active: 2, expired: 1 } })
  expect(await browser('DELETE', '/api/keys')).toMatchObject({ status: 200, body: { removed: 3 } })
  expect(await browser('DELETE', '/api/keys')).toMatchObject({ status: 200, body: { removed: 0 } })
  expect(await browser('GET', '/api/keys/count')).toMatchObject({ body: { active: 0, expired: 0 } })
  expect(await open(visitor(), ada, valueOf(ada))).toMatchObject({ status: 401 })
  expect(await open(visitor('preview'), ada, valueOf(ada))).toMatchObject({ status: 200 })
  const { value } = await generate(browser)
  expect(await open(visitor(), ada, value)).toMatchObject({ status: 200 })
})

test('Save stores what was chosen, counts the version up, and records before and after (E8)', async () => {
  const backend = startBackend()
  const settings = {
    adminEmail: ' BEN@northwind.example ',
    timeZone: 'Europe/Berlin',
    locale: 'de-DE',
    keyExpiry: '6-months',
    removeKeyOnPasswordExpiry: true,
  }
  // Read-only values are no settings, whatever a client sends.
  const { status, body } = await save(await backend.signIn(ada), { ...settings, name: 'Mine', passwordResetDays: 1 })
  const stored = { ...settings, adminEmail: ben.email }
  const saved = { ...customer, ...stored, version: 2, savedAt: START, savedBy: 'ada Northwind' }
  expect(status).toBe(200)
  expect({ ...saved, ...CustomerInfo.parse(body) }).toEqual({ ...saved, asOf: START })
  expect(await backend.inStore((tx) => tx.customer.get())).toEqual(saved)
  const before = { adminEmail: ada.email, timeZone: 'America/Denver', keyExpiry: '1-month' }
  expect((await auditOf(backend))[0]).toMatchObject({ action: 'Change', outcome: 'done', before, after: stored })
})

test.each([
  ['adminEmail', 'not an address'],
  ['adminEmail', 'nobody@northwind.example'],
  ['adminEmail', cleo.email],
  ['adminEmail', inactive.email],
  ['timeZone', 'Mars/Olympus_Mons'],
  ['locale', 'xx-XX'],
  ['keyExpiry', '2-weeks'],
  ['removeKeyOnPasswordExpiry', 'yes'],
  ['version', null],
])('a save with the %s “%s” is refused at that field and changes nothing', async (field, value) => {
  const backend = startBackend({ keys: [keyOf(ada), keyOf(cleo)] })
  const before = await settingsAndKeys(backend)
  const { status, body } = await save(await backend.signIn(ada), { keyExpiry: '6-months', [field]: value })
  expect({ status, body }).toMatchObject({ status: 400, body: { code: 'invalid', field } })
  expect(await settingsAndKeys(backend)).toEqual(before)
})

test('of two administrators who save at once the second is refused, and nothing of theirs is kept', async () => {
  const backend = startBackend({ keys: [keyOf(cleo)] })
  const [first, second] = [await backend.signIn(ada), await backend.signIn(ben)]
  expect(await save(first, { timeZone: 'America/Chicago' })).toMatchObject({ status: 200 })
  const before = await settingsAndKeys(backend)
  const late = await save(second, { version: 1, keyExpiry: '1-week', removeKeyOnPasswordExpiry: true })
  expect(late).toMatchObject({ status: 409, body: { code: 'stale' } })
  expect(await settingsAndKeys(backend)).toEqual(before)
})

test.each([
  ['no JSON', 'not JSON', 400],
  ['no object', '[]', 400],
  ['nothing', '', 400],
  ['more than 256 KiB', JSON.stringify({ adminEmail: 'a'.repeat(256 * 1024) }), 413],
])('a body that is %s is refused and changes nothing', async (_, body, status) => {
  const backend = startBackend()
  const before = await settingsAndKeys(backend)
  const visitor = await backend.signIn(ada)
  for (const [method, path] of [
    ['PUT', '/api/customer-info'],
    ['POST', '/api/keys/consequences'],
    ['POST', '/api/session'],
  ] as const)
    expect(await visitor(method, path, body)).toMatchObject({ status })
  expect(await settingsAndKeys(backend)).toEqual(before)
})

test('another period restarts every active key from the moment of the change (E2, E3)', async () => {
  const due = shift(START, DAY)
  const backend = startBackend({
    keys: [
      keyOf(ada, { expiresAt: due }),
      keyOf(cleo),
      keyOf(inactive, { expiresAt: due }),
      keyOf(ben, { expiresAt: START }),
    ],
  })
  await save(await backend.signIn(ada), { keyExpiry: '6-months' })
  const expiries = (await settingsAndKeys(backend)).keys.map((key) => key?.expiresAt)
  const inSixMonths = '2030-07-15T11:00:00.000Z'
  expect(expiries).toEqual([inSixMonths, START, inSixMonths, inSixMonths])
})

test('saving the same period again restarts nothing', async () => {
  const backend = startBackend({ keys: [keyOf(ada, { expiresAt: shift(START, DAY) })] })
  const { keys } = await settingsAndKeys(backend)
  await save(await backend.signIn(ada), { timeZone: 'Europe/Berlin', removeKeyOnPasswordExpiry: true })
  expect((await settingsAndKeys(backend)).keys).toEqual(keys)
})

/** A reset policy of 30 days, under which Ben's and Cleo's passwords have expired; all four have a key. */
const passwordsExpired = (change: Partial<typeof customer> = {}) => {
  const passwordDate = shift(START, -30 * DAY)
  return {
    customer: { ...customer, passwordResetDays: 30 as const, ...change },
    users: [ada, { ...ben, passwordDate }, { ...cleo, passwordDate }, inactive],
    keys: [keyOf(ada), keyOf(ben), keyOf(cleo, { expiresAt: START }), keyOf(inactive)],
  }
}

test('ticking Remove API key removes on Save the keys of those whose password has expired (E6)', async () => {
  const backend = startBackend(passwordsExpired())
  const visitor = await backend.signIn(ada)
  expect(await open(visitor, ben, valueOf(ben))).toMatchObject({ status: 200 })
  await save(visitor, { removeKeyOnPasswordExpiry: true })
  expect((await settingsAndKeys(backend)).keys).toEqual([keyOf(ada), null, null, keyOf(inactive)])
  expect(await open(visitor, ben, valueOf(ben))).toMatchObject({ status: 401 })
})

test('a key that a password’s expiry has ended is refused before anything removes it, and never comes back (E6)', async () => {
  const backend = startBackend(passwordsExpired({ removeKeyOnPasswordExpiry: true }))
  const visitor = await backend.signIn(ada)
  expect(await open(visitor, ben, valueOf(ben))).toMatchObject({ status: 401 })
  await save(visitor, { removeKeyOnPasswordExpiry: false })
  expect(await open(visitor, ben, valueOf(ben))).toMatchObject({ status: 401 })
  expect(await visitor('GET', '/api/keys/count')).toMatchObject({ body: { active: 2, expired: 0 } })
})

test.each([
  ['nothing', {}, { redate: null, remove: 0 }],
  [
    'another period',
    { keyExpiry: '1-week' },
    { redate: { keys: 3, expiresAt: '2030-01-22T12:00:00.000Z' }, remove: 0 },
  ],
  ['no expiry', { keyExpiry: 'none' }, { redate: { keys: 3, expiresAt: null }, remove: 0 }],
  ['the switch', { removeKeyOnPasswordExpiry: true }, { redate: null, remove: 2 }],
  [
    'both',
    { keyExpiry: '1-week', removeKeyOnPasswordExpiry: true },
    { redate: { keys: 2, expiresAt: '2030-01-22T12:00:00.000Z' }, remove: 2 },
  ],
])('what Save would do to keys is told beforehand, and asking does none of it: %s', async (_, change, consequences) => {
  const backend = startBackend(passwordsExpired())
  const before = await settingsAndKeys(backend)
  const visitor = await backend.signIn(ada)
  const { body } = await visitor('POST', '/api/keys/consequences', { ...customer, ...change })
  expect(body).toEqual({ ...consequences, asOf: START })
  expect(await settingsAndKeys(backend)).toEqual(before)

  await save(visitor, change)
  const kept = (await settingsAndKeys(backend)).keys.flatMap((key) => key ?? [])
  expect(before.keys.length - kept.length).toBe(consequences.remove)
  const redated = kept.filter(({ expiresAt }) => consequences.redate && expiresAt === consequences.redate.expiresAt)
  expect(redated.length).toBe(consequences.redate?.keys ?? 0)
})

test('Home tells an administrator of everybody else’s keys, and others of their own only', async () => {
  const soon = { expiresAt: shift(START, DAY) }
  const keys = [keyOf(ada, soon), keyOf(ben, soon), keyOf(cleo, soon), keyOf(inactive, { expiresAt: START })]
  const { clock, signIn } = startBackend({ keys })
  const attention = async (user: User) => (await (await signIn(user))('GET', '/api/home')).body
  const own = { kind: 'own-key-expires', at: soon.expiresAt }
  const expired = { kind: 'keys-expired', keys: 1 }
  const expiring = { kind: 'keys-expire', keys: 2, before: shift(START, 7 * DAY) }
  expect(await attention(cleo)).toEqual({ attention: [own], asOf: START })
  expect(await attention(ada)).toEqual({ attention: [own, expired, expiring], asOf: START })

  clock.now = soon.expiresAt
  const ownExpired = { kind: 'own-key-expired', at: soon.expiresAt }
  expect(await attention(ada)).toEqual({ attention: [ownExpired, { ...expired, keys: 3 }], asOf: clock.now })
})

test('Home counts no key that a password’s expiry has ended', async () => {
  const { signIn } = startBackend(passwordsExpired({ removeKeyOnPasswordExpiry: true }))
  expect(await (await signIn(ada))('GET', '/api/home')).toMatchObject({ body: { attention: [] } })
})

test('an address without an answer is a refusal', async () => {
  expect(await startBackend().visitor()('GET', '/api/nothing')).toMatchObject({
    status: 404,
    body: { code: 'not-found' },
  })
})
