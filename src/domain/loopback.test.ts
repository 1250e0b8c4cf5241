import { expect, test } from 'vitest'
import { isLoopbackName } from './loopback.ts'

test.each(['localhost', 'console.localhost', '127.0.0.1', '127.10.20.255', '[::1]'])('%s is this machine', (hostname) =>
  expect(isLoopbackName(hostname)).toBe(true),
)

test.each([
  'localhost.example',
  'evil-localhost',
  '.localhost',
  '127.0.0.1.example',
  'a127.0.0.1',
  '127.evil.0.1',
  '127.0.1',
  '128.0.0.1',
  '[::2]',
  '[::1].example',
])('%s may be another machine', (hostname) => expect(isLoopbackName(hostname)).toBe(false))
