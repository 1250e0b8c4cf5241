import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { startServer } from '../scripts/startServer.ts'

export const PRODUCTION = 'northwind.my.localhost'
export const PREVIEW = 'northwind.preview.localhost'

/** One browser at one of the server's names, as far as HTTP goes. */
export interface Visit {
  /** Sends what a page of the console sends, keeps the cookie, and answers the status and the parsed body. */
  send(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }>
}

/** A server with the demo organization in `dataDir`, and what it has logged so far. */
export async function startDemoServer(dataDir: string) {
  let log = ''
  const server = await startServer({ DATA_DIR: dataDir }, (chunk) => (log += chunk.toString()))

  function visit(host: string): Visit {
    let cookie = ''
    return {
      async send(method, path, body) {
        const headers = { Host: `${host}:${server.port}`, Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }
        const outgoing = request({ host: '127.0.0.1', port: server.port, method, path, headers, agent: false })
        const answer = await new Promise<IncomingMessage>((resolve, reject) => {
          outgoing.on('response', resolve).on('error', reject)
          outgoing.end(body && JSON.stringify(body))
        })
        cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie
        const content = await text(answer)
        // An answer always has a status.
        return { status: answer.statusCode!, body: content ? (JSON.parse(content) as unknown) : null }
      },
    }
  }

  return { visit, port: server.port, stop: server.stop, log: () => log }
}
