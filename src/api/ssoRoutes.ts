import { Hono } from 'hono'
import * as z from 'zod/mini'
import { refuseStale, type Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import { signsOnAlike } from '#src/domain/sso/gate.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import {
  defaultServiceProviderId,
  requireSignOnHere,
  type SsoFile,
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
import { keepOwnKeys, ownCertificates, ownMetadata } from './signOn/ownSide.ts'
import type { Reading, Transaction, UserCondition } from './store.ts'

/** Setup > System > Single Sign-On (SSO) (reference §7). */
export function ssoRoutes(host: Host) {
  const routes = new Hono<HostEnv>()
  routes.use(limitSso)

  routes.get('/', async (c) => {
    const isSaml = await look(
      host,
      c.env,
      'administrator',
      async ({ rows, customer }) => customer.platformMode === 'classic' && (await rows.sso.get()).type === 'saml2',
    )
    // Shown here, and asked for long before it ends.
    if (isSaml) await keepOwnKeys(host, c.env)
    return c.json(
      await look(host, c.env, 'administrator', async ({ rows, customer, now }) =>
        describe(c.env, rows, await rows.sso.get(), customer, now),
      ),
    )
  })

  // For whom no server answers at the Metadata URL.
  routes.get('/metadata', async (c) => {
    await look(host, c.env, 'administrator', async () => {})
    return c.json<SsoFile>({
      name: `latchkey-${c.env.environment}.xml`,
      mediaType: 'application/samlmetadata+xml',
      text: await ownMetadata(host, c.env),
    })
  })

  routes.put('/', async (c) => {
    const body = await c.req.text()
    const act = { type: 'Single Sign-On', action: 'Change', object: 'Single Sign-On (SSO)' } as const
    const saved = await perform(
      host,
      c.env,
      'proved-administrator',
      act,
      async ({ rows, user, customer, now, record }) => {
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
          triedAt: null,
        }
        if (signsOnAlike(before, after)) after.triedAt = before.triedAt
        await keepUploadedKey(rows, before, after)
        await rows.sso.put(after)
        record({ before: auditedSso(before), after: auditedSso(after) })
        return describe(c.env, rows, after, customer, now)
      },
    )
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

/** Has the key sign from now on whose certificate the identity provider is said to have; those before it are of no use any more. */
async function keepUploadedKey(rows: Transaction, before: SingleSignOn, after: SingleSignOn): Promise<void> {
  const { uploadedCertificate } = after
  if (uploadedCertificate === before.uploadedCertificate) return
  const keys = (await rows.sso.ownKeys()).map(({ certificate }) => certificate)
  const uploaded = keys.find(({ fingerprint }) => fingerprint === uploadedCertificate)
  if (!uploaded)
    throw new DomainError(
      'invalid',
      'There is no such certificate of Workfront’s. Reload the page to see which there are.',
      'uploadedCertificate',
    )
  for (const { fingerprint, validFrom } of keys)
    if (validFrom < uploaded.validFrom) await rows.sso.removeOwnKey(fingerprint)
}

async function describe(
  { environment, ownAddress }: Caller,
  rows: Reading,
  sso: SingleSignOn,
  { domain, locale, timeZone }: Customer,
  now: Instant,
): Promise<SsoInfo> {
  const { metadata, assertionConsumer } = serviceProviderAddresses(ownAddress)
  return {
    ...sso,
    defaultServiceProviderId: defaultServiceProviderId(domain, environment),
    metadataUrl: metadata,
    assertionConsumerUrl: assertionConsumer,
    ownCertificates: await ownCertificates(rows),
    locale,
    timeZone,
    asOf: now,
  }
}

/** The settings as the audit log keeps them. */
export const auditedSso = (sso: SingleSignOn): Record<string, unknown> => ({
  ...ssoSettingsOf(sso),
  certificates: sso.certificates.map(auditedCertificate),
})
