import fc from 'fast-check'
import { expect, test } from 'vitest'
import { trimmed, withoutWhiteSpace } from './whiteSpace.ts'

const SPACES = [' ', '\t', '\r', '\n']
const space = fc.string({ unit: fc.constantFrom(...SPACES) })
/** Blanks that are none to XML, and a letter. */
const character = fc.constantFrom('\u00A0', '\u3000', '\u2028', '\uFEFF', '\v', '\f', 'a')

test('only the white space of XML around a text is taken away', () => {
  const text = fc.tuple(character, space, character).map((parts) => parts.join(''))
  fc.assert(
    fc.property(space, fc.option(text, { nil: '' }), space, (before, text, after) => {
      expect(trimmed(before + text + after)).toBe(text)
    }),
    { seed: 51 },
  )
})

test('of what is read without white space every other blank stays', () => {
  expect(withoutWhiteSpace(' a\tb\r\nc\u00A0\fd ')).toBe('abc\u00A0\fd')
})

test('very much white space is looked through in a moment', () => {
  const much = ' '.repeat(200_000)
  const start = performance.now()
  for (const text of [much, `a${much}b`, `${much}a${much}`]) trimmed(text)
  expect(performance.now() - start).toBeLessThan(500)
})
