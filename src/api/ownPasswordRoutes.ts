import { Hono } from 'hono'
import { requirePasswordsHere } from '#src/domain/authentication.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import { PasswordChange, PasswordPolicy, type OwnPassword } from '#src/domain/newPassword.ts'
import { passwordExpiresAt } from '#src/domain/password.ts'
import { mustSignOn } from '#src/domain/sso/gate.ts'
import type { User } from '#src/domain/user.ts'
import { changePassword } from './changePassword.ts'
import type { Host, HostEnv } from './host.ts'
import { look, parseBody } from './perform.ts'
import { settingsInEffect } from './signOn/ownSide.ts'
import type { Reading } from './store.ts'

/** The password of whoever is signed in: what a new one is held to, and changing it. */
export function ownPasswordRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) => {
    const own = await look(host, c.env, 'signed-in', async ({ rows, user, customer, now }) => {
      requirePasswordsHere(customer)
      return describe(host, rows, user, now)
    })
    return c.json(own)
  })

  routes.put('/', async (c) => {
    const body = await c.req.text()
    const { username } = await look(host, c.env, 'signed-in', async ({ user }) => user)
    const change = { username, ...parseBody(PasswordChange, body) }
    // Whom `look` has let in came with a session.
    const session = await host.digest(c.env.sessionId ?? '')
    const own = await changePassword(host, c.env, change, session, (tx, user) =>
      describe(host, tx, user, host.now()),
    ).catch(explainWrongPassword)
    return c.json(own)
  })
  return routes
}

async function describe(host: Host, rows: Reading, user: User, now: Instant): Promise<OwnPassword> {
  const customer = await rows.customer.get()
  const sso = await settingsInEffect(rows, now)
  const { changePasswordUrl } = sso
  return {
    username: user.username,
    hasPassword: user.passwordHash !== null,
    policy: PasswordPolicy.parse(customer),
    expiresAt: passwordExpiresAt(user, customer),
    changePasswordUrl:
      mustSignOn(user, sso, customer) && changePasswordUrl !== '' ? host.leadTo(changePasswordUrl) : null,
    asOf: now,
  }
}

/** The words of the sign-in form would not fit here: nobody typed a user name. They still must not tell a lock from a slip. */
export function explainWrongPassword(error: unknown): never {
  if (error instanceof DomainError && error.code === 'bad-credentials')
    throw new DomainError(
      'bad-credentials',
      'This is not your current password, or too many wrong ones have locked your account for a while',
      'password',
    )
  throw error
}
