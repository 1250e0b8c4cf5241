import { expect, test } from 'vitest'
import { UNUSED } from '#src/domain/apiKey.ts'
import { CustomerInfo, type Environment } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { DAY, HOUR, shift } from '#src/domain/instant.ts'
import { IssuedKey } from '#src/domain/ownKey.ts'
import { refreshIfDue, refreshPreview } from './refreshPreview.ts'
import type { Transaction } from './store.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  keyOf,
  person,
  START,
  startBackend,
  valueOf,
  type Visitor,
} from '#testing/backend.ts'

/** The Saturday after START begins, in Denver. */
const SATURDAY = '2030-01-19T07:00:00.000Z'
const FROM = { address: '203.0.113.5', userAgent: 'Test/1.0' }

type Backend = ReturnType<typeof startBackend>

const statusWith = async (visitor: Visitor, value: string) =>
  (await visitor('GET', `/attask/api/v15.0/user/$$USER.ID?apiKey=${value}`)).status

/** Binding the method would lose what an act answers with. */
const inEnvironment =
  ({ host }: Backend, environment: Environment) =>
  <T>(act: (tx: Transaction) => Promise<T>) =>
    host.store.transaction(environment, act)

const auditOf = ({ host }: Backend, environment: Environment) =>
  host.store.read(environment, async (rows) => (await rows.audit.search()).filter(({ type }) => type === 'Environment'))

async function reset(visitor: Visitor): Promise<string> {
  const { id } = (await visitor('GET', '/api/own-key')).body as { id: string }
  return IssuedKey.parse((await visitor('POST', '/api/own-key/reset', { id })).body).value
}

test('P1: with the Saturday in Production’s time zone its keys work in Preview, with their value and dates', async () => {
  const backend = startBackend({ keys: [keyOf(ada)] })
  const { clock, visitor, signIn } = backend
  const preview = visitor('preview')
  expect(await statusWith(preview, valueOf(ada))).toBe(200)
  // Preview itself is somewhere else, where Saturday has begun hours before.
  await inEnvironment(backend, 'preview')((tx) => tx.customer.put({ ...customer, timeZone: 'Pacific/Kiritimati' }))
  const value = await reset(await signIn(ada))
  const key = await inEnvironment(backend, 'production')((tx) => tx.keys.ofUser(ada.id))

  clock.now = shift(SATURDAY, -1)
  expect(await statusWith(preview, value)).toBe(401)
  clock.now = SATURDAY
  expect(await statusWith(preview, value)).toBe(200)
  expect(await statusWith(preview, valueOf(ada))).toBe(401)
  const taken = await inEnvironment(backend, 'preview')((tx) => tx.keys.ofUser(ada.id))
  expect(taken).toEqual({ ...key, lastUsedAt: taken?.lastUsedAt })
})

test('P2: a key that only Preview has is gone, and one that was reset there is Production’s again', async () => {
  const backend = startBackend({ keys: [keyOf(ada)] })
  const { clock, visitor, signIn, withSession } = backend
  const only = IssuedKey.parse((await (await signIn(ben, 'preview'))('POST', '/api/own-key')).body).value
  const replaced = await reset(await signIn(ada, 'preview'))
  expect(await statusWith(visitor('preview'), only)).toBe(200)

  clock.now = shift(SATURDAY, DAY)
  const preview = visitor('preview')
  for (const [value, status] of [
    [only, 401],
    [replaced, 401],
    [valueOf(ada), 200],
  ] as const)
    expect(await statusWith(preview, value)).toBe(status)
  // Nothing of it reaches Production.
  expect(await (await withSession(ben))('GET', '/api/own-key')).toMatchObject({ body: { state: 'none' } })
})

test('a refresh ends the sessions of Preview, its console’s and its integrations’, and none of Production', async () => {
  const { clock, signIn, host } = startBackend()
  clock.now = shift(SATURDAY, -HOUR)
  const [preview, production] = [await signIn(ada, 'preview'), await signIn(ada)]
  const { body } = await preview('GET', `/attask/api/v15.0/login?username=${cleo.username}&password=quiet-Harbor-7`)
  const { sessionID } = (body as { data: { sessionID: string } }).data
  clock.now = SATURDAY
  expect(await preview('GET', '/api/home')).toMatchObject({ status: 401, body: { code: 'signed-out' } })
  expect(await preview('GET', '/attask/api/v15.0/user', undefined, { sessionID })).toMatchObject({ status: 401 })
  expect(await production('GET', '/api/home')).toMatchObject({ status: 200 })
  await refreshPreview(host, FROM, null)
  expect(await production('GET', '/api/home')).toMatchObject({ status: 200 })
})

test('a refresh replaces people, passwords and settings, and leaves single sign-on and the audit log', async () => {
  const backend = startBackend()
  const { host } = backend
  const [production, preview] = [inEnvironment(backend, 'production'), inEnvironment(backend, 'preview')]
  await production(async (tx) => {
    await tx.users.put({ ...ben, passwordHash: 'another' })
    await tx.users.rememberPassword(ben.id, 'old')
    await tx.customer.put({ ...customer, keyExpiry: '1-year', platformMode: 'ims' })
  })
  const audit = await preview(async (tx) => {
    await tx.users.put(person('newcomer'))
    await tx.sso.put({ ...(await tx.sso.get()), version: 5 })
    return tx.audit.search()
  })
  await refreshPreview(host, FROM, null)
  await preview(async (tx) => {
    expect(await tx.users.byUsername('newcomer@northwind.example')).toBeNull()
    expect(await tx.users.byId(ben.id)).toMatchObject({ passwordHash: 'another' })
    expect(await tx.users.previousPasswords(ben.id, 5)).toEqual(['old'])
    expect(await tx.customer.get()).toMatchObject({ keyExpiry: '1-year', platformMode: 'ims' })
    expect(await tx.sso.get()).toMatchObject({ version: 5 })
    expect((await tx.audit.search()).slice(1)).toEqual(audit)
  })
})

test('a key of Production that an expired password has ended does not come to Preview', async () => {
  const backend = startBackend({
    users: [ada, { ...cleo, passwordDate: shift(START, -40 * DAY) }],
    keys: [keyOf(ada), keyOf(cleo)],
    customer: { ...customer, removeKeyOnPasswordExpiry: true, passwordResetDays: 30 },
  })
  const { after } = await refreshPreview(backend.host, FROM, null)
  expect(after).toEqual({ users: 2, keys: 1 })
  const preview = inEnvironment(backend, 'preview')
  await preview(async (tx) => tx.customer.put({ ...(await tx.customer.get()), removeKeyOnPasswordExpiry: false }))
  expect(await statusWith(backend.visitor('preview'), valueOf(cleo))).toBe(401)
})

test('in Preview a key has not been used yet, however much it is in Production', async () => {
  const backend = startBackend({ keys: [keyOf(ada, { lastUsedAt: START, refusedCalls: 3, lastRefusedAt: START })] })
  await refreshPreview(backend.host, FROM, null)
  expect(await inEnvironment(backend, 'preview')((tx) => tx.keys.ofUser(ada.id))).toEqual(keyOf(ada, UNUSED))
})

test('Preview records what was replaced by what: once for each refresh, and who asked for it', async () => {
  const backend = startBackend({ keys: [keyOf(ada), keyOf(cleo)] })
  const { host, clock } = backend
  await refreshIfDue(host)
  await inEnvironment(backend, 'production')((tx) => tx.keys.removeOf(cleo.id))
  await refreshPreview(host, FROM, ben)
  clock.now = shift(SATURDAY, 20 * DAY)
  for (let looks = 0; looks < 3; looks++) await refreshIfDue(host)
  const act = { type: 'Environment', action: 'Refresh', object: 'Preview', outcome: 'done' }
  expect(await auditOf(backend, 'preview')).toMatchObject([
    { ...act, at: clock.now, userId: null, userAgent: 'Weekly refresh', details: 'The weekly refresh from Production' },
    {
      ...act,
      at: START,
      userId: ben.id,
      userName: 'ben Northwind',
      address: FROM.address,
      before: { users: 4, keys: 2 },
      after: { users: 4, keys: 1 },
    },
  ])
  expect(await auditOf(backend, 'production')).toEqual([])
})

test('a new installation waits for its first Saturday, also when it begins on one', async () => {
  const backend = startBackend()
  const { clock, host } = backend
  clock.now = shift(SATURDAY, HOUR)
  await refreshIfDue(host)
  clock.now = shift(SATURDAY, 7 * DAY - 1)
  await refreshIfDue(host)
  expect(await auditOf(backend, 'preview')).toEqual([])
  clock.now = shift(SATURDAY, 7 * DAY)
  await refreshIfDue(host)
  expect(await auditOf(backend, 'preview')).toHaveLength(1)
})

test('a refresh asked for in the week does not take the place of the weekly one', async () => {
  const backend = startBackend()
  const { clock, host } = backend
  await refreshPreview(host, FROM, null)
  clock.now = shift(SATURDAY, -1)
  await refreshIfDue(host)
  expect(await auditOf(backend, 'preview')).toHaveLength(1)
  clock.now = SATURDAY
  await refreshIfDue(host)
  expect(await auditOf(backend, 'preview')).toHaveLength(2)
})

test('of several who find it due at once one refreshes', async () => {
  const backend = startBackend()
  await refreshIfDue(backend.host)
  backend.clock.now = SATURDAY
  await Promise.all(Array.from({ length: 5 }, () => refreshIfDue(backend.host)))
  expect(await auditOf(backend, 'preview')).toHaveLength(1)
})

test('while a refresh that is due takes its time, whoever asks for Preview waits for it and begins no other', async () => {
  const backend = startBackend({ keys: [keyOf(ada)] })
  const { clock, host, visitor } = backend
  await refreshIfDue(host)
  clock.now = SATURDAY
  const { refresh } = host.store
  let begun = 0
  let proceed = () => {}
  const mayProceed = new Promise<void>((resolve) => (proceed = resolve))
  host.store.refresh = async (environment, act) => {
    begun++
    await mayProceed
    return refresh(environment, act)
  }
  const answers = Array.from({ length: 5 }, () => statusWith(visitor('preview'), valueOf(ada)))
  await expect.poll(() => begun).toBeGreaterThan(0)
  // Those that come once it is under way, too.
  answers.push(statusWith(visitor('preview'), valueOf(ada)))
  expect(await statusWith(visitor('production'), valueOf(ada))).toBe(200)
  proceed()
  expect(await Promise.all(answers)).toEqual(answers.map(() => 200))
  expect(begun).toBe(1)

  clock.now = shift(SATURDAY, 7 * DAY)
  await statusWith(visitor('preview'), valueOf(ada))
  expect(begun).toBe(2)
})

test('a form that was opened before a refresh cannot be saved over what came with it', async () => {
  const backend = startBackend()
  const { host, signIn } = backend
  const opened = CustomerInfo.parse((await (await signIn(ada, 'preview'))('GET', '/api/customer-info')).body)
  await inEnvironment(backend, 'production')((tx) => tx.customer.put({ ...customer, locale: 'fr-FR' }))
  await refreshPreview(host, FROM, null)
  const visitor = await signIn(ada, 'preview')
  expect(await visitor('PUT', '/api/customer-info', { ...opened, keyExpiry: 'none' })).toMatchObject({
    status: 409,
    body: { code: 'stale' },
  })
  expect((await visitor('GET', '/api/customer-info')).body).toMatchObject({ locale: 'fr-FR', keyExpiry: '1-month' })
})

test('everybody signed in can ask when Preview was refreshed and when it will be, in either environment', async () => {
  const { clock, host, signIn } = startBackend()
  const production = await signIn(cleo)
  const ask = (visitor: Visitor) => visitor('GET', '/api/preview-refresh')
  expect((await ask(production)).body).toEqual({ lastAt: null, nextAt: SATURDAY })
  await refreshPreview(host, FROM, null)
  clock.now = shift(START, HOUR)
  const times = { lastAt: START, nextAt: SATURDAY }
  expect((await ask(production)).body).toEqual(times)
  expect((await ask(await signIn(cleo, 'preview'))).body).toEqual(times)
})

test('while a refresh that is due cannot be carried out, Preview is refused in the envelope of each API', async () => {
  const { clock, host, visitor } = startBackend()
  await refreshIfDue(host)
  clock.now = SATURDAY
  host.store.refresh = () => Promise.reject(new DomainError('unavailable', 'The database is busy'))
  expect(await visitor('preview')('GET', '/api/home')).toMatchObject({ status: 503, body: { code: 'unavailable' } })
  expect(await visitor('preview')('GET', '/attask/api/v15.0/user')).toMatchObject({
    status: 503,
    body: { error: { class: 'com.attask.common.ServiceUnavailableException' } },
  })
  expect(await visitor()('GET', '/api/home')).toMatchObject({ status: 401 })
})

test('for as long as a refresh may have ended somebody’s session, the sign-in page of Preview can say so', async () => {
  const { clock, host, visitor } = startBackend()
  const way = async (environment: Environment) => (await visitor(environment)('GET', '/api/session/way')).body
  expect(await way('preview')).toEqual({
    loginPortalUrl: null,
    wasRefreshed: false,
    productionUrl: 'http://northwind.my.localhost',
  })
  await refreshPreview(host, FROM, null)
  expect(await way('preview')).toMatchObject({ wasRefreshed: true })
  expect(await way('production')).toMatchObject({ wasRefreshed: false })
  clock.now = shift(START, DAY)
  expect(await way('preview')).toMatchObject({ wasRefreshed: false })
})
