import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { ACCESS_LEVEL_ID } from '#src/domain/accessLevel.ts'
import { DAY, HOUR, shift } from '#src/domain/instant.ts'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import type { User } from '#src/domain/user.ts'
import { UserSettings } from '#src/domain/userEdit.ts'
import { UserDefaults, UserDetails, UserPage } from '#src/domain/userList.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  idOf,
  inactive,
  keyOf,
  PASSWORD,
  person,
  START,
  startBackend,
  valueOf,
  type Visitor,
} from '#testing/backend.ts'

const PATH = '/api/users'
const NEW = 'quiet-Harbor-8'
const dora = person('dora', { accessLevel: 'Light', licence: 'Light', lockedUntil: shift(START, HOUR) })

type Backend = ReturnType<typeof startBackend>
const start = (rows: Parameters<typeof startBackend>[0] = {}) =>
  startBackend({ users: [ada, ben, cleo, dora, inactive], keys: [keyOf(ada), keyOf(cleo), keyOf(inactive)], ...rows })

const list = async (visitor: Visitor, query = '') => UserPage.parse((await visitor('GET', `${PATH}${query}`)).body)
const namesOf = ({ users }: UserPage) => users.map(({ username }) => username.replace('@northwind.example', ''))
const detailsOf = async (visitor: Visitor, { id }: Pick<User, 'id'>) =>
  UserDetails.parse((await visitor('GET', `${PATH}/${id}`)).body)
const stored = ({ inStore }: Backend, { id }: Pick<User, 'id'>) => inStore((tx) => tx.users.byId(id))
const auditOf = ({ inStore }: Backend) => inStore((tx) => tx.audit.search({}, 100))
const readsOwn = async ({ visitor }: Backend, user: User) =>
  (await visitor()('GET', `/attask/api/v15.0/user/${user.id}?apiKey=${valueOf(user)}`)).status
const everything = ({ inStore }: Backend) =>
  inStore(async (tx) => ({
    users: await tx.users.search([], [], { first: 0, limit: 100 }),
    keys: [await tx.keys.ofUser(ada.id), await tx.keys.ofUser(cleo.id), await tx.keys.ofUser(inactive.id)],
    customer: await tx.customer.get(),
  }))

/** **Save** on the page of a user, with what stands there but for `change`. */
async function save(visitor: Visitor, user: Pick<User, 'id'>, change: Record<string, unknown>) {
  const { version, ...details } = await detailsOf(visitor, user)
  return visitor('PUT', `${PATH}/${user.id}`, { ...UserSettings.parse(details), version, ...change })
}

const newcomer = {
  firstName: 'Nia',
  lastName: 'Okoro',
  email: 'nia@northwind.example',
  username: 'nia',
  licence: 'Light',
  accessLevel: 'Light',
  timeZone: 'Europe/Berlin',
  ssoUsername: 'Nia',
  ssoAccessOnly: false,
  newPassword: NEW,
}

test('the list shows everybody by name, with licence, level, status and the dates of their key', async () => {
  const page = await list(await start().signIn(ada))
  expect(namesOf(page)).toEqual(['ada', 'ben', 'cleo', 'dora', 'inactive'])
  expect(page).toMatchObject({ count: 5, asOf: START })
  expect(page.users[3]).toEqual({
    id: dora.id,
    name: 'dora Northwind',
    username: dora.username,
    email: dora.email,
    licence: 'Light',
    accessLevel: 'Light',
    status: 'locked',
    lastLoginDate: null,
    key: null,
  })
  expect(page.users[2]?.key).toEqual({
    state: 'active',
    refusedFor: null,
    createdAt: START,
    expiresAt: null,
    lastUsedAt: null,
  })
  expect(page.users[4]).toMatchObject({ status: 'inactive', key: { state: 'active' } })
})

test.each([
  ['a part of a name', '?search=LEO%20n', ['cleo']],
  ['a part of an address', `?search=${encodeURIComponent('ben@')}`, ['ben']],
  ['a percent sign', '?search=%25', []],
  ['an underscore', '?search=_', []],
  ['a backslash', '?search=%5C', []],
  ['quotes', '?search=%22%27', []],
  ['the active', '?status=active', ['ada', 'ben', 'cleo']],
  ['the inactive', '?status=inactive', ['inactive']],
  ['the locked', '?status=locked', ['dora']],
  ['descending order', '?order=descending', ['inactive', 'dora', 'cleo', 'ben', 'ada']],
  ['access level', '?sort=accessLevel', ['dora', 'cleo', 'ada', 'ben', 'inactive']],
  ['no key', '?keys=none', ['ben', 'dora']],
])('the list can be asked for %s', async (_, query, names) => {
  const page = await list(await start().signIn(ada), query)
  expect(namesOf(page)).toEqual(names)
  expect(page.count).toBe(names.length)
})

test('the Keys filter tells active, expired, never used, unused since a day and expiring keys apart', async () => {
  const [soon, later] = [shift(START, 30 * DAY), shift(START, 30 * DAY + 1)]
  const keys = [
    keyOf(ada, { createdAt: shift(START, -90 * DAY), expiresAt: later, lastUsedAt: shift(START, -DAY) }),
    keyOf(ben, { createdAt: shift(START, -90 * DAY), expiresAt: soon, lastUsedAt: '2030-01-05T06:59:59.999Z' }),
    keyOf(cleo, { createdAt: shift(START, -90 * DAY), expiresAt: START, lastUsedAt: '2030-01-05T07:00:00.000Z' }),
    keyOf(dora, { createdAt: '2030-01-05T07:00:00.000Z' }),
    keyOf(inactive, { createdAt: shift(START, -90 * DAY), expiresAt: shift(START, -1) }),
  ]
  const admin = await start({ keys }).signIn(ada)
  const found = async (filter: string) => namesOf(await list(admin, `?keys=${filter}`))
  expect(await found('active')).toEqual(['ada', 'ben', 'dora'])
  expect(await found('expired')).toEqual(['cleo', 'inactive'])
  expect(await found('never-used')).toEqual(['dora', 'inactive'])
  expect(await found('expiring')).toEqual(['ben'])
  // Midnight in Denver, where Ada is; a key made since was not unused before.
  expect(await found('unused-since&since=2030-01-05')).toEqual(['ben', 'inactive'])
  expect(namesOf(await list(admin, '?sort=expiresAt'))).toEqual(['inactive', 'cleo', 'ben', 'ada', 'dora'])
  expect(namesOf(await list(admin, '?sort=lastUsedAt&order=descending')).slice(0, 3)).toEqual(['ada', 'cleo', 'ben'])
})

test('a key that a password’s expiry has ended is none, in the list and on the page (E6)', async () => {
  const settings = { ...customer, passwordResetDays: 30, removeKeyOnPasswordExpiry: true } as const
  const old = { ...cleo, passwordDate: shift(START, -30 * DAY) }
  const admin = await start({ customer: settings, users: [ada, ben, old, dora, inactive] }).signIn(ada)
  expect(namesOf(await list(admin, '?keys=none'))).toEqual(['ben', 'cleo', 'dora'])
  expect(namesOf(await list(admin, '?keys=active'))).toEqual(['ada', 'inactive'])
  expect((await detailsOf(admin, cleo)).key).toBeNull()
})

test('an active key that its owner may not use says so, in the list and on the page', async () => {
  const outside = person('olaf', { accessLevel: 'External', licence: 'External' })
  const gone = person('nils', { accessLevel: 'External', licence: 'External', isActive: false })
  const expired = person('gil', { isActive: false })
  const users = [ada, cleo, inactive, outside, gone, expired]
  const keys = users.map((user) => keyOf(user, { expiresAt: user === expired ? START : null }))
  const admin = await start({ users, keys }).signIn(ada)
  const shown = (await list(admin)).users
  for (const [user, refusedFor] of [
    [cleo, null],
    [inactive, 'inactive'],
    [outside, 'External'],
    [gone, 'External'],
    [expired, null],
  ] as const) {
    const state = user === expired ? 'expired' : 'active'
    expect(shown.find(({ id }) => id === user.id)).toMatchObject({ key: { state, refusedFor } })
    expect(await detailsOf(admin, user)).toMatchObject({ key: { state, refusedFor } })
  }
})

test('pages follow each other, and beyond the last there is nothing but the count', async () => {
  const crowd = Array.from({ length: 70 }, (_, index) => person(`member.${String(index).padStart(3, '0')}`))
  const admin = await start({ users: [ada, ...crowd], keys: [] }).signIn(ada)
  const pages = await Promise.all([1, 2, 3, 4].map((page) => list(admin, `?page=${page}`)))
  expect(pages.map(({ users, count }) => [users.length, count])).toEqual([
    [25, 71],
    [25, 71],
    [21, 71],
    [0, 71],
  ])
  expect(pages.flatMap(namesOf)).toEqual(['ada', ...crowd.map(({ firstName }) => firstName)])
})

test.each([
  ['search', `search=${'a'.repeat(10_000)}`, 'Search for 254 characters or fewer'],
  ['status', 'status=gone', 'Choose a status'],
  ['keys', 'keys=all', 'Choose one'],
  ['since', 'keys=unused-since', 'Choose the day since when'],
  ['since', 'since=yesterday', 'Enter a day'],
  ['sort', 'sort=passwordHash', 'Choose a column'],
  ['order', 'order=up', 'Choose ascending'],
])('what cannot be asked is refused in words, with the field: %s', async (field, query, words) => {
  const admin = await start().signIn(ada)
  for (const path of [PATH, `${PATH}/export`])
    expect(await admin('GET', `${path}?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid', field, message: expect.stringContaining(words) },
    })
})

test('the page of a user shows what can be edited and done, and no secret', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const answer = await admin('GET', `${PATH}/${cleo.id}`)
  const { body } = answer
  expect(UserDetails.parse(body)).toEqual(body)
  expect(body).toMatchObject({
    status: 'active',
    hasPassword: true,
    key: { id: keyOf(cleo).id, state: 'active' },
    isMainAdministrator: false,
    whyNotDeactivate: null,
    whyNoOneTimePassword: null,
  })
  for (const secret of [cleo.passwordHash ?? '', keyOf(cleo).digest, keyOf(cleo).sealedValue, valueOf(cleo)])
    expect(JSON.stringify(body)).not.toContain(secret)
  expect(await detailsOf(admin, ada)).toMatchObject({
    isMainAdministrator: true,
    levels: ['System Administrator'],
    whyNotDeactivate: expect.stringContaining('main administrator'),
    whyNoOneTimePassword: expect.stringContaining('Your own password'),
  })
  for (const id of [idOf('nobody'), 'x', '%00'])
    expect(await admin('GET', `${PATH}/${id}`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
})

test('the list is carried away as CSV under the same filter, with no key’s value, and that is recorded', async () => {
  const formula = person('=cmd()', { username: '@x', accessLevel: 'Light', licence: 'Light' })
  const backend = start({ users: [ada, cleo, formula], keys: [keyOf(cleo, { lastUsedAt: START })] })
  const admin = await backend.signIn(ada)
  const response = await backend.api.fetch(
    new Request(`http://latchkey.test${PATH}/export?search=northwind`),
    admin.from,
  )
  expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  const { data } = Papa.parse<string[]>((await response.text()).replace('\uFEFF', ''))
  expect(data[0]?.slice(0, 3)).toEqual(['User ID', 'Name', 'User name'])
  expect(data.slice(1).map((row) => [row[1], row[2], ...row.slice(6)])).toEqual([
    ["'=cmd() Northwind", "'@x", 'active', '', 'none', '', '', ''],
    ['ada Northwind', ada.username, 'active', '2030-01-15 05:00:00', 'none', '', '', ''],
    ['cleo Northwind', cleo.username, 'active', '', 'active', '2030-01-15 05:00:00', 'never', '2030-01-15 05:00:00'],
  ])
  expect(JSON.stringify(data)).not.toContain(valueOf(cleo))
  const [record] = await auditOf(backend)
  expect(record).toMatchObject({ type: 'User', action: 'Export', outcome: 'done', after: { search: 'northwind' } })
})

test('what is carried away is of one moment, however many changes wait', async () => {
  const crowd = Array.from({ length: 200 }, (_, index) => person(`member.${index}`, { lastName: 'before' }))
  const backend = start({ users: [ada, ...crowd] })
  const admin = await backend.signIn(ada)
  const rename = (lastName: string) =>
    backend.inStore(async (tx) => {
      for (const user of crowd) await tx.users.put({ ...user, lastName })
    })
  const file = async () => {
    const request = new Request(`http://latchkey.test${PATH}/export?search=member`)
    const { data } = Papa.parse<string[]>(await (await backend.api.fetch(request, admin.from)).text())
    return new Set(data.slice(1).map(([, name = '']) => name.split(' ')[1]))
  }
  const files = await Promise.all([file(), rename('after'), file(), rename('later'), file()])
  for (const names of files) if (names) expect(names.size).toBe(1)
})

test('somebody new can sign in with the one-time password once they have chosen their own', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const answer = await admin('POST', PATH, newcomer)
  expect(answer).toMatchObject({ status: 201, body: { firstName: 'Nia', status: 'active', mustChangePassword: true } })
  const created = UserDetails.parse(answer.body)
  expect(await stored(backend, created)).toMatchObject({ ssoUsername: 'Nia', locale: 'en-US', isActive: true })

  const visitor = backend.visitor()
  const credentials = { username: 'NIA', password: NEW }
  expect(await visitor('POST', '/api/session', credentials)).toMatchObject({ body: { code: 'one-time-password' } })
  expect(
    await visitor('POST', '/api/session/new-password', { ...credentials, newPassword: 'calm-Meadow-3' }),
  ).toMatchObject({ status: 201 })
  const recorded = (await auditOf(backend)).find(({ action }) => action === 'Create')
  expect(recorded).toMatchObject({ type: 'User', object: 'Nia Okoro', after: { email: 'nia@northwind.example' } })
  expect(JSON.stringify(await auditOf(backend))).not.toContain(NEW)
})

test.each([
  ['firstName', { firstName: ' ' }],
  ['email', { email: 'nobody' }],
  ['email', { email: ben.email.toUpperCase() }],
  ['username', { username: ben.username.toUpperCase() }],
  ['ssoUsername', { ssoUsername: 'Cleo' }],
  ['accessLevel', { accessLevel: 'Standard' }],
  ['licence', { licence: 'Plan' }],
  ['timeZone', { timeZone: '+05:30' }],
  ['newPassword', { newPassword: 'short' }],
  ['newPassword', { newPassword: 'sunshine-7' }],
  ['newPassword', { newPassword: newcomer.email }],
])('somebody new is refused at the field %s', async (field, change) => {
  const backend = start({ users: [ada, ben, { ...cleo, ssoUsername: 'Cleo' }] })
  const admin = await backend.signIn(ada)
  const before = await everything(backend)
  expect(await admin('POST', PATH, { ...newcomer, ...change })).toMatchObject({ status: 400, body: { field } })
  expect(await everything(backend)).toEqual(before)
  expect((await auditOf(backend))[0]).toMatchObject({ type: 'User', action: 'Create', outcome: 'refused' })
})

test('SSO usernames are told apart by upper and lower case', async () => {
  const backend = start({ users: [ada, { ...cleo, ssoUsername: 'nia' }] })
  expect(await (await backend.signIn(ada))('POST', PATH, newcomer)).toMatchObject({ status: 201 })
})

test.each([
  ['none', DEFAULT_SSO, false],
  ['saml2', { ...DEFAULT_SSO, type: 'saml2' as const }, true],
])('new users begin with Only Allow SAML 2.0 Authentication where that is configured: %s', async (_, sso, expected) => {
  const { body } = await (await start({ sso }).signIn(ada))('GET', `${PATH}/defaults`)
  expect(UserDefaults.parse(body)).toMatchObject({ ssoAccessOnly: expected, timeZone: customer.timeZone })
})

test('what the directory said of somebody is on their page, and not on that of anybody else', async () => {
  const backend = start()
  await backend.inStore((tx) => tx.users.putDirectory(cleo.id, { Title: 'Painter', City: 'Denver' }))
  const admin = await backend.signIn(ada)
  expect((await detailsOf(admin, cleo)).directory).toEqual({ Title: 'Painter', City: 'Denver' })
  expect((await detailsOf(admin, ada)).directory).toEqual({})
})

test('with Adobe IMS nobody is made an administrator here, and nobody is given a password', async () => {
  const backend = start({ customer: { ...customer, platformMode: 'ims' } })
  const admin = await backend.signIn(ada)
  const forbidden = (field?: string) => ({
    status: 403,
    body: { code: 'forbidden', ...(field && { field }), message: expect.stringContaining('Adobe Admin Console') },
  })
  const level = { licence: 'Standard', accessLevel: 'System Administrator' }
  expect(await admin('POST', PATH, { ...newcomer, ...level, newPassword: null })).toMatchObject(
    forbidden('accessLevel'),
  )
  expect(await admin('POST', PATH, newcomer)).toMatchObject(forbidden('newPassword'))
  expect(await save(admin, cleo, level)).toMatchObject(forbidden('accessLevel'))
  expect(await save(admin, ben, { accessLevel: 'Standard' })).toMatchObject(forbidden('accessLevel'))
  expect(await admin('POST', `${PATH}/${cleo.id}/one-time-password`, { newPassword: NEW })).toMatchObject(forbidden())
  expect(await admin('POST', PATH, { ...newcomer, newPassword: null })).toMatchObject({ status: 201 })
})

test('a saved user is as they were saved, and the record says what changed', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const change = { firstName: 'Cleopatra', licence: 'Contributor', accessLevel: 'Contributor', ssoUsername: 'Cleo' }
  const answer = await save(admin, cleo, change)
  expect(answer).toMatchObject({ status: 200, body: change })
  expect(await stored(backend, cleo)).toEqual({ ...cleo, ...change })
  expect((await auditOf(backend))[0]).toMatchObject({
    type: 'User',
    action: 'Change',
    object: 'cleo Northwind',
    before: { firstName: 'cleo', ssoUsername: null },
    after: change,
  })
})

test('of two administrators who edit one user the second is refused, whichever way the first took', async () => {
  const backend = start({ keys: [keyOf(ada)] })
  const [first, second] = [await backend.signIn(ada), await backend.signIn(ben)]
  const { version, ...details } = await detailsOf(second, cleo)
  const late = () =>
    second('PUT', `${PATH}/${cleo.id}`, { ...UserSettings.parse(details), firstName: 'Cleopatra', version })
  for (const meanwhile of [
    () => save(first, cleo, { lastName: 'Southwind' }),
    () => first('PUT', `/attask/api/v15.0/user/${cleo.id}?apiKey=${valueOf(ada)}&lastName=Eastwind`),
    () => first('PUT', '/api/sso-users', { lines: [{ line: 1, id: cleo.id, ssoUsername: 'Cleo' }] }),
  ]) {
    expect(await meanwhile()).toMatchObject({ status: 200 })
    expect(await late()).toMatchObject({ status: 409, body: { code: 'stale' } })
    await backend.inStore((tx) => tx.users.put(cleo))
  }
  // A login is no edit.
  await backend.inStore((tx) => tx.users.put({ ...cleo, lastLoginDate: START, loginCount: 1 }))
  expect(await late()).toMatchObject({ status: 200 })
})

test('a deactivated user is signed out and their key refused until they are reactivated (reference §5.1)', async () => {
  const backend = start()
  const [admin, browser] = [await backend.signIn(ada), await backend.signIn(cleo)]
  expect(await readsOwn(backend, cleo)).toBe(200)
  for (const _ of ['once', 'again'])
    expect(await admin('POST', `${PATH}/${cleo.id}/deactivate`)).toMatchObject({
      status: 200,
      body: { status: 'inactive', key: { state: 'active' } },
    })
  expect(await browser('GET', '/api/session')).toMatchObject({ status: 401 })
  expect(await readsOwn(backend, cleo)).toBe(401)

  expect(await admin('POST', `${PATH}/${cleo.id}/reactivate`)).toMatchObject({ body: { status: 'active' } })
  expect(await readsOwn(backend, cleo)).toBe(200)
  expect(await browser('GET', '/api/session')).toMatchObject({ status: 401 })
  expect((await auditOf(backend)).map(({ action }) => action).slice(0, 2)).toEqual(['Reactivate', 'Deactivate'])
})

test('whom somebody has locked out with wrong passwords can be let in again', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  expect(await admin('POST', `${PATH}/${dora.id}/unlock`)).toMatchObject({ body: { status: 'active' } })
  await backend.signIn(dora)
  expect((await auditOf(backend))[1]).toMatchObject({
    action: 'Unlock',
    object: 'dora Northwind',
    before: { lockedUntil: dora.lockedUntil },
    after: { lockedUntil: null },
  })
})

test('a one-time password ends the sessions and the old password, and opens nothing but the way to another', async () => {
  const backend = start()
  const [admin, browser] = [await backend.signIn(ada), await backend.signIn(cleo)]
  const answer = await admin('POST', `${PATH}/${cleo.id}/one-time-password`, { newPassword: NEW })
  expect(answer).toMatchObject({ status: 200, body: { mustChangePassword: true, key: { state: 'active' } } })
  expect(await browser('GET', '/api/session')).toMatchObject({ status: 401 })
  const logIn = (password: string) => backend.visitor()('POST', '/api/session', { username: cleo.username, password })
  expect(await logIn(PASSWORD)).toMatchObject({ status: 401 })
  expect(await logIn(NEW)).toMatchObject({ status: 403, body: { code: 'one-time-password' } })
  const call = `/attask/api/v15.0/login?username=${cleo.username}&password=${NEW}`
  expect(await backend.visitor()('POST', call)).toMatchObject({ status: 401 })
  expect(await backend.inStore((tx) => tx.users.previousPasswords(cleo.id, 5))).toEqual([cleo.passwordHash])
  const record = (await auditOf(backend)).find(({ action }) => action === 'Set one-time password')
  expect(record).toMatchObject({ object: 'cleo Northwind', details: 'Sessions ended: 1', outcome: 'done' })
  expect(JSON.stringify(record)).not.toContain(NEW)
})

test('a one-time password lifts a lock, and takes a key that the old password had ended for good (E6)', async () => {
  const settings = { ...customer, passwordResetDays: 30, removeKeyOnPasswordExpiry: true } as const
  const old = { ...dora, passwordDate: shift(START, -30 * DAY) }
  const backend = start({ customer: settings, users: [ada, old], keys: [keyOf(dora)] })
  const admin = await backend.signIn(ada)
  await admin('POST', `${PATH}/${dora.id}/one-time-password`, { newPassword: NEW })
  expect(await detailsOf(admin, dora)).toMatchObject({ status: 'active', key: null })
})

test.each(['short', 'sunshine-7', cleo.username])(
  'a weak one-time password is refused at its field: %s',
  async (weak) => {
    const backend = start()
    const answer = await (
      await backend.signIn(ada)
    )('POST', `${PATH}/${cleo.id}/one-time-password`, { newPassword: weak })
    expect(answer).toMatchObject({ status: 400, body: { field: 'newPassword' } })
    expect(await stored(backend, cleo)).toEqual(cleo)
  },
)

test('the key of one user is removed, only the one that was meant, and a repeat is no error', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const path = (key: string) => `${PATH}/${cleo.id}/key/${key}`
  expect(await admin('DELETE', path(idOf('another')))).toMatchObject({ status: 409, body: { code: 'key-changed' } })
  expect(await readsOwn(backend, cleo)).toBe(200)
  for (const _ of ['once', 'again'])
    expect(await admin('DELETE', path(keyOf(cleo).id))).toMatchObject({ status: 200, body: { key: null } })
  expect(await readsOwn(backend, cleo)).toBe(401)
  expect(await readsOwn(backend, ada)).toBe(200)
  expect((await auditOf(backend)).slice(0, 3)).toMatchObject([
    { type: 'API Key', action: 'Remove', object: 'API key of cleo Northwind', before: null },
    { type: 'API Key', action: 'Remove', outcome: 'done', before: { createdAt: START, expiresAt: null } },
    { type: 'API Key', action: 'Remove', outcome: 'refused' },
  ])
})

test('before the key of one user goes, its clients of the last 30 days are named, the last first', async () => {
  const at = (days: number) => shift(START, -days * DAY)
  const keyUses = [
    { userId: cleo.id, client: 'Old 1.0', address: '::1', lastUsedAt: at(30) },
    { userId: cleo.id, client: 'Sync 2.4', address: '::1', lastUsedAt: at(29) },
    { userId: cleo.id, client: 'curl 8.5', address: '203.0.113.5', lastUsedAt: at(1) },
    { userId: ada.id, client: 'Export 1.0', address: '::1', lastUsedAt: START },
  ]
  const admin = await start({ keyUses }).signIn(ada)
  const clientsOf = async ({ id }: User) => (await admin('GET', `${PATH}/${id}/clients`)).body
  expect(await clientsOf(cleo)).toEqual({
    uses: [
      { client: 'curl 8.5', address: '203.0.113.5', lastUsedAt: at(1) },
      { client: 'Sync 2.4', address: '::1', lastUsedAt: at(29) },
    ],
    asOf: START,
  })
  expect(await clientsOf(dora)).toEqual({ uses: [], asOf: START })
  expect(await admin('GET', `${PATH}/${idOf('nobody')}/clients`)).toMatchObject({ status: 404 })
})

test('the clients of a key that a password’s expiry has ended are not named (E6)', async () => {
  const backend = start({
    customer: { ...customer, passwordResetDays: 30, removeKeyOnPasswordExpiry: true },
    users: [ada, { ...cleo, passwordDate: shift(START, -31 * DAY) }],
    keyUses: [{ userId: cleo.id, client: 'curl 8.5', address: '::1', lastUsedAt: START }],
  })
  const admin = await backend.signIn(ada)
  expect(await admin('GET', `${PATH}/${cleo.id}/clients`)).toMatchObject({ status: 200, body: { uses: [] } })
})

/** What §1 forbids whoever it is, and what it leaves to an administrator. */
const FORBIDDEN: [rule: string, user: User, ask: (visitor: Visitor) => Promise<{ status: number; body: unknown }>][] = [
  ['the main administrator is deactivated', ada, (visitor) => visitor('POST', `${PATH}/${ada.id}/deactivate`)],
  ['the main administrator gets another level', ada, (visitor) => save(visitor, ada, { accessLevel: 'Standard' })],
  ['one deactivates oneself', ben, (visitor) => visitor('POST', `${PATH}/${ben.id}/deactivate`)],
  [
    'another administrator is given a password',
    ada,
    (visitor) => visitor('POST', `${PATH}/${ada.id}/one-time-password`, { newPassword: NEW }),
  ],
  [
    'one gives oneself a one-time password',
    ben,
    (visitor) => visitor('POST', `${PATH}/${ben.id}/one-time-password`, { newPassword: NEW }),
  ],
]

test.each(FORBIDDEN)('it is refused, and recorded, that %s', async (_, user, ask) => {
  const backend = start()
  const admin = await backend.signIn(ben)
  const before = await everything(backend)
  expect(await ask(admin)).toMatchObject({ status: 403, body: { code: 'forbidden', message: expect.any(String) } })
  expect(await everything(backend)).toEqual(before)
  const object = `${user.firstName} Northwind`
  expect((await auditOf(backend))[0]).toMatchObject({ outcome: 'refused', userId: ben.id, object })
})

test('an administrator’s password is not set by somebody who takes their level away for a moment', async () => {
  const backend = start({ keys: [keyOf(ada)] })
  const admin = await backend.signIn(ada)
  const level = (accessLevel: User['accessLevel'], licence: User['licence']) =>
    save(admin, ben, { accessLevel, licence })
  expect(await level('Light', 'Light')).toMatchObject({ status: 200 })
  const given = await admin('POST', `${PATH}/${ben.id}/one-time-password`, { newPassword: NEW })
  expect(given).toMatchObject({ status: 200 })
  expect(await level('System Administrator', 'Standard')).toMatchObject({
    status: 403,
    body: { field: 'accessLevel', message: expect.stringContaining('chosen a password of their own') },
  })
  const updates = `licenseType=Standard&accessLevelID=${ACCESS_LEVEL_ID['System Administrator']}`
  const call = `/attask/api/v15.0/user/${ben.id}?${updates}&apiKey=${valueOf(ada)}`
  expect(await backend.visitor()('PUT', call)).toMatchObject({ status: 403 })
  expect(await stored(backend, ben)).toMatchObject({ accessLevel: 'Light' })
})

test.each([
  ['PUT', `/${cleo.id}`, { ...UserSettings.parse({ ...cleo, ssoUsername: '' }) }, 'version'],
  ['PUT', `/${cleo.id}`, { ...UserSettings.parse({ ...cleo, ssoUsername: '' }), version: 7 }, 'version'],
  ['POST', '', { ...newcomer, newPassword: undefined }, 'newPassword'],
  ['POST', '', { ...newcomer, newPassword: 7 }, 'newPassword'],
  ['POST', `/${cleo.id}/one-time-password`, {}, 'newPassword'],
])('what no form sends is refused in words that name it: %s %s', async (method, path, body, field) => {
  expect(await (await start().signIn(ada))(method, PATH + path, body)).toMatchObject({
    status: 400,
    body: { code: 'invalid', field, message: `${field} is missing, or is not what belongs there` },
  })
})

test('the last active administrator cannot give up their level', async () => {
  // As in an organisation whose Admin Email has lost its owner.
  const settings = { ...customer, adminEmail: 'gone@northwind.example' }
  const backend = start({ customer: settings, users: [ben, cleo, inactive] })
  const admin = await backend.signIn(ben)
  expect(await save(admin, ben, { accessLevel: 'Standard' })).toMatchObject({
    status: 403,
    body: { field: 'accessLevel', message: expect.stringContaining('last active administrator') },
  })
  await backend.inStore((tx) => tx.users.put(ada))
  expect(await save(admin, ben, { accessLevel: 'Standard' })).toMatchObject({ status: 200 })
  expect(await admin('GET', PATH)).toMatchObject({ status: 403 })
})

test('the Admin Email follows the main administrator to another address', async () => {
  const backend = start()
  expect(await save(await backend.signIn(ben), ada, { email: 'Ada.L@northwind.example' })).toMatchObject({
    status: 200,
    body: { isMainAdministrator: true },
  })
  expect(await backend.inStore((tx) => tx.customer.get())).toMatchObject({
    adminEmail: 'Ada.L@northwind.example',
    version: customer.version + 1,
  })
})

/** Every act of this screen, as it would be done to Cleo. */
const ACTS: [method: string, path: string, body?: unknown][] = [
  ['GET', ''],
  ['GET', '/export'],
  ['GET', '/defaults'],
  ['GET', `/${cleo.id}`],
  ['POST', '', newcomer],
  ['PUT', `/${cleo.id}`, { ...cleo, ssoUsername: '', version: '' }],
  ['POST', `/${cleo.id}/deactivate`],
  ['POST', `/${cleo.id}/reactivate`],
  ['POST', `/${cleo.id}/unlock`],
  ['POST', `/${cleo.id}/one-time-password`, { newPassword: NEW }],
  ['DELETE', `/${cleo.id}/key/${keyOf(cleo).id}`],
]

test.each([
  ['a Light user', { ...dora, lockedUntil: null }],
  // Custom levels, a group administrator's among them, give no access to this: they are Standard users here.
  ['a group administrator', cleo],
])('all of it is refused to %s, whose tries are recorded (reference §1)', async (_, user) => {
  const backend = start({ users: [ada, ben, cleo, { ...dora, lockedUntil: null }, inactive] })
  const visitor = await backend.signIn(user)
  const before = await everything(backend)
  const verified = backend.verified.length
  for (const [method, path, body] of ACTS)
    expect(await visitor(method, PATH + path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await everything(backend)).toEqual(before)
  expect(backend.verified.length).toBe(verified)
  const refused = (await auditOf(backend)).filter(({ outcome, userId }) => outcome === 'refused' && userId === user.id)
  expect(refused.map(({ action }) => action).toReversed()).toEqual([
    'Export',
    'Create',
    'Change',
    'Deactivate',
    'Reactivate',
    'Unlock',
    'Set one-time password',
    'Remove',
  ])
})

test('a user who is not there is not found, by any act', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  for (const id of [idOf('nobody'), 'x'])
    for (const [method, path, body] of ACTS)
      if (path.includes(cleo.id))
        expect(await admin(method, PATH + path.replace(cleo.id, id), body)).toMatchObject({ status: 404 })
})
