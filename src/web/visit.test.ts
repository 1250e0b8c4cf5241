import { beforeEach, expect, test, vi } from 'vitest'

/** A page that has just been loaded. */
let page: typeof import('./visit.ts')
beforeEach(async () => {
  vi.resetModules()
  page = await import('./visit.ts')
})

test('an address of the console that is opened without a session is a visit, and is so once', () => {
  page.noteVisit(false)
  expect(page.takeVisit()).toBe(true)
  expect(page.takeVisit()).toBe(false)
  page.noteVisit(false)
  expect(page.takeVisit()).toBe(false)
})

test('to open the sign-in page itself is no visit', () => {
  expect(page.takeVisit()).toBe(false)
})

test('where somebody has been signed in there is no visit any more, whichever way the session ended', () => {
  page.noteVisit(true)
  expect(page.takeVisit()).toBe(false)
  page.noteVisit(false)
  expect(page.takeVisit()).toBe(false)
})

test('whoever is turned away and then logs in with a password does not come back as a visitor', () => {
  page.noteVisit(false)
  page.noteVisit(true)
  expect(page.takeVisit()).toBe(false)
})
