import { verify, X509Certificate } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeSignOn } from '#src/api/signOn/complete.ts'
import type { KeyPair } from '#src/api/signOn/serviceProvider.ts'
import { ada, ben, cleo, inactive, person, START, startBackend, type Visitor } from '#testing/backend.ts'
import { DAY, MINUTE, shift } from '#src/domain/instant.ts'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { DEFAULT_SSO, defaultServiceProviderId, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { SignOnDetails } from '#src/domain/sso/signOnRecord.ts'
import { Departure } from '#src/domain/sso/signOnRequest.ts'
import { allElements } from '#src/domain/sso/xml.ts'
import { signedAddress } from './redirectBinding.ts'
import { honestResponse, SAML_ATTACKS, type Honest } from '#testing/samlAttacks.ts'
import { serviceProvider } from './serviceProvider.ts'
import { toBase64, type ResponseParts, type Signing } from '#testing/identityProvider.ts'
import { CHANGES, mutated } from '#testing/xmlMutations.ts'

/*
 * What the backend does with what identity providers and attackers send it. What is made of a response that holds is
 * tested in src/api/signOn.
 */

const [keyPair, strangersKeyPair] = (await Promise.all(
  ['idp.example', 'idp.example'].map((name) =>
    serviceProvider.makeKeyPair(name, shift(START, -DAY), shift(START, 400 * DAY)),
  ),
)) as [KeyPair, KeyPair]

const PROVIDER = 'https://idp.example/saml2'
const LOGOUT = 'https://idp.example/logout?tenant=1'
const { assertionConsumer, logout } = serviceProviderAddresses('http://northwind.my.localhost/')
const ENTITY_ID = defaultServiceProviderId('northwind', 'production')

const mapped = (attribute: AttributeMapping['attribute'], directoryAttribute: string): AttributeMapping => ({
  attribute,
  directoryAttribute,
  defaultValue: '',
  rules: [],
})

/** With all that an attack could be after: somebody new is made, and the provider says who is an administrator. */
const enabled: SingleSignOn = {
  ...DEFAULT_SSO,
  type: 'saml2',
  identityProviderId: PROVIDER,
  loginPortalUrl: 'https://idp.example/sso?tenant=1',
  singleLogoutUrl: LOGOUT,
  hashAlgorithm: 'SHA-256',
  certificates: [keyPair.certificate],
  provisionsUsers: true,
  mappings: [
    mapped('First Name', 'givenName'),
    mapped('Last Name', 'sn'),
    mapped('Email Address', 'mail'),
    {
      ...mapped('Access Level', 'memberOf'),
      rules: [
        { operator: 'contains', value: 'admin', result: 'System Administrator' },
        { operator: 'does not contain', value: 'admin', result: 'Standard' },
      ],
    },
  ],
  isEnabled: true,
}

const linked = person('linked', { ssoUsername: 'Linked', ssoAccessOnly: true })
/** Whom the attacks want to be. */
const boss = { ...ada, ssoUsername: 'somebody.else' }
const start = (sso: Partial<SingleSignOn> = {}) =>
  startBackend({ sso: { ...enabled, ...sso }, users: [boss, ben, cleo, inactive, linked] }, serviceProvider)
type Backend = ReturnType<typeof start>

let responses = 0

/** What the identity provider says of Linked in answer to a request. No two of its assertions have one ID. */
function honestAbout(request: string, change: Partial<ResponseParts> = {}): Honest {
  responses += 1
  const parts: ResponseParts = {
    id: `_response${responses}-`,
    assertionId: `_assertion${responses}-`,
    issuer: PROVIDER,
    responseIssuer: PROVIDER,
    destination: assertionConsumer,
    inResponseTo: request,
    recipient: assertionConsumer,
    audience: ENTITY_ID,
    issuedAt: START,
    notBefore: shift(START, -MINUTE),
    notOnOrAfter: shift(START, 5 * MINUTE),
    nameId: 'Linked',
    sessionIndex: `_session${responses}`,
    attributes: [
      { name: 'givenName', values: ['Lin'] },
      { name: 'sn', values: ['Ked'] },
      { name: 'mail', values: [linked.email] },
      { name: 'memberOf', values: ['Planners'] },
    ],
    status: 'Success',
  }
  return { parts: { ...parts, ...change }, keyPair, strangersKeyPair }
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const goTo = (answer: { body: unknown }) => Departure.parse(answer.body).goTo ?? ''

async function departure(visitor: Visitor, next = '/users'): Promise<string> {
  const answer = await visitor('POST', '/api/sign-on', { purpose: 'sign-on', next })
  expect(answer.status).toBe(200)
  return goTo(answer)
}

/** Begins a sign-on and answers the ID of its request. */
const begin = async (visitor: Visitor, next?: string): Promise<string> =>
  /^\/sso\/request\?id=(_[0-9a-f]{32})$/.exec(await departure(visitor, next))?.[1] ?? ''

const post = (visitor: Visitor, fields: Record<string, string>, path = '/sso/acs') =>
  visitor('POST', path, new URLSearchParams(fields).toString(), FORM)

/** Posts a response and answers where the browser goes. */
async function answer(visitor: Visitor, SAMLResponse: string): Promise<string> {
  const { status, headers } = await post(visitor, { SAMLResponse, RelayState: 'https://evil.example/', again: '1' })
  expect(status).toBe(303)
  return headers.get('Location') ?? ''
}

/** Signs Linked on in the browser, by a response nobody has changed. */
async function signOn(visitor: Visitor, change: Partial<ResponseParts> = {}): Promise<string> {
  const encoded = honestResponse(honestAbout(await begin(visitor), change))
  expect(await answer(visitor, encoded)).toBe('/users')
  return encoded
}

/** All that a sign-on can change but for its records, and the last of those. */
async function stateOf(backend: Backend) {
  // Refusals of one kind wait for one another.
  await backend.recorders.writeAll()
  return backend.inStore(async (tx) => {
    const [last] = await tx.signOns.recent()
    const [audit] = await tx.audit.search({})
    const users = await tx.users.search([], [], { first: 0, limit: 100 })
    return { users, record: await tx.signOns.byId(last?.id ?? ''), audit }
  })
}

/** A refusal, by which check, that left everything and everybody as they were. */
async function expectRefusal(
  backend: Backend,
  visitor: Visitor,
  encoded: string,
  failing: string,
  problem = 'refused',
): Promise<void> {
  const before = await stateOf(backend)
  const sessionBefore = visitor.from.sessionId
  expect(await answer(visitor, encoded)).toBe(`/sign-in?problem=${problem}`)
  expect(visitor.from.sessionId).toBe(sessionBefore)
  const { users, record, audit } = await stateOf(backend)
  expect(users).toEqual(before.users)
  expect(record?.id).not.toBe(before.record?.id)
  expect(record).toMatchObject({ outcome: 'refused', purpose: 'sign-on', reason: expect.stringMatching(/^\S.*\.$/s) })
  expect(SignOnDetails.safeParse({ ...record, asOf: START }).success).toBe(true)
  expect(record?.checks.find(({ outcome }) => outcome === 'failed')?.check).toBe(failing)
  expect(audit?.id).not.toBe(before.audit?.id)
  expect(audit).toMatchObject({ type: 'Login Attempt', action: 'Log in', outcome: 'refused', details: record?.reason })
}

for (const { name, failing, problem, forge } of SAML_ATTACKS)
  test(`nobody gets in by a response refused by the check ${failing}: ${name}`, async () => {
    const backend = start()
    await signOn(backend.visitor())
    const visitor = backend.visitor()
    const forged = forge(honestAbout(await begin(visitor)))
    await expectRefusal(backend, visitor, forged, failing, problem)
    expect(await visitor('GET', '/api/session')).toMatchObject({ status: 401 })
    // Whoever was signed in before stays so, and as themselves.
    const cleos = await backend.signIn(cleo)
    const again = forge(honestAbout(await begin(cleos)))
    await expectRefusal(backend, cleos, again, failing, problem)
    expect((await cleos('GET', '/api/session')).body).toMatchObject({ user: { id: cleo.id } })
  })

test('a response is good for one sign-on, in the browser that had it and in any other', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const encoded = await signOn(visitor)
  await expectRefusal(backend, visitor, encoded, 'request')
  const other = backend.visitor()
  await begin(other)
  await expectRefusal(backend, other, encoded, 'request')
  // Even where its request is there still, as a copy of the database might have it.
  const { signOnBrowser } = visitor.from
  const [, request = ''] = /InResponseTo="([^"]+)"/.exec(atob(encoded)) ?? []
  const browser = await backend.host.digest(signOnBrowser ?? '')
  const open = { id: request, at: START, purpose: 'sign-on', browser, next: '/' } as const
  await backend.inStore((tx) => tx.sso.putRequest(open))
  await expectRefusal(backend, visitor, encoded, 'replay')
})

test('the same response twice at once signs on once', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const encoded = honestResponse(honestAbout(await begin(visitor)))
  const places = await Promise.all([answer(visitor, encoded), answer(visitor, encoded), answer(visitor, encoded)])
  expect(places.toSorted()).toEqual(['/sign-in?problem=refused', '/sign-in?problem=refused', '/users'])
  expect(await backend.inStore((tx) => tx.users.byId(linked.id))).toMatchObject({ loginCount: 1 })
})

test('a response to what another browser began is refused in this one', async () => {
  const backend = start()
  const victim = backend.visitor()
  const attacker = backend.visitor()
  const encoded = honestResponse(honestAbout(await begin(attacker)))
  await expectRefusal(backend, victim, encoded, 'request')
  await begin(victim)
  await expectRefusal(backend, victim, encoded, 'request')
  expect(await answer(attacker, encoded)).toBe('/users')
})

test('a response to nothing that was begun here, or to what was begun in Preview, is refused', async () => {
  const backend = start()
  const visitor = backend.visitor()
  await begin(visitor)
  await expectRefusal(backend, visitor, honestResponse(honestAbout('', { inResponseTo: null })), 'request')
  const preview = backend.visitor('preview')
  const request = await begin(preview)
  Object.assign(preview.from, { environment: 'production', ownAddress: visitor.from.ownAddress })
  await expectRefusal(backend, preview, honestResponse(honestAbout(request)), 'request')
})

test('after fifteen minutes a response comes too late, however long the provider says it may be used', async () => {
  const backend = start()
  const change = { notOnOrAfter: shift(START, DAY) }
  const [inTime, late] = [backend.visitor(), backend.visitor()]
  const [first, second] = [await begin(inTime), await begin(late)]
  backend.clock.now = shift(START, 15 * MINUTE - 1)
  expect(await answer(inTime, honestResponse(honestAbout(first, change)))).toBe('/users')
  backend.clock.now = shift(START, 15 * MINUTE)
  await expectRefusal(backend, late, honestResponse(honestAbout(second, change)), 'request')
})

test('neither RelayState nor where somebody wanted to go leads off the site', async () => {
  const backend = start()
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example']) {
    const visitor = backend.visitor()
    const SAMLResponse = honestResponse(honestAbout(await begin(visitor, next)))
    const { headers } = await post(visitor, { SAMLResponse, RelayState: next, next, goTo: next })
    expect(headers.get('Location')).toBe('/')
  }
})

test('a response from another site, with which no cookie comes, is posted once more from here, and only once', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const SAMLResponse = honestResponse(honestAbout(await begin(visitor)))
  const { signOnBrowser } = visitor.from
  visitor.from.signOnBrowser = null
  const RelayState = '"><script>alert(1)</script>'
  const page = await post(visitor, { SAMLResponse, RelayState })
  expect(page.status).toBe(200)
  expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'.*form-action 'self'$/)
  expect(page.headers.get('Cache-Control')).toBe('no-store')
  expect(page.body).toContain('<form method="post" action="/sso/acs">')
  expect(page.body).toContain('name="again" value="1"')
  expect(page.body).not.toContain('alert')
  // A browser that keeps no cookie at all is told so, instead of posting for ever.
  await expectRefusal(backend, visitor, SAMLResponse, 'request')
  await expectRefusal(backend, visitor, SAMLResponse, 'request')
  visitor.from.signOnBrowser = signOnBrowser
  const sent = /name="SAMLResponse" value="([^"]+)"/.exec(String(page.body))?.[1] ?? ''
  expect(await answer(visitor, sent)).toBe('/users')
})

test('what is no form, or none with a response, is refused in words whatever it says it is', async () => {
  const backend = start()
  const types = ['', 'text/plain', 'application/json', 'multipart/form-data; boundary=x', 'text/xml; charset=utf-16']
  const bodies = ['', 'SAMLResponse', 'SAMLResponse=%00%ff&SAMLResponse=x', '{"SAMLResponse":"x"}', '\0\uFFFD=&&&=']
  for (const type of types)
    for (const body of bodies) {
      const visitor = backend.visitor()
      await begin(visitor)
      const { status, headers } = await visitor('POST', '/sso/acs', body, { 'Content-Type': type })
      expect([type, body, status, headers.get('Location')]).toEqual([type, body, 303, '/sign-in?problem=refused'])
      expect((await stateOf(backend)).record?.checks[0]).toMatchObject({ check: 'readable', outcome: 'failed' })
      expect(visitor.from.sessionId).toBeNull()
    }
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect(await backend.visitor()(method, '/sso/acs')).toMatchObject({
      status: 404,
      body: expect.stringContaining('There is nothing at this address.'),
    })
})

test('a form larger than any response is refused before it is read, on a page for people', async () => {
  const backend = start()
  const visitor = backend.visitor()
  await begin(visitor)
  const { status, body, headers } = await post(visitor, { SAMLResponse: 'A'.repeat(1024 * 1024) })
  expect(status).toBe(413)
  expect(headers.get('Content-Type')).toMatch(/^text\/html/)
  expect(body).toContain('This request is too large')
  expect((await stateOf(backend)).record).toBeNull()
})

test(
  'whatever is changed in a response, nobody comes out of it but whom it named, and nobody is made',
  { timeout: 300_000 },
  async () => {
    const backend = start()
    const { from } = backend.visitor()
    from.signOnBrowser = 'this browser'
    const browser = await backend.host.digest('this browser')
    const open = { id: '_open', at: START, purpose: 'sign-on', browser, next: '/' } as const
    const others = async () => {
      const { users } = await stateOf(backend)
      return users.filter(({ id }) => id !== linked.id)
    }
    const before = await others()
    const ways: Signing['what'][] = [['assertion'], ['response'], ['assertion', 'response']]
    const newOriginals = () =>
      ways.map((what) => Buffer.from(honestResponse(honestAbout(open.id), what), 'base64').toString())
    let originals = newOriginals()
    const outcomes = { signedOn: 0, refused: 0 }
    const run = fc.asyncProperty(fc.nat(ways.length - 1), CHANGES, async (way, changes) => {
      const xml = mutated(originals[way]!, changes)
      await backend.inStore((tx) => tx.sso.putRequest(open))
      from.sessionId = null
      const { goTo } = await completeSignOn(backend.host, backend.recorders.refusals, from, toBase64(xml))
      const digest = await backend.host.digest(from.sessionId ?? '')
      const session = await backend.inStore((tx) => tx.sessions.byDigest(digest))
      if (goTo === '/') {
        expect(session, xml).toMatchObject({ userId: linked.id, nameId: 'Linked' })
        outcomes.signedOn += 1
        originals = newOriginals()
      } else {
        expect(goTo, xml).toMatch(/^\/sign-in\?problem=/)
        expect([session, from.sessionId], xml).toEqual([null, null])
        outcomes.refused += 1
      }
    })
    await fc.assert(run, { numRuns: 2400, seed: 77 })
    expect(await others()).toEqual(before)
    const last = await backend.inStore((tx) => tx.users.byId(linked.id))
    expect(last).toEqual({
      ...linked,
      firstName: 'Lin',
      lastName: 'Ked',
      lastLoginDate: START,
      loginCount: outcomes.signedOn,
    })
    // Some changes are in nothing that counts, such as what is said of the key.
    expect(outcomes.signedOn).toBeGreaterThan(50)
    expect(outcomes.refused).toBeGreaterThan(1000)
  },
)

/** The certificates in our metadata, which is all that an identity provider has of us. */
async function ownCertificates(visitor: Visitor): Promise<X509Certificate[]> {
  const { status, body } = await visitor('GET', '/sso/downloadSAML2MetaData')
  expect(status).toBe(200)
  return allElements(parseXml(String(body)).documentElement)
    .filter(({ localName }) => localName === 'X509Certificate')
    .map(({ textContent }) => new X509Certificate(Buffer.from(textContent ?? '', 'base64')))
}

/** The message in an address that a browser is sent to, whose signature holds by the certificate in our metadata. */
async function messageIn(visitor: Visitor, address: string, kind = 'SAMLRequest'): Promise<Element> {
  const { search, searchParams } = new URL(address)
  const [written = '', signature = ''] = search.slice(1).split('&Signature=')
  const signed = written.slice(written.indexOf(`${kind}=`))
  const [certificate] = await ownCertificates(visitor)
  const bytes = Buffer.from(decodeURIComponent(signature), 'base64')
  expect(verify('sha256', Buffer.from(signed), certificate!.publicKey, bytes)).toBe(true)
  return parseXml(inflateRawSync(Buffer.from(searchParams.get(kind) ?? '', 'base64')).toString()).documentElement
}

const textIn = (message: Element, name: string) =>
  allElements(message)
    .filter(({ localName }) => localName === name)
    .map(({ textContent }) => textContent)

/** What a request for a sign-on has to say. */
function expectAuthnRequest(message: Element): void {
  expect(message.localName).toBe('AuthnRequest')
  expect(message.getAttribute('AssertionConsumerServiceURL')).toBe(assertionConsumer)
  expect(message.getAttribute('Destination')).toBe(enabled.loginPortalUrl)
  expect(message.getAttribute('IssueInstant')).toBe(START)
  expect(textIn(message, 'Issuer')).toEqual([ENTITY_ID])
}

test('by redirect a sign-on begins at the provider, with a signed request that says who asks and where to answer', async () => {
  const visitor = start({ bindingType: 'REDIRECT' }).visitor()
  const address = await departure(visitor)
  expect(address).toMatch(/^https:\/\/idp\.example\/sso\?tenant=1&SAMLRequest=/)
  const message = await messageIn(visitor, address)
  expectAuthnRequest(message)
  const SAMLResponse = honestResponse(honestAbout(message.getAttribute('ID') ?? ''))
  expect((await post(visitor, { SAMLResponse })).headers.get('Location')).toBe('/users')
})

test('by POST it begins on a page of ours, whose form may go to the provider and which runs nothing else', async () => {
  const backend = start({ bindingType: 'POST' })
  const visitor = backend.visitor()
  const address = await departure(visitor)
  const { status, headers, body } = await visitor('GET', address)
  expect(status).toBe(200)
  expect(headers.get('Content-Security-Policy')).toMatch(
    /^default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'sha256-[^ ]+'; form-action https:\/\/idp\.example https:$/,
  )
  expect(body).toContain('<form method="post" action="https://idp.example/sso?tenant=1">')
  const [, sent = ''] = /name="SAMLRequest" value="([^"]+)"/.exec(String(body)) ?? []
  const message = parseXml(Buffer.from(sent, 'base64').toString()).documentElement
  expectAuthnRequest(message)
  expect(textIn(message, 'SignatureValue')).toHaveLength(1)
  expect(address).toContain(message.getAttribute('ID'))
  // It is of this browser, and for fifteen minutes.
  const refused = { status: 404, body: expect.stringContaining('was not begun in this browser') }
  expect(await backend.visitor()('GET', address)).toMatchObject(refused)
  expect(await visitor('GET', '/sso/request?id=%00')).toMatchObject(refused)
  backend.clock.now = shift(START, 15 * MINUTE)
  expect(await visitor('GET', address)).toMatchObject(refused)
})

test('our next key pair is made 30 days before the end of the first, and both certificates are in the metadata', async () => {
  const backend = start({ bindingType: 'REDIRECT', hasAdminExemption: false })
  const visitor = backend.visitor()
  const [first, ...none] = await ownCertificates(visitor)
  expect(none).toEqual([])
  expect([first?.validFromDate, first?.validToDate]).toEqual([new Date(START), new Date(shift(START, 365 * DAY))])
  backend.clock.now = shift(START, 335 * DAY - 1)
  await departure(visitor)
  expect(await ownCertificates(visitor)).toHaveLength(1)
  backend.clock.now = shift(START, 335 * DAY)
  const begun = await departure(visitor)
  const both = await ownCertificates(visitor)
  expect(both.map(({ fingerprint256 }) => fingerprint256)).toEqual([first?.fingerprint256, expect.any(String)])
  expect(both[1]?.fingerprint256).not.toBe(first?.fingerprint256)
  // The first signs until an administrator says that the provider has the other; `messageIn` takes the first that is there.
  await messageIn(visitor, begun)
  await backend.inStore(async (tx) => {
    const [, next] = await tx.sso.ownKeys()
    await tx.sso.put({ ...(await tx.sso.get()), uploadedCertificate: next?.certificate.fingerprint ?? null })
  })
  expect((await ownCertificates(visitor)).map(({ fingerprint256 }) => fingerprint256)).toEqual([
    both[1]?.fingerprint256,
  ])
  await messageIn(visitor, await departure(visitor))
})

/** A request by the provider to sign Linked out, as the address a browser comes by. */
function logoutRequest(sessionIndexes: string[], change: { id?: string; nameId?: string; key?: KeyPair } = {}): string {
  responses += 1
  const { id = `_out${responses}`, nameId = 'Linked', key = keyPair } = change
  const indexes = sessionIndexes.map((index) => `<samlp:SessionIndex>${index}</samlp:SessionIndex>`).join('')
  const xml = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="${START}" Destination="${logout}"><saml:Issuer>${PROVIDER}</saml:Issuer><saml:NameID>${nameId}</saml:NameID>${indexes}</samlp:LogoutRequest>`
  const signing = { privateKey: key.privateKey, hashAlgorithm: 'SHA-256' } as const
  const { pathname, search } = new URL(
    signedAddress(logout, { kind: 'SAMLRequest', xml, relayState: 'there' }, signing),
  )
  return pathname + search
}

const isSignedIn = async (visitor: Visitor) => (await visitor('GET', '/api/session')).status === 200

test('a logout request of the provider ends the sessions that it names, and no others', async () => {
  const backend = start()
  const [one, other, third] = [backend.visitor(), backend.visitor(), backend.visitor()]
  await signOn(one, { sessionIndex: '_one' })
  await signOn(other, { sessionIndex: '_other' })
  await signOn(third, { sessionIndex: '_third' })
  const byPassword = await backend.signIn(cleo)
  const signedIn = () => Promise.all([one, other, third, byPassword].map(isSignedIn))
  const stranger = backend.visitor()

  for (const refused of [
    logoutRequest(['_one'], { key: strangersKeyPair }),
    logoutRequest(['_one']).replace('RelayState=there', 'RelayState=elsewhere'),
    logoutRequest(['_one']).replace(/&Signature=.*/, ''),
  ])
    expect(await stranger('GET', refused)).toMatchObject({ status: 400, body: expect.stringContaining('message') })
  for (const nobody of [logoutRequest(['_fourth']), logoutRequest([], { nameId: 'linked' })])
    expect(await stranger('GET', nobody)).toMatchObject({ status: 303 })
  expect(await signedIn()).toEqual([true, true, true, true])

  const { status, headers } = await stranger('GET', logoutRequest(['_one', '_third'], { id: '_out' }))
  expect(status).toBe(303)
  expect(await signedIn()).toEqual([false, true, false, true])
  const place = headers.get('Location') ?? ''
  expect(place).toMatch(/^https:\/\/idp\.example\/logout\?tenant=1&/)
  expect(new URL(place).searchParams.get('RelayState')).toBe('there')
  const message = await messageIn(stranger, place, 'SAMLResponse')
  expect([message.localName, message.getAttribute('InResponseTo')]).toEqual(['LogoutResponse', '_out'])
  expect((await stateOf(backend)).audit).toMatchObject({ action: 'Log out', outcome: 'done', userId: linked.id })

  await stranger('GET', logoutRequest([]))
  expect(await signedIn()).toEqual([false, false, false, true])
})

test('a logout request is good once, for as long as it could be sent again', async () => {
  const backend = start()
  const visitor = backend.visitor()
  const stranger = backend.visitor()
  await signOn(visitor)
  const request = logoutRequest([])
  expect(await stranger('GET', request)).toMatchObject({ status: 303 })
  expect(await isSignedIn(visitor)).toBe(false)
  await signOn(visitor)
  for (const minutes of [0, 5]) {
    backend.clock.now = shift(START, minutes * MINUTE)
    expect(await stranger('GET', request)).toMatchObject({
      status: 400,
      body: expect.stringContaining('This logout request was used before.'),
    })
    expect(await isSignedIn(visitor)).toBe(true)
  }
  // Even where it found nobody to sign out.
  const early = logoutRequest(['_later'])
  await stranger('GET', early)
  await signOn(visitor, { sessionIndex: '_later' })
  expect(await stranger('GET', early)).toMatchObject({ status: 400 })
  expect(await isSignedIn(visitor)).toBe(true)
})

test('who came through the provider leaves by way of it, with a signed request that names their session', async () => {
  const backend = start()
  const visitor = backend.visitor()
  await signOn(visitor, { sessionIndex: '_mine' })
  const place = goTo(await visitor('DELETE', '/api/session'))
  expect(place).toMatch(/^https:\/\/idp\.example\/logout\?tenant=1&SAMLRequest=/)
  const message = await messageIn(visitor, place)
  expect([message.localName, message.getAttribute('Destination')]).toEqual(['LogoutRequest', LOGOUT])
  expect(textIn(message, 'NameID')).toEqual(['Linked'])
  expect(textIn(message, 'SessionIndex')).toEqual(['_mine'])
  expect(visitor.from.sessionId).toBeNull()
  const admin = await backend.signIn(boss)
  expect((await admin('DELETE', '/api/session')).body).toEqual({ goTo: null })
})

test('a key sealed by another installation signs nothing, and keeps nobody signed in', async () => {
  const backend = start({ signOutUrl: 'https://idp.example/bye' })
  const [visitor, other] = [backend.visitor(), backend.visitor()]
  await signOn(visitor)
  await signOn(other)
  backend.host.vault.open = async () => null
  const body = { purpose: 'sign-on', next: '/' }
  expect(await visitor('POST', '/api/sign-on', body)).toMatchObject({ status: 409, body: { code: 'key-unreadable' } })
  expect(goTo(await visitor('DELETE', '/api/session'))).toBe('https://idp.example/bye')
  expect(await backend.visitor()('GET', logoutRequest([]))).toMatchObject({
    status: 409,
    body: expect.stringContaining('sealed by another installation'),
  })
  expect(await Promise.all([visitor, other].map(isSignedIn))).toEqual([false, false])
})

test('whoever has a key of the provider whose certificate has expired signs nobody on and nobody out', async () => {
  const past = await serviceProvider.makeKeyPair('idp.example', shift(START, -2 * DAY), shift(START, -DAY))
  const backend = start({ certificates: [keyPair.certificate, past.certificate] })
  const visitor = backend.visitor()
  await signOn(visitor)
  const other = backend.visitor()
  const forged = { ...honestAbout(await begin(other)), keyPair: past }
  await expectRefusal(backend, other, honestResponse(forged), 'signature')
  expect(await other('GET', logoutRequest([], { key: past }))).toMatchObject({ status: 400 })
  expect(await isSignedIn(visitor)).toBe(true)
})

test('an answer to a logout request may come by POST and ends where people sign in; a request may not', async () => {
  const backend = start()
  const visitor = backend.visitor()
  await signOn(visitor)
  const answered = await post(visitor, { SAMLResponse: 'anything', RelayState: 'https://evil.example/' }, '/sso/logout')
  expect([answered.status, answered.headers.get('Location')]).toEqual([303, '/sign-in'])
  const forms = [{ SAMLRequest: toBase64('<a/>') }, { SAMLRequest: 'x', SAMLResponse: 'x' }, {}]
  for (const form of forms)
    expect(await post(visitor, form, '/sso/logout')).toMatchObject({
      status: 400,
      body: expect.stringContaining('Logout requests are taken by redirect only.'),
    })
  expect(await isSignedIn(visitor)).toBe(true)
})
