import { Hono } from 'hono'
import type { Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { Credentials, type SignedIn } from '#src/domain/session.ts'
import { fullName, isAdministrator, type User } from '#src/domain/user.ts'
import { newId, type Caller, type Host, type HostEnv } from './host.ts'
import { auditRecord, look, parseBody, perform, type Act } from './perform.ts'
import type { Transaction } from './store.ts'

const LOG_IN: Act = { type: 'Login Attempt', action: 'Log in', object: 'Console' }
const BAD_CREDENTIALS =
  "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again."

/** Signing in, out, and who is signed in. */
export function sessionRoutes(host: Host) {
  const routes = new Hono<HostEnv>()
  /** Hashed against when there is no such user, so that an unknown name takes as long as a wrong password. */
  const nobody = host.passwords.hash('nobody has this password')

  routes.get('/', async (c) =>
    c.json(await look(host, c, 'signed-in', async ({ user, customer }) => describe(c.env, user, customer))),
  )

  routes.post('/', async (c) => {
    const { username, password } = parseBody(Credentials, await c.req.text())
    const { store } = host
    const found = await store.transaction(c.env.environment, (tx) => tx.users.byUsername(username))
    const matches = await host.passwords.verify(password, found?.passwordHash ?? (await nobody))
    const signedIn = await store.transaction(c.env.environment, async (tx) => {
      // Read again: hashing took a while, and the user may have been deactivated or given another password in between.
      const user = found && (await tx.users.byId(found.id))
      if (!user?.isActive || !matches || user.passwordHash !== found?.passwordHash) {
        await tx.audit.append(
          auditRecord(host, c.env, LOG_IN, 'refused', user, { details: 'Wrong user name or password' }),
        )
        return null
      }
      await openSession(host, c.env, tx, user)
      return describe(c.env, user, await tx.customer.get())
    })
    if (!signedIn) throw new DomainError('bad-credentials', BAD_CREDENTIALS)
    return c.json(signedIn, 201)
  })

  routes.delete('/', async (c) => {
    const act: Act = { type: 'Login Attempt', action: 'Log out', object: 'Console' }
    await perform(host, c, 'signed-in', act, async ({ tx }) => {
      if (c.env.sessionId) await tx.sessions.remove(await host.digest(c.env.sessionId))
    })
    c.env.keepSession(null)
    return c.body(null, 204)
  })
  return routes
}

/** Starts a session for `user`, has the host keep it, and records the sign-in. */
export async function openSession(host: Host, caller: Caller, tx: Transaction, user: User): Promise<void> {
  const id = newId(host)
  const now = host.now()
  await tx.sessions.put({ digest: await host.digest(id), userId: user.id, createdAt: now, lastUsedAt: now })
  await tx.users.put({ ...user, lastLoginDate: now })
  await tx.audit.append(auditRecord(host, caller, LOG_IN, 'done', user, { details: 'Successfully logged in' }))
  caller.keepSession(id)
}

function describe(caller: Caller, user: User, customer: Customer): SignedIn {
  return {
    user: {
      id: user.id,
      name: fullName(user),
      email: user.email,
      accessLevel: user.accessLevel,
      isAdministrator: isAdministrator(user),
      timeZone: user.timeZone,
    },
    organisation: customer.name,
    environment: caller.environment,
    addresses: caller.addresses,
  }
}
