import { expect, test } from 'vitest'
import { BeginSignOn } from './signOnRequest.ts'

test.each([
  ['/users?page=2#top', '/users?page=2#top'],
  ['//evil.example/', '/'],
  [null, '/'],
])('a sign-on that is to go on at %j goes on at %s', (next, goesOnAt) =>
  expect(BeginSignOn.parse({ purpose: 'sign-on', next }).next).toBe(goesOnAt),
)
