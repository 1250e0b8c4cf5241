import { afterEach, beforeEach, expect, vi } from 'vitest'

/** Whatever the page says in the console during a test fails it, as it does end to end. */
beforeEach(() => {
  for (const level of ['error', 'warn'] as const) vi.spyOn(console, level)
})

afterEach(() => {
  const said = (['error', 'warn'] as const).flatMap((level) => vi.mocked(console[level]).mock.calls)
  vi.restoreAllMocks()
  // Said by the router's development build alone, of pages that are refused; the error page says why.
  expect(said.filter(([words]) => !String(words).startsWith('Warning: Error in route match'))).toEqual([])
})
