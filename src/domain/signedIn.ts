import * as z from 'zod/mini'
import { PlatformMode } from './authentication.ts'
import { Environment } from './customer.ts'
import { ACCESS_LEVELS, Id } from './user.ts'

/** Who is signed in, and where: what every screen needs. */
export const SignedIn = z.object({
  user: z.object({
    id: Id,
    name: z.string(),
    email: z.string(),
    accessLevel: z.enum(ACCESS_LEVELS),
    isAdministrator: z.boolean(),
    timeZone: z.string(),
  }),
  organisation: z.string(),
  environment: Environment,
  platformMode: PlatformMode,
  /** Where users reach each environment. Preview's is null in an installation without Preview. */
  addresses: z.object({ production: z.string(), preview: z.nullable(z.string()) }),
})
export type SignedIn = z.infer<typeof SignedIn>
