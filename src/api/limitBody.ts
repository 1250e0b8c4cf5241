import { bodyLimit } from 'hono/body-limit'
import { DomainError } from '#src/domain/errors.ts'
import { refusal } from './refusal.ts'

/** Room for Customer Info with two certificates of the largest size in base64. Bytes. */
const MAX_BODY = 256 * 1024
/** Room for single sign-on with as many certificates, and as many mappings with as long rules, as there may be. Bytes. */
const MAX_SSO = 2 * 1024 * 1024

export const tooLarge = new DomainError('too-large', 'This request is too large')

/** Refuses bodies of more than so many bytes in the console's words. */
export const limitBodyTo = (maxSize: number) => bodyLimit({ maxSize, onError: () => refusal(tooLarge) })

/** For every route of the console that does not say otherwise. */
export const limitBody = limitBodyTo(MAX_BODY)
/** For the settings of single sign-on. */
export const limitSso = limitBodyTo(MAX_SSO)
