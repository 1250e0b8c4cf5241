import * as z from 'zod/mini'
import { DAY, elapsed, Instant, shift } from './instant.ts'

/** Bytes of the largest certificate, and of the largest file one is read from (reference §6). */
export const MAX_CERTIFICATE_BYTES = 64 * 1024

/** How long before its end a certificate is warned about. */
export const CERTIFICATE_WARNING_DAYS = 30

/**
 * What a call that carries user name and password needs besides: nothing; the certificate; or nothing yet, but calls
 * without the certificate are reported.
 */
export const CERTIFICATE_REQUIREMENTS = ['off', 'report-only', 'required'] as const
export const CertificateRequirement = z.enum(CERTIFICATE_REQUIREMENTS)
export type CertificateRequirement = z.infer<typeof CertificateRequirement>

/** A certificate that somebody chose: the file it came from, and its DER as base64 on one line. */
export const ChosenCertificate = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(255, 'Use a file name of 255 characters or fewer')),
  der: z.base64('Send the certificate as base64').check(z.maxLength(Math.ceil(MAX_CERTIFICATE_BYTES / 3) * 4)),
})
export type ChosenCertificate = z.infer<typeof ChosenCertificate>

/** A certificate with what is asked of it again and again, so that it need not be read each time. */
export const Certificate = z.extend(ChosenCertificate, {
  /** SHA-256 of the DER, as upper-case hexadecimal pairs joined by colons. */
  fingerprint: z.string(),
  validFrom: Instant,
  validTo: Instant,
})
export type Certificate = z.infer<typeof Certificate>

/** A name's values of one attribute, in the order of the certificate; empty where it has none. */
const Values = z.array(z.string())

/** What a certificate says of itself. */
export const CertificateFacts = z.object({
  subjectCommonName: Values,
  subjectOrganization: Values,
  subjectOrganizationUnit: Values,
  issuerCommonName: Values,
  issuerOrganization: Values,
  issuerOrganizationUnit: Values,
  /** Upper-case hexadecimal pairs joined by colons; a negative one begins with a minus sign. */
  serialNumber: z.string(),
  validFrom: Instant,
  validTo: Instant,
  /** As in {@link Certificate}. */
  fingerprint: z.string(),
  /** Such as `RSA`, `EC` and `Ed25519`. */
  keyType: z.string(),
  /** Null where the type says it all or the size is not known. */
  keyBits: z.nullable(z.int()),
  /** Such as `P-256`; null for keys that are on no curve or on one without a name. */
  curve: z.nullable(z.string()),
  /** Such as `SHA-256 with RSA`; the object identifier where it has no name. */
  signatureAlgorithm: z.string(),
  /** Key usage and extended key usage (RFC 5280 §4.2.1.3, §4.2.1.12) by name; null where the certificate does not limit its use. */
  keyUsage: z.nullable(z.array(z.string())),
  extendedKeyUsage: z.nullable(z.array(z.string())),
  isAuthority: z.boolean(),
  /** Whether subject and issuer are the same name. */
  isSelfSigned: z.boolean(),
  /** Whether an authority that the host trusts has signed it; null where the host cannot know, as in a browser. */
  isIssuerTrusted: z.nullable(z.boolean()),
})
export type CertificateFacts = z.infer<typeof CertificateFacts>

/** Extended key usage that allows a client to show who it is, as {@link CertificateFacts} names it. */
export const CLIENT_AUTHENTICATION = 'Client authentication'
export const ANY_USAGE = 'Any purpose'

/** Something unusual about a certificate that is to be required of clients. */
export const CertificateFinding = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('expired') }),
  z.object({ kind: z.literal('expires-soon'), days: z.int() }),
  z.object({ kind: z.literal('not-yet-valid') }),
  z.object({ kind: z.literal('weak-key'), key: z.string() }),
  z.object({ kind: z.literal('weak-signature'), algorithm: z.string() }),
  z.object({ kind: z.literal('is-authority') }),
  z.object({ kind: z.literal('no-client-authentication') }),
  z.object({ kind: z.literal('issuer-not-trusted') }),
])
export type CertificateFinding = z.infer<typeof CertificateFinding>

/** Which of the two certificates that calls are matched with (DECISIONS 42). */
export type CertificateRole = 'current' | 'next'

/** How the backend reads a certificate: what it says, what is unusual, and why it would be refused, if it would. */
export const CertificateReading = z.object({
  facts: CertificateFacts,
  findings: z.array(CertificateFinding),
  refusal: z.nullable(z.string()),
  asOf: Instant,
})
export type CertificateReading = z.infer<typeof CertificateReading>

/** `RSA, 2048 bits`, `EC, P-256`, `Ed25519`. */
export const keyLabel = ({ keyType, keyBits, curve }: CertificateFacts): string =>
  [keyType, curve ?? (keyBits === null ? null : `${keyBits} bits`)].filter((part) => part !== null).join(', ')

/** Days that are left at `now`, begun ones not counted; negative once it has expired. */
export const daysLeft = ({ validTo }: Pick<Certificate, 'validTo'>, now: Instant): number =>
  Math.floor(elapsed(now, validTo) / DAY)

export const hasCertificateExpired = ({ validTo }: Pick<Certificate, 'validTo'>, now: Instant): boolean => validTo < now

export const expiresSoon = (certificate: Pick<Certificate, 'validTo'>, now: Instant): boolean =>
  !hasCertificateExpired(certificate, now) && certificate.validTo <= shift(now, CERTIFICATE_WARNING_DAYS * DAY)

/** What is unusual about a certificate at `now`, gravest first. */
export function findingsOf(facts: CertificateFacts, now: Instant): CertificateFinding[] {
  const { validFrom, keyBits, keyType, signatureAlgorithm, extendedKeyUsage } = facts
  const found: CertificateFinding[] = []
  if (hasCertificateExpired(facts, now)) found.push({ kind: 'expired' })
  if (expiresSoon(facts, now)) found.push({ kind: 'expires-soon', days: daysLeft(facts, now) })
  if (now < validFrom) found.push({ kind: 'not-yet-valid' })
  if (keyBits !== null && keyBits < (LEAST_BITS[keyType] ?? 0)) found.push({ kind: 'weak-key', key: keyLabel(facts) })
  if (/^(MD[245]|SHA-1)\b/.test(signatureAlgorithm))
    found.push({ kind: 'weak-signature', algorithm: signatureAlgorithm })
  if (facts.isAuthority) found.push({ kind: 'is-authority' })
  if (extendedKeyUsage && !extendedKeyUsage.some((usage) => usage === CLIENT_AUTHENTICATION || usage === ANY_USAGE))
    found.push({ kind: 'no-client-authentication' })
  if (facts.isIssuerTrusted === false) found.push({ kind: 'issuer-not-trusted' })
  return found
}

/** 112 bits of security, the least that NIST SP 800-57 still allows. */
const LEAST_BITS: Record<string, number> = { RSA: 2048, 'RSA-PSS': 2048, DSA: 2048, EC: 224 }

/** Why a certificate that is newly chosen for `role` is refused at `now` (reference §6), or null. */
export function certificateRefusal(
  { validFrom, validTo }: Pick<Certificate, 'validFrom' | 'validTo'>,
  role: CertificateRole,
  now: Instant,
): string | null {
  if (validTo < now) return `This certificate expired on ${day(validTo)}. Choose one that is still valid.`
  if (role === 'current' && now < validFrom)
    return `This certificate is not valid before ${day(validFrom)}. Until then it can only be the next one.`
  return null
}

const day = (at: Instant) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at))

/**
 * Whether `sent`, the `apiCertificate` of a call, is the certificate `der` (base64 on one line). The DER bytes decide
 * (reference §6); the text may be PEM or its base64 alone, broken anywhere, URL-encoded once more, and may have
 * lost its plus signs to spaces, as in an address. Takes as long whether it matches or not.
 */
export function isCertificate(sent: string, der: string): boolean {
  const text = withoutArmour(decoded(sent))
  const expected = bytesOf(der)
  const actual = text === null ? null : bytesOf(withPluses(text, der))
  return expected !== null && actual !== null && sameBytes(actual, expected)
}

function decoded(sent: string): string {
  if (!sent.includes('%')) return sent
  try {
    return decodeURIComponent(sent)
  } catch {
    return sent
  }
}

/** The base64 of the first certificate in `text`. */
function withoutArmour(text: string): string | null {
  if (!text.includes('-----')) return text
  const block = /-----BEGIN[ +](?:X509[ +])?CERTIFICATE-----([^-]*)-----END[ +]/.exec(text)
  return block?.[1] ?? null
}

/**
 * `text` without white space. A space stands for a plus sign where `der` has one at that place, and otherwise for a
 * line break: only the certificate itself can tell the two apart.
 */
function withPluses(text: string, der: string): string {
  let result = ''
  for (const character of text)
    if (!/\s/u.test(character)) result += character
    else if (character === ' ' && der[result.length] === '+') result += '+'
  return result
}

function bytesOf(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0)
  return difference === 0
}
