import { PostgresAdapter, sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Passwords that an administrator has set for somebody, and a quick way to each page of the list of users. */
export const userList: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .alterTable('users')
      .addColumn('mustChangePassword', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    // PostgreSQL sorts and searches all users in no time, and its indexes have no room for more than the names.
    if (db.getExecutor().adapter instanceof PostgresAdapter) {
      await sql`create index "users_list" on users (environment, "firstNameFolded" collate "C", "lastNameFolded" collate "C", id collate "C")`.execute(
        db,
      )
      return
    }
    // With all that lists are searched and filtered by, so that only the users of one page are read.
    await sql`create index "users_list" on users (environment, "firstNameFolded", "lastNameFolded", id, "isActive", "lockedUntil", "passwordDate", ("firstNameFolded" || ' ' || "lastNameFolded" || '
' || "usernameFolded" || '
' || "emailFolded"))`.execute(db)
    await sql`create index "users_accessLevel" on users (environment, "accessLevel", "firstNameFolded", "lastNameFolded", id)`.execute(
      db,
    )
    await sql`create index "users_lastLoginDate" on users (environment, "lastLoginDate", id)`.execute(db)
  },
}
