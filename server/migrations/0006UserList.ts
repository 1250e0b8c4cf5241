import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Passwords that an administrator has set for somebody. */
export const userList: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .alterTable('users')
      .addColumn('mustChangePassword', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  },
}
