import { expect, test } from 'vitest'
import { objectIdentifier, readDer } from './der.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const read = (hex: string) => readDer(bytes(hex))

test('a value is read with its tag, its bytes, its contents and the values in it', () => {
  const outer = read('30 06 02 01 07 04 01 ff')
  expect(outer).toMatchObject({ tag: 0x30, bytes: bytes('30060201070401ff'), contents: bytes('0201070401ff') })
  expect(outer?.children).toEqual([
    { tag: 2, bytes: bytes('020107'), contents: bytes('07'), children: [] },
    { tag: 4, bytes: bytes('0401ff'), contents: bytes('ff'), children: [] },
  ])
})

test('the contents of an octet string are not read', () => {
  expect(read('04 03 02 01 07')?.children).toEqual([])
})

test.each([
  ['nothing', ''],
  ['half a value', '02 02 01'],
  ['a value and a byte behind it', '02 01 01 00'],
  ['an indefinite length', '30 80 02 01 01 00 00'],
  ['an indefinite length inside', '30 07 30 80 02 01 01 00 00'],
  ['a part that is longer than the whole', '30 03 02 02 01 01'],
  ['a part that is longer than the whole, inside', '30 07 30 03 02 02 01 01 05'],
])('%s is no value in the distinguished encoding', (_, hex) => {
  expect(read(hex)).toBeNull()
})

test('an object identifier is written with dots, and other values are refused', () => {
  expect(objectIdentifier(read('06 03 55 04 03')!)).toBe('2.5.4.3')
  expect(objectIdentifier(read('06 01 2a')!)).toBe('1.2')
  for (const other of ['06 00', '02 01 01']) expect(() => objectIdentifier(read(other)!)).toThrow(TypeError)
})
