import { invalid } from '../errors.ts'
import { elapsed, inUtc, MINUTE, type Instant } from '../instant.ts'
import type { Assertion, Expected } from './signOnChecks.ts'
import type { SignOnAttribute } from './signOnRecord.ts'
import { REQUEST_LIFE } from './signOnRequest.ts'
import { allElements, ASSERTION, childrenOf, isOf, quoted, textOf, timeOf, valueOf } from './xml.ts'

/** How far the clocks of both sides may be apart. */
const SKEW = MINUTE
/** Characters of the longest SSO username. */
const MAX_NAME_ID = 254

/** Addresses and names, which are to be compared, are shown whole if at all possible. */
export const shown = (text: string | null): string => (text === null || text === '' ? 'nothing' : quoted(text, 200))

/** The elements of SAML at the end of a path that begins below `start`. */
const at = (start: Element, ...path: string[]): Element[] =>
  path.reduce((found, name) => found.flatMap((element) => childrenOf(element, ASSERTION, name)), [start])

/** Instead of what they hide. */
const ENCRYPTED = new Set(['EncryptedAssertion', 'EncryptedID', 'EncryptedAttribute'])

/** The one assertion that `root` is or has. */
export function onlyAssertion(root: Element): Element {
  const elements = allElements(root)
  const encrypted = elements.find(({ localName }) => ENCRYPTED.has(localName))
  if (encrypted)
    throw invalid(
      `The response has an ${encrypted.localName}: it is encrypted, and Latchkey has no key for that. Have the identity provider send assertions signed, not encrypted.`,
    )
  // By the local name alone: in another namespace it would be there to be mistaken for one.
  const [assertion, ...others] = elements.filter(({ localName }) => localName === 'Assertion')
  if (!assertion) throw invalid('There is no assertion in the response, so it says nothing of anybody.')
  if (others.length > 0)
    throw invalid(`There are ${others.length + 1} assertions in the response, but it may have one only.`)
  if ((assertion !== root && assertion.parentNode !== root) || !isOf(assertion, ASSERTION, 'Assertion'))
    throw invalid('The assertion does not stand in the response itself, as in a forgery.')
  requireForm(assertion)
  return assertion
}

/** What the schema says, as far as anything is read: where two stand for one, it would depend on the reader which counts. */
function requireForm(assertion: Element): void {
  if (assertion.getAttribute('Version') !== '2.0' || !assertion.getAttribute('ID'))
    throw invalid('The assertion is not of SAML 2.0, or has no ID.')
  if (at(assertion, 'Issuer').length !== 1) throw invalid('The assertion has to name its issuer, once.')
  if (at(assertion, 'Subject').length !== 1)
    throw invalid('The assertion has to have one subject. Have the identity provider send a NameID.')
  if (at(assertion, 'Subject', 'NameID').length > 1)
    throw invalid('The subject of the assertion has more than one NameID.')
  if (at(assertion, 'Conditions').length !== 1)
    throw invalid('The assertion has to have conditions, once: its audience and its times.')
  if (at(assertion, 'Conditions', 'Condition').length > 0)
    throw invalid(
      'The assertion has a condition that SAML 2.0 itself does not know, so nobody can tell whether it holds.',
    )
  if (at(assertion, 'AuthnStatement').length === 0)
    throw invalid(
      'The assertion has no AuthnStatement, so it does not say that the user signed in. Have the identity provider send one, as SAML 2.0 requires for a sign-on in a browser (Web Browser SSO).',
    )
}

function requireIssuer(issuer: Element, where: string, { provider }: Expected): string {
  const name = valueOf(issuer) ?? ''
  const expected = provider.identityProviderId
  if (expected !== '' && name !== expected)
    throw invalid(
      `The issuer of the ${where} is ${shown(name)}; expected was ${shown(expected)}. If the identity provider has a new entity ID, read its metadata again.`,
    )
  return name
}

/** The response need not name an issuer, but where it does, it is the right one. */
export function requireResponseIssuer(response: Element, expected: Expected): void {
  for (const issuer of at(response, 'Issuer')) requireIssuer(issuer, 'response', expected)
}

export function sayIssuer(assertion: Element, expected: Expected): string {
  const name = requireIssuer(at(assertion, 'Issuer')[0]!, 'assertion', expected)
  if (name === '') throw invalid('The assertion does not say who its issuer is.')
  if (expected.provider.identityProviderId === '')
    return `The issuer is ${shown(name)}. No entity ID of the identity provider is saved here, so any issuer with the right certificate passes: read its metadata to change that.`
  return `The issuer is ${shown(name)}.`
}

export function sayDestination(response: Element, isRequired: boolean, { assertionConsumer }: Expected): string {
  const destination = response.getAttribute('Destination')
  if (destination === assertionConsumer) return `The response is for ${shown(destination)}.`
  if (destination !== null)
    throw invalid(
      `The response is for ${shown(destination)}; expected was ${shown(assertionConsumer)}. ${CORRECT_ADDRESS}`,
    )
  if (isRequired)
    throw invalid(
      `The response is signed but has no Destination, which then has to be ${shown(assertionConsumer)}. ${CORRECT_ADDRESS}`,
    )
  return 'The response has no Destination, and it need not, as the assertion alone is signed: its recipient counts.'
}

const CORRECT_ADDRESS =
  'Correct the address of the assertion consumer service at the identity provider, or give it our metadata again.'

/** What the assertion says of how it may be handed in by whoever has it; of several the one that is meant for here. */
export function confirmationIn(assertion: Element, { assertionConsumer, request }: Expected): Element | undefined {
  const all = at(assertion, 'Subject', 'SubjectConfirmation')
    .filter((confirmation) => confirmation.getAttribute('Method') === 'urn:oasis:names:tc:SAML:2.0:cm:bearer')
    .flatMap((confirmation) => at(confirmation, 'SubjectConfirmationData').slice(0, 1))
  const here = all.filter((data) => data.getAttribute('Recipient') === assertionConsumer)
  return here.find((data) => data.getAttribute('InResponseTo') === request?.id) ?? here[0] ?? all[0]
}

const NO_CONFIRMATION =
  'The subject of the assertion has no SubjectConfirmation of the method bearer with its data, as a sign-on in a browser needs it.'

export function sayRecipient(confirmation: Element | undefined, { assertionConsumer }: Expected): string {
  if (!confirmation) throw invalid(NO_CONFIRMATION)
  const recipient = confirmation.getAttribute('Recipient')
  if (recipient !== assertionConsumer)
    throw invalid(
      `The recipient of the assertion is ${shown(recipient)}; expected was ${shown(assertionConsumer)}. ${CORRECT_ADDRESS}`,
    )
  return `The recipient is ${shown(recipient)}.`
}

/** Of the response or of the confirmation in its assertion, which both name the request they answer. */
export function sayRequest(
  answer: Element | undefined,
  where: 'response' | 'assertion',
  { request, now }: Expected,
): string {
  if (!answer) throw invalid(NO_CONFIRMATION)
  const named = answer.getAttribute('InResponseTo')
  if (!named)
    throw invalid(
      `The ${where} names no request. It was begun at the identity provider, which is not taken: people begin at this address.`,
    )
  if (!request || elapsed(request.at, now) > REQUEST_LIFE)
    throw invalid(
      `The ${where} answers the request ${shown(named)}, which nobody waits for here. The sign-on began in another browser, longer than 15 minutes ago, or at the identity provider, which is not taken; or it came back before. Begin anew at this address.`,
    )
  if (named !== request.id)
    throw invalid(`The ${where} answers the request ${shown(named)}; expected was ${shown(request.id)}. Begin anew.`)
  return `It answers the request ${shown(named)}, which this browser began at ${inUtc(request.at)}.`
}

export function sayAudience(assertion: Element, { entityId }: Expected): string {
  const restrictions = at(assertion, 'Conditions', 'AudienceRestriction')
  const audiences = restrictions.map((each) => at(each, 'Audience').map((audience) => valueOf(audience) ?? ''))
  const advice =
    'Enter that as the audience (the entity ID of the service provider) at the identity provider, or change the Service Provider ID here.'
  if (audiences.length === 0)
    throw invalid(`The assertion is for no audience; expected was ${shown(entityId)}. ${advice}`)
  const wrong = audiences.find((names) => !names.includes(entityId))
  if (wrong)
    throw invalid(
      `The audience of the assertion is ${wrong.slice(0, 5).map(shown).join(', ') || 'nobody'}; expected was ${shown(entityId)}. ${advice}`,
    )
  return `The audience is ${shown(entityId)}.`
}

/** One of the times between which an assertion can be used. */
interface Limit {
  /** Whose it is, in words. */
  what: string
  /** As it was written. */
  written: string
  time: number
  isEnd: boolean
}

export interface Limits {
  all: Limit[]
  /** Those among them that end the session at the identity provider. */
  ofSession: Limit[]
  /** Whether there is the one that has to be there. */
  isBounded: boolean
}

export function limitsOf(assertion: Element, confirmation: Element | undefined): Limits {
  const limit = (element: Element | undefined, name: string, what: string, isEnd: boolean): Limit[] => {
    const written = element?.getAttribute(name) ?? null
    return written === null ? [] : [{ what, written, time: timeOf(written), isEnd }]
  }
  const [conditions] = at(assertion, 'Conditions')
  const end = limit(confirmation, 'NotOnOrAfter', 'its confirmation', true)
  const ofSession = at(assertion, 'AuthnStatement').flatMap((statement) =>
    limit(statement, 'SessionNotOnOrAfter', 'the session at the identity provider', true),
  )
  return {
    all: [
      ...limit(conditions, 'NotBefore', 'the assertion', false),
      ...limit(conditions, 'NotOnOrAfter', 'the assertion', true),
      ...limit(confirmation, 'NotBefore', 'its confirmation', false),
      ...end,
      ...ofSession,
    ],
    ofSession,
    isBounded: end.length > 0,
  }
}

export function sayTime({ all, isBounded }: Limits, now: Instant): string {
  if (!isBounded)
    throw invalid('The confirmation of the assertion says no time after which it cannot be used (NotOnOrAfter).')
  const here = Date.parse(now)
  for (const { what, written, time, isEnd } of all) {
    if (Number.isNaN(time)) throw invalid(`${shown(written)} is not a time, but ${what} is limited by it.`)
    if (isEnd && here >= time + SKEW)
      throw invalid(
        `The time of ${what} ended at ${shown(written)}; here it is ${inUtc(now)}. Usually the clock of one side is wrong, or the page was left open for too long.`,
      )
    if (!isEnd && here < time - SKEW)
      throw invalid(
        `The time of ${what} begins at ${shown(written)}; here it is ${inUtc(now)}. Usually the clock of one side is wrong.`,
      )
  }
  const first = all.filter(({ isEnd }) => isEnd).reduce((one, other) => (other.time < one.time ? other : one))
  return `It can be used until ${shown(first.written)}, and here it is ${inUtc(now)}.`
}

const nameIdIn = (assertion: Element): Element | undefined => at(assertion, 'Subject', 'NameID')[0]

export function sayIdentifier(assertion: Element): string {
  const element = nameIdIn(assertion)
  const nameId = element && valueOf(element)
  if (!nameId)
    throw invalid(
      'User Identifier Not Found: the assertion has no NameID, or an empty one. Have the identity provider send what is entered here as the SSO username.',
    )
  if (nameId.length > MAX_NAME_ID || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(nameId))
    throw invalid(
      `The NameID ${shown(nameId)} cannot be an SSO username: that is one line of ${MAX_NAME_ID} characters at most.`,
    )
  if (element?.getAttribute('Format')?.endsWith(':transient'))
    return `The NameID is ${shown(nameId)}, but of the format transient: it will be another one the next time. Choose a lasting one at the identity provider.`
  return `The NameID is ${shown(nameId)}.`
}

const LAST: Instant = '9999-12-31T23:59:59.999Z'

/** The first end among `limits`, skew included; null where there is none. */
function firstEnd(limits: readonly Limit[]): Instant | null {
  const ends = limits.filter(({ isEnd, time }) => isEnd && !Number.isNaN(time)).map(({ time }) => time + SKEW)
  return ends.length === 0 ? null : new Date(Math.min(...ends, Date.parse(LAST))).toISOString()
}

/** What the assertion says, right or wrong. */
export function contentOf(assertion: Element, { all, ofSession }: Limits, now: Instant): Assertion {
  const nameId = nameIdIn(assertion)
  return {
    id: assertion.getAttribute('ID') ?? '',
    issuer: valueOf(at(assertion, 'Issuer')[0]!) ?? '',
    nameId: (nameId && valueOf(nameId)) || null,
    nameIdFormat: nameId?.getAttribute('Format') ?? null,
    sessionIndex: at(assertion, 'AuthnStatement')[0]?.getAttribute('SessionIndex') ?? null,
    attributes: attributesIn(assertion),
    usableUntil: firstEnd(all) ?? now,
    sessionEndsAt: firstEnd(ofSession),
  }
}

/** By name, as several elements may be about one attribute. Values that consist of elements are no text and left out. */
function attributesIn(assertion: Element): SignOnAttribute[] {
  const byName = new Map<string, string[]>()
  for (const attribute of at(assertion, 'AttributeStatement', 'Attribute')) {
    const name = attribute.getAttribute('Name')
    if (!name) continue
    const values = at(attribute, 'AttributeValue').flatMap((value) => textOf(value) ?? [])
    byName.set(name, [...(byName.get(name) ?? []), ...values])
  }
  return [...byName].map(([name, values]) => ({ name, values }))
}
