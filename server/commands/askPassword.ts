import * as z from 'zod/mini'
import { loadDictionary } from '#src/api/dictionary.ts'
import type { Host } from '#src/api/host.ts'
import { DomainError } from '#src/domain/errors.ts'
import { refuseWeakPassword, type PasswordOrganization, type PasswordOwner } from '#src/domain/newPassword.ts'
import { ask } from './ask.ts'

/** A new password for `user` that the organisation's rules let through. */
export async function askPassword(
  host: Pick<Host, 'commonPasswords'>,
  user: PasswordOwner,
  customer: PasswordOrganization,
): Promise<string> {
  const dictionary = await loadDictionary(host)
  const schema = z.string().check((password) => {
    try {
      refuseWeakPassword(password.value, user, customer, dictionary)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      password.issues.push({ code: 'custom', message: error.message, input: password.value })
    }
  })
  return ask({ variable: 'LATCHKEY_PASSWORD', label: 'Password', schema, isSecret: true })
}
