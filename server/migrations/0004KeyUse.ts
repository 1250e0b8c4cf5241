import { PostgresAdapter, sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When a key was last used, by which clients, and how often a call with it was refused. */
export const keyUse: Migration = {
  async up(db: Kysely<never>) {
    // One column a statement: SQLite adds no more.
    await db.schema.alterTable('apiKeys').addColumn('lastUsedAt', 'text').execute()
    await db.schema
      .alterTable('apiKeys')
      .addColumn('refusedCalls', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('apiKeys').addColumn('lastRefusedAt', 'text').execute()

    // Bound to the user and not to the key: a hundred thousand keys are removed at a stroke, and with each PostgreSQL
    // would look for its uses. The store removes the uses with the keys.
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
    await db.schema
      .createTable('keyUses')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('userId', 'text', (column) => column.notNull())
      .addColumn('keyId', 'text', (column) => column.notNull())
      .addColumn('client', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('lastUsedAt', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('keyUsesPrimaryKey', ['environment', 'userId', 'client'])
      .addForeignKeyConstraint('keyUsesUser', ['environment', 'userId'], 'users', ['environment', 'id'], (constraint) =>
        constraint.onDelete('cascade'),
      )
      .modifyEnd(isPostgres ? sql`with (fillfactor = 50)` : sql`without rowid`)
      .execute()
  },
}
