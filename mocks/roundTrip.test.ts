import { expect, test } from 'vitest'
import { ada, ben, person, START, startBackend, type Visitor } from '#testing/backend.ts'
import { DAY, MINUTE, shift } from '#src/domain/instant.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { Departure } from '#src/domain/sso/signOnRequest.ts'
import { DEMO_IDENTITY_PROVIDER } from '#src/rehearsal/demoMetadata.ts'
import { openIdentityProvider, type Pending } from './identityProvider.ts'
import { follow } from './roundTrip.ts'
import { serviceProvider } from './serviceProvider.ts'
import { standInFor } from './standIn.ts'
import { standInCertificate } from './standInCertificate.ts'

/* The backend and the stand-in as the demo in the browser joins them, in a folder of a static host. */

const HOME = 'http://localhost:4400/latchkey/'
const enabled: SingleSignOn = {
  ...DEFAULT_SSO,
  type: 'saml2',
  identityProviderId: DEMO_IDENTITY_PROVIDER.entityId,
  loginPortalUrl: DEMO_IDENTITY_PROVIDER.loginPortalUrl,
  singleLogoutUrl: DEMO_IDENTITY_PROVIDER.signOutUrl,
  certificates: [standInCertificate('idp.cer', '01020304050607', shift(START, -DAY), shift(START, 400 * DAY))],
  isEnabled: true,
}
const linked = person('linked', { ssoUsername: 'Linked' })

function start(sso: Partial<SingleSignOn> = {}) {
  const backend = startBackend({ sso: { ...enabled, ...sso }, users: [ada, ben, linked] }, serviceProvider)
  const { host, clock } = backend
  host.leadTo = (url) => standInFor(url, HOME)
  let pending: Pending[] = []
  const standIn = openIdentityProvider({
    home: HOME,
    now: () => clock.now,
    random: host.random,
    certificatesOf: async () =>
      backend.inStore(async (tx) => (await tx.sso.ownKeys()).map(({ certificate }) => certificate)),
    pending: { load: () => pending, save: (kept) => void (pending = kept) },
  })
  const visitor = backend.visitor()
  visitor.from.ownAddress = HOME
  const ask = async (request: Request) =>
    request.url.startsWith(`${HOME}demo-idp/`)
      ? standIn.take(request, 'production')
      : backend.api.fetch(new Request(request.url.replace('/latchkey/', '/'), request), visitor.from)
  const go = (address: string) => follow(new Response(null, { headers: { Location: address } }), HOME, ask)
  const answer = async (request: string, nameId = 'Linked') => {
    const body = JSON.stringify({ request, nameId, attributes: [{ name: 'cn', values: ['Lin & <Ked>'] }] })
    return follow(await standIn.answer(new Request(HOME, { method: 'POST', body }), 'production'), HOME, ask)
  }
  return { backend, visitor, go, answer }
}

const goTo = ({ body }: { body: unknown }) => Departure.parse(body).goTo ?? ''
const departure = async (visitor: Visitor) =>
  goTo(await visitor('POST', '/api/sign-on', { purpose: 'sign-on', next: '/users' }))
const requestIn = (address: string) => /^.*\/demo-idp\?request=([0-9a-f]{32})$/.exec(address)?.[1] ?? ''

test.each([
  ['POST', 'SHA-256'],
  ['POST', 'SHA-1'],
  ['REDIRECT', 'SHA-256'],
  ['REDIRECT', 'SHA-1'],
] as const)(
  'a sign-on goes to the stand-in by %s and %s, comes back signed, and out again',
  async (bindingType, hashAlgorithm) => {
    const { backend, visitor, go, answer } = start({ bindingType, hashAlgorithm })
    const asking = await go(await departure(visitor))
    expect(asking).toMatch(/^http:\/\/localhost:4400\/latchkey\/demo-idp\?request=/)
    expect(await answer(requestIn(asking))).toBe(`${HOME}users`)
    expect((await visitor('GET', '/api/session')).body).toMatchObject({ user: { id: linked.id } })
    const [record] = await backend.inStore((tx) => tx.signOns.recent())
    const { checks } = (await backend.inStore((tx) => tx.signOns.byId(record?.id ?? '')))!
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    const leaving = goTo(await visitor('DELETE', '/api/session'))
    expect(leaving).toContain('demo-idp/saml2?SAMLRequest=')
    expect(await go(leaving)).toBe(`${HOME}sign-in`)
  },
)

test('a browser without what it began the sign-on with is sent round once more, and refused', async () => {
  const { visitor, go, answer } = start()
  const asking = await go(await departure(visitor))
  visitor.from.signOnBrowser = null
  expect(await answer(requestIn(asking))).toBe(`${HOME}sign-in?problem=refused`)
})

test('a sign-on that nobody waits for at the stand-in any more, or ever has, is not answered', async () => {
  const { backend, visitor, go, answer } = start()
  await expect(answer('_begun')).rejects.toThrow('This sign-on is over')
  const asking = await go(await departure(visitor))
  backend.clock.now = shift(START, 16 * MINUTE)
  await expect(answer(requestIn(asking))).rejects.toThrow('This sign-on is over')
  await expect(answer(requestIn(asking), 'a\u0001b')).rejects.toThrow('Leave out control characters')
})

test('the stand-in takes no request that a stranger has signed or somebody has changed', async () => {
  const { backend, visitor, go } = start({ bindingType: 'REDIRECT' })
  const departed = await departure(visitor)
  await expect(go(departed.replace('SAMLRequest=', 'SAMLRequest=a'))).rejects.toThrow('reads only messages')
  const other = await serviceProvider.makeKeyPair('stranger', START, shift(START, DAY))
  await backend.inStore(async (tx) => {
    for (const { certificate } of await tx.sso.ownKeys()) await tx.sso.removeOwnKey(certificate.fingerprint)
    await tx.sso.addOwnKey({ certificate: other.certificate, sealedPrivateKey: '' })
  })
  await expect(go(departed)).rejects.toThrow('reads only messages')
})

test('whoever comes to the stand-in without a message is signed out there', async () => {
  const { go } = start()
  expect(await go(`${HOME}demo-idp/saml2?tenant=1`)).toBe(`${HOME}demo-idp/signed-out`)
})

test('what the backend refuses on the way is said in its own words', async () => {
  const { go } = start()
  await expect(go('/sso/request?id=_nobody')).rejects.toThrow('was not begun in this browser, or too long ago')
  await expect(go('/sso/logout?SAMLResponse=x&SigAlg=y&Signature=z')).rejects.toThrow('It is signed by “y”')
})

test('a page of the console is where the way ends', async () => {
  expect(await start().go('/users?page=2')).toBe(`${HOME}users?page=2`)
})
