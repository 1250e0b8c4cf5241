import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SAML, type SamlConfig } from '@node-saml/node-saml'
import { expect, onTestFinished, test } from 'vitest'
import { START, startBackend } from '#testing/backend.ts'
import { daysLeft, pemOf } from '#src/domain/certificate.ts'
import type { Environment } from '#src/domain/customer.ts'
import { DAY, MINUTE, shift } from '#src/domain/instant.ts'
import { DEMO_IDENTITY_PROVIDER } from '#src/rehearsal/demoMetadata.ts'
import { scenarioRows, type ScenarioName } from '#src/rehearsal/scenarios.ts'
import { openDemoIdentityProvider } from './demoIdentityProvider.ts'
import { openSigningKey } from './demoSigningKey.ts'
import { leadTo } from './rehearsal.ts'

const OWN = 'http://northwind.my.localhost:4400/'
const SERVICE_PROVIDER = 'https://northwind.example/saml?a=1&b=<2>'
const { entityId, redirectUrl, loginPortalUrl, signOutUrl } = DEMO_IDENTITY_PROVIDER
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const ATTRIBUTES = [
  { name: 'givenName', values: ['Emil & <Co>'] },
  { name: 'memberOf', values: ['workfront-users', 'workfront "admins"'] },
]

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-identity-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

/** The stand-in, and a service provider of another library that it knows; `clock` is ahead of the real one. */
async function start() {
  const path = folder()
  const clock = { ahead: 0 }
  const now = () => shift(new Date().toISOString(), clock.ahead)
  const own = await openSigningKey(join(path, 'own.json'))
  const [from, to] = [shift(now(), -DAY), shift(now(), DAY)]
  const known: Record<Environment, string[]> = { production: ['0000000000000a', '0000000000000b'], preview: [] }
  const file = join(path, 'identity-provider.json')
  const standIn = await openDemoIdentityProvider({
    file,
    now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    certificatesOf: (environment) =>
      Promise.all(known[environment].map((serial) => own.certificate('own.cer', serial, from, to))),
  })
  const certificate = await standIn.certificate('idp.cer', '0000000000000c', from, to)
  const serviceProvider = (change: Partial<SamlConfig> = {}) =>
    new SAML({
      issuer: SERVICE_PROVIDER,
      audience: SERVICE_PROVIDER,
      callbackUrl: `${OWN}sso/acs`,
      entryPoint: redirectUrl,
      logoutUrl: signOutUrl,
      idpIssuer: entityId,
      idpCert: pemOf(certificate),
      privateKey: own.pem,
      signatureAlgorithm: 'sha256',
      digestAlgorithm: 'sha256',
      wantAuthnResponseSigned: false,
      wantAssertionsSigned: true,
      ...change,
    })
  const { visitor } = startBackend()
  async function ask(
    method: string,
    path: string,
    body: string | null = null,
    environment: Environment = 'production',
  ) {
    const request = new Request(new URL(path, OWN), { method, body, headers: body?.startsWith('{') ? {} : FORM })
    const response = await standIn.fetch(request, { ...visitor(environment).from, ownAddress: OWN })
    if (!response) throw new Error(`${path} is not for the stand-in`)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  /** The address of the console's page that a sign-on begun at `address` leads to. */
  const begin = (address: string) => ask('GET', leadTo(address))
  const answer = (request: string, change = {}) =>
    ask('POST', '/api/rehearsal/identity-provider/answer', JSON.stringify({ ...emil(request), ...change }))
  return { file, clock, known, standIn, serviceProvider, ask, begin, answer }
}

const emil = (request: string) => ({ request, nameId: 'emil.brandt', attributes: ATTRIBUTES })
const pendingOf = ({ headers }: { headers: Headers }) =>
  /^\/demo-idp\?request=([0-9a-f]{32})$/.exec(headers.get('Location') ?? '')?.[1] ?? ''
const goToOf = ({ text }: { text: string }) => (JSON.parse(text) as { goTo: string }).goTo

/** The fields of the form in a page. */
const fieldsOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name ?? '', unescaped(value ?? '')]),
  )
const unescaped = (text: string) =>
  text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

test('a signed request by redirect leads to where people choose who they are, and the answer holds elsewhere', async () => {
  const { serviceProvider, ask, begin, answer } = await start()
  const saml = serviceProvider()
  const begun = await begin(await saml.getAuthorizeUrlAsync('back&forth', undefined, {}))
  expect(begun.status).toBe(303)
  const goTo = goToOf(await answer(pendingOf(begun)))
  expect(goTo).toMatch(/^\/demo-idp\/answer\?id=/)
  const page = await ask('GET', goTo)
  expect(page.headers.get('Content-Security-Policy')).toMatch(/form-action 'self'/)
  expect(page.text).toContain('<form method="post" action="/sso/acs">')
  const fields = fieldsOf(page.text)
  expect(fields['RelayState']).toBe('back&forth')
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: fields['SAMLResponse'] ?? '' })
  expect(profile).toMatchObject({
    issuer: entityId,
    nameID: 'emil.brandt',
    attributes: { givenName: 'Emil & <Co>', memberOf: ['workfront-users', 'workfront "admins"'] },
  })
  expect(profile?.sessionIndex).toMatch(/^_/)
})

test('a signed request in a form is taken, and one whose signature covers something else is not', async () => {
  const { serviceProvider, ask } = await start()
  const saml = serviceProvider({
    entryPoint: loginPortalUrl,
    authnRequestBinding: 'HTTP-POST',
    skipRequestCompression: true,
  })
  const { SAMLRequest } = await saml.getAuthorizeMessageAsync('', undefined, {})
  const post = (request: string) =>
    ask('POST', '/demo-idp/saml2/sso/post', new URLSearchParams({ SAMLRequest: btoa(request) }).toString())
  const request = atob(String(SAMLRequest))
  expect(await post(request)).toMatchObject({ status: 303 })
  expect(await post(request.replace('AssertionConsumerServiceURL="', '$&x'))).toMatchObject({ status: 403 })
  // The signed request inside another one that asks for the answer to go elsewhere.
  const [signature = ''] = /<(?:\w+:)?Signature .*Signature>/s.exec(request) ?? []
  const inner = request.replace(/^<\?xml[^>]*\?>/, '').replace(signature, '')
  const outer = inner.replace(/ ID="[^"]*"/, ' ID="_other"').replace(/<\/[^>]*AuthnRequest>$/, `${signature}${inner}$&`)
  expect(await post(outer)).toMatchObject({ status: 403 })
})

test('what is not signed by the service provider of that very environment is refused in plain words', async () => {
  const { serviceProvider, begin, ask, known } = await start()
  const address = await serviceProvider().getAuthorizeUrlAsync('state', undefined, {})
  const stranger = await openSigningKey(join(folder(), 'stranger.json'))
  const unsigned = new URL(address)
  for (const name of ['Signature', 'SigAlg']) unsigned.searchParams.delete(name)
  const forged = [
    unsigned.href,
    address.replace('RelayState=state', 'RelayState=other'),
    await serviceProvider({ privateKey: stranger.pem }).getAuthorizeUrlAsync('', undefined, {}),
    redirectUrl,
    `${redirectUrl}?SAMLRequest=nothing&SigAlg=none&Signature=none`,
  ]
  for (const one of forged) {
    const { status, text } = await begin(one)
    expect([one, status]).toEqual([one, 403])
    expect(text).toContain('Northwind Identity reads only messages that are signed')
  }
  expect(await ask('GET', leadTo(address), null, 'preview')).toMatchObject({ status: 403 })
  known.production = []
  expect(await begin(address)).toMatchObject({ status: 403 })
})

test('of the query of a request nothing is read that the signature does not cover', async () => {
  const { serviceProvider, begin, answer, ask } = await start()
  const address = await serviceProvider().getAuthorizeUrlAsync('', undefined, {})
  const begun = await begin(`${address}&%52elayState=else`)
  const page = await ask('GET', goToOf(await answer(pendingOf(begun))))
  expect(Object.keys(fieldsOf(page.text))).toEqual(['SAMLResponse'])
  for (const name of ['SAMLRequest', 'SigAlg', 'Signature']) {
    const { status, text } = await begin(`${address}&${name}=else`)
    expect([name, status]).toEqual([name, 400])
    expect(text).toContain(`There are two of ${name}`)
  }
})

test('an answer goes nowhere but to this very host', async () => {
  const { serviceProvider, begin } = await start()
  for (const callbackUrl of ['https://elsewhere.example/sso/acs', 'http://localhost:4401/sso/acs', `${OWN}elsewhere`]) {
    const address = await serviceProvider({ callbackUrl }).getAuthorizeUrlAsync('', undefined, {})
    const { status, text } = await begin(address)
    expect([callbackUrl, status]).toEqual([callbackUrl, 403])
    expect(text).toContain(`answers to ${OWN}sso/acs only`)
  }
})

test('a sign-on ends after a quarter of an hour, and is none of another environment’s', async () => {
  const { serviceProvider, begin, answer, ask, clock } = await start()
  const id = pendingOf(await begin(await serviceProvider().getAuthorizeUrlAsync('', undefined, {})))
  const elsewhere = await ask('POST', '/api/rehearsal/identity-provider/answer', JSON.stringify(emil(id)), 'preview')
  expect(elsewhere.status).toBe(404)
  const page = goToOf(await answer(id))
  expect(await ask('GET', page, null, 'preview')).toMatchObject({ status: 404 })
  expect(await ask('GET', page)).toMatchObject({ status: 200 })
  clock.ahead = 16 * MINUTE
  expect(await answer(id)).toMatchObject({ status: 404 })
  expect(await ask('GET', page)).toMatchObject({ status: 404 })
})

test('what XML has no place for is refused', async () => {
  const { serviceProvider, begin, answer } = await start()
  const id = pendingOf(await begin(await serviceProvider().getAuthorizeUrlAsync('', undefined, {})))
  for (const nameId of ['bell\u0007', 'half \uD800', 'none \uFFFF'])
    expect(await answer(id, { nameId })).toMatchObject({ status: 400 })
  for (const nameId of ['<b>&amp;', '{Issuer}', 'Tomás 😀'])
    expect(await answer(id, { nameId, attributes: [] })).toMatchObject({ status: 200 })
})

test('a signed logout request is answered by a signed response, and without one there is nothing to answer', async () => {
  const { serviceProvider, ask } = await start()
  const saml = serviceProvider({ logoutCallbackUrl: `${OWN}sso/logout` })
  const profile = { issuer: entityId, nameID: 'emil.brandt', nameIDFormat: 'unspecified', sessionIndex: '_1' }
  const address = await saml.getLogoutUrlAsync(profile, 'state', {})
  const { status, headers } = await ask('GET', leadTo(address))
  expect(status).toBe(303)
  const answered = new URL(headers.get('Location') ?? '')
  expect(`${answered.origin}${answered.pathname}`).toBe(`${OWN}sso/logout`)
  expect(answered.searchParams.get('RelayState')).toBe('state')
  const query = Object.fromEntries(answered.searchParams)
  expect(await saml.validateRedirectAsync(query, answered.search.slice(1))).toMatchObject({ loggedOut: true })
  expect(await ask('GET', leadTo(address.replace('RelayState=state', 'RelayState=x')))).toMatchObject({ status: 403 })
  const plain = await ask('GET', leadTo(signOutUrl))
  expect([plain.status, plain.headers.get('Location')]).toEqual([303, '/demo-idp/signed-out'])
})

test('its key is made once, for its owner only, and has a certificate for every time', async () => {
  const { file, standIn } = await start()
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const again = await openSigningKey(file)
  for (const at of ['2000-01-01T00:00:00.123Z', '2049-12-31T12:00:00.000Z', '2100-01-01T00:00:00.000Z']) {
    const made = await standIn.certificate('a.cer', '2d60f1a49b37c8', shift(at, -DAY), shift(at, 90 * DAY))
    expect(await again.certificate('a.cer', '2d60f1a49b37c8', shift(at, -DAY), shift(at, 90 * DAY))).toEqual(made)
    expect(daysLeft(made, shift(at, -1000))).toBe(90)
  }
})

test.each<[ScenarioName, number]>([
  ['default', 1],
  ['sso-enabled', 1],
  ['sso-rollover', 2],
  ['sso-certificate-expired', 1],
])('in %s every certificate of the identity provider is of its key', async (name, count) => {
  const { standIn, ask } = await start()
  const { host } = startBackend()
  const rows = await scenarioRows(name, { ...host, signingCertificate: standIn.certificate }, START)
  const metadata = (await ask('GET', '/demo-idp/metadata')).text
  const [, own = ''] = /<ds:X509Certificate>([^<]+)</.exec(metadata) ?? []
  const { publicKey } = new X509Certificate(Buffer.from(own, 'base64'))
  const keys = rows.production.sso.certificates.map(
    ({ der }) => new X509Certificate(Buffer.from(der, 'base64')).publicKey,
  )
  expect(keys.map((key) => key.equals(publicKey))).toEqual(Array.from({ length: count }, () => true))
})

test.each([
  [`${loginPortalUrl}?SAMLRequest=a%2Bb`, '/demo-idp/saml2/sso/post?SAMLRequest=a%2Bb'],
  [signOutUrl, '/demo-idp/saml2/logout'],
  ['https://idp.northwind.example/password', '/demo-idp/password'],
  ['https://idp.northwind.example.evil/saml2/logout', 'https://idp.northwind.example.evil/saml2/logout'],
  ['https://login.example/saml2?a=b', 'https://login.example/saml2?a=b'],
])('on the demo’s server %s leads to %s', (address, led) => {
  expect(leadTo(address)).toBe(led)
})
