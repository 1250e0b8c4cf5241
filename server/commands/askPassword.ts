import * as z from 'zod/mini'
import { loadDictionary } from '#src/api/dictionary.ts'
import type { AuthenticationSettings } from '#src/domain/authentication.ts'
import { DomainError } from '#src/domain/errors.ts'
import { refuseWeakPassword } from '#src/domain/newPassword.ts'
import type { User } from '#src/domain/user.ts'
import { ask } from './ask.ts'

/** A new password for `user` that the organisation's rules let through. */
export async function askPassword(
  user: Pick<User, 'username' | 'email'>,
  policy: Pick<AuthenticationSettings, 'characterClasses' | 'passwordReuse'>,
): Promise<string> {
  const dictionary = await loadDictionary()
  const schema = z.string().check((password) => {
    try {
      refuseWeakPassword(password.value, user, policy, dictionary)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      password.issues.push({ code: 'custom', message: error.message, input: password.value })
    }
  })
  return ask({ variable: 'LATCHKEY_PASSWORD', label: 'Password', schema, isSecret: true })
}
