import { auditKeptSince } from '#src/domain/audit.ts'
import { ENVIRONMENTS } from '#src/domain/customer.ts'
import type { Host } from './host.ts'

/** Records that one transaction deletes, so that no other writer waits long. */
const BATCH = 1000

/** Deletes the audit records that nobody is shown any more. For the host to call each minute, whatever it is asked. */
export async function forgetOldRecords({ store, now }: Pick<Host, 'store' | 'now'>): Promise<void> {
  for (const environment of ENVIRONMENTS) {
    const removeSome = () => store.transaction(environment, (tx) => tx.audit.removeBefore(auditKeptSince(now()), BATCH))
    while ((await removeSome()) === BATCH);
  }
}
