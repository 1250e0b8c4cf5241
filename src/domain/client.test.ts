import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientName } from './client.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  ['curl/8.5.0', 'curl 8.5'],
  ['python-requests/2.32.3', 'Python requests 2.32'],
  ['PostmanRuntime/7.43.0', 'Postman 7.43'],
  ['NorthwindSync/2.4 (node 20)', 'NorthwindSync 2.4'],
  ['Go-http-client/2.0', 'Go-http-client 2.0'],
  ['Apache-HttpClient/4.5.13 (Java/17.0.9)', 'Apache-HttpClient 4.5'],
  ['Agent/v3', 'Agent 3'],
  ['Sync/12.34.5', 'Sync 12.34'],
])('a program is named by its product and version: %s', (userAgent, name) => {
  expect(clientName(userAgent)).toBe(name)
})

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`, 'Chrome 141 on Windows'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/141.0.0.0 Safari/537.36`, 'Chrome 141 on Linux'],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`, 'Edge 141 on Windows'],
  [`Mozilla/5.0 (X11; CrOS x86_64) ${WEBKIT} Chrome/141.0 Safari/537.36 OPR/124.0`, 'Opera 124 on ChromeOS'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0', 'Firefox 144 on macOS'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1',
    'Safari 18 on iOS',
  ],
  [`Mozilla/5.0 (Linux; Android 15) ${WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36`, 'Chrome 141 on Android'],
  ['Mozilla/5.0 Firefox/9.0', 'Firefox 9'],
])('a browser is named with its system: %s', (userAgent, name) => {
  expect(clientName(userAgent)).toBe(name)
})

test.each([
  ['node', 'node'],
  ['The nightly export of finance', 'The nightly export of finance'],
  ['The export of finance/2.0', 'The export of finance/2.0'],
  ['Mozilla/5.0 (compatible; Robot/1.0)', 'Mozilla/5.0 (compatible; Robot/1.0)'],
  ['x'.repeat(200), 'x'.repeat(60)],
  [`${'x'.repeat(59)} y`, 'x'.repeat(59)],
  ['😀'.repeat(100), '😀'.repeat(60)],
  ['two\r\n lines\t\0and\u202Eturned', 'two lines and turned'],
  ['', 'Unknown client'],
  [' \0\u200B ', 'Unknown client'],
])('whatever else a client says stands as it is, but for what cannot be seen: %j', (userAgent, name) => {
  expect(clientName(userAgent)).toBe(name)
})

test('a name is never empty or long, has nothing invisible in it, and is its own name', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Mozilla/5.0 (', 'Chrome/141', 'curl/8.5', ' ', '/', '\0', '\u202E', '\uD83D', '1.2.3', 'Windows'),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const name = clientName(parts.join(''))
      expect(name).not.toBe('')
      expect(Array.from(name).length).toBeLessThanOrEqual(60)
      expect(name).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]/u)
      expect(clientName(name)).toBe(name)
    }),
    { numRuns: 2000, seed: 61 },
  )
})
