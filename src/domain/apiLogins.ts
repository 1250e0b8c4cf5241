import * as z from 'zod/mini'
import type { Certificate, CertificateRole } from './certificate.ts'
import { NO_CERTIFICATE, OTHER_CERTIFICATE, type CarriedCertificate } from './certificateMatch.ts'
import { Instant } from './instant.ts'

/** How far back the logins through the API are told. Days. */
export const LOGIN_DAYS = 30

/** How often somebody's program logged in through the API with a password, and with which certificate. */
export const ApiLogin = z.object({
  userId: z.string(),
  /** As the records have it: whoever was called otherwise before counts apart. */
  userName: z.string(),
  userAgent: z.string(),
  address: z.string(),
  /** See `CarriedCertificate`. */
  certificate: z.string(),
  logins: z.int(),
  lastAt: Instant,
})
export type ApiLogin = z.infer<typeof ApiLogin>

/** What an administrator is told: the groups of logins, the last used first; not complete where there are more. */
export const ApiLogins = z.object({ logins: z.array(ApiLogin), isComplete: z.boolean(), asOf: Instant })
export type ApiLogins = z.infer<typeof ApiLogins>

type Certificates = Record<CertificateRole, Pick<Certificate, 'fingerprint'> | null>

/** A certificate that a login carried, as `certificates` stand. */
export type Carried = CertificateRole | 'none' | 'another' | 'retired'

/** What `carried` is by now: one that neither is any more was retired, unless it never was one. */
export function carriedAs(carried: CarriedCertificate, { current, next }: Certificates): Carried {
  if (carried === current?.fingerprint) return 'current'
  if (carried === next?.fingerprint) return 'next'
  if (carried === NO_CERTIFICATE) return 'none'
  return carried === OTHER_CERTIFICATE ? 'another' : 'retired'
}

/** How many logins, clients and users a required certificate would stop. */
export interface Stopped {
  logins: number
  clients: number
  users: number
  /** Of the clients, those that have not changed over since: they carried none of `certificates` at their last login. */
  behind: number
}

/** Which of `logins`, the last used first, were without one of `certificates`. A client is a user's program at an address. */
export function stoppedLogins(logins: readonly ApiLogin[], certificates: Certificates): Stopped {
  const clientOf = ({ userId, userAgent, address }: ApiLogin) => JSON.stringify([userId, userAgent, address])
  const isStopped = ({ certificate }: ApiLogin) => !['current', 'next'].includes(carriedAs(certificate, certificates))
  const last = new Map<string, ApiLogin>()
  for (const login of logins) if (!last.has(clientOf(login))) last.set(clientOf(login), login)
  const stopped = logins.filter(isStopped)
  return {
    logins: stopped.reduce((sum, { logins }) => sum + logins, 0),
    clients: new Set(stopped.map(clientOf)).size,
    users: new Set(stopped.map(({ userId }) => userId)).size,
    behind: [...last.values()].filter(isStopped).length,
  }
}
