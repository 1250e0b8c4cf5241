import { afterAll, test } from 'vitest'
import { startPostgres } from '../scripts/postgres.ts'
import { openPostgres } from './database.ts'
import { databaseContract } from './databaseContract.ts'

const postgres = await startPostgres()

if (!postgres) test.skip('the database on PostgreSQL: there is no PostgreSQL on this machine', () => {})
else {
  afterAll(() => postgres.close())
  await databaseContract(() => postgres.createDatabase(), openPostgres)
}
