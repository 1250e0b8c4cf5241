import { Hono } from 'hono'
import { redatedExpiry } from '#src/domain/apiKey.ts'
import {
  CustomerInfo,
  CustomerSettingsSave,
  refuseStale,
  requireMainAdministrator,
  settingsOf,
  type Customer,
} from '#src/domain/customer.ts'
import { fullName } from '#src/domain/user.ts'
import type { Host, HostEnv } from './host.ts'
import { auditedCertificate, keepCertificates } from './keepCertificates.ts'
import { look, parseBody, perform, settleKeys } from './perform.ts'

/** Setup > System > Customer Info (reference §4). */
export function customerInfoRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) =>
    c.json(
      await look(host, c.env, 'administrator', async ({ customer, now }) =>
        CustomerInfo.parse({ ...customer, asOf: now }),
      ),
    ),
  )

  routes.put('/', async (c) => {
    const body = await c.req.text()
    const act = { type: 'Customer Info', action: 'Change', object: 'Customer Info' } as const
    const saved = await perform(host, c.env, 'administrator', act, async (room) => {
      const { rows, user, customer, now } = room
      const save = parseBody(CustomerSettingsSave, body)
      const { version, ...settings } = save
      refuseStale(customer.version, version)
      const mainAdministrator = await rows.users.byEmail(settings.adminEmail)
      requireMainAdministrator(mainAdministrator)
      // As the user has it, so that one address has one spelling.
      const after: Customer = {
        ...customer,
        ...settings,
        ...(await keepCertificates(host, customer, save, now)),
        adminEmail: mainAdministrator.email,
        version: version + 1,
        savedAt: now,
        savedBy: fullName(user),
      }
      await settleKeys(room)
      await settleKeys({ ...room, customer: after })
      const expiresAt = redatedExpiry(customer, after, now)
      if (expiresAt !== undefined) await rows.keys.redateAll(now, expiresAt)
      await rows.customer.put(after)
      room.record({ before: audited(customer), after: audited(after) })
      return CustomerInfo.parse({ ...after, asOf: now })
    })
    return c.json(saved)
  })
  return routes
}

/** The settings as the audit log keeps them. */
function audited(customer: Customer): Record<string, unknown> {
  const { certificate, nextCertificate, ...settings } = settingsOf(customer)
  return {
    ...settings,
    certificate: certificate && auditedCertificate(certificate),
    nextCertificate: nextCertificate && auditedCertificate(nextCertificate),
  }
}
