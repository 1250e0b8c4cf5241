import * as z from 'zod/mini'
import type { PlatformMode } from './authentication.ts'
import { DomainError } from './errors.ts'
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

/** Which of the two certificates that calls are matched with (DECISIONS 42). */
export const CERTIFICATE_ROLES = ['current', 'next'] as const
export type CertificateRole = (typeof CERTIFICATE_ROLES)[number]

/** Days that are left at `now`, begun ones not counted; negative once it has expired. */
export const daysLeft = ({ validTo }: Pick<Certificate, 'validTo'>, now: Instant): number =>
  Math.floor(elapsed(now, validTo) / DAY)

export const hasCertificateExpired = ({ validTo }: Pick<Certificate, 'validTo'>, now: Instant): boolean => validTo < now

export const expiresSoon = (certificate: Pick<Certificate, 'validTo'>, now: Instant): boolean =>
  !hasCertificateExpired(certificate, now) && certificate.validTo <= shift(now, CERTIFICATE_WARNING_DAYS * DAY)

/** What an administrator decides about certificates; saved with Customer Info. */
export interface CertificateSettings {
  certificateRequirement: CertificateRequirement
  certificate: Certificate | null
  /** Matched besides the current one, so that clients can change over. */
  nextCertificate: Certificate | null
}

export const CERTIFICATES_ELSEWHERE =
  'Certificates for API logins are managed where your organization manages sign-in, the Adobe Admin Console: with Adobe IMS nobody logs in through the API with a password.'

/** Whether API logins are compared with the certificates at all; with Adobe IMS there are none. */
export const asksForCertificate = (settings: CertificateSettings & { platformMode: PlatformMode }): boolean =>
  settings.platformMode === 'classic' && settings.certificateRequirement !== 'off'

/**
 * Refuses what must not be saved at `now` (reference §6). A certificate that has expired since it was saved never
 * stands in the way of other settings.
 */
export function requireUsableCertificates(
  before: CertificateSettings & { platformMode: PlatformMode },
  { certificateRequirement, certificate, nextCertificate }: CertificateSettings,
  now: Instant,
): void {
  const isNewCurrent = certificate?.der !== before.certificate?.der
  const isNewNext = nextCertificate?.der !== before.nextCertificate?.der
  const isNewRequirement = certificateRequirement !== before.certificateRequirement
  if (before.platformMode === 'ims' && (isNewCurrent || isNewNext || isNewRequirement))
    throw new DomainError('forbidden', CERTIFICATES_ELSEWHERE)
  if (!certificate && certificateRequirement !== 'off')
    throw new DomainError('invalid', 'Choose the certificate that logins must carry', 'certificate')
  if (!certificate && nextCertificate)
    throw new DomainError('invalid', 'There is no current certificate that this one could follow', 'nextCertificate')
  if (certificate && certificate.der === nextCertificate?.der)
    throw new DomainError('invalid', 'This is the current certificate already', 'nextCertificate')
  const refuse = (field: keyof CertificateSettings, refusal: string | null) => {
    if (refusal !== null) throw new DomainError('invalid', refusal, field)
  }
  if (certificate && isNewCurrent) refuse('certificate', certificateRefusal(certificate, 'current', now))
  if (nextCertificate && isNewNext) refuse('nextCertificate', certificateRefusal(nextCertificate, 'next', now))
}

/**
 * What a call carried: the fingerprint of the certificate it matched, which stays true when another one takes its
 * place, or one of these.
 */
export type CarriedCertificate = string
export const NO_CERTIFICATE = 'none'
/** Anything that matched none. */
export const OTHER_CERTIFICATE = 'other'

/** Whether it is one that a required certificate lets through. */
export const isKnown = (carried: CarriedCertificate): boolean =>
  carried !== NO_CERTIFICATE && carried !== OTHER_CERTIFICATE

/** Which of the certificates `sent`, the `apiCertificate` of a call, is. */
export function carriedCertificate(
  sent: string | null,
  { certificate, nextCertificate }: Pick<CertificateSettings, 'certificate' | 'nextCertificate'>,
): CarriedCertificate {
  if (sent === null) return NO_CERTIFICATE
  const matching = [certificate, nextCertificate].find((known) => known && isCertificate(sent, known.der))
  return matching?.fingerprint ?? OTHER_CERTIFICATE
}

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

/** DER as it is kept: base64 on one line. */
export const toBase64 = (der: Uint8Array): string => btoa(Array.from(der, (byte) => String.fromCharCode(byte)).join(''))

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
 * `text` without white space. Where the plus signs are lost, all of them are, and a space stands for one or for a line
 * break: only the certificate itself, `der`, can tell the two apart.
 */
function withPluses(text: string, der: string): string {
  if (text.includes('+')) return text.replaceAll(/\s/gu, '')
  let result = ''
  for (const character of text)
    if (!/\s/u.test(character)) result += character
    else if (character === ' ' && der[result.length] === '+') result += '+'
  return result
}

/** The reverse of {@link toBase64}; null where the text is none. */
export function bytesOf(base64: string): Uint8Array | null {
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
