import { inflateRawSync } from 'node:zlib'
import { MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import type { SignOnAttribute } from '#src/domain/sso/signOnRecord.ts'
import { escapeXml } from '#src/domain/sso/xml.ts'
import { DEMO_IDENTITY_PROVIDER } from '#src/rehearsal/demoMetadata.ts'

/** How long an assertion may be used. */
const ASSERTION_LIFE = 5 * MINUTE
/** Of a message that was unpacked. Bytes. */
const MAX_UNPACKED = 128 * 1024

/** A message as it came, in the parts that the library asks for. */
export interface Incoming {
  binding: 'redirect' | 'post'
  request: { query?: Record<string, string>; body?: Record<string, string>; octetString?: string }
  relayState: string | null
}

/** A message in the query of an address. Its signature covers the values as they were written there. */
export function byRedirect(url: string): Incoming {
  const { search, searchParams } = new URL(url)
  const written = search.slice(1).split('&')
  const signed = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap(
    (name) => written.find((pair) => pair.startsWith(`${name}=`)) ?? [],
  )
  return {
    binding: 'redirect',
    request: { query: Object.fromEntries(searchParams), octetString: signed.join('&') },
    relayState: searchParams.get('RelayState'),
  }
}

/** A message in the fields of a form. */
export function byPost(text: string): Incoming {
  const fields = new URLSearchParams(text)
  return { binding: 'post', request: { body: Object.fromEntries(fields) }, relayState: fields.get('RelayState') }
}

/** Refuses a message that unpacks to more than any message needs: the library would unpack all of it. */
export function limitUnpacked({ request: { query } }: Incoming): void {
  const packed = query?.['SAMLRequest']
  if (packed !== undefined) inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED })
}

/** Whether `text` can be written in XML, which has no place for most control characters. */
export const isWritable = (text: string): boolean =>
  text.isWellFormed() && !/[^\t\n\r\P{Cc}]|[\uFFFE\uFFFF]/u.test(text)

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

/** Not signed yet. */
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

interface LogoutResponse {
  id: string
  at: Instant
  inResponseTo: string
  to: string
}

/** Not signed yet. */
export const logoutResponse = ({ id, at, inResponseTo, to }: LogoutResponse): string =>
  `<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="${at}" Destination="${escapeXml(to)}" InResponseTo="${escapeXml(inResponseTo)}">
  <saml:Issuer>${DEMO_IDENTITY_PROVIDER.entityId}</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
</samlp:LogoutResponse>`
