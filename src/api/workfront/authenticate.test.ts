import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, shift } from '#src/domain/instant.ts'
import type { User } from '#src/domain/user.ts'
import type { Reading } from '../store.ts'
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

const API = '/attask/api/v15.0'
const NOT_LOGGED_IN = {
  error: { class: 'com.attask.common.AuthenticationException', message: 'You are not currently logged in' },
}
const withPassword = (user: User, password = PASSWORD) =>
  `username=${encodeURIComponent(user.username)}&password=${password}`

/** Reads `user` with `query` and `headers` as proof. */
const read = (visitor: Visitor, user: User, query: string, headers: Record<string, string> = {}) =>
  visitor('GET', `${API}/user/${user.id}?${query}`, undefined, headers)
const readByKey = (visitor: Visitor, user: User, value: string) => read(visitor, user, `apiKey=${value}`)

/** A session of the API, as an integration holds it. */
async function logIn(visitor: Visitor, user: User): Promise<string> {
  const { body } = await visitor('POST', `${API}/login?${withPassword(user)}`)
  return (body as { data: { sessionID: string } }).data.sessionID
}

test('an administrator’s key reads every user, any other key its owner only (K8, N5)', async () => {
  const app = startBackend({ keys: [keyOf(ada), keyOf(cleo)] }).visitor()
  expect(await readByKey(app, cleo, valueOf(ada))).toMatchObject({
    status: 200,
    body: { data: { ID: cleo.id, isAdmin: false } },
  })
  expect(await readByKey(app, cleo, valueOf(cleo))).toMatchObject({ status: 200 })
  expect(await readByKey(app, ada, valueOf(cleo))).toMatchObject({
    status: 403,
    body: { error: { class: 'com.attask.common.AccessException' } },
  })
})

test('a key of somebody who is no administrator does no administrator’s work (N5)', async () => {
  const backend = startBackend({ keys: [keyOf(cleo)] })
  const app = backend.visitor()
  for (const id of [ada.id, cleo.id])
    expect(await app('PUT', `${API}/user/${id}?firstName=Cleopatra&apiKey=${valueOf(cleo)}`)).toMatchObject({
      status: 403,
      body: { error: { class: 'com.attask.common.AccessException' } },
    })
  expect(await backend.inStore((tx) => tx.users.byId(cleo.id))).toEqual(cleo)
})

test('unknown, removed, reset and expired keys, those of inactive users and dead sessions get one answer (E5, U6)', async () => {
  const keys = [keyOf(ben), keyOf(cleo, { expiresAt: START }), keyOf(inactive)]
  const { clock, signIn, visitor, withSession } = startBackend({ keys })
  const [browser, app] = [await signIn(ada), visitor()]
  const generate = async () => (await browser('POST', '/api/own-key')).body as { key: { id: string }; value: string }
  const removed = await generate()
  await browser('DELETE', `/api/own-key/${removed.key.id}`)
  const old = await generate()
  await browser('POST', '/api/own-key/reset', { id: old.key.id })
  const ended = await logIn(app, ben)
  app.from.apiSessionId = null
  const ofInactive = (await withSession(inactive)).from.sessionId ?? ''
  clock.now = shift(START, 8 * HOUR)
  const dead = [
    ...['unknown', '', removed.value, old.value, valueOf(cleo), valueOf(inactive), valueOf(ben).toUpperCase()].map(
      (value) => `apiKey=${value}`,
    ),
    ...['unknown', '', ended, ofInactive].map((id) => `sessionID=${id}`),
    '',
  ]
  for (const query of dead) {
    const { status, body } = await read(app, ada, query)
    expect({ query, status, body }).toEqual({ query, status: 401, body: NOT_LOGGED_IN })
  }
})

test('the key of an inactive user is kept, and works again when the user does', async () => {
  const { inStore, visitor } = startBackend({ keys: [keyOf(inactive)] })
  await inStore((tx) => tx.users.put({ ...inactive, isActive: true }))
  expect(await readByKey(visitor(), inactive, valueOf(inactive))).toMatchObject({ status: 200 })
})

test('a key opens nothing while its owner is an External user', async () => {
  const { inStore, visitor } = startBackend({ keys: [keyOf(cleo)] })
  await inStore((tx) => tx.users.put({ ...cleo, licence: 'External', accessLevel: 'External' }))
  expect(await readByKey(visitor(), cleo, valueOf(cleo))).toMatchObject({ status: 401, body: NOT_LOGGED_IN })
  await inStore((tx) => tx.users.put(cleo))
  expect(await readByKey(visitor(), cleo, valueOf(cleo))).toMatchObject({ status: 200 })
})

test('using a key, or failing to, does not move its expiry', async () => {
  const key = keyOf(ada, { expiresAt: shift(START, DAY) })
  const backend = startBackend({ keys: [key] })
  const app = backend.visitor()
  await readByKey(app, ada, valueOf(ada))
  await readByKey(app, ada, `${valueOf(ada)}&fields=nonsense`)
  await readByKey(app, ada, 'dead')
  expect(await backend.inStore((tx) => tx.keys.ofUser(ada.id))).toEqual({ ...key, lastUsedAt: START })
})

test('the key comes as parameter, whose name has one spelling, or as header', async () => {
  const app = startBackend({ keys: [keyOf(ada)] }).visitor()
  const header = { apiKey: valueOf(ada) }
  expect(await read(app, ada, '', header)).toMatchObject({ status: 200 })
  expect(await read(app, ada, `apikey=${valueOf(ada)}`)).toMatchObject({ status: 401 })
  expect(await read(app, ada, 'apiKey=dead', header)).toMatchObject({ status: 401 })
})

test('the first proof that is there counts, and a dead one never falls back to the next', async () => {
  const backend = startBackend({ keys: [keyOf(cleo)] })
  const app = backend.visitor()
  const session = await logIn(app, ada)
  const own = async (query: string, headers?: Record<string, string>) => {
    const { status, body } = await app('GET', `${API}/user/$$USER.ID?fields=username&${query}`, undefined, headers)
    return status === 200 ? (body as { data: { username: string } }).data.username : status
  }
  // Cookie, header and parameter are Ada's, the key Cleo's, the password Ben's.
  expect(await own('')).toBe(ada.username)
  expect(await own(`apiKey=${valueOf(cleo)}&sessionID=${session}`, { sessionID: session })).toBe(cleo.username)
  expect(await own(`${withPassword(ben)}&apiKey=${valueOf(cleo)}`, { sessionID: session })).toBe(ben.username)
  expect(await own(`${withPassword(ben, 'wrong')}&apiKey=${valueOf(cleo)}`)).toBe(401)
  expect(await own(`apiKey=dead&sessionID=${session}`, { sessionID: session })).toBe(401)
  expect(await own(`sessionID=${session}`, { sessionID: 'dead' })).toBe(401)
  expect(await own('sessionID=dead')).toBe(401)
  expect(await own(withPassword(ben), { sessionID: 'dead' })).toBe(ben.username)
})

test('a cookie, the API’s before the console’s, is good for reading and for nothing else', async () => {
  const backend = startBackend()
  const browser = await backend.signIn(ada)
  expect(await read(browser, ada, '')).toMatchObject({ status: 200 })
  const refused = {
    status: 403,
    body: { error: { class: 'com.attask.common.AuthenticationException', message: expect.stringContaining('cookie') } },
  }
  const calls = [
    ['PUT', `/user/${cleo.id}?firstName=Cleopatra`],
    ['GET', `/user/${cleo.id}?firstName=Cleopatra&method=put`],
    ['GET', '/user?action=clearApiKey&method=PUT'],
    ['POST', '/user/clearApiKey'],
  ] as const
  for (const [method, path] of calls) expect(await browser(method, API + path)).toMatchObject(refused)
  await logIn(browser, cleo)
  expect(await browser('GET', `${API}/user/$$USER.ID`)).toMatchObject({ body: { data: { ID: cleo.id } } })
  for (const [method, path] of calls) expect(await browser(method, API + path)).toMatchObject(refused)
  browser.from.apiSessionId = 'dead'
  expect(await read(browser, ada, '')).toMatchObject({ status: 401 })
  expect(await backend.inStore((tx) => tx.users.byId(cleo.id))).toMatchObject({ firstName: 'cleo' })
})

test('a session of the API opens no console, and one of the console no call that names it', async () => {
  const backend = startBackend({ keys: [keyOf(ada)] })
  const [thief, browser] = [backend.visitor(), await backend.signIn(ada)]
  const [ofApi, ofConsole] = [await logIn(backend.visitor(), ada), browser.from.sessionId ?? '']
  thief.from.sessionId = ofApi
  for (const [method, path] of [
    ['GET', '/api/session'],
    ['POST', `/api/own-key/${keyOf(ada).id}/value`],
    ['DELETE', '/api/keys'],
  ] as const)
    expect(await thief(method, path)).toMatchObject({ status: 401, body: { code: 'signed-out' } })
  thief.from.sessionId = null
  expect(await read(thief, ada, '', { sessionID: ofApi })).toMatchObject({ status: 200 })
  expect(await read(thief, ada, '', { sessionID: ofConsole })).toMatchObject({ status: 401 })
  thief.from.apiSessionId = ofConsole
  expect(await read(thief, ada, '')).toMatchObject({ status: 401 })
})

test('a session in header or parameter is good for writing', async () => {
  const app = startBackend().visitor()
  const session = await logIn(app, ada)
  app.from.apiSessionId = null
  expect(await app('PUT', `${API}/user/${cleo.id}?firstName=One&sessionID=${session}`)).toMatchObject({ status: 200 })
  expect(await app('PUT', `${API}/user/${cleo.id}?firstName=Two`, undefined, { SessionID: session })).toMatchObject({
    status: 200,
    body: { data: { firstName: 'Two' } },
  })
})

test('a session lives by being used, which is written down once a minute', async () => {
  const { clock, inStore, visitor, host } = startBackend()
  const app = visitor()
  const session = await logIn(app, ada)
  const lastUse = async () => (await inStore((tx) => host.digest(session).then(tx.sessions.byDigest)))?.lastUsedAt
  clock.now = shift(START, MINUTE - 1)
  await read(app, ada, `sessionID=${session}`)
  expect(await lastUse()).toBe(START)
  clock.now = shift(START, MINUTE)
  await read(app, ada, `sessionID=${session}`)
  expect(await lastUse()).toBe(clock.now)
  clock.now = shift(START, 8 * HOUR)
  expect(await read(app, ada, `sessionID=${session}`)).toMatchObject({ status: 200 })
})

test('a data call with user name and password is recorded as a login, and a refused one too', async () => {
  const backend = startBackend()
  const app = backend.visitor()
  expect(await read(app, ada, withPassword(ada))).toMatchObject({ status: 200, body: { data: { ID: ada.id } } })
  expect(await read(app, ada, withPassword(ada, 'wrong'))).toMatchObject({ status: 401 })
  const login = { type: 'Login Attempt', action: 'Log in', object: 'API', userId: ada.id }
  expect((await backend.inStore((tx) => tx.audit.search())).toReversed()).toMatchObject([
    { ...login, outcome: 'done' },
    { ...login, outcome: 'refused', details: 'Wrong password' },
  ])
  expect(app.from).toMatchObject({ apiSessionId: null, sessionId: null })
})

test('wrong passwords of API calls lock an account as those of the form do (U17)', async () => {
  const { visitor } = startBackend()
  const app = visitor()
  for (let times = 0; times < 5; times++)
    expect(await read(app, ada, withPassword(ada, 'wrong'))).toMatchObject({ status: 401 })
  expect(await read(app, ada, withPassword(ada))).toMatchObject({ status: 401 })
  expect(await visitor()('POST', '/api/session', { username: ada.username, password: PASSWORD })).toMatchObject({
    status: 401,
  })
})

test('with Adobe IMS no password opens the API, whether right or wrong, and keys and sessions go on (N1)', async () => {
  const backend = startBackend({ customer: { ...customer, platformMode: 'ims' }, keys: [keyOf(cleo)] })
  const app = backend.visitor()
  const refusals = []
  for (const password of [PASSWORD, 'wrong'])
    for (const path of [
      '/login?',
      ...['generateApiKey', 'getApiKey', 'clearApiKey'].map((action) => `/user?action=${action}&method=PUT&`),
      '/user/search?',
    ])
      refusals.push(
        await app('GET', `${API}${path}${withPassword(cleo, password)}`).then(({ status, body }) => ({ status, body })),
      )
  expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1)
  expect(refusals[0]).toMatchObject({
    status: 403,
    body: {
      error: {
        class: 'com.attask.common.AuthenticationException',
        message: expect.stringMatching(/Adobe IMS.*network or IT administrator/),
      },
    },
  })
  expect(await readByKey(app, cleo, valueOf(cleo))).toMatchObject({ status: 200 })
  expect(await read(await backend.withSession(cleo), cleo, '')).toMatchObject({ status: 200 })
})

test('a read by key asks the store one thing, for another user one thing more, and waits for no write', async () => {
  const { host, visitor } = startBackend({ keys: [keyOf(ada)], users: [ada, cleo, person('dora')] })
  const asked: string[] = []
  const noted = <Part extends object | null>(name: string, part: Part) =>
    part &&
    new Proxy(part, {
      get(target, property, receiver) {
        asked.push(`${name}.${String(property)}`)
        return Reflect.get(target, property, receiver) as unknown
      },
    })
  const { read: readRows } = host.store
  host.store.read = (environment, ask) =>
    readRows(environment, (rows) =>
      ask(
        Object.fromEntries(Object.entries(rows).map(([name, part]) => [name, noted(name, part)])) as unknown as Reading,
      ),
    )
  let writes = 0
  host.store.transaction = () => {
    writes++
    return new Promise(() => {})
  }
  await readByKey(visitor(), ada, valueOf(ada))
  expect(asked.splice(0)).toEqual(['keys.holder'])
  await readByKey(visitor(), cleo, valueOf(ada))
  expect(asked).toEqual(['keys.holder', 'users.byId'])
  // That the key was used.
  expect(writes).toBe(1)
})

test('no user name that a store could stumble over opens anything', async () => {
  const app = startBackend().visitor()
  for (const username of ['ada%00', '%', `${ada.username}%20--`, 'a'.repeat(5000), '%f0%9f%92%a9'])
    for (const password of [PASSWORD, 'b'.repeat(2000)])
      expect(
        (await app('GET', `${API}/login?username=${username}&password=${password}`)).status,
      ).toBeGreaterThanOrEqual(400)
  expect(await readByKey(app, ada, idOf('nobody'))).toMatchObject({ status: 401 })
})
