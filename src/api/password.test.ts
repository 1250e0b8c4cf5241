import { expect, test } from 'vitest'
import { LOCK_MINUTES } from '#src/domain/authentication.ts'
import type { Customer } from '#src/domain/customer.ts'
import { DAY, HOUR, MINUTE, shift } from '#src/domain/instant.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { OwnPassword } from '#src/domain/newPassword.ts'
import type { User } from '#src/domain/user.ts'
import { checkPassword, type PasswordUse } from './checkPassword.ts'
import {
  ada,
  cleo,
  customer,
  inactive,
  keyOf,
  PASSWORD,
  person,
  START,
  startBackend,
  type Visitor,
} from '#testing/backend.ts'

type Backend = ReturnType<typeof startBackend>

const NEW = 'quiet-Harbor-8'
const BAD_CREDENTIALS = { status: 401, body: { code: 'bad-credentials' } }

/** A backend whose administrators chose `settings`. */
const withSettings = (settings: Partial<Customer>) => startBackend({ customer: { ...customer, ...settings } })

const logIn = (visitor: Visitor, password = PASSWORD, user = cleo) =>
  visitor('POST', '/api/session', { username: user.username, password })

const change = (visitor: Visitor, newPassword: string, password = PASSWORD) =>
  visitor('PUT', '/api/own-password', { password, newPassword })

const changeExpired = (visitor: Visitor, newPassword: string, password = PASSWORD, user = cleo) =>
  visitor('POST', '/api/session/new-password', { username: user.username, password, newPassword })

const stored = ({ inStore }: Backend, user = cleo) => inStore((tx) => tx.users.byId(user.id))
const auditOf = ({ inStore }: Backend) => inStore((tx) => tx.audit.search())

/** Checks a password as `use`, and tells what opens and whether anything does. */
async function opens({ host, visitor }: Backend, use: PasswordUse, password: string, user = cleo): Promise<boolean> {
  const credentials = { username: user.username, password }
  return checkPassword(host, visitor().from, use, credentials, async () => true).catch(() => false)
}

const USES = ['console', 'api', 'change'] as const

for (const use of USES)
  for (const lockMinutes of LOCK_MINUTES)
    test(`five wrong passwords lock an account for ${lockMinutes} minutes (${use}), and it opens by itself`, async () => {
      const backend = withSettings({ lockMinutes })
      const { clock } = backend
      for (let wrong = 0; wrong < 4; wrong++) expect(await opens(backend, use, 'wrong')).toBe(false)
      expect(await opens(backend, use, PASSWORD)).toBe(true)

      for (let wrong = 0; wrong < 5; wrong++) expect(await opens(backend, use, 'wrong')).toBe(false)
      for (const other of USES) expect(await opens(backend, other, PASSWORD)).toBe(false)
      clock.now = shift(START, lockMinutes * MINUTE - 1)
      // A guess meanwhile neither counts nor prolongs.
      for (let wrong = 0; wrong < 5; wrong++) expect(await opens(backend, use, 'wrong')).toBe(false)
      expect(await opens(backend, use, PASSWORD)).toBe(false)
      clock.now = shift(START, lockMinutes * MINUTE)
      expect(await opens(backend, use, PASSWORD)).toBe(true)
    })

test('wrong passwords count together, wherever they are tried', async () => {
  const backend = startBackend()
  const visitor = await backend.withSession(cleo)
  await logIn(visitor, 'wrong')
  await change(visitor, NEW, 'wrong')
  await changeExpired(visitor, NEW, 'wrong')
  await opens(backend, 'api', 'wrong')
  await opens(backend, 'api', 'wrong')
  expect(await logIn(visitor)).toMatchObject(BAD_CREDENTIALS)
  expect((await stored(backend))?.lockedUntil).toBe(shift(START, 10 * MINUTE))
})

test('a right password forgets the wrong ones before it', async () => {
  const backend = startBackend()
  for (const password of [...Array<string>(4).fill('wrong'), PASSWORD, ...Array<string>(4).fill('wrong')])
    await opens(backend, 'console', password)
  expect(await opens(backend, 'console', PASSWORD)).toBe(true)
})

test('one person’s wrong passwords lock nobody else out', async () => {
  const backend = startBackend()
  for (let wrong = 0; wrong < 5; wrong++) await opens(backend, 'console', 'wrong')
  expect(await opens(backend, 'console', PASSWORD, ada)).toBe(true)
})

test('whoever is locked out, unknown or inactive gets the answer to a wrong password, after one hashing', async () => {
  const backend = startBackend({
    users: [ada, inactive, { ...cleo, lockedUntil: shift(START, HOUR) }],
  })
  const answers = []
  const attempts: [string, User | string][] = [
    ['wrong', ada],
    [PASSWORD, cleo],
    [PASSWORD, inactive],
    [PASSWORD, 'unknown'],
  ]
  for (const [password, user] of attempts)
    for (const [path, more] of [
      ['/api/session', {}],
      ['/api/session/new-password', { newPassword: NEW }],
    ] as const) {
      const before = backend.verified.length
      const username = typeof user === 'string' ? user : user.username
      const { status, body } = await backend.visitor()('POST', path, { username, password, ...more })
      expect(backend.verified.length - before).toBe(1)
      answers.push({ status, body })
    }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]).toMatchObject(BAD_CREDENTIALS)
})

test('changing one’s password makes the new one the only one that opens anything', async () => {
  const backend = startBackend()
  const visitor = await backend.signIn(cleo)
  expect(await change(visitor, NEW)).toMatchObject({ status: 200, body: { username: cleo.username } })
  for (const use of USES) {
    expect(await opens(backend, use, PASSWORD)).toBe(false)
    expect(await opens(backend, use, NEW)).toBe(true)
  }
})

test('a new password’s days count from its change, and are told', async () => {
  const backend = withSettings({ passwordResetDays: 30 })
  const { clock } = backend
  const visitor = await backend.signIn(cleo)
  const expiresAt = (at: string) => ({ status: 200, body: { expiresAt: shift(at, 30 * DAY), asOf: clock.now } })
  expect(await visitor('GET', '/api/own-password')).toMatchObject(expiresAt(START))
  clock.now = shift(START, HOUR)
  expect(await change(visitor, NEW)).toMatchObject(expiresAt(clock.now))
  expect(await visitor('GET', '/api/own-password')).toMatchObject(expiresAt(clock.now))
})

test('changing one’s password ends all sessions but the one it was done in', async () => {
  const backend = startBackend()
  const [visitor, elsewhere, other] = [
    await backend.signIn(cleo),
    await backend.signIn(cleo),
    await backend.signIn(ada),
  ] as const
  const before = visitor.from.sessionId
  await change(visitor, NEW)
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 200 })
  expect(visitor.from.sessionId).not.toBe(before)
  expect(await elsewhere('GET', '/api/session')).toMatchObject({ status: 401 })
  expect(await other('GET', '/api/session')).toMatchObject({ status: 200 })
  other.from.sessionId = before
  expect(await other('GET', '/api/session')).toMatchObject({ status: 401 })
})

test('a password change is recorded with who, whence and how many sessions it ended, and without a secret', async () => {
  const backend = startBackend()
  const visitor = await backend.signIn(cleo)
  await backend.signIn(cleo)
  await change(visitor, NEW)
  const [record] = await auditOf(backend)
  expect(record).toMatchObject({
    type: 'Authentication',
    action: 'Change password',
    object: 'Own password',
    outcome: 'done',
    userId: cleo.id,
    details: 'Other sessions ended: 1',
    address: '203.0.113.5',
  })
  const everything = JSON.stringify(await auditOf(backend))
  for (const secret of [PASSWORD, NEW, visitor.from.sessionId]) expect(everything).not.toContain(secret)
})

test.each([
  ['too short', 'a-Harb7', 'Use at least 8 characters'],
  ['of one kind of character', 'quietharbors', 'Use at least 2 of these: lower case, upper case, digits, signs'],
  ['a dictionary word in disguise', '12-SunShine-!', 'Add something to this word'],
  ['the user name', cleo.username.toUpperCase(), 'Add something to this name'],
  ['one that many people have used', '1q2w3e4r!', 'Many people have used this one'],
  ['the organization', 'Northwind-2030', 'Add something to this name'],
  ['the present one', PASSWORD, 'Choose a password that differs from the one you have now'],
])('a new password that is %s is refused at its field, recorded, and changes nothing', async (_, password, why) => {
  const backend = startBackend()
  const visitor = await backend.signIn(cleo)
  const elsewhere = await backend.signIn(cleo)
  const before = await stored(backend)
  const refused = {
    status: 400,
    body: { code: 'invalid', field: 'newPassword', message: expect.stringContaining(why) as string },
  }
  expect(await change(visitor, password)).toMatchObject(refused)
  const nobody = backend.visitor()
  expect(await changeExpired(nobody, password)).toMatchObject(refused)
  expect(nobody.from.sessionId).toBeNull()
  expect(await stored(backend)).toEqual(before)
  expect(await elsewhere('GET', '/api/session')).toMatchObject({ status: 200 })
  for (const record of (await auditOf(backend)).slice(0, 2))
    expect(record).toMatchObject({ action: 'Change password', outcome: 'refused', userId: cleo.id })
})

test('where three kinds of character are asked for, two are refused', async () => {
  const backend = withSettings({ characterClasses: 3 })
  const visitor = await backend.signIn(cleo)
  expect(await change(visitor, 'quiet-harbors')).toMatchObject({ status: 400, body: { field: 'newPassword' } })
  expect(await change(visitor, 'quiet-Harbors')).toMatchObject({ status: 200 })
})

test.each([5, 10, 15] as const)('the last %i passwords cannot be chosen again; the one before them can', async (n) => {
  const backend = withSettings({ passwordReuse: n })
  const visitor = await backend.signIn(cleo)
  const passwords = [PASSWORD, ...Array.from({ length: n - 1 }, (_, index) => `other-Harbor-${index}`)]
  for (const [index, next] of passwords.slice(1).entries())
    expect(await change(visitor, next, passwords[index])).toMatchObject({ status: 200 })
  const last = passwords.at(-1)
  const refused = { status: 400, body: { field: 'newPassword' } }
  for (const earlier of passwords) expect(await change(visitor, earlier, last)).toMatchObject(refused)
  expect(await change(visitor, NEW, last)).toMatchObject({ status: 200 })
  expect(await change(visitor, PASSWORD, NEW)).toMatchObject({ status: 200 })
})

test('where reuse is not blocked, the password before the present one can be chosen again', async () => {
  const visitor = await startBackend().signIn(cleo)
  expect(await change(visitor, NEW)).toMatchObject({ status: 200 })
  expect(await change(visitor, PASSWORD, NEW)).toMatchObject({ status: 200 })
})

test('passwords used before reuse was blocked count too', async () => {
  const backend = startBackend()
  const visitor = await backend.signIn(cleo)
  await change(visitor, NEW)
  await backend.inStore(async (tx) => tx.customer.put({ ...(await tx.customer.get()), passwordReuse: 5 }))
  expect(await change(visitor, PASSWORD, NEW)).toMatchObject({ status: 400, body: { field: 'newPassword' } })
})

test('a wrong present password is refused at its field, after one hashing and whatever the new one is', async () => {
  const backend = startBackend()
  const visitor = await backend.signIn(cleo)
  const before = backend.verified.length
  for (const newPassword of [NEW, 'weak'])
    expect(await change(visitor, newPassword, 'wrong')).toMatchObject({
      status: 401,
      body: { code: 'bad-credentials', field: 'password' },
    })
  expect(backend.verified.slice(before)).toEqual(['wrong', 'wrong'])
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 200 })
})

test('a password that became another while the new one was hashed is left as it is', async () => {
  const backend = startBackend()
  const visitor = await backend.signIn(cleo)
  const nobody = backend.visitor()
  const { hash } = backend.host.passwords
  backend.host.passwords.hash = async (password) => {
    await backend.inStore((tx) => tx.users.put({ ...cleo, passwordHash: 'another' }))
    return hash(password)
  }
  expect(await change(visitor, NEW)).toMatchObject({ status: 401, body: { field: 'password' } })
  await backend.inStore((tx) => tx.users.put(cleo))
  expect(await changeExpired(nobody, NEW)).toMatchObject(BAD_CREDENTIALS)
  expect(nobody.from.sessionId).toBeNull()
  expect((await stored(backend))?.passwordHash).toBe('another')
  expect(await backend.inStore((tx) => tx.users.previousPasswords(cleo.id, 5))).toEqual([])
})

test('of two changes at once one is made, and the other is told', async () => {
  const backend = startBackend()
  const visitor = await backend.signIn(cleo)
  const answers = await Promise.all([change(visitor, NEW), change(visitor, 'quiet-Harbor-9')])
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]))
})

test('an expired password opens no session but may be exchanged for one that does (W1)', async () => {
  const backend = withSettings({ passwordResetDays: 30 })
  const visitor = backend.visitor()
  backend.clock.now = shift(START, 30 * DAY)
  expect(await logIn(visitor)).toMatchObject({ status: 403, body: { code: 'password-expired' } })
  expect(visitor.from.sessionId).toBeNull()
  expect(await opens(backend, 'api', PASSWORD)).toBe(false)

  expect(await changeExpired(visitor, NEW)).toMatchObject({ status: 201, body: { user: { id: cleo.id } } })
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 200 })
  expect(await visitor('GET', '/api/own-password')).toMatchObject({
    body: { expiresAt: shift(backend.clock.now, 30 * DAY) },
  })
  expect((await auditOf(backend)).slice(0, 2)).toMatchObject([
    { action: 'Log in', outcome: 'done', userId: cleo.id },
    { action: 'Change password', outcome: 'done', userId: cleo.id },
  ])
})

test('a one-time password opens nothing, but may be exchanged for one of one’s own that does', async () => {
  const oneTime = { ...cleo, mustChangePassword: true }
  const backend = startBackend({ users: [ada, oneTime], keys: [keyOf(cleo)] })
  const visitor = backend.visitor()
  expect(await logIn(visitor)).toMatchObject({ status: 403, body: { code: 'one-time-password' } })
  expect(visitor.from.sessionId).toBeNull()
  expect(await opens(backend, 'api', PASSWORD)).toBe(false)
  expect(await changeExpired(visitor, PASSWORD)).toMatchObject({ status: 400, body: { field: 'newPassword' } })
  // It has not expired, so the key stays.
  expect(await backend.inStore((tx) => tx.keys.ofUser(cleo.id))).toEqual(keyOf(cleo))

  expect(await changeExpired(visitor, NEW)).toMatchObject({ status: 201, body: { user: { id: cleo.id } } })
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 200 })
  expect(await opens(backend, 'api', NEW)).toBe(true)
  expect(await stored(backend)).toMatchObject({ mustChangePassword: false, passwordDate: START })
})

test('with Adobe IMS a one-time password is like any other', async () => {
  const { visitor } = startBackend({
    customer: { ...customer, platformMode: 'ims' },
    users: [{ ...cleo, mustChangePassword: true }],
  })
  expect(await logIn(visitor())).toMatchObject({ status: 201 })
})

test('exchanging an expired password ends the sessions that were left', async () => {
  const backend = withSettings({ passwordResetDays: 30 })
  backend.clock.now = shift(START, 30 * DAY)
  const left = await backend.withSession(cleo)
  const visitor = backend.visitor()
  await changeExpired(visitor, NEW)
  expect(await left('GET', '/api/session')).toMatchObject({ status: 401 })
  expect(await visitor('GET', '/api/session')).toMatchObject({ status: 200 })
})

test.each([true, false])(
  'a key that the expired password has ended does not come back with a new one (E6, removal on: %s)',
  async (removeKeyOnPasswordExpiry) => {
    const backend = startBackend({
      customer: { ...customer, passwordResetDays: 30, removeKeyOnPasswordExpiry },
      keys: [keyOf(cleo), keyOf(ada)],
    })
    backend.clock.now = shift(START, 30 * DAY)
    await changeExpired(backend.visitor(), NEW)
    const keys = await backend.inStore(async (tx) => [await tx.keys.ofUser(cleo.id), await tx.keys.ofUser(ada.id)])
    // Ada’s is as good as gone, but nobody has settled that yet.
    expect(keys).toEqual([removeKeyOnPasswordExpiry ? null : keyOf(cleo), keyOf(ada)])
  },
)

test('what a new password is held to is told to anybody, because who must choose one has no session', async () => {
  const { visitor } = withSettings({ characterClasses: 3, passwordReuse: 10 })
  const { status, body } = await visitor()('GET', '/api/session/new-password')
  expect({ status, body }).toEqual({ status: 200, body: { characterClasses: 3, passwordReuse: 10 } })
})

test('where Adobe manages passwords none is changed, told about, expired or locked here', async () => {
  const backend = withSettings({ platformMode: 'ims', passwordResetDays: 30 })
  backend.clock.now = shift(START, 90 * DAY)
  for (let wrong = 0; wrong < 6; wrong++) expect(await opens(backend, 'console', 'wrong')).toBe(false)
  const visitor = await backend.signIn(cleo)
  const elsewhere = {
    status: 403,
    body: { code: 'forbidden', message: 'Passwords of this organisation are managed in the Adobe Admin Console.' },
  }
  const hashed = backend.verified.length
  expect(await visitor('GET', '/api/own-password')).toMatchObject(elsewhere)
  expect(await change(visitor, NEW)).toMatchObject(elsewhere)
  expect(await changeExpired(backend.visitor(), NEW)).toMatchObject(elsewhere)
  expect(await backend.visitor()('GET', '/api/session/new-password')).toMatchObject(elsewhere)
  // Nothing is told about the password either: it was not even looked at.
  expect(backend.verified.length).toBe(hashed)
  expect((await stored(backend))?.passwordHash).toBe(cleo.passwordHash)
  for (const record of (await auditOf(backend)).slice(0, 2))
    expect(record).toMatchObject({ action: 'Change password', outcome: 'refused', userId: cleo.id })
})

test('whoever must come through the identity provider is told where the password for it is changed, and nobody else', async () => {
  const URL = 'https://idp.example/password'
  const sso: SingleSignOn = { ...DEFAULT_SSO, type: 'saml2', isEnabled: true, changePasswordUrl: URL }
  const admin = { ...ada, ssoAccessOnly: true }
  const eve = person('eve', { ssoAccessOnly: true })
  const told = async (settings: SingleSignOn, user: User) => {
    const backend = startBackend({ sso: settings, users: [admin, cleo, eve] })
    const { body } = await (await backend.withSession(user))('GET', '/api/own-password')
    return OwnPassword.parse(body).changePasswordUrl
  }
  expect(await told(sso, eve)).toBe(URL)
  expect(await told(sso, cleo)).toBeNull()
  expect(await told(sso, admin)).toBeNull()
  expect(await told({ ...sso, hasAdminExemption: false }, admin)).toBe(URL)
  expect(await told({ ...sso, isEnabled: false }, eve)).toBeNull()
})

test('whoever has no password is not asked for a current one', async () => {
  const provisioned = person('provisioned', { passwordHash: null, ssoAccessOnly: true })
  const backend = startBackend({ users: [ada, cleo, provisioned] })
  for (const user of [cleo, provisioned]) {
    const { body } = await (await backend.withSession(user))('GET', '/api/own-password')
    expect(OwnPassword.parse(body).hasPassword).toBe(user === cleo)
  }
})

test('signing out everywhere ends every session of one’s own, and is recorded with how many', async () => {
  const backend = startBackend()
  const [visitor, elsewhere, other] = [
    await backend.signIn(cleo),
    await backend.signIn(cleo),
    await backend.signIn(ada),
  ] as const
  const { sessionId } = visitor.from
  expect(await visitor('DELETE', '/api/session/everywhere')).toMatchObject({ status: 204 })
  expect(visitor.from.sessionId).toBeNull()
  visitor.from.sessionId = sessionId
  for (const ended of [visitor, elsewhere]) expect(await ended('GET', '/api/session')).toMatchObject({ status: 401 })
  expect(await other('GET', '/api/session')).toMatchObject({ status: 200 })
  expect((await auditOf(backend))[0]).toMatchObject({
    action: 'Log out everywhere',
    outcome: 'done',
    userId: cleo.id,
    before: { sessions: 2 },
    after: { sessions: 0 },
  })
})
