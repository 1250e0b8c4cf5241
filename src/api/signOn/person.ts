import type { Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { SingleSignOn } from '#src/domain/sso/settings.ts'
import { editOf, mapSignOn, requireShort, settingsOf, type Mapping } from '#src/domain/sso/signOn.ts'
import type { Assertion } from '#src/domain/sso/signOnChecks.ts'
import { fullName, type User } from '#src/domain/user.ts'
import { newUser, UserEdit, UserSettings, userSettingsOf } from '#src/domain/userEdit.ts'
import { applyEdit, judgeEdit, requireUnique } from '../editUser.ts'
import { newId, type Caller, type Host } from '../host.ts'
import { inForce } from '../inForce.ts'
import { openSession } from '../openSession.ts'
import { auditRecord, parse } from '../perform.ts'
import type { Transaction } from '../store.ts'
import type { SignedOnAs } from './serviceProvider.ts'
import type { Verdict } from './verdict.ts'

/** What a sign-on is judged and carried out in: one transaction, at one moment. */
export interface Room {
  host: Host
  caller: Caller
  tx: Transaction
  customer: Customer
  now: Instant
}

/** Whose sign-on it is, and what the mapping makes of them. */
export interface Person {
  signedOnAs: SignedOnAs
  /** When their session has to end, where the identity provider has said so. */
  sessionEndsAt: Instant | null
  /** As the sign-on leaves them; where something stands in the way, as they are; null for somebody unknown who gets no user. */
  user: User | null
  /** Whether nobody here has been this person so far. */
  isNew: boolean
  mapping: Mapping
}

/** Whose sign-on it is and what the mapping makes of them; whatever stands in the way is a failed check, and nothing is written. */
export async function findPerson(
  { host, tx, customer, now }: Room,
  sso: SingleSignOn,
  { nameId, nameIdFormat, sessionIndex, sessionEndsAt, attributes }: Assertion,
  verdict: Verdict,
): Promise<Person | null> {
  if (verdict.failure || nameId === null) {
    verdict.skip('user')
    verdict.skip('mapping')
    return null
  }
  const [found = null, another] = await tx.users.search([{ field: 'ssoUsername', test: 'eq', value: nameId }], [], {
    first: 0,
    limit: 2,
  })
  const user = await inForce(tx, found)
  const mapping = mapSignOn(sso.mappings, attributes, user, user ? await tx.users.directoryOf(user.id) : {})
  const signedOnAs = { nameId, nameIdFormat, sessionIndex }
  const person: Person = { signedOnAs, sessionEndsAt, user, isNew: user === null, mapping }
  if (another)
    verdict.fail('user', `More than one user has the SSO username “${nameId}”. Leave it to one of them.`, 'no-access')
  else if (user && !user.isActive)
    verdict.fail('user', `${fullName(user)} is not active. Reactivate them under Users.`, 'no-access')
  else if (!user && !sso.provisionsUsers)
    verdict.fail(
      'user',
      `No user has the SSO username “${nameId}”. Give it to one under Users or Update Users For SSO (upper and lower case count), or turn on Auto-Provision Users.`,
      'no-access',
    )
  else if (user) verdict.pass('user', `It is the SSO username of ${fullName(user)}.`)
  else verdict.pass('user', 'No user has this SSO username, and Auto-Provision Users makes one.')
  if (verdict.failure) {
    verdict.skip('mapping')
    return person
  }
  if (mapping.empty.length > 0) {
    const missing = mapping.empty.map((field) => `${field} cannot be null`).join(', ')
    verdict.fail(
      'mapping',
      `The following fields are invalid: ${missing}. Have the identity provider send them, or give their mappings a default value.`,
      'invalid-fields',
      mapping.empty,
    )
    return person
  }
  try {
    requireShort(mapping)
    const after = user
      ? await judgeEdit(tx, user, parse(UserEdit, editOf(mapping.fields)), user, customer)
      : newUser(
          parse(UserSettings, settingsOf(mapping.fields, nameId, customer)),
          { id: newId(host), passwordHash: null },
          customer,
          now,
        )
    if (!user) await requireUnique(tx, null, after)
    verdict.pass('mapping', user ? 'What is mapped can be set.' : 'What is mapped makes a user.')
    return { ...person, user: after }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const field = error.field === undefined ? '' : `${error.field}: `
    verdict.fail('mapping', `What the mapping sets cannot be kept. ${field}${error.message}`)
    return person
  }
}

/** Makes what was found so: `after` and their directory, their session, and the audit records of all of it. */
export async function signIn(
  { host, caller, tx, customer, now }: Room,
  after: User,
  { signedOnAs, sessionEndsAt, isNew, mapping }: Person,
): Promise<void> {
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
  await openSession(host, caller, tx, user, { signedOnAs, endsAt: sessionEndsAt })
}

const isChanged = (before: User, after: User): boolean =>
  (Object.keys(UserEdit.shape) as (keyof UserEdit)[]).some((field) => before[field] !== after[field])
