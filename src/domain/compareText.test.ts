import { expect, test } from 'vitest'
import { compareText } from './compareText.ts'

test('texts are in the order of their code points, a shorter one before what it begins', () => {
  // U+E000 and U+FFFF come after the halves of what lies beyond them, and before what those halves make.
  const ordered = ['', 'A', 'a', 'aa', 'b', '\uD7FF', '\uE000', '\uFFFF', '\u{103FE}', '\u{103FF}', '\u{10FFFF}']
  expect(ordered.toReversed().toSorted(compareText)).toEqual(ordered)
  expect(compareText('ab', 'ab')).toBe(0)
})
