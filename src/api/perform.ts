import type { Context } from 'hono'
import type * as z from 'zod/mini'
import { settlementCutoff } from '#src/domain/apiKey.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import type { Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import { isSessionAlive, touchSession } from '#src/domain/session.ts'
import { fullName, isAdministrator, type User } from '#src/domain/user.ts'
import { newId, type Caller, type Host, type HostEnv } from './host.ts'
import type { Transaction } from './store.ts'

/** Whom a route is for. Own things need a session; everything else is an administrator's (design: two faces of the API). */
export type Audience = 'signed-in' | 'administrator'

/** What a route works with: one transaction, the caller, and one reading of the clock. */
export interface Room {
  tx: Transaction
  user: User
  customer: Customer
  now: Instant
}

/** An act as the audit log names it. */
export type Act = Pick<AuditRecord, 'type' | 'action' | 'object'>

type Change = Partial<Pick<AuditRecord, 'details' | 'before' | 'after'>>

/** Answers a question of the console: no act, no audit record. */
export function look<T>(
  host: Host,
  c: Context<HostEnv>,
  audience: Audience,
  ask: (room: Room) => Promise<T>,
): Promise<T> {
  return host.store.transaction(c.env.environment, async (tx) => ask(await enter(host, c.env, tx, audience)))
}

/**
 * Carries out an act in one transaction together with its audit record; what `run` hands to `record` says what
 * changed. A refusal undoes the transaction and is recorded in one of its own.
 */
export async function perform<T>(
  host: Host,
  c: Context<HostEnv>,
  audience: Audience,
  act: Act,
  run: (room: Room & { record(change: Change): void }) => Promise<T>,
): Promise<T> {
  let actor: User | null = null
  const { environment } = c.env
  try {
    return await host.store.transaction(environment, async (tx) => {
      const room = await enter(host, c.env, tx, 'signed-in')
      actor = room.user
      if (audience === 'administrator') requireAdministrator(room.user)
      let change: Change = {}
      const result = await run({ ...room, record: (told) => (change = told) })
      await tx.audit.append(auditRecord(host, c.env, act, 'done', actor, change))
      return result
    })
  } catch (error) {
    if (error instanceof DomainError && actor) {
      const refusal = auditRecord(host, c.env, act, 'refused', actor, { details: error.message })
      await host.store.transaction(environment, (tx) => tx.audit.append(refusal))
    }
    throw error
  }
}

export function auditRecord(
  host: Host,
  caller: Caller,
  act: Act,
  outcome: AuditRecord['outcome'],
  actor: User | null,
  { details = '', before = null, after = null }: Change,
): AuditRecord {
  return {
    id: newId(host),
    at: host.now(),
    ...act,
    outcome,
    userId: actor?.id ?? null,
    userName: actor ? fullName(actor) : '',
    details,
    before,
    after,
    address: caller.address,
    userAgent: caller.userAgent,
  }
}

/** Removes the keys that a password's expiry has already ended, so that what follows counts and changes only real ones. */
export async function settleKeys({ tx, customer, now }: Pick<Room, 'tx' | 'customer' | 'now'>): Promise<void> {
  const cutoff = settlementCutoff(customer, now)
  if (cutoff !== null) await tx.keys.settle(cutoff)
}

/** The request body as `schema` describes it; a refusal names the first field at fault. `text` may be anything. */
export function parseBody<Schema extends z.ZodMiniType>(schema: Schema, text: string): z.output<Schema> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new DomainError('invalid', 'Send a JSON object as the request body')
  }
  return parse(schema, body)
}

/** `input` as `schema` describes it; a refusal names the first field at fault. */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new DomainError('invalid', issue?.message ?? 'This request cannot be read', issue?.path[0]?.toString())
}

async function enter(host: Host, caller: Caller, tx: Transaction, audience: Audience): Promise<Room> {
  const now = host.now()
  const session = caller.sessionId ? await tx.sessions.byDigest(await host.digest(caller.sessionId)) : null
  const user = session && isSessionAlive(session, now) ? await tx.users.byId(session.userId) : null
  if (!session || !user?.isActive) throw new DomainError('signed-out', 'Your session has ended. Sign in to go on.')
  const touched = touchSession(session, now)
  if (touched) await tx.sessions.put(touched)
  if (audience === 'administrator') requireAdministrator(user)
  return { tx, user, customer: await tx.customer.get(), now }
}

function requireAdministrator(user: User): void {
  if (!isAdministrator(user)) throw new DomainError('forbidden', 'Only Workfront administrators can do this')
}
