import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { writeCsv } from './csv.ts'

test('a file begins with the mark of UTF-8 and ends its lines as spreadsheets do', () => {
  expect(writeCsv([['a', 'b'], ['ü']])).toBe('\uFEFFa,b\r\nü')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1+1', '\r=1+1', '\n=1+1', '=1+1\nand more'])(
  'what a spreadsheet would calculate is text in the file: %j',
  (cell) => {
    const { data } = Papa.parse<string[]>(writeCsv([['first', cell]]).slice(1))
    expect(data).toEqual([['first', `'${cell}`]])
  },
)

test.each(['a=b', 'a,"b"', 'two\nlines', ' =1', "O'Neil", ''])('any other text is as it was: %j', (cell) => {
  expect(Papa.parse<string[]>(writeCsv([['first', cell]]).slice(1)).data).toEqual([['first', cell]])
})
