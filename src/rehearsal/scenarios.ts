import type { Rows } from '#src/api/memoryStore.ts'
import type { ApiKey } from '#src/domain/apiKey.ts'
import type { Environment } from '#src/domain/customer.ts'
import type { User } from '#src/domain/user.ts'
import { DAY, MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import { addCrowd, demoOrganisation, seedKey, usernameOf, type DemoUser, type SeedHost } from './organisation.ts'

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
  change?(rows: Rows, host: SeedHost, now: Instant): Rows | Promise<Rows>
}

const ownKey = (rows: Rows, change: Partial<ApiKey> | null): Rows => {
  const owner = rows.users[0]?.id
  const keys = rows.keys.flatMap((key) => (key.userId !== owner ? [key] : change ? [{ ...key, ...change }] : []))
  return { ...rows, keys }
}

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

/** **Save** on any screen of settings. */
const SAVE = /^PUT \/api\/(customer-info|authentication)$/

/** Every named state of the demo organisation. A link opens one by name: `?scenario=key-expired`. */
export const SCENARIOS = {
  default: { about: 'Northwind Studio: six people have a key, yours expires in about three weeks' },
  'no-key': { about: 'You have no API key', change: (rows) => ownKey(rows, null) },
  'no-keys': { about: 'Nobody has an API key', change: (rows) => ({ ...rows, keys: [] }) },
  'key-expiring-tomorrow': {
    about: 'Your key expires in a day',
    change: (rows, _, now) => ownKey(rows, { createdAt: shift(now, -29 * DAY), expiresAt: shift(now, DAY) }),
  },
  'key-expired': {
    about: 'Your key expired nine days ago',
    change: (rows, _, now) => ownKey(rows, { createdAt: shift(now, -40 * DAY), expiresAt: shift(now, -9 * DAY) }),
  },
  'secret-lost': {
    about: 'The secret that keys were sealed with is lost: yours works, but cannot be shown again',
    change: (rows) => ownKey(rows, { sealedValue: 'sealed with another secret' }),
  },
  'many-users': {
    about: '5,000 more people, each with a key',
    change: (rows, host, now) => addCrowd(host, rows, 5000, now),
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
  ims: {
    about: 'Adobe’s Admin Console manages people and passwords',
    change: (rows) => ({ ...rows, customer: { ...rows.customer, platformMode: 'ims' } }),
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
  'session-ends': {
    about: 'Your session ends just before your first change',
    fault: {
      calls: /^(POST|PUT|DELETE) \/api\/(?!session|rehearsal|[a-z-]+\/consequences|certificates\/reading)/,
      effect: 'session-ends',
      times: 1,
    },
  },
} satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof SCENARIOS

export const isScenario = (name: string): name is ScenarioName => Object.hasOwn(SCENARIOS, name)

export const scenarioOf = (name: ScenarioName): Scenario => SCENARIOS[name]

/** The rows of both environments when scenario `name` is opened at `now`. Preview begins as a copy of Production. */
export async function scenarioRows(
  name: ScenarioName,
  host: SeedHost,
  now: Instant,
): Promise<Record<Environment, Rows>> {
  const rows = await demoOrganisation(host, now)
  const changed = (await scenarioOf(name).change?.(rows, host, now)) ?? rows
  return { production: changed, preview: changed }
}
