import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openssl } from '#testing/openssl.ts'

/** Where Debian's package puts it. */
const PROGRAM = '/usr/share/simplesamlphp'
const PACKAGES = ['simplesamlphp', 'php-cli', 'php-xml', 'php-mbstring']

export interface Person {
  username: string
  password: string
  attributes: Record<string, string[]>
}

export interface IdentityProvider {
  origin: string
  metadataUrl: string
  /** Where people end their session at the provider; `then` is the address they come to afterwards. */
  logoutUrl(then: string): string
  stop(): void
}

/** Installs SimpleSAMLphp from Debian's packages where it is missing, which only root can. */
export function installSimpleSamlPhp(): void {
  const isThere = () => existsSync(join(PROGRAM, 'www')) && spawnSync('php', ['--version']).status === 0
  if (isThere()) return
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...PACKAGES]])
    execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (!isThere()) throw new Error(`SimpleSAMLphp is not in ${PROGRAM}. Install the packages ${PACKAGES.join(', ')}.`)
}

/** A port that nobody listens on, for programs that have to be told one. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('There is no free port')
  return address.port
}

/**
 * Starts SimpleSAMLphp as an identity provider for `person`, in `folder`. It checks the signatures of all that it is
 * sent and signs all that it sends; `serviceProvider` is our metadata.
 */
export async function startIdentityProvider(
  folder: string,
  person: Person,
  serviceProvider: string,
): Promise<IdentityProvider> {
  const port = await freePort()
  // By another name than Latchkey's, so that the two are different sites to a browser.
  const origin = `http://localhost:${port}`
  for (const name of ['config', 'metadata', 'certificates', 'sessions', 'log', 'temporary'])
    mkdirSync(join(folder, name), { recursive: true })
  makeKeyPair(join(folder, 'certificates'))
  const write = (name: string, lines: string[]) => writeFileSync(join(folder, name), ['<?php', ...lines, ''].join('\n'))
  writeFileSync(join(folder, 'metadata', 'service-provider.xml'), serviceProvider)
  write('metadata/saml20-idp-hosted.php', [`$metadata['${origin}/entity'] = ${php(HOSTED)};`])
  write('config/authsources.php', [`$config = ${php({ people: authentication(person) })};`])
  write('config/config.php', [`$config = ${php(configuration(folder, origin))};`])

  const program = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', join(PROGRAM, 'www')], {
    env: { PATH: process.env['PATH'] ?? '', SIMPLESAMLPHP_CONFIG_DIR: join(folder, 'config') },
    stdio: 'ignore',
  })
  // Whoever dies before stopping it leaves none behind.
  process.once('exit', () => program.kill())
  const metadataUrl = `${origin}/saml2/idp/metadata.php`
  for (;;)
    try {
      await fetch(metadataUrl)
      break
    } catch (error) {
      if (program.exitCode !== null) throw new Error('SimpleSAMLphp did not start', { cause: error })
      await wait(50)
    }
  return {
    origin,
    metadataUrl,
    logoutUrl: (then) => `${origin}/saml2/idp/initSLO.php?${new URLSearchParams({ RelayState: then }).toString()}`,
    stop: () => void program.kill(),
  }
}

function makeKeyPair(folder: string): void {
  const [key, certificate] = [join(folder, 'provider.key'), join(folder, 'provider.crt')]
  const subject = '/CN=SimpleSAMLphp'
  openssl(['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', subject, '-keyout', key, '-out', certificate])
}

const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings'

const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'

const HOSTED = {
  host: '__DEFAULT__',
  privatekey: 'provider.key',
  certificate: 'provider.crt',
  auth: 'people',
  SingleSignOnServiceBinding: [`${BINDING}:HTTP-POST`, `${BINDING}:HTTP-Redirect`],
  SingleLogoutServiceBinding: [`${BINDING}:HTTP-Redirect`],
  'validate.authnrequest': true,
  'validate.logout': true,
  'sign.logout': true,
  NameIDFormat: UNSPECIFIED,
  authproc: {
    10: {
      class: 'saml:AttributeNameID',
      attribute: 'uid',
      Format: UNSPECIFIED,
    },
  },
}

const authentication = ({ username, password, attributes }: Person) => ({
  0: 'exampleauth:UserPass',
  [`${username}:${password}`]: attributes,
})

const configuration = (folder: string, origin: string) => ({
  baseurlpath: `${origin}/`,
  certdir: `${join(folder, 'certificates')}/`,
  loggingdir: `${join(folder, 'log')}/`,
  datadir: `${folder}/`,
  tempdir: join(folder, 'temporary'),
  metadatadir: join(folder, 'metadata'),
  'logging.handler': 'file',
  secretsalt: 'only for as long as this runs',
  'auth.adminpassword': 'nobody administers this',
  technicalcontact_email: 'na@example.org',
  timezone: 'UTC',
  'enable.saml20-idp': true,
  'module.enable': { exampleauth: true, core: true, saml: true },
  'session.cookie.secure': false,
  'session.phpsession.savepath': join(folder, 'sessions'),
  'store.type': 'phpsession',
  'metadata.sources': [{ type: 'flatfile' }, { type: 'xml', file: join(folder, 'metadata', 'service-provider.xml') }],
})

type PhpValue = string | boolean | readonly PhpValue[] | { readonly [key: string]: PhpValue }

/** As PHP writes it. */
function php(value: PhpValue): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`
  const entries = Object.entries(value).map(([key, each]) =>
    Array.isArray(value) ? php(each) : `${/^\d+$/.test(key) ? key : php(key)} => ${php(each)}`,
  )
  return `[${entries.join(', ')}]`
}
