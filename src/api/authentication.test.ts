import { expect, test } from 'vitest'
import { AuthenticationInfo } from '#src/domain/authentication.ts'
import type { Customer } from '#src/domain/customer.ts'
import { DAY, shift } from '#src/domain/instant.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  inactive,
  keyOf,
  PASSWORD,
  START,
  startBackend,
  type Visitor,
} from '#testing/backend.ts'

const SETTINGS = { passwordResetDays: 30, passwordReuse: 5, lockMinutes: 60, characterClasses: 3 } as const
const PATH = '/api/authentication'

const read = async (visitor: Visitor) => AuthenticationInfo.parse((await visitor('GET', PATH)).body)

/** Presses **Save** with the settings as they are but for `change`. */
const save = async (visitor: Visitor, change: Record<string, unknown>) =>
  visitor('PUT', PATH, { ...(await read(visitor)), ...change })

test('an organisation that never chose lets passwords live, be reused, and asks for two kinds of character', async () => {
  const visitor = await startBackend().signIn(ada)
  expect(await read(visitor)).toEqual({
    passwordResetDays: null,
    passwordReuse: null,
    lockMinutes: 10,
    characterClasses: 2,
    version: 1,
    savedAt: null,
    savedBy: null,
  })
})

test('Save stores the settings with who saved them and when, and counts from there (W1)', async () => {
  const { clock, signIn } = startBackend()
  const visitor = await signIn(ada)
  const saved = { ...SETTINGS, version: 2, savedAt: START, savedBy: 'ada Northwind' }
  const answer = await save(visitor, SETTINGS)
  expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: saved })
  expect(await read(visitor)).toEqual(saved)
  clock.now = shift(START, 30 * DAY)
  const credentials = { username: cleo.username, password: PASSWORD }
  expect(await visitor('POST', '/api/session', credentials)).toMatchObject({ body: { code: 'password-expired' } })
})

test('Save leaves Customer Info alone, and saving Customer Info leaves this alone', async () => {
  const visitor = await startBackend().signIn(ada)
  const info = (await visitor('GET', '/api/customer-info')).body as Record<string, unknown>
  await save(visitor, SETTINGS)
  expect((await visitor('PUT', '/api/customer-info', { ...info, keyExpiry: 'none' })).status).toBe(200)
  expect(await read(visitor)).toMatchObject(SETTINGS)
  expect((await visitor('GET', '/api/customer-info')).body).toMatchObject({ keyExpiry: 'none', version: 2 })
})

test('a Save that began with an older version is refused and stores nothing', async () => {
  const { signIn } = startBackend()
  const [visitor, other] = [await signIn(ada), await signIn(ben)] as const
  const old = await read(visitor)
  await save(other, { lockMinutes: 30 })
  expect(await visitor('PUT', PATH, { ...old, ...SETTINGS })).toMatchObject({ status: 409, body: { code: 'stale' } })
  expect(await read(visitor)).toMatchObject({ lockMinutes: 30, characterClasses: 2, savedBy: 'ben Northwind' })
})

test.each([
  ['passwordResetDays', 31],
  ['passwordResetDays', '30'],
  ['passwordReuse', 0],
  ['lockMinutes', null],
  ['characterClasses', 4],
  ['version', 'one'],
])('%s: %s is refused by name and stores nothing', async (field, value) => {
  const visitor = await startBackend().signIn(ada)
  const before = await read(visitor)
  expect(await save(visitor, { [field]: value })).toMatchObject({ status: 400, body: { code: 'invalid', field } })
  expect(await read(visitor)).toEqual(before)
})

test('a Save is recorded with what was before and after it', async () => {
  const { signIn, inStore } = startBackend()
  await save(await signIn(ada), SETTINGS)
  expect((await inStore((tx) => tx.audit.search()))[0]).toMatchObject({
    type: 'Authentication',
    action: 'Change',
    object: 'Authentication',
    outcome: 'done',
    userId: ada.id,
    before: { passwordResetDays: null, passwordReuse: null, lockMinutes: 10, characterClasses: 2 },
    after: SETTINGS,
  })
})

const old = (user: typeof ada, days: number) => ({ ...user, passwordDate: shift(START, -days * DAY) })

/** Ada’s password is 45 days old, Cleo’s 70, Ben’s is new; all of them and somebody inactive have a key. */
const startAged = (settings: Partial<Customer>) =>
  startBackend({
    customer: { ...customer, ...settings },
    users: [old(ada, 45), ben, old(cleo, 70), old(inactive, 70)],
    keys: [keyOf(ada), keyOf(ben), keyOf(cleo), keyOf(inactive)],
  })

test.each([
  [
    'nobody is asked to change',
    {},
    { passwordResetDays: null },
    { passwords: 0, restored: 0, keys: 0, isOwnAmongThem: false },
  ],
  ['the policy goes on', {}, { passwordResetDays: 60 }, { passwords: 2, restored: 0, keys: 0, isOwnAmongThem: false }],
  ['one’s own is older', {}, { passwordResetDays: 30 }, { passwords: 3, restored: 0, keys: 0, isOwnAmongThem: true }],
  [
    'expired passwords take their keys along',
    { removeKeyOnPasswordExpiry: true },
    { passwordResetDays: 60 },
    { passwords: 2, restored: 0, keys: 2, isOwnAmongThem: false },
  ],
  [
    'some have expired already',
    { removeKeyOnPasswordExpiry: true, passwordResetDays: 60 },
    { passwordResetDays: 30 },
    { passwords: 1, restored: 0, keys: 1, isOwnAmongThem: true },
  ],
  [
    'passwords get more time',
    { removeKeyOnPasswordExpiry: true, passwordResetDays: 30 },
    { passwordResetDays: 90 },
    { passwords: 0, restored: 3, keys: 0, isOwnAmongThem: false },
  ],
] as const)('what Save would do is told beforehand and then happens: %s', async (_, before, change, told) => {
  const { withSession, inStore } = startAged(before)
  const visitor = await withSession(ada)
  const keysLeft = async () => {
    const { active } = (await visitor('GET', '/api/keys/count')).body as { active: number }
    return active
  }
  const had = await keysLeft()
  const draft = { ...(await read(visitor)), ...change }
  expect((await visitor('POST', `${PATH}/consequences`, draft)).body).toEqual({ ...told, asOf: START })
  // Asking changed nothing.
  expect(await keysLeft()).toBe(had)
  expect(await read(visitor)).toMatchObject({ version: 1 })

  expect(await save(visitor, change)).toMatchObject({ status: 200 })
  expect(await keysLeft()).toBe(had - told.keys)
  expect(await inStore((tx) => tx.customer.get())).toMatchObject(change)
})

test('switching the policy off brings no key back that it has ended (E6)', async () => {
  const { clock, withSession, inStore } = startBackend({
    customer: { ...customer, removeKeyOnPasswordExpiry: true, passwordResetDays: 30 },
    keys: [keyOf(ada), keyOf(cleo)],
  })
  clock.now = shift(START, 30 * DAY)
  await save(await withSession(ada), { passwordResetDays: null })
  expect(await inStore(async (tx) => [await tx.keys.ofUser(ada.id), await tx.keys.ofUser(cleo.id)])).toEqual([
    null,
    null,
  ])
})

test('where Adobe manages passwords the settings are neither shown nor changed, and kept', async () => {
  const { signIn, inStore } = startBackend({ customer: { ...customer, ...SETTINGS, platformMode: 'ims' } })
  const visitor = await signIn(ada)
  const draft = { ...SETTINGS, passwordResetDays: null, version: 1 }
  for (const [method, path] of [
    ['GET', PATH],
    ['PUT', PATH],
    ['POST', `${PATH}/consequences`],
  ] as const)
    expect(await visitor(method, path, method === 'GET' ? undefined : draft)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', message: 'Passwords of this organisation are managed in the Adobe Admin Console.' },
    })
  expect(await inStore((tx) => tx.customer.get())).toMatchObject(SETTINGS)
})
