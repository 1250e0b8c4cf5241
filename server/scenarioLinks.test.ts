import { mkdtempSync, rmSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PREVIEW, PRODUCTION, startDemoServer } from '#testing/demoServer.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-links-'))
let server: Awaited<ReturnType<typeof startDemoServer>>
beforeAll(async () => void (server = await startDemoServer(dataDir)))
afterAll(async () => {
  expect(await server.stop()).toBe(0)
  rmSync(dataDir, { recursive: true })
})

const LINK = '/users?user=new&scenario=default&as=standard&press=Save%7C%22%3Cb%3E'

/** What a browser gets that a page leads to `path`. Where nothing is built, the console is a 404. */
async function open(path: string, headers: Record<string, string>, host = PRODUCTION) {
  const Host = `${host}:${server.port}`
  const outgoing = request({ host: '127.0.0.1', port: server.port, path, headers: { Host, ...headers }, agent: false })
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject)
    outgoing.end()
  })
  return { headers: answer.headers, words: await text(answer) }
}

const QUESTION = 'Open this scenario?'

test.each(['cross-site', 'same-site'])(
  'a scenario link on a %s page shows one button first, which opens the same address',
  async (site) => {
    const { headers, words } = await open(LINK, { 'Sec-Fetch-Site': site })
    expect(words).toContain(QUESTION)
    expect(words.match(/<button/g)).toHaveLength(1)
    expect(words).not.toContain('<script')
    const inputs = words.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
    expect(Array.from(inputs, ([, name, value]) => [name, value])).toEqual([
      ['user', 'new'],
      ['scenario', 'default'],
      ['as', 'standard'],
      ['press', 'Save|&#34;&#60;b&#62;'],
    ])
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    })
  },
)

test.each([['environment=preview'], ['scenario=default'], ['as=nobody'], ['now=2027-03-01T09:30:00Z'], ['press=Save']])(
  'another site’s link with %s asks first',
  async (parameter) =>
    expect((await open(`/?${parameter}`, { 'Sec-Fetch-Site': 'cross-site' })).words).toContain(QUESTION),
)

test.each([
  ['typed or bookmarked', LINK, { 'Sec-Fetch-Site': 'none' }],
  ['opened by this page', LINK, { 'Sec-Fetch-Site': 'same-origin' }],
  ['opened by no browser', LINK, {}],
  ['no scenario link', '/users?user=new', { 'Sec-Fetch-Site': 'cross-site' }],
])('an address that is %s asks nothing', async (_, path, headers) =>
  expect((await open(path, headers)).words).not.toContain(QUESTION),
)

test('a link between the names of this server asks nothing, and one from another port of this machine does', async () => {
  const openFrom = async (origin: string, host: string) =>
    (await open(LINK, { 'Sec-Fetch-Site': 'cross-site', Referer: `${origin}/` }, host)).words
  const { port } = server
  expect(await openFrom(`http://${PRODUCTION}:${port}`, PREVIEW)).not.toContain(QUESTION)
  expect(await openFrom(`http://${PREVIEW}:${port}`, PRODUCTION)).not.toContain(QUESTION)
  expect(await openFrom(`http://localhost:${port}`, PREVIEW)).not.toContain(QUESTION)
  for (const elsewhere of [`http://localhost:${port + 1}`, 'http://localhost', `http://evil.example:${port}`, 'null'])
    expect(await openFrom(elsewhere, PREVIEW)).toContain(QUESTION)
})
