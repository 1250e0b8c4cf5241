import type { Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { shift, type Instant } from '#src/domain/instant.ts'
import { isSsoInForce } from '#src/domain/sso/gate.ts'
import { believedAt, requireSignOnHere, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { editOf, mapSignOn, settingsOf, type Mapping } from '#src/domain/sso/signOn.ts'
import { checkResponse, requestNamedBy } from '#src/domain/sso/samlResponse.ts'
import type { Assertion, CheckedResponse } from '#src/domain/sso/signOnChecks.ts'
import { problemMessage, type SignOnProblem } from '#src/domain/sso/signOnProblem.ts'
import {
  CHECKS,
  MAX_KEPT_RESPONSE,
  MOST_UNVERIFIED,
  MOST_VERIFIED,
  SIGN_ON_LIFE,
  type Check,
  type CheckName,
  type SignOnRecord,
} from '#src/domain/sso/signOnRecord.ts'
import type { Departure, SignOnRequest, UnsignedSignOn } from '#src/domain/sso/signOnRequest.ts'
import { fullName, type User } from '#src/domain/user.ts'
import { newUser, UserEdit, UserSettings, userSettingsOf } from '#src/domain/userEdit.ts'
import { applyEdit, judgeEdit, requireUnique } from '../editUser.ts'
import { newId, type Caller, type Host } from '../host.ts'
import { LOG_IN, openSession } from '../openSession.ts'
import { auditRecord, parse } from '../perform.ts'
import type { Transaction } from '../store.ts'
import { openRequest } from './begin.ts'
import { entityIdOf } from './ownSide.ts'

/** Where the console shows how a sign-on went. */
const recordPage = (id: string) => `/setup/system/single-sign-on/sign-ons/${id}`

/** Takes what the identity provider answered: signs somebody in, or records why not. Answers where the browser goes. */
export async function completeSignOn(host: Host, caller: Caller, response: string): Promise<Departure> {
  const { serviceProvider } = host
  if (!serviceProvider) throw new DomainError('not-found', 'This host takes no signed responses')
  return conclude(host, caller, requestNamedBy(response), ({ request, sso, customer, now }) => {
    const provider = believedAt(sso, now)
    return checkResponse(
      response,
      {
        provider,
        entityId: entityIdOf(sso, customer, caller),
        assertionConsumer: serviceProviderAddresses(caller.ownAddress).assertionConsumer,
        request,
        now,
      },
      (xml) => serviceProvider.verifiedAssertion(xml, provider),
    )
  })
}

/** The same by word of the stand-in in the browser, of which nothing can be checked but what it answers. */
export async function completeUnsigned(host: Host, caller: Caller, signOn: UnsignedSignOn): Promise<Departure> {
  if (host.serviceProvider) throw new DomainError('not-found', 'There is nothing at this address')
  return conclude(host, caller, signOn.request, async ({ request, now }) => unsignedResponse(signOn, request, now))
}

const NOT_MADE = 'Not made in the browser, where the stand-in signs nothing. On a server Latchkey checks it.'
const BEGUN_ELSEWHERE =
  'It answers no sign-on that was begun in this browser within the last 15 minutes. Begin again from the sign-in page.'

function unsignedResponse(
  { nameId, attributes }: UnsignedSignOn,
  request: SignOnRequest | null,
  now: Instant,
): CheckedResponse {
  const found: Partial<Record<CheckName, Check>> = {
    request: request
      ? { check: 'request', outcome: 'passed', detail: 'It answers the sign-on that was begun in this browser.' }
      : { check: 'request', outcome: 'failed', detail: BEGUN_ELSEWHERE },
    identifier:
      nameId.trim() === ''
        ? { check: 'identifier', outcome: 'failed', detail: 'There is no NameID, so nobody can tell who this is.' }
        : { check: 'identifier', outcome: 'passed', detail: `The NameID is “${nameId}”.` },
  }
  const checks = CHECKS.slice(0, CHECKS.indexOf('user'))
    .filter((check) => check !== 'replay')
    .map((check): Check => found[check] ?? { check, outcome: 'not-made', detail: NOT_MADE })
  return {
    xml: JSON.stringify({ nameId, attributes }, null, 2),
    checks,
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

/** What was found out so far, of which the first failure decides. */
class Findings {
  readonly checks: Check[]
  problem: SignOnProblem = 'refused'
  fields: string[] = []

  constructor(checks: readonly Check[]) {
    this.checks = [...checks]
    if (this.failure?.check === 'identifier') this.problem = 'no-identifier'
  }

  get failure(): Check | undefined {
    return this.checks.find(({ outcome }) => outcome === 'failed')
  }

  /** Whether it answers nothing, or has answered before: such a one can be sent as often as anybody likes. */
  get isUnasked(): boolean {
    return this.checks.some(({ check, outcome }) => outcome === 'failed' && (check === 'request' || check === 'replay'))
  }

  pass(check: CheckName, detail: string): void {
    this.checks.push({ check, outcome: 'passed', detail })
  }

  fail(check: CheckName, detail: string, problem: SignOnProblem = 'refused', fields: string[] = []): void {
    this.checks.push({ check, outcome: 'failed', detail })
    this.problem = problem
    this.fields = fields
  }

  skip(check: CheckName): void {
    this.checks.push({ check, outcome: 'not-made', detail: 'Not looked at, because an earlier check failed.' })
  }
}

/** Who is signed on, and what becomes of them. */
interface Person {
  user: User
  isNew: boolean
  mapping: Mapping
}

/** What a response is judged by. */
interface Surroundings {
  /** What it answers, if that waits for an answer to this browser. */
  request: SignOnRequest | null
  sso: SingleSignOn
  customer: Customer
  now: Instant
}

/**
 * Judges a response to the request `named` by the settings of one moment, and acts on it in one transaction: either all of
 * it happens, session, user and record, or nothing but the record of why not.
 */
async function conclude(
  host: Host,
  caller: Caller,
  named: string | null,
  check: (surroundings: Surroundings) => Promise<CheckedResponse>,
): Promise<Departure> {
  const { environment } = caller
  const request = await openRequest(host, caller, named)
  const before = await host.store.read(environment, async (rows) => ({
    sso: await rows.sso.get(),
    customer: await rows.customer.get(),
  }))
  requireSignOnHere(before.customer)
  const isTest = request?.purpose === 'test'
  if (!isTest && !isSsoInForce(before.sso, before.customer))
    throw new DomainError('forbidden', problemMessage('off', []))
  const now = host.now()
  const checked = await check({ request, ...before, now })

  const outcome = await host.store.transaction(environment, async (tx) => {
    const [settings, customer] = [await tx.sso.get(), await tx.customer.get()]
    // Checking takes a while, and what counts is what holds now.
    if (settings.version !== before.sso.version || customer.platformMode !== before.customer.platformMode) return null
    if (request && !(await tx.sso.request(request.id))) return null
    const findings = new Findings(checked.checks)
    const { assertion } = checked
    await checkReplay(host, tx, findings, assertion)
    const found = assertion && (await findPerson(host, tx, settings, customer, assertion, findings))
    const { failure } = findings
    const record: SignOnRecord = {
      id: newId(host),
      at: now,
      purpose: isTest ? 'test' : 'sign-on',
      outcome: failure ? 'refused' : isTest ? 'tested' : 'signed-on',
      isVerified: checked.isVerified && !findings.isUnasked,
      reason: failure?.detail ?? '',
      checks: findings.checks.toSorted((one, other) => CHECKS.indexOf(one.check) - CHECKS.indexOf(other.check)),
      nameId: assertion?.nameId ?? null,
      attributes: assertion?.attributes ?? [],
      changes: found?.mapping.changes ?? [],
      user: found?.user ? { id: found.user.id, name: fullName(found.user), isNew: found.isNew } : null,
      response: checked.xml.slice(0, MAX_KEPT_RESPONSE).toWellFormed(),
      address: caller.address,
      userAgent: caller.userAgent,
    }
    await tx.signOns.append(record)
    await tx.signOns.trim(shift(now, -SIGN_ON_LIFE), MOST_VERIFIED, MOST_UNVERIFIED)
    const act = isTest ? TEST : LOG_IN.console
    if (failure || !found || !assertion) {
      const actor = found?.isNew ? null : (found?.user ?? null)
      await tx.audit.append(auditRecord(host, caller, act, 'refused', actor, { details: record.reason }))
      return { record, findings }
    }
    if (request) await tx.sso.removeRequest(request.id)
    if (settings.triedAt === null) await tx.sso.put({ ...settings, triedAt: now })
    if (isTest) await tx.audit.append(auditRecord(host, caller, act, 'done', found.isNew ? null : found.user, {}))
    else await signIn(host, caller, tx, customer, assertion, found, now)
    return { record, findings }
  })
  if (!outcome) return conclude(host, caller, named, check)
  const { record, findings } = outcome
  if (isTest) return { goTo: recordPage(record.id) }
  if (record.outcome === 'signed-on') return { goTo: request?.next ?? '/' }
  const { problem, fields } = findings
  const query = new URLSearchParams({ problem, ...(fields.length > 0 && { fields: fields.join(',') }) })
  return { goTo: `/sign-in?${query}` }
}

const TEST = { type: 'Single Sign-On', action: 'Test', object: 'Single Sign-On (SSO)' } as const

/** An assertion is good for one sign-on, on whichever process it arrives (SAML profiles §4.1.4.5). */
async function checkReplay(
  host: Host,
  tx: Transaction,
  findings: Findings,
  assertion: Assertion | null,
): Promise<void> {
  if (findings.failure || !assertion) return findings.skip('replay')
  await tx.sso.removeUsedAssertions(host.now())
  const digest = await host.digest(JSON.stringify([assertion.issuer, assertion.id]))
  if (await tx.sso.useAssertion(digest, assertion.usableUntil))
    findings.pass('replay', 'This assertion was not used before.')
  else
    findings.fail(
      'replay',
      'This assertion was used before. Each is good for one sign-on: somebody sent it again, or went back in the browser.',
    )
}

/** Whose sign-on it is and what the mapping makes of them; whatever stands in the way is a failed check, and nothing is written. */
async function findPerson(
  host: Host,
  tx: Transaction,
  sso: SingleSignOn,
  customer: Customer,
  { nameId, attributes }: Assertion,
  findings: Findings,
): Promise<(Omit<Person, 'user'> & { user: User | null }) | null> {
  if (findings.failure || nameId === null) {
    findings.skip('user')
    findings.skip('mapping')
    return null
  }
  const [user = null, another] = await tx.users.search([{ field: 'ssoUsername', test: 'eq', value: nameId }], [], {
    first: 0,
    limit: 2,
  })
  const mapping = mapSignOn(sso.mappings, attributes, user, user ? await tx.users.directoryOf(user.id) : {})
  const person = { user, isNew: user === null, mapping }
  if (another)
    findings.fail('user', `More than one user has the SSO username “${nameId}”. Leave it to one of them.`, 'no-access')
  else if (user && !user.isActive)
    findings.fail('user', `${fullName(user)} is not active. Reactivate them under Users.`, 'no-access')
  else if (!user && !sso.provisionsUsers)
    findings.fail(
      'user',
      `No user has the SSO username “${nameId}”. Give it to one under Users or Update Users For SSO (upper and lower case count), or turn on Auto-Provision Users.`,
      'no-access',
    )
  else if (user) findings.pass('user', `It is the SSO username of ${fullName(user)}.`)
  else findings.pass('user', 'No user has this SSO username, and Auto-Provision Users makes one.')
  if (findings.failure) {
    findings.skip('mapping')
    return person
  }
  if (mapping.empty.length > 0) {
    const missing = mapping.empty.map((field) => `${field} cannot be null`).join(', ')
    findings.fail(
      'mapping',
      `The following fields are invalid: ${missing}. Have the identity provider send them, or give their mappings a default value.`,
      'invalid-fields',
      mapping.empty,
    )
    return person
  }
  try {
    const after = user
      ? await judgeEdit(tx, user, parse(UserEdit, editOf(mapping.fields)), user, customer)
      : newUser(
          parse(UserSettings, settingsOf(mapping.fields, nameId, customer)),
          { id: newId(host), passwordHash: null },
          customer,
          host.now(),
        )
    if (!user) await requireUnique(tx, null, after)
    findings.pass('mapping', user ? 'What is mapped can be set.' : 'What is mapped makes a user.')
    return { ...person, user: after }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const field = error.field === undefined ? '' : `${error.field}: `
    findings.fail('mapping', `What the mapping sets cannot be kept. ${field}${error.message}`)
    return person
  }
}

/** Makes what was found so: user, directory, session and their audit records. */
async function signIn(
  host: Host,
  caller: Caller,
  tx: Transaction,
  customer: Customer,
  { nameId, nameIdFormat, sessionIndex }: Assertion,
  { user: after, isNew, mapping }: Omit<Person, 'user'> & { user: User | null },
  now: Instant,
): Promise<void> {
  // Both were there, or the sign-on would have been refused.
  if (!after || nameId === null) throw new Error('Nobody to sign in')
  const record = (action: 'Create' | 'Change', object: string, change: object) =>
    tx.audit.append(
      auditRecord(host, caller, { type: 'User', action, object }, 'done', after, {
        details: 'By the attribute mapping of single sign-on',
        ...change,
      }),
    )
  let user = after
  if (isNew) {
    await tx.users.put(after)
    await record('Create', fullName(after), { after: { ...userSettingsOf(after), isActive: true } })
  } else {
    const before = await tx.users.byId(after.id)
    if (before && isChanged(before, after)) {
      const changes: object[] = []
      const room = { rows: tx, customer, user: before, now, record: (change: object) => void changes.push(change) }
      user = (await applyEdit(room, before, parse(UserEdit, editOf(mapping.fields)))).user
      for (const change of changes) await record('Change', fullName(before), change)
    }
  }
  await tx.users.putDirectory(user.id, mapping.directory)
  await openSession(host, caller, tx, user, { signedOnAs: { nameId, nameIdFormat, sessionIndex } })
}

const isChanged = (before: User, after: User): boolean =>
  (Object.keys(UserEdit.shape) as (keyof UserEdit)[]).some((field) => before[field] !== after[field])
