import * as z from 'zod/mini'
import type { Customer } from './customer.ts'
import { DomainError } from './errors.ts'
import { expiryAfter } from './expiryPeriod.ts'
import { Instant } from './instant.ts'
import type { OwnKey } from './ownKey.ts'
import { expiredPasswordCutoff, hasPasswordExpired } from './password.ts'
import { Id, type User } from './user.ts'

/** A stored key. The value itself is not here: `digest` finds it, `sealedValue` lets its owner see it again. */
export const ApiKey = z.object({
  id: Id,
  userId: Id,
  digest: z.string(),
  sealedValue: z.string(),
  createdAt: Instant,
  expiresAt: z.nullable(Instant),
  /** When a call with it was last taken, up to a minute late; null while there was none. */
  lastUsedAt: z.nullable(Instant),
  /** Calls with it that were refused because it had expired or its owner may not call. */
  refusedCalls: z.int(),
  lastRefusedAt: z.nullable(Instant),
})
export type ApiKey = z.infer<typeof ApiKey>

/** How often a new key was used. */
export const UNUSED = { lastUsedAt: null, refusedCalls: 0, lastRefusedAt: null }

export type KeyState = 'none' | 'active' | 'expired'

/** The settings that decide how long a key works. */
export type KeyPolicy = Pick<
  Customer,
  'keyExpiry' | 'removeKeyOnPasswordExpiry' | 'passwordResetDays' | 'platformMode' | 'timeZone'
>

export function policyOf(customer: Customer): KeyPolicy {
  const { keyExpiry, removeKeyOnPasswordExpiry, passwordResetDays, platformMode, timeZone } = customer
  return { keyExpiry, removeKeyOnPasswordExpiry, passwordResetDays, platformMode, timeZone }
}

const KEY_LENGTH = 32
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
/** Bytes at or above this would make the first letters likelier than the rest, so they are thrown away. */
const UNBIASED = 256 - (256 % ALPHABET.length)

/** A new key value: 32 characters of `[a-z0-9]`. `random` must be a cryptographic source of that many bytes. */
export function newKeyValue(random: (bytes: number) => Uint8Array): string {
  let value = ''
  while (value.length < KEY_LENGTH)
    for (const byte of random(KEY_LENGTH))
      if (byte < UNBIASED && value.length < KEY_LENGTH) value += ALPHABET[byte % ALPHABET.length]
  return value
}

/** Whether `text` could be the value of a key. */
export const isKeyValue = (text: string): boolean => text.length === KEY_LENGTH && /^[a-z0-9]*$/.test(text)

/** A key is valid while `now < expiresAt` (§5.3). */
export const hasExpired = (key: Pick<ApiKey, 'expiresAt'>, now: Instant): boolean =>
  key.expiresAt !== null && key.expiresAt <= now

/**
 * The key as it stands at `now`: null when there is none, and also when its owner's password expired while
 * **Remove API key when a user's password expires** is on: such a key is gone though no timer ran yet (E6).
 */
export function standingKey(
  key: ApiKey | null,
  owner: Pick<User, 'passwordDate'>,
  policy: KeyPolicy,
  now: Instant,
): ApiKey | null {
  return policy.removeKeyOnPasswordExpiry && hasPasswordExpired(owner, policy, now) ? null : key
}

export const keyState = (key: ApiKey | null, now: Instant): KeyState =>
  key === null ? 'none' : hasExpired(key, now) ? 'expired' : 'active'

/**
 * The owners' `passwordDate` up to which keys must go before the switch, the policy or a password date changes, or
 * keys are counted; null when the switch or the policy is off. Settling first makes a removal final: turning the
 * switch off afterwards does not bring such a key back (§5.5).
 */
export function settlementCutoff(policy: KeyPolicy, now: Instant): Instant | null {
  return policy.removeKeyOnPasswordExpiry ? expiredPasswordCutoff(policy, now) : null
}

/**
 * A key as new: generated where there was none or an expired one, or put in place of another by a reset. Refused
 * where its owner's expired password would remove it the moment it is made (E6).
 */
export function issueKey(
  owner: Pick<User, 'id' | 'passwordDate'>,
  secret: Pick<ApiKey, 'id' | 'digest' | 'sealedValue'>,
  policy: KeyPolicy,
  now: Instant,
): ApiKey {
  const key = {
    ...secret,
    userId: owner.id,
    createdAt: now,
    expiresAt: expiryAfter(now, policy.keyExpiry, policy.timeZone),
    ...UNUSED,
  }
  if (!standingKey(key, owner, policy, now))
    throw new DomainError(
      'forbidden',
      'Your password has expired, and an expired password removes the API key. Change your password first.',
    )
  return key
}

/**
 * Saving a different period restarts the timeframe of every key that has not expired (E2): the instant they all get,
 * or null for never. `undefined` when nothing restarts because the period stayed the same.
 */
export function redatedExpiry(before: KeyPolicy, after: KeyPolicy, now: Instant): Instant | null | undefined {
  return before.keyExpiry === after.keyExpiry ? undefined : expiryAfter(now, after.keyExpiry, after.timeZone)
}

/** An act aimed at key `id` must not hit the key that has meanwhile taken its place (two tabs, a lost answer). */
export function requireSameKey(key: ApiKey | null, id: string): asserts key is ApiKey {
  if (key?.id !== id)
    throw new DomainError(
      'key-changed',
      'The API key has changed since this page showed it. Look at the key as it is now and decide again.',
    )
}

/** What the owner's console shows at `now`. */
export function describeKey(key: ApiKey | null, now: Instant): OwnKey {
  const state = keyState(key, now)
  if (key === null || state === 'none') return { state: 'none', asOf: now }
  return { state, id: key.id, createdAt: key.createdAt, expiresAt: key.expiresAt, asOf: now }
}
