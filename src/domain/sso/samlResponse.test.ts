import { expect, test } from 'vitest'
import { assertionXml, responseXml, signed, toBase64, type ResponseParts } from '#testing/identityProvider.ts'
import { serviceProvider } from '../../../server/serviceProvider.ts'
import { MAX_RESPONSE_BYTES, checkResponse, readResponse, requestNamedBy, unawaited } from './samlResponse.ts'
import type { Expected } from './signOnChecks.ts'
import { CHECKS } from './signOnRecord.ts'

const PROVIDER = 'https://idp.example/saml2'
const HERE = 'https://sp.example/sso/acs'
const keyPair = await serviceProvider.makeKeyPair('idp', '2029-01-01T00:00:00.000Z', '2031-01-01T00:00:00.000Z')

const parts: ResponseParts = {
  id: '_response',
  assertionId: '_assertion',
  issuer: PROVIDER,
  responseIssuer: PROVIDER,
  destination: HERE,
  inResponseTo: '_request',
  recipient: HERE,
  audience: 'sp',
  issuedAt: '2030-06-01T12:00:00Z',
  notBefore: '2030-06-01T11:59:00Z',
  notOnOrAfter: '2030-06-01T12:05:00Z',
  nameId: 'ada',
  sessionIndex: '_session',
  attributes: [],
  status: 'Success',
}
const expected: Expected = {
  provider: { identityProviderId: PROVIDER, certificates: [keyPair.certificate], hashAlgorithm: 'SHA-256' },
  entityId: 'sp',
  assertionConsumer: HERE,
  request: { id: '_request', at: '2030-06-01T11:58:00.000Z', purpose: 'sign-on', browser: '', next: '/' },
  now: '2030-06-01T12:01:00.000Z',
}

const signedXml = (xml = responseXml(parts)) => signed(xml, { keyPair, what: ['assertion'], hashAlgorithm: 'SHA-256' })
const check = (sent: string, ...rest: [Expected, (xml: string) => Promise<string | null>]) =>
  checkResponse(readResponse(sent), ...rest)
/** What the checks find where the signature is said to cover `covered`. */
const checkCovering = (covered: string | null, xml = signedXml()) =>
  check(toBase64(xml), expected, () => Promise.resolve(covered))
const never = () => Promise.reject(new Error('It must not be asked'))
const outcomes = ({ checks }: Awaited<ReturnType<typeof checkCovering>>) =>
  Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome]))

test('everything that is taken comes from what the signature covers, not from what was sent', async () => {
  const covered = assertionXml({
    ...parts,
    nameId: 'grace',
    sessionIndex: '_other',
    attributes: [
      { name: 'memberOf', values: ['a', ''] },
      { name: 'memberOf', values: ['b'] },
    ],
  })
  const { assertion } = await checkCovering(covered)
  expect(assertion).toMatchObject({ nameId: 'grace', sessionIndex: '_other' })
  expect(assertion!.attributes).toEqual([{ name: 'memberOf', values: ['a', '', 'b'] }])
})

test.each([
  ['nothing', null],
  ['another assertion', assertionXml({ ...parts, assertionId: '_other' })],
  ['the response', responseXml(parts)],
  ['no XML', '<'],
  [
    'an assertion in an assertion',
    assertionXml(parts).replace('<saml:Subject>', `${assertionXml(parts)}<saml:Subject>`),
  ],
  ['an assertion of two subjects', assertionXml(parts).replace('<saml:Subject>', '<saml:Subject/><saml:Subject>')],
])('where the signature covers %s, nothing is taken', async (_, covered) => {
  const checked = await checkCovering(covered)
  expect(checked.assertion).toBeNull()
  expect(outcomes(checked)['signature']).toBe('failed')
})

test('every check but those of the store has an outcome, in the order of the record', async () => {
  const { checks } = await checkCovering(assertionXml(parts))
  const ofTheStore = new Set<string>(['replay', 'user', 'mapping'])
  expect(checks.map(({ check }) => check)).toEqual(CHECKS.filter((check) => !ofTheStore.has(check)))
})

test('a correct response passes every check', async () => {
  const { checks } = await checkCovering(assertionXml(parts))
  expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
})

const failed = ({ checks }: Awaited<ReturnType<typeof checkCovering>>) =>
  checks.flatMap(({ check, outcome }) => (outcome === 'failed' ? check : []))
const elsewhere = 'https://elsewhere.example/'

test.each<[check: string, ofResponse: Partial<ResponseParts>, ofAssertion: Partial<ResponseParts>]>([
  ['status', { status: 'Requester' }, {}],
  ['issuer', { responseIssuer: elsewhere }, {}],
  ['issuer', {}, { issuer: elsewhere }],
  ['destination', { destination: elsewhere }, {}],
  ['recipient', {}, { recipient: elsewhere }],
  ['request', { inResponseTo: '_other' }, {}],
  ['request', {}, { inResponseTo: '_other' }],
  ['audience', {}, { audience: 'elsewhere' }],
  ['time', {}, { notOnOrAfter: '2030-06-01T12:00:00Z' }],
  ['audience', {}, { audience: 'sp\u00A0' }],
  ['issuer', {}, { issuer: `${PROVIDER}\u00A0` }],
  ['identifier', {}, { nameId: ' ' }],
])('one mistake fails only its own check: %s', async (check, ofResponse, ofAssertion) => {
  const xml = signedXml(responseXml({ ...parts, ...ofResponse }))
  const checked = await checkCovering(assertionXml({ ...parts, ...ofAssertion }), xml)
  expect(checked.assertion).not.toBeNull()
  expect(failed(checked)).toEqual([check])
})

test('a signed response must name its destination', async () => {
  const xml = responseXml({ ...parts, destination: null })
  const signing = (what: 'assertion' | 'response') => signed(xml, { keyPair, what: [what], hashAlgorithm: 'SHA-256' })
  expect(failed(await checkCovering(assertionXml(parts), signing('assertion')))).toEqual([])
  expect(failed(await checkCovering(assertionXml(parts), signing('response')))).toEqual(['destination'])
})

test('without a valid signature, the checks of the response can fail but not pass', async () => {
  const right = await checkCovering(null, signedXml(responseXml({ ...parts, destination: null })))
  expect(failed(right)).toEqual(['signature'])
  expect(outcomes(right)).toMatchObject({ issuer: 'not-made', destination: 'not-made', request: 'not-made' })
  const wrong = { ...parts, responseIssuer: elsewhere, destination: elsewhere, inResponseTo: '_other' }
  const checked = await checkCovering(null, signedXml(responseXml(wrong)))
  expect(failed(checked)).toEqual(['signature', 'issuer', 'destination', 'request'])
  expect(outcomes(checked)).toMatchObject({ recipient: 'not-made', audience: 'not-made', time: 'not-made' })
})

test('a refused signature names the certificates it was checked with, or says there are none', async () => {
  const detail = async (provider: Expected['provider']) => {
    const { checks } = await check(toBase64(signedXml()), { ...expected, provider }, () => Promise.resolve(null))
    return checks.find(({ check }) => check === 'signature')!.detail
  }
  expect(await detail(expected.provider)).toContain(`“${keyPair.certificate.name}” (SHA-256 `)
  expect(await detail({ ...expected.provider, certificates: [] })).toContain('No certificate of the identity provider')
})

test('without an assertion the signature is not checked', async () => {
  const { checks } = await check(toBase64(responseXml(parts, '')), expected, never)
  expect(checks.filter(({ check }) => check === 'assertion' || check === 'signature')).toMatchObject([
    { outcome: 'failed' },
    { outcome: 'not-made', detail: expect.stringContaining('no single assertion') },
  ])
})

const tagged = (count: number) => {
  const xml = signedXml()
  return xml.replace('<samlp:Status>', `${'<a/>'.repeat(count - xml.split('<').length + 1)}<samlp:Status>`)
}
const withAttributes = (count: number) => {
  const xml = signedXml()
  const more = Array.from({ length: count - xml.split('=').length + 1 }, (_, index) => `a${index}=""`)
  return xml.replace('<samlp:Status>', `<a ${more.join(' ')}/><samlp:Status>`)
}

test.each<[what: string, sent: string, words: string]>([
  ['nothing', '', 'Nothing was sent'],
  ['what is no base64', '=a', 'not base64'],
  ['base64 with something behind it', `${toBase64(signedXml())}!`, 'not base64'],
  ['a document type', toBase64(`<!DOCTYPE r>${signedXml()}`), 'DOCTYPE'],
  ['what is no XML', toBase64(signedXml().slice(0, -3)), 'is not XML'],
  ['an answer to a logout', toBase64(signedXml().replaceAll(':Response', ':LogoutResponse')), 'no SAML 2.0 response'],
  ['another version', toBase64(signedXml().replace('Version="2.0"', 'Version="1.1"')), 'version “1.1”'],
  ['more than 3,000 tags', toBase64(tagged(3001)), 'far more tags'],
  ['more than 10,000 attributes', toBase64(withAttributes(10_001)), 'far more tags'],
])('%s cannot be read, and the check says why', async (_, sent, words) => {
  const checked = await check(sent, expected, never)
  expect(checked).toMatchObject({ assertion: null })
  expect(checked.checks[0]).toMatchObject({ check: 'readable', outcome: 'failed' })
  expect(checked.checks[0]!.detail).toContain(words)
})

test('a response may have 3,000 tags and 10,000 attributes', async () => {
  for (const xml of [tagged(3000), withAttributes(10_000)])
    expect(outcomes(await checkCovering(null, xml))['readable']).toBe('passed')
})

test('a response without a status or its code does not say that the sign-on succeeded', async () => {
  for (const status of ['', '<samlp:Status/>']) {
    const xml = responseXml(parts).replace(/<samlp:Status>.*<\/samlp:Status>/, status)
    const { checks } = await check(toBase64(signedXml(xml)), expected, () => Promise.resolve(assertionXml(parts)))
    expect(checks.find(({ check }) => check === 'status')).toMatchObject({
      outcome: 'failed',
      detail: expect.stringContaining('has no status'),
    })
  }
})

test('the request that a response names is read without any check', () => {
  const named = (sent: string) => requestNamedBy(readResponse(sent))
  expect(named(toBase64(responseXml(parts)))).toBe('_request')
  expect(named(toBase64(responseXml({ ...parts, inResponseTo: null })))).toBeNull()
  for (const sent of ['', '%', toBase64('<html InResponseTo="_request"/>')]) expect(named(sent)).toBeNull()
})

test('a response that nobody waits for is not read, and its record says where users begin', () => {
  const { xml, checks, assertion } = unawaited(toBase64(signedXml()))
  expect(assertion).toBeNull()
  expect(xml).toContain('<samlp:Response')
  const [made, ...others] = checks.filter(({ outcome }) => outcome !== 'not-made')
  expect(made).toMatchObject({ check: 'request', outcome: 'failed' })
  expect(made!.detail).toMatch(/no sign-on under way, .* Users have to begin at this address/)
  expect(others).toEqual([])
})

test('what cannot be read is looked at no further, and its start is kept where it is text', async () => {
  const html = await check(toBase64('<html/>'), expected, never)
  expect(html.xml).toBe('<html/>')
  expect(Object.values(outcomes(html)).filter((outcome) => outcome === 'not-made')).toHaveLength(10)
  expect((await check('%', expected, never)).xml).toBe('')
  const large = await check(toBase64('x'.repeat(MAX_RESPONSE_BYTES + 10)), expected, never)
  expect(large.xml).toMatch(/^x{75000}$/)
  const compressed = await check(Buffer.from([0xff, 0xfe, 0x41]).toString('base64'), expected, never)
  expect(compressed.checks[0]!.detail).toContain('not text in UTF-8')
})

test('base64 may be broken into lines, and a byte order mark may stand before the XML', async () => {
  const encoded = toBase64(`\uFEFF${signedXml()}`).replaceAll(/.{76}/g, '$&\r\n')
  const checked = await check(encoded, expected, () => Promise.resolve(assertionXml(parts)))
  expect(outcomes(checked)['readable']).toBe('passed')
  expect(checked.assertion).not.toBeNull()
})

test('a response is as large as 256 KB and no larger', async () => {
  const padded = (bytes: number) => toBase64(signedXml().padEnd(bytes, ' '))
  const at = async (bytes: number) =>
    outcomes(await check(padded(bytes), expected, () => Promise.resolve(null)))['readable']
  expect(await at(MAX_RESPONSE_BYTES)).toBe('passed')
  expect(await at(MAX_RESPONSE_BYTES + 1)).toBe('failed')
})

test('why the identity provider refused is said in its words and with the usual cause', async () => {
  const refused = responseXml({ ...parts, status: 'Responder' }, '').replace(
    '"urn:oasis:names:tc:SAML:2.0:status:Responder"/>',
    '"urn:oasis:names:tc:SAML:2.0:status:Responder"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:RequestDenied"/></samlp:StatusCode><samlp:StatusMessage>Not assigned</samlp:StatusMessage>',
  )
  const { checks } = await check(toBase64(refused), expected, never)
  expect(checks.find(({ check }) => check === 'status')!.detail).toBe(
    'The identity provider refused the sign-on with the primary StatusCode “Responder”, then “RequestDenied”, and says: “Not assigned”. The identity provider does not let this person come here: assign them to this application there.',
  )
})

test('a status code that nobody has heard of is no property of an object', async () => {
  const { checks } = await check(toBase64(responseXml({ ...parts, status: 'constructor' })), expected, never)
  expect(checks.find(({ check }) => check === 'status')!.detail).toMatch(/“constructor”. Its log says why.$/)
})

test('of several ways to confirm the one that is meant for here counts', async () => {
  const elsewhere =
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData Recipient="https://elsewhere.example/"/></saml:SubjectConfirmation>'
  const covered = assertionXml(parts).replace('<saml:SubjectConfirmation ', `${elsewhere}<saml:SubjectConfirmation `)
  expect(Object.values(outcomes(await checkCovering(covered)))).not.toContain('failed')
})

test('a response can be used until the first of its ends, skew included, and never past the year 9999', async () => {
  const session = assertionXml(parts).replace(
    '<saml:AuthnStatement ',
    '<saml:AuthnStatement SessionNotOnOrAfter="2030-06-01T12:02:00Z" ',
  )
  expect((await checkCovering(session)).assertion!.usableUntil).toBe('2030-06-01T12:03:00.000Z')
  const endless = assertionXml({ ...parts, notOnOrAfter: '9999-12-31T23:59:59Z' })
  expect((await checkCovering(endless)).assertion!.usableUntil).toBe('9999-12-31T23:59:59.999Z')
})

test('an assertion without an AuthnStatement of its own signs nobody in', async () => {
  const without = assertionXml(parts).replace(/<saml:AuthnStatement[\s\S]*<\/saml:AuthnStatement>/, '')
  const inAdvice = without.replace('</saml:Conditions>', '$&<saml:Advice><saml:AuthnStatement/></saml:Advice>')
  for (const sent of [without, inAdvice]) {
    const checked = await check(toBase64(responseXml(parts, sent)), expected, never)
    expect(failed(checked)).toEqual(['assertion'])
    expect(checked.checks.find(({ outcome }) => outcome === 'failed')!.detail).toMatch(
      /no AuthnStatement.* Have the identity provider send one/,
    )
    // Also where the signature covers another assertion than the one that was sent.
    expect(await checkCovering(sent)).toMatchObject({ assertion: null })
  }
})

const withSessionEnds = (...ends: string[]) =>
  assertionXml(parts).replace(/<saml:AuthnStatement [\s\S]*<\/saml:AuthnStatement>/, (statement) =>
    ends.map((end) => statement.replace(' ', ` SessionNotOnOrAfter="${end}" `)).join(''),
  )

test('the session ends with the first of the sessions at the identity provider, skew included', async () => {
  expect((await checkCovering(assertionXml(parts))).assertion!.sessionEndsAt).toBeNull()
  const covered = withSessionEnds('2030-06-01T20:00:00Z', '2030-06-01T13:00:00Z', '2030-06-02T12:00:00Z')
  expect((await checkCovering(covered)).assertion!.sessionEndsAt).toBe('2030-06-01T13:01:00.000Z')
})

test('a session that has ended at the identity provider begins none here, beyond a minute of skew', async () => {
  expect(failed(await checkCovering(withSessionEnds('2030-06-01T12:00:01Z')))).toEqual([])
  for (const ends of [['2030-06-01T12:00:00Z'], ['2030-06-01T20:00:00Z', '2030-06-01T12:00:00Z']])
    expect(failed(await checkCovering(withSessionEnds(...ends)))).toEqual(['time'])
})

test.each([
  ['XML white space around it is no part of', ' \t\r\nada&#32;&#9;\n ', 'ada'],
  ['a no-break space is a part of', 'ada&#160;', 'ada\u00A0'],
  ['an ideographic space is a part of', '&#12288;ada', '\u3000ada'],
  ['a byte order mark is a part of', '&#65279;ada', '\uFEFFada'],
])('%s the NameID', async (_, sent, nameId) => {
  expect((await checkCovering(assertionXml({ ...parts, nameId: sent }))).assertion).toMatchObject({ nameId })
})

test('values that consist of elements are left out, and do not keep anybody out', async () => {
  const covered = assertionXml({ ...parts, attributes: [{ name: 'targeted', values: ['', 'a'] }] }).replace(
    '"xs:string"></saml',
    '"xs:string"><saml:NameID>x</saml:NameID></saml',
  )
  const checked = await checkCovering(covered)
  expect(Object.values(outcomes(checked))).not.toContain('failed')
  expect(checked.assertion!.attributes).toEqual([{ name: 'targeted', values: ['a'] }])
})

test('nesting as deep as the limits allow is read or refused in time', { timeout: 20_000 }, async () => {
  const deep = `<samlp:Extensions>${'<a>'.repeat(1450)}${'</a>'.repeat(1450)}</samlp:Extensions>`
  const xml = signedXml().replace('<samlp:Status>', `${deep}<samlp:Status>`)
  const wide = signedXml().replace(
    '<samlp:Status>',
    `<a ${Array.from({ length: 9000 }, (_, n) => `a${n}="${n}"`).join(' ')}/><samlp:Status>`,
  )
  for (const each of [xml, wide]) {
    const start = performance.now()
    const checked = await check(toBase64(each), expected, (sent) =>
      serviceProvider.verifiedAssertion(sent, expected.provider),
    )
    expect(checked.checks[0]!.outcome).toBe('passed')
    expect(performance.now() - start).toBeLessThan(5000)
  }
})
