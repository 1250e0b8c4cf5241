import { deflateRawSync, gzipSync } from 'node:zlib'
import fc, { type Arbitrary } from 'fast-check'
import { INTEGRATION_IDS } from '#src/rehearsal/integrations.ts'
import type { Route } from './routes.ts'

// Requests that nobody should send, as bytes: what attackers, broken clients and odd proxies come up with.

/** What requests prove with, and whom they may be aimed at without ending the test. */
export interface Proofs {
  host: string
  /** An administrator's session of the console, and one of the API. */
  cookie: string
  sessionId: string
  adminKey: string
  otherKey: string
  /** The users that may be edited. */
  targetId: string
  /** An audit record, the target's key, the administrator's own key, and a recorded sign-on; 0 where there is none. */
  ids: Record<'AUDIT_ID' | 'KEY_ID' | 'OWN_KEY_ID' | 'SIGN_ON_ID', string>
  username: string
  password: string
  /** The certificate that calls with that password need, and what **Save** of Customer Info last answered. */
  certificate: Certificate
  settings: object
  signOn: SignOn
}

/** A sign-on on its way through the demo's identity provider, as the browser has it that began it. */
export interface SignOn {
  /** What its cookie holds. */
  browser: string
  request: string
  /** Its signed messages, in base64. */
  SAMLRequest: string
  SAMLResponse: string
  /** What the identity provider calls it. */
  pending: string
}

interface Certificate {
  pem: string
  /** Base64 on one line. */
  der: string
}

export interface HostileRequest {
  method: string
  /** Path and query as they are sent. */
  target: string
  bytes: Buffer
  /** The client is gone before there can be an answer. */
  isCut: boolean
  /** Nothing else can be sent over the same connection. */
  isLast: boolean
  /** It comes with the console's session, but from no page of the console. */
  isForged: boolean
}

/** Nobody can tell where such a request ends. */
const SMUGGLING = [
  'Content-Length: 6\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
  'Transfer-Encoding : chunked',
  'Transfer-Encoding: \vchunked',
  'Transfer-Encoding: xchunked',
  'Content-Length: +5',
  'Content-Length: 5\r\nContent-Length: 6',
  'Content-Length: 5, 5',
  'Content-Length: 0x5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'X: a\r\n Content-Length: 5',
  'X\0: a',
  'X: \0',
  'X a: b',
]

const HEADERS = [
  'Range: bytes=0-10',
  'If-None-Match: *',
  'If-Modified-Since: yesterday',
  'Expect: 100-continue',
  'Expect: miracles',
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13',
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk',
  'X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Host: northwind.preview.localhost\r\nX-Forwarded-Proto: https',
  'X-HTTP-Method-Override: DELETE\r\nX-Original-URL: /api/keys\r\nX-Rewrite-URL: /api/keys',
  'TE: trailers\r\nTrailer: X',
  'Accept: ,;q=x\r\nAccept-Encoding: br;q=1.0, gzip, *\r\nAccept-Language: \xFF',
  'Authorization: Basic bWFpbjpwdw==',
  'Cookie: __proto__=1; latchkey==; =; latchkey',
  'Cookie: latchkey=%ff%00%; latchkey-api="x',
  `Cookie: ${'a=1;'.repeat(7000)}`,
  `Cookie: latchkey=${'x'.repeat(9000)}`,
  'Cookie: a=1\r\n'.repeat(1000) + 'Cookie: a=1',
  `User-Agent: ${'a'.repeat(4000)}`,
  'User-Agent: \x9B2J\xFF\xFE',
  'apiKey: ',
  `apiKey: ${'k'.repeat(9000)}`,
  'sessionID: x\r\nsessionID: y',
  'Sec-Fetch-Site: cross-site',
  'Origin: https://elsewhere.example',
  `X: ${'a'.repeat(31_000)}`,
  `X: ${'a'.repeat(40_000)}`,
  'X: 1\r\n'.repeat(2500) + 'X: 1',
]

const HOSTS = [
  'Host:',
  'Host: a b',
  'Host: [::1',
  'Host: [::1]:80',
  'Host: localhost:99999',
  'Host: LOCALHOST',
  `Host: ${'x'.repeat(5000)}`,
  'Host: northwind.preview.localhost',
  'Host: user@localhost',
  'Host: localhost/a?b#c',
  'Host: \xE9.localhost',
  'Host: a\r\nHost: b',
  'X: no host',
]

/** Percent-encoded wrongly, twice, or beyond what UTF-8 allows. */
const SEGMENTS = [
  ...'.. . %2e%2e %2E. %252e%252e ..%2f..%2f %c0%ae%c0%ae % %zz %u0041 %00 %2500 %ed%a0%80 %f5%80%80%80 %ff'.split(' '),
  ...'%0d%0aX:1 %E2%80%A8 %1b[2J \\ \\..\\ ;a=b @ : * __proto__ constructor \xE9 \xFF\xFE [ {} " < ^ ` # %25'.split(
    ' ',
  ),
]

/** Texts that parsers, databases and logs have stumbled over. */
const TEXTS = [
  ...' 0 -1 1e9 1e308 NaN ٣ null true % _ \0 \u2028 \uFEFF İıſßﬀ e\u0301\u0327 __proto__ constructor toString'.split(
    ' ',
  ),
  ...'${jndi:ldap://x} {{7*7}} <script> $$USER.ID +275760-09-13T00:00:00.000Z 2030-02-30T25:61:61Z \uD800'.split(' '),
  "' or 1=1 --",
  '\r\nX-Injected: 1',
  '\u001B[2J',
  '\u202Egnp.exe',
  'a'.repeat(300),
  '🔑'.repeat(200),
]

const words = (text: string) => fc.constantFrom(...text.split(' '))
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 12 }))

/** What a request asks for: the method that fits a path, and the path, in which names stand for the IDs of {@link Proofs}. */
interface Address {
  method: string
  route: string
}

/** By path up to a parameter: what can stand for the parameter, besides an ID that does not exist. */
const PARAMETERS: Record<string, readonly string[]> = {
  '/api/audit/:id': ['AUDIT_ID'],
  '/api/own-key/:id': ['OWN_KEY_ID'],
  '/api/people/:id': ['ID'],
  '/api/rehearsal/integrations/:id': INTEGRATION_IDS,
  '/api/sign-ons/:id': ['SIGN_ON_ID'],
  '/api/users/:id': ['ID'],
  '/api/users/:id/key/:key': ['KEY_ID'],
  '/attask/api/v15.0/user/:id': ['ID', '$$USER.ID'],
}

/** `route` with something for each of its parameters. */
const addressed = ({ method, path }: Route): Arbitrary<Address> => {
  const segments = path.split('/').map((segment, index, all) => {
    if (!segment.startsWith(':')) return fc.constant(segment === '*' ? 'nothing' : segment)
    const known = PARAMETERS[all.slice(0, index + 1).join('/')]
    if (!known) throw new Error(`What can stand for ${segment} in ${path}?`)
    return fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fc.constant('0') })
  })
  return fc
    .tuple(...segments)
    .map((filled) => ({ method: method === 'ALL' ? 'POST' : method, route: filled.join('/') }))
}
const anyOf = (routes: readonly Route[]) => fc.oneof(...routes.map(addressed))
const toGet = (route: string): Address => ({ method: 'GET', route })

/** The Workfront API as it is spelled less often, and what it does not have. */
const ODD_CALL = fc
  .tuple(
    words('api api api api api-internal api-unsupported apx'),
    words('/v15.0 /v15.0 /v1.0 /v22.0  /v99.0 /v15 /v-1.0'),
    words(
      '/openapi.json /login /user /USER /user/ID /user/search /user/generateApiKey /user/ID/clearApiKey ' +
        '/user/$$USER.ID/getApiKey /user/nobody /project  //user//',
    ),
  )
  .map(([api, version, call]) => toGet(`/attask/${api}${version}${call}`))
/** What has no route of the backend. */
const ELSEWHERE = words(
  '/ /health /flows /login /Workfront/login.cmd /setup/system/customer-info /assets/none.js /index.html * ' +
    '/api /api/ /api/nothing /sso /sso/ /demo-idp',
).map(toGet)

const FIELD = words(
  'ID objCode name firstName lastName username emailAddr isActive isAdmin licenseType accessLevelID accessLevel ' +
    'hasAPIAccess passwordDate ssoUsername ssoAccessOnly lastLoginDate loginCount locale timeZone password __proto__ x',
)
const PARAMETER = fc.oneof(
  fc.tuple(
    words('apiKey sessionID method action fields filters updates id map $$FIRST $$LIMIT search a[b] a[b][] a.b _Mod '),
    text,
  ),
  fc.tuple(FIELD, text),
  fc.tuple(
    FIELD.map((field) => `${field}_Mod`),
    words('eq ne cieq contains cicontains in isnull notnull x'),
  ),
  fc.tuple(
    FIELD.map((field) => `${field}_Sort`),
    words('asc desc ASC '),
  ),
  fc.tuple(fc.constant('fields'), fc.array(FIELD, { maxLength: 5 }).map(String)),
  fc.tuple(words('firstName lastName emailAddr ssoUsername'), text),
  fc.tuple(fc.constant('fields'), words('* *,* , accessLevel:name accessLevel:* a:b:c:d:e accessLevel:__proto__')),
  fc.tuple(fc.constant('$$LIMIT'), words('-1 0 1 2000 2001 1e9 NaN ٣ 0x10 999999999')),
  fc.tuple(fc.constant('method'), words('get PUT POST DELETE PATCH ')),
  fc.tuple(fc.constant('action'), words('search count getApiKey generateApiKey x')),
  fc.tuple(fc.constant('filters'), fc.dictionary(FIELD, fc.oneof(text, fc.boolean(), fc.array(text))).map(toJson)),
  fc.tuple(words('filters updates'), fc.jsonValue().map(toJson)),
)
/** As they should be, as they are, in Latin-1, or twice. */
const ENCODINGS = [
  encodeURIComponent,
  encodeURIComponent,
  (word: string) => Buffer.from(word.replace(/[\s\0]/g, '')).toString('latin1'),
  (word: string) => Buffer.from(word, 'latin1').toString('hex').replace(/../g, '%$&'),
  (word: string) => encodeURIComponent(encodeURIComponent(word)),
]
const QUERY = fc
  .tuple(fc.array(PARAMETER, { maxLength: 3 }), fc.constantFrom(...ENCODINGS))
  .map(([pairs, encode]) => pairs.map(([name, value]) => `${name}=${encode(value.toWellFormed())}`).join('&'))

/** Bytes of path and query that somebody has a limit at: the product's network, and this server. */
const LENGTH = fc.constantFrom(8892, 8893, 16_384, 30_000, 32_768, 40_000)

interface Body {
  type: string
  content: Buffer
  encoding?: string
}
const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'

function toJson(value: unknown): string {
  return JSON.stringify(value)
}
const bodyOf = (type: string) => (content: string) => ({ type, content: Buffer.from(content) })
const jsonBody = bodyOf(JSON_TYPE)
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const ofSize = (size: number) => jsonBody(`{"firstName":"${'a'.repeat(size - '{"firstName":""}'.length)}"}`)
const around = (size: number) => fc.constantFrom(size - 1, size, size + 1).map(ofSize)

const EDIT = fc.dictionary(
  FIELD.filter((field) => field !== 'isActive'),
  fc.oneof(text, fc.boolean(), fc.double()),
  { maxKeys: 4 },
)
const SETTINGS = fc.record(
  {
    adminEmail: fc.oneof(text, fc.constant('main.admin@northwind.example')),
    timeZone: fc.oneof(text, words(`America/Denver Asia/Kolkata UTC +05:30 A${'/a'.repeat(9000)}`)),
    locale: words('en-US de-DE xx'),
    keyExpiry: words('none 1-month 1-year 2-months'),
    removeKeyOnPasswordExpiry: fc.oneof(text, fc.constant(false)),
    passwordResetDays: fc.constantFrom(null, 30, 31, '30'),
    passwordReuse: fc.constantFrom(null, 5, -5),
    lockMinutes: fc.constantFrom(10, 60, 1e308),
    characterClasses: fc.constantFrom(2, 3, 2.5),
    version: fc.constantFrom(1, 2, 1e308, -1, 0.5, '1', null, 2 ** 53),
    id: text,
    move: text,
    environment: text,
  },
  { requiredKeys: [] },
)

/** Of a file of SSO usernames. */
const LINES = fc.array(fc.record({ line: fc.nat(), id: fc.constantFrom('0'.repeat(32), '1'), ssoUsername: text }))

/** Nothing that could be followed as a scenario link, which would begin everything anew. */
const BROKEN_BODY: Arbitrary<Body> = fc.oneof(
  { weight: 8, arbitrary: words(`{ {"a": [] null "x" {"a":1}} {'a':1} NaN  \uFEFF[]`).map(jsonBody) },
  { weight: 3, arbitrary: fc.constantFrom(100, 10_000, 30_000).map(nested).map(jsonBody) },
  { weight: 1, arbitrary: fc.constant(jsonBody(`[${'{"ID":'.repeat(9000)}`)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(EDIT.map(toJson), fc.constantFrom<BufferEncoding>('utf16le', 'latin1'))
      .map(([json, encoding]) => ({ type: JSON_TYPE, content: Buffer.from(`\uFEFF\xFF${json}`, encoding) })),
  },
  {
    weight: 2,
    arbitrary: EDIT.map((edit) => ({ type: JSON_TYPE, content: gzipSync(toJson(edit)), encoding: 'gzip' })),
  },
)
const BODY: Arbitrary<Body> = fc.oneof(
  { weight: 300, arbitrary: BROKEN_BODY },
  { weight: 240, arbitrary: SETTINGS.map(toJson).map(jsonBody) },
  { weight: 240, arbitrary: EDIT.map(toJson).map(jsonBody) },
  {
    weight: 80,
    arbitrary: fc
      .array(EDIT.map((edit) => ({ ID: '0'.repeat(32), ...edit })))
      .map(toJson)
      .map(jsonBody),
  },
  { weight: 80, arbitrary: fc.jsonValue().map(toJson).map(jsonBody) },
  { weight: 80, arbitrary: LINES.map((lines) => jsonBody(toJson({ lines }))) },
  { weight: 40, arbitrary: fc.constant(jsonBody('{"__proto__":{"isActive":true},"constructor":{"prototype":{}}}')) },
  { weight: 20, arbitrary: fc.constant(jsonBody(toJson(Array(101).fill({ ID: '0'.repeat(32), firstName: 'x' })))) },
  { weight: 160, arbitrary: QUERY.map(bodyOf(FORM_TYPE)) },
  { weight: 20, arbitrary: fc.constant(bodyOf(FORM_TYPE)(`ID_Mod=in${'&ID=0'.repeat(30_000)}`)) },
  {
    weight: 20,
    arbitrary: fc
      .nat(9)
      .map((digit) => bodyOf(FORM_TYPE)(Array.from({ length: 9999 }, (_, i) => `${i}${digit}=`).join('&'))),
  },
  {
    weight: 60,
    arbitrary: SETTINGS.chain((one) =>
      words(`text/plain multipart/form-data;boundary=x ; ${'a'.repeat(500)}`).map((type) => bodyOf(type)(toJson(one))),
    ),
  },
  { weight: 60, arbitrary: around(64 * 1024) },
  { weight: 6, arbitrary: around(1024 * 1024) },
  { weight: 1, arbitrary: fc.constant(5_000_000).map(ofSize) },
)

const weighted = <T>(...choices: [weight: number, value: T][]) =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })))

/** One time in twenty. */
const rarely = <T>(arbitrary: Arbitrary<T>) =>
  fc.oneof({ weight: 19, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })

/** A little less than the largest body that is read. */
const MEGABYTE = 1_000_000
const filled = (piece: string) => `apiCertificate=${piece.repeat(MEGABYTE / piece.length)}`
const parameter = (value: string) => `apiCertificate=${encodeURIComponent(value.toWellFormed())}`

/** Something made of the certificate that calls need. */
type Made<T> = (certificate: Certificate) => T

/** The certificate as it should be, and as addresses leave it. */
const RIGHT_FORMS: Made<string>[] = [
  ({ pem }) => parameter(pem),
  ({ der }) => parameter(der),
  ({ pem }) => `apiCertificate=${pem.replaceAll('\n', '%0A')}`,
  ({ pem }) => parameter(encodeURIComponent(pem)),
]
const BROKEN_FORMS: Made<string>[] = [
  () => '',
  ({ pem }) => parameter(pem.slice(0, -40)),
  ({ pem }) => parameter(pem.slice(20)),
  ({ pem }) => parameter(pem.replace('M', '!')),
  ({ pem }) => parameter(pem.replaceAll('CERTIFICATE', 'PRIVATE KEY')),
  ({ pem }) => parameter(pem.replaceAll('\n', '\0')),
  ({ pem }) => parameter(`\0${pem}`),
  ({ der }) => parameter(`${der}\0`),
  ({ der }) => `apiCertificate=${der}%zz%`,
  ({ der }) => `${parameter('x')}&${parameter(der)}`,
  ({ der }) => `${parameter(der)}&${parameter('x')}`,
  ({ der }) => `apiCertificate[]=${der}&apiCertificate[0]=${der}&apicertificate=${der}`,
]
const CERTIFICATE_FORM: Arbitrary<Made<string>> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...RIGHT_FORMS) },
  { weight: 12, arbitrary: fc.constantFrom(...BROKEN_FORMS) },
  { weight: 12, arbitrary: text.map((value) => () => parameter(value)) },
  {
    weight: 1,
    arbitrary: words('+ %20 % %25 %00 - -----BEGIN+CERTIFICATE-----').map((piece) => () => filled(piece)),
  },
)

/** No certificate, whatever it is made of. */
const NO_DER: Arbitrary<Made<unknown>> = fc.oneof(
  text.map((value) => () => value),
  fc.jsonValue().map((value) => () => value),
  fc.constantFrom('A'.repeat(87_384), 'A'.repeat(87_385), '='.repeat(1000)).map((value) => () => value),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => () => Buffer.from(bytes).toString('base64')),
  fc.nat(400).map((length): Made<string> => {
    return ({ der }) => Buffer.from(der, 'base64').subarray(0, length).toString('base64')
  }),
)
/** The certificate with one byte of it another, which may still be one. */
const ALTERED_DER = fc.tuple(fc.nat(400), fc.nat(255)).map(([place, byte]): Made<unknown> => {
  return ({ der }) =>
    Buffer.from(der, 'base64')
      .fill(byte, place, place + 1)
      .toString('base64')
})

/** What a request is about. */
interface Call {
  method: string
  route: string
  query: string
  proof: string
  body: Body
}

/** A call with a password and, in some form, a certificate. */
const CERTIFIED_CALL = fc
  .record({
    route: words(
      '/login /login /login /user/ID /user/search /user/count /user?action=getApiKey /user?action=generateApiKey',
    ),
    method: words('POST POST GET PUT'),
    form: CERTIFICATE_FORM,
    proof: words('password password wrong+password'),
    place: words('body body body address both JSON'),
  })
  .map(({ route, method, form, proof, place }) => ({ certificate, username, password }: Proofs): Call => {
    const sent = form(certificate)
    const isShort = sent.length < 20_000
    const json = toJson({ username, password, apiCertificate: [sent.slice(0, 10_000)] })
    return {
      method: isShort && place === 'address' ? method : 'POST',
      route: `/attask/api/v15.0${route.split('?')[0] ?? ''}`,
      query: [route.split('?')[1], isShort && /address|both/.test(place) && sent].filter(Boolean).join('&'),
      proof: proof.replace('+', ' '),
      body: place === 'JSON' ? jsonBody(json) : bodyOf(FORM_TYPE)(place === 'address' ? '' : sent),
    }
  })

/** A certificate that an administrator chooses, to be read or saved. */
const CHOSEN_CERTIFICATE = fc
  .record({
    isSave: fc.boolean(),
    field: words('certificate nextCertificate'),
    name: text,
    // Were another certificate kept, it would be the one that calls need from then on.
    saved: NO_DER,
    read: fc.oneof(NO_DER, ALTERED_DER),
    role: words('current next x'),
  })
  .map(({ isSave, field, name, saved, read, role }) => ({ certificate, settings }: Proofs): Call => {
    const chosen = { name, der: saved(certificate), fingerprint: name, validTo: name }
    return {
      method: isSave ? 'PUT' : 'POST',
      route: isSave ? '/api/customer-info' : '/api/certificates/reading',
      query: '',
      proof: 'console',
      body: jsonBody(toJson(isSave ? { ...settings, [field]: chosen } : { der: read(certificate), role })),
    }
  })

/** What stands where a message of SAML belongs, as it is before any encoding of addresses and forms. */
const MESSAGE: Arbitrary<(message: string) => string> = fc.oneof(
  { weight: 4, arbitrary: fc.constant((message: string) => message) },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(8000), text).map(
      ([place, piece]) =>
        (message: string) =>
          changedAt(Buffer.from(message, 'base64').toString('latin1'), place, piece),
    ),
  },
  { weight: 2, arbitrary: fc.nat(8000).map((end) => (message: string) => message.slice(0, end)) },
  { weight: 3, arbitrary: text.map((value) => () => value) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => () => toBase64(bytes)) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          '<a/>',
          '<!DOCTYPE a [<!ENTITY b "cccccccccc">]><a>&b;&b;</a>',
          `${'<a>'.repeat(2900)}${'</a>'.repeat(2900)}`,
          '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Version="2.0" InResponseTo="&#0;"/>',
          `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${'a'.repeat(9000)}"/>`,
          'a'.repeat(60_000),
          '\uFEFF<?xml version="1.1" encoding="utf-16"?><a>\0</a>',
        ),
        fc.constantFrom(Buffer.from, (xml: string) => deflateRawSync(xml)),
      )
      .map(
        ([xml, packed]) =>
          () =>
            toBase64(packed(xml)),
      ),
  },
  // What unpacks to far more than it is.
  { weight: 1, arbitrary: fc.constant(() => toBase64(deflateRawSync('<'.repeat(5_000_000)))) },
)
const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** `xml` with a piece of it another one, in base64 again. */
const changedAt = (xml: string, place: number, piece: string) => {
  const at = place % (xml.length + 1)
  return Buffer.from(xml.slice(0, at) + piece + xml.slice(at + piece.length), 'latin1').toString('base64')
}

/** A step of a sign-on, or of signing out again, with something else than it should carry. */
const SIGN_ON_CALL = fc
  .record({
    route: words(
      '/sso/acs /sso/acs /sso/acs /sso/request /sso/logout /demo-idp/saml2/sso/post /demo-idp/saml2/sso/redirect ' +
        '/demo-idp/saml2/logout /api/sign-on /api/sign-ons/ID /api/rehearsal/identity-provider/answer /demo-idp/answer',
    ),
    isReading: fc.boolean(),
    kind: words('SAMLResponse SAMLRequest'),
    message: MESSAGE,
    value: text,
    extra: words('again=1 again=1 RelayState=%00 SigAlg=x&Signature=x SAMLResponse= '),
    id: words('request pending none'),
    purpose: words('sign-on test x'),
    proof: words('browser browser browser console'),
  })
  .map(({ route, isReading, kind, message, value, extra, id, purpose, proof }) => ({ signOn }: Proofs): Call => {
    const isJson = route.startsWith('/api')
    const sent = message(kind === 'SAMLRequest' ? signOn.SAMLRequest : signOn.SAMLResponse).toWellFormed()
    const form = `${kind}=${encodeURIComponent(sent)}&${extra}`
    const known = id === 'request' ? signOn.request : id === 'pending' ? signOn.pending : value
    const said = { request: known, nameId: value, attributes: [{ name: value, values: [value, value] }] }
    const isRead = /request|sign-ons|demo-idp.answer/.test(route) || (isReading && !/acs|sign-on$/.test(route))
    const isInAddress = isRead && form.length < 20_000
    return {
      method: isInAddress ? 'GET' : 'POST',
      route,
      query: [`id=${encodeURIComponent(known.toWellFormed())}`, isInAddress && !isJson && form]
        .filter(Boolean)
        .join('&'),
      proof,
      body: isJson
        ? jsonBody(toJson(route === '/api/sign-on' ? { purpose, next: value } : said))
        : bodyOf(FORM_TYPE)(isInAddress ? '' : form),
    }
  })

const METHOD = fc.oneof(
  { weight: 12, arbitrary: words('GET POST PUT DELETE') },
  { weight: 3, arbitrary: words('HEAD OPTIONS PATCH TRACE QUERY PROPFIND') },
  { weight: 1, arbitrary: words('get FOO CONNECT G\0T GET\t ') },
)

/** Requests for `routes` and what is near them. */
function addresses(routes: readonly Route[]): Arbitrary<Address> {
  const isCall = ({ path }: Route) => path.startsWith('/attask')
  return fc
    .tuple(
      fc.oneof(
        { weight: 11, arbitrary: anyOf(routes.filter((route) => !isCall(route))) },
        { weight: 4, arbitrary: anyOf(routes.filter(isCall)) },
        { weight: 6, arbitrary: ODD_CALL },
        { weight: 1, arbitrary: ELSEWHERE },
      ),
      fc.oneof(fc.constant(null), METHOD),
    )
    .map(([{ method, route }, other]) => ({ method: other ?? method, route }))
}

/** Everything that makes a request besides its address, before it is known what it proves with. */
const PLAN = fc.record({
  mutation: weighted(
    [50, 'none'],
    [6, 'insert'],
    [4, 'append'],
    [2, 'encode'],
    [2, 'encode twice'],
    [1, 'upper case'],
    [2, 'double slash'],
    [2, 'slash'],
    [2, 'drop'],
    [1, 'lengthen'],
  ),
  segment: fc.constantFrom(...SEGMENTS),
  place: fc.nat(60),
  length: LENGTH,
  query: fc.oneof(fc.constant(''), QUERY),
  isQueryLong: weighted([30, false], [1, true]),
  proof: weighted(
    [40, 'none'],
    [100, 'console'],
    [20, 'forged'],
    [80, 'admin key'],
    [40, 'other key'],
    [40, 'key in header'],
    [40, 'session'],
    [20, 'key in path'],
    [3, 'password'],
    [2, 'wrong password'],
  ),
  body: BODY,
  brokenBody: BROKEN_BODY,
  framing: weighted(
    [24, 'length'],
    [6, 'chunks'],
    [1, 'cut off'],
    [1, 'gone'],
    [1, 'too short'],
    [1, 'no length'],
    [1, 'broken chunk'],
  ),
  header: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...HEADERS) }),
  smuggling: rarely(fc.constantFrom(...SMUGGLING)),
  host: rarely(fc.constantFrom(...HOSTS)),
  /** In place of method, route, query, proof and body. */
  aboutCertificates: rarely(fc.oneof(CERTIFIED_CALL, CERTIFIED_CALL, CHOSEN_CERTIFICATE)),
  aboutSignOns: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: SIGN_ON_CALL }),
})
type Plan = Address & (typeof PLAN extends Arbitrary<infer Value> ? Value : never)

/**
 * `count` plans of requests to `routes`, the same ones for the same seed. Each makes a request of whatever it can prove
 * with.
 */
export const hostileRequests = (
  routes: readonly Route[],
  count: number,
  seed: number,
): ((proofs: Proofs) => HostileRequest)[] =>
  fc.sample(fc.tuple(addresses(routes), PLAN), { numRuns: count, seed }).map(
    ([address, plan]) =>
      (proofs) =>
        write(
          tamed({ ...address, ...plan, ...plan.aboutCertificates?.(proofs), ...plan.aboutSignOns?.(proofs) }),
          proofs,
        ),
  )

/**
 * Without what would end the test, everybody's key or session gone or another scenario, and without what Node's parser
 * lets pass: what follows an attempt to upgrade may be anything, and is waited out.
 */
function tamed(plan: Plan): Plan {
  const { route, proof } = plan
  const isUpgrade = plan.header?.includes('Upgrade') ?? false
  return {
    ...plan,
    framing: isUpgrade ? 'length' : plan.framing,
    smuggling: isUpgrade ? null : plan.smuggling,
    proof: route.startsWith('/api') ? consoleProof(plan) : /logout|clearApiKey/.test(route) ? 'forged' : proof,
    body: /^\/api\/rehearsal(?!\/identity-provider)/.test(route) ? plan.brokenBody : plan.body,
  }
}

/** Keys open nothing of the console. A stranger gets as far as a route, and no further. */
function consoleProof({ method, route, proof }: Plan): string {
  if (method === 'DELETE' && /keys|session|OWN_KEY_ID/.test(route)) return proof === 'forged' ? 'forged' : 'stranger'
  return /key|session/.test(proof) ? 'console' : proof
}

function write(plan: Plan, proofs: Proofs): HostileRequest {
  const { proof, framing } = plan
  const isReading = plan.method === 'GET' || plan.method === 'HEAD'
  const mayWrite = !isReading || plan.query.includes('method')
  // Nobody is to rename the caller.
  const withIds = (words: string) =>
    words
      .replaceAll(mayWrite ? /\bID(?=$|[/?])|\$\$USER\.ID/g : /\bID(?=$|[/?])/g, proofs.targetId)
      .replaceAll(/\b(AUDIT|KEY|OWN_KEY|SIGN_ON)_ID\b/g, (name) => proofs.ids[name as keyof Proofs['ids']])
  const query = [
    proof === 'admin key' && `apiKey=${proofs.adminKey}`,
    proof === 'other key' && `apiKey=${proofs.otherKey}`,
    proof === 'password' && `username=${proofs.username}&password=${proofs.password}`,
    proof === 'wrong password' && `username=nobody@northwind.example&password=${proofs.password}`,
    plan.query,
    plan.isQueryLong && `x=${'a'.repeat(plan.length)}`,
  ].filter(Boolean)
  const path = mutate(withIds(plan.route), plan) + (proof === 'key in path' ? `/${proofs.adminKey}` : '')
  const target = query.length === 0 ? path : `${path}?${withIds(query.join('&'))}`

  const head = [
    `${plan.method} ${target} HTTP/1.1`,
    plan.host ?? `Host: ${proofs.host}`,
    ...(proof === 'console' || proof === 'forged' ? [`Cookie: latchkey=${proofs.cookie}`] : []),
    ...(proof === 'browser' ? [`Cookie: latchkey-sign-on=${proofs.signOn.browser}`] : []),
    ...(/console|browser|stranger/.test(proof) ? [`Origin: http://${proofs.host}`] : []),
    ...(proof === 'key in header' ? [`apiKey: ${proofs.adminKey}`] : []),
    ...(proof === 'session' ? [`sessionID: ${proofs.sessionId}`] : []),
    ...[plan.header, plan.smuggling].filter((header) => header !== null),
  ]
  const hasBody = !isReading || plan.place === 0
  const framed = hasBody ? frame(plan) : { headers: [], content: Buffer.alloc(0) }
  return {
    method: plan.method,
    target,
    bytes: Buffer.concat([Buffer.from([...head, ...framed.headers, '', ''].join('\r\n'), 'latin1'), framed.content]),
    isCut: hasBody && (framing === 'cut off' || framing === 'gone'),
    isLast:
      plan.smuggling !== null ||
      plan.host !== null ||
      (hasBody && framing !== 'length' && framing !== 'chunks') ||
      // An answer that did not wait for all of a large body may be the last.
      framed.content.length > 50_000 ||
      (plan.header ?? '').includes('Upgrade'),
    isForged: proof === 'forged',
  }
}

function mutate(path: string, { mutation, segment, place, length }: Plan): string {
  const at = place % (path.length + 1)
  const [before, after] = [path.slice(0, at), path.slice(at)]
  const code = path.charCodeAt(at).toString(16).padStart(2, '0')
  switch (mutation) {
    case 'none':
      return path
    case 'insert':
      return `${before}${segment}${after}`
    case 'append':
      return `${path}/${segment}`
    case 'encode':
      return after === '' ? path : `${before}%${code}${after.slice(1)}`
    case 'encode twice':
      return after === '' ? path : `${before}%25${code}${after.slice(1)}`
    case 'upper case':
      return path.toUpperCase()
    case 'double slash':
      return path.replaceAll('/', '//')
    case 'slash':
      return `${path}/`
    case 'drop':
      return before + after.slice(1)
    case 'lengthen':
      return `${path}/${'a/'.repeat(length / 2)}`
    default:
      throw new Error(`There is no mutation ${mutation}`)
  }
}

/** The body as it is sent, and the headers that say how long it is, or something else. */
function frame({ framing, body: { type, content, encoding } }: Plan): { headers: string[]; content: Buffer } {
  const headers = [`Content-Type: ${type}`, ...(encoding ? [`Content-Encoding: ${encoding}`] : [])]
  const length = (bytes: number) => [...headers, `Content-Length: ${bytes}`]
  const chunked = [...headers, 'Transfer-Encoding: chunked']
  const half = content.subarray(0, content.length / 2)
  const chunk = (bytes: Buffer) => [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]
  switch (framing) {
    case 'chunks': {
      const parts = [half, content.subarray(half.length)].filter((part) => part.length > 0)
      return { headers: chunked, content: Buffer.concat([...parts.flatMap(chunk), Buffer.from('0\r\n\r\n')]) }
    }
    case 'broken chunk':
      return { headers: chunked, content: Buffer.concat([...chunk(half), Buffer.from('zz\r\n')]) }
    case 'cut off':
      return { headers: length(content.length + 1), content: half }
    case 'too short':
      return { headers: length(half.length), content }
    case 'no length':
      return { headers, content }
    default:
      return { headers: length(content.length), content }
  }
}
