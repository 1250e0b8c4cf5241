import { invalid } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { Findings } from './findings.ts'
import type { CheckedResponse } from './signOnChecks.ts'
import type { SignOnRequest, UnsignedSignOn } from './signOnRequest.ts'

const NOT_MADE = 'Not made in the browser, where the stand-in signs nothing. On a server Latchkey checks it.'
const BEGUN_ELSEWHERE =
  'It answers no sign-on that was begun in this browser within the last 15 minutes. Begin again from the sign-in page.'

/** The word of the stand-in in the browser as a response, of which little can be checked: nothing of it is signed. */
export function checkUnsigned(
  { nameId, attributes }: UnsignedSignOn,
  request: SignOnRequest | null,
  now: Instant,
): CheckedResponse {
  const findings = new Findings()
  findings.say('request', () => {
    if (!request) throw invalid(BEGUN_ELSEWHERE)
    return 'It answers the sign-on that was begun in this browser.'
  })
  findings.say('identifier', () => {
    if (nameId.trim() === '') throw invalid('There is no NameID, so nobody can tell who this is.')
    return `The NameID is “${nameId}”.`
  })
  return {
    xml: JSON.stringify({ nameId, attributes }, null, 2),
    checks: findings.all(NOT_MADE),
    isVerified: true,
    assertion: {
      // Every answer of the stand-in is another one.
      id: request?.id ?? '',
      issuer: '',
      nameId,
      nameIdFormat: null,
      sessionIndex: null,
      attributes,
      usableUntil: now,
    },
  }
}
