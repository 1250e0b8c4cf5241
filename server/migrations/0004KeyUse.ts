import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When a key was last used, and how often a call with it was refused. */
export const keyUse: Migration = {
  async up(db: Kysely<never>) {
    // One column a statement: SQLite adds no more.
    await db.schema.alterTable('apiKeys').addColumn('lastUsedAt', 'text').execute()
    await db.schema
      .alterTable('apiKeys')
      .addColumn('refusedCalls', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('apiKeys').addColumn('lastRefusedAt', 'text').execute()
  },
}
