/**
 * `npm run bench`: ratios within one run, because machines differ from hour to hour. Medians, unless said otherwise.
 * Each figure stands beside its target, and one that misses it says so. Takes some five minutes.
 */
import 'temporal-polyfill/global'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchConsole } from './benchConsole.ts'
import { benchPostgres, benchSqlite, MANY, serveOnSqlite } from './benchServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
const few = await serveOnSqlite(folder, 0)
const many = await serveOnSqlite(folder, MANY)
await benchConsole(few, many)
await few.stop()
await benchSqlite(many, folder)
await many.stop()
await benchPostgres(folder)
rmSync(folder, { recursive: true })
