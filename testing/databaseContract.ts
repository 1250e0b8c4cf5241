import { afterAll, expect, test } from 'vitest'
import { ownKey, session, signOn, signOnRequest, storeContract } from './storeContract.ts'
import type { Rows } from '#src/api/memoryStore.ts'
import { ada, ben, cleo, customer, idOf, inactive, keyOf, person, record, START, startBackend } from './backend.ts'
import { refreshIfDue, refreshPreview } from '#src/api/refreshPreview.ts'
import { DomainError } from '#src/domain/errors.ts'
import { DAY, shift } from '#src/domain/instant.ts'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import type { Database } from '../server/database.ts'

const rows: Rows = {
  customer,
  users: [ada, ben, cleo, inactive],
  keys: [keyOf(ada), keyOf(cleo)],
  audit: [],
  sso: DEFAULT_SSO,
}
const seed = { production: rows, preview: rows }

/** What every database of the server must do; `create` answers the address of an empty one. */
export async function databaseContract(
  create: () => Promise<string>,
  open: (address: string) => Promise<Database>,
): Promise<void> {
  // Two of them, as two processes have.
  const address = await create()
  const [here, there] = await Promise.all([open(address), open(address)])
  afterAll(() => Promise.all([here.close(), there.close()]))

  storeContract(async (seed) => {
    await here.fill(seed, {})
    return here.store
  })

  test('several processes may open a new database at once; it has nothing in it', async () => {
    const address = await create()
    const all = await Promise.all(Array.from({ length: 4 }, () => open(address)))
    for (const database of all) {
      await database.checkHealth()
      expect(await database.note('organisation')).toBeNull()
      await expect(database.store.read('production', (rows) => rows.customer.get())).rejects.toThrow('no organisation')
    }
    await Promise.all(all.map((database) => database.close()))
  })

  test('what was written is there when the database is opened again', async () => {
    const address = await create()
    const first = await open(address)
    await first.fill(seed, { organisation: 'demo' })
    await first.close()
    const second = await open(address)
    expect(await second.note('organisation')).toBe('demo')
    expect(await second.store.read('preview', (rows) => rows.keys.ofUser(ada.id))).toEqual(keyOf(ada))
    await second.close()
  })

  test('a note is kept under its name until another takes its place', async () => {
    await here.putNote('organisation', 'demo')
    await here.putNote('seen', 'yes')
    await here.putNote('organisation', 'real')
    expect(await there.note('organisation')).toBe('real')
    expect(await there.note('seen')).toBe('yes')
  })

  test('filling replaces everything in both environments', async () => {
    await here.fill(seed, { organisation: 'demo' })
    for (const environment of ['production', 'preview'] as const)
      await here.store.transaction(environment, async (tx) => {
        await tx.users.rememberPassword(ada.id, 'hash')
        await tx.sessions.put({ ...session, digest: 'digest' })
        await tx.audit.append(record('before'))
        await tx.sso.addOwnKey(ownKey('old'))
        await tx.sso.putRequest(signOnRequest('old'))
        await tx.sso.useMessage('old', START)
        await tx.signOns.append(signOn('old'))
        await tx.users.putDirectory(ada.id, { Title: 'old' })
      })
    await here.fill(
      { production: { customer, users: [ben], keys: [], audit: [], sso: DEFAULT_SSO }, preview: rows },
      { filled: 'again' },
    )

    expect(await here.note('organisation')).toBeNull()
    expect(await here.note('filled')).toBe('again')
    for (const environment of ['production', 'preview'] as const)
      await here.store.read(environment, async (rows) => {
        expect(await rows.users.previousPasswords(ada.id, 1)).toEqual([])
        expect(await rows.sessions.byDigest('digest')).toBeNull()
        expect(await rows.audit.search()).toEqual([])
        expect(await rows.sso.ownKeys()).toEqual([])
        expect(await rows.signOns.recent()).toEqual([])
        expect(await rows.users.directoryOf(ada.id)).toEqual({})
      })
    for (const environment of ['production', 'preview'] as const)
      await here.store.transaction(environment, async (tx) => {
        expect(await tx.sso.request('old')).toBeNull()
        expect(await tx.sso.useMessage('old', START)).toBe(true)
      })
    await here.store.read('production', async (rows) => {
      expect(await rows.users.byId(ada.id)).toBeNull()
      expect(await rows.users.byId(ben.id)).toEqual(ben)
      expect(await rows.keys.ofUser(ada.id)).toBeNull()
    })
    expect(await here.store.read('preview', (rows) => rows.keys.ofUser(ada.id))).toEqual(keyOf(ada))
  })

  test('filling takes more people than one statement does, and leaves everything as it was when it fails', async () => {
    const users = Array.from({ length: 2100 }, (_, index) => person(`member.${index}`))
    const keys = users.map((user) => keyOf(user))
    await here.fill(
      { production: { customer, users, keys, audit: [], sso: DEFAULT_SSO }, preview: rows },
      { filled: 'once' },
    )
    const count = { active: 2100, expired: 0, settled: 0 }
    expect(await here.store.read('production', (rows) => rows.keys.count(START, null))).toEqual(count)

    const twice = { customer, users: [...users, ada, ada], keys, audit: [], sso: DEFAULT_SSO }
    await expect(here.fill({ production: twice, preview: rows }, {})).rejects.not.toThrow(DomainError)
    expect(await here.store.read('production', (rows) => rows.keys.count(START, null))).toEqual(count)
    expect(await here.note('filled')).toBe('once')
  })

  test('text that a database cannot hold breaks nothing, and no look-up finds it', async () => {
    await here.fill(seed, {})
    await here.store.transaction('production', async (tx) => {
      await tx.audit.append(record('odd', { userAgent: 'half a \uD83D and a \0' }))
      await tx.users.put({ ...cleo, lastName: 'half a \uDE00 and a \0' })
      const odd = 'half a \uD83D and a \0'
      await tx.signOns.append({ ...signOn('odd', { nameId: odd }), attributes: [{ name: odd, values: [odd] }] })
      await tx.users.putDirectory(cleo.id, { [odd]: odd })
      await tx.sessions.put({ ...session, nameId: odd, sessionIndex: odd })
      expect(await tx.sso.request(odd)).toBeNull()
      expect(await tx.sso.useMessage(odd, START)).toBe(true)
      expect(await tx.sessions.removeSignedOn(odd, ['\0', '\uD83D'])).toBe(0)
      expect(await tx.sessions.removeSignedOn(odd, [odd])).toBe(1)
    })
    await here.store.read('production', async (rows) => {
      expect(await rows.audit.search()).toMatchObject([{ userAgent: 'half a \uFFFD and a \uFFFD' }])
      expect(await rows.signOns.recent()).toMatchObject([{ nameId: 'half a \uFFFD and a \uFFFD' }])
      for (const odd of ['ada@northwind.example\0', '\uD83D', '\0']) {
        expect(await rows.users.byUsername(odd)).toBeNull()
        expect(await rows.users.byId(odd)).toBeNull()
        expect(await rows.keys.byDigest(odd)).toBeNull()
      }
    })
  })

  test('a digest belongs to one key, and a key to somebody: breaking that is a bug and not an outage', async () => {
    await here.fill(seed, {})
    for (const key of [{ ...keyOf(ben), digest: keyOf(ada).digest }, keyOf(person('nobody'))]) {
      const writing = here.store.transaction('production', (tx) => tx.keys.put(key))
      await expect(writing).rejects.toThrow(/constraint/i)
      await expect(writing).rejects.not.toThrow(DomainError)
    }
    expect(await here.store.read('production', (rows) => rows.keys.ofUser(ben.id))).toBeNull()
  })

  test('concurrent changes of two processes lose nothing', async () => {
    await here.fill(seed, {})
    const increment = ({ store }: Database) =>
      store.transaction('production', async (tx) => {
        const before = await tx.customer.get()
        await tx.customer.put({ ...before, version: before.version + 1 })
        await tx.audit.append(record(`version ${before.version + 1}`))
      })
    await Promise.all(Array.from({ length: 20 }, (_, index) => increment(index % 2 === 0 ? here : there)))
    await there.store.read('production', async (rows) => {
      expect((await rows.customer.get()).version).toBe(customer.version + 20)
      const versions = (await rows.audit.search()).map(({ id }) => id)
      expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => idOf(`version ${21 - index}`)))
    })
  })

  test('of concurrent resets by two processes one key is left, and only its digest finds anything', async () => {
    await here.fill(seed, {})
    const digests = Array.from({ length: 20 }, (_, index) => `digest ${index}`)
    const resets = digests.map((digest, index) =>
      (index % 2 === 0 ? here : there).store.transaction('production', async (tx) => {
        const before = await tx.keys.ofUser(ada.id)
        await tx.keys.put({ ...keyOf(ada), ...before, id: idOf(digest), digest })
      }),
    )
    await Promise.all(resets)
    const found = await here.store.read('production', (rows) =>
      Promise.all([keyOf(ada).digest, ...digests].map((digest) => rows.keys.byDigest(digest))),
    )
    const left = found.filter((key) => key !== null)
    expect(left).toHaveLength(1)
    expect(await there.store.read('production', (rows) => rows.keys.ofUser(ada.id))).toEqual(left[0])
  })

  test('of two processes that find a refresh due at once one carries it out', async () => {
    await here.fill(seed, {})
    const { host } = startBackend()
    const [one, two] = [here, there].map(({ store }) => ({ ...host, store })) as [typeof host, typeof host]
    await refreshIfDue(one)
    const later = () => shift(START, 7 * DAY)
    const refreshes = [one, two, one, two].map((process) => refreshIfDue({ ...process, now: later }))
    await Promise.all(refreshes)
    expect(await here.store.read('preview', (rows) => rows.audit.search())).toHaveLength(1)
  })

  test('keys that are made in both environments meanwhile are lost by no refresh but to Production’s', async () => {
    await here.fill(seed, {})
    const { host } = startBackend()
    const make = ({ store }: Database, environment: 'production' | 'preview', index: number) =>
      store.transaction(environment, (tx) => {
        const name = `${environment} ${index}`
        return tx.keys.put(keyOf(index % 2 === 0 ? ada : ben, { id: idOf(name), digest: name }))
      })
    const refresh = ({ store }: Database) => refreshPreview({ ...host, store }, { address: '', userAgent: '' }, null)
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => [
        make(there, 'production', index),
        make(there, 'preview', index),
        refresh(index % 2 === 0 ? here : there),
      ]).flat(),
    )
    await make(here, 'preview', 12)
    await refresh(there)
    const keysOf = (environment: 'production' | 'preview') =>
      here.store.read(environment, (rows) => Promise.all([ada, ben, cleo].map(({ id }) => rows.keys.ofUser(id))))
    expect(await keysOf('preview')).toEqual(await keysOf('production'))
    expect((await keysOf('production')).map((key) => key?.digest)).toEqual([
      'production 10',
      'production 11',
      keyOf(cleo).digest,
    ])
  })

  test('a refresh takes more people than one statement does', async () => {
    const crowd = (name: string, length: number) =>
      Array.from({ length }, (_, index) => person(`${name}.${index}`, { loginCount: index }))
    const shared = crowd('shared', 4000)
    const production = { ...rows, users: [...shared, ...crowd('new', 2000)], keys: [] as Rows['keys'] }
    production.keys = production.users.map((user) => keyOf(user))
    const preview = { ...rows, users: [...shared, ...crowd('gone', 1500)].map((user) => ({ ...user, loginCount: 0 })) }
    await here.fill({ production, preview: { ...preview, keys: preview.users.map((user) => keyOf(user)) } }, {})
    await here.store.refresh('preview', (tx) => tx.takeFrom('production'))
    const everybody = (environment: 'production' | 'preview') =>
      here.store.read(environment, async (rows) => ({
        users: await rows.users.search([], [], { first: 0, limit: 20_000 }),
        keys: await rows.keys.count(START, null),
      }))
    const { users, keys } = await everybody('preview')
    expect(keys).toEqual({ active: 6000, expired: 0, settled: 0 })
    expect(users).toEqual((await everybody('production')).users)
  }, 60_000)

  test('a key that one process removed is refused by the other at once', async () => {
    await here.fill(seed, {})
    const find = () => there.store.read('production', (rows) => rows.keys.byDigest(keyOf(ada).digest))
    expect(await find()).toEqual(keyOf(ada))
    await here.store.transaction('production', (tx) => tx.keys.removeOf(ada.id))
    expect(await find()).toBeNull()
  })

  test('of two processes that record the use of a key at once, neither loses what the other has seen', async () => {
    await here.fill(seed, {})
    const uses = Array.from({ length: 20 }, (_, index) => ({
      client: `client ${index % 3}`,
      address: '203.0.113.5',
      lastUsedAt: shift(START, index),
    }))
    await Promise.all(
      uses.map((use, index) =>
        (index % 2 === 0 ? here : there).store.transaction('production', (tx) =>
          tx.keys.recordUse({
            userId: ada.id,
            keyId: keyOf(ada).id,
            uses: [use],
            refusedCalls: 1,
            lastRefusedAt: use.lastUsedAt,
          }),
        ),
      ),
    )
    await there.store.read('production', async (rows) => {
      const last = shift(START, 19)
      expect(await rows.keys.ofUser(ada.id)).toEqual({
        ...keyOf(ada),
        lastUsedAt: last,
        refusedCalls: 20,
        lastRefusedAt: last,
      })
      expect(await rows.keyUses.ofUser(ada.id)).toEqual([uses[19], uses[18], uses[17]])
    })
  })

  test('filling puts the uses of keys there, and takes those from before away', async () => {
    const keyUses = [ada, cleo].map(({ id }) => ({
      userId: id,
      client: 'curl 8.5',
      address: '203.0.113.5',
      lastUsedAt: START,
    }))
    await here.fill({ production: { ...rows, keyUses }, preview: rows }, {})
    const clients = () => here.store.read('production', (rows) => rows.keyUses.clientsSince('', null, 10))
    expect(await clients()).toEqual({ clients: [{ client: 'curl 8.5', users: 2, lastUsedAt: START }], total: 1 })
    await here.fill(seed, {})
    expect(await clients()).toEqual({ clients: [], total: 0 })
  })

  test('a question is answered while a transaction is open, and sees nothing of it', async () => {
    await here.fill(seed, {})
    for (const reader of [here, there])
      await here.store.transaction('production', async (tx) => {
        await tx.keys.removeAll()
        const seen = await reader.store.read('production', (rows) => rows.keys.ofUser(ada.id))
        expect(seen).toEqual(keyOf(ada))
        await tx.keys.put(keyOf(ada))
      })
  })
}
