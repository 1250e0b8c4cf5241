import type { Customer } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import { isSsoInForce } from '#src/domain/sso/gate.ts'
import { believedAt, requireSignOnHere, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import {
  checkResponse,
  readResponse,
  requestNamedBy,
  unawaited,
  type ReadResponse,
} from '#src/domain/sso/samlResponse.ts'
import type { Assertion, CheckedResponse } from '#src/domain/sso/signOnChecks.ts'
import type { SignOnProblem } from '#src/domain/sso/signOnProblem.ts'
import { MAX_KEPT_RESPONSE, type SignOnRecord } from '#src/domain/sso/signOnRecord.ts'
import type { Departure, SignOnRequest } from '#src/domain/sso/signOnRequest.ts'
import { fullName, type User } from '#src/domain/user.ts'
import { newId, type Caller, type Host } from '../host.ts'
import { LOG_IN } from '../openSession.ts'
import { auditRecord } from '../perform.ts'
import type { Transaction } from '../store.ts'
import { isUnderWay, openRequest } from './begin.ts'
import { entityIdOf, settingsNow } from './ownSide.ts'
import { findPerson, signIn, type Person, type Room } from './person.ts'
import { keepRecord, type RefusalRecorder } from './refusalRecorder.ts'
import { takeOnce } from './takeOnce.ts'
import { Verdict } from './verdict.ts'

/** Where the console shows how a sign-on went. */
const recordPage = (id: string) => `/setup/system/single-sign-on/sign-ons/${id}`

const TEST = { type: 'Single Sign-On', action: 'Test', object: 'Single Sign-On (SSO)' } as const

/** What a response is checked against. */
interface Moment {
  /** The sign-on that it answers, or null where this browser waits for none. */
  request: SignOnRequest | null
  sso: SingleSignOn
  customer: Customer
  now: Instant
}

function check(
  host: Host,
  caller: Caller,
  response: ReadResponse,
  { request, sso, customer, now }: Moment,
): Promise<CheckedResponse> {
  const provider = believedAt(sso, now)
  const expected = {
    provider,
    entityId: entityIdOf(sso, customer, caller),
    assertionConsumer: serviceProviderAddresses(caller.ownAddress).assertionConsumer,
    request,
    now,
  }
  return checkResponse(response, expected, (xml) => host.serviceProvider.verifiedAssertion(xml, provider))
}

/**
 * Takes what the identity provider answered: signs somebody in, or records why not. Answers where the browser goes. A
 * response that no sign-on of this browser waits for is not read, because anybody can send it. Any other is judged by one
 * moment and acted on in one transaction: either all of it happens, session, user and record, or nothing but the record of
 * why not. Checking takes a while and is done before; if what it went by has changed meanwhile, it is done again.
 */
export async function completeSignOn(
  host: Host,
  refusals: RefusalRecorder,
  caller: Caller,
  encoded: string,
): Promise<Departure> {
  const { environment } = caller
  const before = await settingsNow(host, caller)
  requireSignOnHere(before.customer)
  const now = host.now()
  if (!(await isUnderWay(host, caller))) {
    if (!isSsoInForce(before.sso, before.customer)) return signInPage('off')
    await refusals.note(environment, { check: 'request', proof: 'none' }, () => {
      const checked = unawaited(encoded)
      const verdict = new Verdict(checked)
      for (const unmade of ['replay', 'user', 'mapping'] as const) verdict.skip(unmade)
      return recordOf(host, caller, { now, checked, verdict, person: null })
    })
    return signInPage('refused')
  }

  const response = readResponse(encoded)
  const request = await openRequest(host, caller, requestNamedBy(response))
  const isTest = request?.purpose === 'test'
  const checked = await check(host, caller, response, { ...before, request, now })
  const { assertion } = checked

  const outcome = await host.store.transaction(environment, async (tx) => {
    const [sso, customer] = [await tx.sso.get(), await tx.customer.get()]
    if (sso.version !== before.sso.version || customer.platformMode !== before.customer.platformMode) return null
    if (request && !(await tx.sso.request(request.id))) return null
    const room = { host, caller, tx, customer, now }
    const verdict = new Verdict(checked)
    await checkReplay(host, tx, verdict, assertion)
    if (!isTest && !isSsoInForce(sso, customer))
      verdict.fail('user', 'Single sign-on is not enabled, so nobody is signed in through it.', 'off')
    const person = assertion && (await findPerson(room, sso, assertion, verdict))
    const { failure } = verdict
    const record = recordOf(host, caller, { now, checked, verdict, person, isTest })
    // The test of an administrator is shown to them, and what the identity provider has sent in answer comes once.
    if (failure && !isTest && record.proof !== 'signed-answer') return { record, verdict, refusedBy: failure.check }
    await keepRecord(tx, record, now)
    const act = isTest ? TEST : LOG_IN.console
    // Somebody new is nobody here before they are signed in; a test is the act of whoever tests.
    const actor = isTest ? await signedIn(room) : person?.isNew ? null : (person?.user ?? null)
    if (failure || !person?.user) {
      await tx.audit.append(auditRecord(host, caller, act, 'refused', actor, { details: record.reason }))
      return { record, verdict }
    }
    if (request) await tx.sso.removeRequest(request.id)
    if (sso.triedAt === null) await tx.sso.put({ ...sso, triedAt: now })
    if (isTest)
      await tx.audit.append(auditRecord(host, caller, act, 'done', actor, { details: `As ${fullName(person.user)}` }))
    else await signIn(room, person.user, person)
    return { record, verdict }
  })
  if (!outcome) return completeSignOn(host, refusals, caller, encoded)
  const { record, verdict, refusedBy } = outcome
  if (refusedBy) await refusals.note(environment, { check: refusedBy, proof: record.proof }, () => record)
  if (isTest) return { goTo: recordPage(record.id) }
  if (record.outcome === 'signed-on') return { goTo: request?.next ?? '/' }
  return signInPage(verdict.problem, verdict.fields)
}

/** Where people are told why they are not signed in. */
function signInPage(problem: SignOnProblem, fields: string[] = []): Departure {
  const query = new URLSearchParams({ problem, ...(fields.length > 0 && { fields: fields.join(',') }) })
  return { goTo: `/sign-in?${query}` }
}

interface Found {
  now: Instant
  checked: CheckedResponse
  verdict: Verdict
  person: Person | null
  isTest?: boolean
}

function recordOf(
  host: Host,
  { address, userAgent }: Caller,
  { now, checked, verdict, person, isTest = false }: Found,
): SignOnRecord {
  const { assertion } = checked
  const { failure } = verdict
  return {
    id: newId(host),
    at: now,
    purpose: isTest ? 'test' : 'sign-on',
    outcome: failure ? 'refused' : isTest ? 'tested' : 'signed-on',
    proof: assertion === null ? 'none' : verdict.isUnasked ? 'signed-unasked' : 'signed-answer',
    reason: failure?.detail ?? '',
    checks: verdict.checks,
    nameId: assertion?.nameId ?? null,
    attributes: assertion?.attributes ?? [],
    changes: person?.mapping.changes ?? [],
    user: person?.user ? { id: person.user.id, name: fullName(person.user), isNew: person.isNew } : null,
    response: checked.xml.slice(0, MAX_KEPT_RESPONSE).toWellFormed(),
    address,
    userAgent,
  }
}

/** Who is signed in at the console of this browser, if anybody is. */
async function signedIn({ host, caller, tx }: Room): Promise<User | null> {
  const session = await tx.sessions.byDigest(await host.digest(caller.sessionId ?? ''))
  return session && tx.users.byId(session.userId)
}

/** An assertion is good for one sign-on, on whichever process it arrives (SAML profiles §4.1.4.5). */
async function checkReplay(host: Host, tx: Transaction, verdict: Verdict, assertion: Assertion | null): Promise<void> {
  if (verdict.failure || !assertion) return verdict.skip('replay')
  if (await takeOnce(host, tx, 'assertion', assertion)) verdict.pass('replay', 'This assertion was not used before.')
  else
    verdict.fail(
      'replay',
      'This assertion was used before. Each is good for one sign-on: somebody sent it again, or went back in the browser.',
    )
}
