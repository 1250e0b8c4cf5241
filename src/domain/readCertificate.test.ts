import { fromBER } from 'asn1js'
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { MAX_CERTIFICATE_BYTES } from './certificate.ts'
import { ANY_USAGE, CLIENT_AUTHENTICATION } from './certificateFacts.ts'
import { readDer, type Der } from './der.ts'
import { readCertificate } from './readCertificate.ts'
import {
  BMP,
  bytesOf,
  certificateOf,
  CN,
  GENERALIZED_TIME,
  IA5,
  O,
  oid,
  OU,
  primitive,
  PRINTABLE,
  sequence,
  T61,
  UNIVERSAL,
  UTC_TIME,
  UTF8,
  wrapped,
  type Contents,
} from '#testing/certificateBytes.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16())
const read = (contents: Contents) => readCertificate(certificateOf(contents))
const REFUSAL = { name: 'DomainError', code: 'invalid', field: 'certificate' }
const refusalOf = (der: Uint8Array): unknown => {
  try {
    return readCertificate(der)
  } catch (error) {
    return error
  }
}

test.each([
  ['UTF-8', UTF8, 'Žluťoučký 🐎 עברית \u202E', 'Žluťoučký 🐎 עברית \u202E'],
  ['UTF-8 with a byte order mark', UTF8, '\uFEFFNorthwind', '\uFEFFNorthwind'],
  ['nothing', UTF8, '', ''],
  ['a null character', UTF8, 'northwind.example\0.evil.example', 'northwind.example\0.evil.example'],
  ['line breaks and HTML', UTF8, 'a\r\n<b>', 'a\r\n<b>'],
  ['PrintableString', PRINTABLE, 'Northwind', 'Northwind'],
  ['IA5String', IA5, 'ada@northwind.example', 'ada@northwind.example'],
  ['T61String, as Latin-1', T61, bytes('4dfc6c6c6572'), 'Müller'],
  ['BMPString', BMP, utf16('Grüße €'), 'Grüße €'],
  ['BMPString with a surrogate pair', BMP, utf16('🐎'), '🐎'],
  ['UniversalString', UNIVERSAL, bytes('0001f40e0000002000000078'), '🐎 x'],
])('a name may be written in %s', (_, kind, written, text) => {
  expect(read({ subject: [[[CN, kind, written]]] }).subjectCommonName).toEqual([text])
})

test.each([
  ['invalid UTF-8', UTF8, bytes('41ff')],
  ['UTF-8 of half a pair', UTF8, bytes('eda080')],
  ['BMPString of half a character', BMP, bytes('004100')],
  ['BMPString of half a pair', BMP, bytes('d83d')],
  ['UniversalString beyond Unicode', UNIVERSAL, bytes('00110000')],
  ['UniversalString of half a pair', UNIVERSAL, bytes('0000d83d')],
  ['UniversalString of three bytes', UNIVERSAL, bytes('000041')],
  ['a type that is no text', 3, bytes('0041')],
])('a certificate with a name in %s is unreadable', (_, kind, written) => {
  expect(refusalOf(certificateOf({ subject: [[[CN, kind, written]]] }))).toMatchObject(REFUSAL)
})

test('the values of a name are in the order of the certificate, also of relative names with several', () => {
  const facts = read({
    subject: [
      [[OU, UTF8, 'one']],
      [
        [CN, UTF8, 'two'],
        [OU, UTF8, 'three'],
        [OU, UTF8, 'four'],
      ],
      [[O, UTF8, 'five']],
      [[OU, UTF8, 'x'.repeat(20_000)]],
    ],
    issuer: [],
  })
  expect(facts.subjectOrganizationUnit).toEqual(['one', 'three', 'four', 'x'.repeat(20_000)])
  expect(facts.subjectCommonName).toEqual(['two'])
  expect(facts.subjectOrganization).toEqual(['five'])
  expect([facts.issuerCommonName, facts.issuerOrganization, facts.issuerOrganizationUnit]).toEqual([[], [], []])
})

test.each([
  ['01', '01'],
  ['00', '00'],
  ['0a', '0A'],
  ['00ff', 'FF'],
  ['ff', '-01'],
  ['80', '-80'],
  ['8000', '-80:00'],
  ['ff00', '-01:00'],
  ['7f'.repeat(25), Array(25).fill('7F').join(':')],
])('the serial number %s is shown as %s', (hex, text) => {
  expect(read({ serialNumber: bytes(hex) }).serialNumber).toBe(text)
})

test.each([
  [UTC_TIME, '500101000000Z', '1950-01-01T00:00:00.000Z'],
  [UTC_TIME, '691231235959Z', '1969-12-31T23:59:59.000Z'],
  [UTC_TIME, '491231235959Z', '2049-12-31T23:59:59.000Z'],
  [GENERALIZED_TIME, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  [GENERALIZED_TIME, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
  [GENERALIZED_TIME, '00500229000000Z', null],
  [GENERALIZED_TIME, '00500228000000Z', '0050-02-28T00:00:00.000Z'],
  [UTC_TIME, '240229000000Z', '2024-02-29T00:00:00.000Z'],
  [UTC_TIME, '250229000000Z', null],
  [UTC_TIME, '250101240000Z', null],
  [UTC_TIME, '250101235960Z', null],
  [UTC_TIME, '2501010000Z', null],
  [UTC_TIME, '250101000000+0100', null],
  [GENERALIZED_TIME, '20250101000000', null],
  [GENERALIZED_TIME, '20250101000000.5Z', null],
  [GENERALIZED_TIME, '120250101000000Z', null],
  [UTF8, '20250101000000Z', null],
])('time %i %s is %s', (kind, text, instant) => {
  const der = certificateOf({ validFrom: [kind, text] })
  expect(instant ? readCertificate(der).validFrom : refusalOf(der)).toEqual(instant ?? expect.objectContaining(REFUSAL))
})

const spki = ({ publicKey }: { publicKey: KeyObject }) =>
  new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
const ec = (namedCurve: string, paramEncoding: 'named' | 'explicit' = 'named') =>
  spki(generateKeyPairSync('ec', { namedCurve, paramEncoding }))
/** A key of the algorithm with these parameters. */
const odd = (algorithm: string, parameters: Uint8Array, key = '00') =>
  bytesOf(sequence(sequence(oid(algorithm), primitive(5, parameters)), primitive(3, bytes(key))))

test.each([
  [spki(generateKeyPairSync('rsa', { modulusLength: 1024 })), 'RSA', 1024, null],
  [spki(generateKeyPairSync('rsa', { modulusLength: 2047 })), 'RSA', 2047, null],
  [spki(generateKeyPairSync('rsa-pss', { modulusLength: 2048 })), 'RSA-PSS', 2048, null],
  [spki(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })), 'DSA', 1024, null],
  [ec('P-256'), 'EC', 256, 'P-256'],
  [ec('P-384'), 'EC', 384, 'P-384'],
  [ec('P-521'), 'EC', 521, 'P-521'],
  [ec('secp256k1'), 'EC', 256, 'secp256k1'],
  [ec('secp192k1'), 'EC', 192, '1.3.132.0.31'],
  [ec('brainpoolP320r1'), 'EC', 320, '1.3.36.3.3.2.8.1.1.9'],
  [ec('P-256', 'explicit'), 'EC', 256, null],
  [spki(generateKeyPairSync('ed25519')), 'Ed25519', null, null],
  [spki(generateKeyPairSync('ed448')), 'Ed448', null, null],
  [spki(generateKeyPairSync('x25519')), 'X25519', null, null],
  [odd('1.2.3.4', bytes('')), '1.2.3.4', null, null],
  [odd('1.2.840.113549.1.1.1', bytes(''), '00ffff'), 'RSA', null, null],
  [odd('1.2.840.10040.4.1', bytes('')), 'DSA', null, null],
  [odd('1.2.840.10045.2.1', bytes(''), '00'), 'EC', null, null],
  // A first byte of 2 or 3 marks a compressed point, which has one coordinate.
  [odd('1.2.840.10045.2.1', bytes(''), `0002${'ab'.repeat(24)}`), 'EC', 192, null],
  [odd('1.2.840.10045.2.1', bytes(''), `0003${'ab'.repeat(24)}`), 'EC', 192, null],
  [odd('1.2.840.10045.2.1', bytes(''), `0004${'ab'.repeat(48)}`), 'EC', 192, null],
  [bytesOf(sequence(sequence(oid('1.2.840.10045.2.1')), primitive(3, bytes('00')))), 'EC', null, null],
  [bytesOf(sequence(sequence(oid('1.2.840.10040.4.1')), primitive(3, bytes('00')))), 'DSA', null, null],
  // A modulus is a positive number.
  [odd('1.2.840.113549.1.1.1', bytes(''), '003003020100'), 'RSA', null, null],
  [odd('1.2.840.113549.1.1.1', bytes(''), '0030030201ff'), 'RSA', null, null],
])('key %#: %s, %s bits on %s', (key, keyType, keyBits, curve) => {
  expect(read({ key })).toMatchObject({ keyType, keyBits, curve })
})

const algorithm = (type: string) => sequence(oid(type))
const RSA_PSS = '1.2.840.113549.1.1.10'
const pss = (hash: string) => sequence(oid(RSA_PSS), sequence(wrapped(0, sequence(oid(hash)))))

test.each([
  ['SHA-256 with RSA', algorithm('1.2.840.113549.1.1.11')],
  ['SHA-1 with RSA', algorithm('1.2.840.113549.1.1.5')],
  ['MD5 with RSA', algorithm('1.2.840.113549.1.1.4')],
  ['SHA-384 with ECDSA', algorithm('1.2.840.10045.4.3.3')],
  ['SHA-256 with DSA', algorithm('2.16.840.1.101.3.4.3.2')],
  ['Ed25519', algorithm('1.3.101.112')],
  ['SHA-256 with RSA-PSS', pss('2.16.840.1.101.3.4.2.1')],
  ['SHA-1 with RSA-PSS', sequence(oid(RSA_PSS), sequence())],
  ['SHA-1 with RSA-PSS', algorithm(RSA_PSS)],
  ['SHA-1 with RSA-PSS', sequence(oid(RSA_PSS), sequence(wrapped(1, sequence(oid('1.2.840.113549.1.1.8')))))],
  ['1.2.3.4', algorithm('1.2.3.4')],
])('a signature algorithm is named %s', (name, signatureAlgorithm) => {
  expect(read({ signatureAlgorithm }).signatureAlgorithm).toBe(name)
})

const KEY_USAGE = '2.5.29.15'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const BASIC_CONSTRAINTS = '2.5.29.19'
const AUTHORITY = bytes('30030101ff')
const usages = (...types: string[]) => bytesOf(sequence(...types.map(oid)))

test.each([
  [bytes('03020780'), ['Digital signature']],
  [bytes('03020106'), ['Certificate signing', 'CRL signing']],
  [bytes('0303070080'), ['Decipher only']],
  [bytes('030100'), []],
])('key usage %# is %j', (value, names) => {
  expect(read({ extensions: { [KEY_USAGE]: value } }).keyUsage).toEqual(names)
})

test('extended key usage is named, and by its number where it has no name', () => {
  const value = usages('1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1', '2.5.29.37.0', '1.2.3.4')
  expect(read({ extensions: { [EXTENDED_KEY_USAGE]: value } }).extendedKeyUsage).toEqual([
    CLIENT_AUTHENTICATION,
    'Server authentication',
    ANY_USAGE,
    '1.2.3.4',
  ])
})

test('a certificate without those extensions is for any use and no authority, whatever others it has', () => {
  const nothing = { keyUsage: null, extendedKeyUsage: null, isAuthority: false }
  expect(read({})).toMatchObject(nothing)
  expect(read({ extensions: { '1.2.3.4': bytes('ffff') } })).toMatchObject(nothing)
})

test('an authority may sign certificates', () => {
  expect(read({ extensions: { [BASIC_CONSTRAINTS]: AUTHORITY } }).isAuthority).toBe(true)
  expect(read({ extensions: { [BASIC_CONSTRAINTS]: bytes('3000') } }).isAuthority).toBe(false)
  expect(read({ extensions: { [BASIC_CONSTRAINTS]: bytes('3003010100') } }).isAuthority).toBe(false)
  const signing = { [BASIC_CONSTRAINTS]: AUTHORITY, [KEY_USAGE]: bytes('03020204') }
  expect(read({ extensions: signing }).isAuthority).toBe(true)
  expect(read({ extensions: { ...signing, [KEY_USAGE]: bytes('03020780') } }).isAuthority).toBe(false)
})

test.each([KEY_USAGE, EXTENDED_KEY_USAGE, BASIC_CONSTRAINTS])('a damaged extension %s makes it unreadable', (type) => {
  expect(refusalOf(certificateOf({ extensions: { [type]: bytes('ffff') } }))).toMatchObject(REFUSAL)
})

test('it is self-signed where subject and issuer are written with the same bytes', () => {
  expect(read({}).isSelfSigned).toBe(true)
  expect(read({ issuer: [[[CN, PRINTABLE, 'Northwind']]] }).isSelfSigned).toBe(false)
})

test('the fingerprint is SHA-256 of all bytes, and whether the issuer is trusted is for the host to say', () => {
  const der = certificateOf({})
  const hash = createHash('sha256').update(der).digest('hex').toUpperCase()
  const { fingerprint, isIssuerTrusted } = readCertificate(der)
  expect(fingerprint).toBe(hash.match(/../g)!.join(':'))
  expect(isIssuerTrusted).toBeNull()
})

/** The parts of a certificate, and how they are put together again. */
const parts = readDer(certificateOf({}))!.children
const together = (...parts: Der[]) => sequence(...parts.map(({ bytes }) => fromBER(bytes).result))

test('a certificate of version 1 names no version', () => {
  const [tbs, ...rest] = parts
  const versionless = readDer(bytesOf(together(...tbs!.children.slice(1))))!
  const { fingerprint: _, ...facts } = readCertificate(bytesOf(together(versionless, ...rest)))
  expect(read({})).toMatchObject(facts)
})

test('a certificate consists of its contents, an algorithm and a signature', () => {
  const [tbs, signatureAlgorithm, signature] = parts
  expect(readCertificate(bytesOf(together(...parts)))).toEqual(read({}))
  for (const wrong of [
    [tbs!, signatureAlgorithm!],
    [tbs!, signatureAlgorithm!, signature!, signature!],
    [tbs!, signatureAlgorithm!, signatureAlgorithm!],
    [tbs!, signature!, signature!],
  ])
    expect(refusalOf(bytesOf(together(...wrong)))).toMatchObject(REFUSAL)
})

test('anything but exactly one certificate in DER is refused', () => {
  const der = certificateOf({})
  const pem = new TextEncoder().encode(`-----BEGIN CERTIFICATE-----\n${btoa('0')}\n-----END CERTIFICATE-----`)
  const large = certificateOf({ subject: [[[OU, UTF8, 'x'.repeat(MAX_CERTIFICATE_BYTES)]]] })
  for (const wrong of [
    new Uint8Array(),
    der.subarray(0, -1),
    Uint8Array.of(...der, 0),
    Uint8Array.of(...der, ...der),
    pem,
    large,
    bytes('3000'),
    bytes('30800000'),
  ])
    expect(refusalOf(wrong)).toMatchObject(REFUSAL)
})

test('a certificate is read from the middle of other bytes as from its own', () => {
  const der = certificateOf({ subject: [[[CN, UNIVERSAL, bytes('0001f40e')]]] })
  const around = Uint8Array.of(1, 2, 3, ...der, 4)
  expect(readCertificate(around.subarray(3, -1))).toEqual(readCertificate(der))
})
