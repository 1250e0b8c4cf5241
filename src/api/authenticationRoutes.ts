import { Hono } from 'hono'
import { settlementCutoff } from '#src/domain/apiKey.ts'
import {
  AuthenticationSave,
  AuthenticationSettings,
  authenticationOf,
  requirePasswordsHere,
  type AuthenticationConsequences,
  type AuthenticationInfo,
} from '#src/domain/authentication.ts'
import { refuseStale, type Customer } from '#src/domain/customer.ts'
import { expiredPasswordCutoff, hasPasswordExpired } from '#src/domain/password.ts'
import { fullName } from '#src/domain/user.ts'
import type { Host, HostEnv } from './host.ts'
import { look, parseBody, perform, settleKeys } from './perform.ts'

/** Setup > System > Authentication: what passwords are held to (reference §5.5). */
export function authenticationRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) =>
    c.json(
      await look(host, c.env, 'administrator', async ({ customer }) => {
        requirePasswordsHere(customer)
        return describe(customer)
      }),
    ),
  )

  routes.put('/', async (c) => {
    const body = await c.req.text()
    const act = { type: 'Authentication', action: 'Change', object: 'Authentication' } as const
    const saved = await perform(host, c.env, 'administrator', act, async (room) => {
      const { rows, user, customer, now } = room
      requirePasswordsHere(customer)
      const { version, ...settings } = parseBody(AuthenticationSave, body)
      refuseStale(customer.authenticationVersion, version)
      const after: Customer = {
        ...customer,
        ...settings,
        authenticationVersion: version + 1,
        authenticationSavedAt: now,
        authenticationSavedBy: fullName(user),
      }
      await settleKeys(room)
      await settleKeys({ ...room, customer: after })
      await rows.customer.put(after)
      room.record({ before: authenticationOf(customer), after: authenticationOf(after) })
      return describe(after)
    })
    return c.json(saved)
  })

  // A question, though asked by POST: unsaved settings are a body, not an address.
  routes.post('/consequences', async (c) => {
    const body = await c.req.text()
    const answer = await look(
      host,
      c.env,
      'administrator',
      async ({ rows, user, customer, now }): Promise<AuthenticationConsequences> => {
        requirePasswordsHere(customer)
        const draft = { ...customer, ...parseBody(AuthenticationSettings, body) }
        // What the settings as they are have ended already does not happen again.
        const countPasswords = async (policy: Customer) => {
          const cutoff = expiredPasswordCutoff(policy, now)
          return cutoff === null ? 0 : rows.users.countPasswordsSetBy(cutoff)
        }
        const countKeys = async (policy: Customer) =>
          (await rows.keys.count(now, settlementCutoff(policy, now))).settled
        const newlyExpired = (await countPasswords(draft)) - (await countPasswords(customer))
        return {
          passwords: Math.max(0, newlyExpired),
          restored: Math.max(0, -newlyExpired),
          isOwnAmongThem: hasPasswordExpired(user, draft, now) && !hasPasswordExpired(user, customer, now),
          keys: Math.max(0, (await countKeys(draft)) - (await countKeys(customer))),
          asOf: now,
        }
      },
    )
    return c.json(answer)
  })
  return routes
}

const describe = (customer: Customer): AuthenticationInfo => ({
  ...authenticationOf(customer),
  version: customer.authenticationVersion,
  savedAt: customer.authenticationSavedAt,
  savedBy: customer.authenticationSavedBy,
})
