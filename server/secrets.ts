import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  scrypt,
  timingSafeEqual,
  type ScryptOptions,
} from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { Host } from '#src/api/host.ts'
import { SettingError } from './settings.ts'

export const random: Host['random'] = (bytes) => randomBytes(bytes)

export const digest: Host['digest'] = async (value) => createHash('sha256').update(value).digest('hex')

/** 16 MiB and five passes: the least that OWASP's password storage advice names for scrypt, in its smallest memory. */
const COST = { N: 2 ** 14, r: 8, p: 5 }
const HASH_BYTES = 32

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** Passwords as `scrypt$N$r$p$salt$hash`, so that the cost can be raised later without losing any. */
export const passwords: Host['passwords'] = {
  async hash(password) {
    const salt = randomBytes(16)
    const hash = await derive(password, salt, HASH_BYTES, COST)
    return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
  },
  async verify(password, stored) {
    const [scheme, N, r, p, salt, hash] = stored.split('$')
    if (scheme !== 'scrypt' || !salt || !hash) throw new Error('A stored password hash has no known form')
    const expected = Buffer.from(hash, 'base64url')
    const cost = { N: Number(N), r: Number(r), p: Number(p) }
    const actual = await derive(password, Buffer.from(salt, 'base64url'), expected.length, cost)
    return timingSafeEqual(actual, expected)
  },
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals with AES-256-GCM under the key in `file`, which is made, readable to its owner only, where there is none. */
export function openVault(file: string): Host['vault'] {
  const key = readSealingKey(file)
  return {
    async seal(value) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const sealed = Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return sealed.toString('base64url')
    },
    async open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
        const value = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
        return Buffer.concat([value, decipher.final()]).toString('utf8')
      } catch {
        // Sealed under another key: whoever restored a backup without its secret file gets here.
        return null
      }
    },
  }
}

function readSealingKey(file: string): Buffer {
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new SettingError(`LATCHKEY_SECRET_FILE must hold 32 bytes in base64; ${file} does not.`)
  return key
}
