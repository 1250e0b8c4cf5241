/** `npm run platform-mode -- ims|classic [--environment production|preview]`: who manages people and passwords. */
import { auditRecord, settleKeys } from '#src/api/perform.ts'
import { PlatformMode } from '#src/domain/authentication.ts'
import { stop } from '../installation.ts'
import { COMMAND_LINE } from './commandLine.ts'
import { ENVIRONMENT_NAME, readArguments } from './environments.ts'
import { openOrganisation } from './organisation.ts'

const { words, environments } = readArguments()
const mode = PlatformMode.safeParse(words[0]).data
if (!mode || words.length > 1)
  stop('Say which: npm run platform-mode -- ims, or classic. Add --environment production or preview for one of them.')

const { database, host } = await openOrganisation()

for (const environment of environments) {
  await database.store.transaction(environment, async (tx) => {
    const customer = await tx.customer.get()
    if (customer.platformMode === mode) return
    // What an expired password has ended stays ended, whoever manages passwords from here on.
    await settleKeys({ rows: tx, customer, now: host.now() })
    await tx.customer.put({ ...customer, platformMode: mode })
    const act = { type: 'Authentication', action: 'Change', object: 'Platform mode' } as const
    const change = { before: { platformMode: customer.platformMode }, after: { platformMode: mode } }
    await tx.audit.append(auditRecord(host, COMMAND_LINE, act, 'done', null, change))
  })
  process.stderr.write(`${ENVIRONMENT_NAME[environment]}: platform mode is ${mode}.\n`)
}
await database.close()
