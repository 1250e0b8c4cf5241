import { expect, test } from 'vitest'
import { MINUTE, shift } from '#src/domain/instant.ts'
import { DEFAULT_SSO, SsoInfo, ssoSettingsOf, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { ada, ben, keyOf, PASSWORD, person, START, startBackend, type Visitor } from '#testing/backend.ts'

const KEY = keyOf(ada)
const IN_FORCE: SingleSignOn = {
  ...DEFAULT_SSO,
  type: 'saml2',
  isEnabled: true,
  hasAdminExemption: false,
  loginPortalUrl: 'https://idp.example/sso',
}
const eve = person('eve', { accessLevel: 'System Administrator', ssoAccessOnly: true, ssoUsername: 'Eve' })

const start = (sso = DEFAULT_SSO) => startBackend({ users: [ada, ben, eve], keys: [KEY], sso })

const prove = (visitor: Visitor, password = PASSWORD) => visitor('POST', '/api/session/proof', { password })
const showKey = (visitor: Visitor) => visitor('POST', `/api/own-key/${KEY.id}/value`)
const records = ({ inStore }: ReturnType<typeof start>) => inStore(({ audit }) => audit.search())

async function saveSso(admin: Visitor) {
  const sso = SsoInfo.parse((await admin('GET', '/api/sso')).body)
  return admin('PUT', '/api/sso', { ...ssoSettingsOf(sso), version: sso.version, isEnabled: false })
}

test.each<[name: string, act: (admin: Visitor) => ReturnType<Visitor>]>([
  ['showing a key (K4)', showKey],
  ['generating one where there is one (K3)', (admin) => admin('POST', '/api/own-key')],
  ['resetting it (K6)', (admin) => admin('POST', '/api/own-key/reset', { id: KEY.id })],
  ['removing all (R1)', (admin) => admin('DELETE', '/api/keys')],
  ['saving single sign-on (S1)', saveSso],
  [
    'giving users their SSO usernames (N3)',
    (admin) => admin('PUT', '/api/sso-users', { lines: [{ line: 1, id: ben.id, ssoUsername: 'Ben' }] }),
  ],
])('%s asks for the password once it was entered ten minutes ago, and only until it is', async (_, act) => {
  const backend = start()
  const admin = await backend.signIn(ada)
  const known = await records(backend)
  backend.clock.now = shift(START, 10 * MINUTE)
  expect(await act(admin)).toMatchObject({ status: 403, body: { code: 'password-needed' } })
  expect(await records(backend)).toEqual(known)
  expect(await prove(admin)).toMatchObject({ status: 204 })
  backend.clock.now = shift(START, 20 * MINUTE - 1)
  expect([200, 201]).toContain((await act(admin)).status)
})

test('whoever enters a wrong password has proved nothing, and is locked out as anywhere', async () => {
  const backend = start()
  const admin = await backend.signIn(ada)
  backend.clock.now = shift(START, 10 * MINUTE)
  for (let wrong = 0; wrong < 5; wrong++)
    expect(await prove(admin, 'wrong')).toMatchObject({ status: 401, body: { field: 'password' } })
  expect(await prove(admin)).toMatchObject({ status: 401, body: { field: 'password' } })
  expect(await showKey(admin)).toMatchObject({ status: 403 })
})

test('a proof is recorded, and counts for the session that it was given in', async () => {
  const backend = start()
  const [admin, other] = [await backend.signIn(ada), await backend.signIn(ada)]
  backend.clock.now = shift(START, 10 * MINUTE)
  await prove(admin)
  expect((await records(backend))[0]).toMatchObject({ action: 'Confirm', outcome: 'done', userId: ada.id })
  expect(await showKey(other)).toMatchObject({ status: 403 })
  expect(await showKey(admin)).toMatchObject({ status: 200 })
})

test('whoever must come through the identity provider is asked to do so again, and no password takes its place', async () => {
  const backend = start(IN_FORCE)
  const admin = await backend.withSession(eve)
  backend.clock.now = shift(START, 10 * MINUTE)
  const removeAll = () => admin('DELETE', '/api/keys')
  expect(await removeAll()).toMatchObject({ status: 403, body: { code: 'sign-on-needed' } })
  expect(await prove(admin)).toMatchObject({ status: 401 })
  expect(await removeAll()).toMatchObject({ status: 403 })
})

test('who is no administrator is refused for that, and asked for nothing', async () => {
  const cleo = person('cleo')
  const backend = startBackend({ users: [ada, cleo] })
  const visitor = await backend.signIn(cleo)
  backend.clock.now = shift(START, 10 * MINUTE)
  expect(await visitor('DELETE', '/api/keys')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
})
