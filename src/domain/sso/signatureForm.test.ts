import { expect, test } from 'vitest'
import { DomainError } from '../errors.ts'
import { parseXml } from './parseXml.ts'
import { requireSignatureForm } from './signatureForm.ts'
import { childrenOf } from './xml.ts'

const SIGNATURE = (id: string) =>
  `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>` +
  `<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
  `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>` +
  `<ds:Reference URI="#${id}"><ds:Transforms>` +
  `<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>` +
  `<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>` +
  `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AA==</ds:DigestValue>` +
  `</ds:Reference></ds:SignedInfo><ds:SignatureValue>AA==</ds:SignatureValue>` +
  `<ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>`

const response = ({ ofResponse = '', ofAssertion = SIGNATURE('_a'), issuer = '<saml:Issuer>i</saml:Issuer>' } = {}) =>
  `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r">` +
  `${issuer}${ofResponse}<samlp:Status/><saml:Assertion ID="_a"><saml:Issuer>i</saml:Issuer>${ofAssertion}</saml:Assertion></samlp:Response>`

function formOf(xml: string, hashAlgorithm: 'SHA-1' | 'SHA-256' = 'SHA-256') {
  const root = parseXml(xml).documentElement
  const [assertion] = childrenOf(root, 'urn:oasis:names:tc:SAML:2.0:assertion', 'Assertion')
  return requireSignatureForm(root, assertion!, hashAlgorithm)
}

function refusal(xml: string): string {
  try {
    formOf(xml)
  } catch (error) {
    if (error instanceof DomainError) return error.message
    throw error
  }
  throw new Error('It was not refused')
}

test('what is said to be signed is the response, its assertion, or both', () => {
  const of = (form: ReturnType<typeof formOf>) => [form.isResponseSigned, form.isAssertionSigned]
  expect(of(formOf(response()))).toEqual([false, true])
  expect(of(formOf(response({ ofResponse: SIGNATURE('_r'), ofAssertion: '' })))).toEqual([true, false])
  expect(of(formOf(response({ ofResponse: SIGNATURE('_r') })))).toEqual([true, true])
})

test('where a response names no issuer, its signature is the first in it', () => {
  expect(formOf(response({ ofResponse: SIGNATURE('_r'), issuer: '' })).isResponseSigned).toBe(true)
})

test('prefixes may be named that count though nothing uses them', () => {
  const named = SIGNATURE('_a').replace(
    'xml-exc-c14n#"/></ds:Transforms>',
    'xml-exc-c14n#"><ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="xs"/></ds:Transform></ds:Transforms>',
  )
  expect(formOf(response({ ofAssertion: named })).isAssertionSigned).toBe(true)
})

test('SHA-1 in the signature or in the digest is taken only where it is chosen', () => {
  const weak = SIGNATURE('_a').replace(
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  )
  const weakDigest = SIGNATURE('_a').replace(
    'http://www.w3.org/2001/04/xmlenc#sha256',
    'http://www.w3.org/2000/09/xmldsig#sha1',
  )
  for (const ofAssertion of [weak, weakDigest]) {
    expect(refusal(response({ ofAssertion }))).toContain('choose SHA-1 here')
    expect(formOf(response({ ofAssertion }), 'SHA-1').isAssertionSigned).toBe(true)
  }
})

test.each<[rule: string, part: string, by: string, words: RegExp]>([
  [
    'every element is there',
    /<ds:SignatureValue>.*<\/ds:SignatureValue>/.exec(SIGNATURE(''))![0],
    '',
    /does not consist/,
  ],
  [
    'nothing is signed besides',
    '</ds:SignedInfo>',
    '<ds:Reference/></ds:SignedInfo>',
    /SignedInfo .* does not consist/,
  ],
  ['nothing follows what is known', '</ds:Signature>', '<ds:Object/></ds:Signature>', /Signature .* does not consist/],
  ['its elements are of one namespace', '<ds:SignatureValue>', '<SignatureValue>', /does not consist|XML/],
  [
    'it is written down in one way',
    'Method Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"',
    'Method Algorithm="urn:x"',
    /written down by “urn:x”/,
  ],
  [
    'comments are no part of it',
    'exc-c14n#"/></ds:Transforms>',
    'exc-c14n#WithComments"/></ds:Transforms>',
    /other steps/,
  ],
  [
    'nothing else is taken by the way',
    '</ds:Transforms>',
    '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"/></ds:Transforms>',
    /Transforms .* does not consist/,
  ],
  [
    'its values are text alone',
    '<ds:DigestValue>',
    '<ds:DigestValue><?x?>',
    /something else than text in the DigestValue/,
  ],
  [
    'its own value is text alone',
    '<ds:SignatureValue>',
    '<ds:SignatureValue><!---->',
    /something else than text in the SignatureValue/,
  ],
  ['its last element is there', '<ds:DigestValue>AA==</ds:DigestValue>', '', /Reference .* does not consist/],
  [
    'it is made by RSA',
    'xmldsig-more#rsa-sha256',
    'xmldsig-more#hmac-sha256',
    /Have the identity provider sign with RSA/,
  ],
  ['it is of its own element', 'URI="#_a"', 'URI="#_r"', /is one of “#_r”/],
  ['it is of an element and no path', 'URI="#_a"', 'URI="#xpointer(id(\'_a\'))"', /as in a forgery/],
])('of a signature %s', (_, part, by, words) => {
  const changed = SIGNATURE('_a').replace(part, () => by)
  expect(changed).not.toBe(SIGNATURE('_a'))
  const closed = by === '<SignatureValue>' ? changed.replace('</ds:SignatureValue>', '</SignatureValue>') : changed
  expect(formOf(response()).isAssertionSigned).toBe(true)
  expect(refusal(response({ ofAssertion: closed }))).toMatch(words)
})

test.each([`_a' or '1'='1`, `_a'b`, `'_a`, '1a', '-a', '_a b', ''])(
  'an ID that is no name signs nothing, whatever it could do to a query: “%s”',
  (id) => {
    const xml = response({ ofAssertion: SIGNATURE(id) }).replace('ID="_a"', `ID="${id}"`)
    expect(refusal(xml)).toContain('as in a forgery')
  },
)

test('a signature must come right after the issuer of the response or its assertion', () => {
  const late = `<saml:Subject/>${SIGNATURE('_a')}`
  expect(refusal(response({ ofAssertion: late }))).toContain('right after the issuer')
  const deep = `${SIGNATURE('_a')}<saml:Subject ID="_s">${SIGNATURE('_s')}</saml:Subject>`
  expect(refusal(response({ ofAssertion: deep }))).toContain('as in a forgery')
})

test('no two elements have one ID, however the attribute is written', () => {
  for (const attribute of ['ID', 'Id', 'id', 'xml:id'])
    expect(refusal(response().replace('<samlp:Status/>', `<samlp:Status ${attribute}="_a"/>`))).toContain(
      'Two elements',
    )
})
