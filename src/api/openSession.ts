import { shift } from '#src/domain/instant.ts'
import { SESSION_IDLE, SESSION_LIFE } from '#src/domain/session.ts'
import type { User } from '#src/domain/user.ts'
import { newId, type Caller, type Host } from './host.ts'
import { auditRecord, type Act } from './perform.ts'
import type { Transaction } from './store.ts'

/** Signing in, as the audit log names it, by where it was done. */
export const LOG_IN = {
  console: { type: 'Login Attempt', action: 'Log in', object: 'Console' },
  api: { type: 'Login Attempt', action: 'Log in', object: 'API' },
} satisfies Record<string, Act>

/**
 * Starts a session for `user`, has the host keep it for the console or for the API, and records it; answers its ID. In
 * a browser it takes the place of the one before, which nobody could sign out of any more.
 */
export async function openSession(
  host: Host,
  caller: Caller,
  tx: Transaction,
  user: User,
  where: keyof typeof LOG_IN = 'console',
): Promise<string> {
  const id = newId(host)
  const now = host.now()
  await tx.sessions.removeEnded(shift(now, -SESSION_IDLE), shift(now, -SESSION_LIFE))
  if (where === 'console' && caller.sessionId) await tx.sessions.remove(await host.digest(caller.sessionId))
  await tx.sessions.put({ digest: await host.digest(id), userId: user.id, createdAt: now, lastUsedAt: now })
  await tx.users.put({ ...user, lastLoginDate: now, loginCount: user.loginCount + 1 })
  await tx.audit.append(auditRecord(host, caller, LOG_IN[where], 'done', user, { details: 'Successfully logged in' }))
  if (where === 'console') caller.keepSession(id)
  else caller.keepApiSession(id)
  return id
}
