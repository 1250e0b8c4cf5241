import { Hono } from 'hono'
import type { Host, HostEnv } from './host.ts'
import { look } from './perform.ts'
import { refreshTimes } from './refreshPreview.ts'

/** When Preview is refreshed: for both environments, because people ask in Production too. */
export function refreshRoutes(host: Host) {
  const routes = new Hono<HostEnv>()
  routes.get('/', async (c) => {
    await look(host, c.env, 'signed-in', async () => {})
    return c.json(await refreshTimes(host))
  })
  return routes
}
