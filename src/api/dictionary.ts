import type { Dictionary } from '#src/domain/newPassword.ts'
import type { Host } from './host.ts'

let dictionary: Promise<Dictionary> | null = null

/** English words and common passwords: large, and only for when a password is chosen. */
export function loadDictionary(host: Pick<Host, 'commonPasswords'>): Promise<Dictionary> {
  dictionary ??= readDictionary(host).catch((error: unknown) => {
    // Out of reach for the moment: the next password asks again.
    dictionary = null
    throw error
  })
  return dictionary
}

async function readDictionary(host: Pick<Host, 'commonPasswords'>): Promise<Dictionary> {
  // The package's own entry would bring lists of names along.
  const [passwords, ...lists] = await Promise.all([
    host.commonPasswords(),
    import('@zxcvbn-ts/language-en/dist/commonWords.json.mjs'),
    import('@zxcvbn-ts/language-en/dist/wikipedia.json.mjs'),
  ])
  const words = new Set(lists.flatMap((list) => list.default))
  const common = new Set(passwords)
  return { isWord: (text) => words.has(text), isCommonPassword: (text) => common.has(text) }
}
