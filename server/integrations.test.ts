import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { Connection } from '#src/rehearsal/integrations.ts'
import { DEMO_PASSWORD, usernameOf } from '#src/rehearsal/organisation.ts'
import { PREVIEW, PRODUCTION, startDemoServer } from '#testing/demoServer.ts'

/** Signs Noah Petrov in at the console of `host`, and asks integrations there as its page would. */
async function signIn(server: Awaited<ReturnType<typeof startDemoServer>>, host: string) {
  const { send } = server.visit(host)
  await send('POST', '/api/session', { username: usernameOf('light'), password: DEMO_PASSWORD })
  return async (method: string, path: string, body?: object) =>
    Connection.parse((await send(method, `/api/rehearsal/integrations/${path}`, body)).body).state
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

  const first = await startDemoServer(dataDir)
  const production = await signIn(first, PRODUCTION)
  expect(await production('GET', 'dropbox')).toBe('not-connected')
  expect(await production('POST', 'dropbox/connect', consent)).toBe('connected')
  const preview = await signIn(first, PREVIEW)
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

  const second = await startDemoServer(dataDir)
  expect(await (await signIn(second, PRODUCTION))('GET', 'dropbox')).toBe('connected')
  expect(await second.stop()).toBe(0)
}, 60_000)
