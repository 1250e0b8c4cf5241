/** Every refusal the console's API can answer, with its HTTP status. The code is the contract; the message is for people. */
export const ERROR_STATUS = {
  invalid: 400,
  'bad-credentials': 401,
  'signed-out': 401,
  /** A right password of somebody who must come through the identity provider. */
  'sso-only': 401,
  forbidden: 403,
  'password-expired': 403,
  /** A right password that somebody else has chosen. */
  'one-time-password': 403,
  'api-login-off': 403,
  /** Somebody signed in must enter their password again, or come through the identity provider again, for this act. */
  'password-needed': 403,
  'sign-on-needed': 403,
  'not-found': 404,
  stale: 409,
  'key-changed': 409,
  /** The sealing key is not the one a key value was sealed with. */
  'key-unreadable': 409,
  'too-large': 413,
  /** The request came by a host name that isn't this installation's. */
  misdirected: 421,
  /** A password sent to the API without the certificate it needs: the one refusal whose status the product fixes (X9). */
  'untrusted-request': 500,
  /** The store cannot be reached or written to; what was asked may or may not have happened. */
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/** A refusal by a rule. `field` names the input it is about, as the request spells it. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined

  constructor(code: ErrorCode, message: string, field?: string) {
    super(message)
    this.name = 'DomainError'
    this.code = code
    this.field = field
  }
}

/** What somebody sent cannot be taken, for a reason that the message says. */
export const invalid = (message: string): DomainError => new DomainError('invalid', message)
