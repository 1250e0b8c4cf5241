/** `npm run reset-password -- USERNAME [--environment production|preview]`: lets somebody back in who lost the password. */
import 'temporal-polyfill/global'
import { replacePassword } from '#src/api/changePassword.ts'
import { auditRecord } from '#src/api/perform.ts'
import { stop } from '../installation.ts'
import { askPassword } from './askPassword.ts'
import { COMMAND_LINE } from './commandLine.ts'
import { ENVIRONMENT_NAME, readArguments } from './environments.ts'
import { openOrganisation } from './organisation.ts'

const { words, environments } = readArguments()
const [username, ...rest] = words
if (!username || rest.length > 0)
  stop('Say whose: npm run reset-password -- USERNAME. Add --environment production or preview for one of them.')

const { database, host } = await openOrganisation()

const { user, customer } = await database.store.read(environments[0] ?? 'production', async (rows) => ({
  user: await rows.users.byUsername(username),
  customer: await rows.customer.get(),
}))
if (!user) stop(`There is nobody called ${username}.`)
const passwordHash = await host.passwords.hash(await askPassword(host, user, customer))

for (const environment of environments) {
  const isThere = await database.store.transaction(environment, async (tx) => {
    const user = await tx.users.byUsername(username)
    if (!user) return false
    const { sessions } = await replacePassword(host, tx, user, passwordHash, null)
    const act = { type: 'Authentication', action: 'Reset password', object: username } as const
    const details = `Sessions ended: ${sessions}`
    await tx.audit.append(auditRecord(host, COMMAND_LINE, act, 'done', null, { details }))
    return true
  })
  process.stderr.write(
    `${ENVIRONMENT_NAME[environment]}: ${isThere ? `${user.username} has a new password` : `there is nobody called ${username}`}.\n`,
  )
}
if (!user.isActive) process.stderr.write(`${user.username} is inactive and cannot sign in.\n`)
await database.close()
