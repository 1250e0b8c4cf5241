import { pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Host } from '#src/api/host.ts'
import { isKeyValue } from '#src/domain/apiKey.ts'

/** The browser host's secrets. They protect a rehearsal in one tab, not an organisation. */
const text = new TextEncoder()

/** Few rounds: a page guards nothing with this, and every rehearsal begins by hashing. */
const ROUNDS = 1000

export const random: Host['random'] = (bytes) => crypto.getRandomValues(new Uint8Array(bytes))

/** Not Web Crypto's, which takes a thread's round trip for each of the thousands of keys of a large scenario. */
export const digest: Host['digest'] = async (value) => bytesToHex(sha256(text.encode(value)))

/** Seals nothing: the page that could read the store is the page that shows the key. */
export const openVault: Host['vault'] = {
  seal: async (value) => value,
  open: async (sealed) => (isKeyValue(sealed) || isPrivateKey(sealed) ? sealed : null),
}

const isPrivateKey = (text: string) => text.startsWith('-----BEGIN PRIVATE KEY-----')

export const passwords: Host['passwords'] = {
  hash: async (password) => bytesToHex(await pbkdf2Async(sha256, password, 'latchkey rehearsal', { c: ROUNDS })),
  verify: async (password, hash) => (await passwords.hash(password)) === hash,
}
