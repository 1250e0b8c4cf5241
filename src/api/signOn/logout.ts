import { DomainError } from '#src/domain/errors.ts'
import { isSsoInForce } from '#src/domain/sso/gate.ts'
import type { Session } from '#src/domain/session.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { believedAt, type SingleSignOn } from '#src/domain/sso/settings.ts'
import type { Departure } from '#src/domain/sso/signOnRequest.ts'
import type { User } from '#src/domain/user.ts'
import type { Customer } from '#src/domain/customer.ts'
import { newId, type Caller, type Host } from '../host.ts'
import { LOG_OUT } from '../openSession.ts'
import { auditRecord } from '../perform.ts'
import { ownSide, settingsNow } from './ownSide.ts'
import { takeOnce } from './takeOnce.ts'

/** Where people are once they are signed out. */
export const BACK = '/sign-in'

/** What was known of somebody whose session has just ended. */
export interface SignedOut {
  session: Session | null
  user: User
  sso: SingleSignOn
  customer: Customer
}

/**
 * Where a browser goes whose session has ended: to have the identity provider end its session too, if that began this
 * one and offers it, or to the Sign-Out URL, which is for those whom SAML 2.0 alone lets in (reference §7.2).
 */
export async function departureOf(
  host: Host,
  caller: Caller,
  { session, user, sso, customer }: SignedOut,
): Promise<Departure> {
  if (!isSsoInForce(sso, customer)) return { goTo: null }
  const asking = await requestAddress(host, caller, session, sso)
  if (asking !== null) return { goTo: host.leadTo(asking) }
  if (!user.ssoAccessOnly || sso.signOutUrl === '') return { goTo: null }
  return { goTo: host.leadTo(sso.signOutUrl) }
}

/** The address by which the identity provider is asked to end its session, or null where it cannot be asked. */
async function requestAddress(
  host: Host,
  caller: Caller,
  session: Session | null,
  sso: SingleSignOn,
): Promise<string | null> {
  if (session?.nameId == null || sso.singleLogoutUrl === '') return null
  const { nameId, nameIdFormat, sessionIndex } = session
  try {
    const { own } = await ownSide(host, caller)
    const request = { id: `_${newId(host)}`, at: host.now(), signedOnAs: { nameId, nameIdFormat, sessionIndex } }
    return await host.serviceProvider.logoutRequest(own, sso, request)
  } catch (error) {
    // The session here has ended, and nobody is to be told that it could not be.
    if (error instanceof DomainError && error.code === 'key-unreadable') return null
    throw error
  }
}

/**
 * Takes a logout message, given as the query of its address: an answer ends where people sign in, a request ends the
 * sessions that it names and is answered. Refuses what the identity provider has not signed.
 */
export async function takeLogoutMessage(host: Host, caller: Caller, query: string): Promise<string> {
  const { sso, customer } = await settingsNow(host, caller)
  if (!isSsoInForce(sso, customer)) return BACK
  const now = host.now()
  const addresses = serviceProviderAddresses(caller.ownAddress)
  const message = await host.serviceProvider.readLogout(query, { addresses }, believedAt(sso, now), now)
  if (message.kind === 'response') return BACK
  const { id, nameId, sessionIndexes, relayState } = message
  await host.store.transaction(caller.environment, async (tx) => {
    if (!(await takeOnce(host, tx, 'logout request', message)))
      throw new DomainError(
        'invalid',
        'This logout request was used before. Each is good once: it was sent again, or you went back in the browser.',
      )
    const ended = await tx.sessions.removeSignedOn(nameId, sessionIndexes)
    if (ended === 0) return
    const [user = null] = await tx.users.search([{ field: 'ssoUsername', test: 'eq', value: nameId }], [], {
      first: 0,
      limit: 1,
    })
    const change = { details: 'By the identity provider', before: { sessions: ended }, after: { sessions: 0 } }
    await tx.audit.append(auditRecord(host, caller, LOG_OUT.console, 'done', user, change))
  })
  if (sso.singleLogoutUrl === '') return BACK
  const { own } = await ownSide(host, caller)
  const answer = { id: `_${newId(host)}`, at: now, inResponseTo: id, relayState }
  return host.leadTo(await host.serviceProvider.logoutResponse(own, sso, answer))
}
