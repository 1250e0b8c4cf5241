import { hasExpired, standingKey, type ApiKey } from '#src/domain/apiKey.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import { Credentials, isSessionAlive, touchSession, type Session } from '#src/domain/session.ts'
import { hasApiAccess } from '#src/domain/user.ts'
import { checkPassword, refuseMeanwhile, type ApiCredentials, type PasswordShown } from '../checkPassword.ts'
import type { Caller, Host } from '../host.ts'
import { inForce } from '../inForce.ts'
import type { KeyUseRecorder } from '../keyUseRecorder.ts'
import { carrying, LOG_IN } from '../openSession.ts'
import { auditRecord, parse, type Identify } from '../perform.ts'
import type { Call } from './call.ts'
import { illegalArgument } from './envelope.ts'

/** What a call brings to show who is calling. A password has been checked already; the others are only looked up. */
export type Proof =
  | { by: 'password'; userId: string; apiCertificate: string | null }
  /** `note` is told of the key with that digest whether it was good for the call. */
  | { by: 'key'; digest: string; note(key: ApiKey, at: Instant, isTaken: boolean): void }
  /** `isCookie` where a browser may have sent it by itself: good for reading only (reference §8.2). */
  | { by: 'session'; digest: string; kind: Session['kind']; isCookie: boolean }

/** One text for every key that opens nothing, every dead session, and a call without either (U6: no oracle). */
const notLoggedIn = () => new DomainError('signed-out', 'You are not currently logged in')

/**
 * The first of user name and password, key, session and cookie that is there. A dead one never falls back to the next.
 * Null for a call without any.
 */
export async function proofOf(host: Host, uses: KeyUseRecorder, caller: Caller, call: Call): Promise<Proof | null> {
  const credentials = credentialsOf(call)
  if (credentials) {
    const userId = await checkPassword(host, caller, 'api', credentials, async (tx, user, carried) => {
      const change = { details: 'Username and password sent with a call', after: carrying(carried) }
      await tx.audit.append(auditRecord(host, caller, LOG_IN.api, 'done', user, change))
      return user.id
    })
    return { by: 'password', userId, apiCertificate: credentials.apiCertificate }
  }
  const key = call.params.get('apiKey') ?? call.header('apiKey')
  if (key !== null)
    return {
      by: 'key',
      digest: await host.digest(key),
      note: (...use) => uses.note(caller, ...use),
    }
  const session = sessionOf(call)
  if (session !== null) return { by: 'session', digest: await host.digest(session), kind: 'api', isCookie: false }
  const kind = caller.apiSessionId === null ? 'console' : 'api'
  const cookie = caller.apiSessionId ?? caller.sessionId
  return cookie === null ? null : { by: 'session', digest: await host.digest(cookie), kind, isCookie: true }
}

/** The session that a call names. */
export const sessionOf = (call: Call): string | null => call.header('sessionID') ?? call.params.get('sessionID')

/**
 * `username` and `password`, which are read before anything else and never as fields, and the certificate that may come
 * with them. One without the other is left to whoever reads fields.
 */
function credentialsOf({ params }: Call): ApiCredentials | null {
  const username = params.get('username')
  const password = params.get('password')
  if (username === null || password === null) return null
  return { ...parse(Credentials, { username, password }), apiCertificate: params.get('apiCertificate') }
}

/** The credentials of a call that is nothing without them. */
export function requireCredentials(call: Call): ApiCredentials {
  const credentials = credentialsOf(call)
  if (!credentials) throw illegalArgument('username and password are required')
  return credentials
}

/**
 * Whom `proof` stands for. A read by key is what an integration does all day, so it costs one look-up, in Preview
 * besides those of `refreshIfDue`.
 */
export function identify(host: Host, proof: Proof | null): Identify {
  return async (rows, meet) => {
    if (!proof) throw notLoggedIn()
    const now = host.now()
    const holder = proof.by === 'key' ? await rows.keys.holder(proof.digest) : null
    const found = proof.by === 'session' ? await rows.sessions.byDigest(proof.digest) : null
    const session = proof.by === 'session' && found?.kind === proof.kind ? found : null
    const userId = proof.by === 'password' ? proof.userId : session?.userId
    const known = holder?.owner ?? (userId === undefined ? null : await rows.users.byId(userId))
    const user = await inForce(rows, known)
    if (!user) throw notLoggedIn()
    meet(user)
    if (proof.by === 'password') await refuseMeanwhile(rows, 'api', user, now)
    if (holder && proof.by === 'key') {
      const standing = standingKey(holder.key, user, holder.policy, now)
      // Whoever became an External user may have had a key before.
      const isTaken = user.isActive && hasApiAccess(user) && standing !== null && !hasExpired(standing, now)
      proof.note(holder.key, now, isTaken)
      if (!isTaken) throw notLoggedIn()
    }
    if (!user.isActive || (session && !isSessionAlive(session, user, now))) throw notLoggedIn()
    const shown: PasswordShown | null =
      proof.by === 'password' ? { use: 'api', apiCertificate: proof.apiCertificate } : null
    return { user, shown, now, touched: session && touchSession(session, now) }
  }
}
