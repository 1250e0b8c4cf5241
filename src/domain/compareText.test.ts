import { expect, test } from 'vitest'
import { compareText } from './compareText.ts'

test('texts sort by their code points, and a shorter one before a longer one that begins with it', () => {
  // As UTF-16, U+10000 begins with U+D800, which is lower than U+E000.
  const ordered = ['', 'A', 'a', 'aa', 'b', '\uD7FF', '\uE000', '\uFFFF', '\u{103FE}', '\u{103FF}', '\u{10FFFF}']
  expect(ordered.toReversed().toSorted(compareText)).toEqual(ordered)
  expect(compareText('ab', 'ab')).toBe(0)
})
