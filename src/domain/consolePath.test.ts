import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ConsolePath } from './consolePath.ts'

test.each([
  '/',
  '/setup/system/customer-info?dialog=help',
  '/users?q=%C3%A9%20%2F%2F#top',
  '/a//b',
  '/https://b.example/',
  '/Größe',
  `/${'a'.repeat(2047)}`,
])('%s stays in the console', (path) => expect(z.parse(ConsolePath, path)).toBe(path))

test.each([
  '',
  'setup',
  '//evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  '/setup\\..\\..',
  'https://evil.example/',
  'javascript:alert(1)',
  ' //evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '/us\u0000ers',
  '/users /',
  '/\uD83D',
  `/${'a'.repeat(2048)}`,
  `/${'ß'.repeat(1024)}`,
])('%j is no path of the console', (path) => expect(z.safeParse(ConsolePath, path).success).toBe(false))
