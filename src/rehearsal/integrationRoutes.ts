import { Hono } from 'hono'
import type { Caller, HostEnv } from '#src/api/host.ts'
import { parseBody } from '#src/api/perform.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import { hasApiAccess, type User } from '#src/domain/user.ts'
import type { Finding, IntegrationClient, Workfront } from './integrationClient.ts'
import { Consent, EnteredKey, type Connection, type IntegrationId } from './integrations.ts'

interface Needs {
  clients: Record<IntegrationId, IntegrationClient>
  /** Who has the console open; refuses whoever is not signed in. */
  whoIs(caller: Caller): Promise<User>
  now(): Instant
  /** How an application reaches the environment of `caller`. */
  workfrontOf(caller: Caller): Workfront
}

/** What the page of integrations asks each application. One that keeps silent keeps no other from answering. */
export function integrationRoutes({ clients, whoIs, now, workfrontOf }: Needs) {
  const routes = new Hono<HostEnv>()

  /** Asks the application that the address names, on behalf of whoever has the console open. */
  async function consult(
    caller: Caller,
    id: string,
    ask: (client: IntegrationClient, workfront: Workfront, user: User) => Promise<Finding>,
  ): Promise<Connection> {
    const user = await whoIs(caller)
    if (!hasApiAccess(user))
      throw new DomainError('forbidden', 'Integrations work with an API key, which External users cannot have.')
    if (!isIntegration(id))
      throw new DomainError('not-found', 'There is no such integration. Choose one on the page Integrations.')
    return { ...(await ask(clients[id], workfrontOf(caller), user)), checkedAt: now() }
  }

  const isIntegration = (id: string): id is IntegrationId => Object.hasOwn(clients, id)

  routes.get('/:id', async (c) =>
    c.json(await consult(c.env, c.req.param('id'), (client, workfront, user) => client.check(workfront, user.id))),
  )

  routes.post('/:id/connect', async (c) => {
    const body = await c.req.text()
    const connection = await consult(c.env, c.req.param('id'), (client, workfront, user) =>
      client.connect(workfront, user.id, user.username, parseBody(Consent, body).password),
    )
    return c.json(connection)
  })

  routes.put('/:id/key', async (c) => {
    const body = await c.req.text()
    const connection = await consult(c.env, c.req.param('id'), (client, workfront, user) =>
      client.enterKey(workfront, user.id, parseBody(EnteredKey, body).key),
    )
    return c.json(connection)
  })

  routes.delete('/:id', async (c) =>
    c.json(await consult(c.env, c.req.param('id'), (client, workfront, user) => client.disconnect(workfront, user.id))),
  )

  return routes
}
