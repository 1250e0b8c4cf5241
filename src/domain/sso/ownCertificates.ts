import * as z from 'zod/mini'
import { Certificate } from '../certificate.ts'
import { DAY, elapsed, type Instant } from '../instant.ts'

/** Our certificates last a year (reference §7.2). */
export const OWN_CERTIFICATE_LIFE = 365 * DAY
/** So long before the end of one the next is made, and its upload asked for. */
const RENEWAL_PERIOD = 30 * DAY

/** A key pair this side signs with; the private key, PKCS#8 in PEM, is sealed by the vault. */
export const OwnKey = z.object({ certificate: Certificate, sealedPrivateKey: z.string() })
export type OwnKey = z.infer<typeof OwnKey>

/** The certificate that requests are signed with, and the next one once the first is close to its end. */
export const OwnCertificates = z.object({ current: z.nullable(Certificate), next: z.nullable(Certificate) })
export type OwnCertificates = z.infer<typeof OwnCertificates>

const byAge = (one: OwnKey, other: OwnKey) => (one.certificate.validFrom < other.certificate.validFrom ? -1 : 1)

/** The one that signs, and the one to come. */
export interface KeysInUse {
  current: OwnKey | null
  next: OwnKey | null
}

/**
 * Of `keys` the one that signs and the one to come, the newest after it. That one signs once an administrator has said, by
 * its fingerprint, that the identity provider has it: until then the provider knows only the one before.
 */
export function ownKeysInUse(keys: readonly OwnKey[], uploadedCertificate: string | null): KeysInUse {
  const oldestFirst = keys.toSorted(byAge)
  const uploaded = oldestFirst.findIndex(({ certificate }) => certificate.fingerprint === uploadedCertificate)
  const first = Math.max(uploaded, 0)
  return { current: oldestFirst[first] ?? null, next: oldestFirst.slice(first + 1).at(-1) ?? null }
}

/** Whether a key pair has to be made now: there is none, or the last one ends soon. */
export const needsNewKey = ({ current, next }: KeysInUse, now: Instant): boolean => {
  const last = next ?? current
  return last === null || isEnding(last.certificate, now)
}

const isEnding = ({ validTo }: Certificate, now: Instant): boolean => elapsed(now, validTo) <= RENEWAL_PERIOD

/**
 * Whether the identity provider still has to be given the next certificate: then a warning shows, and administrators may
 * use their passwords whatever Admin Exemption says (reference §7.2).
 */
export const isRenewalDue = ({ current, next }: OwnCertificates, now: Instant): boolean =>
  current !== null && next !== null && isEnding(current, now)
