import { bytesOf, latin1, toBase64 } from './base64.ts'
import { MAX_CERTIFICATE_BYTES } from './certificate.ts'
import type { CertificateFacts } from './certificateFacts.ts'
import { readDer, type Der } from './der.ts'
import { encodingOf } from './encoding.ts'
import { DomainError } from './errors.ts'
import { readCertificate, unreadable } from './readCertificate.ts'

/**
 * The certificate in a file that somebody chose: in PEM, in DER, or in base64 alone. Of several in PEM it is the first,
 * and `count` says how many there are. A refusal says what the file is; of its contents it repeats nothing.
 */
export function readCertificateFile(file: Uint8Array): { facts: CertificateFacts; der: string; count: number } {
  if (file.length === 0) throw refusal('This file is empty.')
  if (file.length > MAX_CERTIFICATE_BYTES) throw refusal('This file is larger than 64 KB.')
  if (readDer(file)) return certificateOf([file])
  const text = textOf(file)
  if (text === null) throw refusalBy(MAGIC.find(({ starts }) => starts.test(latin1(file))))
  if (PRIVATE_KEY.test(text)) throw refusal(HOLDS_A_KEY)
  return certificateOf(text.includes('-----BEGIN ') ? certificatesIn(text) : [bareBase64(text)])
}

const EXPECTED = 'Choose a certificate in PEM or DER form (.cer, .crt, .pem or .der).'

const refusal = (what: string) => new DomainError('invalid', `${what} ${EXPECTED}`, 'certificate')

/** What is of no known kind is taken for a damaged certificate. */
const refusalBy = (kind: { refusal: string } | undefined) => (kind ? refusal(kind.refusal) : unreadable())

const HOLDS_A_KEY = 'This file holds a private key. Nothing of it was kept or sent.'
const PKCS12 = 'This is a PKCS#12 file, which holds a private key besides. Nothing of it was kept or sent.'
const PKCS7 = 'This is a PKCS#7 file, which wraps certificates in a form that is not read here.'
const REQUEST = 'This is a certificate request, not yet the certificate that an authority makes of it.'
const REVOCATIONS = 'This is a revocation list, not a certificate.'
const PUBLIC_KEY = 'This is a public key without a certificate.'
const TRUSTED = 'This is a certificate in the form TRUSTED CERTIFICATE, which only OpenSSL reads.'

/** A private key as text: PEM of any kind, also of OpenSSH and PGP, the four dashes of SSH2, and PuTTY. */
const PRIVATE_KEY = /-{4,5} ?BEGIN [^-\r\n]*PRIVATE KEY|PuTTY-User-Key-File/i

/** What the text between the dashes of PEM says, other than that it is a certificate. */
const LABELS = [
  { label: /^TRUSTED CERTIFICATE$/, refusal: TRUSTED },
  { label: /CERTIFICATE REQUEST$/, refusal: REQUEST },
  { label: /CRL$/, refusal: REVOCATIONS },
  { label: /^(PKCS ?#?7|CMS)/, refusal: PKCS7 },
  { label: /PUBLIC KEY/, refusal: PUBLIC_KEY },
]

/** Other files by their first bytes, one character a byte. */
const MAGIC = [
  { starts: /^(\xFE\xED\xFE\xED|\xCE\xCE\xCE\xCE)/, refusal: 'This is a Java key store.' },
  { starts: /^(\x89PNG|\xFF\xD8\xFF|GIF8|BM|RIFF|II\*\0|MM\0\*)/, refusal: 'This is an image.' },
  { starts: /^%PDF/, refusal: 'This is a PDF document.' },
  { starts: /^PK/, refusal: 'This is a ZIP archive or an office document.' },
]

/**
 * What is in DER but is no certificate, by the types of its parts in hexadecimal and, where these are a certificate's
 * too, by those of its first part.
 */
const SHAPES = [
  // PKCS#8; PKCS#1 and DSA; SEC 1; encrypted PKCS#8.
  { parts: /^023004/, refusal: HOLDS_A_KEY },
  { parts: /^(02){6,}/, refusal: HOLDS_A_KEY },
  { parts: /^0204/, refusal: HOLDS_A_KEY },
  { parts: /^3004$/, refusal: HOLDS_A_KEY },
  { parts: /^0230(30)?$/, refusal: PKCS12 },
  { parts: /^06a0$/, refusal: PKCS7 },
  { parts: /^(3003|0202)$/, refusal: PUBLIC_KEY },
  { parts: /^303003$/, first: /^023030a0/, refusal: REQUEST },
  { parts: /^303003$/, first: /^(02)?30301[78]/, refusal: REVOCATIONS },
]

const typesOf = (parts: Der[]) => parts.map(({ tag }) => tag.toString(16).padStart(2, '0')).join('')

function shapeOf(der: Uint8Array) {
  const parts = readDer(der)?.children ?? []
  const types = typesOf(parts)
  const first = typesOf(parts[0]?.children ?? [])
  return SHAPES.find((shape) => shape.parts.test(types) && (shape.first?.test(first) ?? true))
}

function certificateOf(certificates: Uint8Array[]) {
  const shapes = certificates.map(shapeOf)
  const refused = shapes.find((shape) => shape?.refusal === HOLDS_A_KEY) ?? shapes[0]
  if (refused) throw refusal(refused.refusal)
  const [der] = certificates
  if (!der) throw unreadable()
  return { facts: readCertificate(der), der: toBase64(der), count: certificates.length }
}

/** The file as text, or null where it is none: no text has control characters other than those that lay it out. */
function textOf(file: Uint8Array): string | null {
  // Text before a certificate may be in any encoding; all have ASCII in common.
  const text = new TextDecoder(encodingOf(file)).decode(file)
  // oxlint-disable-next-line no-control-regex
  return /[\0-\x08\x0E-\x1F]/.test(text) ? null : text
}

function certificatesIn(text: string): Uint8Array[] {
  const blocks = [...text.matchAll(/-----BEGIN ([^-\r\n]+)-----(.*?)-----END \1-----/gs)]
  const certificates = blocks.filter(([, label]) => label === 'CERTIFICATE' || label === 'X509 CERTIFICATE')
  if (certificates.length > 0) return certificates.map(([, , base64]) => decode(base64!))
  const label = /-----BEGIN ([^-\r\n]+)-----/.exec(text)?.[1] ?? ''
  throw refusalBy(LABELS.find((known) => known.label.test(label)))
}

function decode(base64: string): Uint8Array {
  const bytes = bytesOf(base64)
  if (!bytes) throw refusal('This certificate is damaged or incomplete: what it is written in is no base64.')
  return bytes
}

function bareBase64(text: string): Uint8Array {
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) throw refusal('This is a web page.')
  if (/^\s*(ssh-|ecdsa-sha2-|---- BEGIN SSH2 PUBLIC KEY)/.test(text)) throw refusal(PUBLIC_KEY)
  // As the base64 of a SEQUENCE begins.
  if (!/^\s*M[A-P][A-Za-z0-9+/=\s]*$/.test(text)) throw refusal('This is a text without a certificate in it.')
  return decode(text)
}
