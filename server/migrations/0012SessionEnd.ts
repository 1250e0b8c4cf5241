import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When a session ends at the latest because the identity provider's does. */
export const sessionEnd: Migration = {
  async up(db: Kysely<never>) {
    await db.schema.alterTable('sessions').addColumn('endsAt', 'text').execute()
  },
}
