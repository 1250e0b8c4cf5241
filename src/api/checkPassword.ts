import type { ApiKey } from '#src/domain/apiKey.ts'
import { PASSWORDS_ELSEWHERE } from '#src/domain/authentication.ts'
import { carriedCertificate, isKnown, type CarriedCertificate } from '#src/domain/certificateMatch.ts'
import type { Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import {
  clearFailedLogins,
  countFailedLogin,
  hasPasswordExpired,
  isLocked,
  isOneTimePassword,
} from '#src/domain/password.ts'
import type { Credentials } from '#src/domain/session.ts'
import { mustSignOn, SIGN_ON_ONLY } from '#src/domain/sso/gate.ts'
import { hasApiAccess, type User } from '#src/domain/user.ts'
import type { Caller, Host } from './host.ts'
import { inForce } from './inForce.ts'
import { LOG_IN } from './openSession.ts'
import { auditRecord, type Act } from './perform.ts'
import { settingsInEffect } from './signOn/ownSide.ts'
import type { Reading, Transaction } from './store.ts'

/**
 * What a password is used for: the sign-in form, showing while signed in at the console who one is, any call of the
 * Workfront API, choosing another password while signed in, or renewing one that is expired or one-time, which signs in.
 * Such a one is good enough for the last two, and for showing who one is.
 */
export type PasswordUse = 'console' | 'proof' | 'api' | 'change' | 'renewal'

export const CHANGE_PASSWORD: Act = { type: 'Authentication', action: 'Change password', object: 'Own password' }

/** How the audit log names entering one's password again. */
export const CONFIRM: Act = { type: 'Login Attempt', action: 'Confirm', object: 'Console' }

const ACT: Record<PasswordUse, Act> = {
  ...LOG_IN,
  proof: CONFIRM,
  change: CHANGE_PASSWORD,
  renewal: CHANGE_PASSWORD,
}

const BAD_CREDENTIALS =
  "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again."
/** The product's own words, full stop included (X9). */
const UNTRUSTED = 'Untrusted request. Please contact your system administrator and attach certificate.'
const API_LOGIN_OFF =
  'Login through the API is not available, because your organization uses Adobe IMS. See your network or IT administrator for more information.'

/** Why a password opened nothing: what the audit log says, and what the caller is told. */
interface Failure {
  reason: string
  refusal: DomainError
}

/** What a call of the Workfront API logs in with. */
export interface ApiCredentials extends Credentials {
  /** `apiCertificate` as it was sent, or null. */
  apiCertificate: string | null
}

/** Hashed against when there is no such user, so that an unknown name takes as long as a wrong password. */
const nobody = new WeakMap<Host, Promise<string>>()

function hashOfNobody(host: Host): Promise<string> {
  const hash = nobody.get(host) ?? host.passwords.hash('nobody has this password')
  nobody.set(host, hash)
  return hash
}

/**
 * The one place that decides whether a user name and password open anything (design: who may use a password): platform
 * mode, then the certificate that calls of the API may need, then lock-out, inactive and wrong with one answer for all
 * of them, then whether its owner must come through the identity provider, then an expired or one-time password. Once the first two have let it pass there is exactly one hashing, whoever asks,
 * and it runs outside a transaction because it takes long; `then` runs inside one with the user. A refusal is counted
 * and recorded, and thrown.
 */
export async function checkPassword<T>(
  host: Host,
  caller: Caller,
  use: PasswordUse,
  { username, password, apiCertificate = null }: Credentials & Partial<ApiCredentials>,
  then: (tx: Transaction, user: User, carried: CarriedCertificate) => Promise<T>,
): Promise<T> {
  const { environment } = caller
  const { found, customer } = await host.store.read(environment, async (rows) => ({
    found: await inForce(rows, await rows.users.byUsername(username)),
    customer: await rows.customer.get(),
  }))
  const judgeCall = (settings: Customer) => {
    const carried = carriedCertificate(apiCertificate, settings)
    return { carried, turnedAway: turnAway(use, settings, carried) }
  }
  const early = judgeCall(customer)
  const hash = found?.passwordHash ?? (early.turnedAway ? '' : await hashOfNobody(host))
  const matches = !early.turnedAway && (await host.passwords.verify(password, hash))

  const outcome = await host.store.transaction(environment, async (tx) => {
    // Asked again: hashing took a while, and in between the user may have been deactivated or given another password,
    // or a certificate been required. A call that is turned away takes as long whether it names somebody or not.
    const { carried, turnedAway } = early.turnedAway ? early : judgeCall(await tx.customer.get())
    const named = turnedAway ? found : found && (await inForce(tx, await tx.users.byId(found.id)))
    const failure = turnedAway ?? (await judge(tx, host, use, named, matches && named?.passwordHash === hash))
    if (!failure && named) return { value: await then(tx, clearFailedLogins(named), carried) }
    const { reason, refusal } = failure ?? badCredentials('Unknown user name')
    await tx.audit.append(auditRecord(host, caller, ACT[use], 'refused', named, { details: reason }))
    return { refusal }
  })
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.value
}

export const badCredentials = (reason: string): Failure => ({
  reason,
  refusal: new DomainError('bad-credentials', BAD_CREDENTIALS),
})

/**
 * What is refused whatever the password is, so that the refusal tells nothing about it: what Adobe's platform has taken
 * over, whose form the console's stands in for, and a call without the certificate that is required (reference §6).
 */
function turnAway(use: PasswordUse, customer: Customer, carried: CarriedCertificate): Failure | null {
  const takenOver = takenOverByAdobe(use, customer)
  if (takenOver) return takenOver
  if (use === 'api' && customer.certificateRequirement === 'required' && !isKnown(carried))
    return {
      reason: 'Without the required certificate',
      refusal: new DomainError('untrusted-request', UNTRUSTED),
    }
  return null
}

function takenOverByAdobe(use: PasswordUse, { platformMode }: Customer): Failure | null {
  if (use === 'console' || use === 'proof' || platformMode === 'classic') return null
  return use === 'api'
    ? { reason: 'Login through the API is off', refusal: new DomainError('api-login-off', API_LOGIN_OFF) }
    : { reason: PASSWORDS_ELSEWHERE, refusal: new DomainError('forbidden', PASSWORDS_ELSEWHERE) }
}

/** Whoever must come through the identity provider may still change a password while signed in: that opens nothing. */
async function sentToProvider(
  rows: Reading,
  use: PasswordUse,
  user: User,
  customer: Customer,
  now: Instant,
): Promise<Failure | null> {
  if (use === 'change' || !mustSignOn(user, await settingsInEffect(rows, now), customer)) return null
  return { reason: 'Must sign in through the identity provider', refusal: new DomainError('sso-only', SIGN_ON_ONLY) }
}

/** Refuses what has been forbidden since `checkPassword` let it pass, to whoever acts in another transaction than its own. */
export async function refuseMeanwhile(rows: Reading, use: PasswordUse, user: User, now: Instant): Promise<void> {
  const customer = await rows.customer.get()
  const failure = takenOverByAdobe(use, customer) ?? (await sentToProvider(rows, use, user, customer, now))
  if (failure) throw failure.refusal
}

/** Why a right password of `user` is good for nothing but choosing another one, or null. */
function mustChange(user: User, customer: Customer, now: Instant): Failure | null {
  if (hasPasswordExpired(user, customer, now))
    return {
      reason: 'Password has expired',
      refusal: new DomainError('password-expired', 'Your password has expired. Choose a new one to sign in.'),
    }
  if (isOneTimePassword(user, customer))
    return {
      reason: 'One-time password',
      refusal: new DomainError(
        'one-time-password',
        'An administrator has set this password for you. Choose one of your own to sign in.',
      ),
    }
  return null
}

/** A password that whoever is here has shown, and what came with it. */
export interface PasswordShown {
  use: 'console' | 'api'
  /** `apiCertificate` as it was sent, or null. */
  apiCertificate: string | null
}

/**
 * Refuses to show a key in Preview that Production takes too and would not show to `user` now: to whoever is known by a
 * password, null where by anything else, that is not theirs there, or where they are deactivated, locked out or sent to
 * the identity provider. Else Preview would be a way round all of that.
 */
export async function requireShownInProduction(
  { production }: Reading,
  user: User,
  key: Pick<ApiKey, 'digest'>,
  shown: PasswordShown | null,
  now: Instant,
): Promise<void> {
  if (!production || !(await production.keys.byDigest(key.digest))) return
  const there = await production.users.byId(user.id)
  const customer = await production.customer.get()
  const isShownThere =
    shown !== null &&
    there !== null &&
    there.passwordHash === user.passwordHash &&
    hasApiAccess(there) &&
    !isLocked(there, customer, now) &&
    !turnAway(shown.use, customer, carriedCertificate(shown.apiCertificate, customer)) &&
    !mustChange(there, customer, now) &&
    !(await sentToProvider(production, shown.use, there, customer, now))
  if (!isShownThere)
    throw new DomainError(
      'forbidden',
      'This key works in Production too, which would not show it to you now. So Preview does not show it either.',
    )
}

/** Why `user` is refused, or null; counts a wrong password towards the lock, and forgets the count after a right one. */
async function judge(
  tx: Transaction,
  host: Host,
  use: PasswordUse,
  user: User | null,
  matches: boolean,
): Promise<Failure | null> {
  if (!user) return badCredentials('Unknown user name')
  const now = host.now()
  const customer = await tx.customer.get()
  if (isLocked(user, customer, now)) return badCredentials('Locked after too many wrong passwords')
  if (!matches) {
    const own = await tx.users.byId(user.id)
    if (own) await tx.users.put(countFailedLogin(own, customer, now))
    return badCredentials('Wrong password')
  }
  if (!user.isActive) return badCredentials('Inactive user')
  const sentAway = await sentToProvider(tx, use, user, customer, now)
  if (sentAway) return sentAway
  const toBeChanged = use === 'console' || use === 'api' ? mustChange(user, customer, now) : null
  // No oracle: a call of the API is told no more than that it is refused.
  if (toBeChanged) return use === 'api' ? badCredentials(toBeChanged.reason) : toBeChanged
  if (user.failedLogins > 0 || user.lockedUntil) await tx.users.put(clearFailedLogins(user))
  return null
}
