import type { AuditRecord } from '#src/domain/audit.ts'
import { NO_CERTIFICATE, type CarriedCertificate } from '#src/domain/certificateMatch.ts'
import { shift, type Instant } from '#src/domain/instant.ts'
import { SESSION_IDLE, SESSION_LIFE } from '#src/domain/session.ts'
import type { User } from '#src/domain/user.ts'
import { newId, type Caller, type Host } from './host.ts'
import { inForce } from './inForce.ts'
import { auditRecord, type Act } from './perform.ts'
import type { SignedOnAs } from './signOn/serviceProvider.ts'
import type { Transaction } from './store.ts'

/** Signing in, as the audit log names it, by where it was done. */
export const LOG_IN = {
  console: { type: 'Login Attempt', action: 'Log in', object: 'Console' },
  api: { type: 'Login Attempt', action: 'Log in', object: 'API' },
} satisfies Record<string, Act>
/** Signing out, likewise. */
export const LOG_OUT = {
  console: { ...LOG_IN.console, action: 'Log out' },
  api: { ...LOG_IN.api, action: 'Log out' },
} satisfies Record<string, Act>

/** What the record of a login through the API says of the certificate it carried (see `apiLogins` of the store). */
export const carrying = (certificate: CarriedCertificate) => ({ certificate })

/** The reverse; records from before there were certificates say nothing of one. */
export function carriedOf(after: AuditRecord['after']): CarriedCertificate {
  const certificate = after?.['certificate']
  return typeof certificate === 'string' ? certificate : NO_CERTIFICATE
}

/** How somebody came to a session, where it was not by a password at the console. */
interface SessionOrigin {
  /** What came with an API login. */
  carried?: CarriedCertificate | null
  /** Who they are to the identity provider. */
  signedOnAs?: SignedOnAs | null
  /** When the session ends at the latest. */
  endsAt?: Instant | null
}

/**
 * Starts a session for `known`, has the host keep it for the console or, where `carried` says what came with an API
 * login, for the API, and records it; answers its ID. In a browser it takes the place of the one before, which nobody
 * could sign out of any more.
 */
export async function openSession(
  host: Host,
  caller: Caller,
  tx: Transaction,
  known: User,
  { carried = null, signedOnAs = null, endsAt = null }: SessionOrigin = {},
): Promise<string> {
  const user = await inForce(tx, known)
  const where = carried === null ? 'console' : 'api'
  const { nameId = null, nameIdFormat = null, sessionIndex = null } = signedOnAs ?? {}
  const id = newId(host)
  const now = host.now()
  await tx.sessions.removeEnded(shift(now, -SESSION_IDLE), shift(now, -SESSION_LIFE), now)
  if (where === 'console' && caller.sessionId) await tx.sessions.remove(await host.digest(caller.sessionId))
  await tx.sessions.put({
    digest: await host.digest(id),
    userId: user.id,
    kind: where,
    createdAt: now,
    lastUsedAt: now,
    passwordDate: user.passwordDate,
    provedAt: now,
    provedBy: signedOnAs ? 'sign-on' : 'password',
    nameId,
    nameIdFormat,
    sessionIndex,
    endsAt,
  })
  await tx.users.put({ ...user, lastLoginDate: now, loginCount: user.loginCount + 1 })
  const change = {
    details: signedOnAs ? 'Successfully logged in through the identity provider' : 'Successfully logged in',
    after: carried === null ? null : carrying(carried),
  }
  await tx.audit.append(auditRecord(host, caller, LOG_IN[where], 'done', user, change))
  if (where === 'console') caller.keepSession(id)
  else caller.keepApiSession(id)
  return id
}

/**
 * Has the console's session with that digest go on under another ID, for `user` who has just chosen another password: who
 * knew the one before may know the ID too.
 */
export async function renewSession(
  host: Host,
  caller: Caller,
  tx: Transaction,
  { passwordDate }: User,
  digest: string,
): Promise<void> {
  const session = await tx.sessions.byDigest(digest)
  if (!session) return
  const id = newId(host)
  await tx.sessions.remove(digest)
  const proof = { passwordDate, provedAt: host.now(), provedBy: 'password' } as const
  await tx.sessions.put({ ...session, ...proof, digest: await host.digest(id) })
  caller.keepSession(id)
}

/** Notes that whoever is signed in at the console has just entered their password again. */
export async function proveSession(host: Host, { sessionId }: Caller, tx: Transaction): Promise<void> {
  const session = sessionId === null ? null : await tx.sessions.byDigest(await host.digest(sessionId))
  if (session) await tx.sessions.put({ ...session, provedAt: host.now(), provedBy: 'password' })
}
