import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When an environment was refreshed, apart from the customer's row because a refresh replaces that. */
export const refreshes: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('refreshes')
      .addColumn('environment', 'text', (column) => column.primaryKey())
      .addColumn('since', 'text', (column) => column.notNull())
      .addColumn('lastAt', 'text')
      .execute()
  },
}
