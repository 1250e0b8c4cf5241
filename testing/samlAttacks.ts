import type { KeyPair } from '#src/api/signOn/serviceProvider.ts'
import type { SignOnProblem } from '#src/domain/sso/signOnProblem.ts'
import type { CheckName } from '#src/domain/sso/signOnRecord.ts'
import { assertionXml, responseXml, signed, toBase64, type ResponseParts, type Signing } from './identityProvider.ts'

/** What an attacker, or an identity provider set up wrongly, begins with: a response that would be accepted. */
export interface Honest {
  /** Expected to be signed with SHA-256. */
  parts: ResponseParts
  keyPair: KeyPair
  /** Of somebody whose certificate is not in the settings. */
  strangersKeyPair: KeyPair
}

export interface Attack {
  name: string
  /** The first check that fails. */
  failing: CheckName
  /** What people are told, where it is more than that they are refused. */
  problem?: SignOnProblem
  /** The SAMLResponse that is posted. */
  forge(honest: Honest): string
}

interface Making {
  parts?: Partial<ResponseParts>
  signing?: Partial<Signing>
  /** Before it is signed. */
  assertion?: (xml: string) => string
  response?: (xml: string) => string
}

/** The XML of a response that is signed as it should be, but for what is asked for. */
function made(honest: Honest, { parts, signing, assertion = same, response = same }: Making = {}): string {
  const all = { ...honest.parts, ...parts }
  const xml = response(responseXml(all, assertion(assertionXml(all))))
  return signed(xml, { keyPair: honest.keyPair, what: ['assertion'], hashAlgorithm: 'SHA-256', ...signing })
}
const same = (xml: string) => xml

/** The response itself, as the test that forges others has to see accepted. */
export const honestResponse = (honest: Honest, what: Signing['what'] = ['assertion']): string =>
  toBase64(made(honest, { signing: { what } }))

/** `text` with `part` replaced, which has to be in it: an attack that changes nothing is none. */
function replaced(text: string, part: string | RegExp, by: string): string {
  const changed = text.replace(part, () => by)
  if (changed === text) throw new Error(`There is no ${part.toString()}`)
  return changed
}

function found(text: string, part: RegExp): string {
  const [match] = part.exec(text) ?? []
  if (match === undefined) throw new Error(`There is no ${part.source}`)
  return match
}

const ASSERTION = /<saml:Assertion[\s\S]*<\/saml:Assertion>/
const SIGNATURE = /<ds:Signature[ >][\s\S]*?<\/ds:Signature>/
const NAME_ID = /(?<=<saml:NameID[^>]*>)[^<]*/

/** The parts that the attacks of signature wrapping put together anew, with somebody else's name in the evil ones. */
function taken(honest: Honest, what: Signing['what']) {
  const xml = made(honest, { signing: { what } })
  const signature = found(xml, SIGNATURE)
  const assertion = found(xml, ASSERTION)
  const evilAssertion = replaced(
    replaced(assertion.replace(signature, ''), NAME_ID, 'somebody.else'),
    honest.parts.assertionId,
    '_evil',
  )
  return { xml, signature, assertion, bare: assertion.replace(signature, ''), evilAssertion }
}

/** The response whose own signature is `signature`, but as somebody else. */
const evilResponse = ({ xml, signature, assertion, evilAssertion }: ReturnType<typeof taken>, honest: Honest) =>
  replaced(replaced(xml.replace(signature, ''), assertion, evilAssertion), honest.parts.id, '_evilResponse')

const DECLARATION = /<\?xml[^>]*\?>/

const attack = (name: string, failing: CheckName, forge: (honest: Honest) => string): Attack => ({
  name,
  failing,
  forge: (honest) => toBase64(forge(honest)),
})

/** A response that is signed, and would be accepted but for what its parts say. */
const saying = (name: string, failing: CheckName, making: Making, problem?: SignOnProblem): Attack => ({
  ...attack(name, failing, (honest) => made(honest, making)),
  ...(problem && { problem }),
})

/** A response that is changed on the way. */
const changing = (
  name: string,
  failing: CheckName,
  part: string | RegExp,
  by: string,
  what?: Signing['what'],
): Attack => attack(name, failing, (honest) => replaced(made(honest, what ? { signing: { what } } : {}), part, by))

/** The attacks of “On Breaking SAML: Be Whoever You Want to Be” (Somorovsky and others, 2012), as they are numbered there. */
const WRAPPING: Attack[] = [
  attack('XSW1: the signed response in the signature of another', 'assertion', (honest) => {
    const parts = taken(honest, ['response'])
    const signature = replaced(
      parts.signature,
      '</ds:Signature>',
      `${parts.xml.replace(parts.signature, '')}</ds:Signature>`,
    )
    return replaced(evilResponse(parts, honest), '<samlp:Status>', `${signature}<samlp:Status>`)
  }),
  attack('XSW2: the signed response before its signature in another', 'assertion', (honest) => {
    const parts = taken(honest, ['response'])
    const original = parts.xml.replace(parts.signature, '')
    return replaced(evilResponse(parts, honest), '<samlp:Status>', `${original}${parts.signature}<samlp:Status>`)
  }),
  attack('XSW3: another assertion before the signed one', 'assertion', (honest) => {
    const { xml, assertion, evilAssertion } = taken(honest, ['assertion'])
    return replaced(xml, assertion, evilAssertion + assertion)
  }),
  attack('XSW4: the signed assertion in another', 'assertion', (honest) => {
    const { xml, assertion, evilAssertion } = taken(honest, ['assertion'])
    return replaced(xml, assertion, replaced(evilAssertion, '</saml:Assertion>', `${assertion}</saml:Assertion>`))
  }),
  attack('XSW5: the signature in another assertion, the signed one behind it', 'assertion', (honest) => {
    const { xml, assertion, bare, evilAssertion, signature } = taken(honest, ['assertion'])
    return replaced(xml, assertion, replaced(evilAssertion, '<saml:Subject>', `${signature}<saml:Subject>`) + bare)
  }),
  attack('XSW6: the signed assertion in the signature of another', 'assertion', (honest) => {
    const { xml, assertion, bare, evilAssertion, signature } = taken(honest, ['assertion'])
    const wrapping = replaced(signature, '</ds:Signature>', `${bare}</ds:Signature>`)
    return replaced(xml, assertion, replaced(evilAssertion, '<saml:Subject>', `${wrapping}<saml:Subject>`))
  }),
  attack('XSW7: another assertion in extensions before the signed one', 'assertion', (honest) => {
    const { xml, assertion, evilAssertion } = taken(honest, ['assertion'])
    return replaced(xml, assertion, `<samlp:Extensions>${evilAssertion}</samlp:Extensions>${assertion}`)
  }),
  attack('XSW8: the signed assertion in an object in the signature of another', 'assertion', (honest) => {
    const { xml, assertion, bare, evilAssertion, signature } = taken(honest, ['assertion'])
    const wrapping = replaced(signature, '</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`)
    return replaced(xml, assertion, replaced(evilAssertion, '<saml:Subject>', `${wrapping}<saml:Subject>`))
  }),
]

const SIGNING: Attack[] = [
  saying('not signed', 'signature', { signing: { what: [] } }),
  attack('signed with the key of a stranger, whose certificate it brings along', 'signature', (honest) =>
    made(honest, { signing: { keyPair: honest.strangersKeyPair } }),
  ),
  attack('signed with the key of a stranger under the certificate of the provider', 'signature', (honest) =>
    made(honest, {
      signing: { keyPair: { ...honest.keyPair, privateKey: honest.strangersKeyPair.privateKey } },
    }),
  ),
  attack('both signed with the key of a stranger', 'signature', (honest) =>
    made(honest, { signing: { keyPair: honest.strangersKeyPair, what: ['assertion', 'response'] } }),
  ),
  changing('somebody else in a signed assertion', 'signature', NAME_ID, 'somebody.else'),
  changing('somebody else in a signed response', 'signature', NAME_ID, 'somebody.else', ['response']),
  changing('another value of an attribute', 'signature', /(?<=<saml:AttributeValue[^>]*>)/, 'admin'),
  attack('the signature of the assertion moved to the response', 'signature', (honest) => {
    const { xml, signature } = taken(honest, ['assertion'])
    return replaced(xml.replace(signature, ''), '<samlp:Status>', `${signature}<samlp:Status>`)
  }),
  attack('the signature of an assertion on another one', 'signature', (honest) => {
    const { xml, assertion, evilAssertion, signature } = taken(honest, ['assertion'])
    return replaced(xml, assertion, replaced(evilAssertion, '<saml:Subject>', `${signature}<saml:Subject>`))
  }),
  attack('the signature deep in the assertion', 'signature', (honest) => {
    const { xml, signature } = taken(honest, ['assertion'])
    return replaced(xml.replace(signature, ''), '</saml:Subject>', `${signature}</saml:Subject>`)
  }),
  attack('the signature at the end of the assertion', 'signature', (honest) => {
    const { xml, signature } = taken(honest, ['assertion'])
    return replaced(xml.replace(signature, ''), '</saml:Assertion>', `${signature}</saml:Assertion>`)
  }),
  attack('one signature twice', 'signature', (honest) => {
    const { xml, signature } = taken(honest, ['assertion'])
    return replaced(xml, signature, signature + signature)
  }),
  changing('an object in the signature', 'signature', '</ds:Signature>', '<ds:Object/></ds:Signature>'),
  changing('a second reference', 'signature', /<ds:Reference[\s\S]*<\/ds:Reference>/, '<ds:Reference/><ds:Reference/>'),
  changing('a reference to the whole document', 'signature', /URI="#[^"]*"/, 'URI=""'),
  changing('a comment in the digest', 'signature', '<ds:DigestValue>', '<ds:DigestValue>AAAA<!---->'),
  changing('a comment in the value of the signature', 'signature', '<ds:SignatureValue>', '<ds:SignatureValue><!---->'),
  changing(
    'a step that takes something else',
    'signature',
    /(?<=<ds:Transform Algorithm=")[^"]*enveloped-signature/,
    'http://www.w3.org/TR/1999/REC-xslt-19991116',
  ),
  changing(
    'a secret that both sides have instead of a key',
    'signature',
    /(?<=SignatureMethod Algorithm=")[^"]*/,
    'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  ),
  attack('two elements with one ID', 'signature', (honest) =>
    replaced(made(honest), '<samlp:Status>', `<samlp:Status id="${honest.parts.assertionId}">`),
  ),
  saying('signed with SHA-1', 'signature', { signing: { hashAlgorithm: 'SHA-1' } }),
]

const READING: Attack[] = [
  { name: 'not base64', failing: 'readable', forge: () => 'This is <no> base64' },
  { name: 'nothing', failing: 'readable', forge: () => '' },
  attack('not XML', 'readable', (honest) => made(honest).slice(0, -3)),
  attack('a web page', 'readable', () => '<html><body>Sign in</body></html>'),
  attack('an answer to a logout', 'readable', (honest) =>
    made(honest).replaceAll('samlp:Response', 'samlp:LogoutResponse'),
  ),
  changing('of SAML 1.1', 'readable', 'Version="2.0"', 'Version="1.1"'),
  attack('a document type', 'readable', (honest) => `<!DOCTYPE r>${made(honest).replace(DECLARATION, '')}`),
  attack('an entity from elsewhere', 'readable', (honest) =>
    replaced(
      `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${made(honest).replace(DECLARATION, '')}`,
      NAME_ID,
      '&x;',
    ),
  ),
  attack('larger than 256 KB', 'readable', (honest) => made(honest) + ' '.repeat(256 * 1024)),
  attack('very many tags', 'readable', (honest) => replaced(made(honest), '<samlp:Status>', '<a/>'.repeat(4000))),
]

const elsewhere = 'https://elsewhere.example/sso/acs'

const SAYING: Attack[] = [
  saying('a refusal by the provider', 'status', { parts: { status: 'Requester' } }),
  saying('encrypted', 'assertion', {
    assertion: () => '<saml:EncryptedAssertion><a/></saml:EncryptedAssertion>',
    signing: { what: ['response'] },
  }),
  saying('an encrypted name', 'assertion', {
    assertion: (xml) => replaced(xml, /<saml:NameID[\s\S]*<\/saml:NameID>/, '<saml:EncryptedID/>'),
  }),
  saying('no assertion', 'assertion', { assertion: () => '', signing: { what: ['response'] } }),
  attack('two signed assertions', 'assertion', (honest) => {
    const { assertion } = taken({ ...honest, parts: { ...honest.parts, assertionId: '_other' } }, ['assertion'])
    const { xml, assertion: own } = taken(honest, ['assertion'])
    return replaced(xml, own, own + assertion)
  }),
  saying('two names', 'assertion', {
    assertion: (xml) => replaced(xml, '<saml:NameID', '<saml:NameID>somebody.else</saml:NameID><saml:NameID'),
  }),
  saying('a condition nobody knows', 'assertion', {
    assertion: (xml) => replaced(xml, '</saml:Conditions>', '<saml:Condition xsi:type="xs:string"/></saml:Conditions>'),
  }),
  saying('nobody signed in', 'assertion', {
    assertion: (xml) => replaced(xml, /<saml:AuthnStatement[\s\S]*<\/saml:AuthnStatement>/, ''),
  }),
  saying('another issuer', 'issuer', { parts: { issuer: 'https://elsewhere.example' } }),
  saying('another issuer of the response', 'issuer', { parts: { responseIssuer: 'https://elsewhere.example' } }),
  saying('for another address', 'destination', { parts: { destination: elsewhere } }),
  saying('a signed response for no address', 'destination', {
    parts: { destination: null },
    signing: { what: ['response'] },
  }),
  saying('for another recipient', 'recipient', { parts: { recipient: elsewhere } }),
  saying('for whoever has a key', 'recipient', { assertion: (xml) => replaced(xml, ':bearer"', ':holder-of-key"') }),
  saying('the answer to no request', 'request', { parts: { inResponseTo: null } }),
  saying('the answer to another request', 'request', { parts: { inResponseTo: '_somebody-elses' } }),
  attack('an assertion for another request', 'request', (honest) =>
    replaced(
      made(honest, { parts: { inResponseTo: '_somebody-elses' } }),
      '_somebody-elses',
      honest.parts.inResponseTo ?? '',
    ),
  ),
  saying('for another audience', 'audience', { parts: { audience: 'elsewhere' } }),
  saying('for no audience', 'audience', {
    assertion: (xml) => replaced(xml, /<saml:AudienceRestriction>[\s\S]*<\/saml:AudienceRestriction>/, ''),
  }),
  saying('for two audiences at once', 'audience', {
    assertion: (xml) =>
      replaced(
        xml,
        '</saml:Conditions>',
        '<saml:AudienceRestriction><saml:Audience>elsewhere</saml:Audience></saml:AudienceRestriction></saml:Conditions>',
      ),
  }),
  saying('expired', 'time', { parts: { notOnOrAfter: '2001-01-01T00:00:00Z' } }),
  saying('not yet valid', 'time', { parts: { notBefore: '2999-01-01T00:00:00Z' } }),
  saying('valid for ever', 'time', {
    assertion: (xml) => replaced(xml, /(?<=SubjectConfirmationData [^>]*)NotOnOrAfter="[^"]*"/, ''),
  }),
  saying('expired at the provider', 'time', {
    assertion: (xml) =>
      replaced(xml, '<saml:AuthnStatement ', '<saml:AuthnStatement SessionNotOnOrAfter="2001-01-01T00:00:00Z" '),
  }),
  saying('a time that is none', 'time', { parts: { notOnOrAfter: 'soon' } }),
  saying('nobody', 'identifier', { parts: { nameId: ' ' } }, 'no-identifier'),
  saying('a name of two lines', 'identifier', { parts: { nameId: 'ada&#10;grace' } }, 'unusable-identifier'),
  saying('a name with a tab in it', 'identifier', { parts: { nameId: 'ada&#9;grace' } }, 'unusable-identifier'),
  saying('a very long name', 'identifier', { parts: { nameId: 'a'.repeat(255) } }, 'unusable-identifier'),
  saying('a name with an element in it', 'identifier', { parts: { nameId: 'ada<b/>.evil' } }, 'no-identifier'),
]

export const SAML_ATTACKS: readonly Attack[] = [...READING, ...SIGNING, ...WRAPPING, ...SAYING]
