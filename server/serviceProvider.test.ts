import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OwnSide } from '#src/api/signOn/serviceProvider.ts'
import { pemOf } from '#src/domain/certificate.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import { checkResponse, readResponse, requestNamedBy } from '#src/domain/sso/samlResponse.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import type { CheckedResponse, Expected } from '#src/domain/sso/signOnChecks.ts'
import { allElements } from '#src/domain/sso/xml.ts'
import { honestResponse, SAML_ATTACKS, type Honest } from '#testing/samlAttacks.ts'
import { serviceProvider } from './serviceProvider.ts'
import { assertionXml, responseXml, signed, toBase64, type Signing } from '#testing/identityProvider.ts'
import { CHANGES, mutated } from '#testing/xmlMutations.ts'

const FROM = '2029-01-01T00:00:00.000Z'
const TO = '2031-01-01T00:00:00.000Z'
const NOW = '2030-06-01T12:01:00.000Z'

const [keyPair, strangersKeyPair, ownKeyPair] = (await Promise.all(
  ['idp.example', 'idp.example', 'sp.example'].map((name) => serviceProvider.makeKeyPair(name, FROM, TO)),
)) as [Honest['keyPair'], Honest['keyPair'], Honest['keyPair']]

const PROVIDER = 'https://idp.example/saml2'
const addresses = serviceProviderAddresses('https://sp.example/')
const own: OwnSide = { entityId: 'sp.example/SAML2', addresses, keyPair: ownKeyPair }

const provider = {
  identityProviderId: PROVIDER,
  certificates: [keyPair.certificate],
  hashAlgorithm: 'SHA-256',
} as const satisfies Expected['provider']

const expected: Expected = {
  provider,
  entityId: own.entityId,
  assertionConsumer: addresses.assertionConsumer,
  request: { id: '_request', at: '2030-06-01T11:58:00.000Z', purpose: 'sign-on', browser: '', next: '/' },
  now: NOW,
}

const honest: Honest = {
  parts: {
    id: '_response',
    assertionId: '_assertion',
    issuer: PROVIDER,
    responseIssuer: PROVIDER,
    destination: addresses.assertionConsumer,
    inResponseTo: '_request',
    recipient: addresses.assertionConsumer,
    audience: own.entityId,
    issuedAt: '2030-06-01T12:00:00Z',
    notBefore: '2030-06-01T11:59:00Z',
    notOnOrAfter: '2030-06-01T12:05:00.123Z',
    nameId: 'ada.lovelace',
    sessionIndex: '_session',
    attributes: [
      { name: 'givenName', values: ['Ada & “Augusta”'] },
      { name: 'memberOf', values: ['Analysts', 'Engineers <1>'] },
    ],
    status: 'Success',
  },
  keyPair,
  strangersKeyPair,
}

const check = (encoded: string, changes: Partial<Expected> = {}): Promise<CheckedResponse> => {
  const all = { ...expected, ...changes }
  return checkResponse(readResponse(encoded), all, (xml) => serviceProvider.verifiedAssertion(xml, all.provider))
}
const namedBy = (encoded: string) => requestNamedBy(readResponse(encoded))
const failedIn = ({ checks }: CheckedResponse) =>
  checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)
const isAccepted = (checked: CheckedResponse) =>
  checked.assertion !== null && checked.checks.every(({ outcome }) => outcome === 'passed')
const wordsOf = (checked: CheckedResponse, name: string) => checked.checks.find(({ check }) => check === name)!.detail

const CONTENT = {
  id: '_assertion',
  issuer: PROVIDER,
  nameId: 'ada.lovelace',
  nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  sessionIndex: '_session',
  attributes: honest.parts.attributes,
  usableUntil: '2030-06-01T12:06:00.000Z',
  sessionEndsAt: null,
}

const WAYS: Signing['what'][] = [['assertion'], ['response'], ['assertion', 'response']]

for (const what of WAYS)
  test(`a response whose ${what.join(' and ')} is signed is accepted, and says who somebody is`, async () => {
    const encoded = honestResponse(honest, what)
    const checked = await check(encoded)
    expect(checked.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(checked.assertion).toEqual(CONTENT)
    expect(namedBy(encoded)).toBe('_request')
  })

for (const { name, failing, forge } of SAML_ATTACKS)
  test(`refused by the check ${failing}: ${name}`, async () => {
    expect(isAccepted(await check(honestResponse(honest)))).toBe(true)
    const checked = await check(forge(honest))
    expect(failedIn(checked)[0]).toBe(failing)
    if (['readable', 'assertion', 'signature'].includes(failing)) expect(checked.assertion).toBeNull()
    for (const { detail } of checked.checks) expect(detail).toMatch(/\.$/)
  })

test('even of a signature in a form that SAML does not have, only what it covers is answered', async () => {
  for (const { failing, forge } of SAML_ATTACKS) {
    if (failing !== 'signature' && failing !== 'assertion') continue
    const xml = Buffer.from(forge(honest), 'base64').toString()
    // Two names are really signed by the provider in one of them.
    const covered = (await serviceProvider.verifiedAssertion(xml, provider)) ?? ''
    expect(covered.replace('<saml:NameID>somebody.else</saml:NameID>', '')).not.toMatch(/somebody\.else|>admin/)
  }
})

test('a comment in a name neither cuts it nor is part of it', async () => {
  const signedXml = Buffer.from(honestResponse(honest), 'base64').toString()
  const encoded = toBase64(
    signedXml.replace('ada.lovelace', 'ada<!-- x -->.lovelace').replace('Analysts', '<!---->Analysts'),
  )
  const checked = await check(encoded)
  expect(isAccepted(checked)).toBe(true)
  expect(checked.assertion).toEqual(CONTENT)
})

test('a signature may have any prefix or none, and name prefixes that count though nothing uses them', async () => {
  for (const prefix of ['', 'dsig', 'a']) {
    const signer = new SignedXml({
      privateKey: keyPair.privateKey,
      signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
      canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
    })
    signer.addReference({
      xpath: "//*[local-name(.)='Assertion']",
      transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha512',
      inclusiveNamespacesPrefixList: ['xs'],
    })
    signer.computeSignature(responseXml(honest.parts), {
      prefix,
      location: { reference: "//*[local-name(.)='Assertion']/*[local-name(.)='Issuer']", action: 'after' },
    })
    expect((await check(toBase64(signer.getSignedXml()))).assertion).toEqual(CONTENT)
  }
})

test('SHA-1 is taken where it is chosen, and so is what is better', async () => {
  for (const hashAlgorithm of ['SHA-1', 'SHA-256'] as const) {
    const encoded = toBase64(signed(responseXml(honest.parts), { keyPair, what: ['assertion'], hashAlgorithm }))
    expect(isAccepted(await check(encoded, { provider: { ...provider, hashAlgorithm: 'SHA-1' } }))).toBe(true)
  }
})

test('any of several certificates will do, and none at all will not', async () => {
  const encoded = honestResponse(honest)
  const certificates = [strangersKeyPair.certificate, keyPair.certificate]
  expect(isAccepted(await check(encoded, { provider: { ...provider, certificates } }))).toBe(true)
  const without = await check(encoded, { provider: { ...provider, certificates: [] } })
  expect(failedIn(without)).toEqual(['signature'])
  expect(wordsOf(without, 'signature')).toContain('No certificate')
})

test('without an entity ID of the identity provider any issuer passes, and it is said', async () => {
  const checked = await check(honestResponse(honest), { provider: { ...provider, identityProviderId: '' } })
  expect(isAccepted(checked)).toBe(true)
  expect(wordsOf(checked, 'issuer')).toContain('any issuer with the right certificate passes')
})

test('whoever began nothing, or long ago, or in another browser, is told so', async () => {
  for (const changes of [{ request: null }, { request: { ...expected.request!, at: '2030-06-01T11:45:00.000Z' } }]) {
    const checked = await check(honestResponse(honest), changes)
    expect(failedIn(checked)).toEqual(['request'])
    expect(wordsOf(checked, 'request')).toContain('another browser, longer than 15 minutes ago')
  }
})

test('clocks may be a minute apart, and not more', async () => {
  const at = async (now: string) => failedIn(await check(honestResponse(honest), { now }))
  expect(await at('2030-06-01T12:05:59.999Z')).toEqual([])
  expect(await at('2030-06-01T12:06:00.000Z')).toEqual(['time'])
  expect(await at('2030-06-01T11:58:00.000Z')).toEqual([])
  expect(await at('2030-06-01T11:57:59.999Z')).toEqual(['time'])
})

test('what is wrong besides a signature that does not hold is said too, and what is right is left open', async () => {
  const wrong = {
    ...honest.parts,
    destination: 'https://elsewhere.example/',
    responseIssuer: 'https://elsewhere.example',
  }
  const checked = await check(toBase64(responseXml(wrong)))
  expect(failedIn(checked)).toEqual(['signature', 'issuer', 'destination'])
  expect(wordsOf(checked, 'destination')).toMatch(/“https:\/\/elsewhere.example\/”.*“https:\/\/sp.example\/sso\/acs”/)
  expect(checked.checks.find(({ check }) => check === 'request')).toMatchObject({ outcome: 'not-made' })
})

test('words and values that deceive the eye are shown as what they are, and cut', async () => {
  const audience = `x\u202Ey${'z'.repeat(500)}`
  const checked = await check(honestResponse({ ...honest, parts: { ...honest.parts, audience } }))
  expect(wordsOf(checked, 'audience')).toContain('⟨U+202E⟩')
  expect(wordsOf(checked, 'audience').length).toBeLessThan(600)
})

test('a name that will be another one the next time is warned about', async () => {
  const assertion = assertionXml(honest.parts).replace('1.1:nameid-format:unspecified', '2.0:nameid-format:transient')
  const xml = signed(responseXml(honest.parts, assertion), { keyPair, what: ['assertion'], hashAlgorithm: 'SHA-256' })
  expect(wordsOf(await check(toBase64(xml)), 'identifier')).toContain('another one the next time')
})

test('what names no request, or is none of ours, names none and never throws', () => {
  expect(SAML_ATTACKS.every(({ forge }) => typeof namedBy(forge(honest)) !== 'undefined')).toBe(true)
  expect(namedBy('%')).toBeNull()
  expect(namedBy(toBase64('<a/>'))).toBeNull()
  expect(namedBy(toBase64(responseXml({ ...honest.parts, inResponseTo: null })))).toBeNull()
})

test(
  'whatever is changed in a signed response, nobody comes out of it but who was signed',
  { timeout: 300_000 },
  async () => {
    const outcomes = { accepted: 0, refused: 0 }
    const originals = WAYS.map((what) => Buffer.from(honestResponse(honest, what), 'base64').toString())
    const run = fc.asyncProperty(fc.nat(WAYS.length - 1), CHANGES, async (way, changes) => {
      const xml = mutated(originals[way]!, changes)
      const checked = await check(toBase64(xml))
      if (isAccepted(checked)) {
        expect(checked.assertion, xml).toEqual(CONTENT)
        outcomes.accepted += 1
      } else outcomes.refused += 1
      if (checked.assertion) expect(checked.assertion, xml).toEqual({ ...CONTENT, usableUntil: expect.anything() })
    })
    await fc.assert(run, { numRuns: 2400, seed: 2030 })
    // Some changes are in nothing that counts, such as what is said of the key.
    expect(outcomes.accepted).toBeGreaterThan(50)
    expect(outcomes.refused).toBeGreaterThan(1000)
  },
)

test('a key pair is of RSA, may sign, and its certificate lasts as long as asked for', () => {
  const certificate = new X509Certificate(Buffer.from(keyPair.certificate.der, 'base64'))
  expect(keyPair.certificate).toMatchObject({ name: 'idp.example.cer', validFrom: FROM, validTo: TO })
  expect(certificate.subject).toBe('CN=idp.example')
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 })
  expect(createPublicKey(createPrivateKey(keyPair.privateKey)).equals(certificate.publicKey)).toBe(true)
  expect(certificate.serialNumber.length).toBeGreaterThan(16)
  expect(keyPair.certificate.fingerprint).not.toBe(strangersKeyPair.certificate.fingerprint)
})

for (const hashAlgorithm of ['SHA-1', 'SHA-256'] as const)
  test(`a request by POST is signed with ${hashAlgorithm} right after its issuer`, async () => {
    const loginPortalUrl = 'https://idp.example/post?a=1&b="2"'
    const message = await serviceProvider.authnRequest(
      own,
      { bindingType: 'POST', loginPortalUrl, hashAlgorithm },
      { id: '_1', at: NOW },
    )
    if (message.by !== 'POST') throw new Error('It goes by redirect')
    expect(message.url).toBe(loginPortalUrl)
    const xml = Buffer.from(message.fields['SAMLRequest']!, 'base64').toString()
    const root = parseXml(xml).documentElement
    expect(
      allElements(root)
        .slice(0, 3)
        .map(({ localName }) => localName),
    ).toEqual(['AuthnRequest', 'Issuer', 'Signature'])
    expect(Object.fromEntries(Array.from(root.attributes).map(({ name, value }) => [name, value]))).toMatchObject({
      ID: '_1',
      IssueInstant: NOW,
      Destination: loginPortalUrl,
      ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
      AssertionConsumerServiceURL: addresses.assertionConsumer,
    })
    expect(xml).toContain(`<saml:Issuer>${own.entityId}</saml:Issuer>`)
    const verifier = new SignedXml({ publicCert: pemOf(ownKeyPair.certificate) })
    verifier.loadSignature(/<Signature[\s\S]*<\/Signature>/.exec(xml)![0])
    expect(verifier.checkSignature(xml)).toBe(true)
    expect(verifier.signatureAlgorithm).toMatch(hashAlgorithm === 'SHA-1' ? /#rsa-sha1$/ : /#rsa-sha256$/)
  })
