import Papa from 'papaparse'

/** What a spreadsheet would calculate, or drop to see whether it can. Papa's own test lets it pass where a line break follows. */
const FORMULA = /^[=+\-@\t\r\n]/

/** Rows as a CSV file that any spreadsheet opens as what it says: in UTF-8, and with nothing in it to calculate. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  // Spreadsheets take a file for UTF-8 only if it begins like this.
  `\uFEFF${Papa.unparse(rows as string[][], { escapeFormulae: FORMULA, newline: '\r\n' })}`
