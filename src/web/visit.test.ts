import { expect, test, vi } from 'vitest'

/** What a page has that has just been loaded. */
async function loadPage() {
  vi.resetModules()
  return import('./visit.ts')
}

test('an address of the console that is opened without a session is a visit, and is so once', async () => {
  const { noteVisit, takeVisit } = await loadPage()
  noteVisit(false)
  expect(takeVisit()).toBe(true)
  expect(takeVisit()).toBe(false)
  noteVisit(false)
  expect(takeVisit()).toBe(false)
})

test('to open the sign-in page itself is no visit', async () => {
  const { takeVisit } = await loadPage()
  expect(takeVisit()).toBe(false)
})

test('where somebody has been signed in there is no visit any more, whichever way the session ended', async () => {
  const { noteVisit, takeVisit } = await loadPage()
  noteVisit(true)
  expect(takeVisit()).toBe(false)
  noteVisit(false)
  expect(takeVisit()).toBe(false)
})

test('whoever is turned away and then logs in with a password does not come back as a visitor', async () => {
  const { noteVisit, takeVisit } = await loadPage()
  noteVisit(false)
  noteVisit(true)
  expect(takeVisit()).toBe(false)
})
