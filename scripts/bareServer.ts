/** The server with nothing behind it: what `npm run bench` holds the API against. Prints its port. */
import type { AddressInfo } from 'node:net'
import { httpServer } from '../server/http.ts'
import { openLog } from '../server/log.ts'
import { readSettings } from '../server/settings.ts'

const server = httpServer({
  backend: async () => Response.json({ data: { ID: 'bare' } }),
  console: () => null,
  database: { checkHealth: async () => {} },
  reachedAt: () => ({
    addresses: { production: 'http://localhost/', preview: null },
    demoHosts: null,
    trustProxy: 0,
  }),
  log: openLog(readSettings({})),
})
server.listen(0, '127.0.0.1', () => {
  // A server that listens on a TCP port has an address with one.
  console.log(JSON.stringify({ level: 30, port: (server.address() as AddressInfo).port, msg: 'listening' }))
})
