/** `npm run refresh-preview`: makes Preview anew from Production now, as it happens each weekend. */
import 'temporal-polyfill/global'
import { refreshPreview, type Holdings } from '#src/api/refreshPreview.ts'
import { DomainError } from '#src/domain/errors.ts'
import { stop } from '../installation.ts'
import { COMMAND_LINE } from './commandLine.ts'
import { openOrganisation } from './organisation.ts'

if (process.argv.length > 2) stop('There is nothing to choose: npm run refresh-preview replaces Preview by Production.')

const { database, host } = await openOrganisation()

try {
  const { before, after } = await refreshPreview(host, COMMAND_LINE, null)
  const { name } = await database.store.read('preview', (rows) => rows.customer.get())
  process.stderr.write(
    `${name}, Preview: refreshed from Production. It had ${counted(before)}, and has ${counted(after)} now. Everybody is signed out of Preview.\n`,
  )
} catch (error) {
  if (error instanceof DomainError) stop(error.message)
  throw error
}
await database.close()

function counted({ users, keys }: Holdings): string {
  return `${users} ${users === 1 ? 'user' : 'users'} and ${keys} ${keys === 1 ? 'API key' : 'API keys'}`
}
