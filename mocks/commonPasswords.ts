import { DomainError } from '#src/domain/errors.ts'

/** The file beside the page that the build makes of the server's list. */
const COMMON_PASSWORDS = 'common-passwords.txt'

/** What {@link COMMON_PASSWORDS} of the page at `home` says. */
export async function commonPasswords(home: string): Promise<string[]> {
  const response = await fetch(home + COMMON_PASSWORDS).catch(() => null)
  if (!response?.ok)
    throw new DomainError(
      'unavailable',
      'The list of common passwords cannot be loaded. Check your connection and try again.',
    )
  return (await response.text()).split('\n')
}
