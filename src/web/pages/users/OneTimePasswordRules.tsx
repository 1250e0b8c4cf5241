import { useQuery } from '@tanstack/react-query'
import { LEAST_LENGTH } from '#src/domain/newPassword.ts'
import { passwordPolicy } from '../../queries/password.ts'

/** What a one-time password is, and what it is held to. */
export function OneTimePasswordRules() {
  const { data: policy } = useQuery(passwordPolicy())
  return (
    <>
      It signs them in once, to choose a password of their own; API calls with it are refused. Use at least{' '}
      {LEAST_LENGTH} characters
      {policy && `, at least ${policy.characterClasses} of lower case, upper case, digits and signs,`} and no dictionary
      word, common password, or name. It is shown as you type, so that you can pass it on.
    </>
  )
}
