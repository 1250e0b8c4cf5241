import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Environment } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { DAY, HOUR, MINUTE, shift } from '#src/domain/instant.ts'
import { MOST_CLIENTS } from '#src/domain/keyUse.ts'
import type { User } from '#src/domain/user.ts'
import type { Rows } from './memoryStore.ts'
import { refreshPreview } from './refreshPreview.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  idOf,
  inactive,
  keyOf,
  person,
  START,
  startBackend,
  valueOf,
} from '#testing/backend.ts'

/** The backend, its transactions counted, and an integration that calls it with anybody's key. */
function start(rows: Partial<Rows> = {}) {
  const backend = startBackend({ keys: [ada, ben, cleo, inactive].map((owner) => keyOf(owner)), ...rows })
  const { store } = backend.host
  const { transaction } = store
  const seen = { transactions: 0, isDown: false }
  store.transaction = (environment, act) => {
    seen.transactions++
    return seen.isDown ? Promise.reject(new DomainError('unavailable', 'Down')) : transaction(environment, act)
  }
  const call = async (
    owner: User,
    { userAgent = 'curl/8.5.0', address = '203.0.113.5', method = 'GET', query = '', value = valueOf(owner) } = {},
    environment: Environment = 'production',
  ) => {
    const app = backend.visitor(environment)
    Object.assign(app.from, { userAgent, address })
    return (await app(method, `/attask/api/v15.0/user/$$USER.ID?apiKey=${value}${query}`)).status
  }
  const keyNow = (owner: User) => store.read('production', (rows) => rows.keys.ofUser(owner.id))
  const usesOf = (owner: User, environment: Environment = 'production') =>
    store.read(environment, (rows) => rows.keyUses.ofUser(owner.id))
  return { ...backend, seen, call, keyNow, usesOf }
}

const curl = { client: 'curl 8.5', address: '203.0.113.5' }

test('a use is written with the call that it is, and the uses of a minute in one go', async () => {
  const { seen, call, clock, uses, keyNow, usesOf } = start()
  expect(await call(ada)).toBe(200)
  expect(await usesOf(ada)).toEqual([{ ...curl, lastUsedAt: START }])
  expect(seen.transactions).toBe(1)

  clock.now = shift(START, MINUTE - 2)
  await call(ada, { userAgent: 'Sync/2.4' })
  clock.now = shift(START, MINUTE - 1)
  await call(ada, { address: '198.51.100.7' })
  await uses.writeDue()
  expect(seen.transactions).toBe(1)
  expect(await keyNow(ada)).toMatchObject({ lastUsedAt: START })

  clock.now = shift(START, MINUTE)
  await uses.writeDue()
  expect(seen.transactions).toBe(2)
  expect(await keyNow(ada)).toMatchObject({ lastUsedAt: shift(START, MINUTE - 1) })
  expect(await usesOf(ada)).toEqual([
    { ...curl, address: '198.51.100.7', lastUsedAt: shift(START, MINUTE - 1) },
    { ...curl, client: 'Sync 2.4', lastUsedAt: shift(START, MINUTE - 2) },
  ])
  await uses.writeDue()
  await uses.writeAll()
  expect(seen.transactions).toBe(2)
})

test('what waits is also written with the first call after the minute', async () => {
  const { seen, call, clock, usesOf } = start()
  await call(ada)
  clock.now = shift(START, 1)
  await call(ada, { userAgent: 'Sync/2.4' })
  clock.now = shift(START, MINUTE)
  await call(ada)
  expect(seen.transactions).toBe(2)
  expect((await usesOf(ada)).map(({ client }) => client)).toEqual(['curl 8.5', 'Sync 2.4'])
})

test('many calls at once with several keys are few writes, and none is lost', async () => {
  const people = Array.from({ length: 30 }, (_, index) => person(`person ${index}`))
  const { seen, clock, uses, inStore } = start({ users: people, keys: people.map((owner) => keyOf(owner)) })
  for (let second = 0; second < 50; second++) {
    clock.now = shift(START, second * 1000)
    for (const owner of people)
      uses.note({ environment: 'production', address: '::1', userAgent: 'curl/8.5' }, keyOf(owner), clock.now, true)
  }
  await uses.writeAll()
  // The first key begins the first; the others are written together, and then what has come since.
  expect(seen.transactions).toBeLessThanOrEqual(4)
  for (const owner of people)
    expect((await inStore((tx) => tx.keys.ofUser(owner.id)))?.lastUsedAt).toBe(shift(START, 49_000))
})

test('every way of calling with a key is a use: reading, searching, editing and clearing it, also where it may not', async () => {
  const { call, visitor, keyNow, usesOf } = start()
  const app = visitor()
  await app('POST', '/attask/api/v15.0/user/search', undefined, { apiKey: valueOf(ada) })
  await app('PUT', `/attask/api/v15.0/user/${cleo.id}?firstName=C&apiKey=${valueOf(cleo)}`)
  await call(ben, { query: '&fields=nonsense' })
  expect(await usesOf(ada)).toMatchObject([{ client: 'Test 1.0' }])
  expect(await usesOf(cleo)).toMatchObject([{ client: 'Test 1.0' }])
  // Refused before anybody asked who calls.
  expect(await usesOf(ben)).toEqual([])
  expect(await call(ben, { method: 'PUT', query: '&action=clearApiKey' })).toBe(200)
  expect(await keyNow(ben)).toBeNull()
})

test('calls with an expired key, or one whose owner may not call, are counted as refused and are no use', async () => {
  const { call, clock, keyNow, usesOf, uses, inStore } = start({
    customer: { ...customer, removeKeyOnPasswordExpiry: true, passwordResetDays: 30 },
    users: [ada, { ...ben, passwordDate: shift(START, -40 * DAY) }, cleo, inactive],
    keys: [keyOf(ada, { expiresAt: START }), keyOf(ben), keyOf(cleo), keyOf(inactive)],
  })
  await inStore((tx) => tx.users.put({ ...cleo, licence: 'External', accessLevel: 'External' }))
  for (const owner of [ada, ben, cleo, inactive])
    for (const seconds of [0, 1, 2]) {
      clock.now = shift(START, seconds * 1000)
      expect(await call(owner)).toBe(401)
    }
  await uses.writeAll()
  for (const owner of [ada, ben, cleo, inactive]) {
    expect(await keyNow(owner)).toMatchObject({
      lastUsedAt: null,
      refusedCalls: 3,
      lastRefusedAt: shift(START, 2000),
    })
    expect(await usesOf(owner)).toEqual([])
  }
})

test('a call with a key that nobody has, a session or a password is no use of any key', async () => {
  const { call, seen, visitor, withSession, uses } = start()
  const session = (await withSession(ada)).from.sessionId
  const before = seen.transactions
  expect(await call(ada, { value: idOf('nobody’s') })).toBe(401)
  const app = visitor()
  await app('GET', `/attask/api/v15.0/user/$$USER.ID?sessionID=${session}`)
  await uses.writeAll()
  expect(seen.transactions).toBe(before)
})

test('a reset forgets who used the key before, and what was still to be written of it', async () => {
  const { call, clock, signIn, usesOf, uses, keyNow } = start()
  await call(ada)
  clock.now = shift(START, 1)
  await call(ada, { userAgent: 'Sync/2.4' })
  const browser = await signIn(ada)
  expect(await browser('POST', '/api/own-key/reset', { id: keyOf(ada).id })).toMatchObject({ status: 200 })
  await uses.writeAll()
  expect(await usesOf(ada)).toEqual([])
  expect(await keyNow(ada)).toMatchObject({ lastUsedAt: null, refusedCalls: 0 })
})

test('each environment has its uses', async () => {
  const { call, usesOf } = start()
  await call(ada, { userAgent: 'curl/8.5' })
  await call(ada, { userAgent: 'Sync/2.4' }, 'preview')
  expect(await usesOf(ada)).toMatchObject([{ client: 'curl 8.5' }])
  expect(await usesOf(ada, 'preview')).toMatchObject([{ client: 'Sync 2.4' }])
})

test('a store that takes no write fails no call and loses nothing, and the host is told', async () => {
  const { call, clock, seen, uses, usesOf } = start()
  seen.isDown = true
  expect(await call(ada)).toBe(200)
  expect(await call(ada, { userAgent: 'Sync/2.4' })).toBe(200)
  expect(await call(inactive)).toBe(401)
  clock.now = shift(START, MINUTE)
  await expect(uses.writeDue()).rejects.toMatchObject({ code: 'unavailable' })
  await expect(uses.writeAll()).rejects.toMatchObject({ code: 'unavailable' })
  // Not again before a minute is over.
  const before = seen.transactions
  await call(ada)
  expect(seen.transactions).toBe(before)

  seen.isDown = false
  await uses.writeAll()
  expect((await usesOf(ada)).map(({ client }) => client)).toEqual(['curl 8.5', 'Sync 2.4'])
  expect(await uses.writeAll()).toBeUndefined()
})

test('a clock that goes back and forth keeps no use from being written', async () => {
  const { call, clock, seen, usesOf } = start()
  for (const [number, hours] of [0, 24 * 30, 0, -24 * 30, 1].entries()) {
    clock.now = shift(START, hours * HOUR)
    await call(ada, { userAgent: `Client/${number}` })
    expect((await usesOf(ada)).map(({ client }) => client)).toContain(`Client ${number}`)
  }
  expect(seen.transactions).toBe(5)
})

test('a client that calls itself ever other names is remembered by the last of them', async () => {
  const { call, clock, uses, usesOf } = start()
  for (let number = 0; number < MOST_CLIENTS + 5; number++) {
    clock.now = shift(START, number)
    await call(ada, { userAgent: `Client/${number}` })
  }
  await uses.writeAll()
  expect((await usesOf(ada)).map(({ client }) => client)).toEqual(
    Array.from({ length: MOST_CLIENTS }, (_, index) => `Client ${MOST_CLIENTS + 4 - index}`),
  )
})

test('whatever calls come when, each key is written once a minute at most, and in the end all is known', async () => {
  const step = fc.record({
    seconds: fc.integer({ min: 0, max: 40 }),
    owner: fc.constantFrom(ada, cleo, inactive),
    does: fc.constantFrom('call', 'call', 'call', 'tick'),
  })
  const run = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    const { host, call, clock, uses, keyNow } = start()
    const writes = new Map<string, string[]>()
    const { transaction } = host.store
    host.store.transaction = (environment, act) =>
      transaction(environment, (tx) =>
        act({
          ...tx,
          keys: {
            ...tx.keys,
            recordUse(usage) {
              writes.set(usage.keyId, [...(writes.get(usage.keyId) ?? []), clock.now])
              return tx.keys.recordUse(usage)
            },
          },
        }),
      )
    const last = new Map<User, string>()
    let refusals = 0
    for (const { seconds, owner, does } of steps) {
      clock.now = shift(clock.now, seconds * 1000)
      if (does === 'tick') await uses.writeDue()
      else {
        await call(owner)
        if (owner === inactive) refusals++
        else last.set(owner, clock.now)
      }
    }
    for (const times of writes.values())
      for (const [index, at] of times.slice(1).entries())
        expect(Date.parse(at) - Date.parse(times[index]!)).toBeGreaterThanOrEqual(MINUTE)
    await uses.writeAll()
    for (const owner of [ada, cleo]) expect((await keyNow(owner))?.lastUsedAt).toBe(last.get(owner) ?? null)
    expect((await keyNow(inactive))?.refusedCalls).toBe(refusals)
  })
  await fc.assert(run, { numRuns: 60, seed: 61 })
})

test('what waited when Preview was refreshed is not written of the keys that came with it', async () => {
  const { call, clock, uses, usesOf, host } = start()
  await call(ada, {}, 'preview')
  clock.now = shift(START, 1)
  await call(ada, { userAgent: 'Sync/2.4' }, 'preview')
  clock.now = shift(START, 2)
  await refreshPreview(host, { address: '', userAgent: '' }, null)
  await uses.writeAll()
  expect(await usesOf(ada, 'preview')).toEqual([])
})
