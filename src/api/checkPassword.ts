import type { User } from '#src/domain/user.ts'
import type { Credentials } from '#src/domain/session.ts'
import type { Caller, Host } from './host.ts'
import type { Transaction } from './store.ts'

/** Hashed against when there is no such user, so that an unknown name takes as long as a wrong password. */
const nobody = new WeakMap<Host, Promise<string>>()

function hashOfNobody(host: Host): Promise<string> {
  const hash = nobody.get(host) ?? host.passwords.hash('nobody has this password')
  nobody.set(host, hash)
  return hash
}

/**
 * The one place that decides whether a user name and password open anything. Exactly one hashing, whoever asks, and
 * it runs outside a transaction because it takes long; `then` runs inside one with the user, or with null and
 * whoever the name belongs to when it opens nothing.
 */
export async function checkPassword<T>(
  host: Host,
  caller: Caller,
  { username, password }: Credentials,
  then: (tx: Transaction, user: User | null, named: User | null) => Promise<T>,
): Promise<T> {
  const found = await host.store.transaction(caller.environment, (tx) => tx.users.byUsername(username))
  const hash = found?.passwordHash ?? (await hashOfNobody(host))
  const matches = await host.passwords.verify(password, hash)
  return host.store.transaction(caller.environment, async (tx) => {
    // Read again: hashing took a while, and the user may have been deactivated or given another password in between.
    const named = found && (await tx.users.byId(found.id))
    const opens = matches && named?.isActive && named.passwordHash === hash
    return then(tx, opens ? named : null, named)
  })
}
