import { expect, test } from 'vitest'
import { isLoopback, readSettings, SettingError } from './settings.ts'

test('without any variable there is a server for this machine alone, on SQLite', () => {
  expect(readSettings({})).toEqual({
    port: 4400,
    hostname: '127.0.0.1',
    dataDir: 'data',
    databaseUrl: null,
    secretFile: 'data/secret',
    baseUrl: null,
    previewBaseUrl: null,
    demoHosts: [],
    trustProxy: 0,
    logLevel: 'info',
  })
})

test('every setting is taken from its variable', () => {
  expect(
    readSettings({
      PORT: '0',
      HOST: '::',
      DATA_DIR: '/srv/latchkey',
      DATABASE_URL: 'postgres://latchkey@db/latchkey',
      LATCHKEY_SECRET_FILE: '/run/secret',
      BASE_URL: 'https://keys.example',
      PREVIEW_BASE_URL: 'https://preview.keys.example/',
      DEMO_HOSTS: 'Demo.Example., 192.168.1.7,[2001:db8::7]',
      TRUST_PROXY: '1',
      LOG_LEVEL: 'warn',
    }),
  ).toEqual({
    port: 0,
    hostname: '::',
    dataDir: '/srv/latchkey',
    databaseUrl: 'postgres://latchkey@db/latchkey',
    secretFile: '/run/secret',
    baseUrl: 'https://keys.example/',
    previewBaseUrl: 'https://preview.keys.example/',
    demoHosts: ['demo.example', '192.168.1.7', '[2001:db8::7]'],
    trustProxy: 1,
    logLevel: 'warn',
  })
})

test('an empty variable is none', () => {
  expect(readSettings({ PORT: '', DATA_DIR: '', DATABASE_URL: '' })).toEqual(readSettings({}))
})

test.each([
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['PORT', '44OO'],
  ['PORT', '1.5'],
  ['DATABASE_URL', 'mysql://root:secret@db/latchkey'],
  ['BASE_URL', 'keys.example'],
  ['BASE_URL', 'javascript:alert(1)'],
  ['BASE_URL', 'https://keys.example/latchkey'],
  ['PREVIEW_BASE_URL', 'https://keys.example/?a'],
  ['DEMO_HOSTS', 'https://demo.example'],
  ['DEMO_HOSTS', 'demo.example:4400'],
  ['DEMO_HOSTS', 'demo.example, a b'],
  ['TRUST_PROXY', 'yes'],
  ['LOG_LEVEL', 'loud'],
])('a bad value is one line that names the variable and repeats no value: %s=%s', (name, value) => {
  const refusal = expect.objectContaining({ message: expect.stringMatching(new RegExp(`^${name} must be [^\n]+\\.$`)) })
  expect(() => readSettings({ [name]: value })).toThrow(SettingError)
  expect(() => readSettings({ [name]: value })).toThrow(refusal)
  expect(() => readSettings({ [name]: value })).not.toThrow(value)
})

test('one address cannot stand for both environments', () => {
  const url = 'https://keys.example/'
  for (const preview of [url, 'http://keys.example/'])
    expect(() => readSettings({ BASE_URL: url, PREVIEW_BASE_URL: preview })).toThrow(SettingError)
})

test('a loopback address is one that no other machine reaches', () => {
  for (const hostname of ['localhost', '127.0.0.1', '127.8.8.8', '::1']) expect(isLoopback(hostname)).toBe(true)
  for (const hostname of ['0.0.0.0', '::', '192.168.0.1', '127.0.0.1.example', 'keys.example'])
    expect(isLoopback(hostname)).toBe(false)
})
