import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openSqlite } from './database.ts'
import { databaseContract } from './databaseContract.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
const newFile = async () => join(folder, `${++files}.db`)

await databaseContract(newFile, openSqlite)
