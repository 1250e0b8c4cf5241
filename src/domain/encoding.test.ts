import { expect, test } from 'vitest'
import { encodingOf } from './encoding.ts'

test('a byte order mark of two bytes says which UTF-16 a file is in; any other file is in UTF-8', () => {
  expect(encodingOf(Uint8Array.of(0xff, 0xfe, 0x41, 0))).toBe('utf-16le')
  expect(encodingOf(Uint8Array.of(0xfe, 0xff, 0, 0x41))).toBe('utf-16be')
  for (const bytes of [[], [0xff], [0xff, 0xd8], [0x41, 0xfe], [0xfe, 0x41], [0x41, 0xff]])
    expect(encodingOf(Uint8Array.from(bytes))).toBe('utf-8')
})
