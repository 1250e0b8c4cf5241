import { Hono } from 'hono'
import * as z from 'zod/mini'
import { refuseStale, type Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import {
  defaultServiceProviderId,
  requireSignOnHere,
  type SsoInfo,
  SsoSave,
  ssoSettingsOf,
  type SingleSignOn,
  type SsoConsequences,
} from '#src/domain/sso/settings.ts'
import { fullName } from '#src/domain/user.ts'
import type { Caller, Host, HostEnv } from './host.ts'
import { auditedCertificate, keepSigningCertificates } from './keepCertificates.ts'
import { limitSso } from './limitBody.ts'
import { look, parseBody, perform } from './perform.ts'
import type { Reading, UserCondition } from './store.ts'

/** Setup > System > Single Sign-On (SSO) (reference §7). */
export function ssoRoutes(host: Host) {
  const routes = new Hono<HostEnv>()
  routes.use(limitSso)

  routes.get('/', async (c) =>
    c.json(
      await look(host, c.env, 'administrator', async ({ rows, customer, now }) =>
        describe(c.env, await rows.sso.get(), customer, now),
      ),
    ),
  )

  routes.put('/', async (c) => {
    const body = await c.req.text()
    const act = { type: 'Single Sign-On', action: 'Change', object: 'Single Sign-On (SSO)' } as const
    const saved = await perform(host, c.env, 'administrator', act, async ({ rows, user, customer, now, record }) => {
      requireSignOnHere(customer)
      const { version, certificates, ...settings } = parseBody(SsoSave, body)
      const before = await rows.sso.get()
      refuseStale(before.version, version)
      await requireManagers(rows, before.mappings, settings.mappings)
      const after: SingleSignOn = {
        ...settings,
        certificates: await keepSigningCertificates(host, before.certificates, certificates, now),
        version: version + 1,
        savedAt: now,
        savedBy: fullName(user),
      }
      await rows.sso.put(after)
      record({ before: auditedSso(before), after: auditedSso(after) })
      return describe(c.env, after, customer, now)
    })
    return c.json(saved)
  })

  // A question, though asked by POST: unsaved settings are a body, not an address.
  routes.post('/consequences', async (c) => {
    const body = await c.req.text()
    const answer = await look(host, c.env, 'administrator', async ({ rows, user, now }): Promise<SsoConsequences> => {
      const { hasAdminExemption } = parseBody(Draft, body)
      const active: UserCondition = { field: 'isActive', test: 'eq', value: true }
      const only: UserCondition = { field: 'ssoAccessOnly', test: 'eq', value: true }
      const administrators: UserCondition = { field: 'accessLevel', test: 'eq', value: 'System Administrator' }
      const others: UserCondition = { ...administrators, test: 'ne' }
      const hasPassword: UserCondition = { field: 'passwordHash', test: 'notnull' }
      const refused = [active, only, ...(hasAdminExemption ? [others] : [])]
      const refusedAdministrators = hasAdminExemption
        ? 0
        : await rows.users.count([active, hasPassword, only, administrators])
      return {
        refused: await rows.users.count(refused),
        unlinked: await rows.users.count([...refused, { field: 'ssoUsername', test: 'isnull' }]),
        administrators: (await rows.users.count([active, hasPassword, administrators])) - refusedAdministrators,
        isOwnAmongThem: user.ssoAccessOnly && !hasAdminExemption,
        asOf: now,
      }
    })
    return c.json(answer)
  })
  return routes
}

/**
 * Refuses mappings that newly name a manager whom there is not. One who was named before may be gone, as after a refresh,
 * and must not stand in the way of other settings.
 */
async function requireManagers(
  rows: Reading,
  before: readonly AttributeMapping[],
  after: readonly AttributeMapping[],
): Promise<void> {
  const known = managersIn(before)
  const ids = [...managersIn(after)].filter((id) => !known.has(id))
  if ((await rows.users.count([{ field: 'id', test: 'in', values: ids }])) < ids.length)
    throw new DomainError(
      'invalid',
      'A mapping of Manager names somebody who is not there. Choose another.',
      'mappings',
    )
}

const managersIn = (mappings: readonly AttributeMapping[]): Set<string> =>
  new Set(
    mappings
      .filter(({ attribute }) => attribute === 'Manager')
      .flatMap(({ defaultValue, rules }) => [defaultValue, ...rules.map(({ result }) => result)])
      .filter((id) => id !== ''),
  )

const Draft = z.object({ hasAdminExemption: z.boolean() })

const describe = (
  { environment }: Caller,
  sso: SingleSignOn,
  { domain, locale, timeZone }: Customer,
  now: Instant,
): SsoInfo => ({
  ...sso,
  defaultServiceProviderId: defaultServiceProviderId(domain, environment),
  locale,
  timeZone,
  asOf: now,
})

/** The settings as the audit log keeps them. */
export const auditedSso = (sso: SingleSignOn): Record<string, unknown> => ({
  ...ssoSettingsOf(sso),
  certificates: sso.certificates.map(auditedCertificate),
})
