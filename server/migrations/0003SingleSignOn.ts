import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The settings of single sign-on, apart from the customer's row because a refresh of Preview leaves them alone. */
export const singleSignOn: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('singleSignOn')
      .addColumn('environment', 'text', (column) => column.primaryKey())
      .addColumn('settings', 'text', (column) => column.notNull())
      .execute()
  },
}
