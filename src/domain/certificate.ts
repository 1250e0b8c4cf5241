import * as z from 'zod/mini'
import type { PlatformMode } from './authentication.ts'
import { DAY, elapsed, Instant, shift } from './instant.ts'

/** Bytes of the largest certificate, and of the largest file one is read from (reference §6). */
export const MAX_CERTIFICATE_BYTES = 64 * 1024

/** How long before its end a certificate is warned about. */
const CERTIFICATE_WARNING_DAYS = 30

/**
 * What a call that carries user name and password needs besides: nothing; the certificate; or nothing yet, but calls
 * without the certificate are reported.
 */
export const CertificateRequirement = z.enum(['off', 'report-only', 'required'])
export type CertificateRequirement = z.infer<typeof CertificateRequirement>

/** Characters of a file name. */
export const MAX_FILE_NAME = 255

/** A certificate that somebody chose: the file it came from, and its DER as base64 on one line. */
export const ChosenCertificate = z.object({
  name: z
    .string()
    .check(
      z.trim(),
      z.maxLength(MAX_FILE_NAME, `Use a file name of ${MAX_FILE_NAME} characters or fewer`),
      z.regex(/^\P{Cc}+$/u, 'Use a file name without line breaks'),
    ),
  der: z
    .base64('Send the certificate as base64')
    .check(z.maxLength(Math.ceil(MAX_CERTIFICATE_BYTES / 3) * 4, 'Use a certificate of 64 KB or less')),
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

/** As certificate files have it. */
export const pemOf = ({ der }: Pick<Certificate, 'der'>): string =>
  `-----BEGIN CERTIFICATE-----\n${der.replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

/** Enough of the fingerprint to tell two files of one name apart. */
export const shortFingerprint = ({ fingerprint }: Pick<Certificate, 'fingerprint'>): string =>
  `SHA-256 ${fingerprint.slice(0, 11)}…`

/** Which of the two certificates that calls are matched with (DECISIONS 42). */
export const CERTIFICATE_ROLES = ['current', 'next'] as const
export type CertificateRole = (typeof CERTIFICATE_ROLES)[number]

/** What a certificate is chosen for: one of those two places, or to know an identity provider's signature by. */
export const CERTIFICATE_PURPOSES = [...CERTIFICATE_ROLES, 'signing'] as const
export type CertificatePurpose = (typeof CERTIFICATE_PURPOSES)[number]

/** Days that are left at `now`, begun ones not counted; negative once it has expired. */
export const daysLeft = ({ validTo }: Pick<Certificate, 'validTo'>, now: Instant): number =>
  Math.floor(elapsed(now, validTo) / DAY)

export const hasCertificateExpired = ({ validTo }: Pick<Certificate, 'validTo'>, now: Instant): boolean => validTo < now

export const expiresSoon = (certificate: Pick<Certificate, 'validTo'>, now: Instant): boolean =>
  !hasCertificateExpired(certificate, now) && certificate.validTo <= shift(now, CERTIFICATE_WARNING_DAYS * DAY)

/** The one that is good for longest, or undefined where there is none. */
export const lastToExpire = <C extends Pick<Certificate, 'validTo'>>(certificates: readonly C[]): C | undefined =>
  certificates.toSorted((a, b) => (a.validTo < b.validTo ? 1 : -1))[0]

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
