import * as z from 'zod/mini'
import { hasExpired, settlementCutoff, standingKey, type ApiKey } from './apiKey.ts'
import type { Customer } from './customer.ts'
import { Day, startOf } from './day.ts'
import { DAY, Instant, shift } from './instant.ts'
import { isLocked } from './password.ts'
import { PersonSearch } from './person.ts'
import { fullName, hasApiAccess, User } from './user.ts'

/** Users on one page of the list: with more, drawing them takes longer than finding them among 100,000. */
export const USERS_PAGE = 25
/** Keys that expire within so many days can be asked for. */
export const EXPIRING_DAYS = 30

/** `locked`: too many wrong passwords, for the time being. */
export const USER_STATUSES = ['active', 'inactive', 'locked'] as const
export type UserStatus = (typeof USER_STATUSES)[number]

/** What the **Keys** filter asks for. */
export const KEY_FILTERS = ['active', 'expired', 'never-used', 'unused-since', 'expiring', 'none'] as const

export const USER_SORTS = [
  'name',
  'email',
  'accessLevel',
  'lastLoginDate',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
] as const

/** Which users a list shows, and in which order; what is left out is not asked. */
export const UserFilter = z
  .object({
    /** A part of the name, the user name or the e-mail address. */
    search: z.optional(PersonSearch),
    status: z.optional(z.enum(USER_STATUSES, 'Choose a status from the list')),
    keys: z.optional(z.enum(KEY_FILTERS, 'Choose one of the list of Keys')),
    /** From which day on a key has not been used. */
    since: z.optional(Day),
    sort: z.optional(z.enum(USER_SORTS, 'Choose a column that the list can be sorted by')),
    order: z.optional(z.enum(['ascending', 'descending'], 'Choose ascending or descending')),
  })
  .check(({ value: { keys, since }, issues }) => {
    if (keys === 'unused-since' && since === undefined)
      issues.push({ code: 'custom', message: 'Choose the day since when', path: ['since'], input: since })
  })
export type UserFilter = z.infer<typeof UserFilter>

/** One thing asked of a key. */
export type KeyCondition =
  | { test: 'active' | 'expired'; at: Instant }
  | { test: 'expires-between'; after: Instant; until: Instant }
  | { test: 'never-used' }
  /** Made before `since`, and not used from then on. */
  | { test: 'unused-since'; since: Instant }
  | { test: 'none' }

/** What a filter asks of users as they are stored. */
export interface UsersSought {
  /** A part of first and last name, user name or e-mail address, whatever the case. No text is a pattern. */
  search: string
  status: UserStatus | null
  /** Active users whose lock lasts beyond this instant are locked; with null nobody is. */
  locksAt: Instant | null
  key: KeyCondition | null
  /** Keys of passwords that were set then or before count as none; with null all count. */
  cutoff: Instant | null
}

/** What a list of users is sorted by. No value comes after any, in either direction. */
export interface UserOrder {
  by: (typeof USER_SORTS)[number]
  isDescending: boolean
}

/** A user as a list shows them, with the dates of their key. */
export type StoredListing = Pick<
  User,
  | 'id'
  | 'firstName'
  | 'lastName'
  | 'username'
  | 'email'
  | 'licence'
  | 'accessLevel'
  | 'isActive'
  | 'lockedUntil'
  | 'lastLoginDate'
> & { key: Pick<ApiKey, 'createdAt' | 'expiresAt' | 'lastUsedAt'> | null }

const ListedKey = z.object({
  state: z.enum(['active', 'expired']),
  /** What its owner is that an active one is refused for. */
  refusedFor: z.nullable(z.enum(['External', 'inactive'])),
  createdAt: Instant,
  expiresAt: z.nullable(Instant),
  lastUsedAt: z.nullable(Instant),
})
type ListedKey = z.infer<typeof ListedKey>

export const ListedUser = z.extend(
  z.pick(User, { id: true, username: true, email: true, licence: true, accessLevel: true, lastLoginDate: true }),
  { name: z.string(), status: z.enum(USER_STATUSES), key: z.nullable(ListedKey) },
)
export type ListedUser = z.infer<typeof ListedUser>

/** A page of the list, and how many users there are on all of them. */
export const UserPage = z.object({ users: z.array(ListedUser), count: z.int(), asOf: Instant })
export type UserPage = z.infer<typeof UserPage>

/** What the page of one user shows. */
export const UserDetails = z.extend(
  z.pick(User, {
    id: true,
    firstName: true,
    lastName: true,
    email: true,
    username: true,
    licence: true,
    accessLevel: true,
    timeZone: true,
    ssoAccessOnly: true,
    lastLoginDate: true,
    lockedUntil: true,
    passwordDate: true,
    mustChangePassword: true,
  }),
  {
    /** Empty where there is none. */
    ssoUsername: z.string(),
    /** Of what can be saved. Another one means that somebody has changed it. */
    version: z.string(),
    status: z.enum(USER_STATUSES),
    hasPassword: z.boolean(),
    key: z.nullable(z.extend(ListedKey, { id: z.string() })),
    isMainAdministrator: z.boolean(),
    /** The access levels they can be given, and why no other. */
    levels: z.array(User.shape.accessLevel),
    levelsReason: z.nullable(z.string()),
    /** Why an act is refused to whoever asks; null where it is not. */
    whyNotDeactivate: z.nullable(z.string()),
    whyNoOneTimePassword: z.nullable(z.string()),
    /** What the identity provider said of them that no field has, by Workfront attribute. */
    directory: z.record(z.string(), z.string()),
    asOf: Instant,
  },
)
export type UserDetails = z.infer<typeof UserDetails>

/** What the form for somebody new begins with. */
export const UserDefaults = z.object({
  timeZone: z.string(),
  ssoAccessOnly: z.boolean(),
  levels: z.array(User.shape.accessLevel),
  levelsReason: z.nullable(z.string()),
})
export type UserDefaults = z.infer<typeof UserDefaults>

/** Who looks at the list, and when. */
interface Viewer {
  customer: Customer
  user: Pick<User, 'timeZone'>
  now: Instant
}

/** What `filter` asks of the rows, at the time and on the calendar of whoever looks. */
export function usersSought(filter: UserFilter, { customer, user, now }: Viewer): UsersSought {
  return {
    search: filter.search ?? '',
    status: filter.status ?? null,
    locksAt: customer.platformMode === 'classic' ? now : null,
    key: keyAsked(filter, user.timeZone, now),
    cutoff: settlementCutoff(customer, now),
  }
}

function keyAsked({ keys, since }: UserFilter, timeZone: string, now: Instant): KeyCondition | null {
  switch (keys) {
    case undefined:
      return null
    case 'active':
    case 'expired':
      return { test: keys, at: now }
    case 'expiring':
      return { test: 'expires-between', after: now, until: shift(now, EXPIRING_DAYS * DAY) }
    case 'unused-since':
      // Nobody asks for it without a day: see the schema.
      return { test: keys, since: startOf(since!, 0, timeZone) }
    default:
      return { test: keys }
  }
}

export const orderOf = ({ sort = 'name', order }: UserFilter): UserOrder => ({
  by: sort,
  isDescending: order === 'descending',
})

export function statusOf(
  user: Pick<User, 'isActive' | 'lockedUntil'>,
  customer: Pick<Customer, 'lockMinutes' | 'platformMode'>,
  now: Instant,
): UserStatus {
  if (!user.isActive) return 'inactive'
  return isLocked(user, customer, now) ? 'locked' : 'active'
}

/** A row of the list. Of the keys, those that count were told apart by what was sought. */
export function listedUser({ key, ...user }: StoredListing, { customer, now }: Omit<Viewer, 'user'>): ListedUser {
  const { id, username, email, licence, accessLevel, lastLoginDate } = user
  return {
    id,
    username,
    email,
    licence,
    accessLevel,
    lastLoginDate,
    name: fullName(user),
    status: statusOf(user, customer, now),
    key: key && describeListed(key, user, now),
  }
}

/** The key of `owner` on their page, null where it does not count (see {@link standingKey}). */
export function keyOnPage(
  key: ApiKey | null,
  owner: User,
  { customer, now }: Omit<Viewer, 'user'>,
): UserDetails['key'] {
  const standing = standingKey(key, owner, customer, now)
  return standing && { id: standing.id, ...describeListed(standing, owner, now) }
}

function describeListed(
  key: Pick<ApiKey, 'createdAt' | 'expiresAt' | 'lastUsedAt'>,
  owner: Pick<User, 'isActive' | 'licence'>,
  now: Instant,
): ListedKey {
  const isExpired = hasExpired(key, now)
  return {
    state: isExpired ? 'expired' : 'active',
    refusedFor: isExpired || hasApiAccess(owner) ? null : owner.licence === 'External' ? 'External' : 'inactive',
    createdAt: key.createdAt,
    expiresAt: key.expiresAt,
    lastUsedAt: key.lastUsedAt,
  }
}
