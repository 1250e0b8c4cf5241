import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a session is good for, and the last proof of whose it is. Of those there are nobody knows, so they end. */
export const sessionKind: Migration = {
  async up(db: Kysely<{ sessions: object }>) {
    await db.deleteFrom('sessions').execute()
    for (const column of ['kind', 'passwordDate', 'provedAt', 'provedBy'])
      await db.schema
        .alterTable('sessions')
        .addColumn(column, 'text', (added) => added.notNull().defaultTo(''))
        .execute()
  },
}
