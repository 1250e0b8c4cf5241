import { createSign, verify, X509Certificate } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { OwnSide } from '#src/api/signOn/serviceProvider.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { LogoutMessage } from '#src/domain/sso/logoutMessage.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { serviceProvider } from './serviceProvider.ts'

const FROM = '2029-01-01T00:00:00.000Z'
const TO = '2031-01-01T00:00:00.000Z'
const NOW = '2030-06-01T12:00:00.000Z'
type Provider = Parameters<typeof serviceProvider.verifiedAssertion>[1]

const PROVIDER = 'https://idp.example/saml2'
const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'

const [ownKeyPair, keyPair, strangersKeyPair] = (await Promise.all(
  ['sp.example', 'idp.example', 'idp.example'].map((name) => serviceProvider.makeKeyPair(name, FROM, TO)),
)) as [OwnSide['keyPair'], OwnSide['keyPair'], OwnSide['keyPair']]

const addresses = serviceProviderAddresses('https://sp.example/')
const own: OwnSide = { entityId: 'sp.example/SAML2', addresses, keyPair: ownKeyPair }
const receiver = { singleLogoutUrl: 'https://idp.example/logout?tenant=1', hashAlgorithm: 'SHA-256' } as const
const provider: Provider = {
  identityProviderId: PROVIDER,
  certificates: [keyPair.certificate],
  hashAlgorithm: 'SHA-256',
}

/** The XML of the message in an address of ours, whose signature must be good. */
function sent(address: string, kind: string): string {
  const { search } = new URL(address)
  const [text, signature] = search.slice(1).split('&Signature=') as [string, string]
  const signed = text.slice(text.indexOf(kind))
  const { publicKey } = new X509Certificate(Buffer.from(ownKeyPair.certificate.der, 'base64'))
  expect(verify('sha256', Buffer.from(signed), publicKey, Buffer.from(decodeURIComponent(signature), 'base64'))).toBe(
    true,
  )
  const parameters = new URLSearchParams(signed)
  expect(parameters.get('SigAlg')).toBe(SHA256)
  return inflateRawSync(Buffer.from(parameters.get(kind)!, 'base64')).toString()
}

test('a request by redirect carries its signature in the address, which keeps its own query', async () => {
  const message = await serviceProvider.authnRequest(
    own,
    { bindingType: 'REDIRECT', loginPortalUrl: 'https://idp.example/sso?tenant=1#top', hashAlgorithm: 'SHA-256' },
    { id: '_1', at: NOW },
  )
  expect(message.by).toBe('REDIRECT')
  const { searchParams, hash } = new URL(message.url)
  expect([searchParams.get('tenant'), searchParams.get('RelayState'), hash]).toEqual(['1', null, '#top'])
  const xml = sent(message.url, 'SAMLRequest')
  expect(xml).toContain('Destination="https://idp.example/sso?tenant=1#top"')
  expect(xml).not.toContain('Signature')
})

test('a request to sign somebody out says who, and of which session', async () => {
  const signedOnAs = { nameId: 'ada & co', nameIdFormat: 'urn:x', sessionIndex: '_s' }
  const xml = sent(await serviceProvider.logoutRequest(own, receiver, { id: '_1', at: NOW, signedOnAs }), 'SAMLRequest')
  expect(xml).toContain('<saml:NameID Format="urn:x">ada &#38; co</saml:NameID>')
  expect(xml).toContain('<samlp:SessionIndex>_s</samlp:SessionIndex>')
  const less = { nameId: 'ada', nameIdFormat: null, sessionIndex: null }
  const short = sent(
    await serviceProvider.logoutRequest(own, receiver, { id: '_1', at: NOW, signedOnAs: less }),
    'SAMLRequest',
  )
  expect(short).toContain('<saml:NameID>ada</saml:NameID></samlp:LogoutRequest>')
})

test('the answer to a logout request names it and brings its relay state back', async () => {
  const answer = { id: '_2', at: NOW, inResponseTo: '_1', relayState: "it's a b&c" }
  const address = await serviceProvider.logoutResponse(own, receiver, answer)
  expect(sent(address, 'SAMLResponse')).toMatch(/InResponseTo="_1".*status:Success/)
  expect(new URL(address).searchParams.get('RelayState')).toBe("it's a b&c")
})

interface Wanted {
  kind?: string
  xml?: string
  relayState?: string | null
  algorithm?: string
  privateKey?: string
  compressed?: Buffer
}

const newRequest = ({
  attributes = '',
  issuer = PROVIDER,
  at = NOW,
  destination = addresses.logout,
  content = '',
} = {}) =>
  `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_out" Version="2.0" IssueInstant="${at}" Destination="${destination}" ${attributes}><saml:Issuer>${issuer}</saml:Issuer>${content || '<saml:NameID>ada</saml:NameID><samlp:SessionIndex>_s</samlp:SessionIndex>'}</samlp:LogoutRequest>`

/** The query that the identity provider sends. */
function query({
  kind = 'SAMLRequest',
  xml = newRequest(),
  relayState = null,
  algorithm = SHA256,
  privateKey = keyPair.privateKey,
  compressed = deflateRawSync(xml),
}: Wanted = {}): string {
  const signed = [
    `${kind}=${encodeURIComponent(compressed.toString('base64'))}`,
    ...(relayState === null ? [] : [`RelayState=${relayState}`]),
    `SigAlg=${encodeURIComponent(algorithm)}`,
  ].join('&')
  const signature = createSign(algorithm === SHA1 ? 'sha1' : 'sha256')
    .update(signed)
    .sign(privateKey, 'base64')
  return `${signed}&Signature=${encodeURIComponent(signature)}`
}

const read = (text: string, changes: Partial<Provider> = {}): Promise<LogoutMessage> =>
  serviceProvider.readLogout(text, own, { ...provider, ...changes }, NOW)

async function refusal(text: string): Promise<string> {
  try {
    await read(text)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid') return error.message
    throw error
  }
  throw new Error('It was not refused')
}

const READ = {
  kind: 'request',
  issuer: PROVIDER,
  id: '_out',
  nameId: 'ada',
  sessionIndexes: ['_s'],
  relayState: null,
  usableUntil: '2030-06-01T12:06:00.000Z',
}

test('a signed logout request is read, and an answer is known as one', async () => {
  expect(await read(query())).toEqual(READ)
  expect(await read(`?${query()}`)).toEqual(READ)
  const xml = newRequest().replaceAll('LogoutRequest', 'LogoutResponse')
  expect(await read(query({ kind: 'SAMLResponse', xml }))).toEqual({ kind: 'response' })
})

test('the signature is one of the characters that were sent, however they encode the text', async () => {
  const relayState = 'a%20b+%c3%a9%C3%A9'
  expect(await read(query({ relayState }))).toEqual({ ...READ, relayState: 'a b éé' })
  expect(await read(query({ relayState: '' }))).toEqual({ ...READ, relayState: '' })
  expect(await read(`other=1&${query()}&more=2`)).toEqual(READ)
})

test('SHA-1 is taken where it is chosen, and any issuer where none is known', async () => {
  expect(await read(query({ algorithm: SHA1 }), { hashAlgorithm: 'SHA-1' })).toEqual(READ)
  const issuer = 'urn:other'
  expect(await read(query({ xml: newRequest({ issuer }) }), { identityProviderId: '' })).toEqual({ ...READ, issuer })
})

test('a request can be used until the first of its ends, skew included', async () => {
  const until = async (attributes: string, at = NOW) => {
    const message = await read(query({ xml: newRequest({ attributes, at }) }))
    return message.kind === 'request' && message.usableUntil
  }
  expect(await until('', '2030-06-01T11:57:00.000Z')).toBe('2030-06-01T12:03:00.000Z')
  expect(await until('NotOnOrAfter="2030-06-01T12:01:00Z"')).toBe('2030-06-01T12:02:00.000Z')
  expect(await until('NotOnOrAfter="2030-06-01T13:00:00Z"')).toBe(READ.usableUntil)
})

test('a no-break space is a part of whom a request names, white space of XML around it is not', async () => {
  const named = async (nameId: string) => {
    const content = `<saml:NameID>${nameId}</saml:NameID><samlp:SessionIndex>${nameId}</samlp:SessionIndex>`
    return read(query({ xml: newRequest({ content }) }))
  }
  expect(await named(' \tada\r\n')).toMatchObject({ nameId: 'ada', sessionIndexes: ['ada'] })
  expect(await named('ada&#160;')).toMatchObject({ nameId: 'ada\u00A0', sessionIndexes: ['ada\u00A0'] })
  expect(await refusal(query({ xml: newRequest({ issuer: `${PROVIDER}&#160;` }) }))).toMatch(/issuer of the message/)
})

const without = (name: string) =>
  query()
    .split('&')
    .filter((pair) => !pair.startsWith(`${name}=`))
    .join('&')

const REFUSED: [name: string, query: () => string, words: RegExp][] = [
  ['no message', () => '', /no message/],
  ['two messages', () => `${query()}&SAMLResponse=x`, /more than one/],
  ['one message twice', () => `${query()}&${query()}`, /two of SAMLRequest/],
  ['no signature', () => without('Signature'), /not signed/],
  ['no algorithm', () => without('SigAlg'), /not signed/],
  ['a relay state that was not signed', () => `${query()}&RelayState=x`, /does not hold/],
  ['another relay state', () => query({ relayState: 'there' }).replace('there', 'here'), /does not hold/],
  ['a relay state left out', () => query({ relayState: 'there' }).replace('RelayState=there&', ''), /does not hold/],
  ['the key of a stranger', () => query({ privateKey: strangersKeyPair.privateKey }), /does not hold/],
  ['SHA-1', () => query({ algorithm: SHA1 }), /SHA-1/],
  ['a secret for a key', () => query({ algorithm: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1' }), /is not taken/],
  ['an algorithm of an object', () => query({ algorithm: 'constructor' }), /is not taken/],
  ['another encoding of the same', () => query().replace('%2B', '+').replace('%3D', '='), /does not hold|base64/],
  ['damaged escapes', () => query().replace('SigAlg=', 'SigAlg=%'), /damaged/],
  ['no compressed text', () => query({ compressed: Buffer.from('abc') }), /not compressed/],
  ['what unpacks to very much', () => query({ xml: newRequest() + ' '.repeat(1_000_000) }), /too long/],
  ['no XML', () => query({ xml: '<a' }), /not XML/],
  ['a document type', () => query({ xml: `<!DOCTYPE a>${newRequest()}` }), /DOCTYPE/],
  ['an answer as a request', () => query({ kind: 'SAMLResponse' }), /expected was a LogoutResponse/],
  ['SAML 1.1', () => query({ xml: newRequest().replace('2.0"', '1.1"').replace('Version="2.0"', '') }), /of SAML 2.0/],
  ['another issuer', () => query({ xml: newRequest({ issuer: 'urn:other' }) }), /expected was “https:\/\/idp.example/],
  ['another destination', () => query({ xml: newRequest({ destination: 'https://other.example/' }) }), /is for/],
  ['yesterday', () => query({ xml: newRequest({ at: '2030-05-31T12:00:00.000Z' }) }), /last five minutes/],
  ['tomorrow', () => query({ xml: newRequest({ at: '2030-06-02T12:00:00.000Z' }) }), /last five minutes/],
  ['no time', () => query({ xml: newRequest({ at: 'soon' }) }), /last five minutes/],
  [
    'a time that is over',
    () => query({ xml: newRequest({ attributes: 'NotOnOrAfter="2030-06-01T11:58:00Z"' }) }),
    /could be used until/,
  ],
  ['nobody', () => query({ xml: newRequest({ content: '<saml:NameID> </saml:NameID>' }) }), /one NameID/],
  ['two people', () => query({ xml: newRequest({ content: '<saml:NameID>a</saml:NameID>'.repeat(2) }) }), /one NameID/],
  ['an encrypted name', () => query({ xml: newRequest({ content: '<saml:EncryptedID/>' }) }), /encrypted/],
]

for (const [name, made, words] of REFUSED)
  test(`a logout message is refused: ${name}`, async () => {
    expect(await read(query())).toEqual(READ)
    expect(await refusal(made())).toMatch(words)
  })

test('whatever single character of a signed query is changed, it says the same or is refused', async () => {
  const original = query({ relayState: 'there' })
  const answers = await Promise.all(
    Array.from(original, async (character, place) => {
      const changed = original.slice(0, place) + (character === 'A' ? 'B' : 'A') + original.slice(place + 1)
      return read(changed).catch((error: unknown) => error)
    }),
  )
  for (const answer of answers)
    if (!(answer instanceof DomainError)) expect(answer).toEqual({ ...READ, relayState: 'there' })
  expect(answers.filter((answer) => answer instanceof DomainError).length).toBeGreaterThan(original.length * 0.95)
})
