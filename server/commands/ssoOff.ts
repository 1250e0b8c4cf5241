/**
 * `npm run sso:off [-- --environment production|preview]`: has passwords taken again when the identity provider lets nobody
 * in, and makes way for another key where the secret file that ours was sealed with is lost.
 */
import { auditRecord } from '#src/api/perform.ts'
import { forgetLostKeys } from '#src/api/signOn/ownSide.ts'
import { auditedSso } from '#src/api/ssoRoutes.ts'
import { stop } from '../installation.ts'
import { COMMAND_LINE } from './commandLine.ts'
import { ENVIRONMENT_NAME, readArguments } from './environments.ts'
import { openOrganisation } from './organisation.ts'

const { words, environments } = readArguments()
if (words.length > 0)
  stop('Name one environment, as in npm run sso:off -- --environment preview, or none for both of them.')

const { database, host } = await openOrganisation()

for (const environment of environments) {
  const { wasOn, lostKeys, organisation } = await database.store.transaction(environment, async (tx) => {
    const before = await tx.sso.get()
    const { name: organisation } = await tx.customer.get()
    const lostKeys = await forgetLostKeys(host, tx)
    if (!before.isEnabled) return { wasOn: false, lostKeys, organisation }
    // As a save of the screen: whoever has it open is told.
    const after = {
      ...before,
      isEnabled: false,
      version: before.version + 1,
      savedAt: host.now(),
      savedBy: 'npm run sso:off',
    }
    await tx.sso.put(after)
    const act = { type: 'Single Sign-On', action: 'Disable', object: 'Single Sign-On (SSO)' } as const
    const change = { before: auditedSso(before), after: auditedSso(after) }
    await tx.audit.append(auditRecord(host, COMMAND_LINE, act, 'done', null, change))
    return { wasOn: true, lostKeys, organisation }
  })
  // By name, because another DATA_DIR is another organisation.
  process.stderr.write(
    `${organisation}, ${ENVIRONMENT_NAME[environment]}: single sign-on is ${wasOn ? 'off now, and passwords are taken again' : 'off already'}.\n`,
  )
  if (lostKeys > 0)
    process.stderr.write(
      'The key that requests for a sign-on were signed with cannot be opened any more and is forgotten. Give the identity provider the new metadata before you enable single sign-on again.\n',
    )
}
await database.close()
