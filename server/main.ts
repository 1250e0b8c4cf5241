/** `npm start`, once what it serves is built: the server. */
import 'temporal-polyfill/global'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createApi } from '#src/api/app.ts'
import { forgetOldRecords as forgetOldRecordsOf } from '#src/api/forgetOldRecords.ts'
import type { Caller } from '#src/api/host.ts'
import { openRecorders, RECORD_CHECKS } from '#src/api/recorders.ts'
import { refreshIfDue as refreshPreviewIfDue } from '#src/api/refreshPreview.ts'
import { MINUTE } from '#src/domain/instant.ts'
import { isLoopbackName } from '#src/domain/loopback.ts'
import type { Addresses } from './callers.ts'
import { httpServer } from './http.ts'
import { openInstallation, stop } from './installation.ts'
import { openLog, withoutSecrets } from './log.ts'
import { isLoopback } from './settings.ts'
import { staticFiles } from './staticFiles.ts'

/** Milliseconds that requests under way, and then a refresh, get to finish when the server is told to stop. */
const DRAIN = 10_000
/** Milliseconds that the last lines of the log get. */
const LAST_LINES = 1000

const { settings, database, host, kind } = await openInstallation()
if (kind === null && settings.databaseUrl) stop('This database is empty. Run "npm run setup" first.')
const isDemo = kind !== 'real'
if (isDemo) {
  const { hostname, baseUrl, previewBaseUrl, demoHosts } = settings
  if (!isLoopback(hostname) && demoHosts.length === 0)
    stop(
      'The demo organization has a public password, so it is only served on a loopback address. Leave HOST out, list the host names that may open the demo in DEMO_HOSTS, or run "npm run setup" in another DATA_DIR.',
    )
  for (const [name, address] of Object.entries({ BASE_URL: baseUrl, PREVIEW_BASE_URL: previewBaseUrl })) {
    const host = new URL(address ?? 'http://localhost/').hostname
    if (!isLoopbackName(host) && !demoHosts.includes(host))
      stop(`The demo does not answer to the host name in ${name}. Add it to DEMO_HOSTS, or leave ${name} out.`)
  }
}

const log = openLog(settings)
// What is written there is for people who may be there. A full disk is no reason to end.
process.stderr.on('error', () => {})
let port = settings.port
const outside = {
  folder: join(settings.dataDir, 'integrations'),
  identityProviderFile: join(settings.dataDir, 'identity-provider.json'),
  reachedAt: () => ({ host: settings.hostname, port }),
}
const { backend, pages, askFirst, refreshIfDue, forgetOldRecords, recorders } = isDemo
  ? await (await import('./rehearsal.ts')).openRehearsal(database, host, outside)
  : createBackend()

function createBackend() {
  const recorders = openRecorders(host)
  const api = createApi(host, recorders)
  return {
    backend: async (request: Request, caller: Caller): Promise<Response> => api.fetch(request, caller),
    pages: [],
    askFirst: () => null,
    refreshIfDue: () => refreshPreviewIfDue(host),
    forgetOldRecords: () => forgetOldRecordsOf(host),
    recorders: () => recorders,
  }
}

const failed = (message: string) => (error: unknown) =>
  log.error({ error: withoutSecrets(error instanceof Error ? error.message : String(error)) }, message)

// Whoever visits Preview finds it refreshed anyway. This is for when nobody does, and for the record.
async function lookAfter(): Promise<void> {
  await refreshIfDue().catch(failed('refresh failed'))
  await forgetOldRecords().catch(failed('old audit records could not be deleted yet'))
}
let lookingAfter = lookAfter()
const looks = setInterval(() => {
  lookingAfter = lookingAfter.then(lookAfter)
}, MINUTE)

// What could not be written is kept, but for the last time.
setInterval(
  () => void recorders().writeDue().catch(failed('key uses or refused sign-ons could not be written yet')),
  RECORD_CHECKS,
).unref()

const { domain } = await database.store.read('production', (rows) => rows.customer.get())
const reachedAt = (): Addresses => ({
  addresses: {
    production: settings.baseUrl ?? `http://${domain}.my.localhost:${port}/`,
    preview: settings.previewBaseUrl ?? (isDemo ? `http://${domain}.preview.localhost:${port}/` : null),
  },
  demoHosts: isDemo ? settings.demoHosts : null,
  trustProxy: settings.trustProxy,
})
const server = httpServer({
  backend,
  console: staticFiles(isDemo ? 'dist-rehearsal' : 'dist'),
  pages,
  askFirst,
  database,
  reachedAt,
  log,
})

server.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') stop(`Port ${settings.port} is taken. Choose another, as in PORT=4401 npm start.`)
  stop(`Latchkey cannot listen on ${settings.hostname}:${settings.port}: ${error.code ?? error.message}`)
})

server.listen(settings.port, settings.hostname, () => {
  // A server that listens on a TCP port has an address with one.
  port = (server.address() as AddressInfo).port
  log.info({ port, organisation: isDemo ? 'demo' : 'real' }, 'listening')
  // For people, beside the log on standard output.
  const { preview } = reachedAt().addresses
  process.stderr.write(
    [
      `Latchkey is at ${settings.baseUrl ?? `http://localhost:${port}/`}`,
      ...(preview === null ? [] : [`Preview is at ${preview}`]),
      ...(isDemo
        ? [
            'Sign in as main.admin@northwind.example with the password quiet-Harbor-7.',
            `Every state of every flow: http://localhost:${port}/flows`,
          ]
        : []),
      '',
    ].join('\n'),
  )
})

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (isStopping) process.exit(1)
    isStopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => server.closeAllConnections(), DRAIN).unref()
    clearInterval(looks)
    server.close(() => void close())
    server.closeIdleConnections()
  })

async function close(): Promise<void> {
  // One that is cut short is undone, and made up for at the next start.
  await Promise.race([lookingAfter, new Promise((resolve) => setTimeout(resolve, DRAIN))])
  await recorders().writeAll().catch(failed('the last key uses or refused sign-ons could not be written'))
  await database.close()
  setTimeout(() => process.exit(0), LAST_LINES)
  log.flush(() => process.exit(0))
}
