import { expect, test } from 'vitest'
import { ApiLogins } from '#src/domain/apiLogins.ts'
import { bytesOf } from '#src/domain/base64.ts'
import { daysLeft, hasCertificateExpired, type Certificate } from '#src/domain/certificate.ts'
import { CustomerInfo, settingsOf } from '#src/domain/customer.ts'
import { START, startBackend, type Visitor } from '#testing/backend.ts'
import { memoryStore } from '#src/api/memoryStore.ts'
import { readMetadata } from '#src/domain/sso/metadata.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import { DEMO_PASSWORD, usernameOf } from './organisation.ts'
import { openRoom } from './room.ts'
import { scenarioRows, SCENARIOS as ALL_SCENARIOS, type ScenarioName } from './scenarios.ts'
import { SampleFile } from './wire.ts'

/** A rehearsal in which `scenario` has been opened, and its main administrator at work. */
async function follow(scenario: ScenarioName) {
  const { host, visitor } = startBackend()
  const room = await openRoom({
    ...host,
    realNow: () => START,
    loadState: async () => null,
    saveState: async () => {},
    openStore: async (rows) => memoryStore(await rows()),
    switchEnvironment: () => {},
    storageOf: () => ({ load: async () => null, save: async () => {} }),
    callOverNetwork: null,
  })
  const { from } = visitor()
  const ask: (...call: Parameters<Visitor>) => Promise<{ status: number; body: unknown }> = async (
    method,
    path,
    body,
    headers = {},
  ) => {
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    const request = new Request(`http://latchkey.test${path}`, { method, body: text, headers })
    const answer = await room.fetch(request, from)
    return { status: answer.status, body: await answer.json() }
  }
  expect(await ask('POST', '/api/rehearsal/scenario', { scenario })).toMatchObject({ body: { scenario, problems: [] } })
  const settings = CustomerInfo.parse((await ask('GET', '/api/customer-info')).body)
  const { logins } = ApiLogins.parse((await ask('GET', '/api/certificates/logins')).body)
  /** Which certificate each client carried, the latest first: its place, or what was carried instead. */
  const carried = (client: string) =>
    logins
      .filter(({ userAgent }) => userAgent.startsWith(client))
      .map(({ certificate }) =>
        certificate === settings.certificate?.fingerprint
          ? 'current'
          : certificate === settings.nextCertificate?.fingerprint
            ? 'next'
            : certificate,
      )
  const logIn = (certificate: Certificate | null) =>
    ask(
      'POST',
      '/attask/api/v15.0/login',
      new URLSearchParams({
        username: usernameOf('standard'),
        password: DEMO_PASSWORD,
        ...(certificate && { apiCertificate: certificate.der }),
      }).toString(),
      { 'Content-Type': 'application/x-www-form-urlencoded' },
    )
  return { ask, settings, logins, carried, logIn, host }
}

test('the demo organisation has clients that log in through the API, so far without a certificate', async () => {
  const { logins, settings } = await follow('default')
  expect(settings).toMatchObject({ certificateRequirement: 'off', certificate: null, nextCertificate: null })
  expect(logins).toMatchObject([
    { userName: 'Ines Haddad', userAgent: 'NorthwindSync/2.4 (node 20)', address: '198.51.100.20', logins: 30 },
    { userName: 'Yuki Tanaka', userAgent: 'python-requests/2.32.3', logins: 10 },
    { userName: 'Priya Raman', userAgent: 'PostmanRuntime/7.43.0', logins: 4 },
    { userName: 'Tomás Okafor', userAgent: 'curl/8.7.1', logins: 1 },
  ])
  for (const { certificate } of logins) expect(certificate).toBe('none')
})

const SCENARIOS = [
  [
    'certificate-required',
    { left: 335, clients: { NorthwindSync: ['current', 'none'], Postman: ['none'], curl: ['none'] } },
  ],
  [
    'certificate-report-only',
    { left: 335, clients: { NorthwindSync: ['current', 'none'], python: ['none'], Postman: ['other', 'none'] } },
  ],
  [
    'certificate-rollover',
    { left: 25, clients: { NorthwindSync: ['next', 'current'], python: ['current'], Postman: ['current'] } },
  ],
  [
    'certificate-next-valid',
    { left: 19, clients: { NorthwindSync: ['next', 'current'], python: ['next', 'current'], Postman: ['current'] } },
  ],
  ['certificate-expiring', { left: 12, clients: { NorthwindSync: ['current'], curl: ['current'] } }],
  ['expired-certificate', { left: -3, clients: { NorthwindSync: ['current'] } }],
] as const

test.each(SCENARIOS)('%s has its certificate, and what its clients carried', async (name, { left, clients }) => {
  const { settings, carried, logIn, host } = await follow(name)
  const { certificate, nextCertificate, certificateRequirement } = settings
  expect(certificate && daysLeft(certificate, START)).toBe(left)
  for (const [client, expected] of Object.entries(clients))
    expect([client, carried(client)]).toEqual([client, expected])
  for (const known of [certificate, nextCertificate].filter((one) => one !== null)) {
    const { validFrom, validTo, fingerprint } = await host.readCertificate(bytesOf(known.der)!)
    expect(known).toMatchObject({ validFrom, validTo, fingerprint })
    expect(await logIn(known)).toMatchObject({ status: 200 })
  }
  expect(await logIn(null)).toMatchObject({ status: certificateRequirement === 'required' ? 500 : 200 })
})

test.each(SCENARIOS)('%s can be saved as it is', async (name) => {
  const { ask, settings } = await follow(name)
  const save = { ...settingsOf(settings), locale: 'de-DE', version: settings.version }
  expect(await ask('PUT', '/api/customer-info', save)).toMatchObject({ status: 200 })
})

test('the next certificate of certificate-next-valid can take the place of the current one, others cannot yet', async () => {
  for (const [name, status] of [
    ['certificate-next-valid', 200],
    ['certificate-rollover', 400],
  ] as const) {
    const { ask, settings } = await follow(name)
    const { nextCertificate, version } = settings
    const save = { ...settingsOf(settings), certificate: nextCertificate, nextCertificate: null, version }
    expect(await ask('PUT', '/api/customer-info', save)).toMatchObject({ status })
  }
})

test('in certificate-required one client was turned away, which the log tells but not the logins', async () => {
  const { host } = startBackend()
  const { audit } = (await scenarioRows('certificate-required', host, START)).production
  expect(audit.filter(({ outcome, object }) => outcome === 'refused' && object === 'API')).toMatchObject([
    { userName: 'Priya Raman', details: 'Without the required certificate', after: null },
  ])
})

test('a scenario is the same each time it is made for the same instant', async () => {
  const { host } = startBackend()
  for (const [name] of SCENARIOS)
    expect(await scenarioRows(name, host, START)).toEqual(await scenarioRows(name, host, START))
})

test('the audit records of the demo organisation have IDs of their own and are in order', async () => {
  const { host } = startBackend()
  const { audit, users } = (await scenarioRows('certificate-required', host, START)).production
  expect(new Set(audit.map(({ id }) => id)).size).toBe(audit.length)
  expect(audit.map(({ at }) => at)).toEqual(audit.map(({ at }) => at).toSorted())
  for (const { userId, at, outcome, action } of audit)
    if (outcome === 'done' && action === 'Log in')
      expect(users.find(({ id }) => id === userId)?.lastLoginDate?.localeCompare(at)).not.toBe(-1)
})

test('a sample certificate is valid at the rehearsal’s now, another one each time, and can be required', async () => {
  const { ask, settings, host } = await follow('default')
  const sample = async () => {
    const { name, text } = SampleFile.parse((await ask('GET', '/api/rehearsal/sample-certificate')).body)
    expect(text).toMatch(/^-----BEGIN CERTIFICATE-----\n/)
    return { name, der: text.replaceAll(/-----[^-]+-----|\n/g, '') }
  }
  const [certificate, nextCertificate] = [await sample(), await sample()]
  expect(certificate.name).not.toBe(nextCertificate.name)
  expect(hasCertificateExpired(await host.readCertificate(bytesOf(certificate.der)!), START)).toBe(false)
  const save = { ...settingsOf(settings), certificateRequirement: 'required', certificate, nextCertificate, version: 1 }
  expect(await ask('PUT', '/api/customer-info', save)).toMatchObject({ status: 200 })
})

test('sample metadata can be read at the rehearsal’s now, and has another certificate each time', async () => {
  const { ask } = await follow('default')
  const sample = async () => {
    const { name, text } = SampleFile.parse((await ask('GET', '/api/rehearsal/sample-metadata')).body)
    expect(name).toBe('northwind-identity.xml')
    const [provider] = readMetadata(text, parseXml, START)
    return provider?.read().certificates[0]?.der
  }
  const [first, second] = [await sample(), await sample()]
  expect(first).toBeDefined()
  expect(first).not.toBe(second)
})

test('in every scenario the uses of keys are those of keys that are there, and after they were made', async () => {
  const { host } = startBackend()
  for (const name of Object.keys(ALL_SCENARIOS) as ScenarioName[]) {
    const { keys, keyUses = [] } = (await scenarioRows(name, host, START)).production
    for (const key of keys) {
      const uses = keyUses.filter(({ userId }) => userId === key.userId).map(({ lastUsedAt }) => lastUsedAt)
      expect([name, key.lastUsedAt]).toEqual([name, uses.toSorted().at(-1) ?? null])
      for (const at of uses) {
        expect(at > key.createdAt).toBe(true)
        expect(key.expiresAt === null || at < key.expiresAt).toBe(true)
      }
    }
  }
})
