import * as z from 'zod/mini'
import { DomainError, ERROR_STATUS, type ErrorCode } from '#src/domain/errors.ts'

/** A failure in the product's envelope (reference §8.5): what a call as such can get wrong. Rules throw `DomainError`. */
export class WorkfrontError extends Error {
  readonly status: number
  readonly class: string

  constructor(status: number, errorClass: string, message: string) {
    super(message)
    this.status = status
    this.class = errorClass
  }
}

const ILLEGAL_ARGUMENT = 'java.lang.IllegalArgumentException'
const AUTHENTICATION = 'com.attask.common.AuthenticationException'
const NOT_FOUND = 'com.attask.common.ObjectNotFoundException'

export const illegalArgument = (message: string) => new WorkfrontError(400, ILLEGAL_ARGUMENT, message)
export const unsupported = (message: string) =>
  new WorkfrontError(400, 'java.lang.UnsupportedOperationException', message)
export const noSuch = (message: string) => new WorkfrontError(404, NOT_FOUND, message)
/** For whoever is known well enough, but not by the proof that this call needs. */
export const otherProofNeeded = (message: string) => new WorkfrontError(403, AUTHENTICATION, message)
export const addressTooLong = (message: string) => new WorkfrontError(414, ILLEGAL_ARGUMENT, message)
export const tooManyCalls = (message: string) =>
  new WorkfrontError(429, 'com.attask.common.ConcurrencyLimitException', message)

/** How the refusals of rules are called here; their statuses are the console's. */
const CLASS_OF: Record<ErrorCode, string> = {
  invalid: ILLEGAL_ARGUMENT,
  'bad-credentials': AUTHENTICATION,
  'signed-out': AUTHENTICATION,
  'sso-only': AUTHENTICATION,
  forbidden: 'com.attask.common.AccessException',
  'password-expired': AUTHENTICATION,
  'one-time-password': AUTHENTICATION,
  'api-login-off': AUTHENTICATION,
  'password-needed': AUTHENTICATION,
  'sign-on-needed': AUTHENTICATION,
  'not-found': NOT_FOUND,
  stale: 'com.attask.common.ConflictException',
  'key-changed': 'com.attask.common.ConflictException',
  'key-unreadable': 'com.attask.common.ConflictException',
  'too-large': ILLEGAL_ARGUMENT,
  misdirected: ILLEGAL_ARGUMENT,
  'untrusted-request': AUTHENTICATION,
  unavailable: 'com.attask.common.ServiceUnavailableException',
}

/** What every failure looks like. */
export const Failure = z.object({ error: z.object({ class: z.string(), message: z.string() }) })

export const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

export const success = (data: unknown): Response => json(200, { data })

/** `error` in the envelope. A bug is none of ours and goes on. */
export function failure(error: unknown): Response {
  if (error instanceof WorkfrontError) return enveloped(error.status, error.class, error.message)
  if (error instanceof DomainError) return enveloped(ERROR_STATUS[error.code], CLASS_OF[error.code], error.message)
  throw error
}

const enveloped = (status: number, errorClass: string, message: string) =>
  json(status, { error: { class: errorClass, message } } satisfies z.infer<typeof Failure>)
