import * as z from 'zod/mini'
import { ask } from './ask.ts'

/** A new password for whoever has this e-mail address, typed twice at a terminal. */
export async function askPassword(_email: string): Promise<string> {
  return ask({
    variable: 'LATCHKEY_PASSWORD',
    label: 'Password',
    schema: z.string().check(z.minLength(8)),
    isSecret: true,
  })
}
