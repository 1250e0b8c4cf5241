import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Quick ways through the audit log. */
export const auditSearch: Migration = {
  async up(db: Kysely<never>) {
    // From the newest record to the oldest, with all that the log is filtered by, so that the index alone can answer.
    await db.schema
      .createIndex('audit_at')
      .on('audit')
      .columns(['environment', 'at', 'sequence', 'type', 'action', 'userName'])
      .execute()
    // From one name to the next.
    await db.schema.createIndex('audit_userName').on('audit').columns(['environment', 'userName']).execute()
    await db.schema.createIndex('audit_id').on('audit').columns(['environment', 'id']).execute()
  },
}
