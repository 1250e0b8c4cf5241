import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bareEnvironment } from '../scripts/startServer.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The demo server, which writes its log and its words for people to `output`, and its address. */
async function startServer(output: 'pipe' | number): Promise<{ server: ChildProcess; origin: string }> {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'latchkey-log-'))
  // The server may be unable to say which port it found.
  const port = await freePort()
  const server = spawn(process.execPath, ['server/main.ts'], {
    env: { ...bareEnvironment(), PORT: String(port), LOG_LEVEL: 'debug', DATA_DIR },
    stdio: ['ignore', output, output],
  })
  onTestFinished(() => {
    server.kill('SIGKILL')
    rmSync(DATA_DIR, { recursive: true })
  })
  const origin = `http://localhost:${port}`
  const isUp = () =>
    fetch(`${origin}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  await expect.poll(isUp, { timeout: 20_000 }).toBe(true)
  return { server, origin }
}

async function stop(server: ChildProcess): Promise<number> {
  server.kill('SIGTERM')
  const [code] = await once(server, 'exit')
  return code
}

test('while nobody reads the log the server answers, and says later how many lines are missing', async () => {
  const { server, origin } = await startServer('pipe')
  const count = 10_000
  // Of a request's path, the log has 256 characters. This is enough for more than the operating system keeps.
  const load = ['-c', '8', '-a', String(count), '--json', `${origin}/${'a-'.repeat(150)}`]
  const json = execFileSync('autocannon', load, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  expect(JSON.parse(json)).toMatchObject({ errors: 0, timeouts: 0, requests: { total: count } })

  let log = ''
  server.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()))
  await expect.poll(() => log, { timeout: 20_000 }).toContain('log lines dropped')
  expect(await stop(server)).toBe(0)
  const lines = log.trimEnd().split('\n')
  const entries = lines.map((line) => JSON.parse(line) as { msg: string; path?: string; lines?: number })
  const written = entries.filter(({ msg, path }) => msg === 'request' && path !== '/health').length
  const dropped = entries.filter(({ msg }) => msg === 'log lines dropped')
  expect(dropped).toHaveLength(1)
  expect(written + (dropped[0]?.lines ?? 0)).toBe(count)
  // What waited, what was being written, and what the operating system keeps.
  expect(log.length).toBeLessThan(3 * 1024 * 1024)
  expect(entries.at(-1)).toMatchObject({ msg: 'stopping' })
}, 60_000)

test('while the disk that takes its words is full the server starts, answers and stops', async () => {
  const full = openSync('/dev/full', 'w')
  const { server, origin } = await startServer(full)
  closeSync(full)
  for (let asked = 0; asked < 3; asked++) expect((await fetch(`${origin}/health`)).status).toBe(200)
  expect(await stop(server)).toBe(0)
}, 60_000)
