import type { Rows } from '#src/api/memoryStore.ts'
import type { ApiKey } from '#src/domain/apiKey.ts'
import type { CertificateRequirement, CertificateRole } from '#src/domain/certificate.ts'
import { NO_CERTIFICATE, OTHER_CERTIFICATE } from '#src/domain/certificateMatch.ts'
import type { Environment } from '#src/domain/customer.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import type { User } from '#src/domain/user.ts'
import { DAY, HOUR, MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import { busyProgram } from './demoAudit.ts'
import { demoCertificate } from './demoCertificate.ts'
import { demoSigningCertificate, ODD_MAPPINGS } from './demoSso.ts'
import type { Held } from './integrationClient.ts'
import { INTEGRATION_IDS, type IntegrationId } from './integrations.ts'
import {
  addCrowd,
  demoId,
  demoOrganisation,
  seedKey,
  seedValue,
  usernameOf,
  withApiLogins,
  withKeyUses,
  type ApiClient,
  type DemoUser,
  type SeedHost,
} from './organisation.ts'

/** What goes wrong, and with which calls (`METHOD /path`). `times` counts down; without it the fault stays. */
export interface Fault {
  calls: RegExp
  times?: number
  /**
   * `unavailable` answers 503, `offline` drops the connection, `silent` never answers, a number delays by so many
   * milliseconds; the two others happen just before the call, which then goes through.
   */
  effect: 'unavailable' | 'offline' | 'silent' | 'another-save' | 'session-ends' | number
}

interface Scenario {
  /** What is special about it, for designers and for the list of scenarios. */
  about: string
  environment?: Environment
  fault?: Fault
  /** Which integrations hold the key that the main administrator has in `default`, whatever became of it here. */
  connected?: IntegrationId[]
  /** From which day to which, counted from now, those certificates are valid that requests are signed with. */
  ownCertificates?: [from: number, to: number][]
  /** Whoever the link signs in has shown who they are so long ago that they are asked again. */
  isProofOver?: true
  change?(rows: Rows, host: SeedHost, now: Instant): Rows | Promise<Rows>
  /** What Preview has otherwise than Production. */
  changePreview?(rows: Rows, host: SeedHost, now: Instant): Rows | Promise<Rows>
}

const ownKey = (rows: Rows, change: Partial<ApiKey> | null): Rows => {
  const owner = rows.users[0]?.id
  const keys = rows.keys.flatMap((key) => (key.userId !== owner ? [key] : change ? [{ ...key, ...change }] : []))
  const isSame = change !== null && change.id === undefined
  return { ...rows, keys, keyUses: (rows.keyUses ?? []).filter(({ userId }) => isSame || userId !== owner) }
}

/** Your key last used as much longer ago as `period` says, and created and expiring as `change` says. */
function usedEarlier(rows: Rows, period: number, change: Partial<ApiKey>): Rows {
  const owner = rows.users[0]?.id
  const keyUses = (rows.keyUses ?? []).map((use) =>
    use.userId === owner ? { ...use, lastUsedAt: shift(use.lastUsedAt, -period) } : use,
  )
  const lastUsedAt = keyUses.find(({ userId }) => userId === owner)?.lastUsedAt ?? null
  return ownKey({ ...rows, keyUses }, { ...change, lastUsedAt })
}

/** Your key expired nine days ago, and one of its clients has not noticed. */
const withExpiredKey = (rows: Rows, now: Instant): Rows =>
  usedEarlier(rows, 9 * DAY, {
    createdAt: shift(now, -40 * DAY),
    expiresAt: shift(now, -9 * DAY),
    refusedCalls: 3127,
    lastRefusedAt: shift(now, -4 * MINUTE),
  })

const withPasswordPolicy = async (rows: Rows, host: SeedHost, now: Instant): Promise<Rows> => {
  const customer = { ...rows.customer, passwordResetDays: 30 as const }
  const owner = rows.users.find((user) => user.username === usernameOf('expiring.password'))
  return owner
    ? { ...rows, customer, keys: [...rows.keys, await seedKey(host, owner, shift(now, -DAY), customer)] }
    : rows
}

/** Somebody of the cast as they are but for `change`. */
const somebody = (rows: Rows, name: DemoUser, change: Partial<User>): Rows => ({
  ...rows,
  users: rows.users.map((user) => (user.username === usernameOf(name) ? { ...user, ...change } : user)),
})

interface Certificates {
  requirement: CertificateRequirement
  /** From when until when each is valid, in days from now. */
  current: [from: number, to: number]
  next?: [from: number, to: number]
  /** What a client carried so many days ago; null where it was turned away. */
  carried(client: ApiClient, daysAgo: number): CertificateRole | typeof NO_CERTIFICATE | typeof OTHER_CERTIFICATE | null
}

/** The organisation that has these certificates, and what its clients have carried for the last month. */
const certificates =
  ({ requirement, current, next, carried }: Certificates) =>
  (rows: Rows, host: SeedHost, now: Instant): Promise<Rows> => {
    const make = (name: string, serial: string, validity: [number, number]) => {
      // An hour more, so that the last of the days is still whole when somebody looks.
      const [from, to] = validity.map((days) => shift(now, days * DAY + HOUR)) as [Instant, Instant]
      return demoCertificate(name, serial, from, to)
    }
    const certificate = make('northwind-integrations.pem', '0a3f5c7e9b1d20', current)
    const nextCertificate = next ? make('northwind-integrations-renewed.pem', '5be04d917fa236', next) : null
    const customer = { ...rows.customer, certificateRequirement: requirement, certificate, nextCertificate }
    const fingerprints = { current: certificate.fingerprint, next: nextCertificate?.fingerprint ?? OTHER_CERTIFICATE }
    return withApiLogins(host, { ...rows, customer }, now, (client, daysAgo) => {
      const what = carried(client, daysAgo)
      return what === 'current' || what === 'next' ? fingerprints[what] : what
    })
  }

/** Single sign-on as it is but for `change`. */
const singleSignOn = (rows: Rows, change: Partial<SingleSignOn>): Rows => ({ ...rows, sso: { ...rows.sso, ...change } })

/** The organisation whose standard user has a program that is never quiet. */
const withBusyProgram = (rows: Rows, calls: number, now: Instant): Rows => ({
  ...rows,
  audit: rows.users
    .filter(({ username }) => username === usernameOf('standard'))
    .flatMap((owner) => busyProgram(owner, calls, now))
    .concat(rows.audit)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
})

/** **Save** on any screen of settings, and on the page of a user. */
const SAVE = /^PUT \/api\/(customer-info|authentication|sso|users\/\w+)$/

/** The session of whoever makes the first change is gone by then. */
const SESSION_ENDS: Fault = {
  calls: /^(POST|PUT|DELETE) \/api\/(?!session|sign-on|rehearsal|[a-z-]+\/consequences|certificates\/reading)/,
  effect: 'session-ends',
  times: 1,
}

/** Every named state of the demo organisation. A link opens one by name: `?scenario=key-expired`. */
export const SCENARIOS = {
  default: { about: 'Northwind Studio: six people have a key, yours expires in about three weeks' },
  'no-key': { about: 'You have no API key', change: (rows) => ownKey(rows, null) },
  'no-keys': { about: 'Nobody has an API key', change: (rows) => ({ ...rows, keys: [] }) },
  'proof-over': { about: 'You entered your password more than 10 minutes ago', isProofOver: true },
  'key-expiring-tomorrow': {
    about: 'Your key expires in a day',
    change: (rows, _, now) => ownKey(rows, { createdAt: shift(now, -29 * DAY), expiresAt: shift(now, DAY) }),
  },
  'key-expired': {
    about: 'Your key expired nine days ago, and calls with it are refused since',
    change: (rows, _, now) => withExpiredKey(rows, now),
  },
  'key-never-used': {
    about: 'You made your key an hour ago, and no client has used it',
    change: async (rows, host, now) => {
      const [owner] = rows.users
      return owner ? ownKey(rows, await seedKey(host, owner, shift(now, -HOUR), rows.customer)) : rows
    },
  },
  'key-long-unused': {
    about: 'Keys do not expire, and yours was last used 100 days ago',
    change: (rows, _, now) => {
      const keys = rows.keys.map((key) => ({ ...key, expiresAt: null }))
      const customer = { ...rows.customer, keyExpiry: 'none' as const }
      return usedEarlier({ ...rows, customer, keys }, 100 * DAY, { createdAt: shift(now, -200 * DAY) })
    },
  },
  'many-clients': {
    about: 'Your key and others are used by more clients than are named',
    change: (rows, _, now) => {
      const [owner] = rows.users
      const clients = Array.from({ length: 14 }, (_, index) => ({
        userId: owner?.id ?? '',
        client: index === 0 ? 'The nightly export of the finance department, second attempt' : `Exporter ${index}.0`,
        address: index === 0 ? '2001:db8:85a3:8d3:1319:8a2e:370:7348' : '198.51.100.61',
        lastUsedAt: shift(now, -index * 12 * HOUR - HOUR),
      }))
      return withKeyUses(rows, [...clients, ...(rows.keyUses ?? [])])
    },
  },
  'secret-lost': {
    about: 'The secret that keys were sealed with is lost: yours works, but cannot be shown again',
    change: (rows) => ownKey(rows, { sealedValue: 'sealed with another secret' }),
  },
  'many-users': {
    about: '5,000 more people, each with a key',
    change: (rows, host, now) => addCrowd(host, rows, 5000, now),
  },
  'many-records': {
    about: 'A program that signs in with every call has made 2,000 audit records',
    change: (rows, _, now) => withBusyProgram(rows, 2000, now),
  },
  'too-many-records': {
    about: 'A program that signs in with every call has made more audit records than an export takes',
    change: (rows, _, now) => withBusyProgram(rows, 60_000, now),
  },
  'audit-fails': {
    about: 'The audit log cannot be shown the first time',
    fault: { calls: /^GET \/api\/audit$/, effect: 'unavailable', times: 1 },
  },
  'password-policy-on': {
    about: 'Passwords expire after 30 days; Priya Raman, who has a key, must renew hers within 3 days',
    change: withPasswordPolicy,
  },
  'password-removal-on': {
    about: 'As password-policy-on, and an expired password takes its owner’s key with it',
    change: async (rows, host, now) => {
      const changed = await withPasswordPolicy(rows, host, now)
      return { ...changed, customer: { ...changed.customer, removeKeyOnPasswordExpiry: true } }
    },
  },
  'expired-password': {
    about: 'Passwords expire after 30 days, and Priya Raman’s did ten days ago; her key still works',
    change: async (rows, host, now) =>
      somebody(await withPasswordPolicy(rows, host, now), 'expiring.password', { passwordDate: shift(now, -40 * DAY) }),
  },
  'own-password-expires': {
    about: 'Passwords expire after 30 days, yours in two; an expired password takes its owner’s key with it',
    change: async (rows, host, now) => {
      const changed = await withPasswordPolicy(rows, host, now)
      const customer = { ...changed.customer, removeKeyOnPasswordExpiry: true }
      return somebody({ ...changed, customer }, 'main.admin', { passwordDate: shift(now, -28 * DAY) })
    },
  },
  'old-passwords': {
    about:
      'No password expires yet, but yours and others’ are older than 30 days, and an expired one takes its key with it',
    change: (rows, _, now) => ({
      ...rows,
      customer: { ...rows.customer, removeKeyOnPasswordExpiry: true },
      users: rows.users.map((user, index) =>
        index % 2 === 0 ? { ...user, passwordDate: shift(now, -45 * DAY) } : user,
      ),
    }),
  },
  'locked-out': {
    about: 'Five wrong passwords have locked Ines Haddad out for eight more minutes',
    change: (rows, _, now) => somebody(rows, 'standard', { lockedUntil: shift(now, 8 * MINUTE) }),
  },
  'password-set-by-administrator': {
    about: 'An administrator has set a one-time password for Ines Haddad, who has not signed in since',
    change: (rows, _, now) =>
      somebody(rows, 'standard', { mustChangePassword: true, passwordDate: shift(now, -2 * HOUR) }),
  },
  'users-fail': {
    about: 'The list of users cannot be shown the first time',
    fault: { calls: /^GET \/api\/users$/, effect: 'unavailable', times: 1 },
  },
  ims: {
    about: 'Adobe’s Admin Console manages people and passwords',
    change: (rows) => ({ ...rows, customer: { ...rows.customer, platformMode: 'ims' } }),
  },
  'certificate-required': {
    about: 'API logins need a certificate since four days ago; one client was turned away without it',
    change: certificates({
      requirement: 'required',
      current: [-30, 335],
      carried(client, daysAgo) {
        if (daysAgo <= 12 && (client === 'sync' || client === 'script')) return 'current'
        return daysAgo <= 4 ? null : NO_CERTIFICATE
      },
    }),
  },
  'certificate-report-only': {
    about: 'Nobody is turned away yet: of the clients that log in one carries the certificate, one another, two none',
    change: certificates({
      requirement: 'report-only',
      current: [-30, 335],
      carried(client, daysAgo) {
        if (daysAgo <= 6 && client === 'sync') return 'current'
        return daysAgo <= 6 && client === 'weekly' ? OTHER_CERTIFICATE : NO_CERTIFICATE
      },
    }),
  },
  'certificate-rollover': {
    about:
      'The required certificate has 25 days left; the next one is valid in five, and one client carries it already',
    change: certificates({
      requirement: 'required',
      current: [-340, 25],
      next: [5, 370],
      carried: (client, daysAgo) => (client === 'sync' && daysAgo <= 2 ? 'next' : 'current'),
    }),
  },
  'certificate-next-valid': {
    about: 'The next certificate is valid since yesterday and can take the current one’s place; one client lags behind',
    change: certificates({
      requirement: 'required',
      current: [-346, 19],
      next: [-1, 364],
      carried: (client, daysAgo) => (daysAgo <= 5 && client !== 'weekly' ? 'next' : 'current'),
    }),
  },
  'certificate-expiring': {
    about: 'The required certificate has twelve days left, and nothing is there to follow it',
    change: certificates({ requirement: 'required', current: [-353, 12], carried: () => 'current' }),
  },
  'expired-certificate': {
    about: 'The required certificate expired three days ago; logins that carry it still open',
    change: certificates({ requirement: 'required', current: [-368, -3], carried: () => 'current' }),
  },
  'sso-enabled': {
    about: 'Single sign-on is enabled: the passwords of all but administrators are refused',
    change: (rows) => singleSignOn(rows, { isEnabled: true }),
  },
  'sso-not-set-up': {
    about: 'Nobody has set up single sign-on yet',
    change: (rows) => singleSignOn(rows, DEFAULT_SSO),
  },
  'sso-no-exemption': {
    about: 'Single sign-on is enabled without Admin Exemption, and Tomás Okafor may only use SAML 2.0',
    change: (rows) =>
      somebody(singleSignOn(rows, { isEnabled: true, hasAdminExemption: false }), 'second.admin', {
        ssoAccessOnly: true,
      }),
  },
  'sign-on-over': {
    about: 'You may only use SAML 2.0, and signed on more than 10 minutes ago',
    isProofOver: true,
    change: (rows) =>
      somebody(singleSignOn(rows, { isEnabled: true, hasAdminExemption: false }), 'main.admin', {
        ssoAccessOnly: true,
      }),
  },
  'sso-rollover': {
    about: 'The identity provider changes its key over: its old certificate has 12 days left, the next one is there',
    change: async (rows, host, now) =>
      singleSignOn(rows, {
        isEnabled: true,
        certificates: [
          await demoSigningCertificate(host, 'northwind-identity.cer', '2d60f1a49b37c8', now, -353, 12),
          await demoSigningCertificate(host, 'northwind-identity-renewed.cer', '77ae02c915df46', now, 5, 370),
        ],
      }),
  },
  'sso-certificate-expired': {
    about: 'The only certificate of the identity provider expired three days ago, and it signs with SHA-1',
    change: async (rows, host, now) =>
      singleSignOn(rows, {
        isEnabled: true,
        hashAlgorithm: 'SHA-1',
        certificates: [await demoSigningCertificate(host, 'northwind-identity.cer', '2d60f1a49b37c8', now, -368, -3)],
      }),
  },
  'sso-signed-on': {
    about: 'People sign on through Northwind Identity; some were refused in the last days, and a test passed',
    change: async (rows, _, now) => (await import('./demoSignOns.ts')).withSignOns(rows, now),
  },
  'sso-new-certificate': {
    about: 'The certificate that requests are signed with has 12 days left, and the next one waits to be uploaded',
    change: (rows) => singleSignOn(rows, { isEnabled: true, hasAdminExemption: false }),
    ownCertificates: [
      [-353, 12],
      [-18, 347],
    ],
  },
  'sso-unlinked': {
    about: 'Of all people only Emil Brandt has an SSO username, by which the identity provider knows him',
    change: (rows) => ({
      ...rows,
      users: rows.users.map((user) => ({
        ...user,
        ssoUsername: user.username === usernameOf('sso.only') ? user.ssoUsername : null,
      })),
    }),
  },
  'sso-odd-mappings': {
    about: 'Attribute mappings that are allowed and hardly meant: a rule that never applies, Title twice',
    change: (rows) => singleSignOn(rows, { mappings: ODD_MAPPINGS }),
  },
  'integrations-connected': {
    about: 'You have connected Dropbox and Google Drive, and the key they hold works',
    connected: ['dropbox', 'google-drive'],
  },
  'integrations-reset': {
    about: 'You have reset your key, and Dropbox and Google Drive still hold the old one',
    connected: ['dropbox', 'google-drive'],
    async change(rows, host, now) {
      const [owner] = rows.users
      return owner ? ownKey(rows, await seedKey(host, { ...owner, username: 'reset' }, now, rows.customer)) : rows
    },
  },
  'integrations-expired': {
    about: 'Your key expired nine days ago, and Dropbox still holds it',
    connected: ['dropbox'],
    change: (rows, _, now) => withExpiredKey(rows, now),
  },
  'integrations-removed': {
    about: 'All API keys have been removed, and your integrations still hold yours',
    connected: INTEGRATION_IDS,
    change: (rows) => ({ ...rows, keys: [] }),
  },
  'integration-silent': {
    about: 'You have connected all integrations, and Workfront DAM does not answer the first two times',
    connected: INTEGRATION_IDS,
    fault: { calls: /^GET \/api\/rehearsal\/integrations\/workfront-dam$/, effect: 'silent', times: 2 },
  },
  'integrations-slow': {
    about: 'You have connected Dropbox, and Workfront takes six seconds to answer it',
    connected: ['dropbox'],
    fault: { calls: /^\w+ \/attask/, effect: 6000 },
  },
  'long-names': {
    about: 'Names that are long, right to left, or look like code',
    change: (rows) => ({
      ...rows,
      customer: {
        ...rows.customer,
        name: `<b onclick="alert(1)">Northwind</b> & شركة الشمال ${'Very-Long-Studio-Name '.repeat(6)}`,
      },
      users: rows.users.map((user, index) =>
        index === 0
          ? {
              ...user,
              firstName: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(2),
              lastName: '<script>alert(1)</script>',
            }
          : user,
      ),
    }),
  },
  preview: { about: 'The Preview environment: a banner, and data of its own', environment: 'preview' },
  'preview-no-key': {
    about: 'Preview, where you have no API key yet; the one you have in Production comes with the next refresh',
    environment: 'preview',
    changePreview: (rows) => ownKey(rows, null),
  },
  'preview-only-key': {
    about: 'Preview, where you have an API key; in Production you have none, so the next refresh ends it',
    environment: 'preview',
    change: (rows) => ownKey(rows, null),
    async changePreview(rows, host, now) {
      const owner = rows.users[0]
      return owner
        ? { ...rows, keys: [await seedKey(host, owner, shift(now, -DAY), rows.customer), ...rows.keys] }
        : rows
    },
  },
  slow: { about: 'Every call takes three seconds', fault: { calls: /^\w+ \/(?!api\/rehearsal)/, effect: 3000 } },
  offline: {
    about: 'The connection is lost: nothing you change arrives',
    fault: { calls: /^(POST|PUT|DELETE) \/api\/(?!session|rehearsal)/, effect: 'offline' },
  },
  'load-fails': {
    about: 'The server cannot show Customer Info the first two times',
    fault: { calls: /^GET \/api\/customer-info$/, effect: 'unavailable', times: 2 },
  },
  'save-fails': { about: 'The first Save fails', fault: { calls: SAVE, effect: 'unavailable', times: 1 } },
  'save-hangs': { about: 'The first Save is never answered', fault: { calls: SAVE, effect: 'silent', times: 1 } },
  'generate-fails': {
    about: 'The first Generate API Key fails',
    change: (rows) => ownKey(rows, null),
    fault: { calls: /^POST \/api\/own-key$/, effect: 'unavailable', times: 1 },
  },
  'clients-fail': {
    about: 'Who uses the keys cannot be told',
    fault: { calls: /^GET \/api\/(own-key\/[^/]+\/use|keys\/clients|users\/[^/]+\/clients)$/, effect: 'unavailable' },
  },
  'reset-fails': {
    about: 'The first Reset fails',
    fault: { calls: /^POST \/api\/own-key\/reset$/, effect: 'unavailable', times: 1 },
  },
  'remove-fails': {
    about: 'The first Remove fails',
    fault: { calls: /^DELETE \/api\/own-key\//, effect: 'unavailable', times: 1 },
  },
  'remove-all-fails': {
    about: 'The first Remove All fails',
    fault: { calls: /^DELETE \/api\/keys$/, effect: 'unavailable', times: 1 },
  },
  conflict: {
    about: 'Another administrator saves while you edit',
    fault: { calls: SAVE, effect: 'another-save', times: 1 },
  },
  'session-ends': { about: 'Your session ends just before your first change', fault: SESSION_ENDS },
  'sso-session-ends': {
    about: 'Your session ends just before your first change, while single sign-on is enabled',
    fault: SESSION_ENDS,
    change: (rows) => singleSignOn(rows, { isEnabled: true }),
  },
} satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof SCENARIOS

export const isScenario = (name: string): name is ScenarioName => Object.hasOwn(SCENARIOS, name)

export const scenarioOf = (name: ScenarioName): Scenario => SCENARIOS[name]

/** The rows of both environments when scenario `name` is opened at `now`. Preview begins as a copy of Production, or nearly so. */
export async function scenarioRows(
  name: ScenarioName,
  host: SeedHost,
  now: Instant,
): Promise<Record<Environment, Rows>> {
  const rows = await demoOrganisation(host, now)
  const { change, changePreview } = scenarioOf(name)
  const production = (await change?.(rows, host, now)) ?? rows
  return { production, preview: (await changePreview?.(production, host, now)) ?? production }
}

/** The keys that an integration holds when scenario `name` is opened. */
export async function scenarioKeys(
  name: ScenarioName,
  host: Pick<SeedHost, 'digest'>,
  integration: IntegrationId,
): Promise<Held> {
  const { connected = [] } = scenarioOf(name)
  if (!connected.includes(integration)) return {}
  const owner = 'main.admin'
  return { production: { [await demoId(host, owner)]: await seedValue(host, usernameOf(owner)) } }
}
