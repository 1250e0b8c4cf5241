import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { latin1 } from './base64.ts'
import { MAX_CERTIFICATE_BYTES } from './certificate.ts'
import { ANY_USAGE, CLIENT_AUTHENTICATION, type CertificateFacts } from './certificateFacts.ts'
import {
  BIT_STRING,
  explicit,
  INTEGER,
  objectIdentifier,
  OCTET_STRING,
  readDer,
  SEQUENCE,
  SET,
  type Der,
} from './der.ts'
import { DomainError } from './errors.ts'
import type { Instant } from './instant.ts'

/** What the certificate `der` says of itself; refused where the bytes are not exactly one X.509 certificate (RFC 5280). */
export function readCertificate(der: Uint8Array): CertificateFacts {
  if (der.length > MAX_CERTIFICATE_BYTES) throw unreadable()
  const certificate = readDer(der)
  if (!certificate) throw unreadable()
  try {
    return factsOf(certificate)
  } catch {
    // Wherever the reading stopped, the bytes are no certificate.
    throw unreadable()
  }
}

export const unreadable = () =>
  new DomainError(
    'invalid',
    'This is not an X.509 certificate, or it is damaged or incomplete. Export it again and choose that file.',
    'certificate',
  )

/** RFC 5280 §4.1. */
function factsOf(certificate: Der): CertificateFacts {
  const [tbs, signatureAlgorithm, signature] = exactly(3, partsOf(certificate))
  check(signature, BIT_STRING)
  const fields = partsOf(tbs)
  if (fields[0]?.tag === explicit(0)) fields.shift()
  const [serialNumber, algorithm, issuer, validity, subject, key] = exactly(6, fields.slice(0, 6))
  partsOf(algorithm)
  const [validFrom, validTo] = exactly(2, partsOf(validity))
  const extensions = extensionsOf(fields.slice(6))
  const keyUsage = keyUsageOf(extensions)
  return {
    subjectCommonName: valuesOf(subject, '2.5.4.3'),
    subjectOrganization: valuesOf(subject, '2.5.4.10'),
    subjectOrganizationUnit: valuesOf(subject, '2.5.4.11'),
    issuerCommonName: valuesOf(issuer, '2.5.4.3'),
    issuerOrganization: valuesOf(issuer, '2.5.4.10'),
    issuerOrganizationUnit: valuesOf(issuer, '2.5.4.11'),
    serialNumber: serialNumberOf(serialNumber),
    validFrom: instantOf(validFrom),
    validTo: instantOf(validTo),
    fingerprint: pairs(bytesToHex(sha256(certificate.bytes))),
    ...keyOf(key),
    signatureAlgorithm: signatureAlgorithmOf(signatureAlgorithm),
    keyUsage,
    extendedKeyUsage: extendedKeyUsageOf(extensions),
    // As OpenSSL has it, a certificate that may not sign certificates is no authority's.
    isAuthority: isAuthority(extensions) && (keyUsage === null || keyUsage.includes(CERTIFICATE_SIGNING)),
    isSelfSigned: bytesToHex(subject.bytes) === bytesToHex(issuer.bytes),
    isIssuerTrusted: null,
  }
}

function check(der: Der | undefined, tag: number): Der {
  if (der?.tag !== tag) throw new TypeError('Not the type that belongs here')
  return der
}

const partsOf = (der: Der | undefined, tag = SEQUENCE): Der[] => [...check(der, tag).children]

/** The tuple type holds because the length is checked. */
function exactly<N extends keyof Tuples>(length: N, parts: Der[]): Tuples[N] {
  if (parts.length !== length) throw new TypeError('Not as many parts as belong here')
  return parts as unknown as Tuples[N]
}
interface Tuples {
  2: [Der, Der]
  3: [Der, Der, Der]
  6: [Der, Der, Der, Der, Der, Der]
}

/** Upper-case hexadecimal pairs joined by colons. */
export const pairs = (hex: string) => hex.toUpperCase().match(/../g)!.join(':')

function valuesOf(name: Der, type: string): string[] {
  return partsOf(name)
    .flatMap((relative) => partsOf(relative, SET))
    .map((attribute) => exactly(2, partsOf(attribute)))
    .filter(([oid]) => objectIdentifier(oid) === type)
    .map(([, value]) => textOf(value))
}

/** Text by the type it is written in; what is no text in that type makes the certificate unreadable. */
function textOf({ tag, contents }: Der): string {
  const decode = TEXT[tag]
  if (!decode) throw new TypeError('Not a type of text')
  return decode(contents)
}

/** A byte order mark is a character like any other here. */
const decoder = (encoding: string) => {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  return (bytes: Uint8Array) => decoder.decode(bytes)
}

function utf32(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const text = Array.from({ length: bytes.length / 4 }, (_, at) => String.fromCodePoint(view.getUint32(at * 4))).join(
    '',
  )
  if (bytes.length % 4 !== 0 || !text.isWellFormed()) throw new TypeError('Not UTF-32')
  return text
}

/** NumericString, PrintableString, T61String and IA5String are read as OpenSSL does, one byte a character. */
const TEXT: Record<number, (bytes: Uint8Array) => string> = {
  0x0c: decoder('utf-8'),
  0x12: latin1,
  0x13: latin1,
  0x14: latin1,
  0x16: latin1,
  0x1c: utf32,
  0x1e: decoder('utf-16be'),
}

function integerOf(der: Der | undefined): bigint {
  const { contents } = check(der, INTEGER)
  if (contents.length === 0) throw new TypeError('An integer without a value')
  return BigInt.asIntN(contents.length * 8, BigInt(`0x${bytesToHex(contents)}`))
}

function serialNumberOf(der: Der): string {
  const value = integerOf(der)
  const digits = (value < 0n ? -value : value).toString(16)
  return (value < 0n ? '-' : '') + pairs(digits.padStart(digits.length + (digits.length % 2), '0'))
}

/** RFC 5280 §4.1.2.5: in UTC with seconds and without fractions. Two digits of a year are those of 1950 to 2049. */
function instantOf({ tag, contents }: Der): Instant {
  const text = latin1(contents)
  const century = tag === 0x17 ? (text < '5' ? '20' : '19') : tag === 0x18 ? '' : null
  const parts = century === null ? null : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + text)
  if (!parts) throw new TypeError('Not a time')
  const [, year, month, day, hour, minute, second] = parts
  const instant = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  if (new Date(instant).toISOString() !== instant) throw new RangeError('No such time')
  return instant
}

/** `parts` follow the key: the unique identifiers [1] and [2], which nobody uses, and the extensions [3]. */
function extensionsOf(parts: Der[]): Map<string, Der> {
  const extensions = new Map<string, Der>()
  for (const wrapper of parts.filter(({ tag }) => tag === explicit(3)))
    for (const list of wrapper.children)
      for (const extension of partsOf(list)) {
        const [type, ...rest] = partsOf(extension)
        const value = check(rest.at(-1), OCTET_STRING)
        extensions.set(objectIdentifier(type!), value)
      }
  return extensions
}

function valueOf(extensions: Map<string, Der>, type: string): Der | null {
  const extension = extensions.get(type)
  if (!extension) return null
  const value = readDer(extension.contents)
  if (!value) throw new TypeError('An extension without a value')
  return value
}

const CERTIFICATE_SIGNING = 'Certificate signing'
const KEY_USAGES = [
  'Digital signature',
  'Non-repudiation',
  'Key encipherment',
  'Data encipherment',
  'Key agreement',
  CERTIFICATE_SIGNING,
  'CRL signing',
  'Encipher only',
  'Decipher only',
]

function keyUsageOf(extensions: Map<string, Der>): string[] | null {
  const value = valueOf(extensions, '2.5.29.15')
  if (!value) return null
  const [, ...bytes] = check(value, BIT_STRING).contents
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return KEY_USAGES.filter((_, bit) => bits[bit] === '1')
}

const EXTENDED_KEY_USAGES: Record<string, string> = {
  '2.5.29.37.0': ANY_USAGE,
  '1.3.6.1.5.5.7.3.1': 'Server authentication',
  '1.3.6.1.5.5.7.3.2': CLIENT_AUTHENTICATION,
  '1.3.6.1.5.5.7.3.3': 'Code signing',
  '1.3.6.1.5.5.7.3.4': 'E-mail protection',
  '1.3.6.1.5.5.7.3.8': 'Time stamping',
  '1.3.6.1.5.5.7.3.9': 'OCSP signing',
  '1.3.6.1.4.1.311.10.3.4': 'Encrypting file system',
  '1.3.6.1.4.1.311.10.3.12': 'Document signing',
  '1.3.6.1.4.1.311.20.2.2': 'Smart card sign-in',
}

function extendedKeyUsageOf(extensions: Map<string, Der>): string[] | null {
  const value = valueOf(extensions, '2.5.29.37')
  return value && partsOf(value).map((usage) => named(EXTENDED_KEY_USAGES, objectIdentifier(usage)))
}

function isAuthority(extensions: Map<string, Der>): boolean {
  const value = valueOf(extensions, '2.5.29.19')
  const first = value && partsOf(value)[0]
  return first?.tag === 0x01 && first.contents[0] !== 0
}

const named = (names: Record<string, string>, oid: string) => names[oid] ?? oid

const KEY_TYPES: Record<string, string> = {
  '1.2.840.113549.1.1.1': 'RSA',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10045.2.1': 'EC',
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
}

const CURVES: Record<string, { name: string; bits: number }> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', bits: 256 },
  '1.3.132.0.10': { name: 'secp256k1', bits: 256 },
  '1.3.132.0.34': { name: 'P-384', bits: 384 },
  '1.3.132.0.35': { name: 'P-521', bits: 521 },
}

function keyOf(key: Der): Pick<CertificateFacts, 'keyType' | 'keyBits' | 'curve'> {
  const [algorithm, bits] = exactly(2, partsOf(key))
  const [type, parameters] = partsOf(algorithm)
  const keyType = named(KEY_TYPES, objectIdentifier(type!))
  // A bit string begins with how many bits of its last byte do not count.
  const publicKey = check(bits, BIT_STRING).contents.subarray(1)
  if (keyType === 'RSA' || keyType === 'RSA-PSS')
    return { keyType, keyBits: bitsOf(readDer(publicKey)?.children[0]), curve: null }
  if (keyType === 'DSA') return { keyType, keyBits: bitsOf(parameters?.children[0]), curve: null }
  if (keyType !== 'EC') return { keyType, keyBits: null, curve: null }
  const oid = parameters?.tag === 0x06 ? objectIdentifier(parameters) : null
  const known = oid === null ? undefined : CURVES[oid]
  return { keyType, keyBits: known?.bits ?? fieldBits(publicKey), curve: known?.name ?? oid }
}

/** Null for what is no number: a key that cannot be used does not keep its certificate from being shown. */
function bitsOf(number: Der | undefined): number | null {
  if (number?.tag !== INTEGER || number.contents.length === 0) return null
  const value = integerOf(number)
  return value > 0n ? value.toString(2).length : null
}

/** Size of the field to the next whole byte, by a point of the curve: both coordinates, or one where it is compressed. */
function fieldBits(point: Uint8Array): number | null {
  if (point.length < 2) return null
  return Math.floor((point.length - 1) / (point[0] === 2 || point[0] === 3 ? 1 : 2)) * 8
}

const RSA_PSS = '1.2.840.113549.1.1.10'

const SIGNATURE_ALGORITHMS: Record<string, string> = {
  '1.2.840.113549.1.1.2': 'MD2 with RSA',
  '1.2.840.113549.1.1.3': 'MD4 with RSA',
  '1.2.840.113549.1.1.4': 'MD5 with RSA',
  '1.2.840.113549.1.1.5': 'SHA-1 with RSA',
  '1.3.14.3.2.29': 'SHA-1 with RSA',
  '1.2.840.113549.1.1.14': 'SHA-224 with RSA',
  '1.2.840.113549.1.1.11': 'SHA-256 with RSA',
  '1.2.840.113549.1.1.12': 'SHA-384 with RSA',
  '1.2.840.113549.1.1.13': 'SHA-512 with RSA',
  '1.2.840.10045.4.1': 'SHA-1 with ECDSA',
  '1.2.840.10045.4.3.1': 'SHA-224 with ECDSA',
  '1.2.840.10045.4.3.2': 'SHA-256 with ECDSA',
  '1.2.840.10045.4.3.3': 'SHA-384 with ECDSA',
  '1.2.840.10045.4.3.4': 'SHA-512 with ECDSA',
  '1.2.840.10040.4.3': 'SHA-1 with DSA',
  '2.16.840.1.101.3.4.3.1': 'SHA-224 with DSA',
  '2.16.840.1.101.3.4.3.2': 'SHA-256 with DSA',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
}

const HASHES: Record<string, string> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}

function signatureAlgorithmOf(algorithm: Der): string {
  const [type, parameters] = partsOf(algorithm)
  const oid = objectIdentifier(type!)
  return oid === RSA_PSS ? `${pssHash(parameters)} with RSA-PSS` : named(SIGNATURE_ALGORITHMS, oid)
}

/** RFC 4055 §3.1: SHA-1 where the parameters name no other. */
function pssHash(parameters: Der | undefined): string {
  const hash = parameters?.children.find(({ tag }) => tag === explicit(0))
  if (!hash) return 'SHA-1'
  const [type] = partsOf(hash.children[0])
  return named(HASHES, objectIdentifier(type!))
}
