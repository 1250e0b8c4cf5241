import { Hono } from 'hono'
import { hasExpired, settlementCutoff, standingKey } from '#src/domain/apiKey.ts'
import { needsAttention, warningHorizon, type Home } from '#src/domain/attention.ts'
import { asksForCertificate } from '#src/domain/certificate.ts'
import { passwordExpiresAt } from '#src/domain/password.ts'
import { isSsoInForce } from '#src/domain/sso/gate.ts'
import { isAdministrator } from '#src/domain/user.ts'
import type { Host, HostEnv } from './host.ts'
import { look } from './perform.ts'

/** Home: what needs the viewer's attention. */
export function homeRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) => {
    const home = await look(host, c.env, 'signed-in', async ({ rows, user, customer, now }): Promise<Home> => {
      const key = standingKey(await rows.keys.ofUser(user.id), user, customer, now)
      const cutoff = settlementCutoff(customer, now)
      const others = isAdministrator(user) ? await rows.keys.countEnding(now, warningHorizon(now), cutoff) : null
      if (others && key?.expiresAt) {
        if (hasExpired(key, now)) others.expired--
        else if (key.expiresAt <= warningHorizon(now)) others.expiring--
      }
      const { removeKeyOnPasswordExpiry, certificate, nextCertificate } = customer
      const passwordExpiry = passwordExpiresAt(user, customer)
      const certificates =
        isAdministrator(user) && asksForCertificate(customer) ? { current: certificate, next: nextCertificate } : null
      const sso = isAdministrator(user) ? await rows.sso.get() : null
      const signing = sso && isSsoInForce(sso, customer) ? sso.certificates : null
      const situation = { key, passwordExpiry, removeKeyOnPasswordExpiry, others, certificates, signing }
      return { attention: needsAttention(situation, now), asOf: now }
    })
    return c.json(home)
  })
  return routes
}
