import { Hono } from 'hono'
import { hasExpired, standingKey } from '#src/domain/apiKey.ts'
import { needsAttention, warningHorizon, type Home } from '#src/domain/attention.ts'
import { passwordExpiresAt } from '#src/domain/password.ts'
import { isAdministrator } from '#src/domain/user.ts'
import type { Host, HostEnv } from './host.ts'
import { look, settleKeys } from './perform.ts'

/** Home: what needs the viewer's attention. */
export function homeRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) => {
    const home = await look(host, c.env, 'signed-in', async (room): Promise<Home> => {
      const { tx, user, customer, now } = room
      await settleKeys(room)
      const key = standingKey(await tx.keys.ofUser(user.id), user, customer, now)
      const others = isAdministrator(user)
        ? {
            expired: (await tx.keys.count(now, null)).expired,
            expiring: await tx.keys.countExpiring(now, warningHorizon(now)),
          }
        : null
      if (others && key?.expiresAt) {
        if (hasExpired(key, now)) others.expired--
        else if (key.expiresAt <= warningHorizon(now)) others.expiring--
      }
      const { removeKeyOnPasswordExpiry } = customer
      const passwordExpiry = passwordExpiresAt(user, customer)
      return { attention: needsAttention({ key, passwordExpiry, removeKeyOnPasswordExpiry, others }, now), asOf: now }
    })
    return c.json(home)
  })
  return routes
}
