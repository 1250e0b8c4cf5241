import { bytesOf } from '../base64.ts'
import { shortFingerprint } from '../certificate.ts'
import { DomainError, invalid } from '../errors.ts'
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
  shown,
} from './assertionRules.ts'
import { Findings } from './findings.ts'
import { parseXml } from './parseXml.ts'
import { requireSignatureForm } from './signatureForm.ts'
import type { CheckedResponse, Expected } from './signOnChecks.ts'
import { MAX_KEPT_RESPONSE } from './signOnRecord.ts'
import { trimmed, withoutWhiteSpace } from './whiteSpace.ts'
import { ASSERTION, childrenOf, declaresEntities, isOf, PROTOCOL, quoted, textOf } from './xml.ts'

/** Bytes of the largest response; one with a hundred groups has about twenty thousand. */
export const MAX_RESPONSE_BYTES = 256 * 1024
const MAX_TAGS = 3000
/** Attributes are counted by their equals signs: each has one. */
const MAX_ATTRIBUTES = 10_000

/** A response that was posted here, decoded and parsed once. `xml` is as much of it as can be shown. */
export type ReadResponse = { xml: string; root: Element } | { xml: string; root: null; problem: string }

export function readResponse(encoded: string): ReadResponse {
  let xml: string | undefined
  try {
    xml = decoded(encoded)
    return { xml, root: rootOf(xml) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { xml: xml ?? startOf(encoded), root: null, problem: error.message }
  }
}

/** The request that the response says it answers, as whoever sent it has it; null where it says none or is no response. */
export const requestNamedBy = ({ root }: ReadResponse): string | null => root?.getAttribute('InResponseTo') ?? null

/** What is found of a response that no sign-on waits for. It is not read, because anybody can send any number of them. */
export function unawaited(encoded: string): CheckedResponse {
  const findings = new Findings()
  findings.failed(
    'request',
    'This browser has no sign-on under way, so the response was not read. None began in it in the past 15 minutes, or it was answered before. Users have to begin at this address; a sign-on that begins at the identity provider is not accepted.',
  )
  return { xml: startOf(encoded), checks: findings.all(UNREAD), assertion: null }
}

/**
 * Looks at all of a response, and says of each check what was found. `verify` answers the assertion that a good signature
 * covers, and nothing of the assertion is read from anything else. What is around it is read from the response itself:
 * whoever could forge that gains nothing, because the assertion says the same again. It is accepted where no check failed
 * and there is an assertion.
 */
export async function checkResponse(
  read: ReadResponse,
  expected: Expected,
  verify: (xml: string) => Promise<string | null>,
): Promise<CheckedResponse> {
  const findings = new Findings()
  const { xml, root: response } = read
  if (response === null) {
    findings.failed('readable', read.problem)
    return { xml, checks: findings.all(UNREADABLE), assertion: null }
  }
  findings.passed('readable', 'The response is XML of SAML 2.0.')
  findings.say('status', () => sayStatus(response))
  const unsigned = findings.make('assertion', () => onlyAssertion(response))
  if (unsigned) findings.passed('assertion', 'There is exactly one assertion, and it is not encrypted.')
  else findings.notMade('signature', 'Not looked at, because there is no single assertion that it could cover.')
  const signed = unsigned && (await signedIn({ xml, response, unsigned }, expected, verify, findings))
  if (!signed) {
    // Right, these prove nothing; wrong, they say what to mend besides.
    findings.make('issuer', () => requireResponseIssuer(response, expected))
    findings.make('destination', () => sayDestination(response, false, expected))
    findings.make('request', () => sayRequest(response, 'response', expected))
    return { xml, checks: findings.all(UNVERIFIED), assertion: null }
  }
  const { assertion, isResponseSigned } = signed
  const confirmation = confirmationIn(assertion, expected)
  findings.say('issuer', () => {
    requireResponseIssuer(response, expected)
    return sayIssuer(assertion, expected)
  })
  findings.say('destination', () => sayDestination(response, isResponseSigned, expected))
  findings.say('recipient', () => sayRecipient(confirmation, expected))
  findings.say('request', () => {
    sayRequest(response, 'response', expected)
    return sayRequest(confirmation, 'assertion', expected)
  })
  findings.say('audience', () => sayAudience(assertion, expected))
  findings.say('time', () => sayTime(limitsOf(assertion, confirmation), expected.now))
  findings.say('identifier', () => sayIdentifier(assertion))
  return {
    xml,
    checks: findings.all(''),
    assertion: contentOf(assertion, limitsOf(assertion, confirmation), expected.now),
  }
}

const UNREAD = 'Not looked at, because no sign-on of this browser waits for a response.'
const UNREADABLE = 'Not looked at, because the response could not be read.'
const UNVERIFIED = 'Not looked at, because without a signature that holds anybody could have written it.'

const POST_RESPONSE = 'Check that the identity provider posts a SAML response to this address.'

const tooLarge = () =>
  invalid(
    'The response is larger than 256 KB. Have the identity provider send only the attributes that are mapped here, and fewer groups.',
  )

function decoded(encoded: string): string {
  const base64 = withoutWhiteSpace(encoded)
  if (base64.length > Math.ceil(MAX_RESPONSE_BYTES / 3) * 4) throw tooLarge()
  if (base64 === '') throw invalid(`Nothing was sent where the response belongs. ${POST_RESPONSE}`)
  const bytes = /^[A-Za-z\d+/]+={0,2}$/.test(base64) ? bytesOf(base64) : null
  if (!bytes) throw invalid(`What was sent is not base64: it begins with ${quoted(encoded, 40)}. ${POST_RESPONSE}`)
  if (bytes.length > MAX_RESPONSE_BYTES) throw tooLarge()
  try {
    return trimmed(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid(
      `What was sent is not text in UTF-8. It may be compressed, as it is by the binding REDIRECT. ${POST_RESPONSE}`,
    )
  }
}

/** As much of the response as can be shown, where it is no text or too long. */
function startOf(encoded: string): string {
  const bytes = bytesOf(withoutWhiteSpace(encoded.slice(0, MAX_KEPT_RESPONSE * 2)).slice(0, MAX_KEPT_RESPONSE))
  return bytes ? trimmed(new TextDecoder().decode(bytes)) : ''
}

const countOf = (xml: string, character: string) => xml.split(character).length - 1

function rootOf(xml: string): Element {
  // Before any parser sees it: it may otherwise read more than the text, or take very long.
  if (declaresEntities(xml))
    throw invalid('The response declares a document type or an entity (DOCTYPE, ENTITY), which SAML has no use for.')
  if (countOf(xml, '<') > MAX_TAGS || countOf(xml, '=') > MAX_ATTRIBUTES)
    throw invalid(
      'The response has far more tags than any sign-on needs. Have the identity provider send fewer groups.',
    )
  const root = parsed(xml).documentElement
  if (!isOf(root, PROTOCOL, 'Response'))
    throw invalid(
      `This is XML, but no SAML 2.0 response: it begins with ${quoted(root.localName)} of the namespace ${shown(root.namespaceURI)}. ${POST_RESPONSE}`,
    )
  const version = root.getAttribute('Version')
  if (version !== '2.0') throw invalid(`The response is of SAML version ${shown(version)}; it has to be 2.0.`)
  return root
}

function parsed(xml: string): Document {
  try {
    return parseXml(xml)
  } catch {
    throw invalid('The response is not XML, or it was damaged on the way.')
  }
}

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:'

/** Usual causes, by the last part of a status code. */
const STATUS_CAUSES: Record<string, string> = {
  Requester:
    'Usually the identity provider does not know the Service Provider ID, this address, or the certificate requests are signed with: give it our metadata again, and choose the same Secure Hash Algorithm on both sides.',
  Responder: 'The fault is on the side of the identity provider: its log says more.',
  VersionMismatch: 'The identity provider does not take SAML 2.0 at the Login Portal URL.',
  AuthnFailed: 'The person could not sign in at the identity provider.',
  InvalidNameIDPolicy: 'The identity provider has no identifier for this person in the form it was asked for.',
  NoAuthnContext: 'The identity provider cannot sign people in the way it was asked to.',
  NoPassive: 'The identity provider would have had to ask the person something, and was not allowed to.',
  RequestDenied: 'The identity provider does not let this person come here: assign them to this application there.',
  RequestUnsupported: 'The identity provider does not support such requests.',
  UnknownPrincipal: 'The identity provider does not know the person.',
}

function sayStatus(response: Element): string {
  const [status] = childrenOf(response, PROTOCOL, 'Status')
  const [code] = status ? childrenOf(status, PROTOCOL, 'StatusCode') : []
  if (!status || !code) throw invalid('The response has no status, so it does not say that the sign-on succeeded.')
  const value = code.getAttribute('Value') ?? ''
  if (value === `${STATUS}Success`) return 'The identity provider says that the sign-on succeeded.'
  const inner = childrenOf(code, PROTOCOL, 'StatusCode').map((each) => each.getAttribute('Value') ?? '')
  const codes = [value, ...inner].map((each) => each.replace(STATUS, ''))
  const [message] = childrenOf(status, PROTOCOL, 'StatusMessage').map(textOf)
  const said = message ? `, and says: ${quoted(message, 300)}` : ''
  const cause = codes.toReversed().flatMap((each) => (Object.hasOwn(STATUS_CAUSES, each) ? [STATUS_CAUSES[each]!] : []))
  throw invalid(
    `The identity provider refused the sign-on with the primary StatusCode ${codes.map((each) => quoted(each)).join(', then ')}${said}. ${cause[0] ?? 'Its log says why.'}`,
  )
}

interface Signed {
  /** Of what the signature covers, parsed anew. */
  assertion: Element
  isResponseSigned: boolean
}

async function signedIn(
  { xml, response, unsigned }: { xml: string; response: Element; unsigned: Element },
  { provider }: Expected,
  verify: (xml: string) => Promise<string | null>,
  findings: Findings,
): Promise<Signed | undefined> {
  const form = findings.make('signature', () => requireSignatureForm(response, unsigned, provider.hashAlgorithm))
  if (!form) return undefined
  const covered = await verify(xml)
  const assertion = findings.make('signature', () => {
    if (covered === null) throw invalid(unverified(provider))
    const root = parsed(covered).documentElement
    if (!isOf(root, ASSERTION, 'Assertion') || root.getAttribute('ID') !== unsigned.getAttribute('ID'))
      throw invalid('What is signed is something else than the assertion of the response, as in a forgery.')
    return onlyAssertion(root)
  })
  if (!assertion) return undefined
  const { isResponseSigned, isAssertionSigned } = form
  const what = isAssertionSigned ? 'assertion is' : 'response is'
  findings.passed(
    'signature',
    `The ${isResponseSigned && isAssertionSigned ? 'response and its assertion are' : what} signed, by a certificate of the identity provider that is saved here.`,
  )
  return { assertion, isResponseSigned }
}

function unverified({ certificates }: Expected['provider']): string {
  if (certificates.length === 0)
    return 'No certificate of the identity provider that is still valid is saved here, so no signature can be checked. Read its metadata again.'
  const known = certificates.map((each) => `${quoted(each.name)} (${shortFingerprint(each)})`).join(', ')
  return `The signature does not hold with the certificate saved here: ${known}. Usually the identity provider has begun to sign with another one: read its metadata again. Otherwise the response was changed on the way.`
}
