import { createSign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { person, START, startBackend, type Visitor } from '#testing/backend.ts'
import { DAY, MINUTE, shift } from '#src/domain/instant.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { MOST_OTHERS } from '#src/domain/sso/signOnRecord.ts'
import { serviceProvider } from './serviceProvider.ts'
import { responseXml, signed, toBase64 } from '#testing/identityProvider.ts'

/* What holds of sign-ons from end to end, where the answers are signed. */

const PROVIDER = 'https://idp.example/saml2'
const OWN = 'http://northwind.my.localhost/'
const { assertionConsumer, logout } = serviceProviderAddresses(OWN)
const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

const keyPair = await serviceProvider.makeKeyPair('idp.example', shift(START, -DAY), shift(START, DAY))
const [ada, ben] = [person('ada', { ssoUsername: 'ada' }), person('ben', { ssoUsername: 'ben' })]

function start() {
  const sso: SingleSignOn = {
    ...DEFAULT_SSO,
    type: 'saml2',
    identityProviderId: PROVIDER,
    loginPortalUrl: 'https://idp.example/sso',
    certificates: [keyPair.certificate],
    isEnabled: true,
  }
  const backend = startBackend({ sso, users: [ada, ben] })
  backend.host.serviceProvider = serviceProvider
  const ask = async (visitor: Visitor, method: string, path: string, body: string | null = null) => {
    const response = await backend.api.fetch(new Request(new URL(path, OWN), { method, body }), visitor.from)
    return { status: response.status, location: response.headers.get('Location'), text: await response.text() }
  }
  const post = (visitor: Visitor, response: string) =>
    ask(visitor, 'POST', '/sso/acs', new URLSearchParams({ SAMLResponse: response, again: '1' }).toString())
  async function begin(visitor: Visitor, next = '/'): Promise<string> {
    const { body } = await visitor('POST', '/api/sign-on', { purpose: 'sign-on', next })
    return new URL((body as { goTo: string }).goTo, OWN).searchParams.get('id') ?? ''
  }
  const recent = () => backend.inStore((tx) => tx.signOns.recent())
  return { ...backend, ask, post, begin, recent }
}

let made = 0
/** What the identity provider answers. */
function answerTo(request: string, nameId: string): string {
  const parts = {
    id: `_response${++made}`,
    assertionId: `_assertion${made}`,
    issuer: PROVIDER,
    responseIssuer: PROVIDER,
    destination: assertionConsumer,
    inResponseTo: request,
    recipient: assertionConsumer,
    audience: 'northwind.my.workfront.com/SAML2',
    issuedAt: START,
    notBefore: START,
    notOnOrAfter: shift(START, 5 * MINUTE),
    nameId,
    sessionIndex: '_session',
    attributes: [],
    status: 'Success',
  }
  return toBase64(signed(responseXml(parts), { keyPair, what: ['assertion'], hashAlgorithm: 'SHA-256' }))
}

/** The address by which it has somebody signed out. */
function logoutRequest(at: string): string {
  const xml = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_out" Version="2.0" IssueInstant="${at}" Destination="${logout}"><saml:Issuer>${PROVIDER}</saml:Issuer><saml:NameID>ada</saml:NameID></samlp:LogoutRequest>`
  const query = `SAMLRequest=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}&SigAlg=${encodeURIComponent(SHA256)}`
  const signature = createSign('sha256').update(query).sign(keyPair.privateKey, 'base64')
  return `/sso/logout?${query}&Signature=${encodeURIComponent(signature)}`
}

test('of two answers to one request that come at once, one signs somebody in', async () => {
  const { visitor, begin, post, recent } = start()
  const browser = visitor()
  const request = await begin(browser)
  await Promise.all(['ada', 'ben'].map((nameId) => post(browser, answerTo(request, nameId))))
  expect((await recent()).map(({ outcome }) => outcome).toSorted()).toEqual(['refused', 'signed-on'])
})

test('an answer that is sent again and again pushes no record of another sign-on out', async () => {
  const { visitor, begin, post, recent, clock } = start()
  const [browser, thief] = [visitor(), visitor()]
  const answer = answerTo(await begin(browser), 'ada')
  await post(browser, answer)
  for (let times = 0; times < 40; times++) {
    // Within a minute they would be one record.
    clock.now = shift(START, times * MINUTE)
    await post(thief, answer)
  }
  const outcomes = (await recent()).map(({ outcome }) => outcome)
  expect(outcomes).toHaveLength(1 + MOST_OTHERS)
  expect(outcomes).toContain('signed-on')
})

test('a certificate that has expired signs nobody in and nobody out', async () => {
  const { visitor, begin, post, ask, clock } = start()
  const browser = visitor()
  await post(browser, answerTo(await begin(browser), 'ada'))
  clock.now = shift(START, DAY + MINUTE)
  expect(await ask(visitor(), 'GET', logoutRequest(clock.now))).toMatchObject({ status: 400 })
  clock.now = shift(START, MINUTE)
  expect((await browser('GET', '/api/session')).status).toBe(200)
  expect(await ask(visitor(), 'GET', logoutRequest(clock.now))).toMatchObject({ status: 303, location: '/sign-in' })
  expect((await browser('GET', '/api/session')).status).toBe(401)
})

test('whatever characters an address has, somebody who signed on comes back to it', async () => {
  const { visitor, begin, post } = start()
  const browser = visitor()
  const answer = answerTo(await begin(browser, '/users?search=é%20😀'), 'ada')
  expect((await post(browser, answer)).location).toBe('/users?search=%C3%A9%20%F0%9F%98%80')
})
