import { isRefreshDue, nextRefreshDue, type RefreshTimes } from '#src/domain/refresh.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { User } from '#src/domain/user.ts'
import type { Caller, Host } from './host.ts'
import { auditRecord, settleKeys, type Act } from './perform.ts'
import type { Reading, RefreshTransaction } from './store.ts'

export const REFRESH: Act = { type: 'Environment', action: 'Refresh', object: 'Preview' }

/** Whence a refresh comes that nobody asked for. */
const SCHEDULE = { address: '', userAgent: 'Weekly refresh' }

/** What a refresh replaced by what. */
export interface Refreshed {
  before: Holdings
  after: Holdings
}

export interface Holdings {
  users: number
  keys: number
}

/**
 * Makes Preview anew from Production, all of it or nothing: users, passwords, Customer Info, platform mode and keys are
 * replaced, sessions end (reference §2.1). `from` and `actor` are whoever asks for it.
 */
export const refreshPreview = (
  host: Host,
  from: Pick<Caller, 'address' | 'userAgent'>,
  actor: User | null,
): Promise<Refreshed> => host.store.refresh('preview', (tx) => replace(host, tx, from, actor))

/**
 * Makes up for a weekly refresh that is due. To be asked before anything of Preview is: what is read there is then never
 * older than the last weekend, whether or not a timer ran. The first time it only notes from when on refreshes count.
 */
export async function refreshIfDue(host: Host): Promise<void> {
  const timeZone = await timeZoneOf(host)
  const isDue = async (rows: Reading) => {
    const history = await rows.refreshes.get()
    return history && isRefreshDue(history, host.now(), timeZone)
  }
  const found = await host.store.read('preview', isDue)
  if (found === null)
    await host.store.transaction('preview', async (tx) => {
      if (!(await tx.refreshes.get())) await tx.refreshes.put({ since: host.now(), lastAt: null })
    })
  if (!found) return
  const refreshing =
    underWay.get(host) ??
    host.store
      .refresh('preview', async (tx) => {
        // Another process may have been faster.
        if (await isDue(tx)) await replace(host, tx, SCHEDULE, null)
      })
      .finally(() => underWay.delete(host))
  underWay.set(host, refreshing)
  await refreshing
}

/**
 * The weekly refresh that a host is at. All who find it due wait for that one, however long it takes; a transaction of
 * each one's own would give up before.
 */
const underWay = new WeakMap<Host, Promise<void>>()

/** When Preview was refreshed, and when it will be. */
export async function refreshTimes(host: Host): Promise<RefreshTimes> {
  const history = await host.store.read('preview', (rows) => rows.refreshes.get())
  return { lastAt: history?.lastAt ?? null, nextAt: nextRefreshDue(host.now(), await timeZoneOf(host)) }
}

/** Production's: Preview's is replaced by it, and may be another until then. */
const timeZoneOf = async ({ store }: Host) => (await store.read('production', (rows) => rows.customer.get())).timeZone

async function replace(
  host: Host,
  tx: RefreshTransaction,
  from: Pick<Caller, 'address' | 'userAgent'>,
  actor: User | null,
): Promise<Refreshed> {
  const now = host.now()
  const former = await tx.customer.get()
  const before = await settledHoldings(tx, now)
  await tx.takeFrom('production')
  const taken = await tx.customer.get()
  await tx.customer.put({
    ...taken,
    // As saves of both screens: a form that was opened before is not to overwrite what came since.
    version: Math.max(former.version, taken.version) + 1,
    authenticationVersion: Math.max(former.authenticationVersion, taken.authenticationVersion) + 1,
  })
  const after = await settledHoldings(tx, now)
  await tx.refreshes.put({ since: (await tx.refreshes.get())?.since ?? now, lastAt: now })
  const details = from === SCHEDULE ? 'The weekly refresh from Production' : 'A refresh from Production, asked for'
  const change = { details, before: { ...before }, after: { ...after } }
  await tx.audit.append(auditRecord(host, from, REFRESH, 'done', actor, change))
  return { before, after }
}

/** Counts, once the keys are gone that an expired password has ended: of what comes from Production, too. */
async function settledHoldings(rows: RefreshTransaction, now: Instant): Promise<Holdings> {
  await settleKeys({ rows, customer: await rows.customer.get(), now })
  const { active, expired } = await rows.keys.count(now, null)
  return { users: await rows.users.count([]), keys: active + expired }
}
