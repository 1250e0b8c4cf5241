/** `npm run backup -- FILE`: a consistent copy of the database, also while the server runs. */
import { DomainError } from '#src/domain/errors.ts'
import { openInstallation, stop } from '../installation.ts'

const [file, ...rest] = process.argv.slice(2)
if (!file || rest.length > 0) stop('Say where to: npm run backup -- FILE')

const { settings, database, kind } = await openInstallation()
if (!database.backup) stop('PostgreSQL has tools of its own for this: use pg_dump.')
if (kind === null) stop('There is nothing here to back up yet.')
try {
  await database.backup(file)
} catch (error) {
  if (error instanceof DomainError) stop(error.message)
  throw error
}
await database.close()
process.stderr.write(
  `${file} has everything but the secret that API keys and the key for single sign-on are sealed with: keep ${settings.secretFile} too, in another place. Without it API keys still work, but nobody can see theirs again, and nobody can sign on through an identity provider.\n`,
)
