import { PostgresAdapter, sql, type CreateTableBuilder, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Every row but a note belongs to an environment, so that is where every key and every index begins. */
export const initial: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('notes')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute()

    await db.schema
      .createTable('customers')
      .addColumn('environment', 'text', (column) => column.primaryKey())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('domain', 'text', (column) => column.notNull())
      .addColumn('cluster', 'text', (column) => column.notNull())
      .addColumn('platformMode', 'text', (column) => column.notNull())
      .addColumn('adminEmail', 'text', (column) => column.notNull())
      .addColumn('timeZone', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('keyExpiry', 'text', (column) => column.notNull())
      .addColumn('removeKeyOnPasswordExpiry', 'integer', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('savedAt', 'text')
      .addColumn('savedBy', 'text')
      .addColumn('passwordResetDays', 'integer')
      .addColumn('passwordReuse', 'integer')
      .addColumn('lockMinutes', 'integer', (column) => column.notNull())
      .addColumn('characterClasses', 'integer', (column) => column.notNull())
      .addColumn('authenticationVersion', 'integer', (column) => column.notNull())
      .addColumn('authenticationSavedAt', 'text')
      .addColumn('authenticationSavedBy', 'text')
      .execute()

    await db.schema
      .createTable('users')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('username', 'text', (column) => column.notNull())
      .addColumn('email', 'text', (column) => column.notNull())
      .addColumn('firstName', 'text', (column) => column.notNull())
      .addColumn('lastName', 'text', (column) => column.notNull())
      .addColumn('usernameFolded', 'text', (column) => column.notNull())
      .addColumn('emailFolded', 'text', (column) => column.notNull())
      .addColumn('firstNameFolded', 'text', (column) => column.notNull())
      .addColumn('lastNameFolded', 'text', (column) => column.notNull())
      .addColumn('isActive', 'integer', (column) => column.notNull())
      .addColumn('licence', 'text', (column) => column.notNull())
      .addColumn('accessLevel', 'text', (column) => column.notNull())
      .addColumn('timeZone', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('passwordHash', 'text')
      .addColumn('passwordDate', 'text', (column) => column.notNull())
      .addColumn('failedLogins', 'integer', (column) => column.notNull())
      .addColumn('lockedUntil', 'text')
      .addColumn('ssoUsername', 'text')
      .addColumn('ssoAccessOnly', 'integer', (column) => column.notNull())
      .addColumn('lastLoginDate', 'text')
      .addColumn('loginCount', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('usersPrimaryKey', ['environment', 'id'])
      .execute()
    await index(db, 'users', 'usernameFolded')
    await index(db, 'users', 'emailFolded')
    // With what else is asked of people by the age of their password, so that the index alone can answer.
    await index(db, 'users', 'passwordDate', 'isActive', 'id')

    // All keys of an environment are re-dated or removed at a stroke. So no index on the expiry, which every re-dated key
    // would be written to; on PostgreSQL half-full pages, on which a row can be written anew in place (0.3 instead of
    // 2 s for 100,000); in SQLite the rows in the order of their key, so that counting them reads them in order.
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
    await db.schema
      .createTable('apiKeys')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('userId', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('sealedValue', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'text', (column) => column.notNull())
      .addColumn('expiresAt', 'text')
      .addPrimaryKeyConstraint('apiKeysPrimaryKey', ['environment', 'userId'])
      .addUniqueConstraint('apiKeysDigest', ['environment', 'digest'])
      .$call(belongsToUser('apiKeysUser'))
      .modifyEnd(isPostgres ? sql`with (fillfactor = 50)` : sql`without rowid`)
      .execute()

    await db.schema
      .createTable('previousPasswords')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('userId', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('previousPasswordsPrimaryKey', ['environment', 'userId', 'position'])
      .$call(belongsToUser('previousPasswordsUser'))
      .execute()

    await db.schema
      .createTable('sessions')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('userId', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'text', (column) => column.notNull())
      .addColumn('lastUsedAt', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('sessionsPrimaryKey', ['environment', 'digest'])
      .$call(belongsToUser('sessionsUser'))
      .execute()
    await index(db, 'sessions', 'userId')

    // No foreign key: what somebody did stays on record when they are gone.
    await db.schema
      .createTable('audit')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('userId', 'text')
      .addColumn('userName', 'text', (column) => column.notNull())
      .addColumn('object', 'text', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      .addColumn('before', 'text')
      .addColumn('after', 'text')
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('userAgent', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('auditPrimaryKey', ['environment', 'sequence'])
      .execute()
  },
}

const index = (db: Kysely<never>, table: string, column: string, ...others: string[]) =>
  db.schema
    .createIndex(`${table}_${column}`)
    .on(table)
    .columns(['environment', column, ...others])
    .execute()

const belongsToUser =
  (name: string) =>
  <Columns extends string>(table: CreateTableBuilder<string, Columns>) =>
    table.addForeignKeyConstraint(
      name,
      ['environment', 'userId'] as Columns[],
      'users',
      ['environment', 'id'],
      (constraint) => constraint.onDelete('cascade'),
    )
