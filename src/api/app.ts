import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { DomainError } from '#src/domain/errors.ts'
import { auditRoutes } from './auditRoutes.ts'
import { authenticationRoutes } from './authenticationRoutes.ts'
import { certificateRoutes } from './certificateRoutes.ts'
import { customerInfoRoutes } from './customerInfoRoutes.ts'
import { homeRoutes } from './homeRoutes.ts'
import type { Host, HostEnv } from './host.ts'
import { keyRoutes } from './keyRoutes.ts'
import { limitBody, tooLarge } from './limitBody.ts'
import { ownKeyRoutes } from './ownKeyRoutes.ts'
import { ownPasswordRoutes } from './ownPasswordRoutes.ts'
import { peopleRoutes } from './peopleRoutes.ts'
import type { Recorders } from './recorders.ts'
import { refreshIfDue } from './refreshPreview.ts'
import { refreshRoutes } from './refreshRoutes.ts'
import { refusal } from './refusal.ts'
import { sessionRoutes } from './sessionRoutes.ts'
import { signOnRecordRoutes, signOnRoutes, ssoPages } from './signOn/signOnRoutes.ts'
import { ssoRoutes } from './ssoRoutes.ts'
import { ssoUserRoutes } from './ssoUserRoutes.ts'
import { userRoutes } from './userRoutes.ts'
import { failure } from './workfront/envelope.ts'
import { workfrontApi } from './workfront/workfrontApi.ts'

/** Of a call of the Workfront API: room for a batch of edits. Bytes. */
const MAX_CALL = 1024 * 1024

/** Where no route is. */
export const nothingThere = () => refusal(new DomainError('not-found', 'There is nothing at this address'))

/**
 * The backend as one `fetch(request, caller)` function: `/api/…` for the console, `/sso/…` for browsers on their way from
 * and to an identity provider, `/attask/api/…` for Workfront clients. What need not be written for each request goes to
 * the recorders. A bug throws out of `fetch`: the host logs it and answers 500.
 */
export function createApi(host: Host, { uses, refusals }: Recorders) {
  const api = new Hono<HostEnv>()

  api.use('*', async (c, next) => {
    await next()
    c.res.headers.set('Cache-Control', 'no-store')
  })
  api.use('*', async (c, next) => {
    if (c.env.environment === 'preview') await refreshIfDue(host)
    await next()
  })
  // Before the limit, because they have their own.
  api.route('/api/sso-users', ssoUserRoutes(host))
  api.route('/api/sso', ssoRoutes(host))
  api.route('/sso', ssoPages(host, refusals))
  api.use('/api/*', limitBody)
  // Only where there may be a body: what integrations do all day is reading.
  api.on(['POST', 'PUT', 'DELETE'], '/attask/*', bodyLimit({ maxSize: MAX_CALL, onError: () => failure(tooLarge) }))
  const workfront = workfrontApi(host, uses)
  api.all('/attask/*', (c) => workfront(c.req.raw, c.env))
  api.route('/api/session', sessionRoutes(host))
  api.route('/api/sign-on', signOnRoutes(host))
  api.route('/api/sign-ons', signOnRecordRoutes(host))
  api.route('/api/home', homeRoutes(host))
  api.route('/api/customer-info', customerInfoRoutes(host))
  api.route('/api/certificates', certificateRoutes(host))
  api.route('/api/authentication', authenticationRoutes(host))
  api.route('/api/own-password', ownPasswordRoutes(host))
  api.route('/api/own-key', ownKeyRoutes(host))
  api.route('/api/keys', keyRoutes(host))
  api.route('/api/people', peopleRoutes(host))
  api.route('/api/users', userRoutes(host))
  api.route('/api/audit', auditRoutes(host))
  api.route('/api/preview-refresh', refreshRoutes(host))
  api.notFound(nothingThere)
  api.onError((error, c) => {
    if (!(error instanceof DomainError)) throw error
    return c.req.path.startsWith('/attask') ? failure(error) : refusal(error)
  })
  return api
}
