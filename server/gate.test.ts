import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createApi } from '#src/api/app.ts'
import { openRecorders } from '#src/api/recorders.ts'
import { memoryStore, type Rows } from '#src/api/memoryStore.ts'
import { customer, PASSWORD, person, START, startBackend } from '#testing/backend.ts'
import { pemOf } from '#src/domain/certificate.ts'
import { DAY, shift } from '#src/domain/instant.ts'
import { SIGN_ON_ONLY } from '#src/domain/sso/gate.ts'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import { demoCertificate } from '#src/rehearsal/demoCertificate.ts'
import { httpServer } from './http.ts'

/** What an answer depends on: the organisation's part first, then the user's. */
const FACTORS = {
  platform: ['classic', 'ims'],
  sso: ['on', 'off'],
  exemption: ['yes', 'no'],
  certificate: ['not required', 'missing', 'carried'],
  onlyAllow: ['yes', 'no'],
  role: ['administrator', 'user'],
  account: ['good', 'inactive'],
  lock: ['locked', 'open'],
  password: ['good', 'expired'],
} as const
type Factor = keyof typeof FACTORS
type Case = Record<Factor, string>

const NAMES = Object.keys(FACTORS) as Factor[]
const OF_USER: Factor[] = ['onlyAllow', 'role', 'account', 'lock', 'password']
const OF_ORGANISATION = NAMES.filter((name) => !OF_USER.includes(name))

/** A `·` is any value. Every case is in exactly one row. */
function table(text: string): (theCase: Case) => string {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const [, ...found] = rows
  return (theCase) => {
    const fitting = found.filter((row) => NAMES.every((name, index) => ['·', theCase[name]].includes(row[index] ?? '')))
    expect(fitting, JSON.stringify(theCase)).toHaveLength(1)
    return fitting[0]?.at(-1) ?? ''
  }
}

const FORM = table(`
  platform | sso | exemption | certificate | onlyAllow | role          | account  | lock   | password | answer
  ims      | ·   | ·         | ·           | ·         | ·             | inactive | ·      | ·        | bad credentials
  ims      | ·   | ·         | ·           | ·         | ·             | good     | ·      | ·        | signed in
  classic  | ·   | ·         | ·           | ·         | ·             | ·        | locked | ·        | bad credentials
  classic  | ·   | ·         | ·           | ·         | ·             | inactive | open   | ·        | bad credentials
  classic  | on  | ·         | ·           | yes       | user          | good     | open   | ·        | sign on
  classic  | on  | no        | ·           | yes       | administrator | good     | open   | ·        | sign on
  classic  | on  | yes       | ·           | yes       | administrator | good     | open   | expired  | choose another
  classic  | on  | yes       | ·           | yes       | administrator | good     | open   | good     | signed in
  classic  | on  | ·         | ·           | no        | ·             | good     | open   | expired  | choose another
  classic  | on  | ·         | ·           | no        | ·             | good     | open   | good     | signed in
  classic  | off | ·         | ·           | ·         | ·             | good     | open   | expired  | choose another
  classic  | off | ·         | ·           | ·         | ·             | good     | open   | good     | signed in
`)

const API = table(`
  platform | sso | exemption | certificate  | onlyAllow | role          | account  | lock   | password | answer
  ims      | ·   | ·         | ·            | ·         | ·             | ·        | ·      | ·        | login off
  classic  | ·   | ·         | missing      | ·         | ·             | ·        | ·      | ·        | untrusted
  classic  | ·   | ·         | not required | ·         | ·             | ·        | locked | ·        | bad credentials
  classic  | ·   | ·         | carried      | ·         | ·             | ·        | locked | ·        | bad credentials
  classic  | ·   | ·         | not required | ·         | ·             | inactive | open   | ·        | bad credentials
  classic  | ·   | ·         | carried      | ·         | ·             | inactive | open   | ·        | bad credentials
  classic  | on  | ·         | not required | yes       | user          | good     | open   | ·        | sign on
  classic  | on  | ·         | carried      | yes       | user          | good     | open   | ·        | sign on
  classic  | on  | no        | not required | yes       | administrator | good     | open   | ·        | sign on
  classic  | on  | no        | carried      | yes       | administrator | good     | open   | ·        | sign on
  classic  | on  | yes       | not required | yes       | administrator | good     | open   | expired  | bad credentials
  classic  | on  | yes       | carried      | yes       | administrator | good     | open   | expired  | bad credentials
  classic  | on  | yes       | not required | yes       | administrator | good     | open   | good     | done
  classic  | on  | yes       | carried      | yes       | administrator | good     | open   | good     | done
  classic  | on  | ·         | not required | no        | ·             | good     | open   | expired  | bad credentials
  classic  | on  | ·         | carried      | no        | ·             | good     | open   | expired  | bad credentials
  classic  | on  | ·         | not required | no        | ·             | good     | open   | good     | done
  classic  | on  | ·         | carried      | no        | ·             | good     | open   | good     | done
  classic  | off | ·         | not required | ·         | ·             | good     | open   | expired  | bad credentials
  classic  | off | ·         | carried      | ·         | ·             | good     | open   | expired  | bad credentials
  classic  | off | ·         | not required | ·         | ·             | good     | open   | good     | done
  classic  | off | ·         | carried      | ·         | ·             | good     | open   | good     | done
`)

const BAD_CREDENTIALS =
  "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again."
const failed = (status: number, message: string) => ({
  status,
  body: { error: { class: 'com.attask.common.AuthenticationException', message } },
})
const API_ANSWER: Record<string, unknown> = {
  done: { status: 200, body: { data: expect.anything() } },
  'login off': failed(
    403,
    'Login through the API is not available, because your organization uses Adobe IMS. See your network or IT administrator for more information.',
  ),
  untrusted: failed(500, 'Untrusted request. Please contact your system administrator and attach certificate.'),
  'bad credentials': failed(401, BAD_CREDENTIALS),
  'sign on': failed(401, SIGN_ON_ONLY),
}
const FORM_ANSWER: Record<string, unknown> = {
  'signed in': { status: 201, body: { organisation: 'Northwind Studio' } },
  'bad credentials': { status: 401, body: { code: 'bad-credentials', message: BAD_CREDENTIALS } },
  'sign on': { status: 401, body: { code: 'sso-only', message: SIGN_ON_ONLY } },
  'choose another': { status: 403, body: { code: 'password-expired' } },
}

/** Every combination of the values of `names`. */
const combinations = (names: Factor[]): Partial<Case>[] =>
  names.reduce<Partial<Case>[]>(
    (found, name) => found.flatMap((some) => FACTORS[name].map((value) => ({ ...some, [name]: value }))),
    [{}],
  )

const signingCertificate = demoCertificate('idp.pem', '0102030405060a', shift(START, -DAY), shift(START, DAY))
const clientCertificate = demoCertificate('client.pem', '0102030405060b', shift(START, -DAY), shift(START, DAY))

const people = combinations(OF_USER).map((some, index) => ({
  some,
  user: person(`person-${index}`, {
    ssoAccessOnly: some.onlyAllow === 'yes',
    accessLevel: some.role === 'administrator' ? 'System Administrator' : 'Standard',
    isActive: some.account === 'good',
    lockedUntil: some.lock === 'locked' ? shift(START, DAY) : null,
    passwordDate: some.password === 'expired' ? shift(START, -40 * DAY) : START,
  }),
}))

/** A server in front of an organisation, as `post` reaches it. */
async function startServer({ platform, sso, exemption, certificate }: Partial<Case>) {
  const rows: Rows = {
    customer: {
      ...customer,
      platformMode: platform === 'ims' ? 'ims' : 'classic',
      passwordResetDays: 30,
      certificateRequirement: certificate === 'not required' ? 'off' : 'required',
      certificate: clientCertificate,
    },
    sso: {
      ...DEFAULT_SSO,
      type: 'saml2',
      loginPortalUrl: 'https://idp.northwind.example/sso',
      certificates: [signingCertificate],
      hasAdminExemption: exemption === 'yes',
      isEnabled: sso === 'on',
    },
    users: people.map(({ user }) => user),
    keys: [],
    audit: [],
  }
  const { host } = startBackend()
  const served = { ...host, store: memoryStore({ production: rows, preview: rows }) }
  const api = createApi(served, openRecorders(served))
  const server = httpServer({
    backend: async (request, caller) => api.fetch(request, caller),
    console: () => null,
    database: { checkHealth: async () => {} },
    reachedAt: () => ({
      addresses: { production: 'http://northwind.my.localhost/', preview: 'http://northwind.preview.localhost/' },
      demoHosts: null,
      trustProxy: 0,
    }),
    log: pino({ enabled: false }),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return async (path: string, type: string, body: string) => {
    const Host = 'northwind.my.localhost'
    const headers = { Host, Origin: `http://${Host}`, 'Content-Type': type }
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path, headers })
    asked.end(body)
    const [response] = await once(asked, 'response')
    const chunks: Buffer[] = await response.toArray()
    return { status: response.statusCode as number, body: JSON.parse(Buffer.concat(chunks).toString()) as unknown }
  }
}

const FORM_TYPE = 'application/x-www-form-urlencoded'
/** Everything in the API that takes a user name and password. */
const CALLS: { path: (id: string) => string; method: string }[] = [
  { path: () => '/attask/api/v7.0/login', method: 'POST' },
  { path: () => '/attask/api/v7.0/user?action=generateApiKey', method: 'PUT' },
  { path: () => '/attask/api/v7.0/user?action=getApiKey', method: 'PUT' },
  { path: () => '/attask/api/v7.0/user?action=clearApiKey', method: 'PUT' },
  { path: (id) => `/attask/api/v15.0/user/${id}`, method: 'GET' },
]

test.each(combinations(OF_ORGANISATION))(
  'N3: who may use a password, by form and API: $platform, SSO $sso, exemption $exemption, certificate $certificate',
  async (organisation) => {
    const post = await startServer(organisation)
    for (const { some, user } of people) {
      // The two halves are all of the factors.
      const theCase = { ...organisation, ...some } as Case
      const { username } = user
      const form = await post('/api/session', 'application/json', JSON.stringify({ username, password: PASSWORD }))
      expect(form, JSON.stringify(theCase)).toMatchObject(FORM_ANSWER[FORM(theCase)] as object)
      for (const { path, method } of CALLS) {
        const carried = theCase.certificate === 'carried' ? { apiCertificate: pemOf(clientCertificate) } : {}
        const parameters = new URLSearchParams({ username, password: PASSWORD, method, ...carried })
        const answer = await post(path(user.id), FORM_TYPE, parameters.toString())
        expect(answer, `${path(user.id)} ${JSON.stringify(theCase)}`).toEqual(API_ANSWER[API(theCase)])
      }
    }
  },
)

test('N4: a wrong password is answered alike, whether or not its user must sign on', async () => {
  const post = await startServer({ platform: 'classic', sso: 'on', exemption: 'no', certificate: 'not required' })
  const wrong = { password: 'wrong-Harbor-7' }
  for (const { user } of people.filter(({ some }) => some.lock === 'open')) {
    const body = JSON.stringify({ username: user.username, ...wrong })
    expect(await post('/api/session', 'application/json', body)).toMatchObject(FORM_ANSWER['bad credentials'] as object)
    const parameters = new URLSearchParams({ username: user.username, ...wrong })
    expect(await post('/attask/api/v7.0/login', FORM_TYPE, parameters.toString())).toEqual(
      API_ANSWER['bad credentials'],
    )
  }
})
