import type { Rows } from '#src/api/memoryStore.ts'
import type { Host } from '#src/api/host.ts'
import { carrying, LOG_IN } from '#src/api/openSession.ts'
import { UNUSED, type ApiKey } from '#src/domain/apiKey.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import { DEFAULT_AUTHENTICATION } from '#src/domain/authentication.ts'
import { NO_CERTIFICATE, type CarriedCertificate } from '#src/domain/certificateMatch.ts'
import { DEFAULT_KEY_SETTINGS, type Customer } from '#src/domain/customer.ts'
import { expiryAfter } from '#src/domain/expiryPeriod.ts'
import { DAY, HOUR, MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import { laterOf, type KeyUse } from '#src/domain/keyUse.ts'
import { fullName, type User } from '#src/domain/user.ts'
import { demoHistory } from './demoAudit.ts'
import { demoSso, type SigningHost } from './demoSso.ts'

export const DEMO_PASSWORD = 'quiet-Harbor-7'

/** Everybody in the demo organisation, main administrator first. User name and e-mail are `name@northwind.example`. */
export const CAST = {
  'main.admin': {
    firstName: 'Mara',
    lastName: 'Lindqvist',
    accessLevel: 'System Administrator',
    licence: 'Standard',
    keyAge: 10,
  },
  'second.admin': {
    firstName: 'Tomás',
    lastName: 'Okafor',
    accessLevel: 'System Administrator',
    licence: 'Standard',
    keyAge: 3,
  },
  standard: { firstName: 'Ines', lastName: 'Haddad', accessLevel: 'Standard', licence: 'Standard', keyAge: 20 },
  light: { firstName: 'Noah', lastName: 'Petrov', accessLevel: 'Light', licence: 'Light' },
  contributor: {
    firstName: 'Yuki',
    lastName: 'Tanaka',
    accessLevel: 'Contributor',
    licence: 'Contributor',
    keyAge: 12,
  },
  external: { firstName: 'Rosa', lastName: 'Delgado', accessLevel: 'External', licence: 'External' },
  inactive: {
    firstName: 'Gil',
    lastName: 'Marchetti',
    accessLevel: 'Standard',
    licence: 'Standard',
    keyAge: 5,
    isActive: false,
  },
  'expiring.password': {
    firstName: 'Priya',
    lastName: 'Raman',
    accessLevel: 'Standard',
    licence: 'Standard',
    passwordAge: 27,
  },
  'sso.only': {
    firstName: 'Emil',
    lastName: 'Brandt',
    accessLevel: 'Standard',
    licence: 'Standard',
    keyAge: 15,
  },
} satisfies Record<string, Member>

interface Member extends Pick<User, 'firstName' | 'lastName' | 'accessLevel' | 'licence'> {
  /** Days since the key was made; nobody without it has a key. */
  keyAge?: number
  /** Days since the password was set; 2 where nothing is said. */
  passwordAge?: number
  isActive?: boolean
}

export type DemoUser = keyof typeof CAST
// Object.keys widens to string[]; the keys of a literal are exactly its names.
export const DEMO_USERS = Object.keys(CAST) as DemoUser[]

const everyDays = (days: number, first = 0) => Array.from({ length: (30 - first) / days }, (_, n) => first + n * days)

/** Programs that log in through the API with a user name and password: whose, from where, and how many days ago. */
const API_CLIENTS = {
  sync: {
    owner: 'standard',
    userAgent: 'NorthwindSync/2.4 (node 20)',
    address: '198.51.100.20',
    daysAgo: everyDays(1),
  },
  script: {
    owner: 'contributor',
    userAgent: 'python-requests/2.32.3',
    address: '198.51.100.34',
    daysAgo: everyDays(3),
  },
  weekly: {
    owner: 'expiring.password',
    userAgent: 'PostmanRuntime/7.43.0',
    address: '203.0.113.58',
    daysAgo: everyDays(7, 2),
  },
  byHand: { owner: 'second.admin', userAgent: 'curl/8.7.1', address: '203.0.113.9', daysAgo: [16] },
} satisfies Record<string, { owner: DemoUser; userAgent: string; address: string; daysAgo: number[] }>

export type ApiClient = keyof typeof API_CLIENTS

/** Programs that call with somebody's key, from where, and how long ago they last did. Yuki Tanaka's was never used. */
const KEY_CLIENTS: { owner: DemoUser; client: string; address: string; ago: number }[] = [
  { owner: 'main.admin', client: 'NorthwindSync 2.4', address: '198.51.100.20', ago: 4 * MINUTE },
  { owner: 'main.admin', client: 'Python requests 2.32', address: '198.51.100.34', ago: 25 * MINUTE },
  { owner: 'main.admin', client: 'Postman 7.43', address: '203.0.113.58', ago: 6 * DAY },
  { owner: 'second.admin', client: 'curl 8.7', address: '203.0.113.9', ago: 2 * DAY },
  { owner: 'standard', client: 'NorthwindSync 2.4', address: '198.51.100.20', ago: 6 * HOUR },
  { owner: 'sso.only', client: 'NorthwindSync 2.4', address: '198.51.100.20', ago: 11 * DAY },
  { owner: 'inactive', client: 'Python requests 2.31', address: '203.0.113.77', ago: 4 * DAY },
]

/** By which Northwind Identity knows somebody: `tomas.okafor`. */
export const ssoUsernameOf = ({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string =>
  `${firstName}.${lastName}`.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

export const usernameOf = (name: string): string => `${name}@northwind.example`

/** What seeding needs of a host. Everything it makes is the same each time for the same `now`. */
export type SeedHost = Pick<Host, 'digest' | 'vault' | 'passwords'> & SigningHost

const hashes = new WeakMap<SeedHost['passwords'], Promise<string>>()

/** One hash for everybody, made once: it takes long, and every scenario link seeds anew. */
function hashOfDemoPassword({ passwords }: SeedHost): Promise<string> {
  const hash = hashes.get(passwords) ?? passwords.hash(DEMO_PASSWORD)
  hashes.set(passwords, hash)
  return hash
}

/** Northwind Studio as it stands at `now`. */
export async function demoOrganisation(host: SeedHost, now: Instant): Promise<Rows> {
  const passwordHash = await hashOfDemoPassword(host)
  const customer: Customer = {
    ...DEFAULT_KEY_SETTINGS,
    ...DEFAULT_AUTHENTICATION,
    platformMode: 'classic',
    authenticationVersion: 1,
    authenticationSavedAt: null,
    authenticationSavedBy: null,
    id: await idOf(host, 'customer'),
    name: 'Northwind Studio',
    domain: 'northwind',
    cluster: 'CL01',
    adminEmail: usernameOf('main.admin'),
    timeZone: 'America/Denver',
    locale: 'en-US',
    version: 1,
    savedAt: null,
    savedBy: null,
  }
  const users: User[] = []
  const keys: ApiKey[] = []
  for (const name of DEMO_USERS) {
    const member: Member = CAST[name]
    const user = await newUser(host, name, member, passwordHash, now)
    users.push(user)
    if (member.keyAge !== undefined) keys.push(await seedKey(host, user, shift(now, -member.keyAge * DAY), customer))
  }
  const audit = await demoHistory({ customer, users }, now, (what) => idOf(host, what))
  const keyUses = await Promise.all(
    KEY_CLIENTS.map(async ({ owner, ago, ...use }) => ({
      ...use,
      userId: await demoId(host, owner),
      lastUsedAt: shift(now, -ago),
    })),
  )
  // Its owner is inactive, of which whatever calls with it has not been told.
  const refusedOwner = await demoId(host, 'inactive')
  const refused = { refusedCalls: 38, lastRefusedAt: shift(now, -3 * HOUR) }
  const rows = withKeyUses({ customer, users, keys, audit, sso: await demoSso(host, now) }, keyUses)
  const used = { ...rows, keys: rows.keys.map((key) => (key.userId === refusedOwner ? { ...key, ...refused } : key)) }
  return withApiLogins(host, used, now, () => NO_CERTIFICATE)
}

/** `rows` in which these, and nobody else, have used keys. */
export function withKeyUses(rows: Rows, keyUses: (KeyUse & { userId: string })[]): Rows {
  const lastOf = new Map<string, Instant | null>()
  for (const { userId, lastUsedAt } of keyUses) lastOf.set(userId, laterOf(lastOf.get(userId) ?? null, lastUsedAt))
  const keys = rows.keys.map((key) => ({ ...key, lastUsedAt: lastOf.get(key.userId) ?? null }))
  return { ...rows, keys, keyUses }
}

/**
 * `rows` with a month of logins through the API, in place of those they had. `carried` says which certificate a client
 * carried so many days ago, and null where it was turned away without the required one.
 */
export async function withApiLogins(
  host: SeedHost,
  rows: Rows,
  now: Instant,
  carried: (client: ApiClient, daysAgo: number) => CarriedCertificate | null,
): Promise<Rows> {
  const logins: AuditRecord[] = []
  for (const [index, [client, { owner, userAgent, address, daysAgo }]] of Object.entries(API_CLIENTS).entries()) {
    const user = rows.users.find(({ username }) => username === usernameOf(owner))
    if (!user) throw new Error(`There is no ${owner}`)
    for (const days of daysAgo) {
      // The keys of a literal are exactly its names.
      const certificate = carried(client as ApiClient, days)
      logins.push({
        id: await idOf(host, `login of ${client} ${days} days ago`),
        at: shift(now, -days * DAY - (index + 1) * HOUR),
        ...LOG_IN.api,
        outcome: certificate === null ? 'refused' : 'done',
        userId: user.id,
        userName: fullName(user),
        details: certificate === null ? 'Without the required certificate' : 'Successfully logged in',
        before: null,
        after: certificate === null ? null : carrying(certificate),
        address,
        userAgent,
      })
    }
  }
  const inOrder = (records: AuditRecord[]) => records.toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const users = rows.users.map((user): User => {
    const own = inOrder(logins.filter(({ userId, outcome }) => userId === user.id && outcome === 'done'))
    return { ...user, lastLoginDate: own.at(-1)?.at ?? null, loginCount: own.length }
  })
  const audit = inOrder([...rows.audit.filter(({ object }) => object !== LOG_IN.api.object), ...logins])
  return { ...rows, users, audit }
}

/** Ages of the crowd's keys, in days: all still active, the oldest with a week and a half to go. */
const CROWD_AGES = Array.from({ length: 20 }, (_, age) => age)

/** Programs that call with the crowd's keys, which of every few keys they have, and how long ago they last called. */
const CROWD_CLIENTS = [
  { client: 'StudioSync 1.4', every: 2, ago: 2 * HOUR },
  { client: 'Timesheets 3.0', every: 3, ago: 5 * DAY },
  { client: 'Python requests 2.32', every: 40, ago: 3 * DAY },
]

/**
 * `count` more people, each with a key, so that screens and Remove All meet an organisation of size. Made from one
 * person and one key of each age, because a page that is reloaded makes all of them again.
 */
export async function addCrowd(host: SeedHost, rows: Rows, count: number, now: Instant): Promise<Rows> {
  const member: Member = { firstName: 'Studio', lastName: 'Member', accessLevel: 'Standard', licence: 'Standard' }
  const person = await newUser(host, 'member', member, await hashOfDemoPassword(host), now)
  const dated = await Promise.all(CROWD_AGES.map((age) => seedKey(host, person, shift(now, -age * DAY), rows.customer)))
  const users = Array.from({ length: count }, (_, index): User => {
    const username = usernameOf(`member.${index + 1}`)
    const id = (index + 1).toString(16).padStart(32, '0')
    return { ...person, id, username, email: username, lastName: `Member ${index + 1}`, ssoUsername: null }
  })
  const keys = await Promise.all(
    users.map(async (user, index): Promise<ApiKey> => {
      // The remainder is an index of the list it is taken by the length of.
      return { ...dated[index % dated.length]!, id: user.id, userId: user.id, ...(await seedSecret(host, user)) }
    }),
  )
  const keyUses = CROWD_CLIENTS.flatMap(({ client, every, ago }) =>
    keys
      .filter(({ createdAt }, index) => index % every === 0 && createdAt < shift(now, -ago))
      .map(({ userId }) => ({ userId, client, address: '198.51.100.61', lastUsedAt: shift(now, -ago) })),
  )
  const crowded = { ...rows, users: [...rows.users, ...users], keys: [...rows.keys, ...keys] }
  return withKeyUses(crowded, [...(rows.keyUses ?? []), ...keyUses])
}

/** A key made at `createdAt`. */
export async function seedKey(host: SeedHost, user: User, createdAt: Instant, customer: Customer): Promise<ApiKey> {
  return {
    id: await idOf(host, `key of ${user.username}`),
    userId: user.id,
    ...(await seedSecret(host, user)),
    createdAt,
    expiresAt: expiryAfter(createdAt, customer.keyExpiry, customer.timeZone),
    ...UNUSED,
  }
}

/** What is stored of a key value that is always the same for the same user. */
async function seedSecret(host: SeedHost, user: User): Promise<Pick<ApiKey, 'digest' | 'sealedValue'>> {
  const value = await seedValue(host, user.username)
  return { digest: await host.digest(value), sealedValue: await host.vault.seal(value) }
}

/** 32 of the 64 digits of a hash: the right length and letters, and nobody can mistake it for a secret. */
export const seedValue = async (host: Pick<Host, 'digest'>, username: string): Promise<string> =>
  (await host.digest(`demo key of ${username}`)).slice(0, 32)

async function newUser(
  host: SeedHost,
  name: string,
  member: Member,
  passwordHash: string,
  now: Instant,
): Promise<User> {
  const { firstName, lastName, accessLevel, licence, isActive = true, passwordAge = 2 } = member
  return {
    id: await demoId(host, name),
    username: usernameOf(name),
    email: usernameOf(name),
    firstName,
    lastName,
    isActive,
    licence,
    accessLevel,
    timeZone: 'America/Denver',
    locale: 'en-US',
    passwordHash,
    passwordDate: shift(now, -passwordAge * DAY),
    mustChangePassword: false,
    failedLogins: 0,
    lockedUntil: null,
    ssoUsername: ssoUsernameOf(member),
    // Counts only while SSO is enabled; then everybody but an administrator has to come through it.
    ssoAccessOnly: accessLevel !== 'System Administrator',
    lastLoginDate: null,
    loginCount: 0,
  }
}

/** The ID of somebody of the cast. */
export const demoId = (host: Pick<Host, 'digest'>, name: string): Promise<string> => idOf(host, `user ${name}`)

const idOf = async (host: Pick<Host, 'digest'>, what: string) => (await host.digest(`northwind ${what}`)).slice(0, 32)
