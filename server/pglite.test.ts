import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import { afterAll } from 'vitest'
import { storeContract } from '#testing/storeContract.ts'
import { openDatabase } from './database.ts'
import { postgresEngine } from './postgres.ts'

const database = await openDatabase(postgresEngine(new PGliteDialect({ pglite: new PGlite() })))
afterAll(() => database.close())

storeContract(async (seed) => {
  await database.fill(seed, {})
  return database.store
})
