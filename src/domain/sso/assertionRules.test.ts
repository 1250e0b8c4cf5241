import { expect, test } from 'vitest'
import { assertionXml, responseXml, type ResponseParts } from '#testing/identityProvider.ts'
import { DomainError } from '../errors.ts'
import { MINUTE, shift } from '../instant.ts'
import {
  confirmationIn,
  contentOf,
  limitsOf,
  onlyAssertion,
  requireResponseIssuer,
  sayAudience,
  sayDestination,
  sayIdentifier,
  sayIssuer,
  sayRecipient,
  sayRequest,
  sayTime,
} from './assertionRules.ts'
import { parseXml } from './parseXml.ts'
import type { Expected } from './signOnChecks.ts'
import { REQUEST_LIFE } from './signOnRequest.ts'

const PROVIDER = 'https://idp.example/saml2'
const HERE = 'https://sp.example/sso/acs'
const NOW = '2030-06-01T12:00:00.000Z'
/** As SAML writes it, in whole seconds. */
const written = (at: string) => at.replace('.000Z', 'Z')

const parts: ResponseParts = {
  id: '_response',
  assertionId: '_assertion',
  issuer: PROVIDER,
  responseIssuer: PROVIDER,
  destination: HERE,
  inResponseTo: '_request',
  recipient: HERE,
  audience: 'sp',
  issuedAt: written(NOW),
  notBefore: written(shift(NOW, -5 * MINUTE)),
  notOnOrAfter: written(shift(NOW, 5 * MINUTE)),
  nameId: 'ada',
  sessionIndex: '_session',
  attributes: [],
  status: 'Success',
}
const expected: Expected = {
  provider: { identityProviderId: PROVIDER, certificates: [], hashAlgorithm: 'SHA-256' },
  entityId: 'sp',
  assertionConsumer: HERE,
  request: { id: '_request', at: NOW, purpose: 'sign-on', browser: '', next: '/' },
  now: NOW,
}

const rootOf = (xml: string) => parseXml(xml).documentElement
const assertion = (change: Partial<ResponseParts> = {}) => rootOf(assertionXml({ ...parts, ...change }))
/** The assertion with `part` of it replaced. */
const changed = (part: string | RegExp, by: string) => {
  const xml = assertionXml(parts).replace(part, by)
  expect(xml).not.toBe(assertionXml(parts))
  return rootOf(xml)
}

/** Why `act` refuses, or null where it does not. */
function refusalOf(act: () => unknown): string | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid') return error.message
    throw error
  }
}

const timeRefusal = (of: Element, now: string) =>
  refusalOf(() => sayTime(limitsOf(of, confirmationIn(of, expected)), now))

test('an assertion can be used from a minute before its time to a minute after it, because clocks differ', () => {
  const begins = shift(NOW, -5 * MINUTE)
  const ends = shift(NOW, 5 * MINUTE)
  expect(timeRefusal(assertion(), shift(begins, -MINUTE - 1))).toContain('of the assertion begins')
  expect(timeRefusal(assertion(), shift(begins, -MINUTE))).toBeNull()
  expect(timeRefusal(assertion(), shift(ends, MINUTE - 1))).toBeNull()
  expect(timeRefusal(assertion(), shift(ends, MINUTE))).toContain('of the assertion ended')
})

test('the check of the time names the earliest end and the time here', () => {
  const end = '2030-06-01T12:01:00Z'
  for (const early of [
    changed('<saml:AuthnStatement ', `<saml:AuthnStatement SessionNotOnOrAfter="${end}" `),
    changed(/(?<=<saml:Conditions .*)NotOnOrAfter="[^"]*"/, `NotOnOrAfter="${end}"`),
  ])
    expect(sayTime(limitsOf(early, confirmationIn(early, expected)), NOW)).toBe(
      `It can be used until “${end}”, and here it is 2030-06-01 12:00:00 UTC.`,
    )
})

test.each([
  ['the conditions', /(?<=<saml:Conditions )NotBefore="[^"]*" NotOnOrAfter/, 'NotOnOrAfter', 'the assertion'],
  ['the confirmation', /(?<=SubjectConfirmationData [^>]*)NotOnOrAfter/, 'NotOnOrAfter', 'its confirmation'],
  ['the session', '<saml:AuthnStatement ', 'SessionNotOnOrAfter', 'the session'],
])('the end that %s names ends the use of an assertion', (_, part, name, what) => {
  const end = `${name}="${written(shift(NOW, -MINUTE))}"`
  const of =
    typeof part === 'string' ? changed(part, `${part}${end} `) : changed(new RegExp(`${part.source}="[^"]*"`), end)
  expect(timeRefusal(of, NOW)).toContain(`of ${what}`)
  expect(timeRefusal(of, shift(NOW, -1))).toBeNull()
})

test('a confirmation that is not valid yet is refused', () => {
  const later = written(shift(NOW, 2 * MINUTE))
  expect(timeRefusal(changed('Data InResponseTo', `Data NotBefore="${later}" InResponseTo`), NOW)).toContain(
    'of its confirmation begins',
  )
})

test('a confirmation needs an end, and the end must be a time', () => {
  const end = /(?<=SubjectConfirmationData [^>]*)NotOnOrAfter="[^"]*"/
  expect(timeRefusal(changed(end, ''), NOW)).toContain('no time after which it cannot be used')
  expect(timeRefusal(changed(end, 'NotOnOrAfter="soon"'), NOW)).toContain('“soon” is not a time')
})

test('a confirmation must be of the method bearer and name this address', () => {
  const said = (of: Element) => refusalOf(() => sayRecipient(confirmationIn(of, expected), expected))
  expect(said(assertion())).toBeNull()
  expect(said(assertion({ recipient: `${HERE}/` }))).toContain(`is “${HERE}/”; expected was “${HERE}”`)
  expect(said(changed(':bearer"', ':holder-of-key"'))).toContain('no SubjectConfirmation of the method bearer')
})

test('a response and its assertion answer the request that this browser began', () => {
  const said = (inResponseTo: string | null, request = expected.request) =>
    refusalOf(() =>
      sayRequest(confirmationIn(assertion({ inResponseTo }), expected), 'assertion', { ...expected, request }),
    )
  expect(said('_request')).toBeNull()
  expect(said('_other')).toContain('“_other”; expected was “_request”')
  expect(said('_request', null)).toContain('nobody waits for here')
  expect(said(null)).toContain('names no request')
  expect(refusalOf(() => sayRequest(undefined, 'assertion', expected))).toContain('no SubjectConfirmation')
})

test('a sign-on may take fifteen minutes and no longer', () => {
  const answer = () => confirmationIn(assertion(), expected)
  const after = (ms: number) => refusalOf(() => sayRequest(answer(), 'assertion', { ...expected, now: shift(NOW, ms) }))
  expect(after(REQUEST_LIFE)).toBeNull()
  expect(after(REQUEST_LIFE + 1)).toContain('which nobody waits for here')
})

test('a response may leave out its destination as long as only its assertion is signed', () => {
  const of = (destination: string | null, isRequired: boolean) =>
    refusalOf(() => sayDestination(rootOf(responseXml({ ...parts, destination })), isRequired, expected))
  expect([of(HERE, true), of(HERE, false), of(null, false)]).toEqual([null, null, null])
  expect(of(null, true)).toContain('has no Destination')
  expect(of('', false)).toContain('is for nothing')
  expect(of(`${HERE}/`, false)).toContain(`is for “${HERE}/”`)
})

test('while no entity ID of the provider is saved, any issuer passes and the check says so', () => {
  const unknown = { ...expected, provider: { ...expected.provider, identityProviderId: '' } }
  expect(sayIssuer(assertion({ issuer: 'anyone' }), unknown)).toContain('any issuer with the right certificate passes')
  expect(sayIssuer(assertion(), expected)).toBe(`The issuer is “${PROVIDER}”.`)
  expect(refusalOf(() => sayIssuer(assertion({ issuer: 'anyone' }), expected))).toContain('expected was')
  expect(refusalOf(() => sayIssuer(assertion({ issuer: ' ' }), unknown))).toContain('does not say who')
  expect(refusalOf(() => sayIssuer(changed(PROVIDER, '<b/>'), expected))).toContain('is nothing; expected')
})

test('a response need not name its issuer, but may name no other', () => {
  const said = (responseIssuer: string | null) =>
    refusalOf(() => requireResponseIssuer(rootOf(responseXml({ ...parts, responseIssuer })), expected))
  expect([said(PROVIDER), said(null)]).toEqual([null, null])
  expect(said('https://elsewhere.example')).toContain('of the response is “https://elsewhere.example”')
})

test('every audience restriction must name Latchkey', () => {
  const audience = (...names: string[]) => names.map((name) => `<saml:Audience>${name}</saml:Audience>`).join('')
  const restriction = (...names: string[]) =>
    `<saml:AudienceRestriction>${audience(...names)}</saml:AudienceRestriction>`
  const said = (restrictions: string) =>
    refusalOf(() =>
      sayAudience(changed(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, restrictions), expected),
    )
  expect(said(restriction('elsewhere', ' sp '))).toBeNull()
  expect(said(restriction('sp') + restriction('sp', 'elsewhere'))).toBeNull()
  expect(said(restriction('sp') + restriction('elsewhere', 'there'))).toContain('is “elsewhere”, “there”; expected')
  expect(said(restriction('spa'))).toContain('is “spa”; expected')
  expect(said(restriction())).toContain('is nobody; expected')
  expect(said('')).toContain('for no audience')
  expect(said(restriction('<b/>'))).toContain('is nothing; expected')
})

test('the NameID is one line of 254 characters at most, and a transient one is pointed out', () => {
  const said = (nameId: string) => refusalOf(() => sayIdentifier(assertion({ nameId })))
  expect(said('a'.repeat(254))).toBeNull()
  expect(said('a'.repeat(255))).toContain('cannot be an SSO username')
  for (const end of ['&#10;', '&#x2028;', '&#x2029;']) expect(said(`ada${end}grace`)).toContain('cannot be')
  for (const nobody of [' ', 'ada<b/>.evil']) expect(said(nobody)).toContain('User Identifier Not Found')
  expect(sayIdentifier(assertion({ nameId: ' ada ' }))).toBe('The NameID is “ada”.')
  expect(sayIdentifier(changed(':unspecified', ':transient'))).toContain('it will be another one the next time')
})

const confirmation = (attributes: string) =>
  `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData ${attributes}/></saml:SubjectConfirmation>`

test('of several confirmations, the one for this address and this request is used', () => {
  const of = (...confirmations: string[]) => {
    const all = confirmations.map(confirmation).join('')
    return confirmationIn(changed(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, all), expected)
  }
  const [elsewhere, here, other, own] = [
    'Recipient="https://elsewhere.example/" InResponseTo="_request"',
    `Recipient="${HERE}"`,
    `Recipient="${HERE}" InResponseTo="_other"`,
    `Recipient="${HERE}" InResponseTo="_request"`,
  ]
  expect(of(elsewhere, other, own)?.getAttribute('InResponseTo')).toBe('_request')
  expect(of(elsewhere, other, own)?.getAttribute('Recipient')).toBe(HERE)
  expect(of(elsewhere, other, here)?.getAttribute('InResponseTo')).toBe('_other')
  // The schema allows one SubjectConfirmationData. A second one is not read.
  const second = `<saml:SubjectConfirmationData ${own}/></saml:SubjectConfirmation>`
  const twice = confirmation(elsewhere).replace('</saml:SubjectConfirmation>', second)
  const both = changed(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, twice)
  expect(confirmationIn(both, expected)?.getAttribute('Recipient')).toBe('https://elsewhere.example/')
  // Found only for the refusal, which names that address.
  expect(of(elsewhere)?.getAttribute('Recipient')).toBe('https://elsewhere.example/')
})

test.each([
  ['is of SAML 2.0', 'Version="2.0"', 'Version="1.1"', 'not of SAML 2.0'],
  ['has an ID', 'ID="_assertion"', '', 'or has no ID'],
  ['names its issuer', /<saml:Issuer>.*<\/saml:Issuer>/, '', 'name its issuer, once'],
  ['names one issuer', '<saml:Issuer>', '<saml:Issuer>a</saml:Issuer><saml:Issuer>', 'name its issuer, once'],
  ['has a subject', /<saml:Subject>.*<\/saml:Subject>/, '', 'have one subject'],
  ['has one subject', '<saml:Subject>', '<saml:Subject/><saml:Subject>', 'have one subject'],
  ['has one NameID', '<saml:NameID', '<saml:NameID>grace</saml:NameID><saml:NameID', 'more than one NameID'],
  ['has conditions', /<saml:Conditions.*<\/saml:Conditions>/, '', 'have conditions, once'],
  ['has conditions once', '<saml:Conditions', '<saml:Conditions/><saml:Conditions', 'have conditions, once'],
  ['has no unknown condition', '</saml:Conditions>', '<saml:Condition/></saml:Conditions>', 'does not know'],
])('an assertion %s', (_, part, by, words) => {
  expect(refusalOf(() => onlyAssertion(assertion()))).toBeNull()
  expect(refusalOf(() => onlyAssertion(changed(part, by)))).toContain(words)
})

test.each([
  ['encrypted', '<saml:EncryptedAssertion/>', 'has an EncryptedAssertion'],
  ['of an encrypted name', assertionXml(parts).replace(/<saml:NameID.*NameID>/, '<saml:EncryptedID/>'), 'EncryptedID'],
  ['that is not there', '', 'no assertion'],
  ['beside another', assertionXml(parts) + assertionXml({ ...parts, assertionId: '_other' }), 'There are 2 assertions'],
])('an assertion %s is refused', (_, within, words) => {
  expect(refusalOf(() => onlyAssertion(rootOf(responseXml(parts, within))))).toContain(words)
})

test('an assertion must be a child of the response and in the namespace of assertions', () => {
  const nested = responseXml(parts, `<samlp:Extensions>${assertionXml(parts)}</samlp:Extensions>`)
  expect(refusalOf(() => onlyAssertion(rootOf(nested)))).toContain('as in a forgery')
  const foreign = responseXml(parts, assertionXml(parts).replaceAll('SAML:2.0:assertion"', 'SAML:2.0:assertion#"'))
  expect(refusalOf(() => onlyAssertion(rootOf(foreign)))).toContain('as in a forgery')
  expect(onlyAssertion(rootOf(responseXml(parts))).getAttribute('ID')).toBe('_assertion')
})

const content = (of: Element) => contentOf(of, limitsOf(of, confirmationIn(of, expected)), NOW)
const NAME_ID = /<saml:NameID.*<\/saml:NameID>/

test('the content of an assertion is read without surrounding blanks', () => {
  expect(content(assertion({ issuer: ` ${PROVIDER}\n`, nameId: ' ada ' }))).toEqual({
    id: '_assertion',
    issuer: PROVIDER,
    nameId: 'ada',
    nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    sessionIndex: '_session',
    attributes: [],
    usableUntil: shift(NOW, 6 * MINUTE),
    sessionEndsAt: null,
  })
})

test('content that is missing or not text is null', () => {
  expect(content(changed(NAME_ID, '<saml:NameID>ada</saml:NameID>'))).toMatchObject({
    nameId: 'ada',
    nameIdFormat: null,
  })
  expect(content(changed(NAME_ID, ''))).toMatchObject({ nameId: null, nameIdFormat: null })
  expect(content(assertion({ nameId: '<b/>' })).nameId).toBeNull()
  expect(content(changed(PROVIDER, '<b/>')).issuer).toBe('')
  expect(content(changed(/<saml:AuthnStatement[\s\S]*<\/saml:AuthnStatement>/, '')).sessionIndex).toBeNull()
  expect(sayIdentifier(changed(NAME_ID, '<saml:NameID>ada</saml:NameID>'))).toBe('The NameID is “ada”.')
})

test('an assertion without an end or a confirmation can still be read', () => {
  const bare = rootOf(
    assertionXml(parts)
      .replace(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, '')
      .replace(/NotOnOrAfter="[^"]*"/, ''),
  )
  expect(content(bare).usableUntil).toBe(NOW)
  expect(confirmationIn(bare, { ...expected, request: null })).toBeUndefined()
  expect(confirmationIn(assertion(), { ...expected, request: null })?.getAttribute('Recipient')).toBe(HERE)
})

test('an attribute without a name is left out', () => {
  const named = assertionXml({ ...parts, attributes: [{ name: 'memberOf', values: ['a'] }] })
  const nameless = named.replace(
    '</saml:AttributeStatement>',
    '<saml:Attribute><saml:AttributeValue>b</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>',
  )
  expect(content(rootOf(nameless)).attributes).toEqual([{ name: 'memberOf', values: ['a'] }])
})
