import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Sign-ons through an identity provider: what they need, how they went, and the sessions they begin. */
export const signOns: Migration = {
  async up(db: Kysely<never>) {
    // One column a statement: SQLite adds no more.
    for (const column of ['nameId', 'nameIdFormat', 'sessionIndex'])
      await db.schema.alterTable('sessions').addColumn(column, 'text').execute()
    // Only of sessions and users that single sign-on is about.
    await sql`create index "sessions_nameId" on sessions (environment, "nameId") where "nameId" is not null`.execute(db)
    // With the ID, by which searches sort: without it SQLite goes through everybody in the order of the primary key. Of
    // 50,000 users it finds one in less than 1 instead of 20 ms; for that an import of all their SSO usernames takes
    // SQLite 0.2 instead of 0.16 s, and PostgreSQL, which has to mend every index, 1.4 instead of 0.3 s.
    await sql`create index "users_ssoUsername" on users (environment, "ssoUsername", id) where "ssoUsername" is not null`.execute(
      db,
    )

    await db.schema
      .createTable('directoryAttributes')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('userId', 'text', (column) => column.notNull())
      .addColumn('attributes', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('directoryAttributesPrimaryKey', ['environment', 'userId'])
      .addForeignKeyConstraint(
        'directoryAttributesUser',
        ['environment', 'userId'],
        'users',
        ['environment', 'id'],
        (constraint) => constraint.onDelete('cascade'),
      )
      .execute()

    await db.schema
      .createTable('ownKeys')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('ownKeysPrimaryKey', ['environment', 'fingerprint'])
      .execute()

    await db.schema
      .createTable('signOnRequests')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('browser', 'text', (column) => column.notNull())
      .addColumn('next', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('signOnRequestsPrimaryKey', ['environment', 'id'])
      .execute()
    // Anybody may begin sign-ons, as many as they like, and each time those that came to nothing are forgotten.
    await db.schema.createIndex('signOnRequests_at').on('signOnRequests').columns(['environment', 'at']).execute()

    await db.schema
      .createTable('usedAssertions')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('until', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('usedAssertionsPrimaryKey', ['environment', 'digest'])
      .execute()
    await db.schema.createIndex('usedAssertions_until').on('usedAssertions').columns(['environment', 'until']).execute()

    // Fifty at most, so no index. What is long comes last: the list and its order are read without it.
    await db.schema
      .createTable('signOns')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('isVerified', 'integer', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('nameId', 'text')
      .addColumn('user', 'text')
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('userAgent', 'text', (column) => column.notNull())
      .addColumn('checks', 'text', (column) => column.notNull())
      .addColumn('attributes', 'text', (column) => column.notNull())
      .addColumn('changes', 'text', (column) => column.notNull())
      .addColumn('response', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('signOnsPrimaryKey', ['environment', 'id'])
      .execute()
  },
}
