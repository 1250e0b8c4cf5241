import * as z from 'zod/mini'

export const SignInWay = z.object({
  /** Where people sign in while single sign-on is in force, and null while they do so here. */
  loginPortalUrl: z.nullable(z.string()),
  /** Whether a refresh of Preview may be what ended somebody's session here. */
  wasRefreshed: z.boolean(),
  /** In Preview, where Production is; null there. */
  productionUrl: z.nullable(z.string()),
})
export type SignInWay = z.infer<typeof SignInWay>
