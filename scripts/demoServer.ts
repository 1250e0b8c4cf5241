import { serve, type ServerType } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { demoContentSecurityPolicy } from '../server/contentSecurityPolicy.ts'

interface Options {
  /** 0 takes any free port. */
  port: number
  hostname: string
  /** Folder of a build with an index.html, relative to the working directory. */
  root: string
}

/**
 * Serves a static build. Every address that is no file answers with its page, because the console's own addresses
 * are no files; below `/assets/` a file that is not there is a 404. Resolves with the port once it listens.
 */
export function serveDemo({ port, hostname, root }: Options): Promise<{ port: number; server: ServerType }> {
  const app = new Hono()
  app.use('*', async (c, next) => {
    await next()
    c.header('Content-Security-Policy', `${demoContentSecurityPolicy}; frame-ancestors 'none'`)
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Referrer-Policy', 'no-referrer')
    // Built files carry a hash in their name; the page and the worker must be asked for each time.
    c.header('Cache-Control', c.req.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
  app.use('*', serveStatic({ root, precompressed: true }))
  app.get('/assets/*', (c) => c.text('Not found', 404))
  app.get('*', serveStatic({ path: `${root}/index.html`, precompressed: true }))
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, (address) => resolve({ port: address.port, server }))
    server.once('error', reject)
  })
}
