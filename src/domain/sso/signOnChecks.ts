import type { Instant } from '../instant.ts'
import type { SsoSettings } from './settings.ts'
import type { Check, SignOnAttribute } from './signOnRecord.ts'
import type { SignOnRequest } from './signOnRequest.ts'

/** What a response has to be like to be accepted. */
export interface Expected {
  /** With those of its certificates that are still valid. */
  provider: Pick<SsoSettings, 'identityProviderId' | 'certificates' | 'hashAlgorithm'>
  /** Our Service Provider ID. */
  entityId: string
  assertionConsumer: string
  /** The sign-on that this browser began and the response names, or null where there is none. */
  request: SignOnRequest | null
  now: Instant
}

/** What a signature says of who somebody is. */
export interface Assertion {
  id: string
  issuer: string
  nameId: string | null
  nameIdFormat: string | null
  sessionIndex: string | null
  attributes: SignOnAttribute[]
  /** Nobody can use it afterwards; skew included. */
  usableUntil: Instant
  /** When the session that it begins ends at the latest, skew included; null where the identity provider does not say. */
  sessionEndsAt: Instant | null
}

export interface CheckedResponse {
  /** The response decoded, as far as it could be. */
  xml: string
  /** From `readable` to `identifier`, without `replay`, which only a store can tell. */
  checks: Check[]
  /** Read from what the signature covers, and nothing else; null where none holds. */
  assertion: Assertion | null
}
