import { expect, test } from 'vitest'
import { SESSION_IDLE, SESSION_LIFE } from '#src/domain/session.ts'
import { shift } from '#src/domain/instant.ts'
import { ada, cleo, customer, inactive, PASSWORD, person, START, startBackend, type Visitor } from '#testing/backend.ts'
import { LoggedIn } from './login.ts'

const API = '/attask/api/v15.0'
const CREDENTIALS = `username=${encodeURIComponent(ada.username)}&password=${PASSWORD}`
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

async function logIn(visitor: Visitor, credentials = CREDENTIALS) {
  const { status, body } = await visitor('POST', `${API}/login?${credentials}`)
  expect(status).toBe(200)
  return LoggedIn.parse((body as { data: unknown }).data)
}

test('a login answers who it is, a session and what a client needs to know of the server', async () => {
  const backend = startBackend({ users: [{ ...ada, locale: 'pt-BR' }] })
  const app = backend.visitor()
  const { sessionID, ...rest } = await logIn(app)
  expect(sessionID).toMatch(/^[0-9a-f]{32}$/)
  expect(rest).toEqual({
    userID: ada.id,
    versionInformation: {
      currentAPI: 'v22.0',
      buildNumber: '',
      apiVersions: expect.objectContaining({ 'v1.0': '/attask/api/v1.0/', 'v22.0': '/attask/api/v22.0/' }),
      lastUpdated: '2026/05/08 00:00:00',
      release: 'Latchkey',
      version: '22.0',
    },
    locale: 'pt_BR',
    timeZone: 'America/Denver',
    timeZoneName: 'Mountain Standard Time',
    iso3Country: 'BRA',
    iso3Language: 'por',
    currency: {
      useNegativeSign: false,
      fractionDigits: 2,
      symbol: '$',
      ID: 'USD',
      groupingSeparator: ',',
      decimalSeparator: '.',
    },
  })
  expect(Object.keys(rest.versionInformation.apiVersions)).toHaveLength(22)
})

test.each([
  ['America/Denver', '2030-07-15T12:00:00.000Z', 'Mountain Standard Time'],
  ['Australia/Sydney', START, 'Australian Eastern Standard Time'],
  ['Europe/London', '2030-07-15T12:00:00.000Z', 'Greenwich Mean Time'],
  ['Mars/Olympus_Mons', START, 'Mars/Olympus_Mons'],
])('the name of %s is that of the zone all year round', async (timeZone, now, timeZoneName) => {
  const { clock, visitor } = startBackend({ users: [{ ...ada, timeZone, passwordDate: now }] })
  clock.now = now
  expect(await logIn(visitor())).toMatchObject({ timeZone, timeZoneName })
})

test.each([
  ['GET', `/login?${CREDENTIALS}`, undefined],
  ['POST', `/login?${CREDENTIALS}&subdomain=northwind`, undefined],
  ['POST', '/login', CREDENTIALS],
  ['POST', `/LOGIN?username=${encodeURIComponent(ada.username.toUpperCase())}`, `password=${PASSWORD}`],
])('%s %s with the body %j logs in', async (method, path, body) => {
  expect(await startBackend().visitor()(method, API + path, body, FORM)).toMatchObject({ status: 200 })
})

test('the session goes to the API’s cookie and never to the console’s, and opens the API until it ends', async () => {
  const { clock, visitor } = startBackend()
  const app = visitor()
  const { sessionID } = await logIn(app)
  expect(app.from).toMatchObject({ apiSessionId: sessionID, sessionId: null })
  const other = visitor()
  for (const [later, status] of [
    [0, 200],
    [SESSION_IDLE - 1, 200],
    [2 * SESSION_IDLE - 1, 401],
  ] as const) {
    clock.now = shift(START, later)
    expect(await other('GET', `${API}/user/${ada.id}?sessionID=${sessionID}`)).toMatchObject({ status })
  }
})

test('a login is recorded, counted, dated, and forgets sessions that have ended', async () => {
  const { clock, host, inStore, visitor } = startBackend()
  const app = visitor()
  const first = await logIn(app)
  clock.now = shift(START, SESSION_LIFE)
  const second = await logIn(app)
  expect(second.sessionID).not.toBe(first.sessionID)
  expect(await inStore((tx) => tx.users.byId(ada.id))).toEqual({ ...ada, lastLoginDate: clock.now, loginCount: 2 })
  expect(await inStore((tx) => host.digest(first.sessionID).then(tx.sessions.byDigest))).toBeNull()
  const record = { type: 'Login Attempt', action: 'Log in', object: 'API', outcome: 'done', userId: ada.id }
  expect(await inStore((tx) => tx.audit.search())).toMatchObject([record, record])
})

test.each([
  ['an unknown user', 'username=nobody&password=x', 401],
  ['a wrong password', `username=${ada.username}&password=wrong`, 401],
  ['an inactive user', `username=${inactive.username}&password=${PASSWORD}`, 401],
  ['no password', `username=${ada.username}`, 400],
  ['an empty password', `username=${ada.username}&password=`, 400],
  ['nothing at all', '', 400],
])('a login with %s opens no session (N4)', async (_, credentials, status) => {
  const app = startBackend().visitor()
  const { status: answered, body } = await app('POST', `${API}/login?${credentials}`)
  expect(answered).toBe(status)
  if (status === 401)
    expect(body).toEqual({
      error: {
        class: 'com.attask.common.AuthenticationException',
        message:
          "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again.",
      },
    })
  expect(app.from.apiSessionId).toBeNull()
})

test('an expired password is refused like a wrong one', async () => {
  const { clock, visitor } = startBackend({ customer: { ...customer, passwordResetDays: 30 } })
  clock.now = shift(START, 30 * 24 * 3600_000)
  expect(await visitor()('GET', `${API}/login?${CREDENTIALS}`)).toMatchObject({
    status: 401,
    body: { error: { message: expect.stringContaining("wasn't quite right") } },
  })
})

test('an External user can log in', async () => {
  const external = person('rosa', { licence: 'External', accessLevel: 'External' })
  const { visitor } = startBackend({ users: [ada, external] })
  expect(await logIn(visitor(), `username=${external.username}&password=${PASSWORD}`)).toMatchObject({
    userID: external.id,
  })
})

test('a login is no edit: PUT and DELETE are refused', async () => {
  const app = startBackend().visitor()
  for (const method of ['PUT', 'DELETE'])
    expect(await app(method, `${API}/login?${CREDENTIALS}`)).toMatchObject({
      status: 400,
      body: { error: { class: 'java.lang.UnsupportedOperationException' } },
    })
})

test.each([
  ['header', (id: string) => ['/logout', { sessionID: id }] as const],
  ['parameter', (id: string) => [`/logout?sessionID=${id}`, {}] as const],
  ['cookie', () => ['/logout', {}] as const],
])('a logout by %s ends the session at once, forgets the cookie and is recorded', async (_, by) => {
  const { inStore, visitor } = startBackend()
  const app = visitor()
  const { sessionID } = await logIn(app)
  const [path, headers] = by(sessionID)
  const { status, body } = await app('GET', API + path, undefined, headers)
  expect({ status, body }).toEqual({ status: 200, body: { data: { success: true } } })
  expect(app.from.apiSessionId).toBeNull()
  expect(await app('GET', `${API}/user/${ada.id}?sessionID=${sessionID}`)).toMatchObject({ status: 401 })
  expect(await app('GET', API + path, undefined, headers)).toMatchObject({ status: 401 })
  expect(
    (await inStore((tx) => tx.audit.search())).map(({ action, outcome, object }) => [action, outcome, object]),
  ).toEqual([
    ['Log out', 'done', 'API'],
    ['Log in', 'done', 'API'],
  ])
})

test('a logout never ends the console’s session, nor another one of the API', async () => {
  const backend = startBackend()
  const browser = await backend.signIn(ada)
  expect(await browser('GET', `${API}/logout`)).toMatchObject({ status: 401 })
  const { sessionID } = await logIn(browser)
  const other = await logIn(backend.visitor(), `username=${cleo.username}&password=${PASSWORD}`)
  expect(await browser('GET', `${API}/logout?sessionID=${other.sessionID}`)).toMatchObject({ status: 200 })
  expect(browser.from.apiSessionId).toBe(sessionID)
  expect(await browser('GET', `${API}/user/${ada.id}?sessionID=${sessionID}`)).toMatchObject({ status: 200 })
  expect(await browser('GET', '/api/session')).toMatchObject({ status: 200 })
})

test('no session id and no password is in the store or in any record', async () => {
  const backend = startBackend()
  const app = backend.visitor()
  const { sessionID } = await logIn(app)
  await app('GET', `${API}/user/search?${CREDENTIALS}`)
  const stored = await backend.inStore(async (tx) => [
    await tx.audit.search(),
    await tx.sessions.byDigest(await backend.host.digest(sessionID)),
  ])
  const text = JSON.stringify(stored)
  expect(text).toContain('Log in')
  for (const secret of [sessionID, PASSWORD]) expect(text).not.toContain(secret)
})
