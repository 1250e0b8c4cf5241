import { expect, test } from 'vitest'
import { SIGN_ON_ONLY } from '#src/domain/sso/gate.ts'
import { DEFAULT_SSO, SSO_ELSEWHERE, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { FederatedUsers, ImportPreview, type ImportLine } from '#src/domain/sso/userImport.ts'
import type { User } from '#src/domain/user.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  idOf,
  inactive,
  PASSWORD,
  person,
  startBackend,
  type Visitor,
} from '#testing/backend.ts'

const PATH = '/api/sso-users'
const eve = person('eve', { ssoUsername: 'Eve', ssoAccessOnly: true })
const fay = person('fay', { ssoUsername: 'Fay' })

const start = (sso: Partial<SingleSignOn> = {}) =>
  startBackend({ users: [ada, ben, cleo, inactive, eve, fay], sso: { ...DEFAULT_SSO, ...sso } })
const IN_FORCE = { type: 'saml2', isEnabled: true, loginPortalUrl: 'https://idp.example/sso' } as const

/** Lines of a file, from line 1 on. */
const lines = (...entries: [user: Pick<User, 'id'>, ssoUsername: string][]): ImportLine[] =>
  entries.map(([{ id }, ssoUsername], index) => ({ line: index + 1, id, ssoUsername }))

const put = (admin: Visitor, ...entries: [user: Pick<User, 'id'>, ssoUsername: string][]) =>
  admin('PUT', PATH, { lines: lines(...entries) })

const preview = async (admin: Visitor, ...entries: [user: Pick<User, 'id'>, ssoUsername: string][]) =>
  ImportPreview.parse((await admin('POST', `${PATH}/preview`, { lines: lines(...entries) })).body)

const people = ({ inStore }: ReturnType<typeof start>) =>
  inStore(async ({ users }) =>
    Object.fromEntries(
      (await users.pick(['firstName', 'ssoUsername', 'ssoAccessOnly'], [])).map(
        ({ firstName, ssoUsername, ssoAccessOnly }) => [firstName, [ssoUsername, ssoAccessOnly]],
      ),
    ),
  )

const BEFORE = {
  ada: [null, false],
  ben: [null, false],
  cleo: [null, false],
  inactive: [null, false],
  eve: ['Eve', true],
  fay: ['Fay', false],
}

test('an import sets the SSO username and turns Only Allow SAML 2.0 Authentication on for all listed users', async () => {
  const backend = start()
  const answer = await put(await backend.signIn(ada), [cleo, 'Cleo'], [inactive, 'gone'], [eve, 'Eve'], [fay, 'Fay'])
  expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: { updated: 3, unchanged: 1 } })
  expect(await people(backend)).toEqual({
    ...BEFORE,
    cleo: ['Cleo', true],
    inactive: ['gone', true],
    fay: ['Fay', true],
  })
})

test('SSO usernames are different in upper and lower case, and users can change places', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  expect(await put(admin, [eve, 'Fay'], [fay, 'Eve'], [cleo, 'eve'])).toMatchObject({ body: { updated: 3 } })
  expect(await people(backend)).toMatchObject({ eve: ['Fay', true], fay: ['Eve', true], cleo: ['eve', true] })
})

test('the same import once more changes nothing', async () => {
  const admin = await start().signIn(ada)
  await put(admin, [cleo, 'Cleo'], [ben, 'Ben'])
  expect(await put(admin, [cleo, 'Cleo'], [ben, 'Ben'])).toMatchObject({ body: { updated: 0, unchanged: 2 } })
})

test.each<[string, [Pick<User, 'id'>, string][], RegExp]>([
  ['there is no such user', [[{ id: idOf('nobody') }, 'x']], /Line 2: There is no user with this ID/],
  ['a user stands there twice', [[cleo, 'x']], /Line 2: The same user as in line 1/],
  ['an SSO username stands there twice', [[ben, 'Cleo']], /Line 2: The same SSO username as in line 1/],
  ['somebody else has an SSO username', [[ben, 'Eve']], /Line 2: eve Northwind has this SSO username/],
  [
    'whoever has it would get another that is taken too',
    [
      [fay, 'Eve'],
      [ben, 'Fay'],
    ],
    /Line 2: eve Northwind .* Line 3: fay Northwind/,
  ],
])('where %s nobody is changed, and the answer names the lines', async (_, entries, words) => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const answer = await put(admin, [cleo, 'Cleo'], ...entries)
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', message: expect.stringMatching(words) } })
  expect(answer.body).toMatchObject({ message: expect.stringMatching(/^Nobody was updated\./) })
  expect(await people(backend)).toEqual(BEFORE)
})

test.each([
  ['no list', { lines: 'all' }],
  ['no ID', { lines: [{ line: 1, id: 'ada', ssoUsername: 'x' }] }],
  ['a formula', { lines: [{ line: 1, id: ada.id, ssoUsername: '=1+1' }] }],
  ['an SSO username that is too long', { lines: [{ line: 1, id: ada.id, ssoUsername: 'x'.repeat(255) }] }],
  ['more than 100,000 lines', { lines: Array(100_001).fill({ line: 1, id: ada.id, ssoUsername: 'x' }) }],
])('%s is refused', async (_, body) => {
  const backend = start()
  const admin = await backend.signIn(ada)
  for (const [method, path] of [
    ['PUT', PATH],
    ['POST', `${PATH}/preview`],
  ] as const)
    expect(await admin(method, path, body)).toMatchObject({ status: 400, body: { code: 'invalid', field: 'lines' } })
  expect(await people(backend)).toEqual(BEFORE)
})

test('a preview says who each line is about, and changes nothing', async () => {
  const backend = start()
  const { lines } = await preview(
    await backend.signIn(ada),
    [cleo, 'Cleo'],
    [eve, 'Eve'],
    [ben, 'Fay'],
    [inactive, 'x'],
    [{ id: idOf('nobody') }, 'y'],
  )
  const unchanged = { isActive: true, isAdministrator: false, losesPassword: false, ssoAccessOnly: false }
  expect(lines).toEqual([
    {
      user: { ...unchanged, name: 'cleo Northwind', username: cleo.username, ssoUsername: null },
      holders: [],
    },
    {
      user: {
        ...unchanged,
        name: 'eve Northwind',
        username: eve.username,
        ssoUsername: 'Eve',
        ssoAccessOnly: true,
      },
      holders: [],
    },
    {
      user: { ...unchanged, isAdministrator: true, name: 'ben Northwind', username: ben.username, ssoUsername: null },
      holders: [{ id: fay.id, name: 'fay Northwind' }],
    },
    {
      user: {
        ...unchanged,
        isActive: false,
        isAdministrator: true,
        name: 'inactive Northwind',
        username: inactive.username,
        ssoUsername: null,
      },
      holders: [],
    },
    { user: null, holders: [] },
  ])
  expect(await people(backend)).toEqual(BEFORE)
  expect(await backend.inStore((tx) => tx.audit.search())).toHaveLength(1)
})

test.each([
  ['while single sign-on is off', {}, [], 2],
  ['with Admin Exemption', IN_FORCE, ['cleo'], 2],
  ['without Admin Exemption', { ...IN_FORCE, hasAdminExemption: false }, ['ada', 'cleo'], 2],
])('%s a preview tells whose password will no longer be taken', async (_, sso, losers, administrators) => {
  const backend = start(sso)
  const entries = [ada, cleo, inactive, eve].map((user): [User, string] => [user, `new ${user.firstName}`])
  const answer = await preview(await backend.withSession(ben), ...entries)
  const named = answer.lines.flatMap(({ user }) => (user?.losesPassword ? [user.name.split(' ')[0]] : []))
  expect({ named, administrators: answer.administrators }).toEqual({ named: losers, administrators })
})

test('where single sign-on is in force, a listed user’s password is refused from then on', async () => {
  const backend = start({ ...IN_FORCE, hasAdminExemption: false })
  const logIn = () => backend.visitor()('POST', '/api/session', { username: cleo.username, password: PASSWORD })
  expect((await logIn()).status).toBe(201)
  const admin = await backend.signIn(ada)
  await put(admin, [cleo, 'Cleo'], [ben, 'Ben'])
  expect(await logIn()).toMatchObject({ status: 401, body: { code: 'sso-only', message: SIGN_ON_ONLY } })
  expect(await preview(admin, [cleo, 'Cleo'])).toMatchObject({
    administrators: 1,
    lines: [{ user: { losesPassword: false } }],
  })
})

test('an import is recorded with how many, and nobody’s name', async () => {
  const backend = start()
  await put(await backend.signIn(ada), [cleo, 'Cleo'], [eve, 'Eve'])
  const [record] = await backend.inStore((tx) => tx.audit.search())
  expect(record).toMatchObject({
    type: 'Single Sign-On',
    action: 'Update users',
    object: 'Update Users For SSO',
    outcome: 'done',
    userId: ada.id,
    details: 'Updated: 1. Unchanged: 1.',
    before: { users: 2, withSsoUsername: 1, ssoAccessOnly: 1 },
    after: { users: 2, withSsoUsername: 2, ssoAccessOnly: 2 },
  })
})

test('the list for downloading has everybody with the SSO username they have now', async () => {
  const { users } = FederatedUsers.parse((await (await start().signIn(ada))('GET', PATH)).body)
  expect(users).toHaveLength(6)
  expect(users).toContainEqual({ id: eve.id, name: 'eve Northwind', username: eve.username, ssoUsername: 'Eve' })
  expect(users).toContainEqual({ id: cleo.id, name: 'cleo Northwind', username: cleo.username, ssoUsername: null })
})

const CALLS = [
  ['GET', PATH],
  ['POST', `${PATH}/preview`],
  ['PUT', PATH],
] as const

test('only an administrator may see or do any of it, and who tried to import is recorded', async () => {
  const backend = start()
  const visitor = await backend.signIn(cleo)
  for (const [method, path] of CALLS) {
    const body = method === 'GET' ? undefined : { lines: lines([cleo, 'Cleo']) }
    expect(await visitor(method, path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await backend.visitor()(method, path, body)).toMatchObject({ status: 401 })
  }
  expect(await people(backend)).toEqual(BEFORE)
  const refused = (await backend.inStore((tx) => tx.audit.search())).filter(({ outcome }) => outcome === 'refused')
  expect(refused).toMatchObject([{ action: 'Update users', userId: cleo.id }])
})

test('with Adobe IMS there is nothing of it, and the refusal says where people sign in', async () => {
  const admin = await startBackend({ customer: { ...customer, platformMode: 'ims' } }).signIn(ada)
  for (const [method, path] of CALLS) {
    const body = method === 'GET' ? undefined : { lines: lines([cleo, 'Cleo']) }
    expect(await admin(method, path, body)).toMatchObject({ status: 403, body: { message: SSO_ELSEWHERE } })
  }
})

test('an administrator may send a large file, nobody else more than any other request', async () => {
  const crowd = Array.from({ length: 20_000 }, (_, index) =>
    person(`member ${index}`, { id: index.toString(16).padStart(32, '0') }),
  )
  const backend = startBackend({ users: [ada, cleo, ...crowd] })
  const body = { lines: lines(...crowd.map((user, index): [User, string] => [user, `${'x'.repeat(200)}${index}`])) }
  expect(JSON.stringify(body).length).toBeGreaterThan(4 * 1024 * 1024)
  for (const visitor of [await backend.signIn(cleo), backend.visitor()])
    expect(await visitor('PUT', PATH, body)).toMatchObject({ status: 413, body: { code: 'too-large' } })
  const admin = await backend.signIn(ada)
  expect(await admin('PUT', PATH, body)).toMatchObject({ status: 200, body: { updated: 20_000, unchanged: 0 } })
  expect(await admin('PUT', PATH, ' '.repeat(24 * 1024 * 1024 + 1))).toMatchObject({ status: 413 })
})
