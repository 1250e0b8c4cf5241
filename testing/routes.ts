import { join } from 'node:path'
import { inspectRoutes } from 'hono/dev'
import { TrieRouter } from 'hono/router/trie-router'
import { openApiDocument } from '#src/api/workfront/openApi.ts'
import { openSqlite } from '../server/database.ts'
import { openRehearsal } from '../server/rehearsal.ts'
import { startBackend } from './backend.ts'

/** A method and a path as Hono writes them. */
export interface Route {
  method: string
  path: string
}

/**
 * Every route that a server with the demo organization answers, taken from the server itself, except files and pages of
 * the console. The order is the order of matching. `folder` is where the server keeps its data meanwhile.
 */
export async function servedRoutes(folder: string): Promise<Route[]> {
  const database = await openSqlite(join(folder, 'routes.db'))
  const { apps } = await openRehearsal(database, startBackend().host, {
    folder,
    identityProviderFile: join(folder, 'identity-provider.json'),
    reachedAt: () => ({ host: 'localhost', port: 0 }),
  })
  const routes = apps.flatMap((app) => inspectRoutes(app)).filter(({ isMiddleware }) => !isMiddleware)
  await database.close()
  return [
    // The Workfront API has one route for Hono, and finds its calls itself.
    ...workfrontRoutes(),
    ...routes.filter(({ path }) => path !== WORKFRONT).map(({ method, path }) => ({ method, path })),
  ]
}

const WORKFRONT = '/attask/*'

/** The calls that the Workfront API describes. */
function workfrontRoutes(): Route[] {
  const { paths } = openApiDocument()
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: `/attask/api/v15.0${path.replace(/\{(\w+)\}/g, ':$1')}`,
    })),
  )
  // An action is not an ID.
  return calls.toSorted((one, other) => Number(one.path.includes(':')) - Number(other.path.includes(':')))
}

/** Finds the one of `routes` that a request arrives at, or null. */
export function routing(routes: readonly Route[]): (method: string, path: string) => Route | null {
  const router = new TrieRouter<Route>()
  for (const route of routes) router.add(route.method, route.path, route)
  return (method, path) => router.match(method, path)[0][0]?.[0] ?? null
}
