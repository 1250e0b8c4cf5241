import * as z from 'zod/mini'

/** `loginPortalUrl` is where people sign in while single sign-on is in force, and null while they do so here. */
export const SignInWay = z.object({ loginPortalUrl: z.nullable(z.string()) })
export type SignInWay = z.infer<typeof SignInWay>
