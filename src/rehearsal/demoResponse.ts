import { DomainError } from '#src/domain/errors.ts'
import { MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import type { SignOnAttribute } from '#src/domain/sso/signOnRecord.ts'
import { escapeXml } from '#src/domain/sso/xml.ts'
import { DEMO_IDENTITY_PROVIDER } from './demoMetadata.ts'

/** How long an assertion may be used. */
const ASSERTION_LIFE = 5 * MINUTE

/** Refuses what cannot be written in XML, which has no place for most control characters. */
export function requireWritable(nameId: string, attributes: readonly SignOnAttribute[]): void {
  const texts = attributes.flatMap(({ name, values }) => [name, ...values])
  if (![nameId, ...texts].every(isWritable)) throw new DomainError('invalid', 'Leave out control characters', 'nameId')
}

const isWritable = (text: string): boolean => text.isWellFormed() && !/[^\t\n\r\P{Cc}]|[\uFFFE\uFFFF]/u.test(text)

interface LoginResponse {
  id: string
  assertionId: string
  sessionIndex: string
  at: Instant
  inResponseTo: string
  /** The assertion consumer service, and the entity ID it belongs to. */
  to: string
  audience: string
  nameId: string
  attributes: readonly SignOnAttribute[]
}

/** Whom Northwind Identity takes somebody for, in answer to a request. Not signed yet. */
export function loginResponse(response: LoginResponse): string {
  const { id, assertionId, sessionIndex, at, attributes } = response
  const [to, inResponseTo] = [escapeXml(response.to), escapeXml(response.inResponseTo)]
  const { entityId } = DEMO_IDENTITY_PROVIDER
  const end = shift(at, ASSERTION_LIFE)
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="${at}" Destination="${to}" InResponseTo="${inResponseTo}">
  <saml:Issuer>${entityId}</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
  <saml:Assertion ID="${assertionId}" Version="2.0" IssueInstant="${at}">
    <saml:Issuer>${entityId}</saml:Issuer>
    <saml:Subject>
      <saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">${escapeXml(response.nameId)}</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="${to}" InResponseTo="${inResponseTo}"/>
      </saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotBefore="${at}" NotOnOrAfter="${end}">
      <saml:AudienceRestriction><saml:Audience>${escapeXml(response.audience)}</saml:Audience></saml:AudienceRestriction>
    </saml:Conditions>
    <saml:AuthnStatement AuthnInstant="${at}" SessionIndex="${sessionIndex}">
      <saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>
    </saml:AuthnStatement>
    ${statement(attributes)}
  </saml:Assertion>
</samlp:Response>`
}

/** SAML has no statement without an attribute. */
const statement = (attributes: readonly SignOnAttribute[]): string =>
  attributes.length === 0
    ? ''
    : `<saml:AttributeStatement>${attributes.map(attribute).join('')}</saml:AttributeStatement>`

const attribute = ({ name, values }: SignOnAttribute): string => `
      <saml:Attribute Name="${escapeXml(name)}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">
        ${values.map((value) => `<saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue>`).join('')}
      </saml:Attribute>`
