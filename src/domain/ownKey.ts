import * as z from 'zod/mini'
import { CustomerSettings } from './customer.ts'
import { Instant } from './instant.ts'
import { Id } from './user.ts'

/** What its owner's console shows of a key; the value is asked for separately. `asOf` is when the backend looked. */
export const OwnKey = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none'), asOf: Instant }),
  z.object({
    state: z.enum(['active', 'expired']),
    id: Id,
    createdAt: Instant,
    expiresAt: z.nullable(Instant),
    asOf: Instant,
  }),
])
export type OwnKey = z.infer<typeof OwnKey>

/** The answer to generate and reset: the value travels with the state it belongs to. */
export const IssuedKey = z.object({ key: OwnKey, value: z.string() })
export type IssuedKey = z.infer<typeof IssuedKey>

export const KeyValue = z.object({ value: z.string() })

export const KeyCount = z.object({ active: z.int(), expired: z.int(), asOf: Instant })
export type KeyCount = z.infer<typeof KeyCount>

/** What a Save would do to keys, for settings not yet saved. */
export const KeyConsequences = z.object({
  /** Null when the expiry period stays as it is. */
  redate: z.nullable(z.object({ keys: z.int(), expiresAt: z.nullable(Instant) })),
  /** Keys whose owner's password has expired, that the switch would remove. */
  remove: z.int(),
  asOf: Instant,
})
export type KeyConsequences = z.infer<typeof KeyConsequences>

/** The unsaved settings that question is about. */
export const KeyPolicyDraft = z.pick(CustomerSettings, {
  timeZone: true,
  keyExpiry: true,
  removeKeyOnPasswordExpiry: true,
})
export type KeyPolicyDraft = z.infer<typeof KeyPolicyDraft>
