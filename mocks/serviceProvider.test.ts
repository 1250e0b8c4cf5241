import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import type { KeyPair, OwnSide, ServiceProvider } from '#src/api/signOn/serviceProvider.ts'
import { ada, ben, person, START, startBackend, type Visitor } from '#testing/backend.ts'
import { bytesOf } from '#src/domain/base64.ts'
import { DAY, HOUR, MINUTE, shift } from '#src/domain/instant.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import { defaultServiceProviderId, DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { requireSignatureForm } from '#src/domain/sso/signatureForm.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { SignOnDetails, SignOnList } from '#src/domain/sso/signOnRecord.ts'
import { Departure } from '#src/domain/sso/signOnRequest.ts'
import { serviceProvider as servers } from '../server/serviceProvider.ts'
import { responseXml, signed, toBase64, type ResponseParts, type Signing } from '#testing/identityProvider.ts'
import { serviceProvider } from './serviceProvider.ts'
import { signedText } from './xmlSignature.ts'

/* What the demo in the browser signs and checks holds against the libraries of the server, and nothing else gets through. */

const [FROM, TO] = [shift(START, -DAY), shift(START, 400 * DAY)]
const [keyPair, strangers] = await Promise.all([
  servers.makeKeyPair('idp.example', FROM, TO),
  servers.makeKeyPair('idp.example', FROM, TO),
])
const ownKeyPair = await serviceProvider.makeKeyPair('northwind production', FROM, TO)
const PROVIDER = 'https://idp.example/saml2'
const provider: Parameters<ServiceProvider['verifiedAssertion']>[1] = {
  identityProviderId: PROVIDER,
  certificates: [keyPair.certificate],
  hashAlgorithm: 'SHA-256',
}

const HOME = 'http://northwind.my.localhost/'
const own: OwnSide = { entityId: 'sp.example/SAML2', addresses: serviceProviderAddresses(HOME), keyPair: ownKeyPair }

let responses = 0

function response(change: Partial<ResponseParts> = {}, signing: Partial<Signing> = {}): string {
  responses++
  const parts: ResponseParts = {
    id: `_response${responses}-`,
    assertionId: `_assertion${responses}-`,
    issuer: PROVIDER,
    responseIssuer: PROVIDER,
    destination: own.addresses.assertionConsumer,
    inResponseTo: '_request',
    recipient: own.addresses.assertionConsumer,
    audience: defaultServiceProviderId('northwind', 'production'),
    issuedAt: START,
    notBefore: START,
    notOnOrAfter: shift(START, HOUR),
    nameId: 'Linked',
    sessionIndex: '_session',
    attributes: [{ name: 'cn', values: ['Lin & <Ked> "ü"\tand\r\nso on'] }],
    status: 'Success',
  }
  const how: Signing = { keyPair, what: ['assertion'], hashAlgorithm: 'SHA-256', ...signing }
  return signed(responseXml({ ...parts, ...change }), how)
}

test.each<Partial<Signing>>([
  { what: ['assertion'] },
  { what: ['response'] },
  { what: ['assertion', 'response'] },
  { hashAlgorithm: 'SHA-1' },
])('of a response that another library signed what is signed is read, as the server reads it: %j', async (signing) => {
  const xml = response({}, signing)
  const covered = await serviceProvider.verifiedAssertion(xml, provider)
  expect(covered).toContain('Linked')
  expect(covered).toBe(await servers.verifiedAssertion(xml, provider))
})

test('a response in which anything was changed, or that another key has signed, says nothing', async () => {
  const xml = response()
  const changed = [
    xml.replace('Lin &', 'Len &'),
    xml.replace('>Linked<', '>linked<'),
    xml.replace('so on', 'so  on'),
    xml.replace(/(<ds:DigestValue>)./, '$1/'),
    xml.replace(/(<ds:SignatureValue>)./, '$1/'),
    xml.replace(/<ds:Signature .*<\/ds:Signature>/s, ''),
    response({}, { keyPair: strangers }),
    'no XML',
  ]
  for (const text of changed) {
    expect(text).not.toBe(xml)
    expect(await serviceProvider.verifiedAssertion(text, provider), text).toBeNull()
  }
  expect(await serviceProvider.verifiedAssertion(xml, { ...provider, certificates: [] })).toBeNull()
})

const enabled: SingleSignOn = {
  ...DEFAULT_SSO,
  ...provider,
  type: 'saml2',
  loginPortalUrl: 'https://idp.example/sso',
  isEnabled: true,
}
const linked = person('linked', { ssoUsername: 'Linked' })

/** Begins a sign-on, and answers the ID of its request. */
async function begin(visitor: Visitor): Promise<string> {
  const { body } = await visitor('POST', '/api/sign-on', { purpose: 'sign-on', next: '/users' })
  return new URL(Departure.parse(body).goTo ?? '', HOME).searchParams.get('id') ?? ''
}

async function post(visitor: Visitor, xml: string): Promise<string> {
  const fields = new URLSearchParams({ SAMLResponse: toBase64(xml), again: '1' })
  const { headers } = await visitor('POST', '/sso/acs', fields.toString())
  return headers.get('Location') ?? ''
}

test('with it the backend signs somebody on by a signed answer, once, and by no other', async () => {
  const backend = startBackend({ sso: enabled, users: [ada, ben, linked] }, serviceProvider)
  const failed = async () => {
    // Refusals of one kind wait for one another.
    await backend.recorders.writeAll()
    const admin = await backend.withSession(ada)
    const { signOns } = SignOnList.parse((await admin('GET', '/api/sign-ons')).body)
    const { checks } = SignOnDetails.parse((await admin('GET', `/api/sign-ons/${signOns[0]?.id}`)).body)
    return checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)
  }
  const visitor = backend.visitor()
  const inResponseTo = await begin(visitor)
  for (const [xml, check] of [
    [response({ inResponseTo }).replace('Lin &', 'Len &'), 'signature'],
    [response({ inResponseTo }, { keyPair: strangers }), 'signature'],
    [response({ inResponseTo, audience: 'somebody.else/SAML2' }), 'audience'],
    [response({ inResponseTo: '_another' }), 'request'],
  ] as const) {
    expect(await post(visitor, xml)).toBe('/sign-in?problem=refused')
    expect(await failed()).toEqual([check])
  }
  // What comes again was looked at once, whatever came of it.
  const unknown = response({ inResponseTo, nameId: 'Unknown' })
  for (const check of ['user', 'replay']) {
    expect(await post(visitor, unknown)).toContain('/sign-in?problem=')
    expect(await failed()).toEqual([check])
  }
  expect(visitor.from.sessionId).toBeNull()
  const good = response({ inResponseTo })
  expect(await post(visitor, good)).toBe('/users')
  expect((await visitor('GET', '/api/session')).body).toMatchObject({ user: { id: linked.id } })
  expect(await post(visitor, good)).toBe('/sign-in?problem=refused')
  expect(await failed()).toEqual(['request'])
  const again = good.replaceAll(inResponseTo, await begin(visitor))
  expect(await post(visitor, again)).toBe('/sign-in?problem=refused')
  expect(await failed()).toEqual(['signature'])
})

test('a key pair has a certificate that it has signed itself, for these days', () => {
  const { certificate, privateKey } = ownKeyPair
  const read = new X509Certificate(Buffer.from(certificate.der, 'base64'))
  expect(read.verify(read.publicKey)).toBe(true)
  expect(read.subject).toBe('CN=northwind production')
  expect(read.fingerprint256).toBe(certificate.fingerprint)
  expect([read.validFromDate.toISOString(), read.validToDate.toISOString()]).toEqual([FROM, TO])
  expect(certificate).toMatchObject({ name: 'northwind production.cer', validFrom: FROM, validTo: TO })
  expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
})

test.each(['SHA-1', 'SHA-256'] as const)(
  'a request in a form is signed as SAML has it, with %s',
  async (hashAlgorithm) => {
    const destination = {
      bindingType: 'POST',
      loginPortalUrl: 'https://idp.example/sso?a=1&b=2',
      hashAlgorithm,
    } as const
    const message = await serviceProvider.authnRequest(own, destination, { id: '_asked', at: START })
    if (message.by !== 'POST') throw new Error('Not by POST')
    const xml = new TextDecoder().decode(bytesOf(message.fields['SAMLRequest'] ?? '') ?? undefined)
    const root = parseXml(xml).documentElement
    requireSignatureForm(root, root, hashAlgorithm)
    expect(await signedText(root, [strangers.certificate])).toBeNull()
    expect(await signedText(root, [ownKeyPair.certificate])).toContain('ID="_asked"')
  },
)

/** Each reads what the other has written: the browser's service provider and the server's. */
test.each<[string, ServiceProvider, ServiceProvider]>([
  ['the browser', serviceProvider, servers],
  ['the server', servers, serviceProvider],
])('logout messages that %s signs hold at the other', async (_, writer, reader) => {
  const sender: OwnSide = { ...own, entityId: PROVIDER, keyPair }
  const to = { singleLogoutUrl: own.addresses.logout, hashAlgorithm: 'SHA-256' } as const
  const read = (address: string, change: Partial<{ certificates: KeyPair['certificate'][] }> = {}) =>
    reader.readLogout(
      new URL(address).search,
      own,
      { ...provider, certificates: [keyPair.certificate], ...change },
      START,
    )
  const signedOnAs = { nameId: 'Linked & <Co>', nameIdFormat: null, sessionIndex: '_session' }
  const request = await writer.logoutRequest(sender, to, { id: '_out', at: START, signedOnAs })
  expect(await read(request)).toEqual({
    kind: 'request',
    issuer: PROVIDER,
    id: '_out',
    nameId: 'Linked & <Co>',
    sessionIndexes: ['_session'],
    relayState: null,
    usableUntil: shift(START, 6 * MINUTE),
  })
  const answer = { id: '_answer', at: START, inResponseTo: '_out', relayState: 'back & forth' }
  const done = await writer.logoutResponse(sender, to, answer)
  expect(await read(done)).toEqual({ kind: 'response' })
  for (const changed of [request.replace(/SAMLRequest=./, 'SAMLRequest=A'), done.replace('back', 'bock')])
    await expect(read(changed)).rejects.toThrow('The signature of the message does not hold')
  await expect(read(done, { certificates: [strangers.certificate] })).rejects.toThrow('does not hold')
  await expect(
    read(await writer.logoutResponse(sender, to, { ...answer, at: shift(START, -7 * MINUTE) })),
  ).rejects.toThrow('not in the last five minutes')
})

test('a message that unpacks to more than any message needs is not unpacked', async () => {
  const to = { singleLogoutUrl: own.addresses.logout, hashAlgorithm: 'SHA-256' } as const
  const signedOnAs = { nameId: 'x'.repeat(100_000), nameIdFormat: null, sessionIndex: null }
  const address = await serviceProvider.logoutRequest({ ...own, keyPair }, to, { id: '_out', at: START, signedOnAs })
  await expect(serviceProvider.readLogout(new URL(address).search, own, provider, START)).rejects.toThrow('too long')
})
