import type { ApiKey } from '#src/domain/apiKey.ts'
import { clientName } from '#src/domain/client.ts'
import type { Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import { addUse, isWriteDue, laterOf, type KeyUsage } from '#src/domain/keyUse.ts'
import type { Caller, Host } from './host.ts'

/** Keys whose use is written in one transaction at most, so that no other writer waits long. */
const BATCH = 100

/**
 * Keeps in mind who calls with which key, and writes it down at most once a minute a key. No call waits for that, and
 * none fails when it fails: what could not be written is kept, and tried again a minute later.
 */
export interface KeyUseRecorder {
  /** That `key` was sent at `at`, and whether the call was taken; may be said inside a transaction. */
  note(caller: Pick<Caller, 'environment' | 'address' | 'userAgent'>, key: ApiKey, at: Instant, isTaken: boolean): void
  /** Writes what has waited for a minute. For the host to call every few seconds. */
  writeDue(): Promise<void>
  /** Writes everything that is left. For the host to call before it lets go of the store. */
  writeAll(): Promise<void>
}

interface Entry {
  environment: Environment
  /** What is not written yet. */
  usage: KeyUsage
  /** When anything was last written of this key, or could not be. */
  triedAt: Instant | null
}

const nothingOf = ({ userId, keyId }: Pick<KeyUsage, 'userId' | 'keyId'>): KeyUsage => ({
  userId,
  keyId,
  uses: [],
  refusedCalls: 0,
  lastRefusedAt: null,
})

const isNothing = ({ uses, refusedCalls }: KeyUsage) => uses.length === 0 && refusedCalls === 0

const together = (a: KeyUsage, b: KeyUsage): KeyUsage => ({
  ...a,
  uses: b.uses.reduce(addUse, a.uses),
  refusedCalls: a.refusedCalls + b.refusedCalls,
  lastRefusedAt: laterOf(a.lastRefusedAt, b.lastRefusedAt),
})

/** Records the use of keys in the store of `host`, whose clock may go back and forth. */
export function keyUseRecorder(host: Pick<Host, 'store' | 'now'>): KeyUseRecorder {
  /** Keys that were used of late; an ID may be that of a key in either environment. */
  const entries = new Map<string, Entry>()
  const due = new Set<Entry>()
  let writing: Promise<void> | null = null

  const write = (): Promise<void> => {
    writing ??= writeBatches().finally(() => (writing = null))
    return writing
  }

  async function writeBatches(): Promise<void> {
    for (;;) {
      const [first] = due
      if (!first) return
      const { environment } = first
      const batch = [...due].filter((entry) => entry.environment === environment).slice(0, BATCH)
      const now = host.now()
      const usages = batch.map((entry) => {
        const { usage } = entry
        due.delete(entry)
        entry.usage = nothingOf(usage)
        entry.triedAt = now
        return usage
      })
      try {
        await host.store.transaction(environment, async ({ keys }) => {
          for (const usage of usages) await keys.recordUse(usage)
        })
      } catch (error) {
        for (const [index, entry] of batch.entries()) entry.usage = together(usages[index]!, entry.usage)
        // The store would hardly take the others now.
        due.clear()
        throw error
      }
    }
  }

  return {
    note({ environment, address, userAgent }, { id: keyId, userId }, at, isTaken) {
      const name = `${environment} ${keyId}`
      const entry = entries.get(name) ?? { environment, usage: nothingOf({ userId, keyId }), triedAt: null }
      entries.set(name, entry)
      entry.usage = together(entry.usage, {
        ...nothingOf({ userId, keyId }),
        ...(isTaken
          ? { uses: [{ client: clientName(userAgent), address, lastUsedAt: at }] }
          : { refusedCalls: 1, lastRefusedAt: at }),
      })
      if (!isWriteDue(entry.triedAt, at)) return
      due.add(entry)
      // What fails here is tried again when the host has what is due written, and told then.
      write().catch(() => {})
    },
    writeDue() {
      const now = host.now()
      for (const [name, entry] of entries)
        if (isWriteDue(entry.triedAt, now)) {
          if (isNothing(entry.usage)) entries.delete(name)
          else due.add(entry)
        }
      return write()
    },
    async writeAll() {
      await writing?.catch(() => {})
      for (const entry of entries.values()) if (!isNothing(entry.usage)) due.add(entry)
      await write()
    },
  }
}
