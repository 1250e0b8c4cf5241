import { sql, type Transaction } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration'
import { DomainError } from '#src/domain/errors.ts'
import type { Tables } from '../tables.ts'
import { initial } from './0001Initial.ts'
import { certificates } from './0002Certificates.ts'
import { singleSignOn } from './0003SingleSignOn.ts'
import { keyUse } from './0004KeyUse.ts'
import { auditSearch } from './0005AuditSearch.ts'
import { userList } from './0006UserList.ts'
import { refreshes } from './0007Refreshes.ts'
import { signOns } from './0008SignOns.ts'
import { signOnProof } from './0009SignOnProof.ts'
import { sessionKind } from './0011SessionKind.ts'
import { sessionEnd } from './0012SessionEnd.ts'
import { requestsByBrowser } from './0013RequestsByBrowser.ts'

/** In the order of their names. One that was released is never changed; the next change is the next migration. */
const MIGRATIONS = {
  '0001-initial': initial,
  '0002-certificates': certificates,
  '0003-single-sign-on': singleSignOn,
  '0004-key-use': keyUse,
  '0005-audit-search': auditSearch,
  '0006-user-list': userList,
  '0007-refreshes': refreshes,
  '0008-sign-ons': signOns,
  '0009-sign-on-proof': signOnProof,
  '0011-session-kind': sessionKind,
  '0012-session-end': sessionEnd,
  '0013-requests-by-browser': requestsByBrowser,
}

/**
 * Brings the tables up to date inside `tx`, in which no other process may do the same. Refuses tables that a newer
 * version has changed, because nothing is known of what they mean.
 */
export async function migrate(tx: Transaction<Tables>): Promise<void> {
  if ((await namesOfDone(tx)).some((name) => !(name in MIGRATIONS)))
    throw new DomainError(
      'unavailable',
      'This database is from a newer version of Latchkey. Start that version, or restore a backup from before the upgrade.',
    )
  const migrator = new Migrator({ db: tx, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

/** The migrations that the database has been through. */
async function namesOfDone(tx: Transaction<Tables>): Promise<string[]> {
  const tables = await tx.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(tx)
  return rows.map(({ name }) => name)
}
