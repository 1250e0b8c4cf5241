/**
 * Writes to the SQLite file it is given until it is killed: act after act, each a user's key and its audit record in
 * one transaction, made of those that are there. Counts from the number it is given, and prints a number once the
 * store has acknowledged its act.
 */
import { writeSync } from 'node:fs'
import { openSqlite } from '../server/database.ts'

const [file = '', userId = '', first] = process.argv.slice(2)
const { store } = await openSqlite(file)
const { key, record } = await store.read('production', async (rows) => ({
  key: await rows.keys.ofUser(userId),
  record: (await rows.audit.search())[0],
}))
if (!key || !record) throw new Error('There is no key or no audit record to write more of')
for (let number = Number(first); ; number++) {
  const id = `act ${number}`
  await store.transaction('production', async (tx) => {
    await tx.keys.put({ ...key, id, digest: id })
    await tx.audit.append({ ...record, id })
  })
  writeSync(1, `${number}\n`)
}
