import type { Host } from '#src/api/host.ts'

/** The browser host's secrets, all from Web Crypto. They protect a rehearsal in one tab, not an organisation. */
const text = new TextEncoder()
const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Few rounds: a page guards nothing with this, and every rehearsal begins by hashing. */
const ROUNDS = 1000

export const random: Host['random'] = (bytes) => crypto.getRandomValues(new Uint8Array(bytes))

export const digest: Host['digest'] = async (value) => hex(await crypto.subtle.digest('SHA-256', text.encode(value)))

/** Seals nothing: the page that could read the store is the page that shows the key. */
export const openVault: Host['vault'] = { seal: async (value) => value, open: async (sealed) => sealed }

export const passwords: Host['passwords'] = {
  hash: async (password) => {
    const material = await crypto.subtle.importKey('raw', text.encode(password), 'PBKDF2', false, ['deriveBits'])
    const salt = text.encode('latchkey rehearsal')
    return hex(
      await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, material, 256),
    )
  },
  verify: async (password, hash) => (await passwords.hash(password)) === hash,
}
