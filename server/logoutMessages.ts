import type { LogoutMessage, OwnSide, SignedOnAs } from '#src/api/signOn/serviceProvider.ts'
import { invalid } from '#src/domain/errors.ts'
import { inUtc, MINUTE, type Instant } from '#src/domain/instant.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'
import {
  ASSERTION,
  childrenOf,
  declaresEntities,
  escapeXml,
  isOf,
  PROTOCOL,
  quoted,
  textOf,
  timeOf,
} from '#src/domain/sso/xml.ts'
import { readSignedQuery, signedAddress } from './redirectBinding.ts'
import { attribute, messageAttributes } from './samlXml.ts'

type Receiver = Pick<SsoSettings, 'singleLogoutUrl' | 'hashAlgorithm'>

const signing = ({ keyPair }: OwnSide, { hashAlgorithm }: Receiver) => ({
  privateKey: keyPair.privateKey,
  hashAlgorithm,
})

/** The address by which a browser carries the request to sign somebody out. */
export function logoutRequest(
  own: OwnSide,
  receiver: Receiver,
  { id, at, signedOnAs }: { id: string; at: Instant; signedOnAs: SignedOnAs },
): string {
  const url = receiver.singleLogoutUrl
  const { nameId, nameIdFormat, sessionIndex } = signedOnAs
  const session = sessionIndex === null ? '' : `<samlp:SessionIndex>${escapeXml(sessionIndex)}</samlp:SessionIndex>`
  const xml =
    `<samlp:LogoutRequest ${messageAttributes(id, at, url)}><saml:Issuer>${escapeXml(own.entityId)}</saml:Issuer>` +
    `<saml:NameID${attribute('Format', nameIdFormat)}>${escapeXml(nameId)}</saml:NameID>${session}</samlp:LogoutRequest>`
  return signedAddress(url, 'SAMLRequest', { xml, relayState: null }, signing(own, receiver))
}

/** The address by which it carries the answer, which is always that it is done. */
export function logoutResponse(
  own: OwnSide,
  receiver: Receiver,
  { id, at, inResponseTo, relayState }: { id: string; at: Instant; inResponseTo: string; relayState: string | null },
): string {
  const url = receiver.singleLogoutUrl
  const xml =
    `<samlp:LogoutResponse ${messageAttributes(id, at, url)}${attribute('InResponseTo', inResponseTo)}>` +
    `<saml:Issuer>${escapeXml(own.entityId)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>` +
    `</samlp:LogoutResponse>`
  return signedAddress(url, 'SAMLResponse', { xml, relayState }, signing(own, receiver))
}

/** How long a message may travel, and how far the clocks of both sides may be apart. */
const MAX_AGE = 5 * MINUTE
const SKEW = MINUTE

export function readLogout(
  query: string,
  { addresses }: Pick<OwnSide, 'addresses'>,
  provider: Pick<SsoSettings, 'identityProviderId' | 'certificates' | 'hashAlgorithm'>,
  now: Instant,
): LogoutMessage {
  const { kind, xml, relayState } = readSignedQuery(query, provider)
  const root = rootOf(xml)
  const [name, message] =
    kind === 'SAMLRequest' ? (['LogoutRequest', 'request'] as const) : (['LogoutResponse', 'response'] as const)
  if (!isOf(root, PROTOCOL, name) || root.getAttribute('Version') !== '2.0')
    throw invalid(`The message is a ${quoted(root.localName)}; expected was a ${name} of SAML 2.0.`)
  requireIssuer(root, provider)
  const destination = root.getAttribute('Destination') ?? ''
  if (destination !== addresses.logout)
    throw invalid(`The message is for ${quoted(destination)}; expected was ${quoted(addresses.logout)}.`)
  requireInTime(root, now)
  if (message === 'response') return { kind: message }
  const id = root.getAttribute('ID') ?? ''
  const nameIds = childrenOf(root, ASSERTION, 'NameID').map((element) => textOf(element)?.trim() ?? '')
  if (id === '' || nameIds.length !== 1 || nameIds[0] === '')
    throw invalid('The request does not say by one NameID who is to be signed out. It may not be encrypted.')
  const sessionIndexes = childrenOf(root, PROTOCOL, 'SessionIndex').flatMap((index) => textOf(index)?.trim() || [])
  return { kind: message, id, nameId: nameIds[0]!, sessionIndexes, relayState }
}

function rootOf(xml: string): Element {
  if (declaresEntities(xml)) throw invalid('The message declares a document type or an entity (DOCTYPE, ENTITY).')
  try {
    return parseXml(xml).documentElement
  } catch {
    throw invalid('The message is not XML.')
  }
}

/** Who has the right key but no entity ID saved here is the identity provider. */
function requireIssuer(root: Element, { identityProviderId }: Pick<SsoSettings, 'identityProviderId'>): void {
  const issuers = childrenOf(root, ASSERTION, 'Issuer').map((issuer) => textOf(issuer)?.trim() ?? '')
  if (issuers.length !== 1 || (identityProviderId !== '' && issuers[0] !== identityProviderId))
    throw invalid(
      `The issuer of the message is ${quoted(issuers.join(', '))}; expected was ${quoted(identityProviderId)}.`,
    )
}

function requireInTime(root: Element, now: Instant): void {
  const here = Date.parse(now)
  const written = root.getAttribute('IssueInstant') ?? ''
  const issued = timeOf(written)
  // Not in time either where it is not a time.
  if (!(issued <= here + SKEW && issued > here - MAX_AGE - SKEW))
    throw invalid(
      `The message is of ${quoted(written)}, which is not in the last five minutes; here it is ${inUtc(now)}.`,
    )
  const end = root.getAttribute('NotOnOrAfter')
  if (end !== null && !(here < timeOf(end) + SKEW))
    throw invalid(`The message could be used until ${quoted(end)}; here it is ${inUtc(now)}.`)
}
