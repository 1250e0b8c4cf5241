import type { Customer } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { shift } from '#src/domain/instant.ts'
import { isSsoInForce } from '#src/domain/sso/gate.ts'
import { requireSignOnHere, whatIsMissing, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { REQUEST_LIFE, type BeginSignOn, type Departure, type SignOnRequest } from '#src/domain/sso/signOnRequest.ts'
import { problemMessage } from '#src/domain/sso/signOnProblem.ts'
import { newId, type Caller, type Host } from '../host.ts'
import { look } from '../perform.ts'
import { postedForm } from './documents.ts'
import { ownSide, settingsNow } from './ownSide.ts'

/** Begins a sign-on, or an administrator's test of one, and answers where the browser goes for it. */
export async function beginSignOn(host: Host, caller: Caller, { purpose, next }: BeginSignOn): Promise<Departure> {
  const sso =
    purpose === 'test'
      ? await look(host, caller, 'administrator', async ({ rows, customer }) => {
          requireSignOnHere(customer)
          const settings = await rows.sso.get()
          requireComplete(settings)
          return settings
        })
      : await settingsInForce(host, caller)
  const now = host.now()
  const browser = caller.signOnBrowser ?? newId(host)
  // An XML name, which may not begin with a digit.
  const id = `_${newId(host)}`
  const digest = await host.digest(browser)
  await host.store.transaction(caller.environment, async (tx) => {
    await tx.sso.removeRequests(shift(now, -REQUEST_LIFE))
    await tx.sso.putRequest({ id, at: now, purpose, next, browser: digest })
  })
  caller.keepSignOnBrowser(browser)
  const { own } = await ownSide(host, caller)
  if (sso.bindingType === 'POST') return { goTo: `/sso/request?${new URLSearchParams({ id })}` }
  const message = await host.serviceProvider.authnRequest(own, sso, { id, at: now })
  return { goTo: host.leadTo(message.url) }
}

/** The page whose form carries a request to the identity provider, for the browser that began it and nobody else. */
export async function requestPage(host: Host, caller: Caller, id: string): Promise<Response> {
  const request = await openRequest(host, caller, id)
  if (!request)
    throw new DomainError('not-found', 'This sign-on was not begun in this browser, or too long ago. Begin again.')
  const { own, sso } = await ownSide(host, caller)
  const message = await host.serviceProvider.authnRequest(own, sso, request)
  const url = host.leadTo(message.url)
  return message.by === 'POST'
    ? postedForm('Going on to the identity provider', url, message.fields)
    : new Response(null, { status: 303, headers: { Location: url } })
}

/** The sign-on of that ID, if this browser began it and may still finish it. */
export async function openRequest(host: Host, caller: Caller, id: string | null): Promise<SignOnRequest | null> {
  if (id === null || caller.signOnBrowser === null) return null
  const browser = await host.digest(caller.signOnBrowser)
  const request = await host.store.read(caller.environment, ({ sso }) => sso.request(id))
  if (request?.browser !== browser || request.at <= shift(host.now(), -REQUEST_LIFE)) return null
  return request
}

/** Whether this browser has begun a sign-on that it may still finish. */
export const isUnderWay = async (host: Host, caller: Caller): Promise<boolean> =>
  caller.signOnBrowser !== null && hasRequest(host, caller, await host.digest(caller.signOnBrowser))

/** Whether any browser has. */
export const isAnyUnderWay = (host: Host, caller: Caller): Promise<boolean> => hasRequest(host, caller, null)

const hasRequest = ({ store, now }: Host, { environment }: Caller, browser: string | null): Promise<boolean> =>
  store.read(environment, ({ sso }) => sso.hasRequest(shift(now(), -REQUEST_LIFE), browser))

async function settingsInForce(host: Host, caller: Caller): Promise<SingleSignOn> {
  const settings = await settingsNow(host, caller)
  requireInForce(settings)
  return settings.sso
}

/** Refuses people's sign-ons where nobody is to come that way, and says so. */
function requireInForce({ sso, customer }: { sso: SingleSignOn; customer: Customer }): void {
  requireSignOnHere(customer)
  if (!isSsoInForce(sso, customer)) throw new DomainError('forbidden', problemMessage('off', []))
}

/** Refuses a test of settings with which single sign-on could not be enabled. */
function requireComplete(settings: SingleSignOn): void {
  const issue = whatIsMissing(settings)
  if (issue) throw new DomainError('invalid', issue.message, issue.path[0]?.toString())
}
