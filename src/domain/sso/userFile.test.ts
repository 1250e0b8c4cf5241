import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUserFile, writeUserFile } from './userFile.ts'
import { ImportLine, isFormula, problemText, type LineProblem } from './userImport.ts'

const ADA = '0a'.repeat(16)
const BEN = '0b'.repeat(16)
const CLEO = '0c'.repeat(16)
const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readUserFile(bytes(text))
/** What is read of a file, as `line: user name`. */
const namesIn = (text: string) => read(text).lines.map(({ line, ssoUsername }) => `${line}: ${ssoUsername}`)
/** The problem of the only line that is left out. */
function problemOf(text: string): { line: number; problem: LineProblem } | undefined {
  const { leftOut } = read(text)
  expect(leftOut.length).toBeLessThan(2)
  return leftOut[0] && { line: leftOut[0].line, problem: leftOut[0].problem }
}

test.each([
  ['commas', `${ADA},ada\n${BEN},ben`],
  ['tabs', `${ADA}\tada\n${BEN}\tben`],
  ['semicolons', `${ADA};ada\n${BEN};ben`],
  ['the line breaks of Windows, also after the last line', `${ADA},ada\r\n${BEN},ben\r\n`],
  ['the line breaks of old Macs', `${ADA},ada\r${BEN},ben`],
  ['quotation marks around cells', `"${ADA}","ada"\n${BEN},"ben"`],
  ['blanks around what stands in cells', ` ${ADA} , ada \n${BEN},ben\t`],
  ['empty rows at the end', `${ADA},ada\n${BEN},ben\n\n,\n\n`],
  ['IDs in upper case', `${ADA.toUpperCase()},ada\n${BEN},ben`],
  ['a byte order mark', `\uFEFF${ADA},ada\n${BEN},ben`],
])('two columns are read with %s', (_, text) => {
  expect(read(text)).toEqual({
    lines: [
      { line: 1, id: ADA, ssoUsername: 'ada' },
      { line: 2, id: BEN, ssoUsername: 'ben' },
    ],
    leftOut: [],
  })
})

test.each([
  ['a comma where tabs separate', `${ADA}\tLindqvist, Ada`, 'Lindqvist, Ada'],
  ['a comma in quotation marks', `"${ADA}","Lindqvist, Ada"`, 'Lindqvist, Ada'],
  ['a semicolon where commas separate', `${ADA},a;b`, 'a;b'],
  ['doubled quotation marks', `${ADA},"Ada ""the Countess"""`, 'Ada "the Countess"'],
  ['letters of any alphabet, and either case', `${ADA},Ада.Łovelace😀`, 'Ада.Łovelace😀'],
])('an SSO username may have %s', (_, text, ssoUsername) => {
  expect(read(text).lines).toEqual([{ line: 1, id: ADA, ssoUsername }])
})

test.each<[string, string, number, LineProblem]>([
  ['a heading', `User ID,SSO username\n${ADA},ada`, 1, { kind: 'heading' }],
  ['a heading that begins like an archive', `PK,SSO username\n${ADA},ada`, 1, { kind: 'heading' }],
  ['nothing but an ID', ADA, 1, { kind: 'columns', count: 1 }],
  ['an empty first line', `\n${ADA},ada`, 1, { kind: 'blank' }],
  ['a row of nothing but separators', `${ADA},ada\n,\n${BEN},ben`, 2, { kind: 'blank' }],
  ['one column', `${ADA},ada\n${BEN}`, 2, { kind: 'columns', count: 1 }],
  ['three columns', `${ADA},ada\n${BEN},ben,x`, 2, { kind: 'columns', count: 3 }],
  ['an ID that a spreadsheet has made a number of', `${ADA},ada\n1.23E+31,ben`, 2, { kind: 'no-id' }],
  ['an ID that is too short', `${ADA},ada\n${BEN.slice(1)},ben`, 2, { kind: 'no-id' }],
  ['no SSO username', `${ADA},ada\n${BEN},`, 2, { kind: 'no-sso-username' }],
  ['nothing but blanks for one', `${ADA},ada\n${BEN}," "`, 2, { kind: 'no-sso-username' }],
  ['the same user again', `${ADA},ada\n${ADA.toUpperCase()},lady`, 2, { kind: 'repeated-user', earlier: 1 }],
  ['the same SSO username again', `${ADA},ada\n${BEN},ada`, 2, { kind: 'repeated-sso-username', earlier: 1 }],
  [
    'an SSO username that is too long',
    `${ADA},${'a'.repeat(255)}`,
    1,
    { kind: 'unusable-sso-username', reason: 'Use 254 characters or fewer' },
  ],
  ...['a\tb', 'a\u202Eb', 'a\u2028b', '"a\nb"'].map((name): [string, string, number, LineProblem] => [
    `${JSON.stringify(name)} for an SSO username`,
    `${ADA},${name}`,
    1,
    { kind: 'unusable-sso-username', reason: 'Leave out control characters' },
  ]),
  ...['=1+1', '+49', '-x', '@home', "'=1+1", '"=1+1"', ' =1', '＝1', 'a;=1', "a;'=1"].map(
    (name): [string, string, number, LineProblem] => [
      `${name}, which is a formula`,
      `${ADA},${name}`,
      1,
      { kind: 'formula' },
    ],
  ),
  ['an ID in a formula', `="${ADA}",ada`, 1, { kind: 'formula' }],
  ['a quotation mark after a blank', `${ADA}, "ada"`, 1, { kind: 'quotes', through: 1 }],
  ['text after a closing quotation mark', `${ADA},"a"b\n`, 1, { kind: 'quotes', through: 1 }],
])('a line with %s is left out with its number', (_, text, line, problem) => {
  expect(problemOf(text)).toEqual({ line, problem })
  expect(problemText(problem)).toMatch(/^[A-Z][^\n]+\.$/)
})

test('the first separator outside quotation marks in the first line with text separates all lines', () => {
  expect(namesIn(`\n\n${ADA}\tLindqvist, Ada`)).toEqual(['3: Lindqvist, Ada'])
  expect(namesIn(`"User, ID";"SSO username"\n${ADA};Lindqvist, Ada`)).toEqual(['2: Lindqvist, Ada'])
})

test('upper and lower case of an SSO username are different', () => {
  expect(namesIn(`${ADA},ada\n${BEN},Ada`)).toEqual(['1: ada', '2: Ada'])
})

test('a no-break space is a part of an SSO username, as it is of a NameID', () => {
  expect(namesIn(`${ADA},ada\n${BEN},ada\u00A0\n\u00A0${CLEO}, ada.c \t`)).toEqual([
    '1: ada',
    '2: ada\u00A0',
    '3: ada.c',
  ])
})

test('a line that is left out takes nothing: its user and SSO username are free for a later one', () => {
  expect(namesIn(`${ADA},=x\n${ADA},ada\n${ADA},ben\n${BEN},ben`)).toEqual(['2: ada', '4: ben'])
})

test('a line has the number it has in the file, also after cells of several lines', () => {
  const text = `${ADA},"a\nb"\n\n${BEN},ben\n${CLEO},cleo`
  expect(read(text).leftOut.map(({ line }) => line)).toEqual([1, 3])
  expect(namesIn(text)).toEqual(['4: ben', '5: cleo'])
})

test('a quotation mark that is never closed takes the rest of the file along, and says up to where', () => {
  const text = `${ADA},ada\n${BEN},"ben\n${CLEO},cleo\n`
  expect(namesIn(text)).toEqual(['1: ada'])
  expect(problemOf(text)).toEqual({ line: 2, problem: { kind: 'quotes', through: 3 } })
})

test('a file with no usable line is read, and says of each line why', () => {
  expect(read('a,b\nc,d')).toMatchObject({ lines: [], leftOut: [{ line: 1 }, { line: 2 }] })
})

/** `text` in UTF-16 with its byte order mark. */
const utf16 = (text: string, isLittle: boolean) => {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2))
  for (const [index, unit] of [
    0xfeff,
    ...Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)),
  ].entries())
    view.setUint16(2 * index, unit, isLittle)
  return new Uint8Array(view.buffer)
}

test.each([true, false])('UTF-16 is read by its byte order mark (little-endian: %s)', (isLittle) => {
  const { lines } = readUserFile(utf16(`${ADA}\tАда😀\r\n`, isLittle))
  expect(lines).toEqual([{ line: 1, id: ADA, ssoUsername: 'Ада😀' }])
})

const latin1 = Uint8Array.from(`${ADA},Jos\u00e9`, (character) => character.charCodeAt(0))

test.each([
  ['nothing', new Uint8Array(), /empty/],
  ['nothing but blanks', bytes('\n , \n\n'), /empty/],
  ['an .xlsx, which is a ZIP archive', Uint8Array.of(0x50, 0x4b, 3, 4, 20), /spreadsheet.*CSV/],
  ['an .xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), /spreadsheet.*CSV/],
  ['another encoding', latin1, /not text in UTF-8.*CSV in UTF-8/],
  ['UTF-16 without a byte order mark', utf16(ADA, true).slice(2), /not text in UTF-8/],
  ['half a character', Uint8Array.of(0xff, 0xfe, 0x00, 0xd8), /not text in UTF-8/],
  ['16 MB that are no text', new Uint8Array(16 * 1024 * 1024), /not text in UTF-8/],
  ['more than 16 MB', new Uint8Array(16 * 1024 * 1024 + 1), /larger than 16 MB/],
  ['more than 100,000 lines', bytes('\n'.repeat(100_000) + 'x'), /more than 100,000 lines/],
])('a file of %s is refused in words for people', (_, file, words) => {
  expect(() => readUserFile(file)).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.stringMatching(words) }),
  )
})

test('100,000 lines are read', () => {
  const id = (index: number) => index.toString(16).padStart(32, '0')
  const text = Array.from({ length: 100_000 }, (_, index) => `${id(index)},user.${index}\r\n`).join('')
  expect(read(text)).toMatchObject({ lines: { length: 100_000 }, leftOut: [] })
})

const someUser = fc.record({
  id: fc.uuid().map((id) => id.replaceAll('-', '')),
  name: fc.string({ unit: 'grapheme' }),
  username: fc.string({ unit: 'binary' }),
  ssoUsername: fc.option(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('"a"', 'a,b', "'=a", '@a', 'a;b', 'a;=b', 'a;\'"=b')),
  ),
})

test('what is downloaded can be imported as it is: every usable SSO username comes back, and nothing else', () => {
  const users = fc.uniqueArray(someUser, { selector: ({ id }) => id, minLength: 1 })
  fc.assert(
    fc.property(users, (users) => {
      const taken = new Set<string>()
      const usable = users.flatMap(({ id, ssoUsername }) => {
        const name = ImportLine.shape.ssoUsername.safeParse(ssoUsername ?? '')
        // A quotation mark at the start cannot be told from one that was meant to open a cell.
        if (!name.success || name.data !== ssoUsername || name.data.startsWith('"') || taken.has(name.data)) return []
        taken.add(name.data)
        return [{ id, ssoUsername }]
      })
      const { lines } = read(writeUserFile(users, { withNames: false }))
      const exact = new Map(users.map(({ id, ssoUsername }) => [id, ssoUsername?.trim()]))
      for (const { id, ssoUsername } of lines) expect(ssoUsername).toBe(exact.get(id))
      for (const { id, ssoUsername } of usable)
        expect(lines).toContainEqual(expect.objectContaining({ id, ssoUsername }))
    }),
    { seed: 76, numRuns: 300 },
  )
})

test('a spreadsheet finds no formula in what is downloaded', () => {
  const users = [{ id: ADA, name: '=cmd()', username: '+x@y.example', ssoUsername: '@ada' }]
  const cells = writeUserFile(users, { withNames: true })
    .replace('\uFEFF', '')
    .split(',')
    .map((cell) => cell.replaceAll('"', ''))
  expect(cells).toEqual([ADA, "'@ada", "'=cmd()", "'+x@y.example"])
  expect(read(writeUserFile(users, { withNames: false })).leftOut).toMatchObject([{ problem: { kind: 'formula' } }])
  expect(cells.slice(1).every(isFormula)).toBe(true)
})
