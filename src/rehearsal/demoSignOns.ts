import type { Rows } from '#src/api/memoryStore.ts'
import { DAY, HOUR, inUtc, MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import { defaultServiceProviderId, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { mapSignOn } from '#src/domain/sso/signOn.ts'
import {
  CHECKS,
  type Check,
  type CheckName,
  type SignOnAttribute,
  type SignOnRecord,
} from '#src/domain/sso/signOnRecord.ts'
import { fullName } from '#src/domain/user.ts'
import { DEMO_IDENTITY_PROVIDER } from './demoMetadata.ts'
import { DIRECTORY } from './directory.ts'
import type { DemoUser } from './organisation.ts'

/** The ID of a sign-on by its place in the list, the newest first; for links. */
export const signOnId = (place: number): string => place.toString(16).padStart(32, '0')

/** Where the backend is reached, as far as what happened before the rehearsal tells. */
const ASSERTION_CONSUMER = 'https://northwind.my.workfront.com/sso/acs'
const CONSOLE = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** One of the sign-ons of the last days. */
interface Past {
  ago: number
  by: DemoUser
  purpose?: SignOnRecord['purpose']
  /** What the identity provider called them, where it is not what the directory says now. */
  nameId?: string
  /** Attributes that did not come along. */
  without?: string[]
  /** Whom its assertion is for, where it is not for this service provider. */
  audience?: string
  /** The check that failed, and why. */
  failed?: [check: CheckName, detail: string]
}

const PAST: Past[] = [
  { ago: 12 * MINUTE, by: 'standard' },
  {
    ago: 48 * MINUTE,
    by: 'light',
    nameId: 'Noah.Petrov',
    failed: [
      'user',
      'No user has the SSO username “Noah.Petrov”. Give it to one under Users or Update Users For SSO (upper and lower case count), or turn on Auto-Provision Users.',
    ],
  },
  {
    ago: 3 * HOUR,
    by: 'expiring.password',
    without: ['mail'],
    failed: [
      'mapping',
      'The following fields are invalid: emailAddr cannot be null. Have the identity provider send them, or give their mappings a default value.',
    ],
  },
  {
    ago: 7 * HOUR,
    by: 'contributor',
    failed: [
      'signature',
      'The signature does not hold with the certificate saved here: “northwind-identity.cer”. Usually the identity provider has begun to sign with another one: read its metadata again. Otherwise the response was changed on the way.',
    ],
  },
  { ago: DAY + HOUR, by: 'main.admin', purpose: 'test' },
  {
    ago: DAY + 2 * HOUR,
    by: 'main.admin',
    purpose: 'test',
    audience: 'northwind.workfront.com',
    failed: [
      'audience',
      'The assertion is for the audience “northwind.workfront.com”; expected was “northwind.my.workfront.com/SAML2”. Enter it as the audience at the identity provider.',
    ],
  },
  { ago: 2 * DAY, by: 'inactive', failed: ['user', 'Gil Marchetti is not active. Reactivate them under Users.'] },
]
/** The places of a test that passed, and of a sign-on that was refused. */
export const PASSED_TEST = 5
export const REFUSED_SIGN_ON = 3

/** What is looked at only where a signature holds. */
const OF_THE_SIGNED = new Set<CheckName>(['recipient', 'audience', 'time', 'replay', 'identifier', 'user', 'mapping'])
/** What is looked at only where nothing failed before. */
const OF_THE_PERSON = new Set<CheckName>(['replay', 'user', 'mapping'])

/** `rows` in which people sign on through Northwind Identity, and some have been refused. */
export function withSignOns(rows: Rows, now: Instant): Rows {
  const sso: SingleSignOn = { ...rows.sso, isEnabled: true, triedAt: shift(now, -DAY - HOUR) }
  const signOns = PAST.map((past, index) => recordOf(past, { ...rows, sso }, signOnId(index + 1), now))
  return { ...rows, sso, signOns: signOns.toReversed() }
}

function recordOf(past: Past, { sso, customer, users }: Rows, id: string, now: Instant): SignOnRecord {
  const { ago, by, purpose = 'sign-on', without = [], failed } = past
  const at = shift(now, -ago)
  const known = DIRECTORY.find(({ user }) => user === by)
  if (!known) throw new Error(`There is no ${by}`)
  const nameId = past.nameId ?? known.nameId
  const audience = past.audience ?? defaultServiceProviderId(customer.domain, 'production')
  const attributes = known.attributes.filter(({ name }) => !without.includes(name))
  const isSigned = failed?.[0] !== 'signature'
  const user = users.find(({ ssoUsername }) => ssoUsername === nameId)
  const wasFound = isSigned && failed?.[0] !== 'audience'
  return {
    id,
    at,
    purpose,
    outcome: failed ? 'refused' : purpose === 'test' ? 'tested' : 'signed-on',
    proof: isSigned ? 'signed-answer' : 'none',
    reason: failed?.[1] ?? '',
    checks: checksOf(past, nameId, user ? fullName(user) : '', audience, at),
    nameId: isSigned ? nameId : null,
    attributes: isSigned ? attributes : [],
    changes: wasFound ? mapSignOn(sso.mappings, attributes, user ?? null, {}).changes : [],
    user: wasFound && user ? { id: user.id, name: fullName(user), isNew: false } : null,
    response: responseOf(id, nameId, attributes, audience, at),
    address: '198.51.100.12',
    userAgent: CONSOLE,
  }
}

function checksOf({ failed }: Past, nameId: string, name: string, audience: string, at: Instant): Check[] {
  const passed: Record<CheckName, string> = {
    readable: 'The response is XML of SAML 2.0.',
    status: 'The identity provider says that the sign-on succeeded.',
    assertion: 'There is exactly one assertion, and it is not encrypted.',
    signature: 'The assertion is signed, by a certificate of the identity provider that is saved here.',
    issuer: `The issuer is “${DEMO_IDENTITY_PROVIDER.entityId}”.`,
    destination: `The response is for “${ASSERTION_CONSUMER}”.`,
    recipient: `The recipient is “${ASSERTION_CONSUMER}”.`,
    request: `It answers the request “${requestOf(at)}”, which this browser began at ${inUtc(shift(at, -MINUTE))}.`,
    audience: `The audience is “${audience}”.`,
    time: `It can be used until “${shift(at, 5 * MINUTE)}”, and here it is ${inUtc(at)}.`,
    replay: 'This assertion was not used before.',
    identifier: `The NameID is “${nameId}”.`,
    user: `It is the SSO username of ${name}.`,
    mapping: 'What is mapped can be set.',
  }
  const isMade = (check: CheckName) =>
    !failed ||
    CHECKS.indexOf(check) < CHECKS.indexOf(failed[0]) ||
    !(failed[0] === 'signature' ? OF_THE_SIGNED : OF_THE_PERSON).has(check)
  return CHECKS.map((check): Check => {
    if (check === failed?.[0]) return { check, outcome: 'failed', detail: failed[1] }
    if (!isMade(check)) return { check, outcome: 'not-made', detail: 'Not looked at, because an earlier check failed.' }
    return { check, outcome: 'passed', detail: passed[check] }
  })
}

const requestOf = (at: Instant) => `_${at.replaceAll(/\D/g, '')}`

/** As Northwind Identity sent it, without the signature's own digits. */
const responseOf = (
  id: string,
  nameId: string,
  attributes: SignOnAttribute[],
  audience: string,
  at: Instant,
) => `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r${id}" Version="2.0" IssueInstant="${at}" Destination="${ASSERTION_CONSUMER}" InResponseTo="${requestOf(at)}">
  <saml:Issuer>${DEMO_IDENTITY_PROVIDER.entityId}</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
  <saml:Assertion ID="_a${id}" Version="2.0" IssueInstant="${at}">
    <saml:Issuer>${DEMO_IDENTITY_PROVIDER.entityId}</saml:Issuer>
    <saml:Subject>
      <saml:NameID>${nameId}</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml:SubjectConfirmationData Recipient="${ASSERTION_CONSUMER}" InResponseTo="${requestOf(at)}" NotOnOrAfter="${shift(at, 5 * MINUTE)}"/>
      </saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotOnOrAfter="${shift(at, 5 * MINUTE)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
    <saml:AttributeStatement>
${attributes
  .map(
    ({ name, values }) =>
      `      <saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
  )
  .join('\n')}
    </saml:AttributeStatement>
  </saml:Assertion>
</samlp:Response>`
