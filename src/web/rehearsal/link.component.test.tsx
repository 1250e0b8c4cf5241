import { expect, test } from 'vitest'
import { mountConsole } from '#testing/mountConsole.tsx'
import { drafts } from '../forms/drafts.ts'
import { followLink } from './link.ts'

test('a link to a scenario begins without edits that were kept in an earlier rehearsal', async () => {
  await mountConsole('/')
  const draft = { userId: 'mara', base: {}, values: {} }
  drafts.keep('Customer Info', draft)
  await follow({ environment: 'production' })
  expect(drafts.read('Customer Info')).toEqual(draft)
  await follow({ scenario: 'default' })
  expect(drafts.read('Customer Info')).toBeNull()
})

/** Opens the page of the tests by a link with these parameters. */
async function follow(parameters: Record<string, string>): Promise<void> {
  const link = new URL(location.href)
  for (const [name, value] of Object.entries(parameters)) link.searchParams.set(name, value)
  history.replaceState(history.state, '', link)
  await followLink()
}
