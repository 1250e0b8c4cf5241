import { SignedXml } from 'xml-crypto'
import type { KeyPair } from '#src/api/signOn/serviceProvider.ts'
import { pemOf } from '#src/domain/certificate.ts'
import { attribute } from '#src/domain/sso/samlMessages.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'
import type { SignOnAttribute } from '#src/domain/sso/signOnRecord.ts'
import { escapeXml } from '#src/domain/sso/xml.ts'

const SAML = 'urn:oasis:names:tc:SAML:2.0'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** All that a response for a test says. */
export interface ResponseParts {
  id: string
  assertionId: string
  issuer: string
  /** Of the response; null for none. */
  responseIssuer: string | null
  destination: string | null
  inResponseTo: string | null
  recipient: string
  audience: string
  issuedAt: string
  notBefore: string
  notOnOrAfter: string
  /** As XML. */
  nameId: string
  sessionIndex: string
  attributes: SignOnAttribute[]
  status: string
}

/** How it is signed. */
export interface Signing {
  keyPair: KeyPair
  /** From the inside to the outside. */
  what: readonly ('assertion' | 'response')[]
  hashAlgorithm: SsoSettings['hashAlgorithm']
}

export const assertionXml = (parts: ResponseParts): string =>
  `<saml:Assertion xmlns:saml="${SAML}:assertion" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="${parts.assertionId}" Version="2.0" IssueInstant="${parts.issuedAt}">
<saml:Issuer>${escapeXml(parts.issuer)}</saml:Issuer>
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">${parts.nameId}</saml:NameID><saml:SubjectConfirmation Method="${SAML}:cm:bearer"><saml:SubjectConfirmationData${attribute('InResponseTo', parts.inResponseTo)} NotOnOrAfter="${parts.notOnOrAfter}"${attribute('Recipient', parts.recipient)}/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="${parts.notBefore}" NotOnOrAfter="${parts.notOnOrAfter}"><saml:AudienceRestriction><saml:Audience>${escapeXml(parts.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="${parts.issuedAt}"${attribute('SessionIndex', parts.sessionIndex)}><saml:AuthnContext><saml:AuthnContextClassRef>${SAML}:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>${parts.attributes
    .map(
      ({ name, values }) =>
        `<saml:Attribute${attribute('Name', name)}>${values.map((value) => `<saml:AttributeValue xsi:type="xs:string">${escapeXml(value)}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
    )
    .join('')}</saml:AttributeStatement>
</saml:Assertion>`

/** The response around `assertion`, not signed itself. */
export const responseXml = (parts: ResponseParts, assertion = assertionXml(parts)): string =>
  `<samlp:Response xmlns:samlp="${SAML}:protocol" xmlns:saml="${SAML}:assertion" ID="${parts.id}" Version="2.0" IssueInstant="${parts.issuedAt}"${attribute('Destination', parts.destination)}${attribute('InResponseTo', parts.inResponseTo)}>
${parts.responseIssuer === null ? '' : `<saml:Issuer>${escapeXml(parts.responseIssuer)}</saml:Issuer>\n`}<samlp:Status><samlp:StatusCode Value="${SAML}:status:${parts.status}"/></samlp:Status>
${assertion}
</samlp:Response>`

const METHODS = {
  'SHA-1': ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#sha1'],
  'SHA-256': ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2001/04/xmlenc#sha256'],
} as const

/** `xml` with what is to be signed in it signed, by another library's hand than the one that checks it. */
export function signed(xml: string, { keyPair, what, hashAlgorithm }: Signing): string {
  const [signatureAlgorithm, digestAlgorithm] = METHODS[hashAlgorithm]
  return what.reduce((text, which) => {
    const name = which === 'response' ? 'Response' : 'Assertion'
    const signer = new SignedXml({
      privateKey: keyPair.privateKey,
      publicCert: pemOf(keyPair.certificate),
      signatureAlgorithm,
      canonicalizationAlgorithm: EXCLUSIVE,
    })
    const element = `//*[local-name(.)='${name}']`
    signer.addReference({ xpath: element, transforms: [ENVELOPED, EXCLUSIVE], digestAlgorithm })
    signer.computeSignature(text, {
      prefix: 'ds',
      location: { reference: `${element}/*[local-name(.)='Issuer']`, action: 'after' },
    })
    return signer.getSignedXml()
  }, xml)
}

export const toBase64 = (xml: string): string => Buffer.from(xml).toString('base64')
