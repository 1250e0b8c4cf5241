import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { csvPieces, writeCsv } from './csv.ts'

test('a file begins with the mark of UTF-8 and ends its lines as spreadsheets do', () => {
  expect(writeCsv([['a', 'b'], ['ü']])).toBe('\uFEFFa,b\r\nü')
})

test('a long file comes in pieces that make up the same lines', () => {
  const rows = Array.from({ length: 1001 }, (_, index) => [String(index)])
  expect([...csvPieces(rows)].length).toBeGreaterThan(1)
  expect(Papa.parse<string[]>(writeCsv(rows).slice(1)).data).toEqual(rows)
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '=1+1\nand more', '＝1+1', '＋1', '－1', '＠SUM(A1)', '\ta', '\ra', '\na'])(
  'what a spreadsheet would calculate is text in the file: %j',
  (cell) => {
    const { data } = Papa.parse<string[]>(writeCsv([['first', cell]]).slice(1))
    expect(data).toEqual([['first', `'${cell}`]])
  },
)

test('whatever separates cells for a spreadsheet, none of them is one that it would calculate', () => {
  const sign = fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠')
  const cell = fc
    .array(fc.oneof(sign, fc.constantFrom(';', '\t', '\r', '\n', ',', '"', 'a', '1')))
    .map((all) => all.join(''))
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), (rows) => {
      const file = writeCsv(rows).slice(1)
      for (const delimiter of [',', ';', '\t'])
        for (const cell of Papa.parse<string[]>(file, { delimiter }).data.flat())
          expect(cell).not.toMatch(/^[=+\-@＝＋－＠]/)
    }),
    { seed: 76, numRuns: 1000 },
  )
})

test.each(['a=b', 'a,"b"', 'two\nlines', ' =1', "O'Neil", '', 'a; b', 'a;b', 'Mozilla/5.0 (X11; +x)'])(
  'any other text is as it was: %j',
  (cell) => {
    expect(Papa.parse<string[]>(writeCsv([['first', cell]]).slice(1)).data).toEqual([['first', cell]])
  },
)
