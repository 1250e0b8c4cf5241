import { Hono } from 'hono'
import { requirePasswordsHere } from '#src/domain/authentication.ts'
import type { Customer } from '#src/domain/customer.ts'
import { PasswordRenewal, PasswordPolicy } from '#src/domain/newPassword.ts'
import { elapsed } from '#src/domain/instant.ts'
import { Credentials, PasswordProof, SESSION_LIFE } from '#src/domain/session.ts'
import type { SignedIn } from '#src/domain/signedIn.ts'
import { isSsoInForce } from '#src/domain/sso/gate.ts'
import type { SignInWay } from '#src/domain/signInWay.ts'
import { fullName, isAdministrator, type User } from '#src/domain/user.ts'
import { changePassword } from './changePassword.ts'
import { checkPassword, CONFIRM } from './checkPassword.ts'
import type { Caller, Host, HostEnv } from './host.ts'
import { LOG_OUT, openSession, proveSession } from './openSession.ts'
import { explainWrongPassword } from './ownPasswordRoutes.ts'
import { auditRecord, look, parseBody, perform, type Act } from './perform.ts'
import { departureOf } from './signOn/logout.ts'

/** Signing in, also with a password that has expired; out, here and everywhere; and who is signed in. */
export function sessionRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) =>
    c.json(await look(host, c.env, 'signed-in', async ({ user, customer }) => describe(c.env, user, customer))),
  )

  // Open, because it is asked before anybody signs in.
  routes.get('/way', async (c) =>
    c.json(
      await host.store.read(c.env.environment, async (rows): Promise<SignInWay> => {
        const sso = await rows.sso.get()
        const lastAt = (await rows.refreshes.get())?.lastAt
        return {
          loginPortalUrl: isSsoInForce(sso, await rows.customer.get()) ? sso.loginPortalUrl : null,
          // A session that it has not ended would have come to its own end since.
          wasRefreshed: !!lastAt && elapsed(lastAt, host.now()) < SESSION_LIFE,
          productionUrl: c.env.environment === 'preview' ? c.env.addresses.production : null,
        }
      }),
    ),
  )

  routes.post('/', async (c) => {
    const credentials = parseBody(Credentials, await c.req.text())
    const signedIn = await checkPassword(host, c.env, 'console', credentials, async (tx, user) => {
      await openSession(host, c.env, tx, user)
      return describe(c.env, user, await tx.customer.get())
    })
    return c.json(signedIn, 201)
  })

  routes.post('/proof', async (c) => {
    const body = await c.req.text()
    const { username } = await look(host, c.env, 'signed-in', async ({ user }) => user)
    const { password } = parseBody(PasswordProof, body)
    await checkPassword(host, c.env, 'proof', { username, password }, async (tx, user) => {
      await proveSession(host, c.env, tx)
      await tx.audit.append(auditRecord(host, c.env, CONFIRM, 'done', user, { details: 'Password entered again' }))
    }).catch(explainWrongPassword)
    return c.body(null, 204)
  })

  routes.delete('/', async (c) => {
    const signedOut = await perform(host, c.env, 'signed-in', LOG_OUT.console, async ({ rows, user, customer }) => {
      const digest = await host.digest(c.env.sessionId ?? '')
      const session = await rows.sessions.byDigest(digest)
      await rows.sessions.remove(digest)
      return { session, user, sso: await rows.sso.get(), customer }
    })
    c.env.keepSession(null)
    return c.json(await departureOf(host, c.env, signedOut))
  })

  routes.delete('/everywhere', async (c) => {
    const act: Act = { type: 'Login Attempt', action: 'Log out everywhere', object: 'All own sessions' }
    await perform(host, c.env, 'signed-in', act, async ({ rows, user, record }) => {
      record({ before: { sessions: await rows.sessions.removeOfUser(user.id, null) }, after: { sessions: 0 } })
    })
    c.env.keepSession(null)
    return c.body(null, 204)
  })

  // Open, because whoever must choose a new password has no session yet.
  routes.get('/new-password', async (c) => {
    const customer = await host.store.read(c.env.environment, (rows) => rows.customer.get())
    requirePasswordsHere(customer)
    return c.json(PasswordPolicy.parse(customer))
  })

  routes.post('/new-password', async (c) => {
    const renewal = parseBody(PasswordRenewal, await c.req.text())
    const signedIn = await changePassword(host, c.env, renewal, null, async (tx, user) => {
      await openSession(host, c.env, tx, user)
      return describe(c.env, user, await tx.customer.get())
    })
    return c.json(signedIn, 201)
  })
  return routes
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
    platformMode: customer.platformMode,
    addresses: caller.addresses,
  }
}
