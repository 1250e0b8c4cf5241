import * as z from 'zod/mini'
import { Instant } from './instant.ts'

export const LICENCES = ['Standard', 'Light', 'Contributor', 'External'] as const
export const ACCESS_LEVELS = ['System Administrator', ...LICENCES] as const

/** 32 lower-case hexadecimal digits, as the product's own IDs (reference §8.3). */
export const Id = z.string().check(z.regex(/^[0-9a-f]{32}$/))

export const User = z.object({
  id: Id,
  username: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  isActive: z.boolean(),
  licence: z.enum(LICENCES),
  accessLevel: z.enum(ACCESS_LEVELS),
  timeZone: z.string(),
  locale: z.string(),
  /** Null for somebody who cannot sign in with a password at all. */
  passwordHash: z.nullable(z.string()),
  passwordDate: Instant,
  /** Somebody else chose the password: it is good for choosing another one, and for nothing else. */
  mustChangePassword: z.boolean(),
  /** Wrong passwords since the last right one, or since the last lock ended. */
  failedLogins: z.int(),
  /** No password of theirs opens anything before this instant. */
  lockedUntil: z.nullable(Instant),
  /** Federation ID: who they are to the identity provider. Case-sensitive. */
  ssoUsername: z.nullable(z.string()),
  /** **Only Allow SAML 2.0 Authentication**; counts only while SSO is enabled. */
  ssoAccessOnly: z.boolean(),
  lastLoginDate: z.nullable(Instant),
  loginCount: z.int(),
})
export type User = z.infer<typeof User>

export const isAdministrator = (user: Pick<User, 'accessLevel'>): boolean => user.accessLevel === 'System Administrator'

/** Whether somebody may have an API key and call with it: External users are not paid for (reference §8.4). */
export const hasApiAccess = (user: Pick<User, 'isActive' | 'licence'>): boolean =>
  user.isActive && user.licence !== 'External'

export const fullName = (user: Pick<User, 'firstName' | 'lastName'>): string =>
  `${user.firstName} ${user.lastName}`.trim()

/** User names and e-mail addresses are the same whatever their case; this is the spelling they are looked up by. */
export const foldCase = (name: string): string => name.normalize('NFC').toLowerCase()
