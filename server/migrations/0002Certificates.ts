import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The certificates that API logins are matched with, and a quick way to the logins of the last weeks that succeeded. */
export const certificates: Migration = {
  async up(db: Kysely<never>) {
    // One column a statement: SQLite adds no more at a time.
    await db.schema
      .alterTable('customers')
      .addColumn('certificateRequirement', 'text', (column) => column.notNull().defaultTo('off'))
      .execute()
    await db.schema.alterTable('customers').addColumn('certificate', 'text').execute()
    await db.schema.alterTable('customers').addColumn('nextCertificate', 'text').execute()
    await db.schema
      .createIndex('audit_acts')
      .on('audit')
      .columns(['environment', 'type', 'action', 'object', 'outcome', 'at'])
      .execute()
  },
}
