import { expect, test } from 'vitest'
import { START, startBackend } from '#testing/backend.ts'
import { DIRECTORY } from './directory.ts'
import { scenarioRows } from './scenarios.ts'

test('the directory knows everybody of the demo organisation by their SSO username, name and e-mail address', async () => {
  const { users } = (await scenarioRows('default', startBackend().host, START)).production
  const known = DIRECTORY.map(({ nameId, attributes }) => [
    nameId,
    ...['givenName', 'surname', 'mail'].map((asked) => attributes.find(({ name }) => name === asked)?.values),
  ])
  expect(known).toEqual(
    users.map(({ ssoUsername, firstName, lastName, email }) => [ssoUsername, [firstName], [lastName], [email]]),
  )
  expect(new Set(DIRECTORY.map(({ nameId }) => nameId)).size).toBe(DIRECTORY.length)
  for (const { nameId } of DIRECTORY) expect(nameId).toMatch(/^[a-z]+\.[a-z]+$/)
})

test('in sso-unlinked nobody but one can be found by what the identity provider calls them', async () => {
  const { users } = (await scenarioRows('sso-unlinked', startBackend().host, START)).production
  expect(users.flatMap(({ ssoUsername }) => ssoUsername ?? [])).toEqual(['emil.brandt'])
})
