import Papa from 'papaparse'
import type { Instant } from './instant.ts'

/** What a spreadsheet would calculate, or drop to see whether it can. Full-width signs count where keyboards write them. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/

/** The same inside a cell, which spreadsheets that take semicolons or tabs for separators open as several. */
const FORMULA_INSIDE = /([;\t\r\n])(?="*[=+\-@＝＋－＠])/g

/** Text that stays text, by the sign with which spreadsheets mark it as such. */
function inert(cell: string): string {
  const text = cell.replace(FORMULA_INSIDE, "$1'")
  return FORMULA.test(text) ? `'${text}` : text
}

/** Writes instants as they are on the clocks of `timeZone`, and as spreadsheets read them everywhere: 2027-03-01 09:30:00. */
export function timesFor(timeZone: string): (at: Instant) => string {
  // Sweden writes dates like that.
  const local = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone })
  return (at) => local.format(new Date(at))
}

/** Rows as a CSV file that any spreadsheet opens as what it says: in UTF-8, and with nothing in it to calculate. */
export const writeCsv = (rows: Iterable<readonly string[]>): string => [...csvPieces(rows)].join('')

/** {@link writeCsv}, {@link PIECE} rows at a time, for whoever has other things to do in between. */
export function* csvPieces(rows: Iterable<readonly string[]>): Generator<string> {
  // Spreadsheets take a file for UTF-8 only if it begins like this.
  let before = '\uFEFF'
  let piece: string[][] = []
  const written = () => before + Papa.unparse(piece, { newline: '\r\n' })
  for (const row of rows) {
    if (piece.length === PIECE) {
      yield written()
      before = '\r\n'
      piece = []
    }
    piece.push(row.map(inert))
  }
  yield written()
}

const PIECE = 500
