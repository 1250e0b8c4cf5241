import { expect, test, vi } from 'vitest'

/** What a page has that has just been loaded. */
async function loadPage() {
  vi.resetModules()
  return import('./visit.ts')
}

test('a page that is loaded for an address of the console without a session is a visit, once', async () => {
  const { noteVisit, endPageLoad, takeVisit } = await loadPage()
  noteVisit(false)
  endPageLoad()
  expect(takeVisit()).toBe(true)
  expect(takeVisit()).toBe(false)
})

test('to open the sign-in page itself is no visit, nor is to go on from there', async () => {
  const { noteVisit, endPageLoad, takeVisit } = await loadPage()
  endPageLoad()
  expect(takeVisit()).toBe(false)
  noteVisit(false)
  expect(takeVisit()).toBe(false)
})

test('where somebody has been signed in there is no visit any more, whichever way the session ended', async () => {
  const { noteVisit, endPageLoad, takeVisit } = await loadPage()
  noteVisit(true)
  endPageLoad()
  expect(takeVisit()).toBe(false)
  noteVisit(false)
  expect(takeVisit()).toBe(false)
})

test('whoever is turned away and then logs in with a password does not come back as a visitor', async () => {
  const { noteVisit, endPageLoad, takeVisit } = await loadPage()
  noteVisit(false)
  endPageLoad()
  noteVisit(true)
  expect(takeVisit()).toBe(false)
})
