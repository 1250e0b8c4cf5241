import * as z from 'zod/mini'
import { daysLeft, expiresSoon, type CertificatePurpose } from './certificate.ts'
import { Instant } from './instant.ts'

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
  z.object({ kind: z.literal('expires-soon'), days: z.int() }),
  z.object({ kind: z.literal('weak-key'), key: z.string() }),
  z.object({ kind: z.literal('weak-signature'), algorithm: z.string() }),
  z.object({ kind: z.literal('is-authority') }),
  z.object({ kind: z.literal('no-client-authentication') }),
  z.object({ kind: z.literal('issuer-not-trusted') }),
])
export type CertificateFinding = z.infer<typeof CertificateFinding>

/** How the backend reads a certificate: what it says, what is unusual, and why it would be refused, if it would. */
export const CertificateReading = z.object({
  facts: CertificateFacts,
  findings: z.array(CertificateFinding),
  refusal: z.nullable(z.string()),
})
export type CertificateReading = z.infer<typeof CertificateReading>

/** `RSA, 2048 bits`, `EC, P-256`, `Ed25519`. */
export const keyLabel = ({ keyType, keyBits, curve }: CertificateFacts): string =>
  [keyType, curve ?? (keyBits === null ? null : `${keyBits} bits`)].filter((part) => part !== null).join(', ')

/** What is unusual about a certificate for `purpose` at `now`. */
export function findingsOf(facts: CertificateFacts, purpose: CertificatePurpose, now: Instant): CertificateFinding[] {
  const { keyBits, keyType, signatureAlgorithm, extendedKeyUsage } = facts
  const found: CertificateFinding[] = []
  if (expiresSoon(facts, now)) found.push({ kind: 'expires-soon', days: daysLeft(facts, now) })
  if (keyBits !== null && keyBits < (LEAST_BITS[keyType] ?? 0)) found.push({ kind: 'weak-key', key: keyLabel(facts) })
  if (/^(MD[245]|SHA-1)\b/.test(signatureAlgorithm))
    found.push({ kind: 'weak-signature', algorithm: signatureAlgorithm })
  // Identity providers sign with certificates that they made themselves, and nobody looks at what those are meant for.
  if (purpose === 'signing') return found
  if (facts.isAuthority) found.push({ kind: 'is-authority' })
  if (extendedKeyUsage && !extendedKeyUsage.some((usage) => usage === CLIENT_AUTHENTICATION || usage === ANY_USAGE))
    found.push({ kind: 'no-client-authentication' })
  if (facts.isIssuerTrusted === false) found.push({ kind: 'issuer-not-trusted' })
  return found
}

/** 112 bits of security, the least that NIST SP 800-57 still allows. */
const LEAST_BITS: Record<string, number> = { RSA: 2048, 'RSA-PSS': 2048, DSA: 2048, EC: 224 }
