import { expect, test } from 'vitest'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import {
  DEFAULT_SSO,
  defaultServiceProviderId,
  SsoInfo,
  ssoSettingsOf,
  type SingleSignOn,
} from '#src/domain/sso/settings.ts'
import { SignOnDetails, SignOnList, type SignOnAttribute } from '#src/domain/sso/signOnRecord.ts'
import { Departure } from '#src/domain/sso/signOnRequest.ts'
import { DomainError } from '#src/domain/errors.ts'
import { DAY, HOUR, MINUTE, shift } from '#src/domain/instant.ts'
import type { User } from '#src/domain/user.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  inactive,
  PASSWORD,
  person,
  START,
  startBackend,
  type Visitor,
} from '#testing/backend.ts'
import { responseXml, signed, toBase64 } from '#testing/identityProvider.ts'
import { serviceProvider } from '../../../server/serviceProvider.ts'

/* What becomes of a sign-on once it is known who somebody is. What makes a response be believed is tested in server/signOns.test.ts. */

const mapped = (attribute: AttributeMapping['attribute'], directoryAttribute: string): AttributeMapping => ({
  attribute,
  directoryAttribute,
  defaultValue: '',
  rules: [],
})

const keyPair = await serviceProvider.makeKeyPair('idp.example', shift(START, -DAY), shift(START, 400 * DAY))
const { certificate } = keyPair

const enabled: SingleSignOn = {
  ...DEFAULT_SSO,
  type: 'saml2',
  identityProviderId: 'https://idp.example/saml2',
  loginPortalUrl: 'https://idp.example/sso',
  signOutUrl: 'https://idp.example/bye',
  certificates: [certificate],
  mappings: [mapped('First Name', 'givenName'), mapped('Last Name', 'sn'), mapped('Email Address', 'mail')],
  isEnabled: true,
}

const linked = person('linked', { ssoUsername: 'Linked', ssoAccessOnly: true })
const start = (sso: Partial<SingleSignOn> = {}, users: User[] = [ada, ben, cleo, inactive, linked]) =>
  startBackend({ sso: { ...enabled, ...sso }, users })

const says = (values: Record<string, string>): SignOnAttribute[] =>
  Object.entries(values).map(([name, value]) => ({ name, values: [value] }))
const COMPLETE = says({ givenName: 'Lin', sn: 'Ked', mail: 'linked@northwind.example' })

const goTo = (answer: { body: unknown }) => Departure.parse(answer.body).goTo ?? ''

async function begin(visitor: Visitor, purpose: 'sign-on' | 'test' = 'sign-on', next = '/users'): Promise<string> {
  const answer = await visitor('POST', '/api/sign-on', { purpose, next })
  expect(answer.status).toBe(200)
  return /^\/sso\/request\?id=(\w+)$/.exec(goTo(answer))?.[1] ?? ''
}

let responses = 0

/** What the identity provider says of somebody, not signed yet. */
function saying(request: string, nameId: string, attributes = COMPLETE): string {
  responses++
  return responseXml({
    id: `_response${responses}-`,
    assertionId: `_assertion${responses}-`,
    issuer: enabled.identityProviderId,
    responseIssuer: null,
    destination: null,
    inResponseTo: request,
    recipient: 'http://northwind.my.localhost/sso/acs',
    audience: defaultServiceProviderId('northwind', 'production'),
    issuedAt: START,
    notBefore: START,
    notOnOrAfter: shift(START, HOUR),
    nameId,
    sessionIndex: `_session${responses}`,
    attributes,
    status: 'Success',
  })
}

const sign = (xml: string) => signed(xml, { keyPair, what: ['assertion'], hashAlgorithm: 'SHA-256' })

/** Posts what the identity provider says of somebody, and answers where the browser goes. */
const finish = (visitor: Visitor, request: string, nameId: string, attributes = COMPLETE): Promise<string> =>
  post(visitor, sign(saying(request, nameId, attributes)))

async function post(visitor: Visitor, response: string): Promise<string> {
  const fields = new URLSearchParams({ SAMLResponse: toBase64(response), again: '1' })
  const { status, headers } = await visitor('POST', '/sso/acs', fields.toString())
  expect(status).toBe(303)
  return headers.get('Location') ?? ''
}

const signOn = async (visitor: Visitor, nameId: string, attributes = COMPLETE): Promise<string> =>
  finish(visitor, await begin(visitor), nameId, attributes)

async function lastRecord(backend: ReturnType<typeof start>): Promise<SignOnDetails> {
  // Refusals of one kind wait for one another.
  await backend.recorders.writeAll()
  const admin = await backend.withSession(ada)
  const { signOns } = SignOnList.parse((await admin('GET', '/api/sign-ons')).body)
  return SignOnDetails.parse((await admin('GET', `/api/sign-ons/${signOns[0]?.id}`)).body)
}

const failures = ({ checks }: SignOnDetails) =>
  checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)

test('somebody whose SSO username the identity provider names is signed in, and goes on where they were', async () => {
  const backend = start()
  const visitor = backend.visitor()
  expect(await signOn(visitor, 'Linked')).toBe('/users')
  expect((await visitor('GET', '/api/session')).body).toMatchObject({ user: { id: linked.id, name: 'Lin Ked' } })
  expect(await lastRecord(backend)).toMatchObject({
    outcome: 'signed-on',
    purpose: 'sign-on',
    nameId: 'Linked',
    user: { id: linked.id, isNew: false },
    reason: '',
  })
})

test('no route signs anybody on by what is not signed', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const request = await begin(visitor)
  expect(await post(visitor, saying(request, 'Linked'))).toBe('/sign-in?problem=refused')
  expect(failures(await lastRecord(backend))).toEqual(['signature'])
  const said = { request, nameId: 'Linked', attributes: COMPLETE, SAMLResponse: toBase64(saying(request, 'Linked')) }
  const routes = backend.api.routes.filter(({ method }) => method !== 'ALL')
  expect(routes.length).toBeGreaterThan(50)
  for (const { method, path } of routes) {
    await visitor(method, path, method === 'GET' ? undefined : said)
    expect({ path, session: visitor.from.sessionId }).toEqual({ path, session: null })
  }
})

test('a record says what shows that the identity provider sent the response', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const request = await begin(visitor)
  const honest = sign(saying(request, 'Linked'))
  const sent = async (response: string) => {
    await post(visitor, response)
    return (await lastRecord(backend)).proof
  }
  expect(await sent(honest.replace('Lin', 'Len'))).toBe('none')
  expect(await sent('no response')).toBe('none')
  expect(await sent(sign(saying('_another', 'Linked')))).toBe('signed-unasked')
  // A person who is refused changes nothing about who sent it; the second time it is a copy.
  const unknown = sign(saying(request, 'Unknown'))
  expect([await sent(unknown), await sent(unknown)]).toEqual(['signed-answer', 'signed-unasked'])
  expect(await sent(honest)).toBe('signed-answer')
  await begin(visitor)
  expect(await sent(honest)).toBe('signed-unasked')
})

test('an SSO username is another one in other letters', async () => {
  const backend = start()
  const visitor = backend.visitor()
  expect(await signOn(visitor, 'linked')).toBe('/sign-in?problem=no-access')
  expect((await visitor('GET', '/api/session')).status).toBe(401)
  expect(failures(await lastRecord(backend))).toEqual(['user'])
})

test('a user whose name ends in a no-break space is not the user without it', async () => {
  const spaced = person('spaced', { ssoUsername: 'Linked\u00A0' })
  const backend = start({}, [ada, linked, spaced])
  for (const [nameId, { id, email }] of [
    ['Linked&#160;', spaced],
    [' Linked&#9;', linked],
  ] as const) {
    const visitor = backend.visitor()
    await signOn(visitor, nameId, says({ givenName: 'A', sn: 'B', mail: email }))
    expect((await visitor('GET', '/api/session')).body).toMatchObject({ user: { id } })
  }
})

test('who is inactive, or shares an SSO username, gets no session', async () => {
  const gone = person('gone', { ssoUsername: 'Gone', isActive: false })
  const twins = [person('one', { ssoUsername: 'Twin' }), person('other', { ssoUsername: 'Twin' })]
  const backend = start({}, [ada, gone, ...twins])
  for (const nameId of ['Gone', 'Twin']) {
    const visitor = backend.visitor()
    expect(await signOn(visitor, nameId)).toBe('/sign-in?problem=no-access')
    expect((await visitor('GET', '/api/session')).status).toBe(401)
  }
})

test('without a NameID nobody is anybody', async () => {
  const backend = start()
  expect(await signOn(backend.visitor(), ' ')).toBe('/sign-in?problem=no-identifier')
  expect(failures(await lastRecord(backend))).toEqual(['identifier'])
})

test('Auto-Provision Users makes a user of somebody unknown, who comes through the provider alone', async () => {
  const backend = start({ provisionsUsers: true })
  const visitor = backend.visitor()
  expect(await signOn(visitor, 'new.one', says({ givenName: 'New', sn: 'One', mail: 'new@northwind.example' }))).toBe(
    '/users',
  )
  const user = await backend.inStore((tx) => tx.users.byEmail('new@northwind.example'))
  expect(user).toMatchObject({
    username: 'new@northwind.example',
    firstName: 'New',
    ssoUsername: 'new.one',
    ssoAccessOnly: true,
    accessLevel: 'Contributor',
    licence: 'Contributor',
    passwordHash: null,
    loginCount: 1,
  })
  const audit = await backend.inStore((tx) => tx.audit.search({ types: ['User'] }))
  expect(audit).toMatchObject([{ action: 'Create', outcome: 'done', userId: user?.id }])
})

test('a mapping that leaves a required field empty is refused in the product’s words, and makes nobody', async () => {
  const backend = start({ provisionsUsers: true })
  const visitor = backend.visitor()
  expect(await signOn(visitor, 'new.one', says({ givenName: 'New', sn: 'One' }))).toBe(
    '/sign-in?problem=invalid-fields&fields=emailAddr',
  )
  expect(await backend.inStore((tx) => tx.users.count([]))).toBe(5)
  expect((await visitor('GET', '/api/session')).status).toBe(401)
  expect(failures(await lastRecord(backend))).toEqual(['mapping'])
  // Somebody who is there already keeps all they had.
  expect(await signOn(visitor, 'Linked', says({ givenName: 'Else', sn: 'One' }))).toContain('emailAddr')
  expect(await backend.inStore((tx) => tx.users.byId(linked.id))).toEqual(linked)
})

test('nobody is provisioned with the e-mail address of somebody else', async () => {
  const backend = start({ provisionsUsers: true })
  expect(await signOn(backend.visitor(), 'new', says({ givenName: 'A', sn: 'B', mail: cleo.email }))).toBe(
    '/sign-in?problem=refused',
  )
  expect(failures(await lastRecord(backend))).toEqual(['mapping'])
  expect(await backend.inStore((tx) => tx.users.count([]))).toBe(5)
})

test('the mapping applies at every sign-on, over what was edited here, and keeps what has no field', async () => {
  const rules: AttributeMapping = {
    ...mapped('Access Level', 'memberOf'),
    defaultValue: 'Light',
    rules: [{ operator: 'equals', value: 'planners', result: 'Standard' }],
  }
  const backend = start({ mappings: [...enabled.mappings, mapped('Title', 'title'), rules] })
  const visitor = backend.visitor()
  const attributes = [...COMPLETE, ...says({ title: 'Baker', memberOf: 'planners' })]
  await signOn(visitor, 'Linked', attributes)
  await backend.inStore(async (tx) => {
    const user = await tx.users.byId(linked.id)
    if (user) await tx.users.put({ ...user, firstName: 'Edited' })
  })
  await signOn(visitor, 'Linked', [...COMPLETE, ...says({ title: 'Smith' })])
  expect(await backend.inStore((tx) => tx.users.byId(linked.id))).toMatchObject({
    firstName: 'Lin',
    accessLevel: 'Light',
    licence: 'Light',
  })
  expect(await backend.inStore((tx) => tx.users.directoryOf(linked.id))).toEqual({ Title: 'Smith' })
  expect((await lastRecord(backend)).changes).toEqual([
    { attribute: 'First Name', before: 'Edited', after: 'Lin', source: 'givenName' },
    { attribute: 'Last Name', before: 'Ked', after: 'Ked', source: 'sn' },
    { attribute: 'Email Address', before: linked.email, after: linked.email, source: 'mail' },
    { attribute: 'Title', before: 'Baker', after: 'Smith', source: 'title' },
    { attribute: 'Access Level', before: 'Standard', after: 'Light', source: 'Default value' },
  ])
})

test('a mapping cannot take the main administrator’s access level, nor give one that there is not', async () => {
  const boss = { ...ada, ssoUsername: 'Boss' }
  const backend = start({ mappings: [mapped('Access Level', 'level')] }, [boss, ben, linked])
  expect(await signOn(backend.visitor(), 'Boss', says({ level: 'Light' }))).toBe('/sign-in?problem=refused')
  expect(await signOn(backend.visitor(), 'Linked', says({ level: 'staff' }))).toBe('/sign-in?problem=refused')
  expect(await backend.inStore((tx) => tx.users.byId(boss.id))).toEqual(boss)
  expect(await backend.inStore((tx) => tx.users.byId(linked.id))).toEqual(linked)
})

test('a sign-on undoes nothing that was saved while it was looked at', async () => {
  const boss = { ...ada, ssoUsername: 'Boss' }
  const backend = start({ mappings: [mapped('Email Address', 'mail')] }, [boss, ben])
  const visitor = backend.visitor()
  const request = await begin(visitor)
  const save = async () => {
    for (let saves = 0; saves < 20; saves++)
      await backend.inStore(async (tx) => {
        const saved = await tx.customer.get()
        await tx.customer.put({ ...saved, version: saved.version + 1 })
      })
  }
  await Promise.all([save(), finish(visitor, request, 'Boss', says({ mail: 'boss@northwind.example' }))])
  expect(await backend.inStore((tx) => tx.customer.get())).toMatchObject({
    adminEmail: 'boss@northwind.example',
    version: customer.version + 21,
  })
})

test('a sign-on is finished once, by the browser that began it, and within fifteen minutes', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const request = await begin(visitor)
  const stranger = backend.visitor()
  expect(await finish(stranger, request, 'Linked')).toBe('/sign-in?problem=refused')
  expect(failures(await lastRecord(backend))).toEqual(['request'])
  await begin(stranger)
  expect(await finish(stranger, request, 'Linked')).toBe('/sign-in?problem=refused')
  expect(await finish(visitor, request, 'Linked')).toBe('/users')
  expect(await finish(visitor, request, 'Linked')).toBe('/sign-in?problem=refused')
  const late = await begin(visitor)
  backend.clock.now = shift(START, 15 * MINUTE)
  expect(await finish(visitor, late, 'Linked')).toBe('/sign-in?problem=refused')
})

test('of two answers to one sign-on that come at the same time, one signs in', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const request = await begin(visitor)
  const ends = await Promise.all([finish(visitor, request, 'Linked'), finish(visitor, request, 'Linked')])
  expect(ends).toEqual(['/users', '/sign-in?problem=refused'])
  expect(failures(await lastRecord(backend))).toEqual(['request'])
})

test('what is saved while a sign-on is looked at stays, also where the sign-on changes the Admin Email', async () => {
  const boss = { ...ada, ssoUsername: 'Boss' }
  const backend = start({ mappings: [mapped('Email Address', 'mail')] }, [boss, ben])
  const visitor = backend.visitor()
  const request = await begin(visitor)
  let saves = 0
  // Whoever is asked for the time is about to write, and somebody else is faster each time.
  backend.host.now = () => {
    saves++
    void backend.inStore(async (tx) => {
      const known = await tx.customer.get()
      await tx.customer.put({ ...known, authenticationVersion: known.authenticationVersion + 1 })
    })
    return START
  }
  expect(await finish(visitor, request, 'Boss', says({ mail: 'boss@northwind.example' }))).toBe('/users')
  expect(await backend.inStore((tx) => tx.customer.get())).toMatchObject({
    adminEmail: 'boss@northwind.example',
    authenticationVersion: customer.authenticationVersion + saves,
  })
})

test('no address leads off the site afterwards', async () => {
  const backend = start()
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'users',
    '/a\nb',
    '/\u007F',
    '/\uD800',
  ]) {
    const visitor = backend.visitor()
    expect(await finish(visitor, await begin(visitor, 'sign-on', next), 'Linked')).toBe('/')
  }
})

test('no sign-on begins while single sign-on is not in force', async () => {
  const off = start({ isEnabled: false })
  const body = { purpose: 'sign-on', next: '/' }
  expect((await off.visitor()('POST', '/api/sign-on', body)).status).toBe(403)
  const ims = startBackend({ sso: enabled, customer: { ...customer, platformMode: 'ims' } })
  expect((await ims.visitor()('POST', '/api/sign-on', body)).status).toBe(403)
})

test('one that comes back while single sign-on is not enabled is refused, and recorded', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const request = await begin(visitor)
  await backend.inStore((tx) => tx.sso.put({ ...enabled, isEnabled: false, version: 2 }))
  expect(await finish(visitor, request, 'Linked')).toBe('/sign-in?problem=off')
  expect((await visitor('GET', '/api/session')).status).toBe(401)
  expect(failures(await lastRecord(backend))).toEqual(['user'])
})

test('the session ends when the one at the identity provider does, however busy it is', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const bounded = saying(await begin(visitor), 'Linked').replace(
    '<saml:AuthnStatement ',
    `$&SessionNotOnOrAfter="${shift(START, 2 * HOUR)}" `,
  )
  expect(await post(visitor, sign(bounded))).toBe('/users')
  const statusAt = async (milliseconds: number) => {
    backend.clock.now = shift(START, milliseconds)
    return (await visitor('GET', '/api/session')).status
  }
  expect(await statusAt(HOUR)).toBe(200)
  expect(await statusAt(2 * HOUR + MINUTE - 1)).toBe(200)
  expect(await statusAt(2 * HOUR + MINUTE)).toBe(401)
})

test('what the directory says is refused where it is too long to be kept', async () => {
  const backend = start({ mappings: [mapped('Title', 'title')] })
  expect(await signOn(backend.visitor(), 'Linked', says({ title: 'x'.repeat(1001) }))).toBe('/sign-in?problem=refused')
  expect(failures(await lastRecord(backend))).toEqual(['mapping'])
  expect(await signOn(backend.visitor(), 'Linked', says({ title: 'x'.repeat(1000) }))).toBe('/users')
})

test('a test shows what would happen, changes nobody, and leaves the tester signed in as they were', async () => {
  const backend = start({ isEnabled: false, provisionsUsers: true })
  const admin = await backend.signIn(ada)
  const record = await finish(
    admin,
    await begin(admin, 'test'),
    'Linked',
    says({ givenName: 'X', sn: 'Y', mail: 'x@y.example' }),
  )
  expect(record).toMatch(/^\/setup\/system\/single-sign-on\/sign-ons\/[0-9a-f]{32}$/)
  expect((await admin('GET', '/api/session')).body).toMatchObject({ user: { id: ada.id } })
  expect(await backend.inStore((tx) => tx.users.byId(linked.id))).toEqual(linked)
  expect(await lastRecord(backend)).toMatchObject({ purpose: 'test', outcome: 'tested', user: { isNew: false } })
  await finish(
    admin,
    await begin(admin, 'test'),
    'somebody.new',
    says({ givenName: 'N', sn: 'N', mail: 'n@n.example' }),
  )
  expect(await lastRecord(backend)).toMatchObject({ outcome: 'tested', user: { isNew: true } })
  expect(await backend.inStore((tx) => tx.audit.search({ types: ['Single Sign-On'] }))).toMatchObject([
    { action: 'Test', outcome: 'done', userId: ada.id, details: 'As N N' },
    { action: 'Test', outcome: 'done', userId: ada.id, details: 'As X Y' },
  ])
  expect(await backend.inStore((tx) => tx.users.count([]))).toBe(5)
})

test('only administrators test, and only what could be enabled', async () => {
  const backend = start({ isEnabled: false, loginPortalUrl: '' })
  const body = { purpose: 'test', next: '/' }
  expect((await backend.visitor()('POST', '/api/sign-on', body)).status).toBe(401)
  expect((await (await backend.withSession(cleo))('POST', '/api/sign-on', body)).status).toBe(403)
  const refused = await (await backend.withSession(ada))('POST', '/api/sign-on', body)
  expect(refused).toMatchObject({ status: 400, body: { field: 'loginPortalUrl' } })
})

test('settings count as tried once somebody came through, until what a sign-on depends on changes', async () => {
  const backend = start({ isEnabled: false })
  const admin = await backend.signIn(ada)
  const info = async () => SsoInfo.parse((await admin('GET', '/api/sso')).body)
  const save = async (change: object) => {
    const { version, ...rest } = await info()
    const answer = await admin('PUT', '/api/sso', { ...ssoSettingsOf({ ...rest, version }), version, ...change })
    return answer.status
  }
  expect((await info()).triedAt).toBeNull()
  await finish(admin, await begin(admin, 'test'), 'Linked')
  expect((await info()).triedAt).toBe(START)
  expect(await save({ certificates: [], changePasswordUrl: 'https://idp.example/password' })).toBe(200)
  expect((await info()).triedAt).toBeNull()
})

test('sign-ons are for administrators to look into, for thirty days', async () => {
  const backend = start()
  await signOn(backend.visitor(), 'Linked')
  const { id } = await lastRecord(backend)
  const other = await backend.withSession(cleo)
  expect((await other('GET', '/api/sign-ons')).status).toBe(403)
  expect((await other('GET', `/api/sign-ons/${id}`)).status).toBe(403)
  expect((await backend.visitor()('GET', '/api/sign-ons')).status).toBe(401)
  backend.clock.now = shift(START, 30 * DAY)
  const admin = await backend.withSession(ada)
  expect((await admin('GET', '/api/sign-ons')).body).toMatchObject({ signOns: [] })
  expect((await admin('GET', `/api/sign-ons/${id}`)).status).toBe(404)
})

test('signing out leads to the Sign-Out URL, but only those whom SAML 2.0 alone lets in', async () => {
  const backend = start()
  const visitor = backend.visitor()
  await signOn(visitor, 'Linked')
  expect(goTo(await visitor('DELETE', '/api/session'))).toBe('https://idp.example/bye')
  const admin = await backend.signIn(ada)
  expect((await admin('DELETE', '/api/session')).body).toEqual({ goTo: null })
})

test('while the next certificate of Workfront waits to be uploaded administrators may use their password', async () => {
  const key = (name: string, from: number, to: number) => ({
    certificate: {
      ...certificate,
      name,
      fingerprint: name,
      validFrom: shift(START, from * DAY),
      validTo: shift(START, to * DAY),
    },
    sealedPrivateKey: 'sealed',
  })
  const boss = { ...ben, ssoAccessOnly: true }
  const changePasswordUrl = 'https://idp.example/password'
  const backend = start({ hasAdminExemption: false, changePasswordUrl }, [ada, boss])
  const attempt = async () =>
    (await backend.visitor()('POST', '/api/session', { username: boss.username, password: PASSWORD })).status
  const ownPassword = async () => (await (await backend.withSession(boss))('GET', '/api/own-password')).body
  await backend.inStore((tx) => tx.sso.addOwnKey(key('old', -340, 25)))
  expect(await attempt()).toBe(401)
  expect(await ownPassword()).toMatchObject({ changePasswordUrl })
  await backend.inStore((tx) => tx.sso.addOwnKey(key('new', 0, 365)))
  expect(await attempt()).toBe(201)
  expect(await ownPassword()).toMatchObject({ changePasswordUrl: null })
  await backend.inStore(async (tx) => tx.sso.put({ ...(await tx.sso.get()), uploadedCertificate: 'new' }))
  expect(await attempt()).toBe(401)
})

test('the certificate that is said to be uploaded is one of Workfront’s, and the one before goes', async () => {
  const backend = start({ isEnabled: false, type: 'none', certificates: [] })
  const admin = await backend.signIn(ada)
  await backend.inStore(async (tx) => {
    await tx.sso.addOwnKey({ certificate: { ...certificate, fingerprint: 'old' }, sealedPrivateKey: '' })
    await tx.sso.addOwnKey({
      certificate: { ...certificate, fingerprint: 'new', validFrom: shift(START, MINUTE) },
      sealedPrivateKey: '',
    })
  })
  const info = SsoInfo.parse((await admin('GET', '/api/sso')).body)
  expect(info.ownCertificates).toMatchObject({ current: { fingerprint: 'old' }, next: { fingerprint: 'new' } })
  const save = (uploadedCertificate: string, version: number) =>
    admin('PUT', '/api/sso', { ...ssoSettingsOf(info), version, uploadedCertificate })
  expect(await save('made up', 1)).toMatchObject({ status: 400, body: { field: 'uploadedCertificate' } })
  expect((await save('new', 1)).body).toMatchObject({
    ownCertificates: { current: { fingerprint: 'new' }, next: null },
  })
})

test('our metadata names who we are, where responses go, and every certificate of ours', async () => {
  const backend = start({ serviceProviderId: 'urn:"north"&wind' })
  await backend.inStore((tx) => tx.sso.addOwnKey({ certificate, sealedPrivateKey: '' }))
  const admin = await backend.signIn(ada)
  const { body } = await admin('GET', '/api/sso/metadata')
  expect(body).toMatchObject({ name: 'latchkey-production.xml' })
  const { text } = body as { text: string }
  expect(text).toContain('entityID="urn:&#34;north&#34;&#38;wind"')
  expect(text).toContain('Location="http://northwind.my.localhost/sso/acs"')
  expect(text).toContain(certificate.der.slice(0, 64))
})

test('whoever opens an address below /sso that takes no visits reads a page with the way back', async () => {
  const backend = start()
  const visitor = backend.visitor()
  for (const path of ['/sso/acs', '/sso/nothing']) {
    const answer = await backend.api.fetch(new Request(`http://latchkey.test${path}`), visitor.from)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(await answer.text()).toContain('<a href="/sign-in">Back to the sign-in page</a>')
  }
})

/** All that is recorded, the oldest first. */
const recordsOf = (backend: ReturnType<typeof start>) =>
  backend.inStore(async (tx) => {
    const signOns = (await tx.signOns.recent()).toReversed()
    const audit = (await tx.audit.search({ types: ['Login Attempt'] })).toReversed()
    return { reasons: signOns.map(({ reason }) => reason), details: audit.map(({ details }) => details) }
  })

test('a flood of responses that nobody waits for writes one record a minute, with their number', async () => {
  const backend = start()
  const send = async (count: number) => {
    for (let sent = 0; sent < count; sent++)
      expect(await post(backend.visitor(), `flood ${sent}`)).toBe('/sign-in?problem=refused')
  }
  await send(1)
  const first = await recordsOf(backend)
  expect(first.reasons).toEqual([expect.stringContaining('no sign-on under way')])
  expect(first.details).toEqual(first.reasons)
  // Those of the next minute are one record, written when it is over: by the next response, or by the host.
  backend.clock.now = shift(START, MINUTE - 1)
  await send(40)
  expect(await recordsOf(backend)).toEqual(first)
  backend.clock.now = shift(START, MINUTE)
  await send(1)
  const second = await recordsOf(backend)
  expect(second.reasons).toEqual([
    first.reasons[0],
    `${first.reasons[0]} 40 more like it followed until 2030-01-15 12:01:00 UTC.`,
  ])
  expect(second.details).toEqual(second.reasons)
  await send(2)
  backend.clock.now = shift(START, 2 * MINUTE)
  await backend.recorders.writeDue()
  expect((await recordsOf(backend)).reasons.slice(2)).toEqual([expect.stringContaining(' 1 more like it followed')])
  // A minute without any, and the next one is recorded immediately again.
  backend.clock.now = shift(START, 3 * MINUTE)
  await backend.recorders.writeDue()
  await send(1)
  expect((await recordsOf(backend)).reasons).toHaveLength(4)
})

test('each way to be refused has its own record in each environment, and the last ones are written at a stop', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const request = await begin(visitor)
  for (let count = 0; count < 3; count++) {
    await post(visitor, 'no XML')
    await post(visitor, saying(request, 'Linked'))
    await post(visitor, sign(saying('_another', 'Linked')))
    await post(backend.visitor('preview'), 'no XML')
  }
  expect((await recordsOf(backend)).reasons).toHaveLength(3)
  await backend.recorders.writeAll()
  const { reasons } = await recordsOf(backend)
  expect(reasons).toHaveLength(6)
  for (const reason of reasons.slice(3)) expect(reason).toContain(' 1 more like it followed until')
})

test('a store that takes no record loses none', async () => {
  const backend = start()
  const { transaction } = backend.host.store
  backend.host.store.transaction = () => Promise.reject(new DomainError('unavailable', 'Down'))
  for (let count = 0; count < 2; count++) {
    const fields = new URLSearchParams({ SAMLResponse: toBase64('x'), again: '1' })
    await backend.visitor()('POST', '/sso/acs', fields.toString())
  }
  await expect(backend.recorders.writeAll()).rejects.toMatchObject({ code: 'unavailable' })
  backend.host.store.transaction = transaction
  await backend.recorders.writeAll()
  expect((await recordsOf(backend)).reasons).toEqual([expect.stringContaining(' 1 more like it followed')])
})

test('every refusal of a user whom the identity provider has signed in, and of a test, has its own record', async () => {
  const backend = start()
  for (let count = 0; count < 3; count++) await signOn(backend.visitor(), 'Nobody')
  const admin = await backend.signIn(ada)
  for (let count = 0; count < 3; count++) {
    const place = await post(admin, saying(await begin(admin, 'test'), 'Linked'))
    expect(place).toMatch(/sign-ons\/[0-9a-f]{32}$/)
    expect(failures(await lastRecord(backend))).toEqual(['signature'])
  }
  expect((await recordsOf(backend)).reasons).toHaveLength(6)
})

test('what arrives where no sign-on is under way and single sign-on is off is neither read nor recorded', async () => {
  for (const sso of [DEFAULT_SSO, { isEnabled: false }]) {
    const backend = start(sso)
    const visitor = backend.visitor()
    expect(await post(visitor, sign(saying('_request', 'Linked')))).toBe('/sign-in?problem=off')
    // Nor posted once more, for cookies that nobody has.
    const first = await visitor('POST', '/sso/acs', new URLSearchParams({ SAMLResponse: 'x' }).toString())
    expect([first.status, first.headers.get('Location')]).toEqual([303, '/sign-in?problem=off'])
    await backend.recorders.writeAll()
    expect(await recordsOf(backend)).toEqual({ reasons: [], details: [] })
  }
})

test('logout messages that are refused are not recorded at all', async () => {
  const backend = start({ singleLogoutUrl: 'https://idp.example/logout' })
  const before = await recordsOf(backend)
  for (const query of ['', '?SAMLRequest=x', '?SAMLRequest=x&SigAlg=x&Signature=x'])
    expect(await backend.visitor()('GET', `/sso/logout${query}`)).toMatchObject({ status: 400 })
  await backend.recorders.writeAll()
  expect(await recordsOf(backend)).toEqual(before)
})
