import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ada, cleo, idOf, keyOf, PASSWORD, startBackend, valueOf, type Visitor } from '#testing/backend.ts'
import { Failure } from './envelope.ts'
import { MAX_CALLS_AT_ONCE } from './workfrontApi.ts'

const API = '/attask/api/v15.0'
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const JSON_BODY = { 'Content-Type': 'application/json' }
const KEY = `apiKey=${valueOf(ada)}`
const CREDENTIALS = `username=${encodeURIComponent(cleo.username)}&password=${PASSWORD}`
const keys = [keyOf(ada), keyOf(cleo)]

const ILLEGAL_ARGUMENT = { class: 'java.lang.IllegalArgumentException' }
const UNSUPPORTED = { class: 'java.lang.UnsupportedOperationException' }
const AUTHENTICATION = { class: 'com.attask.common.AuthenticationException' }
const ACCESS = { class: 'com.attask.common.AccessException' }
const NOT_FOUND = { class: 'com.attask.common.ObjectNotFoundException' }

test.each([
  ['/attask/api/v1.0/user', 200],
  ['/attask/api/v7.0/user', 200],
  ['/attask/api/v22.0/user', 200],
  ['/attask/api/user', 200],
  ['/attask/api-internal/user', 200],
  ['/attask/api-unsupported/user', 200],
  ['/attask/api/v15.0/USER', 200],
  ['/attask/api/v15.0/User', 200],
  ['/attask/api//v15.0//user/', 200],
  ['/attask/api/v0.0/user', 404],
  ['/attask/api/v23.0/user', 404],
  ['/attask/api/v15.1/user', 404],
  ['/attask/api/v15/user', 404],
  ['/attask/api/v15.0/project', 404],
  ['/attask/api/v15.0/users', 404],
  ['/attask/api-other/user', 404],
  ['/attask/user', 404],
])('%s/<id> is answered with %i', async (path, status) => {
  const app = startBackend({ keys }).visitor()
  const { status: answered, body } = await app('GET', `${path}/${ada.id}?${KEY}`)
  expect(answered).toBe(status)
  if (status === 404) expect(body).toMatchObject({ error: NOT_FOUND })
})

test.each([
  '/attask',
  '/attask/',
  '/attask/api',
  '/attask/api/v15.0',
  '/attask/api/%E0%A4%A',
  '/attask/api/user/a/b/c',
])('nothing is found at %s', async (path) => {
  const app = startBackend({ keys }).visitor()
  for (const method of ['GET', 'PUT'])
    expect(await app(method, `${path}?${KEY}`)).toMatchObject({ status: 404, body: { error: NOT_FOUND } })
})

test('the method parameter, in any case, stands for the method', async () => {
  const { inStore, visitor } = startBackend({ keys })
  const app = visitor()
  const renamed = async () => (await inStore((tx) => tx.users.byId(cleo.id)))?.firstName
  for (const [method, override] of [
    ['GET', 'PUT'],
    ['GET', 'put'],
    ['POST', 'Put'],
    ['DELETE', 'pUT'],
  ] as const) {
    const name = `${method}-${override}`
    expect(await app(method, `${API}/user/${cleo.id}?firstName=${name}&method=${override}&${KEY}`)).toMatchObject({
      status: 200,
    })
    expect(await renamed()).toBe(name)
  }
  expect(await app('PUT', `${API}/user/${cleo.id}?method=get&${KEY}`)).toMatchObject({ status: 200 })
  expect(await app('POST', `${API}/user/search`, `method=GET&firstName=ada&${KEY}`, FORM)).toMatchObject({
    body: { data: [{ ID: ada.id }] },
  })
  for (const method of ['PATCH', '', 'DROP'])
    expect(await app('GET', `${API}/user/${cleo.id}?method=${method}&${KEY}`)).toMatchObject({
      status: 400,
      body: { error: UNSUPPORTED },
    })
  for (const method of ['PATCH', 'OPTIONS'])
    expect(await app(method, `${API}/user/${cleo.id}?${KEY}`)).toMatchObject({
      status: 400,
      body: { error: UNSUPPORTED },
    })
})

test('HEAD is GET without the body', async () => {
  const app = startBackend({ keys }).visitor()
  expect(await app('HEAD', `${API}/user/${cleo.id}?${KEY}`)).toMatchObject({ status: 200, body: null })
  expect(await app('HEAD', `${API}/user/${cleo.id}?apiKey=dead`)).toMatchObject({ status: 401, body: null })
})

test('an action is taken by PUT and POST, as parameter or in the address, and by no other method', async () => {
  const app = startBackend({ keys }).visitor()
  for (const [method, path] of [
    ['PUT', '/user?action=getApiKey&'],
    ['POST', '/user?action=getApiKey&'],
    ['PUT', '/user/getApiKey?'],
    ['POST', '/USER/getApiKey?'],
    ['PUT', `/user/${cleo.id}/getApiKey?`],
    ['PUT', `/user/${cleo.id}?action=getApiKey&`],
    ['GET', '/user/getApiKey?method=put&'],
  ] as const)
    expect(await app(method, API + path + CREDENTIALS)).toMatchObject({
      status: 200,
      body: { data: { result: valueOf(cleo) } },
    })
  for (const [method, path] of [
    ['GET', '/user?action=getApiKey&'],
    ['GET', '/user/getApiKey?'],
    ['DELETE', '/user/getApiKey?'],
    ['PUT', '/user?action=getapikey&'],
    ['PUT', '/user?action=toString&'],
    ['PUT', '/user/search?'],
  ] as const)
    expect(await app(method, API + path + CREDENTIALS)).toMatchObject({ status: 400, body: { error: UNSUPPORTED } })
})

test('a PUT that says neither what to do nor what to change must specify an action', async () => {
  const app = startBackend({ keys }).visitor()
  const error = { ...UNSUPPORTED, message: 'you must specify an action' }
  for (const path of [
    '/user?',
    `/user/${cleo.id}?`,
    '/user?updates=[]&',
    `/user/${cleo.id}?updates={}&`,
    '/user?fields=name&',
  ])
    expect(await app('PUT', API + path + KEY)).toMatchObject({ status: 400, body: { error } })
  expect(await app('PUT', `${API}/user?${KEY}`, [], JSON_BODY)).toMatchObject({ status: 400, body: { error } })
})

test('parameters come from query and form, the first of a name counts, and names have one spelling', async () => {
  const app = startBackend({ keys }).visitor()
  const firstName = async (query: string, form: string) =>
    ((await app('PUT', `${API}/user/${cleo.id}?${query}`, form, FORM)).body as { data: { firstName: string } }).data
      .firstName
  expect(await firstName('', `firstName=Form&${KEY}`)).toBe('Form')
  expect(await firstName(`firstName=Query&${KEY}`, 'firstName=Form')).toBe('Query')
  expect(await firstName(`firstName=One&firstName=Two&${KEY}`, '')).toBe('One')
  expect(await app('PUT', `${API}/user/${cleo.id}?firstname=X&${KEY}`)).toMatchObject({ status: 400 })
  expect(await app('PUT', `${API}/user/${cleo.id}?Method=GET&${KEY}`)).toMatchObject({ status: 400 })
  expect(await firstName('', `firstName=With+a%20space&${KEY}`)).toBe('With a space')
})

test.each([
  ['text/plain', 'firstName=X'],
  ['multipart/form-data; boundary=x', '--x--'],
  ['application/xml', '<a/>'],
  ['application/json', '{'],
  ['application/json', '"\\ud800"'],
  ['application/json', '['.repeat(100_000)],
])('a body of type %s with %j is an illegal argument', async (type, body) => {
  const app = startBackend({ keys }).visitor()
  const answer = await app('PUT', `${API}/user/${cleo.id}?${KEY}`, body, { 'Content-Type': type })
  expect(answer).toMatchObject({ status: 400, body: { error: ILLEGAL_ARGUMENT } })
})

test('the type of a body has parameters, and one without a body does not matter', async () => {
  const app = startBackend({ keys }).visitor()
  const type = (value: string) => ({ 'Content-Type': value })
  const path = `${API}/user/${cleo.id}?${KEY}`
  expect(await app('PUT', path, '{"firstName":"X"}', type('Application/JSON; charset=utf-8'))).toMatchObject({
    status: 200,
  })
  expect(await app('PUT', `${path}&firstName=Y`, '', type('text/plain'))).toMatchObject({ status: 200 })
  expect(await app('GET', path, undefined, type('text/plain'))).toMatchObject({ status: 200 })
})

/** Every row of the reference's table of failures that can be met yet. */
test.each([
  ['bad user name or password', 'GET', `${API}/login?username=ada&password=wrong`, 401, AUTHENTICATION],
  ['unknown key', 'GET', `${API}/user/${ada.id}?apiKey=unknown`, 401, AUTHENTICATION],
  ['dead session', 'GET', `${API}/user/${ada.id}?sessionID=unknown`, 401, AUTHENTICATION],
  ['no session', 'GET', `${API}/user/${ada.id}`, 401, AUTHENTICATION],
  ['no permission', 'GET', `${API}/user/${ada.id}?apiKey=${valueOf(cleo)}`, 403, ACCESS],
  ['unknown object', 'GET', `${API}/project/${ada.id}?${KEY}`, 404, NOT_FOUND],
  ['unknown version', 'GET', `/attask/api/v99.0/user/${ada.id}?${KEY}`, 404, NOT_FOUND],
  ['unknown ID', 'GET', `${API}/user/${idOf('nobody')}?${KEY}`, 404, NOT_FOUND],
  ['bad argument', 'GET', `${API}/user/search?nonsense=1&${KEY}`, 400, ILLEGAL_ARGUMENT],
  ['limit over 2,000', 'GET', `${API}/user/search?$$LIMIT=2001&${KEY}`, 400, ILLEGAL_ARGUMENT],
  ['no action', 'PUT', `${API}/user?${KEY}`, 400, UNSUPPORTED],
])('%s is %s %s → %i in the envelope', async (_, method, path, status, error) => {
  const answer = await startBackend({ keys }).visitor()(method, path)
  expect(answer).toMatchObject({ status, body: { error } })
  expect(Failure.parse(answer.body)).toEqual(answer.body)
  expect(answer.headers.get('Content-Type')).toBe('application/json')
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
})

test('a store that cannot be reached is a failure in the envelope, a bug is none', async () => {
  const { api, host, visitor } = startBackend({ keys })
  const { DomainError } = await import('#src/domain/errors.ts')
  host.store.read = () => Promise.reject(new DomainError('unavailable', 'The database cannot be reached'))
  expect(await visitor()('GET', `${API}/user/${ada.id}?${KEY}`)).toMatchObject({
    status: 503,
    body: { error: { message: 'The database cannot be reached' } },
  })
  host.store.read = () => Promise.reject(new Error('a bug'))
  const request = new Request(`http://latchkey.test${API}/user/${ada.id}?${KEY}`)
  await expect(Promise.resolve(api.fetch(request, visitor().from))).rejects.toThrow('a bug')
})

test('an address of more than 8,892 bytes is too long, and a form is not', async () => {
  const app = startBackend({ keys }).visitor()
  const address = `${API}/user/search?${KEY}&firstName=`
  const fits = 'a'.repeat(8892 - address.length)
  expect(await app('GET', address + fits)).toMatchObject({ status: 200, body: { data: [] } })
  expect(await app('GET', `${address + fits}a`)).toMatchObject({ status: 414, body: { error: ILLEGAL_ARGUMENT } })
  expect(
    await app('POST', `${API}/user/search`, `method=GET&${KEY}&firstName=${'a'.repeat(100_000)}`, FORM),
  ).toMatchObject({
    status: 200,
  })
})

test('a body of more than a megabyte is too large', async () => {
  const app = startBackend({ keys }).visitor()
  const body = `method=GET&${KEY}&firstName=`
  const fits = body + 'a'.repeat(1024 * 1024 - body.length)
  expect(await app('POST', `${API}/user/search`, fits, FORM)).toMatchObject({ status: 200 })
  expect(await app('POST', `${API}/user/search`, `${fits}a`, FORM)).toMatchObject({
    status: 413,
    body: { error: ILLEGAL_ARGUMENT },
  })
})

test('ten calls are answered at once, the eleventh is refused until one ends, and each environment has its own ten', async () => {
  const { host, visitor } = startBackend({ keys })
  const waiting: (() => void)[] = []
  const arrived = Promise.withResolvers<void>()
  host.passwords.verify = () =>
    new Promise((resolve) => {
      waiting.push(() => resolve(true))
      if (waiting.length === MAX_CALLS_AT_ONCE) arrived.resolve()
    })
  const logIn = () => visitor()('GET', `${API}/login?${CREDENTIALS}`)
  const running = Array.from({ length: MAX_CALLS_AT_ONCE }, logIn)
  await arrived.promise
  const read = (calls: Visitor) => calls('GET', `${API}/user/${ada.id}?${KEY}`)
  expect(await read(visitor())).toMatchObject({
    status: 429,
    body: { error: { message: expect.stringContaining('10') } },
  })
  expect(await read(visitor('preview'))).toMatchObject({ status: 200 })
  waiting.shift()?.()
  await Promise.race(running)
  expect(await read(visitor())).toMatchObject({ status: 200 })
  for (const proceed of waiting) proceed()
  for (const { status } of await Promise.all(running)) expect(status).toBe(200)
  // A refused call gives its place back, too.
  for (let times = 0; times <= MAX_CALLS_AT_ONCE; times++) await visitor()('GET', `${API}/user/${ada.id}?apiKey=dead`)
  expect(await read(visitor())).toMatchObject({ status: 200 })
})

test('nothing that is sent gets more than a refusal in the envelope, or past it', async () => {
  const { inStore, visitor } = startBackend({ keys })
  const app = visitor()
  const oneOf = (words: string, ...others: string[]) => fc.constantFrom(...words.split(' '), ...others)
  const word = fc.oneof(
    oneOf('user USER login logout search count project generateApiKey clearApiKey batch v15.0 v0.0 v999'),
    oneOf('% %00 %E0%A4%A %2F $$USER.ID __proto__ constructor', ada.id, cleo.id, idOf('nobody')),
    fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed())),
  )
  const name = fc.oneof(
    oneOf('apiKey sessionID username password method action fields updates filters id map $$LIMIT $$FIRST'),
    oneOf('firstName firstName_Mod firstName_Sort isActive isAdmin loginCount accessLevelID passwordDate ID ID_Mod'),
    oneOf('_Mod _Sort __proto__ a[b][c] a.b %', ''),
    word,
  )
  const json = fc.oneof(fc.json({ maxDepth: 3 }), oneOf('{ [[[ {"ID":1} {"__proto__":{"a":1}} null'))
  const value = fc.oneof(
    oneOf('dead true -1 1e999 2001 0 null NaN % %zz %00 * a:b:c:d:e', '', 'a'.repeat(9000)),
    oneOf('GET put PoSt delete in isnull cicontains asc desc generateApiKey $$USER.ID'),
    fc.constantFrom(valueOf(ada), valueOf(cleo), ada.id, cleo.id),
    json.map((text) => encodeURIComponent(text.toWellFormed())),
    word,
  )
  // Never a right password, so that no run signs anybody in; a key it may well guess.
  const query = fc
    .array(fc.tuple(name, value), { maxLength: 6 })
    .map((pairs) => pairs.map(([key, text]) => `${key}=${text}`).join('&'))
  const call = fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
    api: fc.constantFrom('/attask/api', '/attask/api/v15.0', '/attask/api-internal', '/attask', '/attask/api-x'),
    path: fc.array(word, { maxLength: 4 }).map((words) => words.map((segment) => `/${segment}`).join('')),
    query: fc.oneof(
      query,
      query.map((text) => `${KEY}&${text}`),
    ),
    type: fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data',
      '',
    ),
    body: fc.oneof(fc.constant(''), json, query),
    headers: fc.constantFrom({}, { apiKey: valueOf(cleo) }, { sessionID: 'dead' }),
  })
  const run = fc.asyncProperty(call, async ({ method, api, path, query, type, body, headers }) => {
    const hasBody = !['GET', 'HEAD'].includes(method)
    const sent = hasBody ? body : undefined
    const answer = await app(method, `${api + path}?${query}`, sent, {
      ...headers,
      ...(type && { 'Content-Type': type }),
    })
    expect(answer.status).toBeLessThan(500)
    if (method === 'HEAD') return
    if (answer.status === 200) expect(answer.body).toHaveProperty('data')
    else expect(Failure.parse(answer.body)).toEqual(answer.body)
  })
  await fc.assert(run, { numRuns: 2500, seed: 55 })
  // What it could do with an administrator's key, it could do; nobody was created, deleted or signed in by it.
  const users = await inStore((tx) => tx.users.count([]))
  expect(users).toBe(4)
  expect(
    (await inStore((tx) => tx.audit.search())).some(
      ({ type, outcome }) => type === 'Login Attempt' && outcome === 'done',
    ),
  ).toBe(false)
}, 60_000)
