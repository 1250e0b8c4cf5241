import type { Host } from './host.ts'
import { keyUseRecorder, type KeyUseRecorder } from './keyUseRecorder.ts'
import { refusalRecorder, type RefusalRecorder } from './signOn/refusalRecorder.ts'

/** Milliseconds between two times that a host has what is due written. */
export const RECORD_CHECKS = 5000

/** What is kept in mind and written down together with others like it, so that not every call writes to the store. */
export interface Recorders {
  uses: KeyUseRecorder
  refusals: RefusalRecorder
  /** Writes what has waited for a minute. For the host to call every `RECORD_CHECKS`. */
  writeDue(): Promise<void>
  /** Writes everything that is left. For the host to call before it lets go of the store. */
  writeAll(): Promise<void>
}

export function openRecorders(host: Host): Recorders {
  const uses = keyUseRecorder(host)
  const refusals = refusalRecorder(host)
  return {
    uses,
    refusals,
    writeDue: () => both(uses.writeDue(), refusals.writeDue()),
    writeAll: () => both(uses.writeAll(), refusals.writeAll()),
  }
}

/** Waits for both, and fails if either did. */
async function both(...writings: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(writings)) if (result.status === 'rejected') throw result.reason
}
