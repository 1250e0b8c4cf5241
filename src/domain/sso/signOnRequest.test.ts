import { expect, test } from 'vitest'
import { BeginSignOn } from './signOnRequest.ts'

const nextOf = (next: unknown) => BeginSignOn.parse({ purpose: 'sign-on', next }).next

test.each(['/', '/users', '/users?page=2#top', '/a//b', '/Größe', `/${'a'.repeat(2047)}`])(
  'a sign-on can go on at an address of the console: “%s”',
  (next) => expect(nextOf(next)).toBe(next),
)

test.each([
  '',
  'users',
  '//evil.example/',
  '/\\evil.example/',
  '/users\\evil',
  'https://evil.example/',
  ' /users',
  '/users /',
  '/users\n',
  '/us\u0000ers',
  '/\uD83D',
  `/${'a'.repeat(2048)}`,
  null,
])('a sign-on goes on at the start page instead of %j', (next) => expect(nextOf(next)).toBe('/'))
