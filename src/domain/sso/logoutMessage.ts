import { invalid } from '../errors.ts'
import { inUtc, MINUTE, type Instant } from '../instant.ts'
import { parseXml } from './parseXml.ts'
import type { SsoSettings } from './settings.ts'
import type { SignedMessage } from './signedQuery.ts'
import { ASSERTION, childrenOf, declaresEntities, isOf, PROTOCOL, quoted, timeOf, valueOf } from './xml.ts'

/** What a logout message says, whose signature held. */
export type LogoutMessage =
  | {
      kind: 'request'
      issuer: string
      id: string
      nameId: string
      sessionIndexes: string[]
      relayState: string | null
      /** Nobody can send it again afterwards; skew included. */
      usableUntil: Instant
    }
  /** What it says changes nothing here: the session is over before the provider is asked. */
  | { kind: 'response' }

/** How long a message may travel, and how far the clocks of both sides may be apart. */
const MAX_AGE = 5 * MINUTE
const SKEW = MINUTE

/** Reads a logout message that came to `logoutAddress`; refuses one that is not in time, not for here, or of another issuer. */
export function readLogoutMessage(
  { kind, xml, relayState }: SignedMessage,
  logoutAddress: string,
  provider: Pick<SsoSettings, 'identityProviderId'>,
  now: Instant,
): LogoutMessage {
  const root = rootOf(xml)
  const [name, message] =
    kind === 'SAMLRequest' ? (['LogoutRequest', 'request'] as const) : (['LogoutResponse', 'response'] as const)
  if (!isOf(root, PROTOCOL, name) || root.getAttribute('Version') !== '2.0')
    throw invalid(`The message is a ${quoted(root.localName)}; expected was a ${name} of SAML 2.0.`)
  const issuer = requireIssuer(root, provider)
  const destination = root.getAttribute('Destination') ?? ''
  if (destination !== logoutAddress)
    throw invalid(`The message is for ${quoted(destination)}; expected was ${quoted(logoutAddress)}.`)
  const usableUntil = requireInTime(root, now)
  if (message === 'response') return { kind: message }
  const id = root.getAttribute('ID') ?? ''
  const nameIds = childrenOf(root, ASSERTION, 'NameID').map((element) => valueOf(element) ?? '')
  if (id === '' || nameIds.length !== 1 || nameIds[0] === '')
    throw invalid('The request does not say by one NameID who is to be signed out. It may not be encrypted.')
  const sessionIndexes = childrenOf(root, PROTOCOL, 'SessionIndex').flatMap((index) => valueOf(index) || [])
  return { kind: message, issuer, id, nameId: nameIds[0]!, sessionIndexes, relayState, usableUntil }
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
function requireIssuer(root: Element, { identityProviderId }: Pick<SsoSettings, 'identityProviderId'>): string {
  const issuers = childrenOf(root, ASSERTION, 'Issuer').map((issuer) => valueOf(issuer) ?? '')
  const [issuer, another] = issuers
  if (issuer === undefined || another !== undefined || (identityProviderId !== '' && issuer !== identityProviderId))
    throw invalid(
      `The issuer of the message is ${quoted(issuers.join(', '))}; expected was ${quoted(identityProviderId)}.`,
    )
  return issuer
}

/** Answers until when it is. */
function requireInTime(root: Element, now: Instant): Instant {
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
  const ends = [issued + MAX_AGE, ...(end === null ? [] : [timeOf(end)])]
  return new Date(Math.min(...ends) + SKEW).toISOString()
}
