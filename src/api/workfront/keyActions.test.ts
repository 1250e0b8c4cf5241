import { expect, test } from 'vitest'
import { DAY, shift } from '#src/domain/instant.ts'
import type { User } from '#src/domain/user.ts'
import {
  ada,
  cleo,
  customer,
  inactive,
  keyOf,
  PASSWORD,
  person,
  START,
  startBackend,
  valueOf,
  type Visitor,
} from '#testing/backend.ts'

const API = '/attask/api/v7.0'
const external = person('rosa', { licence: 'External', accessLevel: 'External' })
const KEY = /^[a-z0-9]{32}$/

/** As somebody types it into the address bar (N2). */
const act = (visitor: Visitor, action: string, user: User, password = PASSWORD) =>
  visitor('GET', `${API}/user?action=${action}&username=${user.username}&password=${password}&method=PUT`)

/** What the act hands out. */
async function resultOf(visitor: Visitor, action: string, user: User): Promise<string> {
  const { status, body } = await act(visitor, action, user)
  expect({ status, body }).toEqual({ status: 200, body: { data: { result: expect.any(String) } } })
  return (body as { data: { result: string } }).data.result
}

const read = (visitor: Visitor, user: User, value: string) => visitor('GET', `${API}/user/${user.id}?apiKey=${value}`)

test('a key made through the API opens it as its owner, who need not be an administrator (K9, N2, N5)', async () => {
  const { visitor } = startBackend()
  const app = visitor()
  const value = await resultOf(app, 'generateApiKey', cleo)
  expect(value).toMatch(KEY)
  expect(await read(visitor(), cleo, value)).toMatchObject({ status: 200, body: { data: { ID: cleo.id } } })
  expect(await read(visitor(), ada, value)).toMatchObject({ status: 403 })
  expect(app.from).toMatchObject({ sessionId: null, apiSessionId: null })
})

test('it lives as long as a key of the console (E4, E5)', async () => {
  const { clock, visitor } = startBackend()
  const value = await resultOf(visitor(), 'generateApiKey', cleo)
  clock.now = shift('2030-02-15T12:00:00.000Z', -1)
  expect(await read(visitor(), cleo, value)).toMatchObject({ status: 200 })
  clock.now = '2030-02-15T12:00:00.000Z'
  expect(await read(visitor(), cleo, value)).toMatchObject({ status: 401 })
})

test('generating with an active key answers that key unchanged, also twice at once (U4)', async () => {
  const { inStore, visitor } = startBackend({ keys: [keyOf(cleo)] })
  const app = visitor()
  expect(await resultOf(app, 'generateApiKey', cleo)).toBe(valueOf(cleo))
  expect(await inStore((tx) => tx.keys.ofUser(cleo.id))).toEqual(keyOf(cleo))
  const [one, two] = await Promise.all([resultOf(app, 'generateApiKey', ada), resultOf(app, 'generateApiKey', ada)])
  expect(one).toBe(two)
})

test('a key is shown, cleared and made anew: that is how one that is no administrator’s is rotated (N7)', async () => {
  const { visitor } = startBackend()
  const app = visitor()
  const first = await resultOf(app, 'generateApiKey', cleo)
  expect(await resultOf(app, 'getApiKey', cleo)).toBe(first)
  expect(await act(app, 'clearApiKey', cleo)).toMatchObject({ status: 200, body: { data: { success: true } } })
  expect(await read(app, cleo, first)).toMatchObject({ status: 401 })
  expect(await resultOf(app, 'getApiKey', cleo)).toBe('')
  const second = await resultOf(app, 'generateApiKey', cleo)
  expect(second).not.toBe(first)
  expect(await read(app, cleo, first)).toMatchObject({ status: 401 })
  expect(await read(app, cleo, second)).toMatchObject({ status: 200 })
})

test('getApiKey answers "" for an expired key, and never makes one', async () => {
  const expired = keyOf(cleo, { expiresAt: START })
  const { inStore, visitor } = startBackend({ keys: [expired] })
  expect(await resultOf(visitor(), 'getApiKey', cleo)).toBe('')
  expect(await resultOf(visitor(), 'getApiKey', ada)).toBe('')
  expect(await inStore((tx) => tx.keys.ofUser(cleo.id))).toEqual(expired)
  expect(await inStore((tx) => tx.keys.ofUser(ada.id))).toBeNull()
  const made = await resultOf(visitor(), 'generateApiKey', cleo)
  expect(await read(visitor(), cleo, made)).toMatchObject({ status: 200 })
  expect(await read(visitor(), cleo, valueOf(cleo))).toMatchObject({ status: 401 })
})

test.each([
  ['user name and password', (visitor: Visitor) => act(visitor, 'clearApiKey', cleo)],
  ['the key itself', (visitor: Visitor) => visitor('PUT', `${API}/user?action=clearApiKey&apiKey=${valueOf(cleo)}`)],
  [
    'the key in a header',
    (visitor: Visitor) => visitor('POST', `${API}/USER/clearApiKey`, undefined, { apiKey: valueOf(cleo) }),
  ],
  [
    'a session',
    async (visitor: Visitor) => {
      await visitor('POST', `${API}/login?username=${cleo.username}&password=${PASSWORD}`)
      return visitor('PUT', `${API}/user/clearApiKey?sessionID=${visitor.from.apiSessionId}`)
    },
  ],
] as const)('a key is cleared by %s', async (_, clear) => {
  const { inStore, visitor } = startBackend({ keys: [keyOf(cleo), keyOf(ada)] })
  expect(await clear(visitor())).toMatchObject({ status: 200, body: { data: { success: true } } })
  expect(await inStore((tx) => tx.keys.ofUser(cleo.id))).toBeNull()
  expect(await inStore((tx) => tx.keys.ofUser(ada.id))).toEqual(keyOf(ada))
})

test('clearing what is not there succeeds too', async () => {
  const app = startBackend().visitor()
  for (let times = 0; times < 2; times++)
    expect(await act(app, 'clearApiKey', cleo)).toMatchObject({ status: 200, body: { data: { success: true } } })
})

test('only a password hands out a key’s value: neither the key, nor a session, nor a cookie', async () => {
  const backend = startBackend({ keys: [keyOf(cleo)] })
  const app = backend.visitor()
  await app('POST', `${API}/login?username=${cleo.username}&password=${PASSWORD}`)
  for (const action of ['getApiKey', 'generateApiKey'])
    for (const proof of [`apiKey=${valueOf(cleo)}`, `sessionID=${app.from.apiSessionId}`, ''])
      expect(await app('PUT', `${API}/user/${action}?${proof}`)).toMatchObject({
        status: 403,
        body: { error: { class: 'com.attask.common.AuthenticationException' } },
      })
  expect(await backend.visitor()('PUT', `${API}/user/getApiKey`)).toMatchObject({ status: 401 })
})

test('a wrong password makes, shows and clears no key (N4)', async () => {
  const { inStore, visitor } = startBackend({ keys: [keyOf(cleo)] })
  for (const action of ['generateApiKey', 'getApiKey', 'clearApiKey'])
    for (const user of [ada, cleo]) {
      const { status, body } = await act(visitor(), action, user, 'wrong')
      expect(status).toBe(401)
      expect(body).toMatchObject({ error: { message: expect.stringContaining("wasn't quite right") } })
    }
  expect(await inStore((tx) => tx.keys.ofUser(ada.id))).toBeNull()
  expect(await inStore((tx) => tx.keys.ofUser(cleo.id))).toEqual(keyOf(cleo))
})

test('a wrong password, an unknown user, an inactive one and a locked one get one answer (N4)', async () => {
  const { inStore, visitor } = startBackend()
  const app = visitor()
  const generate = async (user: User, password?: string) => {
    const { status, body } = await act(app, 'generateApiKey', user, password)
    return JSON.stringify({ status, body })
  }
  const answers = [await generate(person('nobody')), await generate(inactive)]
  for (let attempts = 0; attempts < 5; attempts++) answers.push(await generate(cleo, 'wrong'))
  answers.push(await generate(cleo))
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain("That username/password combination wasn't quite right.")
  for (const user of [inactive, cleo]) expect(await inStore((tx) => tx.keys.ofUser(user.id))).toBeNull()
})

test('an External user gets no key', async () => {
  const { inStore, visitor } = startBackend({ users: [ada, external] })
  for (const action of ['generateApiKey', 'getApiKey', 'clearApiKey'])
    expect(await act(visitor(), action, external)).toMatchObject({
      status: 403,
      body: { error: { class: 'com.attask.common.AccessException' } },
    })
  expect(await inStore((tx) => tx.keys.ofUser(external.id))).toBeNull()
})

test('an act may name its own user, and is refused for anybody else’s key', async () => {
  const { inStore, visitor } = startBackend({ keys: [keyOf(ada), keyOf(cleo)] })
  const app = visitor()
  const credentials = `username=${ada.username}&password=${PASSWORD}`
  for (const id of [ada.id, '$$USER.ID'])
    expect(await app('PUT', `${API}/user/${id}/getApiKey?${credentials}`)).toMatchObject({
      body: { data: { result: valueOf(ada) } },
    })
  for (const call of [`${cleo.id}/clearApiKey?`, `${cleo.id}?action=getApiKey&`])
    expect(await app('PUT', `${API}/user/${call}${credentials}`)).toMatchObject({
      status: 403,
      body: { error: { class: 'com.attask.common.AccessException' } },
    })
  expect(await inStore((tx) => tx.keys.ofUser(cleo.id))).toEqual(keyOf(cleo))
})

test('a key that the vault cannot open any more is refused with what to do, and clearing it helps', async () => {
  const { host, visitor } = startBackend({ keys: [keyOf(cleo)] })
  const { open } = host.vault
  host.vault.open = async (sealed) => (sealed === keyOf(cleo).sealedValue ? null : open(sealed))
  for (const action of ['getApiKey', 'generateApiKey'])
    expect(await act(visitor(), action, cleo)).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('cannot be shown again') } },
    })
  expect(await read(visitor(), cleo, valueOf(cleo))).toMatchObject({ status: 200 })
  await act(visitor(), 'clearApiKey', cleo)
  expect(await resultOf(visitor(), 'generateApiKey', cleo)).toMatch(KEY)
})

test('no key is generated that an expired password would take away at once', async () => {
  const { clock, inStore, visitor } = startBackend({ customer: { ...customer, passwordResetDays: 30 } })
  clock.now = shift(START, 30 * DAY)
  expect(await act(visitor(), 'generateApiKey', cleo)).toMatchObject({ status: 401 })
  expect(await inStore((tx) => tx.keys.ofUser(cleo.id))).toBeNull()
})

test('every act on a key is recorded, done or refused, and no record has a value in it', async () => {
  const backend = startBackend({ users: [ada, cleo, external] })
  const app = backend.visitor()
  const value = await resultOf(app, 'generateApiKey', cleo)
  await resultOf(app, 'generateApiKey', cleo)
  await resultOf(app, 'getApiKey', cleo)
  await app('PUT', `${API}/user/clearApiKey?apiKey=${value}`)
  await act(app, 'generateApiKey', external)
  const records = (await backend.inStore((tx) => tx.audit.search())).toReversed()
  const dates = { createdAt: START, expiresAt: '2030-02-15T12:00:00.000Z' }
  const ofKey = { type: 'API Key', object: 'Own API key', outcome: 'done', userId: cleo.id }
  expect(records.filter(({ type }) => type === 'API Key')).toMatchObject([
    { ...ofKey, action: 'Generate', before: null, after: dates },
    { ...ofKey, action: 'View' },
    { ...ofKey, action: 'View' },
    { ...ofKey, action: 'Remove', before: dates, after: null },
    {
      ...ofKey,
      action: 'Generate',
      outcome: 'refused',
      userId: external.id,
      details: expect.stringContaining('External'),
    },
  ])
  expect(
    records.filter(({ type }) => type === 'Login Attempt').map(({ userId, outcome }) => [userId, outcome]),
  ).toEqual([
    [cleo.id, 'done'],
    [cleo.id, 'done'],
    [cleo.id, 'done'],
    [external.id, 'done'],
  ])
  for (const secret of [value, PASSWORD]) expect(JSON.stringify(records)).not.toContain(secret)
})
