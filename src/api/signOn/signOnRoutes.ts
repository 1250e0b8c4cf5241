import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { DomainError, ERROR_STATUS } from '#src/domain/errors.ts'
import { elapsed } from '#src/domain/instant.ts'
import { SIGN_ON_LIFE, type SignOnDetails, type SignOnList } from '#src/domain/sso/signOnRecord.ts'
import { BeginSignOn } from '#src/domain/sso/signOnRequest.ts'
import type { Host, HostEnv } from '../host.ts'
import { tooLarge } from '../limitBody.ts'
import { look, parseBody } from '../perform.ts'
import { beginSignOn, isAnyUnderWay, requestPage } from './begin.ts'
import { completeSignOn } from './complete.ts'
import { explained, postedForm } from './documents.ts'
import { BACK, takeLogoutMessage } from './logout.ts'
import { ownMetadata } from './ownSide.ts'
import type { RefusalRecorder } from './refusalRecorder.ts'

/** `/api/sign-on`: beginning a sign-on. Open, because nobody is signed in yet. */
export function signOnRoutes(host: Host) {
  const routes = new Hono<HostEnv>()
  routes.post('/', async (c) => c.json(await beginSignOn(host, c.env, parseBody(BeginSignOn, await c.req.text()))))
  return routes
}

/** `/api/sign-ons`: how the last ones went, tests among them. */
export function signOnRecordRoutes(host: Host) {
  const routes = new Hono<HostEnv>()
  routes.get('/', async (c) =>
    c.json(
      await look(host, c.env, 'administrator', async ({ rows, now }): Promise<SignOnList> => {
        const signOns = await rows.signOns.recent()
        return { signOns: signOns.filter(({ at }) => elapsed(at, now) < SIGN_ON_LIFE), asOf: now }
      }),
    ),
  )
  routes.get('/:id', async (c) =>
    c.json(
      await look(host, c.env, 'administrator', async ({ rows, now }): Promise<SignOnDetails> => {
        const record = await rows.signOns.byId(c.req.param('id'))
        if (!record || elapsed(record.at, now) >= SIGN_ON_LIFE)
          throw new DomainError('not-found', 'There is no such sign-on, or it is no longer kept')
        return { ...record, asOf: now }
      }),
    ),
  )
  return routes
}

/** Of a form with a response: room for the largest, in base64 and then in the form's own encoding. Bytes. */
const MAX_FORM = 1024 * 1024

/** `/sso`: where browsers come from an identity provider, and what that asks of us itself. Pages, not JSON. */
export function ssoPages(host: Host, refusals: RefusalRecorder) {
  const pages = new Hono<HostEnv>()
  pages.use(bodyLimit({ maxSize: MAX_FORM, onError: () => explained(tooLarge.message, ERROR_STATUS[tooLarge.code]) }))

  pages.get('/downloadSAML2MetaData', async (c) =>
    c.body(await ownMetadata(host, c.env), 200, {
      'Content-Type': 'application/samlmetadata+xml',
      'Content-Disposition': `attachment; filename="latchkey-${c.env.environment}.xml"`,
    }),
  )

  pages.get('/request', async (c) => requestPage(host, c.env, c.req.query('id') ?? ''))

  pages.post('/acs', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const response = form.get('SAMLResponse') ?? ''
    // From another site no cookie of ours comes along, and with it neither who began the sign-on nor whose session is
    // there. Sent once more by a page of ours it does. Where nobody waits for a response, there is no need to.
    if (c.env.signOnBrowser === null && !form.has('again') && (await isAnyUnderWay(host, c.env)))
      return postedForm('Signing you in', '/sso/acs', { SAMLResponse: response, again: '1' })
    const { goTo } = await completeSignOn(host, refusals, c.env, response)
    // A header has no other characters, and what is escaped already stays so.
    return c.redirect((goTo ?? '/').replaceAll(/[^!-~]+/g, encodeURIComponent), 303)
  })

  pages.get('/logout', async (c) => c.redirect(await takeLogoutMessage(host, c.env, new URL(c.req.url).search), 303))

  // Some identity providers answer by POST whatever they were asked by. What an answer says changes nothing here.
  pages.post('/logout', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    if (!form.has('SAMLResponse') || form.has('SAMLRequest'))
      throw new DomainError(
        'invalid',
        'Logout requests are taken by redirect only. Have the identity provider send them so, as our metadata says.',
      )
    return c.redirect(BACK, 303)
  })

  // As a route, because Hono asks only the outermost app what to say of an address that is not there. A browser comes
  // here too: one that opens its tabs again asks for the address that a response was posted to.
  pages.all('*', () => explained('There is nothing at this address.', 404))
  pages.onError((error) => {
    if (!(error instanceof DomainError)) throw error
    return explained(error.message, ERROR_STATUS[error.code])
  })
  return pages
}
