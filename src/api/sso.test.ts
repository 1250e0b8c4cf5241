import { expect, test } from 'vitest'
import { DAY, shift } from '#src/domain/instant.ts'
import { SIGN_ON_ONLY } from '#src/domain/sso/gate.ts'
import { SsoInfo, ssoSettingsOf, type SsoSave } from '#src/domain/sso/settings.ts'
import { newCertificate } from '#testing/newCertificate.ts'
import {
  ada,
  ben,
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

const signing = await newCertificate({ from: shift(START, -DAY), to: shift(START, 300 * DAY) })
const renewed = await newCertificate({ from: shift(START, 10 * DAY), to: shift(START, 600 * DAY), serialNumber: '02' })
const old = await newCertificate({ from: shift(START, -300 * DAY), to: shift(START, -DAY), serialNumber: '03' })
const chosen = ({ der }: { der: string }, name = 'idp.cer') => ({ name, der })

const eve = person('eve', { ssoAccessOnly: true, ssoUsername: 'Eve' })
const fay = person('fay', { ssoAccessOnly: true })

const start = () => startBackend({ users: [ada, ben, cleo, inactive, eve, fay], keys: [keyOf(eve)] })

type Change = Partial<Omit<SsoSave, 'version'>>

const stored = async (admin: Visitor) => SsoInfo.parse((await admin('GET', '/api/sso')).body)

/** **Save** with `change`, from what is stored now. */
async function save(admin: Visitor, change: Change) {
  const { defaultServiceProviderId: _id, locale: _locale, timeZone: _zone, asOf: _asOf, ...sso } = await stored(admin)
  return admin('PUT', '/api/sso', { ...ssoSettingsOf(sso), version: sso.version, ...change })
}

const SAML: Change = { type: 'saml2', loginPortalUrl: 'https://idp.example/sso', certificates: [chosen(signing)] }
const ENABLED: Change = { ...SAML, isEnabled: true }

const logIn = async ({ visitor }: ReturnType<typeof start>, { username }: { username: string }) =>
  visitor()('POST', '/api/session', { username, password: PASSWORD })

test('an organisation that never chose has no type, Admin Exemption, POST, SHA-256 and an ID made from its domain', async () => {
  const backend = start()
  expect(await stored(await backend.signIn(ada))).toMatchObject({
    type: 'none',
    isEnabled: false,
    hasAdminExemption: true,
    bindingType: 'POST',
    hashAlgorithm: 'SHA-256',
    serviceProviderId: null,
    defaultServiceProviderId: 'northwind.my.workfront.com/SAML2',
    savedBy: null,
  })
  expect(await stored(await backend.signIn(ada, 'preview'))).toMatchObject({
    defaultServiceProviderId: 'northwind.preview.workfront.com/SAML2',
  })
})

test('S4: what was saved is there again, with what its certificates say, and only in its environment', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const rule = { operator: 'equals', value: 'it', result: 'Light' } as const
  const change: Change = {
    ...ENABLED,
    serviceProviderId: 'urn:northwind',
    bindingType: 'REDIRECT',
    signOutUrl: 'https://idp.example/out',
    changePasswordUrl: 'http://localhost:8080/password',
    hashAlgorithm: 'SHA-1',
    provisionsUsers: true,
    hasAdminExemption: false,
    mappings: [
      { attribute: 'Access Level', directoryAttribute: 'groups', defaultValue: 'Standard', rules: [rule] },
      { attribute: 'First Name', directoryAttribute: 'givenName', defaultValue: '', rules: [] },
      { attribute: 'Last Name', directoryAttribute: 'sn', defaultValue: '', rules: [] },
      { attribute: 'Email Address', directoryAttribute: 'mail', defaultValue: '', rules: [] },
    ],
    certificates: [chosen(signing), chosen(renewed, 'next.cer')],
  }
  const answer = await save(admin, change)
  expect(answer).toMatchObject({ status: 200, body: { version: 2, savedBy: 'ada Northwind' } })
  expect(await stored(admin)).toMatchObject({
    ...change,
    certificates: [
      { name: 'idp.cer', validTo: shift(START, 300 * DAY) },
      { name: 'next.cer', validFrom: shift(START, 10 * DAY) },
    ],
  })
  expect(await stored(await backend.signIn(ada, 'preview'))).toMatchObject({ type: 'none', version: 1 })
})

test('S3, N6: SSO put off and on again keeps all that was set up', async () => {
  const admin = await start().signIn(ada)
  await save(admin, ENABLED)
  await save(admin, { isEnabled: false })
  expect(await stored(admin)).toMatchObject({ ...SAML, certificates: [{ name: 'idp.cer' }], isEnabled: false })
  await save(admin, { type: 'none' })
  expect(await save(admin, { type: 'saml2', isEnabled: true })).toMatchObject({
    status: 200,
    body: { loginPortalUrl: 'https://idp.example/sso', isEnabled: true },
  })
})

test.each<[string, Change, string]>([
  ['a type', { ...ENABLED, type: 'none' }, 'type'],
  ['a Login Portal URL', { ...ENABLED, loginPortalUrl: '' }, 'loginPortalUrl'],
  ['a certificate', { ...ENABLED, certificates: [] }, 'certificates'],
  ['a Service Provider ID', { ...ENABLED, serviceProviderId: ' ' }, 'serviceProviderId'],
  ['mappings for new users', { ...ENABLED, provisionsUsers: true }, 'mappings'],
])('SSO is not enabled without %s, but saved', async (_what, change, field) => {
  const admin = await start().signIn(ada)
  expect(await save(admin, change)).toMatchObject({ status: 400, body: { code: 'invalid', field } })
  expect(await stored(admin)).toMatchObject({ version: 1 })
  expect(await save(admin, { ...change, isEnabled: false })).toMatchObject({ status: 200 })
})

test.each([
  'javascript:alert(1)',
  'http://idp.example/sso',
  'data:text/html,hello',
  'ftp://idp.example',
  '//idp.example/sso',
  'idp.example',
  'https://',
  'https://user:secret@idp.example/',
  'https:idp.example',
  'https:\\\\idp.example\\sso',
  'https://@idp.example/',
  'https://idp.example\\@evil.example/',
  'https://idp.example/a b',
  'https://idp.exa\nmple/',
  `https://idp.example/${'a'.repeat(2048)}`,
])('people are never sent to %j', async (url) => {
  const admin = await start().signIn(ada)
  for (const field of ['loginPortalUrl', 'signOutUrl', 'changePasswordUrl'] as const)
    expect(await save(admin, { ...SAML, [field]: url })).toMatchObject({ status: 400, body: { field } })
})

test('certificates that are no certificates, have expired, are too many or there twice are refused, a kept one never', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const refused = async (...certificates: { name: string; der: string }[]) =>
    expect(await save(admin, { certificates })).toMatchObject({ status: 400, body: { field: 'certificates' } })
  await refused(chosen({ der: btoa('no certificate') }))
  await refused(chosen(old))
  await refused(chosen(signing), chosen(signing, 'again.cer'))
  await refused(...Array.from({ length: 6 }, () => chosen(signing)))
  await save(admin, ENABLED)
  backend.clock.now = shift(START, 301 * DAY)
  const later = await backend.signIn(ada)
  expect(await save(later, { changePasswordUrl: 'https://idp.example/password' })).toMatchObject({ status: 200 })
})

test('of two administrators the second to save is told of the first', async () => {
  const backend = start()
  const [admin, other] = [await backend.signIn(ada), await backend.signIn(ben)]
  const { version } = await stored(admin)
  await save(other, SAML)
  expect(await save(admin, { ...SAML, version } as Change)).toMatchObject({ status: 409, body: { code: 'stale' } })
})

test('the settings are an administrator’s', async () => {
  const backend = start()
  const calls = [
    ['GET', '/api/sso'],
    ['PUT', '/api/sso'],
    ['POST', '/api/sso/consequences'],
  ] as const
  const user = await backend.signIn(cleo)
  for (const [method, path] of calls) {
    const body = method === 'GET' ? undefined : {}
    expect(await user(method, path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await backend.visitor()(method, path, body)).toMatchObject({ status: 401 })
  }
})

test('with Adobe IMS the settings can be read, count for nothing and cannot be saved', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  await save(admin, { ...ENABLED, hasAdminExemption: false })
  await backend.inStore((tx) => tx.customer.put({ ...customer, platformMode: 'ims' }))
  expect(await stored(admin)).toMatchObject({ isEnabled: true })
  expect(await save(admin, SAML)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await logIn(backend, eve)).toMatchObject({ status: 201 })
  expect(await backend.visitor()('GET', '/api/session/way')).toMatchObject({ body: { loginPortalUrl: null } })
})

test('what enabling would do is told before: who is refused, who has no SSO username, which administrators are left', async () => {
  const boss = person('boss', { accessLevel: 'System Administrator', ssoAccessOnly: true })
  const gone = person('gone', { isActive: false, ssoAccessOnly: true })
  const backend = startBackend({ users: [ada, ben, cleo, eve, fay, boss, gone] })
  const ask = async (visitor: Visitor, hasAdminExemption: boolean) =>
    (await visitor('POST', '/api/sso/consequences', { hasAdminExemption })).body
  const [admin, other] = [await backend.signIn(ada), await backend.signIn(boss)]
  expect(await ask(admin, true)).toMatchObject({ refused: 2, unlinked: 1, administrators: 3, isOwnAmongThem: false })
  expect(await ask(admin, false)).toMatchObject({ refused: 3, unlinked: 2, administrators: 2, isOwnAmongThem: false })
  expect(await ask(other, false)).toMatchObject({ isOwnAmongThem: true })
  expect(await ask(other, true)).toMatchObject({ isOwnAmongThem: false })
})

test('whoever is not signed in learns where people sign in, and nothing else', async () => {
  const backend = start()
  const way = async () => (await backend.visitor()('GET', '/api/session/way')).body
  expect(await way()).toEqual({ loginPortalUrl: null, wasRefreshed: false, productionUrl: null })
  const admin = await backend.signIn(ada)
  await save(admin, SAML)
  expect(await way()).toEqual({ loginPortalUrl: null, wasRefreshed: false, productionUrl: null })
  await save(admin, ENABLED)
  expect(await way()).toEqual({ loginPortalUrl: 'https://idp.example/sso', wasRefreshed: false, productionUrl: null })
})

test('N3: while SSO is enabled open sessions and API keys go on, passwords do not', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const user = await backend.signIn(eve)
  await save(admin, ENABLED)
  expect(await logIn(backend, eve)).toMatchObject({ status: 401, body: { code: 'sso-only', message: SIGN_ON_ONLY } })
  expect(await user('GET', '/api/session')).toMatchObject({ status: 200 })
  const byKey = await backend.visitor()('GET', `/attask/api/v15.0/user/${eve.id}?apiKey=${valueOf(eve)}`)
  expect(byKey).toMatchObject({ status: 200 })
  await save(admin, { isEnabled: false })
  expect(await logIn(backend, eve)).toMatchObject({ status: 201 })
})

test('an expired password is not renewed round the identity provider; whoever is signed in may still change theirs', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const user = await backend.signIn(eve)
  await save(admin, ENABLED)
  await backend.inStore((tx) => tx.customer.put({ ...customer, passwordResetDays: 30 }))
  const change = { password: PASSWORD, newPassword: 'another-Harbor-8' }
  expect(
    await backend.visitor()('POST', '/api/session/new-password', { username: eve.username, ...change }),
  ).toMatchObject({ status: 401, body: { code: 'sso-only' } })
  expect(await user('PUT', '/api/own-password', change)).toMatchObject({ status: 200 })
})

/** `backend` with somebody saving `change` the next time that a host's function is called. */
function saving(admin: Visitor, change: Change) {
  let isArmed = true
  return async () => {
    if (!isArmed) return
    isArmed = false
    expect(await save(admin, change)).toMatchObject({ status: 200 })
  }
}

test('SSO enabled while a new password is being hashed still keeps its owner out', async () => {
  const backend = start()
  const enable = saving(await backend.signIn(ada), ENABLED)
  await backend.inStore((tx) => tx.customer.put({ ...customer, passwordResetDays: 30 }))
  const { hash } = backend.host.passwords
  backend.host.passwords.hash = async (password) => {
    await enable()
    return hash(password)
  }
  const visitor = backend.visitor()
  const change = { username: eve.username, password: PASSWORD, newPassword: 'another-Harbor-8' }
  const renewal = await visitor('POST', '/api/session/new-password', change)
  expect(renewal).toMatchObject({ status: 401, body: { code: 'sso-only' } })
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 401 })
  await save(await backend.signIn(ada), { isEnabled: false })
  expect(await logIn(backend, eve)).toMatchObject({ status: 201 })
})

test('N3: SSO enabled between the password of a call and its act keeps the act from happening', async () => {
  const backend = start()
  const enable = saving(await backend.signIn(ada), ENABLED)
  const { store } = backend.host
  const { transaction } = store
  store.transaction = async (environment, act) => {
    const result = await transaction(environment, act)
    await enable()
    return result
  }
  const address = `/attask/api/v7.0/user?action=generateApiKey&username=${fay.username}&password=${PASSWORD}&method=PUT`
  expect(await backend.visitor()('GET', address)).toMatchObject({
    status: 401,
    body: { error: { message: SIGN_ON_ONLY } },
  })
  expect(await backend.inStore((tx) => tx.keys.ofUser(fay.id))).toBeNull()
})

test('the longest settings there may be can be saved', async () => {
  const admin = await start().signIn(ada)
  const long = '€'.repeat(255)
  const rules = Array.from({ length: 30 }, () => ({ operator: 'equals', value: long, result: long }) as const)
  const mappings = Array.from(
    { length: 30 },
    () => ({ attribute: 'Title', directoryAttribute: long, defaultValue: long, rules }) as const,
  )
  expect(await save(admin, { mappings: [...mappings] })).toMatchObject({ status: 200 })
})

test('a manager who is not there is refused', async () => {
  const admin = await start().signIn(ada)
  const mapping = (id: string) =>
    [{ attribute: 'Manager', directoryAttribute: '', defaultValue: id, rules: [] }] satisfies Change['mappings']
  expect(await save(admin, { mappings: mapping('0'.repeat(32)) })).toMatchObject({
    status: 400,
    body: { field: 'mappings' },
  })
  expect(await save(admin, { mappings: mapping(cleo.id) })).toMatchObject({ status: 200 })
})

test('S4: a save is recorded with what it changed, and a refused sign-in with its reason', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  await save(admin, ENABLED)
  await logIn(backend, eve)
  const [refused, saved] = await backend.inStore((tx) => tx.audit.search())
  expect(refused).toMatchObject({
    type: 'Login Attempt',
    outcome: 'refused',
    userId: eve.id,
    details: 'Must sign in through the identity provider',
  })
  expect(saved).toMatchObject({
    type: 'Single Sign-On',
    action: 'Change',
    userId: ada.id,
    before: { type: 'none', isEnabled: false },
    after: { type: 'saml2', isEnabled: true, certificates: [{ name: 'idp.cer' }] },
  })
  expect(JSON.stringify(saved)).not.toContain(signing.der.slice(0, 40))
})

test('Home tells an administrator of the identity provider’s certificate while SSO is in force', async () => {
  const backend = start()
  await save(await backend.signIn(ada), SAML)
  backend.clock.now = shift(START, 290 * DAY)
  const admin = await backend.signIn(ada)
  const attention = async (visitor: Visitor) =>
    ((await visitor('GET', '/api/home')).body as { attention: { kind: string }[] }).attention.map(({ kind }) => kind)
  expect(await attention(admin)).not.toContain('signing-certificate-expires')
  await save(admin, { isEnabled: true })
  expect(await attention(admin)).toContain('signing-certificate-expires')
  expect(await attention(await backend.signIn(cleo))).not.toContain('signing-certificate-expires')
})
