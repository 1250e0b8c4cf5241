import type { Environment } from '#src/domain/customer.ts'
import { elapsed, inUtc, MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import { MOST_ANSWERS, MOST_OTHERS, SIGN_ON_LIFE, type Check, type SignOnRecord } from '#src/domain/sso/signOnRecord.ts'
import type { Host } from '../host.ts'
import { LOG_IN } from '../openSession.ts'
import { auditRecord } from '../perform.ts'
import type { Transaction } from '../store.ts'

/** Adds a record to the list of recent sign-ons, which forgets others for it. */
export async function keepRecord({ signOns }: Transaction, record: SignOnRecord, now: Instant): Promise<void> {
  await signOns.append(record)
  await signOns.trim(shift(now, -SIGN_ON_LIFE), MOST_ANSWERS, MOST_OTHERS)
}

/**
 * Records the refused sign-ons that anybody can cause, at most one a minute of each kind: the first immediately, those of
 * the next minute as one with their number. So a flood of them fills neither the audit log nor the list of sign-ons.
 */
export interface RefusalRecorder {
  /** That a sign-on was refused by `check`. What is recorded of it is asked for only where it is recorded itself. */
  note(
    environment: Environment,
    kind: Pick<SignOnRecord, 'proof'> & Pick<Check, 'check'>,
    toRecord: () => SignOnRecord,
  ): Promise<void>
  /** Writes what has waited for a minute. For the host to call every few seconds. */
  writeDue(): Promise<void>
  /** Writes everything that is left. For the host to call before it lets go of the store. */
  writeAll(): Promise<void>
}

/** Refusals of one kind in one environment. */
interface Entry {
  environment: Environment
  /** When anything was last written, or could not be. */
  triedAt: Instant | null
  waiting: Waiting | null
}

/** What is not written yet: the first of them, how many more there are, and when the last one was. */
interface Waiting {
  record: SignOnRecord
  more: number
  lastAt: Instant
}

const together = (earlier: Waiting, later: Waiting | null): Waiting =>
  later ? { ...earlier, more: earlier.more + 1 + later.more, lastAt: later.lastAt } : earlier

/** Records refused sign-ons in the store of `host`, whose clock may go back and forth. */
export function refusalRecorder(host: Host): RefusalRecorder {
  const entries = new Map<string, Entry>()

  const isDue = ({ triedAt }: Entry) => triedAt === null || Math.abs(elapsed(triedAt, host.now())) >= MINUTE

  let writing = Promise.resolve()

  /** One after another, so that whoever waits for the last one waits for all. */
  const write = (entry: Entry): Promise<void> => (writing = writing.catch(() => {}).then(() => writeNow(entry)))

  async function writeNow(entry: Entry): Promise<void> {
    const { waiting, environment } = entry
    if (!waiting) return
    entry.waiting = null
    entry.triedAt = host.now()
    const { record: first, more, lastAt } = waiting
    const reason = more === 0 ? first.reason : `${first.reason} ${more} more like it followed until ${inUtc(lastAt)}.`
    const record = { ...first, reason }
    try {
      await host.store.transaction(environment, async (tx) => {
        await keepRecord(tx, record, host.now())
        const refusal = auditRecord(host, record, LOG_IN.console, 'refused', null, { details: reason })
        await tx.audit.append({ ...refusal, at: record.at })
      })
    } catch (error) {
      entry.waiting = together(waiting, entry.waiting)
      throw error
    }
  }

  return {
    async note(environment, { check, proof }, toRecord) {
      const name = JSON.stringify([environment, check, proof])
      const entry = entries.get(name) ?? { environment, triedAt: null, waiting: null }
      entries.set(name, entry)
      const now = host.now()
      if (entry.waiting) entry.waiting = { ...entry.waiting, more: entry.waiting.more + 1, lastAt: now }
      else entry.waiting = { record: toRecord(), more: 0, lastAt: now }
      if (isDue(entry)) await write(entry)
    },
    async writeDue() {
      for (const [name, entry] of entries)
        if (isDue(entry)) {
          if (entry.waiting) await write(entry)
          else entries.delete(name)
        }
    },
    async writeAll() {
      for (const entry of entries.values()) await write(entry)
    },
  }
}
