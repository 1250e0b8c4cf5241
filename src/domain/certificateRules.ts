import type { PlatformMode } from './authentication.ts'
import {
  CERTIFICATES_ELSEWHERE,
  type Certificate,
  type CertificatePurpose,
  type CertificateSettings,
} from './certificate.ts'
import { DomainError } from './errors.ts'
import type { Instant } from './instant.ts'

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
  const isRenamed =
    certificate?.name !== before.certificate?.name || nextCertificate?.name !== before.nextCertificate?.name
  if (before.platformMode === 'ims' && (isNewCurrent || isNewNext || isNewRequirement || isRenamed))
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

/** Why a certificate that is newly chosen for `purpose` is refused at `now` (reference §6), or null. */
export function certificateRefusal(
  { validFrom, validTo }: Pick<Certificate, 'validFrom' | 'validTo'>,
  purpose: CertificatePurpose,
  now: Instant,
): string | null {
  if (validTo < validFrom) return 'This certificate is never valid: its expiration date is before its issue date.'
  if (validTo < now) return `This certificate expired on ${day(validTo)}. Choose one that is still valid.`
  if (purpose === 'current' && now < validFrom)
    return `This certificate is not valid before ${day(validFrom)}. Until then it can only be the next one.`
  return null
}

const day = (at: Instant) =>
  `${new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at))} (UTC)`
