import { expect, test } from 'vitest'
import { ApiLogins } from '#src/domain/apiLogins.ts'
import type { ChosenCertificate } from '#src/domain/certificate.ts'
import { CertificateReading } from '#src/domain/certificateFacts.ts'
import { CustomerInfo, settingsOf, type CustomerSettingsSave } from '#src/domain/customer.ts'
import { DAY, shift } from '#src/domain/instant.ts'
import { newCertificate } from '#testing/newCertificate.ts'
import {
  ada,
  ben,
  cleo,
  inactive,
  keyOf,
  PASSWORD,
  START,
  startBackend,
  valueOf,
  type Visitor,
  record,
} from '#testing/backend.ts'

const current = await newCertificate({ serialNumber: '01' })
const next = await newCertificate({ serialNumber: '02' })
const stranger = await newCertificate({ serialNumber: '03' })

const chosen = ({ der }: { der: string }, name = 'client.pem'): ChosenCertificate => ({ name, der })

type Change = Partial<Omit<CustomerSettingsSave, 'version'>>

/** **Save** on Customer Info with `change`, from what is stored now. */
async function save(admin: Visitor, change: Change) {
  const stored = CustomerInfo.parse((await admin('GET', '/api/customer-info')).body)
  return admin('PUT', '/api/customer-info', { ...settingsOf(stored), version: stored.version, ...change })
}

/** A backend whose administrator has saved `change`, and a way to log in through its API. */
async function requiring(change: Change) {
  const backend = startBackend({ users: [ada, ben, cleo, inactive], keys: [keyOf(cleo)] })
  const admin = await backend.signIn(ada)
  expect(await save(admin, change)).toMatchObject({ status: 200 })
  return {
    ...backend,
    admin,
    logIn: (apiCertificate: string | null, change: { username?: string; password?: string } = {}) =>
      post(backend.visitor(), '/login', {
        username: cleo.username,
        password: PASSWORD,
        ...change,
        ...(apiCertificate !== null && { apiCertificate }),
      }),
  }
}

const post = (visitor: Visitor, path: string, parameters: Record<string, string>) =>
  visitor('POST', `/attask/api/v15.0${path}`, new URLSearchParams(parameters).toString(), {
    'Content-Type': 'application/x-www-form-urlencoded',
  })

const required = { certificateRequirement: 'required', certificate: chosen(current) } as const
const opened = { status: 200, body: { data: { sessionID: expect.stringMatching(/^[0-9a-f]{32}$/) } } }
const untrusted = {
  status: 500,
  body: {
    error: {
      class: 'com.attask.common.AuthenticationException',
      message: 'Untrusted request. Please contact your system administrator and attach certificate.',
    },
  },
}

test('without the requirement a login needs no certificate, and one that is sent is ignored (X8)', async () => {
  const { logIn } = await requiring({ certificate: chosen(current) })
  for (const sent of [null, current.pem, stranger.pem, 'nonsense']) expect(await logIn(sent)).toMatchObject(opened)
})

test('once it is required, a login without the certificate is refused in the product’s words (X7, X9)', async () => {
  const { logIn } = await requiring(required)
  for (const sent of [null, '', 'nonsense', stranger.pem, next.der]) expect(await logIn(sent)).toMatchObject(untrusted)
})

test('with the certificate a login opens a session that works (X10)', async () => {
  const { logIn, visitor } = await requiring(required)
  const { body } = await logIn(current.pem)
  const { sessionID } = (body as { data: { sessionID: string } }).data
  expect(await visitor()('GET', `/attask/api/v15.0/user/${cleo.id}`, undefined, { sessionID })).toMatchObject({
    status: 200,
  })
})

test('the certificate comes in addition to user name and password (X11)', async () => {
  const { logIn, visitor, verified } = await requiring(required)
  expect(await logIn(current.pem, { password: 'wrong' })).toMatchObject({ status: 401 })
  expect(await logIn(current.pem, { username: 'nobody@northwind.example' })).toMatchObject({ status: 401 })
  expect(await logIn(current.pem, { username: inactive.username })).toMatchObject({ status: 401 })
  expect(await post(visitor(), '/login', { apiCertificate: current.pem })).toMatchObject({ status: 400 })
  expect(verified.slice(1)).toEqual(['wrong', PASSWORD, PASSWORD])
})

test('the certificate is checked before the password, so its refusal tells nothing about one (X9)', async () => {
  const { logIn, verified, inStore } = await requiring(required)
  const before = verified.length
  for (const credentials of [
    {},
    { password: 'wrong' },
    { username: 'nobody@northwind.example' },
    { username: inactive.username },
  ])
    expect(await logIn(null, credentials)).toMatchObject(untrusted)
  expect(verified).toHaveLength(before)
  expect(await inStore((tx) => tx.users.byId(cleo.id))).toMatchObject({ failedLogins: 0 })
  expect((await inStore((tx) => tx.audit.search())).slice(0, 4)).toMatchObject(
    Array(4).fill({ type: 'Login Attempt', outcome: 'refused', details: 'Without the required certificate' }),
  )
})

test('a login that was under way when the certificate was required is refused too (X9)', async () => {
  const backend = startBackend()
  const admin = await backend.signIn(ada)
  const { verify } = backend.host.passwords
  backend.host.passwords.verify = async (password, hash) => {
    expect(await save(admin, required)).toMatchObject({ status: 200 })
    return verify(password, hash)
  }
  expect(await post(backend.visitor(), '/login', { username: cleo.username, password: PASSWORD })).toMatchObject(
    untrusted,
  )
})

const credentials = { username: cleo.username, password: PASSWORD }

test.each([
  ['PUT', '/user?action=getApiKey'],
  ['PUT', '/user?action=generateApiKey'],
  ['PUT', '/user?action=clearApiKey'],
  ['GET', `/user/${cleo.id}`],
  ['GET', '/user/search'],
  ['GET', '/login'],
])('every call with a password needs the certificate: %s %s (X9, X10)', async (method, path) => {
  const { visitor } = await requiring(required)
  const call = (parameters: Record<string, string>) =>
    visitor()(method, `/attask/api/v7.0${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`)
  expect(await call(credentials)).toMatchObject(untrusted)
  expect(await call({ ...credentials, apiCertificate: stranger.der })).toMatchObject(untrusted)
  expect(await call({ ...credentials, apiCertificate: current.der })).toMatchObject({ status: 200 })
})

test('keys, sessions and the sign-in form go on without a certificate (X9)', async () => {
  const backend = startBackend({ keys: [keyOf(cleo)] })
  const integration = backend.visitor()
  await post(integration, '/login', credentials)
  expect(await save(await backend.signIn(ada), required)).toMatchObject({ status: 200 })
  const path = `/attask/api/v15.0/user/${cleo.id}`
  expect(await integration('GET', path)).toMatchObject({ status: 200 })
  expect(await backend.visitor()('GET', `${path}?apiKey=${valueOf(cleo)}`)).toMatchObject({ status: 200 })
  expect(await backend.visitor()('POST', '/api/session', credentials)).toMatchObject({ status: 201 })
})

test('with Adobe IMS login is off whatever the requirement says, and it cannot be changed (X1)', async () => {
  const { admin, logIn, inStore } = await requiring(required)
  await inStore(async (tx) => tx.customer.put({ ...(await tx.customer.get()), platformMode: 'ims' }))
  for (const sent of [null, current.pem]) expect(await logIn(sent)).toMatchObject({ status: 403 })
  expect(await save(admin, { certificateRequirement: 'off' })).toMatchObject({ status: 403 })
  expect(await save(admin, { locale: 'de-DE' })).toMatchObject({ status: 200 })
})

test('a certificate that expires while it is required is matched as before', async () => {
  const brief = await newCertificate({ to: shift(START, DAY) })
  const { logIn, clock } = await requiring({ ...required, certificate: chosen(brief) })
  clock.now = shift(START, 30 * DAY)
  expect(await logIn(brief.pem)).toMatchObject(opened)
  expect(await logIn(null)).toMatchObject(untrusted)
})

test('the current and the next certificate both open a login until one is retired', async () => {
  const early = await newCertificate({ from: shift(START, DAY) })
  const { admin, logIn, clock, withSession } = await requiring({
    ...required,
    nextCertificate: chosen(early, 'next.pem'),
  })
  for (const { pem } of [current, early]) expect(await logIn(pem)).toMatchObject(opened)
  expect(await logIn(stranger.pem)).toMatchObject(untrusted)

  const promote = { certificate: chosen(early, 'next.pem'), nextCertificate: null }
  expect(await save(admin, promote)).toMatchObject({ status: 400, body: { code: 'invalid', field: 'certificate' } })
  clock.now = shift(START, DAY)
  expect(await save(await withSession(ada), promote)).toMatchObject({ status: 200 })
  expect(await logIn(early.pem)).toMatchObject(opened)
  expect(await logIn(current.pem)).toMatchObject(untrusted)
})

test('retiring the current certificate leaves the next one, and retiring the next one the current', async () => {
  const both = await requiring({ ...required, nextCertificate: chosen(next) })
  expect(await save(both.admin, { certificate: chosen(next), nextCertificate: null })).toMatchObject({ status: 200 })
  expect(await both.logIn(current.pem)).toMatchObject(untrusted)
  expect(await both.logIn(next.pem)).toMatchObject(opened)

  const other = await requiring({ ...required, nextCertificate: chosen(next) })
  expect(await save(other.admin, { nextCertificate: null })).toMatchObject({ status: 200 })
  expect(await other.logIn(current.pem)).toMatchObject(opened)
  expect(await other.logIn(next.pem)).toMatchObject(untrusted)
})

test('report only lets every login through, and tells which certificate each client carries', async () => {
  const { admin, logIn, visitor, clock } = await requiring({ ...required, certificateRequirement: 'report-only' })
  for (const sent of [null, null, current.pem, stranger.pem]) expect(await logIn(sent)).toMatchObject(opened)
  clock.now = shift(START, 1000)
  const robot = visitor()
  robot.from.userAgent = 'Robot/2.0'
  await robot('GET', `/attask/api/v15.0/user/${cleo.id}?${new URLSearchParams(credentials)}`)

  const answer = await admin('GET', '/api/certificates/logins')
  const { logins, ...rest } = ApiLogins.parse(answer.body)
  const { fingerprint } = await reading(admin, current.der)
  const client = { userId: cleo.id, userName: 'cleo Northwind', address: '203.0.113.5', userAgent: 'Test/1.0' }
  expect(rest).toEqual({ isComplete: true, asOf: clock.now })
  expect(logins[0]).toEqual({ ...client, userAgent: 'Robot/2.0', certificate: 'none', logins: 1, lastAt: clock.now })
  expect(logins).toHaveLength(4)
  for (const [certificate, count] of [
    ['none', 2],
    ['other', 1],
    [fingerprint, 1],
  ] as const)
    expect(logins).toContainEqual({ ...client, certificate, logins: count, lastAt: START })
})

test('before anything is required, the logins of the last 30 days tell who would be stopped', async () => {
  const { logIn, clock, withSession } = await requiring({})
  const logins = async () =>
    ApiLogins.parse((await (await withSession(ada))('GET', '/api/certificates/logins')).body).logins
  // A sign-in to the console and a refused login are none.
  await logIn(null, { password: 'wrong' })
  expect(await logins()).toEqual([])
  await logIn(null)
  expect(await logins()).toMatchObject([{ userId: cleo.id, certificate: 'none', logins: 1 }])
  clock.now = shift(START, 30 * DAY)
  expect(await logins()).toEqual([])
})

async function reading(admin: Visitor, der: string) {
  const { body } = await admin('POST', '/api/certificates/reading', { der, purpose: 'current' })
  return CertificateReading.parse(body).facts
}

test('the backend reads a certificate before it is saved, and says what is unusual and what is not allowed', async () => {
  const admin = await startBackend().signIn(ada)
  const read = async (der: string, purpose: string) =>
    CertificateReading.parse((await admin('POST', '/api/certificates/reading', { der, purpose })).body)
  expect(await read(current.der, 'current')).toMatchObject({
    facts: { subjectCommonName: ['client.northwind.example'], validTo: '2045-01-01T00:00:00.000Z' },
    refusal: null,
  })
  const early = await newCertificate({ from: shift(START, DAY), to: shift(START, 10 * DAY) })
  expect(await read(early.der, 'current')).toMatchObject({
    findings: [{ kind: 'expires-soon', days: 10 }],
    refusal: expect.stringMatching(/not valid before/),
  })
  expect(await read(early.der, 'next')).toMatchObject({ refusal: null })
})

test('Save keeps what it reads in the certificate, and not what the sender says of it', async () => {
  const { admin, inStore } = await requiring({})
  const lie = { ...chosen(current), fingerprint: 'mine', validFrom: START, validTo: '2999-01-01T00:00:00.000Z' }
  const { body } = await save(admin, { certificate: lie })
  const { fingerprint, validFrom, validTo } = await reading(admin, current.der)
  expect(CustomerInfo.parse(body).certificate).toEqual({ ...chosen(current), fingerprint, validFrom, validTo })
  const [record] = await inStore((tx) => tx.audit.search())
  expect(record).toMatchObject({
    before: { certificate: null },
    after: { certificate: { name: 'client.pem', fingerprint, validTo } },
  })
  expect(JSON.stringify(record)).not.toContain(current.der)
})

test.each<[what: string, change: Change | Record<string, unknown>, field: string]>([
  ['no certificate to require', { certificateRequirement: 'required', certificate: null }, 'certificate'],
  ['an unknown requirement', { certificateRequirement: 'maybe' }, 'certificateRequirement'],
  [
    'something else than a certificate',
    { certificate: { name: 'a.pem', der: btoa('not a certificate') } },
    'certificate',
  ],
  ['something else as the next one', { nextCertificate: { name: 'a.pem', der: btoa('no') } }, 'nextCertificate'],
  ['a truncated certificate', { certificate: chosen({ der: current.der.slice(0, 400) }) }, 'certificate'],
  ['text that is no base64', { certificate: { name: 'a.pem', der: '-----BEGIN' } }, 'certificate'],
  [
    'a certificate of more than 64 KB',
    { certificate: { name: 'a.pem', der: btoa('A'.repeat(64 * 1024 + 3)) } },
    'certificate',
  ],
  ['a name of two lines', { certificate: chosen(current, 'a\nb') }, 'certificate'],
  ['a name of 256 characters', { certificate: chosen(current, 'a'.repeat(256)) }, 'certificate'],
])('%s is refused, and the stored certificate stays', async (_, change, field) => {
  const { admin, logIn } = await requiring(required)
  const before = (await admin('GET', '/api/customer-info')).body
  expect(await save(admin, change as Change)).toMatchObject({ status: 400, body: { code: 'invalid', field } })
  expect((await admin('GET', '/api/customer-info')).body).toEqual(before)
  expect(await logIn(current.pem)).toMatchObject(opened)
})

test('certificates and logins are an administrator’s to read', async () => {
  const { signIn, visitor } = startBackend()
  for (const [somebody, status] of [
    [await signIn(cleo), 403],
    [visitor(), 401],
  ] as const) {
    expect(await somebody('GET', '/api/certificates/logins')).toMatchObject({ status })
    expect(await somebody('POST', '/api/certificates/reading', { der: current.der, purpose: 'next' })).toMatchObject({
      status,
    })
  }
})

test('Home warns administrators of a certificate that nears its end, while one is asked for', async () => {
  const brief = await newCertificate({ to: shift(START, 20 * DAY) })
  const { admin, signIn } = await requiring({ ...required, certificate: chosen(brief) })
  const attention = async (visitor: Visitor) => (await visitor('GET', '/api/home')).body
  const warning = { kind: 'certificate-expires', role: 'current', at: shift(START, 20 * DAY) }
  expect(await attention(admin)).toMatchObject({ attention: expect.arrayContaining([warning]) })
  expect(await attention(await signIn(cleo))).toMatchObject({ attention: [] })
  await save(admin, { certificateRequirement: 'off' })
  expect(await attention(admin)).toMatchObject({ attention: expect.not.arrayContaining([warning]) })
})

test('of very many clients those are told that logged in last, and that there are more', async () => {
  const audit = Array.from({ length: 501 }, (_, index) =>
    record(`login ${index}`, {
      type: 'Login Attempt',
      action: 'Log in',
      object: 'API',
      after: { certificate: 'none' },
      at: shift(START, index - 1000),
      userAgent: `Client/${index}`,
    }),
  )
  const admin = await startBackend({ audit }).signIn(ada)
  const { logins, isComplete } = ApiLogins.parse((await admin('GET', '/api/certificates/logins')).body)
  expect([logins.length, logins[0]?.userAgent, isComplete]).toEqual([500, 'Client/500', false])
})
