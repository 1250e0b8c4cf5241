import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { Connection } from '#src/rehearsal/integrations.ts'
import { DEMO_PASSWORD, usernameOf } from '#src/rehearsal/organisation.ts'
import { startServer } from '../scripts/startServer.ts'

const PRODUCTION = 'northwind.my.localhost'
const PREVIEW = 'northwind.preview.localhost'

/** A server with the demo organisation in `dataDir`, and what it logs. */
async function openDemo(dataDir: string) {
  let log = ''
  const server = await startServer({ DATA_DIR: dataDir }, (chunk) => (log += chunk.toString()))

  /** Signs Noah Petrov in at the console of `host`, and asks integrations there as its page would. */
  async function signIn(host: string) {
    const send = async (method: string, path: string, body: object | undefined, cookie = '') => {
      const headers = { Host: `${host}:${server.port}`, Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }
      const outgoing = request({ host: '127.0.0.1', port: server.port, method, path, headers, agent: false })
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        outgoing.on('response', resolve).on('error', reject)
        outgoing.end(body && JSON.stringify(body))
      })
      return { cookie: answer.headers['set-cookie']?.[0]?.split(';')[0], body: await json(answer) }
    }
    const credentials = { username: usernameOf('light'), password: DEMO_PASSWORD }
    const { cookie } = await send('POST', '/api/session', credentials)
    return async (method: string, path: string, body?: object) =>
      Connection.parse((await send(method, `/api/rehearsal/integrations/${path}`, body, cookie)).body).state
  }
  return { signIn, stop: server.stop, log: () => log }
}

const Held = z.record(z.string(), z.record(z.string(), z.string()))

// Two starts of the server and four passwords hashed.
test('on the server integrations call by HTTP, keep keys in files of their own, and outlive a restart (K7)', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-integrations-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const folder = join(dataDir, 'integrations')
  /** The environments for which an integration holds keys, and these keys. */
  const held = (name: string) => {
    const keys = Held.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')))
    return { environments: Object.keys(keys), values: Object.values(keys).flatMap((of) => Object.values(of)) }
  }
  const consent = { password: DEMO_PASSWORD }

  const first = await openDemo(dataDir)
  const production = await first.signIn(PRODUCTION)
  expect(await production('GET', 'dropbox')).toBe('not-connected')
  expect(await production('POST', 'dropbox/connect', consent)).toBe('connected')
  const preview = await first.signIn(PREVIEW)
  expect(await preview('GET', 'dropbox')).toBe('not-connected')
  expect(await preview('POST', 'mobile/connect', consent)).toBe('connected')

  const key = expect.stringMatching(/^[a-z0-9]{32}$/) as string
  expect(held('dropbox')).toEqual({ environments: ['production'], values: [key] })
  expect(held('mobile')).toEqual({ environments: ['preview'], values: [key] })
  expect(held('google-drive')).toEqual({ environments: [], values: [] })
  const files = readdirSync(folder)
  expect(files).toHaveLength(4)
  for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
  // One call that makes the key and one that tries it, in each environment.
  await expect.poll(() => first.log().match(/"path":"\/attask\/api\/v15.0\/user/g)).toHaveLength(4)
  for (const value of [...held('dropbox').values, ...held('mobile').values]) expect(first.log()).not.toContain(value)
  expect(await first.stop()).toBe(0)

  const second = await openDemo(dataDir)
  expect(await (await second.signIn(PRODUCTION))('GET', 'dropbox')).toBe('connected')
  expect(await second.stop()).toBe(0)
}, 60_000)
