import { standingKey } from '#src/domain/apiKey.ts'
import { DomainError } from '#src/domain/errors.ts'
import {
  blockedPasswords,
  refuseReusedPassword,
  refuseSamePassword,
  refuseWeakPassword,
  withNewPassword,
  type PasswordRenewal,
} from '#src/domain/newPassword.ts'
import type { User } from '#src/domain/user.ts'
import { badCredentials, CHANGE_PASSWORD, checkPassword, refuseMeanwhile } from './checkPassword.ts'
import { loadDictionary } from './dictionary.ts'
import type { Caller, Host } from './host.ts'
import { inForce } from './inForce.ts'
import { renewSession } from './openSession.ts'
import { auditRecord, recordRefusal } from './perform.ts'
import type { Transaction } from './store.ts'

/**
 * Gives whoever knows their present password another one, and ends their sessions. The one with digest `keptSession` goes
 * on under another ID; it is null for whoever is not signed in and renews a password that is expired or one-time; `then` runs in
 * the transaction that does it. Hashing takes long and happens before that transaction, which therefore refuses where
 * the password has become another meanwhile.
 */
export async function changePassword<T>(
  host: Host,
  caller: Caller,
  { username, password, newPassword }: PasswordRenewal,
  keptSession: string | null,
  then: (tx: Transaction, user: User) => Promise<T>,
): Promise<T> {
  const use = keptSession === null ? 'renewal' : 'change'
  const known = await checkPassword(host, caller, use, { username, password }, async (tx, user) => {
    const policy = await tx.customer.get()
    return { user, policy, blocked: await tx.users.previousPasswords(user.id, blockedPasswords(policy)) }
  })
  try {
    refuseSamePassword({ password, newPassword })
    refuseWeakPassword(newPassword, known.user, known.policy, await loadDictionary(host))
    const matches = await Promise.all(known.blocked.map((hash) => host.passwords.verify(newPassword, hash)))
    refuseReusedPassword(matches.includes(true), known.policy)
    const passwordHash = await host.passwords.hash(newPassword)

    return await host.store.transaction(caller.environment, async (tx) => {
      const user = await inForce(tx, await tx.users.byId(known.user.id))
      if (!user?.isActive || !user.passwordHash || user.passwordHash !== known.user.passwordHash)
        throw badCredentials('Another password by now').refusal
      await refuseMeanwhile(tx, use, user, host.now())
      const { changed, sessions } = await replacePassword(host, tx, user, passwordHash, keptSession)
      if (keptSession !== null) await renewSession(host, caller, tx, changed, keptSession)
      const details = `Other sessions ended: ${sessions}`
      await tx.audit.append(auditRecord(host, caller, CHANGE_PASSWORD, 'done', changed, { details }))
      return then(tx, changed)
    })
  } catch (error) {
    if (error instanceof DomainError) await recordRefusal(host, caller, CHANGE_PASSWORD, known.user, error)
    throw error
  }
}

/**
 * Puts another password in place of the one that `user` has, and ends their sessions but for the one with digest
 * `keptSession`; answers the user as stored now, and how many sessions that were. `renew` says whose choice it was.
 */
export async function replacePassword(
  host: Host,
  tx: Transaction,
  user: User,
  passwordHash: string,
  keptSession: string | null,
  renew: typeof withNewPassword = withNewPassword,
): Promise<{ changed: User; sessions: number }> {
  const now = host.now()
  await settleOwnKey(tx, user, now)
  if (user.passwordHash) await tx.users.rememberPassword(user.id, user.passwordHash)
  const changed = renew(user, passwordHash, now)
  await tx.users.put(changed)
  return { changed, sessions: await tx.sessions.removeOfUser(user.id, keptSession) }
}

/** A key that the expired password has ended is gone for good: the new password must not bring it back (E6). */
async function settleOwnKey(tx: Transaction, user: User, now: string): Promise<void> {
  const key = await tx.keys.ofUser(user.id)
  if (key && !standingKey(key, user, await tx.customer.get(), now)) await tx.keys.removeOf(user.id)
}
