/**
 * Signs somebody in to Latchkey through SimpleSAMLphp, an identity provider that is not ours: both bindings, with
 * Auto-Provision Users, Test Connection, and signing out from either side. Run it as `node tools/simplesamlphp/run.ts`.
 */
import 'temporal-polyfill/global'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { bareEnvironment, startServer, type RunningServer } from '../../scripts/startServer.ts'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import { readMetadata } from '#src/domain/sso/metadata.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import { populate } from '#src/domain/sso/populate.ts'
import { BINDING_TYPES, SsoInfo, type SsoSettings } from '#src/domain/sso/settings.ts'
import { SignOnDetails, SignOnList, type CheckName, type SignOnPurpose } from '#src/domain/sso/signOnRecord.ts'
import { Departure } from '#src/domain/sso/signOnRequest.ts'
import { SignedIn } from '#src/domain/signedIn.ts'
import { Browser } from './browser.ts'
import {
  freePort,
  installSimpleSamlPhp,
  startIdentityProvider,
  type IdentityProvider,
  type Person,
} from './identityProvider.ts'

const ADMINISTRATOR = { username: 'admin@example.org', password: randomBytes(18).toString('base64url') }

const PERSON: Person = {
  username: 'ada',
  password: randomBytes(18).toString('base64url'),
  attributes: {
    uid: ['ada.lovelace'],
    givenName: ['Ada'],
    sn: ['Lovelace'],
    mail: ['ada@example.org'],
    memberOf: ['staff', 'engine-room'],
  },
}

const mapping = (attribute: AttributeMapping['attribute'], directoryAttribute: string): AttributeMapping => ({
  attribute,
  directoryAttribute,
  defaultValue: '',
  rules: [],
})
const MAPPINGS = [mapping('First Name', 'givenName'), mapping('Last Name', 'sn'), mapping('Email Address', 'mail')]

const NEXT = '/home?from=sign-on'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-simplesamlphp-'))
const running: { stop(): unknown }[] = []
let problem: unknown = null
try {
  await run()
} catch (error) {
  problem = error
} finally {
  for (const each of running.toReversed()) await each.stop()
  rmSync(folder, { recursive: true, force: true })
}
if (problem === null) console.log('All of it went well.')
else console.error(problem)
process.exitCode = problem === null ? 0 : 1

async function run(): Promise<void> {
  installSimpleSamlPhp()
  const latchkey = await startLatchkey()
  running.push(latchkey)
  say(`Latchkey listens at ${latchkey.origin}`)

  const ownMetadata = await textAt(`${latchkey.origin}/sso/downloadSAML2MetaData`)
  const providerFolder = join(folder, 'provider')
  mkdirSync(providerFolder)
  const provider = await startIdentityProvider(providerFolder, PERSON, ownMetadata)
  running.push(provider)
  say(`SimpleSAMLphp has Latchkey's metadata and listens at ${provider.origin}`)

  const administrator = new Browser()
  await administrator.open(latchkey.origin)
  expect(
    (await administrator.call(latchkey.origin, 'POST', '/api/session', ADMINISTRATOR)).status === 201,
    'the administrator signs in with a password',
  )

  for (const binding of BINDING_TYPES) {
    await configure(latchkey, administrator, provider, binding)
    await testConnection(latchkey, administrator, provider)
    await signOn(latchkey, administrator, provider, binding === BINDING_TYPES[0])
  }
  await refuse(latchkey, administrator)
  await signOutAtLatchkey(latchkey, provider)
  await signOutAtProvider(latchkey, provider)
}

type Latchkey = Pick<RunningServer, 'origin' | 'stop'>

async function startLatchkey(): Promise<Latchkey> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const environment = { DATA_DIR: join(folder, 'data'), PORT: String(port), BASE_URL: origin }
  execFileSync(process.execPath, ['server/commands/setup.ts'], {
    env: {
      ...bareEnvironment(),
      ...environment,
      LATCHKEY_ORGANISATION: 'Example',
      LATCHKEY_DOMAIN: 'example',
      LATCHKEY_TIME_ZONE: 'Etc/UTC',
      LATCHKEY_PLATFORM_MODE: 'classic',
      LATCHKEY_FIRST_NAME: 'First',
      LATCHKEY_LAST_NAME: 'Administrator',
      LATCHKEY_EMAIL: ADMINISTRATOR.username,
      LATCHKEY_PASSWORD: ADMINISTRATOR.password,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const { stop } = await startServer(environment)
  return { origin, stop }
}

/** Fills single sign-on in from the provider's metadata, as the screen does, and enables it. */
async function configure(
  { origin }: Latchkey,
  administrator: Browser,
  provider: IdentityProvider,
  bindingType: SsoSettings['bindingType'],
): Promise<void> {
  const [described] = readMetadata(await textAt(provider.metadataUrl), parseXml, new Date().toISOString())
  if (!described) throw new Error('The metadata describes no identity provider')
  const before = SsoInfo.parse((await administrator.call(origin, 'GET', '/api/sso')).json)
  const after = {
    ...before,
    ...populate({ ...before, bindingType }, described.read()),
    type: 'saml2',
    provisionsUsers: true,
    mappings: MAPPINGS,
    isEnabled: true,
  }
  const saved = await administrator.call(origin, 'PUT', '/api/sso', after)
  expect(
    saved.status === 200 && SsoInfo.parse(saved.json).bindingType === bindingType,
    `single sign-on is enabled from the provider's metadata, by ${bindingType}`,
    saved.json,
  )
}

/** Goes to the identity provider and gives the password there if it asks for one, as far as the page with its response. */
async function askProvider(
  { origin }: Latchkey,
  browser: Browser,
  purpose: SignOnPurpose,
): Promise<{ hasAskedForPassword: boolean }> {
  await browser.open(`${origin}/sign-in`)
  const begun = await browser.call(origin, 'POST', '/api/sign-on', { purpose, next: NEXT })
  const { goTo } = Departure.parse(begun.json)
  if (goTo === null) throw new Error('A sign-on leads nowhere')
  await browser.leaveFor(goTo)
  await browser.carry('SAMLRequest')
  const hasAskedForPassword = browser.hasPasswordForm
  if (hasAskedForPassword) await browser.submit({ username: PERSON.username, password: PERSON.password })
  return { hasAskedForPassword }
}

async function goThroughProvider(
  latchkey: Latchkey,
  browser: Browser,
  purpose: SignOnPurpose,
): Promise<{ hasAskedForPassword: boolean }> {
  const asked = await askProvider(latchkey, browser, purpose)
  await browser.carry('SAMLResponse')
  return asked
}

async function testConnection(latchkey: Latchkey, administrator: Browser, provider: IdentityProvider): Promise<void> {
  await goThroughProvider(latchkey, administrator, 'test')
  const { url } = administrator.page
  const id = /^\/setup\/system\/single-sign-on\/sign-ons\/([^/]+)$/.exec(url.pathname)?.[1]
  if (id === undefined) throw new Error(`A test ended at ${url}`)
  const { json } = await administrator.call(latchkey.origin, 'GET', `/api/sign-ons/${id}`)
  const record = SignOnDetails.parse(json)
  expect(
    record.outcome === 'tested' && record.proof === 'signed-answer' && record.nameId === 'ada.lovelace',
    'Test Connection succeeds, with a signature that holds',
    record,
  )
  const groups = record.attributes.find(({ name }) => name === 'memberOf')?.values
  expect(groups?.length === 2, 'an attribute with two values arrives with both', record.attributes)
  const self = await whoIs(latchkey, administrator)
  expect(self?.user.email === ADMINISTRATOR.username, 'the administrator who tested is still signed in', self)
  // What is signed on at the provider by now must not stand in the way of the next test.
  await administrator.open(provider.logoutUrl(provider.metadataUrl))
}

async function signOn(
  latchkey: Latchkey,
  administrator: Browser,
  provider: IdentityProvider,
  isNew: boolean,
): Promise<void> {
  const browser = new Browser()
  const { hasAskedForPassword } = await goThroughProvider(latchkey, browser, 'sign-on')
  expect(hasAskedForPassword, `the provider at ${provider.origin} asks for a password`)
  const { href } = browser.page.url
  expect(href === `${latchkey.origin}${NEXT}`, 'the sign-on ends where it was to go on', href)
  const signedIn = await whoIs(latchkey, browser)
  expect(
    signedIn?.user.name === 'Ada Lovelace' && signedIn.user.email === 'ada@example.org',
    isNew ? 'somebody unknown is provisioned and signed in' : 'the same person is signed in again',
    signedIn,
  )
  const list = SignOnList.parse((await administrator.call(latchkey.origin, 'GET', '/api/sign-ons')).json)
  const newest = list.signOns.find(({ purpose }) => purpose === 'sign-on')
  expect(newest?.outcome === 'signed-on' && newest.user?.isNew === isNew, 'Recent sign-ons lists it', newest)
}

/** A response that says something else than what was signed, and one that comes twice. */
async function refuse(latchkey: Latchkey, administrator: Browser): Promise<void> {
  const browser = new Browser()
  await askProvider(latchkey, browser, 'sign-on')
  const changed = Buffer.from(responseIn(browser), 'base64').toString().replaceAll('ada.lovelace', 'admin.of.all')
  await browser.submit({ SAMLResponse: Buffer.from(changed).toString('base64') })
  await browser.carry('SAMLResponse')
  await expectRefusal(latchkey, administrator, browser, 'signature', 'a response changed on its way is refused')

  await askProvider(latchkey, browser, 'sign-on')
  const response = responseIn(browser)
  await browser.carry('SAMLResponse')
  expect((await whoIs(latchkey, browser)) !== null, 'the next one, left as it was, is not')
  await askProvider(latchkey, browser, 'sign-on')
  await browser.submit({ SAMLResponse: response })
  await browser.carry('SAMLResponse')
  await expectRefusal(latchkey, administrator, browser, 'request', 'a response that comes a second time is refused')
}

function responseIn(browser: Browser): string {
  const response = browser.message('SAMLResponse')
  if (response === undefined) throw new Error('The provider answers without a response')
  return response
}

async function expectRefusal(
  { origin }: Latchkey,
  administrator: Browser,
  browser: Browser,
  check: CheckName,
  sentence: string,
): Promise<void> {
  const list = SignOnList.parse((await administrator.call(origin, 'GET', '/api/sign-ons')).json)
  const { json } = await administrator.call(origin, 'GET', `/api/sign-ons/${list.signOns[0]?.id}`)
  const record = SignOnDetails.parse(json)
  const failed = record.checks.filter(({ outcome }) => outcome === 'failed').map((each) => each.check)
  const isRefused = browser.page.url.searchParams.get('problem') === 'refused' && record.outcome === 'refused'
  expect(isRefused && failed.includes(check), sentence, { at: browser.page.url, record })
}

async function signOutAtLatchkey(latchkey: Latchkey, provider: IdentityProvider): Promise<void> {
  const browser = new Browser()
  await goThroughProvider(latchkey, browser, 'sign-on')
  const left = await browser.call(latchkey.origin, 'DELETE', '/api/session')
  const { goTo } = Departure.parse(left.json)
  expect(goTo?.startsWith(provider.origin) === true, 'signing out of Latchkey leads to the provider', goTo)
  await browser.leaveFor(goTo!)
  // The page itself is the console's, which this does without.
  const { href } = browser.page.url
  expect(href === `${latchkey.origin}/sign-in`, 'which leads back to the sign-in page', browser.page)
  expect((await whoIs(latchkey, browser)) === null, 'nobody is signed in then')
  const { hasAskedForPassword } = await goThroughProvider(latchkey, browser, 'sign-on')
  expect(hasAskedForPassword, 'and the provider asks for the password anew')
}

async function signOutAtProvider(latchkey: Latchkey, provider: IdentityProvider): Promise<void> {
  const browser = new Browser()
  await goThroughProvider(latchkey, browser, 'sign-on')
  expect((await whoIs(latchkey, browser)) !== null, 'somebody is signed in once more')
  await browser.open(provider.logoutUrl(provider.metadataUrl))
  const { href } = browser.page.url
  expect(href === provider.metadataUrl, 'signing out at the provider goes by Latchkey and back', browser.page)
  expect((await whoIs(latchkey, browser)) === null, 'which ends the session in Latchkey')
}

async function whoIs({ origin }: Latchkey, browser: Browser): Promise<SignedIn | null> {
  const { status, json } = await browser.call(origin, 'GET', '/api/session')
  return status === 200 ? z.parse(SignedIn, json) : null
}

async function textAt(url: string): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`)
  return await response.text()
}

function say(sentence: string): void {
  console.log(sentence)
}

/** Says what holds, or stops with what was found instead. */
function expect(holds: boolean, sentence: string, found?: unknown): void {
  if (!holds) throw new Error(`Not so: ${sentence}. ${found === undefined ? '' : JSON.stringify(found, null, 2)}`)
  say(`- ${sentence}`)
}
