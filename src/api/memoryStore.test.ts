import type { AuditRecord } from '#src/domain/audit.ts'
import { expect, test } from 'vitest'
import type { Environment } from '#src/domain/customer.ts'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import { memoryStore, type Rows } from './memoryStore.ts'
import type { Persistence } from './memoryTable.ts'
import { storeContract } from '#testing/storeContract.ts'
import { ada, ben, customer, keyOf, START } from '#testing/backend.ts'

storeContract((seed) => memoryStore(seed))

const rows: Rows = { customer, users: [ada, ben], keys: [keyOf(ada)], audit: [], sso: DEFAULT_SSO }
const seed: Record<Environment, Rows> = { production: rows, preview: rows }

/** As a browser tab's: what is kept is text. */
function tab(): Persistence & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    load: (name) => JSON.parse(kept.get(name) ?? '[]'),
    save: (name, changes) => void kept.set(name, JSON.stringify(changes)),
  }
}

test('what was changed, added and removed survives a reload, and so does what follows it', async () => {
  const storage = tab()
  const first = memoryStore(seed, storage)
  await first.transaction('production', async (tx) => {
    await tx.customer.put({ ...customer, version: 2 })
    await tx.keys.removeOf(ada.id)
    await tx.keys.put(keyOf(ben))
    await tx.users.rememberPassword(ben.id, 'hash')
    await tx.users.put({ ...ada, loginCount: 3 })
  })
  const second = memoryStore(seed, storage)
  await second.transaction('production', (tx) => tx.users.put({ ...ada, isActive: false }))

  await memoryStore(seed, storage).transaction('production', async (tx) => {
    expect(await tx.customer.get()).toEqual({ ...customer, version: 2 })
    expect(await tx.keys.ofUser(ada.id)).toBeNull()
    expect(await tx.keys.ofUser(ben.id)).toEqual(keyOf(ben))
    expect(await tx.users.byId(ada.id)).toEqual({ ...ada, isActive: false })
    expect(await tx.users.byId(ben.id)).toEqual(ben)
    expect(await tx.users.previousPasswords(ben.id, 5)).toEqual(['hash'])
  })
  expect(await memoryStore(seed, storage).transaction('preview', (tx) => tx.keys.ofUser(ada.id))).toEqual(keyOf(ada))
})

test('a refresh leaves alone what is the same already', async () => {
  const storage = tab()
  const store = memoryStore(seed, storage)
  await store.refresh('preview', (tx) => tx.takeFrom('production'))
  expect([...storage.kept]).toEqual([])
  const passwords = (hashes: string[], environment: Environment) =>
    store.transaction(environment, async (tx) => {
      for (const hash of hashes) await tx.users.rememberPassword(ada.id, hash)
    })
  await passwords(['old'], 'production')
  await passwords(['other', 'old'], 'preview')
  await store.transaction('production', (tx) => tx.users.put({ ...ben, loginCount: 3 }))
  await store.refresh('preview', (tx) => tx.takeFrom('production'))
  expect(storage.kept.get('preview.users')).toBe(JSON.stringify([[ben.id, { loginCount: 3 }]]))
  expect(await store.read('preview', (rows) => rows.users.previousPasswords(ada.id, 5))).toEqual(['old'])
})

test('only what differs from the seed is kept', async () => {
  const storage = tab()
  const store = memoryStore(seed, storage)
  await store.transaction('production', (tx) => tx.customer.get())
  expect(storage.kept.size).toBe(0)
  await store.transaction('production', (tx) => tx.keys.removeOf(ada.id))
  expect([...storage.kept]).toEqual([['production.keys', JSON.stringify([[ada.id, null]])]])
  await store.transaction('production', (tx) => tx.users.setSsoUsernames([{ id: ben.id, ssoUsername: 'Ben' }]))
  expect(storage.kept.get('production.users')).toBe(
    JSON.stringify([[ben.id, { ssoUsername: 'Ben', ssoAccessOnly: true }]]),
  )
})

test('an undone transaction is not kept, not even by the next one', async () => {
  const storage = tab()
  const store = memoryStore(seed, storage)
  const failing = store.transaction('production', async (tx) => {
    await tx.keys.removeAll()
    throw new Error('on purpose')
  })
  await expect(failing).rejects.toThrow('on purpose')
  await store.transaction('production', (tx) => tx.keys.put(keyOf(ben)))
  const key = await memoryStore(seed, storage).transaction('production', (tx) => tx.keys.ofUser(ada.id))
  expect(key).toEqual(keyOf(ada))
})

test('an act for which there is no room is undone in every table, kept ones included', async () => {
  const storage = tab()
  const full: Persistence = {
    ...storage,
    save(name, changes) {
      if (name.endsWith('.audit') && changes.length > 0) throw new Error('QuotaExceededError')
      storage.save(name, changes)
    },
  }
  const store = memoryStore(seed, full)
  const failing = store.transaction('production', async (tx) => {
    await tx.keys.removeAll()
    await tx.audit.append({ ...record, id: 'one' })
  })
  await expect(failing).rejects.toThrow('QuotaExceededError')
  for (const reader of [store, memoryStore(seed, storage)])
    expect(await reader.transaction('production', (tx) => tx.keys.ofUser(ada.id))).toEqual(keyOf(ada))
})

const record: AuditRecord = {
  id: '',
  at: START,
  type: 'API Key',
  action: 'Remove all',
  outcome: 'done',
  userId: ada.id,
  userName: 'ada Northwind',
  object: '',
  details: '',
  before: null,
  after: null,
  address: '',
  userAgent: '',
}
