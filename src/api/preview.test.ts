import { expect, test } from 'vitest'
import type { Customer } from '#src/domain/customer.ts'
import { DAY, MINUTE, shift } from '#src/domain/instant.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import type { User } from '#src/domain/user.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  idOf,
  keyOf,
  PASSWORD,
  START,
  startBackend,
  valueOf,
  type Visitor,
} from '#testing/backend.ts'

const API = '/attask/api/v15.0'
const NEW = 'tall-Meadow-3'
const KEY = keyOf(ada)

const start = () => startBackend({ users: [ada, ben, cleo], keys: [KEY, keyOf(cleo)] })
type Backend = ReturnType<typeof start>

const logIn = ({ visitor }: Backend, user: User, password: string) =>
  visitor('preview')('POST', '/api/session', { username: user.username, password })
const readByKey = ({ visitor }: Backend, user: User) =>
  visitor('preview')('GET', `${API}/user/${user.id}?apiKey=${valueOf(user)}`)
const changeInProduction = ({ inStore }: Backend, user: User, change: Partial<User>) =>
  inStore(async (tx) => tx.users.put({ ...((await tx.users.byId(user.id)) ?? user), ...change }))

test('a password that was changed in Production opens nothing of Preview any more, and the new one all of it', async () => {
  const backend = start()
  const [here, there] = [await backend.signIn(cleo, 'preview'), await backend.signIn(cleo)]
  backend.clock.now = shift(START, MINUTE)
  await there('PUT', '/api/own-password', { password: PASSWORD, newPassword: NEW })
  expect(await here('GET', '/api/session')).toMatchObject({ status: 401 })
  expect(await logIn(backend, cleo, PASSWORD)).toMatchObject({ status: 401 })
  expect(await logIn(backend, cleo, NEW)).toMatchObject({ status: 201 })
  const credentials = new URLSearchParams({ username: cleo.username, password: PASSWORD })
  expect(await backend.visitor('preview')('POST', `${API}/login?${credentials}`)).toMatchObject({ status: 401 })
})

test('a session of Preview goes on under the password of Production that it began with', async () => {
  const backend = start()
  const there = await backend.signIn(cleo)
  backend.clock.now = shift(START, MINUTE)
  await there('PUT', '/api/own-password', { password: PASSWORD, newPassword: NEW })
  const here = backend.visitor('preview')
  await here('POST', '/api/session', { username: cleo.username, password: NEW })
  expect(await here('GET', '/api/session')).toMatchObject({ status: 200 })
  backend.clock.now = shift(START, 2 * MINUTE)
  expect(await here('PUT', '/api/own-password', { password: NEW, newPassword: 'wide-Valley-9' })).toMatchObject({
    status: 200,
  })
  expect(await here('GET', '/api/session')).toMatchObject({ status: 200 })
  expect(await there('GET', '/api/session')).toMatchObject({ status: 200 })
})

test('whoever is deactivated in Production is out of Preview at once: session, key and password', async () => {
  const backend = start()
  const here = await backend.signIn(cleo, 'preview')
  expect(await readByKey(backend, cleo)).toMatchObject({ status: 200 })
  await changeInProduction(backend, cleo, { isActive: false })
  expect(await here('GET', '/api/session')).toMatchObject({ status: 401 })
  expect(await readByKey(backend, cleo)).toMatchObject({ status: 401 })
  expect(await logIn(backend, cleo, PASSWORD)).toMatchObject({ status: 401 })
})

test('Preview shows who is deactivated in Production, and reactivates nobody of them', async () => {
  const backend = start()
  const admin = await backend.signIn(ada, 'preview')
  await changeInProduction(backend, cleo, { isActive: false })
  expect(await admin('GET', `/api/users/${cleo.id}`)).toMatchObject({ body: { status: 'inactive' } })
  expect(await admin('POST', `/api/users/${cleo.id}/reactivate`)).toMatchObject({
    status: 403,
    body: {
      message: 'cleo Northwind is deactivated in Production, which holds in Preview too. Reactivate them there.',
    },
  })
  const call = `${API}/user/${cleo.id}?isActive=true&apiKey=${valueOf(ada)}`
  expect(await backend.visitor('preview')('PUT', call)).toMatchObject({ status: 403 })
})

test('whoever is locked out of Production is locked out of Preview', async () => {
  const backend = start()
  for (let wrong = 0; wrong < 5; wrong++)
    await backend.visitor()('POST', '/api/session', { username: cleo.username, password: 'wrong' })
  expect(await logIn(backend, cleo, PASSWORD)).toMatchObject({ status: 401 })
  backend.clock.now = shift(START, 10 * MINUTE)
  expect(await logIn(backend, cleo, PASSWORD)).toMatchObject({ status: 201 })
})

test('wrong passwords in Preview are counted there, and undo nothing that Production decided', async () => {
  const backend = start()
  await changeInProduction(backend, cleo, { isActive: false })
  await logIn(backend, cleo, 'wrong')
  await changeInProduction(backend, cleo, { isActive: true })
  expect(await logIn(backend, cleo, PASSWORD)).toMatchObject({ status: 201 })
})

const IN_FORCE: SingleSignOn = {
  ...DEFAULT_SSO,
  type: 'saml2',
  isEnabled: true,
  loginPortalUrl: 'https://idp.example/',
}

/** The ways to have a key shown to its owner: the console's, with a session, and the API's, with the password. */
const WAYS: [way: string, show: (backend: Backend, here: Visitor) => Promise<unknown>][] = [
  ['the console', async (_, here) => (await here('POST', `/api/own-key/${KEY.id}/value`)).body],
  ['Generate', async (_, here) => (await here('POST', '/api/own-key')).body],
  [
    'getApiKey',
    async ({ visitor }) => {
      const query = new URLSearchParams({ action: 'getApiKey', username: ada.username, password: PASSWORD })
      return (await visitor('preview')('PUT', `${API}/user?${query}`)).body
    },
  ],
]

for (const [way, show] of WAYS) {
  test(`by ${way} Preview shows a key that was copied from Production (P1)`, async () => {
    const backend = start()
    expect(JSON.stringify(await show(backend, await backend.signIn(ada, 'preview')))).toContain(valueOf(ada))
  })

  test.each<[when: string, user: Partial<User>, settings: Partial<Customer>, sso: Partial<SingleSignOn>]>([
    ['its owner must sign on', { ssoAccessOnly: true }, {}, { ...IN_FORCE, hasAdminExemption: false }],
    ['its owner has become External', { licence: 'External' }, {}, {}],
    ['their password is expired', {}, { passwordResetDays: 30 }, {}],
    ['their password is another since', { passwordHash: 'another', passwordDate: shift(START, -60 * DAY) }, {}, {}],
  ])(`by ${way} Preview does not show one where in Production %s`, async (_, user, settings, sso) => {
    const backend = start()
    const here = await backend.signIn(ada, 'preview')
    await backend.inStore(async (tx) => {
      await tx.users.put({ ...ada, passwordDate: shift(START, -31 * DAY), ...user })
      await tx.customer.put({ ...customer, ...settings })
      await tx.sso.put({ ...DEFAULT_SSO, ...sso })
    })
    const shown = JSON.stringify(await show(backend, here))
    expect(shown).not.toContain(valueOf(ada))
    expect(shown).toContain('This key works in Production too')
  })

  test(`by ${way} Preview shows a key that is not Production’s, whatever holds there`, async () => {
    const backend = start()
    await backend.inStore(async (tx) => {
      await tx.keys.put(keyOf(ada, { digest: idOf('another') }))
      await tx.sso.put({ ...IN_FORCE, hasAdminExemption: false })
      await tx.users.put({ ...ada, ssoAccessOnly: true })
    })
    expect(JSON.stringify(await show(backend, await backend.signIn(ada, 'preview')))).toContain(valueOf(ada))
  })
}

test('a call that Production would turn away without its certificate is shown no copied key in Preview either', async () => {
  const backend = start()
  await backend.inStore((tx) => tx.customer.put({ ...customer, certificateRequirement: 'required' }))
  const shown = JSON.stringify(await WAYS[2]?.[1](backend, backend.visitor('preview')))
  expect(shown).not.toContain(valueOf(ada))
  expect(shown).toContain('This key works in Production too')
})

test('who came to Preview through its identity provider is shown no copied key: that one may be anybody’s', async () => {
  const backend = start()
  const here = await backend.signIn(ada, 'preview')
  await backend.host.store.transaction('preview', async (tx) => {
    const session = await tx.sessions.byDigest(await backend.host.digest(here.from.sessionId ?? ''))
    if (session) await tx.sessions.put({ ...session, provedBy: 'sign-on' })
  })
  expect(await here('POST', `/api/own-key/${KEY.id}/value`)).toMatchObject({ status: 403 })
})
