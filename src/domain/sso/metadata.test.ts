import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  NAMESPACES,
  newFederation,
  newKey,
  newMetadata,
  newServiceProvider,
  newSignOn,
  newSignOut,
  PROVIDER,
} from '#testing/newMetadata.ts'
import { certificateOf as newCertificate, CN, GENERALIZED_TIME, UTF8 } from '#testing/certificateBytes.ts'
import { toBase64 } from '../base64.ts'
import { Certificate, MAX_FILE_NAME } from '../certificate.ts'
import { DomainError } from '../errors.ts'
import { readCertificate } from '../readCertificate.ts'
import { decodeMetadata, MAX_METADATA_BYTES, readMetadata } from './metadata.ts'
import { parseXml } from './parseXml.ts'
import { EntityId, MAX_SIGNING_CERTIFICATES, SingleSignOn } from './settings.ts'

const NOW = '2030-06-01T12:00:00.000Z'

/** The base64 of a certificate, another one for each name, valid in the years given. */
const certificate = (name: string, from = 2026, to = 2036) =>
  toBase64(
    newCertificate({
      subject: [[[CN, UTF8, name]]],
      validFrom: [GENERALIZED_TIME, `${from}0101000000Z`],
      validTo: [GENERALIZED_TIME, `${to}0101000000Z`],
    }),
  )
const CERTIFICATE = certificate('Northwind A')
const GOOD = newMetadata({ certificates: [CERTIFICATE] })

const read = (xml: string) => readMetadata(xml, parseXml, NOW)
const only = (xml: string) => {
  const [provider, ...others] = read(xml)
  expect(others).toEqual([])
  return provider!.read()
}

const utf8 = (text: string) => Buffer.from(text)
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

function refusalOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid') return error.message
    throw error
  }
  throw new Error('It was not refused')
}
const refusal = (xml: string) => refusalOf(() => read(xml).map((provider) => provider.read()))

test('metadata says who the identity provider is, where people sign in and out, and what it signs with', () => {
  const { fingerprint, validFrom, validTo } = readCertificate(Buffer.from(CERTIFICATE, 'base64'))
  expect(only(GOOD)).toEqual({
    entityId: PROVIDER,
    loginPortalUrls: { POST: `${PROVIDER}/post`, REDIRECT: `${PROVIDER}/redirect` },
    signOutUrl: `${PROVIDER}/logout`,
    singleLogoutUrl: `${PROVIDER}/logout`,
    certificates: [{ name: 'Signing certificate of idp.example', der: CERTIFICATE, fingerprint, validFrom, validTo }],
    leftOut: [],
  })
})

test.each([
  ['another prefix', GOOD.replaceAll('md:', 'm:').replaceAll(':md=', ':m=')],
  ['no prefix', GOOD.replaceAll('md:', '').replaceAll(':md=', '=')],
  ['another prefix for signatures', GOOD.replaceAll('ds:', 'dsig:').replaceAll(':ds=', ':dsig=')],
  ['a byte order mark and line breaks before it', `\uFEFF\n\n${GOOD}\n`],
  ['an XML declaration', `<?xml version="1.0" encoding="UTF-16" standalone="no"?>\n${GOOD}`],
  [
    'processing instructions',
    `<?xml-stylesheet href="https://evil.example/x.xsl"?>${GOOD.replace('<md:IDP', '<?php a?><md:IDP')}`,
  ],
  ['line breaks in base64', GOOD.replace(CERTIFICATE, CERTIFICATE.replaceAll(/.{64}/g, '\n\t $&\r\n'))],
  ['base64 without its padding', GOOD.replace(CERTIFICATE, CERTIFICATE.replace(/=+$/, ''))],
  ['comments in base64', GOOD.replace(CERTIFICATE, `${CERTIFICATE.slice(0, 9)}<!-- a -->${CERTIFICATE.slice(9)}`)],
  ['base64 as CDATA', GOOD.replace(CERTIFICATE, `<![CDATA[${CERTIFICATE.slice(0, 9)}]]>${CERTIFICATE.slice(9)}`)],
  ['characters by number', GOOD.replace('https://idp', '&#x68;ttps://idp')],
  ['blanks around an address', GOOD.replace(`"${PROVIDER}/post"`, `" ${PROVIDER}/post\n"`)],
  ['a base for relative addresses', GOOD.replace('entityID', 'xml:base="https://evil.example/" entityID')],
  ['a web page in it', GOOD.replace('<md:IDP', '<html xmlns="http://www.w3.org/1999/xhtml"/><md:IDP')],
  ['one group around it', newFederation([GOOD])],
  ['groups around it', newFederation([newFederation([newServiceProvider(), newFederation([GOOD])])])],
  ['a service provider beside it', newFederation([newServiceProvider(), GOOD])],
  ['a service provider’s part within it', GOOD.replace('<md:IDP', '<md:SPSSODescriptor/><md:IDP')],
  [
    'several protocols',
    GOOD.replace(
      '="urn:oasis:names:tc:SAML:2.0:p',
      '="urn:oasis:names:tc:SAML:1.1:protocol\n  urn:oasis:names:tc:SAML:2.0:p',
    ),
  ],
])('metadata is read alike with %s', (_, xml) => {
  expect(xml).not.toBe(GOOD)
  expect(only(xml)).toEqual(only(GOOD))
})

const evil = newMetadata({
  entityId: 'https://evil.example/saml2',
  certificates: [certificate('evil')],
  services: newSignOn('HTTP-POST', 'https://evil.example/post'),
})
const evilRole = /<md:IDPSSO.*<\/md:IDPSSODescriptor>/s.exec(evil)![0]

test.each([
  ['in extensions', newMetadata({ certificates: [CERTIFICATE], extensions: `<md:Extensions>${evil}</md:Extensions>` })],
  ['in a foreign element', newFederation([GOOD, `<a xmlns="https://evil.example">${evil}</a>`])],
  ['within another provider', newMetadata({ certificates: [CERTIFICATE], extensions: evil })],
  ['in another namespace', newFederation([GOOD, evil.replaceAll('SAML:2.0:metadata', 'SAML:2.0:metadata#')])],
  ['in a comment', newFederation([GOOD, `<!-- ${evil} -->`])],
  ['in CDATA', newFederation([GOOD, `<![CDATA[${evil}]]>`])],
  [
    'to be included',
    newFederation([GOOD, '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="https://evil.example/"/>']),
  ],
  [
    'as its part in extensions',
    newMetadata({ certificates: [CERTIFICATE], extensions: `<md:Extensions>${evilRole}</md:Extensions>` }),
  ],
  [
    'as an address in extensions of its part',
    GOOD.replace('<md:Key', `<md:Extensions>${newSignOn('HTTP-POST', 'https://evil.example/')}</md:Extensions><md:Key`),
  ],
  [
    'as a certificate in extensions',
    newMetadata({
      certificates: [CERTIFICATE],
      extensions: `<md:Extensions><!-- evil -->${newKey(certificate('evil'))}</md:Extensions>`,
    }),
  ],
])('a second provider hidden %s is not seen', (_, xml) => {
  expect(xml).toContain('evil')
  expect(only(xml)).toEqual(only(GOOD))
})

test.each([
  ['a document type', '<!DOCTYPE md:EntityDescriptor>'],
  ['an external one', '<!DOCTYPE a SYSTEM "file:///etc/passwd">'],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "https://evil.example/">]>'],
  [
    'an entity bomb',
    `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${'bcdefghij'.replaceAll(/./g, (name) => `<!ENTITY ${name} "${`&${String.fromCharCode(name.charCodeAt(0) - 1)};`.repeat(10)}">`)}]>`,
  ],
  ['a document type in small letters', '<!doctype a>'],
  ['an entity outside of one', '<!ENTITY a "b">'],
])('metadata with %s is refused before it is parsed', (_, declaration) => {
  const parse = () => expect.unreachable()
  for (const xml of [declaration + GOOD, `<?xml version="1.0"?>${declaration}${GOOD}`])
    expect(refusalOf(() => readMetadata(xml, parse, NOW))).toContain('DOCTYPE')
})

test('a document type that only the parser sees is refused too', () => {
  const document = parseXml(`<!DOCTYPE a>${GOOD}`)
  expect(refusalOf(() => readMetadata(GOOD, () => document, NOW))).toContain('DOCTYPE')
})

test('more than 1 MB is refused before it is parsed, and before it is decoded', () => {
  const parse = () => expect.unreachable()
  const xml = GOOD + ' '.repeat(2 * MAX_METADATA_BYTES)
  expect(refusalOf(() => readMetadata(xml, parse, NOW))).toContain('larger than 1 MB')
  expect(refusalOf(() => decodeMetadata(new TextEncoder().encode(xml)))).toContain('larger than 1 MB')
  const most = GOOD.padEnd(MAX_METADATA_BYTES)
  expect(only(decodeMetadata(new TextEncoder().encode(most)))).toEqual(only(GOOD))
})

test('nesting as deep as 1 MB allows is refused or read, and ends', () => {
  const times = (count: number, text: string) => text.repeat(count)
  const group = `<EntitiesDescriptor>`
  const groups = (inner: string) =>
    `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${times(20_000, group)}${inner}${times(20_001, group.replace('<', '</'))}`
  expect(only(groups(GOOD))).toEqual(only(GOOD))
  expect(refusal(groups(''))).toContain('describes no identity provider')
  const deep = `${times(100_000, '<a>')}${times(100_000, '</a>')}`
  expect(refusal(deep)).toContain('not SAML 2.0 metadata')
  expect(only(GOOD.replace('<md:IDP', `${deep}<md:IDP`))).toEqual(only(GOOD))
  expect(refusal(GOOD.replace(CERTIFICATE, deep))).toContain('damaged')
  const prefixes = Array.from({ length: 20_000 }, (_, index) => `<a xmlns:p${index}="u">`)
  expect(refusal(prefixes.join('') + times(20_000, '</a>'))).toContain('not XML')
})

test.each([
  ['', 'nothing in it'],
  [' \n', 'nothing in it'],
  ['hello', 'not XML'],
  ['-----BEGIN CERTIFICATE-----', 'not XML'],
  [GOOD.slice(0, -1), 'not XML'],
  [GOOD.replace('</md:IDPSSODescriptor>', ''), 'not XML'],
  [`${GOOD}${GOOD}`, 'not XML'],
  [GOOD.replace('xmlns:md', 'xmlns:other'), 'not XML'],
  [GOOD.replace('https', '&unknown;https'), 'not XML'],
  ['<!doctype html><html><body>Sign in</body></html>', 'web page'],
  ['<HTML lang="en">', 'web page'],
  ['<a/>', 'it begins with “a”'],
  ['<EntityDescriptor/>', 'it begins with “EntityDescriptor”'],
  [`<md:IDPSSODescriptor ${NAMESPACES}/>`, 'it begins with “IDPSSODescriptor”'],
  [newFederation([]), 'describes no identity provider'],
  [`<md:EntityDescriptor ${NAMESPACES} entityID="a"/>`, 'describes no identity provider'],
  [newServiceProvider(), 'metadata of a service provider'],
  [newFederation([newServiceProvider('a'), newServiceProvider('b')]), 'metadata of a service provider'],
  [GOOD.replace('SAML:2.0:protocol', 'SAML:1.1:protocol'), 'does not support SAML 2.0'],
  [GOOD.replace('SAML:2.0:protocol', 'SAML:2.0:protocols'), 'does not support SAML 2.0'],
  [GOOD.replace('protocolSupportEnumeration', 'protocols'), 'does not support SAML 2.0'],
  [GOOD.replace('entityID', 'id'), 'without an entity ID'],
  [GOOD.replace(`"${PROVIDER}"`, '" "'), 'without an entity ID'],
  [GOOD.replace(`"${PROVIDER}"`, '"an id"'), 'The entity ID “an id”'],
  [GOOD.replace(`"${PROVIDER}"`, `"${PROVIDER}\u00A0"`), 'it may have no blanks'],
  [GOOD.replace(`"${PROVIDER}"`, `"${'a'.repeat(1025)}"`), `The entity ID “${'a'.repeat(100)}…”`],
  [newFederation([GOOD, GOOD]), `describes “${PROVIDER}” twice`],
  [newFederation([GOOD, newFederation([GOOD.replace(`"${PROVIDER}"`, `" ${PROVIDER}"`)])]), 'twice'],
  [GOOD.replace('<md:IDP', `${evilRole}<md:IDP`), 'twice as an identity provider'],
  [newMetadata({ certificates: [] }), 'There is no certificate'],
  [newMetadata({ certificates: [CERTIFICATE] }).replace('signing', 'encryption'), 'There is no certificate'],
  [GOOD.replaceAll('xmldsig#', 'xmldsig'), 'There is no certificate'],
  [GOOD.replace(CERTIFICATE, ''), 'damaged or incomplete'],
  [GOOD.replace(CERTIFICATE, 'no base64!'), 'damaged or incomplete'],
  [GOOD.replace(CERTIFICATE, CERTIFICATE.slice(0, 200)), 'damaged or incomplete'],
  [GOOD.replace(CERTIFICATE, 'A'.repeat(100_000)), 'damaged or incomplete'],
  [GOOD.replace(CERTIFICATE, `<a>${CERTIFICATE}</a>`), 'damaged or incomplete'],
  [newMetadata({ certificates: [CERTIFICATE, 'AAAA'] }), 'damaged or incomplete'],
  [newMetadata({ certificates: [certificate('old', 2020, 2030)] }), 'has expired'],
  [newMetadata({ certificates: [certificate('never', 2040, 2035)] }), 'has expired'],
  [newMetadata({ certificates: [CERTIFICATE], services: '' }), 'no address to sign in at by POST or REDIRECT'],
  [
    newMetadata({ certificates: [CERTIFICATE], services: newSignOn('SOAP', `${PROVIDER}/soap`) }),
    'no address to sign in at by POST or REDIRECT',
  ],
])('metadata that cannot be used is refused with the reason: %#', (xml, reason) => {
  expect(refusal(xml)).toContain(reason)
})

test.each([
  ['http://idp.example/', '“http://idp.example/”'],
  ['javascript:alert(1)', '“javascript:alert(1)”'],
  ['data:text/html,a', '“data:text/html,a”'],
  ['/relative', '“/relative”'],
  ['//idp.example/', '“//idp.example/”'],
  ['', '“”'],
  ['https://idp.example/a b', '“https://idp.example/a b”'],
  ['https://somebody@idp.example/', '“https://somebody@idp.example/”'],
  ['https://idp.example/ &#x202E;moc', '“https://idp.example/ ⟨U+202E⟩moc”'],
  [`https://idp.example/${'a'.repeat(2048)}`, `“https://idp.example/${'a'.repeat(80)}…”`],
])(
  'a provider with an address that nobody may be sent to is refused, and the address named safely: %s',
  (location, named) => {
    for (const service of [newSignOn('HTTP-POST', location), newSignOut('HTTP-Redirect', location)])
      expect(
        refusal(newMetadata({ certificates: [CERTIFICATE], services: newSignOn('HTTP-Redirect', PROVIDER) + service })),
      ).toContain(`${named}, cannot be used`)
  },
)

test.each([
  ['UTF-8', utf8(`<?xml version="1.0"?><a>é</a>`)],
  ['UTF-8 with a byte order mark', utf8('\uFEFF<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>')],
  ['UTF-8 that says it was UTF-16', utf8('<?xml version="1.0" encoding="utf-16"?><a>é</a>')],
  ['UTF-16, little endian', utf16('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>é</a>')],
  ['UTF-16, big endian', utf16('\uFEFF<a>é</a>').swap16()],
  ['UTF-16 without a byte order mark', utf16('<?xml version="1.0"?><a>é</a>')],
  ['UTF-16, big endian, without a byte order mark', utf16('<a>é</a>').swap16()],
  ['Latin-1', Buffer.from(`<?xml version='1.0' encoding = 'ISO-8859-1'?><a>é</a>`, 'latin1')],
  ['Windows-1252', Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a>é</a>', 'latin1')],
])('a file is read in %s', (_, file) => {
  expect(decodeMetadata(file)).toMatch(/<a>é<\/a>$/)
})

test.each([
  ['no UTF-8 at all', Buffer.from('<a>é</a>', 'latin1')],
  ['half a character of UTF-16', utf16('\uFEFF<a/>').subarray(0, -1)],
  ['an encoding of no known name', utf8('<?xml version="1.0" encoding="x-evil&#x202E;"?><a/>')],
  ['an encoding without a name', utf8('<?xml version="1.0" encoding=""?><a/>')],
])('a file is refused that is in %s', (_, file) => {
  expect(refusalOf(() => decodeMetadata(file))).toContain('not written in the encoding')
})

test.each([
  ['2030-06-01T12:00:00Z', true],
  ['2030-06-01T12:00:00.1234567Z', true],
  ['2030-06-01T12:00:00', true],
  ['2030-06-01T14:00:00+02:00', true],
  ['9999-12-31T23:59:59Z', true],
  [' 2031-01-01T00:00:00Z\n', true],
  ['2030-06-01T11:59:59Z', false],
  ['2030-06-01T13:59:59+02:00', false],
  ['2030-06-01T11:59:59.999', false],
  ['2031', false],
  ['2031-13-01T00:00:00Z', false],
  ['', false],
  ['never', false],
])('metadata counts until the time it names, wherever it names one: %s', (validUntil, counts) => {
  const until = `validUntil="${validUntil}"`
  for (const xml of [
    newMetadata({ certificates: [CERTIFICATE], entityAttributes: until }),
    newMetadata({ certificates: [CERTIFICATE], roleAttributes: until }),
    newFederation([GOOD], until),
    newFederation([newFederation([GOOD], until)]),
  ])
    if (counts) expect(only(xml)).toEqual(only(GOOD))
    else expect(refusal(xml)).toContain('valid until')
})

test('of several providers each is read by itself, so that one which cannot be used is in nobody’s way', () => {
  const [bad, good] = read(newFederation([newMetadata({ entityId: 'bad', certificates: ['AAAA'] }), GOOD]))
  expect([bad?.entityId, good?.entityId]).toEqual(['bad', PROVIDER])
  expect(refusalOf(() => bad?.read())).toContain('A certificate that “bad” signs with is damaged')
  expect(good?.read()).toEqual(only(GOOD))
})

test('people sign in at the first address for POST and for REDIRECT', () => {
  const services = ['HTTP-Artifact', 'HTTP-POST', 'HTTP-POST', 'HTTP-POST-SimpleSign'].map((binding, index) =>
    newSignOn(binding, `https://idp.example/${index}`),
  )
  const { loginPortalUrls } = only(newMetadata({ certificates: [CERTIFICATE], services: services.join('') }))
  expect(loginPortalUrls).toEqual({ POST: 'https://idp.example/1' })
})

const signOn = newSignOn('HTTP-POST', PROVIDER)
test.each([
  ['', ''],
  [newSignOut('SOAP', 'http://idp.example/'), ''],
  [newSignOut('HTTP-POST', 'https://idp.example/post'), 'https://idp.example/post'],
  [newSignOut('HTTP-POST', 'https://idp.example/post') + newSignOut('HTTP-Redirect', PROVIDER), PROVIDER],
])('people sign out at the address for links, or else at that for forms: %#', (service, signOutUrl) => {
  expect(only(newMetadata({ certificates: [CERTIFICATE], services: service + signOn }))).toMatchObject({
    signOutUrl,
    leftOut: [],
  })
})

test.each([
  [newSignOut('HTTP-POST', 'https://idp.example/post'), ''],
  [newSignOut('HTTP-POST', 'https://idp.example/post') + newSignOut('HTTP-Redirect', PROVIDER), PROVIDER],
])('logout messages are sent by redirect or not at all: %#', (service, singleLogoutUrl) => {
  expect(only(newMetadata({ certificates: [CERTIFICATE], services: service + signOn }))).toMatchObject({
    singleLogoutUrl,
  })
})

test('an address to sign out at whose answers go elsewhere is left out, and that is said', () => {
  const service = newSignOut('HTTP-Redirect', `${PROVIDER}/out`, `ResponseLocation="${PROVIDER}/answer"`)
  const { signOutUrl, singleLogoutUrl, leftOut } = only(
    newMetadata({ certificates: [CERTIFICATE], services: service + signOn }),
  )
  expect([signOutUrl, singleLogoutUrl]).toEqual(['', ''])
  expect(leftOut).toEqual(['An address to sign out at is left out, because answers belong to another address.'])
})

const dersOf = (xml: string) => only(xml).certificates.map(({ der }) => der)

test('all certificates to sign with count once, also those without a use and several in one place, and no others', () => {
  const [second, third, fourth] = [certificate('second'), certificate('third'), certificate('fourth')]
  const keys = [
    newKey(certificate('for encryption'), 'use="encryption"'),
    newKey(CERTIFICATE, ''),
    newKey(`${second}</ds:X509Certificate><ds:X509Certificate>${third}`),
    newKey(`${fourth}</ds:X509Certificate></ds:X509Data><ds:X509Data><ds:X509Certificate>${second}`),
    newKey(certificate('for nothing known'), 'use="other"'),
    newKey(third.replaceAll(/.{64}/g, '$&\n')),
    '<md:KeyDescriptor><ds:KeyInfo><ds:KeyName>a</ds:KeyName></ds:KeyInfo></md:KeyDescriptor>',
  ]
  expect(dersOf(newMetadata({ services: keys.join('') + signOn }))).toEqual([CERTIFICATE, second, third, fourth])
})

test('expired certificates are left out, and that is said; those that are not valid yet stay', () => {
  const future = certificate('future', 2035, 2040)
  const expired = [certificate('old', 2020, 2030), certificate('older', 2010, 2020)]
  for (const [count, text] of [
    [1, 'A certificate is left out: it has expired.'],
    [2, '2 certificates are left out: they have expired.'],
  ] as const) {
    const xml = newMetadata({ certificates: [...expired.slice(0, count), CERTIFICATE, future] })
    expect([dersOf(xml), only(xml).leftOut]).toEqual([[CERTIFICATE, future], [text]])
  }
})

test('of more certificates than can be kept those that expire last are taken, and that is said', () => {
  const certificates = Array.from({ length: MAX_SIGNING_CERTIFICATES + 2 }, (_, index) =>
    certificate(`number ${index}`, 2026, 2031 + ((index * 3) % (MAX_SIGNING_CERTIFICATES + 2))),
  )
  const xml = newMetadata({ certificates })
  const years = only(xml).certificates.map(({ validTo }) => Number(validTo.slice(0, 4)))
  expect(years).toEqual([2034, 2037, 2033, 2036, 2035])
  expect(only(xml).leftOut).toEqual(['Of 7 certificates the 5 that expire last are taken.'])
})

test.each([
  ['https://idp.example:8443/saml2', 'idp.example:8443'],
  ['urn:northwind:idp', 'urn:northwind:idp'],
  ['Northwind', 'Northwind'],
  [`${'a'.repeat(231)}😀`, `${'a'.repeat(231)}�`],
])('a certificate is named after the provider %s', (entityId, name) => {
  const [first] = only(newMetadata({ entityId, certificates: [CERTIFICATE] })).certificates
  expect(first?.name).toBe(`Signing certificate of ${name}`)
  expect(first?.name.length).toBeLessThanOrEqual(MAX_FILE_NAME)
})

test('five hundred providers in one file are found in a moment', () => {
  const entities = Array.from({ length: 500 }, (_, index) =>
    newMetadata({ entityId: `https://idp-${index}.example/`, certificates: [certificate(`number ${index}`)] }),
  )
  const xml = newFederation(entities)
  expect(xml.length).toBeLessThan(MAX_METADATA_BYTES)
  const document = parseXml(xml)
  const start = performance.now()
  const providers = readMetadata(xml, () => document, NOW)
  const last = providers.at(-1)?.read()
  // Far more than it takes: what is slow by a power takes minutes.
  expect(performance.now() - start).toBeLessThan(2000)
  expect([providers.length, last?.entityId]).toEqual([500, 'https://idp-499.example/'])
})

const NASTY = [
  '<',
  '>',
  '"',
  '&',
  '&#0;',
  '<!--',
  ']]>',
  '<!DOCTYPE a>',
  '\0',
  '\uD800',
  ' ',
  'xmlns=""',
  PROVIDER,
  signOn,
]

test('whatever happens to good metadata, it is refused with a reason or can be used', () => {
  const mutation = fc.record({
    at: fc.integer({ min: 0, max: GOOD.length }),
    removed: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 300 })),
    added: fc.oneof(fc.constant(''), fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 3 })),
  })
  const outcomes = { refused: 0, usable: 0 }
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 2 }), (mutations) => {
      let xml = GOOD
      for (const { at, removed, added } of mutations) xml = xml.slice(0, at) + added + xml.slice(at + removed)
      try {
        for (const provider of read(xml)) {
          const { entityId, loginPortalUrls, signOutUrl, singleLogoutUrl, certificates } = provider.read()
          expect(EntityId.parse(entityId)).toBe(entityId)
          for (const url of [...Object.values(loginPortalUrls), signOutUrl, singleLogoutUrl])
            expect(SingleSignOn.shape.loginPortalUrl.parse(url)).toBe(url)
          for (const certificate of certificates) expect(Certificate.parse(certificate)).toEqual(certificate)
          expect(Object.keys(loginPortalUrls)).not.toEqual([])
          expect(certificates).not.toEqual([])
          outcomes.usable++
        }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        expect(error.code).toBe('invalid')
        outcomes.refused++
      }
    }),
    { seed: 7, numRuns: 3000 },
  )
  expect(outcomes.refused).toBeGreaterThan(100)
  expect(outcomes.usable).toBeGreaterThan(100)
})
