import type { Instant } from '../instant.ts'
import { ASSERTION, escapeXml, PROTOCOL } from './xml.ts'

/** Nothing where there is no value. */
export const attribute = (name: string, value: string | null): string =>
  value === null ? '' : ` ${name}="${escapeXml(value)}"`

/** What every message to the identity provider says of itself, with the prefixes `samlp` and `saml`. */
const messageAttributes = (id: string, at: Instant, destination: string): string =>
  `xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" Version="2.0"` +
  attribute('ID', id) +
  attribute('IssueInstant', at) +
  attribute('Destination', destination)

const POST_BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'

interface Message {
  id: string
  at: Instant
  /** The address it is sent to. */
  destination: string
  /** The entity ID of whoever sends it. */
  issuer: string
}

/** A request for a sign-on, to be answered at `assertionConsumer`. Not signed yet, as are the others below. */
export const authnRequestXml = ({
  id,
  at,
  destination,
  issuer,
  assertionConsumer,
}: Message & { assertionConsumer: string }): string =>
  `<samlp:AuthnRequest ${messageAttributes(id, at, destination)} ProtocolBinding="${POST_BINDING}"` +
  `${attribute('AssertionConsumerServiceURL', assertionConsumer)}>` +
  `<saml:Issuer>${escapeXml(issuer)}</saml:Issuer><samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>`

/** A request to end somebody's session, by the names that the identity provider has for them and for it. */
export function logoutRequestXml({
  id,
  at,
  destination,
  issuer,
  nameId,
  nameIdFormat,
  sessionIndex,
}: Message & { nameId: string; nameIdFormat: string | null; sessionIndex: string | null }): string {
  const session = sessionIndex === null ? '' : `<samlp:SessionIndex>${escapeXml(sessionIndex)}</samlp:SessionIndex>`
  return (
    `<samlp:LogoutRequest ${messageAttributes(id, at, destination)}><saml:Issuer>${escapeXml(issuer)}</saml:Issuer>` +
    `<saml:NameID${attribute('Format', nameIdFormat)}>${escapeXml(nameId)}</saml:NameID>${session}</samlp:LogoutRequest>`
  )
}

/** The answer to such a request, which is always that it is done. */
export const logoutResponseXml = ({
  id,
  at,
  destination,
  issuer,
  inResponseTo,
}: Message & { inResponseTo: string }): string =>
  `<samlp:LogoutResponse ${messageAttributes(id, at, destination)}${attribute('InResponseTo', inResponseTo)}>` +
  `<saml:Issuer>${escapeXml(issuer)}</saml:Issuer>` +
  `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>` +
  `</samlp:LogoutResponse>`
