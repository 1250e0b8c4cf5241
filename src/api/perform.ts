import type * as z from 'zod/mini'
import { settlementCutoff } from '#src/domain/apiKey.ts'
import type { AuditAct, AuditAction, AuditRecord, AuditType } from '#src/domain/audit.ts'
import type { Customer } from '#src/domain/customer.ts'
import { DomainError, type ErrorCode } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import { isProofFresh, isSessionAlive, touchSession, type Session } from '#src/domain/session.ts'
import { mustSignOn } from '#src/domain/sso/gate.ts'
import { fullName, isAdministrator, type User } from '#src/domain/user.ts'
import type { PasswordShown } from './checkPassword.ts'
import { newId, type Caller, type Host } from './host.ts'
import { inForce } from './inForce.ts'
import { settingsInEffect } from './signOn/ownSide.ts'
import type { Reading, Transaction } from './store.ts'

/**
 * Whom a route is for. Own things need a session; everything else is an administrator's (design: two faces of the API).
 * Of what a stolen session must not be capable, only one's who has lately shown who they are.
 */
export type Audience = 'signed-in' | 'administrator' | 'proved-administrator'

/** Who asks what of which rows, at one reading of the clock. */
export interface Question {
  rows: Reading
  user: User
  /** The password that they have shown; null where they are known by something else. */
  shown: PasswordShown | null
  now: Instant
}

/** A question whose answer depends on the settings. */
export interface View extends Question {
  customer: Customer
}

/** What an act works with. */
export interface Room extends View {
  rows: Transaction
}

/**
 * An act that says what it did. Each call of `record` is a record of its own; without any there is a bare one. Only
 * where its type is known can it turn out to be another.
 */
export interface ActRoom<Type extends AuditType = never> extends Room {
  // No method: one of those would pass where another type is asked for.
  record: (change: Change<Type>) => void
  /** Says whom it has turned out to be about, for the record of a refusal from here on. */
  about: (object: string) => void
}

/** An act as the audit log names it. */
export type Act<Type extends AuditType = AuditType> = AuditAct<Type> & Pick<AuditRecord, 'object'>

/** The type of an act, or never where nobody knows it. */
type TypeOf<ThisAct extends Act> = [AuditType] extends [ThisAct['type']] ? never : ThisAct['type']

/** What an act did; `action` and `object` where they turned out to be others than were asked for. */
type Change<Type extends AuditType> = Partial<Pick<AuditRecord, 'object' | 'details' | 'before' | 'after'>> & {
  action?: AuditAction<Type>
}

/** Who is calling, at one reading of the clock. `touched` is their session where its use is to be written down. */
export interface Identity extends Omit<Question, 'rows'> {
  touched: Session | null
}

/**
 * Finds out from the rows who is calling, and refuses whoever may not. `meet` is told who it is as soon as that is
 * known, so that a refusal can be recorded under their name.
 */
export type Identify = (rows: Reading, meet: (actor: User) => void) => Promise<Identity>

/** Answers a question of the console: no act, no audit record, and nothing written but that the session was used. */
export const look = <T>(host: Host, caller: Caller, audience: Audience, ask: (view: View) => Promise<T>): Promise<T> =>
  lookAs(host, caller, bySession(host, caller, audience), async (question) =>
    ask({ ...question, customer: await question.rows.customer.get() }),
  )

/** {@link look} for whoever `identify` finds, without the settings. */
export async function lookAs<T>(
  host: Host,
  caller: Caller,
  identify: Identify,
  ask: (question: Question) => Promise<T>,
): Promise<T> {
  const { answer, touched } = await host.store.read(caller.environment, async (rows) => {
    const { touched, ...known } = await identify(rows, () => {})
    return { answer: await ask({ rows, ...known }), touched }
  })
  if (touched)
    await host.store.transaction(caller.environment, async (tx) => {
      // One that has been ended meanwhile stays so.
      if (await tx.sessions.byDigest(touched.digest)) await tx.sessions.put(touched)
    })
  return answer
}

/**
 * Carries out an act of the console in one transaction together with its audit records. A refusal undoes the
 * transaction and is recorded in one of its own.
 */
export const perform = <T, ThisAct extends Act>(
  host: Host,
  caller: Caller,
  audience: Audience,
  act: ThisAct,
  run: (room: ActRoom<TypeOf<ThisAct>>) => Promise<T>,
): Promise<T> => performAs(host, caller, bySession(host, caller, audience), act, run)

/** {@link perform} for whoever `identify` finds. */
export const performAs = <T, ThisAct extends Act>(
  host: Host,
  caller: Caller,
  identify: Identify,
  act: ThisAct,
  run: (room: ActRoom<TypeOf<ThisAct>>) => Promise<T>,
): Promise<T> =>
  recordingRefusals(host, caller, act, ({ meet, about }) =>
    host.store.transaction(caller.environment, async (tx) => {
      const { touched, ...known } = await identify(tx, meet)
      if (touched) await tx.sessions.put(touched)
      const changes: Change<TypeOf<ThisAct>>[] = []
      const customer = await tx.customer.get()
      const record = (change: Change<TypeOf<ThisAct>>) => void changes.push(change)
      const result = await run({ rows: tx, customer, ...known, record, about })
      for (const change of changes.length === 0 ? [{}] : changes)
        await tx.audit.append(auditRecord(host, caller, act, 'done', known.user, change))
      return result
    }),
  )

/**
 * {@link perform} for an act that changes nothing: it reads as a question does, which holds up no writers, and is
 * recorded afterwards. `ask` answers also how the record goes on.
 */
export const performReading = <T, ThisAct extends Act>(
  host: Host,
  caller: Caller,
  audience: Audience,
  act: ThisAct,
  ask: (view: View) => Promise<{ answer: T; change: Change<TypeOf<ThisAct>> }>,
): Promise<T> =>
  recordingRefusals(host, caller, act, async ({ meet }) => {
    const identify = bySession(host, caller, audience)
    const { answer, change, user } = await lookAs(
      host,
      caller,
      (rows) => identify(rows, meet),
      async (question) => ({
        ...(await ask({ ...question, customer: await question.rows.customer.get() })),
        user: question.user,
      }),
    )
    const record = auditRecord(host, caller, act, 'done', user, change)
    await host.store.transaction(caller.environment, (tx) => tx.audit.append(record))
    return answer
  })

/** Who may carry out an act of the console that has a transaction and a record of its own. A refusal is recorded. */
export const admit = (host: Host, caller: Caller, audience: Audience, act: Act): Promise<User> =>
  recordingRefusals(host, caller, act, ({ meet }) => {
    const identify = bySession(host, caller, audience)
    return lookAs(
      host,
      caller,
      (rows) => identify(rows, meet),
      async ({ user }) => user,
    )
  })

/** Runs `run`, and where it refuses records that in the name of whom it met, and of what it was about by then. */
async function recordingRefusals<T>(
  host: Host,
  caller: Caller,
  act: Act,
  run: (known: { meet: (user: User) => void; about: (object: string) => void }) => Promise<T>,
): Promise<T> {
  let actor: User | null = null
  let { object } = act
  try {
    return await run({ meet: (user) => (actor = user), about: (found) => void (object = found) })
  } catch (error) {
    // Somebody whose session has ended is still known; a call that never had one is nobody's act.
    if (error instanceof DomainError && actor) await recordRefusal(host, caller, { ...act, object }, actor, error)
    throw error
  }
}

/** Of an act that a store out of reach has cut short nobody knows yet whether it happened; one that asks for a proof goes on. */
const NOT_REFUSED = new Set<ErrorCode>(['unavailable', 'password-needed', 'sign-on-needed'])

/** Records an act that was refused in a transaction of its own, because the act's has been undone. */
export async function recordRefusal(
  host: Host,
  caller: Caller,
  act: Act,
  actor: User,
  { code, message }: DomainError,
): Promise<void> {
  if (NOT_REFUSED.has(code)) return
  const refusal = auditRecord(host, caller, act, 'refused', actor, { details: message })
  await host.store.transaction(caller.environment, (tx) => tx.audit.append(refusal))
}

export function auditRecord<ThisAct extends Act>(
  host: Host,
  caller: Pick<Caller, 'address' | 'userAgent'>,
  act: ThisAct,
  outcome: AuditRecord['outcome'],
  actor: User | null,
  change: Change<TypeOf<ThisAct>>,
): AuditRecord {
  const { object = act.object, details = '', before = null, after = null } = change
  return {
    id: newId(host),
    at: host.now(),
    type: act.type,
    action: change.action ?? act.action,
    outcome,
    userId: actor?.id ?? null,
    userName: actor ? fullName(actor) : '',
    object,
    details,
    before,
    after,
    address: caller.address,
    userAgent: caller.userAgent,
  }
}

/** Removes the keys that a password's expiry has already ended, so that what follows counts and changes only real ones. */
export async function settleKeys({ rows, customer, now }: Pick<Room, 'rows' | 'customer' | 'now'>): Promise<void> {
  const cutoff = settlementCutoff(customer, now)
  if (cutoff !== null) await rows.keys.settle(cutoff)
}

const NO_OBJECT = 'Send a JSON object as the request body'

/** The request body as `schema` describes it; a refusal names the first field at fault. `text` may be anything. */
export function parseBody<Schema extends z.ZodMiniType>(schema: Schema, text: string): z.output<Schema> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new DomainError('invalid', NO_OBJECT)
  }
  return parse(schema, body)
}

/** `input` as `schema` describes it; a refusal names the first field at fault. */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input, { error: unexplained })
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new DomainError('invalid', issue?.message ?? 'This request cannot be read', issue?.path[0]?.toString())
}

/** What is said where a schema has no words of its own: of input that no form sends. */
const unexplained: z.core.$ZodErrorMap = ({ path = [] }) =>
  path.length === 0 ? NO_OBJECT : `${path.join('.')} is missing, or is not what belongs there`

/** By the console's session, for `audience`. */
function bySession(host: Host, caller: Caller, audience: Audience): Identify {
  return async (rows, meet) => {
    const found = caller.sessionId ? await rows.sessions.byDigest(await host.digest(caller.sessionId)) : null
    const session = found?.kind === 'console' ? found : null
    const user = session && (await inForce(rows, await rows.users.byId(session.userId)))
    if (user) meet(user)
    const now = host.now()
    if (!session || !user?.isActive || !isSessionAlive(session, user, now))
      throw new DomainError('signed-out', 'Your session has ended. Sign in to go on.')
    if (audience !== 'signed-in') requireAdministrator(user)
    if (audience === 'proved-administrator' && !isProofFresh(session, now)) throw await proofNeeded(rows, user, now)
    const shown: PasswordShown | null =
      session.provedBy === 'password' ? { use: 'console', apiCertificate: null } : null
    return { user, shown, now, touched: touchSession(session, now) }
  }
}

/** Asks for whatever proof `user` can give. */
async function proofNeeded(rows: Reading, user: User, now: Instant): Promise<DomainError> {
  const signsOn =
    user.passwordHash === null || mustSignOn(user, await settingsInEffect(rows, now), await rows.customer.get())
  return signsOn
    ? new DomainError(
        'sign-on-needed',
        'You signed on more than 10 minutes ago. Sign on again through your identity provider to go on.',
      )
    : new DomainError('password-needed', 'You entered your password more than 10 minutes ago. Enter it again to go on.')
}

function requireAdministrator(user: User): void {
  if (!isAdministrator(user)) throw new DomainError('forbidden', 'Only Workfront administrators can do this')
}
