import * as z from 'zod/mini'
import { hasExpired, type ApiKey } from './apiKey.ts'
import {
  CERTIFICATE_ROLES,
  expiresSoon,
  hasCertificateExpired,
  lastToExpire,
  type Certificate,
  type CertificateRole,
} from './certificate.ts'
import { DAY, Instant, shift } from './instant.ts'

/** How far ahead Home warns. */
export const WARNING_DAYS = 7

/** One thing on Home that needs the viewer's attention. */
export const Attention = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('own-key-expired'), at: Instant }),
  z.object({ kind: z.literal('own-key-expires'), at: Instant }),
  z.object({ kind: z.literal('password-expired'), at: Instant }),
  z.object({ kind: z.literal('password-expires'), at: Instant, removesKey: z.boolean() }),
  z.object({ kind: z.literal('keys-expired'), keys: z.int() }),
  z.object({ kind: z.literal('keys-expire'), keys: z.int(), before: Instant }),
  z.object({ kind: z.literal('certificate-expired'), role: z.enum(CERTIFICATE_ROLES), at: Instant }),
  z.object({ kind: z.literal('certificate-expires'), role: z.enum(CERTIFICATE_ROLES), at: Instant }),
  z.object({ kind: z.literal('signing-certificate-expired'), at: Instant }),
  z.object({ kind: z.literal('signing-certificate-expires'), at: Instant }),
])
export type Attention = z.infer<typeof Attention>

export const Home = z.object({ attention: z.array(Attention), asOf: Instant })
export type Home = z.infer<typeof Home>

export const warningHorizon = (now: Instant): Instant => shift(now, WARNING_DAYS * DAY)

interface Situation {
  key: ApiKey | null
  passwordExpiry: Instant | null
  removeKeyOnPasswordExpiry: boolean
  /** Everybody else's keys; null for a viewer who is no administrator. */
  others: { expired: number; expiring: number } | null
  /** Those that API logins must carry; null for a viewer who is no administrator, and where none are asked for. */
  certificates: Record<CertificateRole, Pick<Certificate, 'validTo'> | null> | null
  /** Those of the identity provider, on the same terms. */
  signing: readonly Pick<Certificate, 'validTo'>[] | null
}

/** What Home says at `now`, most urgent first. */
export function needsAttention(
  { key, passwordExpiry, removeKeyOnPasswordExpiry, others, certificates, signing }: Situation,
  now: Instant,
): Attention[] {
  const horizon = warningHorizon(now)
  const found: Attention[] = []
  if (key?.expiresAt && hasExpired(key, now)) found.push({ kind: 'own-key-expired', at: key.expiresAt })
  else if (key?.expiresAt && key.expiresAt <= horizon) found.push({ kind: 'own-key-expires', at: key.expiresAt })
  if (passwordExpiry !== null && passwordExpiry <= now) found.push({ kind: 'password-expired', at: passwordExpiry })
  else if (passwordExpiry !== null && passwordExpiry <= horizon)
    found.push({ kind: 'password-expires', at: passwordExpiry, removesKey: removeKeyOnPasswordExpiry && key !== null })
  if (others && others.expired > 0) found.push({ kind: 'keys-expired', keys: others.expired })
  if (others && others.expiring > 0) found.push({ kind: 'keys-expire', keys: others.expiring, before: horizon })
  for (const role of CERTIFICATE_ROLES) {
    const certificate = certificates?.[role]
    if (!certificate) continue
    const at = certificate.validTo
    if (hasCertificateExpired(certificate, now)) found.push({ kind: 'certificate-expired', role, at })
    else if (expiresSoon(certificate, now)) found.push({ kind: 'certificate-expires', role, at })
  }
  // An old one may end while another stands beside it.
  const last = lastToExpire(signing ?? [])
  if (last && hasCertificateExpired(last, now)) found.push({ kind: 'signing-certificate-expired', at: last.validTo })
  else if (last && expiresSoon(last, now)) found.push({ kind: 'signing-certificate-expires', at: last.validTo })
  return found
}
