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
  passwordHash: z.string(),
  passwordDate: Instant,
  lastLoginDate: z.nullable(Instant),
})
export type User = z.infer<typeof User>

export const isAdministrator = (user: User): boolean => user.accessLevel === 'System Administrator'

export const fullName = (user: Pick<User, 'firstName' | 'lastName'>): string =>
  `${user.firstName} ${user.lastName}`.trim()
