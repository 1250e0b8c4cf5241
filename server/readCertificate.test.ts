import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, rootCertificates } from 'node:tls'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { MAX_CERTIFICATE_BYTES } from '#src/domain/certificate.ts'
import type { CertificateFacts } from '#src/domain/certificateFacts.ts'
import { certificateDetails } from '#src/domain/certificateDetails.ts'
import { readCertificateFile } from '#src/domain/certificateFile.ts'
import { DomainError } from '#src/domain/errors.ts'
import { isWithoutOpenssl, openssl, opensslFacts, type OpensslFacts } from '#testing/openssl.ts'
import { readCertificate as readInBrowser } from '#src/domain/readCertificate.ts'
import {
  BMP,
  certificateOf,
  CN,
  GENERALIZED_TIME,
  IA5,
  O,
  OU,
  PRINTABLE,
  T61,
  UNIVERSAL,
  UTC_TIME,
  UTF8,
  type Contents,
} from '#testing/certificateBytes.ts'
import { readCertificate } from './readCertificate.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const derOf = (pem: string) => new Uint8Array(new X509Certificate(pem).raw)

const nine = (facts: OpensslFacts): OpensslFacts => ({
  subjectCommonName: facts.subjectCommonName,
  subjectOrganization: facts.subjectOrganization,
  subjectOrganizationUnit: facts.subjectOrganizationUnit,
  issuerCommonName: facts.issuerCommonName,
  issuerOrganization: facts.issuerOrganization,
  issuerOrganizationUnit: facts.issuerOrganizationUnit,
  serialNumber: facts.serialNumber,
  validFrom: facts.validFrom,
  validTo: facts.validTo,
})

/** As **View Details** is to show what the `openssl` program says. */
const shown = (facts: OpensslFacts): string[] => {
  const date = (at: string) =>
    new Date(at).toLocaleString('de-DE', { dateStyle: 'long', timeStyle: 'long', timeZone: 'Europe/Berlin' })
  const { validFrom, validTo, serialNumber, ...names } = nine(facts)
  return [
    ...Object.values(names).map((values) => values.join(', ') || '—'),
    serialNumber,
    date(validFrom),
    date(validTo),
  ]
}

/** Expects that both readers, and the details, say of `der` what the `openssl` program says. */
function expectAsOpenssl(der: Uint8Array) {
  const expected = opensslFacts(der)
  const inBrowser = readInBrowser(der)
  expect(nine(inBrowser)).toEqual(expected)
  const facts = readCertificate(der)
  expect({ ...facts, isIssuerTrusted: null }).toEqual(inBrowser)
  const details = certificateDetails(facts, { locale: 'de-DE', timeZone: 'Europe/Berlin' })
  expect(details.map(({ text }) => text)).toEqual(shown(expected))
}

const STORE = '/etc/ssl/certs/ca-certificates.crt'

test.skipIf(process.env['CI'] !== 'true' && (isWithoutOpenssl || !existsSync(STORE)))(
  'of every authority that the system trusts, both readers say what openssl says',
  { timeout: 60_000 },
  () => {
    const roots = readFileSync(STORE, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
    expect(roots.length).toBeGreaterThanOrEqual(100)
    for (const root of roots) expectAsOpenssl(derOf(root))
  },
)

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16())

test.skipIf(isWithoutOpenssl).each<[string, Contents]>([
  ['nothing unusual', {}],
  ['no names', { subject: [], issuer: [] }],
  ['an empty name', { subject: [[[CN, UTF8, '']]] }],
  [
    'repeated attributes in one relative name and in several',
    {
      subject: [
        [
          [CN, UTF8, 'one'],
          [OU, UTF8, 'two'],
          [OU, UTF8, 'three'],
        ],
        [[OU, UTF8, 'four']],
        [[O, UTF8, 'five']],
      ],
    },
  ],
  [
    'other scripts, emoji and marks of direction',
    { subject: [[[CN, UTF8, 'Žluťoučký 🐎👩‍👩‍👧 名前']], [[O, UTF8, 'עברית\u200F']]] },
  ],
  ['commas, plus signs and quotes', { subject: [[[CN, UTF8, 'a, b+c="d" <e>\\f#;']]] }],
  ['BMPString', { subject: [[[CN, BMP, utf16('Grüße €')]]] }],
  ['T61String', { subject: [[[CN, T61, bytes('4dfc6c6c6572')]]] }],
  ['UniversalString', { subject: [[[CN, UNIVERSAL, bytes('0001f40e0000002000000078')]]] }],
  [
    'IA5String and PrintableString beyond ASCII',
    { subject: [[[CN, IA5, bytes('e9')]], [[O, PRINTABLE, bytes('e9')]]] },
  ],
  ['a very long unit', { issuer: [[[OU, UTF8, 'ü'.repeat(20_000)]]] }],
  ['a negative serial number', { serialNumber: bytes('8001') }],
  ['the serial number zero', { serialNumber: bytes('00') }],
  ['a serial number with its highest bit set', { serialNumber: bytes('00ff') }],
  ['a serial number of forty bytes', { serialNumber: bytes('7f'.repeat(40)) }],
  [
    'dates before 1970 and in 9999',
    { validFrom: [UTC_TIME, '500101000000Z'], validTo: [GENERALIZED_TIME, '99991231235959Z'] },
  ],
  [
    'dates of other centuries',
    { validFrom: [GENERALIZED_TIME, '15000101000000Z'], validTo: [GENERALIZED_TIME, '20500101000000Z'] },
  ],
])('of a certificate with %s, both readers say what openssl says', (_, contents) => {
  // Not by the details, which show what is invisible.
  const der = certificateOf(contents)
  const expected = opensslFacts(der)
  expect(nine(readInBrowser(der))).toEqual(expected)
  expect(nine(readCertificate(der))).toEqual(expected)
})

test.skipIf(isWithoutOpenssl)('of certificates that openssl made, both readers say what openssl says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-certificate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const key = join(folder, 'key.pem')
  const subject = '/O=Nordwind/OU=Größe+OU=名前/CN=ada'
  const keys = [
    { pair: generateKeyPairSync('rsa', { modulusLength: 2048 }), args: ['-sha384'], says: 'SHA-384 with RSA' },
    { pair: generateKeyPairSync('rsa', { modulusLength: 2048 }), args: ['-md5'], says: 'MD5 with RSA' },
    { pair: generateKeyPairSync('rsa-pss', { modulusLength: 2048 }), args: ['-sha256'], says: 'SHA-256 with RSA-PSS' },
    { pair: generateKeyPairSync('ec', { namedCurve: 'P-521' }), args: ['-sha512'], says: 'SHA-512 with ECDSA' },
    { pair: generateKeyPairSync('ed25519'), args: [], says: 'Ed25519' },
  ]
  for (const { pair, args, says } of keys) {
    writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const request = ['req', '-x509', '-utf8', '-multivalue-rdn', '-subj', subject, '-key', key, '-outform', 'DER']
    const use = ['-addext', 'keyUsage=digitalSignature', '-addext', 'extendedKeyUsage=clientAuth']
    const der = new Uint8Array(openssl([...request, ...use, ...args]))
    expectAsOpenssl(der)
    expect(readCertificate(der)).toMatchObject({
      subjectOrganizationUnit: ['名前', 'Größe'],
      signatureAlgorithm: says,
      keyUsage: ['Digital signature'],
      extendedKeyUsage: ['Client authentication'],
      isSelfSigned: true,
      isIssuerTrusted: false,
    })
  }
})

const REFUSAL = { name: 'DomainError', code: 'invalid', field: 'certificate' }

/** The facts, or the refusal; anything else is thrown on. */
function answer<T>(read: () => T): T | DomainError {
  try {
    return read()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

test.each<[string, Contents]>([
  // It knows no characters beyond the first plane in this type.
  ['a BMPString with a surrogate pair', { subject: [[[CN, BMP, utf16('🐎')]]] }],
  // It reads every attribute, the browser only those that are shown.
  ['invalid UTF-8 in an attribute that is not shown', { subject: [[['2.5.4.6', UTF8, bytes('ff')]]] }],
  ['a serial number with a needless zero byte', { serialNumber: bytes('0001') }],
])('%s is read in the browser and refused by the server, whose OpenSSL refuses it', (_, contents) => {
  const der = certificateOf(contents)
  expect(readInBrowser(der).keyType).not.toBe('')
  expect(answer(() => readCertificate(der))).toMatchObject(REFUSAL)
})

test.each([
  ['an unknown kind', '300a30030601550303000102'],
  ['RSA without numbers', '3013300d06092a864886f70d010101050003020000'],
  ['a curve it is not on', '301a301306072a8648ce3d020106082a8648ce3d03010703030000ff'],
])('a key of %s keeps no reader from reading the rest', (_, key) => {
  const der = certificateOf({ key: bytes(key) })
  expect(() => new X509Certificate(der).publicKey).toThrow()
  expect({ ...readCertificate(der), isIssuerTrusted: null }).toEqual(readInBrowser(der))
})

test.each([
  ['a null character', 'northwind.example\0.evil.example', 'northwind.example␀.evil.example'],
  ['line breaks', 'Northwind\r\nIssuer: trusted', 'Northwind␍␊Issuer: trusted'],
  ['HTML', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['what looks like two attributes', 'a + OU=b\nO=c, \\d \\0A #', 'a + OU=b␊O=c, \\d \\0A #'],
  ['spaces and a hash sign at its ends', ' #a ', ' #a '],
  ['a mark that turns the direction', 'gro.dniwhtron\u202E', 'gro.dniwhtron⟨U+202E⟩'],
])('both readers tell a name with %s as it is, and the details show it inert', (_, name, inert) => {
  const der = certificateOf({ subject: [[[CN, UTF8, name]]] })
  expect(readInBrowser(der).subjectCommonName).toEqual([name])
  expect(readCertificate(der).subjectCommonName).toEqual([name])
  const [commonName] = certificateDetails(readCertificate(der), { locale: 'en-US', timeZone: 'UTC' })
  expect(commonName).toEqual({ label: 'Subject Common Name', text: inert })
})

test('an issuer is trusted where an authority of the system has signed, and not by its name', () => {
  const [root] = getCACertificates('system')
  if (root === undefined) {
    expect(readCertificate(certificateOf({})).isIssuerTrusted).toBeNull()
    return
  }
  const der = derOf(root)
  expect(readCertificate(der).isIssuerTrusted).toBe(true)
  expect(readCertificate(Uint8Array.of(...der.subarray(0, -1), der.at(-1)! ^ 1)).isIssuerTrusted).toBe(false)
  expect(readCertificate(certificateOf({})).isIssuerTrusted).toBe(false)
})

test('bytes after the certificate, and other encodings than the distinguished one, are refused', () => {
  const der = certificateOf({})
  const indefinite = Uint8Array.of(0x30, 0x80, ...der.subarray(3), 0, 0)
  for (const wrong of [Uint8Array.of(...der, 0), indefinite, new TextEncoder().encode(rootCertificates[0])]) {
    expect(() => new X509Certificate(wrong)).not.toThrow()
    expect(answer(() => readCertificate(wrong))).toMatchObject(REFUSAL)
    expect(answer(() => readInBrowser(wrong))).toMatchObject(REFUSAL)
  }
})

/** A certificate and what is done to its bytes, place by place. */
const hostile = () => {
  const certificates = [
    ...rootCertificates.filter((_, at) => at % 40 === 0).map(derOf),
    certificateOf({
      subject: [
        [
          [CN, UTF8, 'Größe 🐎'],
          [OU, BMP, utf16('Unit')],
        ],
        [[O, T61, bytes('fc')]],
      ],
    }),
    certificateOf({
      serialNumber: bytes('ff'),
      validTo: [GENERALIZED_TIME, '99991231235959Z'],
      extensions: { '2.5.29.15': bytes('03020780'), '2.5.29.37': bytes('300a06082b06010505070302') },
    }),
  ]
  // Left to itself it would try the beginning most of the time.
  const at = fc.noBias(fc.nat(999)).map((thousandths) => thousandths / 1000)
  // Lengths, types and counts are what readers stumble over.
  const byte = fc.oneof(
    fc.constantFrom(0, 1, 2, 3, 6, 0x17, 0x18, 0x30, 0x31, 0x7f, 0x80, 0x84, 0xa0, 0xff),
    fc.nat(255),
  )
  const kind = fc.constantFrom('flip', 'insert', 'delete', 'cut', 'splice')
  const edit = fc.record({ kind, at, to: at, piece: fc.array(byte, { minLength: 1, maxLength: 8 }) })
  // One that keeps all lengths is often accepted, so that there is something to compare.
  const slight = fc.record({ kind: fc.constant('flip'), at, to: at, piece: fc.tuple(byte) })
  return fc.record({
    der: fc.constantFrom(...certificates),
    edits: fc.oneof(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.array(slight, { minLength: 1, maxLength: 2 })),
  })
}

function edited({ der, edits }: ReturnType<typeof hostile> extends fc.Arbitrary<infer T> ? T : never): Uint8Array {
  let result = [...der]
  for (const { kind, at, to, piece } of edits) {
    const from = Math.floor(at * result.length)
    if (kind === 'flip') result.splice(from, piece.length, ...piece)
    if (kind === 'insert') result.splice(from, 0, ...piece)
    if (kind === 'delete') result.splice(from, piece.length)
    if (kind === 'cut') result = result.slice(0, from)
    if (kind === 'splice') result.splice(from, piece.length, ...result.slice(Math.floor(to * result.length)))
  }
  return Uint8Array.from(result)
}

const LIMIT = 2000

/** Expects that each reader answers in time, with facts or a refusal, and the server's with no other than the browser's. */
function expectAnswers(der: Uint8Array): { accepted: boolean; slowest: number } {
  let slowest = 0
  const timed = <T>(read: () => T): T | DomainError => {
    const start = performance.now()
    const result = answer(read)
    slowest = Math.max(slowest, performance.now() - start)
    if (result instanceof DomainError) expect(result).toMatchObject(REFUSAL)
    return result
  }
  const file = timed(() => readCertificateFile(der))
  const inBrowser = timed(() => readInBrowser(der))
  const onServer = timed(() => readCertificate(der))
  if (!(file instanceof DomainError)) expect(file).toMatchObject({ facts: inBrowser, count: 1 })
  expect(slowest, `the slowest reading of ${der.length} bytes`).toBeLessThan(LIMIT)
  const accepted = !(onServer instanceof DomainError)
  if (accepted) expect(nine(inBrowser as CertificateFacts)).toEqual(nine(onServer))
  return { accepted, slowest }
}

test(
  'of 5,000 damaged certificates each reader tells facts or refuses, and both the same facts',
  { timeout: 60_000 },
  () => {
    let accepted = 0
    const count = (damaged: Uint8Array) => void (accepted += Number(expectAnswers(damaged).accepted))
    fc.assert(
      fc.property(hostile(), (damaged) => count(edited(damaged))),
      { numRuns: 5000, seed: 20261122 },
    )
    // Otherwise nothing would have been compared.
    expect(accepted).toBeGreaterThan(200)
  },
)

test.each([
  ['20,000 levels', () => new Uint8Array(MAX_CERTIFICATE_BYTES).fill(0x30)],
  ['20,000 levels of indefinite length', () => Uint8Array.from({ length: 40_000 }, (_, at) => (at % 2 ? 0x80 : 0x30))],
  ['20,000 levels with their lengths', () => nested(20_000)],
  ['a length of 2^32', () => Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0)],
  ['a length of 2^64', () => Uint8Array.of(0x30, 0x88, ...Array<number>(8).fill(0xff), 0)],
  ['a length of 127 bytes', () => Uint8Array.of(0x30, 0xff, ...Array<number>(127).fill(0xff), 0)],
  ['30,000 empty values', () => certificateLike(Uint8Array.from({ length: 60_000 }, (_, at) => (at % 2 ? 0 : 0x30)))],
  ['a serial number of 60,000 bytes', () => certificateOf({ serialNumber: new Uint8Array(60_000).fill(0x7f) })],
  [
    'a name type of 60,000 bytes',
    () => certificateLike(Uint8Array.of(6, 0x82, 0xea, 0x60, ...Array<number>(59_999).fill(0xff), 1)),
  ],
  ['a name of 60,000 characters', () => certificateOf({ subject: [[[CN, UTF8, '\u202E'.repeat(20_000)]]] })],
  ['1,500 names', () => certificateOf({ subject: Array.from({ length: 1500 }, () => [[CN, UTF8, 'x'] as const]) })],
  ['nothing', () => new Uint8Array()],
])('%s are answered in time', (_, make) => {
  expectAnswers(make())
})

/** `contents` as the one value of a SEQUENCE. */
function certificateLike(contents: Uint8Array): Uint8Array {
  return Uint8Array.of(0x30, 0x82, contents.length >> 8, contents.length & 0xff, ...contents)
}

function nested(levels: number): Uint8Array {
  const headers: number[][] = []
  for (let level = 0, length = 0; level < levels && length < MAX_CERTIFICATE_BYTES - 4; level++) {
    const header = length < 128 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 0xff]
    headers.push(header)
    length += header.length
  }
  return Uint8Array.from(headers.toReversed().flat())
}
