import { bytesOf, toBase64 } from '#src/domain/base64.ts'
import type { Certificate, CertificateSettings, ChosenCertificate } from '#src/domain/certificate.ts'
import { certificateRefusal, requireUsableCertificates } from '#src/domain/certificateRules.ts'
import type { Customer, CustomerSettingsSave } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { Host } from './host.ts'

/**
 * The certificates of a save, read and fit to be kept. One that is kept already is not read again, whichever place it
 * moves to. A refusal names the field.
 */
export async function keepCertificates(
  host: Host,
  customer: Customer,
  chosen: CustomerSettingsSave,
  now: Instant,
): Promise<CertificateSettings> {
  const keep = async (field: 'certificate' | 'nextCertificate'): Promise<Certificate | null> => {
    const certificate = chosen[field]
    const kept = [customer.certificate, customer.nextCertificate].find((known) => known?.der === certificate?.der)
    return certificate && (kept ? { ...kept, name: certificate.name } : readChosen(host, certificate, field))
  }
  const settings = {
    certificateRequirement: chosen.certificateRequirement,
    certificate: await keep('certificate'),
    nextCertificate: await keep('nextCertificate'),
  }
  requireUsableCertificates(customer, settings, now)
  return settings
}

/**
 * The certificates an identity provider signs with, read and fit to be kept at `now`. One that is among `kept` is not
 * read again, and may have expired since.
 */
export async function keepSigningCertificates(
  host: Host,
  kept: readonly Certificate[],
  chosen: readonly ChosenCertificate[],
  now: Instant,
): Promise<Certificate[]> {
  const certificates: Certificate[] = []
  for (const choice of chosen) {
    const known = kept.find(({ der }) => der === choice.der)
    const certificate = known ? { ...known, name: choice.name } : await readChosen(host, choice, 'certificates')
    const refusal = certificates.some(({ der }) => der === certificate.der)
      ? 'Two of these certificates are the same one'
      : known
        ? null
        : certificateRefusal(certificate, 'signing', now)
    if (refusal !== null) throw new DomainError('invalid', refusal, 'certificates')
    certificates.push(certificate)
  }
  return certificates
}

/** A certificate as the audit log keeps it: what tells it from others, not all its bytes. */
export const auditedCertificate = ({ name, fingerprint, validTo }: Certificate) => ({ name, fingerprint, validTo })

async function readChosen(host: Host, { name, der }: ChosenCertificate, field: string): Promise<Certificate> {
  try {
    const bytes = bytesOf(der) ?? new Uint8Array()
    const { fingerprint, validFrom, validTo } = await host.readCertificate(bytes)
    // Written anew, so that equal certificates have equal base64.
    return { name, der: toBase64(bytes), fingerprint, validFrom, validTo }
  } catch (error) {
    throw error instanceof DomainError ? new DomainError(error.code, error.message, field) : error
  }
}
