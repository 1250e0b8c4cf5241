import { PostgresAdapter, sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The settings of single sign-on, apart from the customer's row because a refresh of Preview leaves them alone. */
export const singleSignOn: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('singleSignOn')
      .addColumn('environment', 'text', (column) => column.primaryKey())
      .addColumn('settings', 'text', (column) => column.notNull())
      .execute()
    // Room beside each user: an import changes all of them, and without it every index would have to be mended too.
    if (db.getExecutor().adapter instanceof PostgresAdapter)
      await sql`alter table users set (fillfactor = 50)`.execute(db)
  },
}
