import Papa from 'papaparse'
import { writeCsv } from '../csv.ts'
import { encodingOf } from '../encoding.ts'
import { DomainError } from '../errors.ts'
import { trimmed } from './whiteSpace.ts'
import { ImportLine, isFormula, MAX_LINES, repeatFinder, type FederatedUsers, type LineProblem } from './userImport.ts'

export const MAX_FILE_BYTES = 16 * 1024 * 1024

/** A line that cannot be imported: what stands in it, and why not. */
export interface LeftOutLine {
  line: number
  cells: string[]
  problem: LineProblem
}

export interface UserFile {
  /** What the backend is asked about. */
  lines: ImportLine[]
  leftOut: LeftOutLine[]
}

/**
 * The users in a file of two columns without a heading: user ID and SSO username, separated by commas, tabs or
 * semicolons. A line that cannot be used is left out and says why; a file that is none is refused.
 */
export function readUserFile(file: Uint8Array): UserFile {
  const text = textOf(file)
  if ((text.match(/\n/g)?.length ?? 0) >= MAX_LINES)
    throw refusal(`This file has more than ${MAX_LINES.toLocaleString('en-US')} lines. Split it into several.`)
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text), newline: '\n' })
  const broken = new Set(errors.map(({ row }) => row))
  const rows = data.map((cells) => cells.map(trimmed))
  const last = rows.findLastIndex(isFilled)
  if (last < 0) throw refusal('This file is empty.')

  const repeatOf = repeatFinder()
  const found: UserFile = { lines: [], leftOut: [] }
  let line = 1
  for (const [index, cells] of rows.slice(0, last + 1).entries()) {
    // As it was before trimming: what counts is how many lines of the file the row takes.
    const through = line + breaksIn(data[index] ?? [])
    const read = broken.has(index) ? { kind: 'quotes' as const, through } : readCells(cells, line)
    const problem = 'kind' in read ? read : repeatOf(read)
    if (problem) found.leftOut.push({ line, cells, problem })
    else if (!('kind' in read)) found.lines.push(read)
    line = through + 1
  }
  return found
}

/** The same as a file: two columns that can be imported again, or four with who everybody is. */
export function writeUserFile(users: FederatedUsers['users'], { withNames }: { withNames: boolean }): string {
  const rows = users.map(({ id, ssoUsername, name, username }) =>
    withNames ? [id, ssoUsername ?? '', name, username] : [id, ssoUsername ?? ''],
  )
  return writeCsv(rows)
}

const refusal = (message: string) => new DomainError('invalid', message)

const SPREADSHEET =
  'This is a spreadsheet or an archive. Save it as CSV: user ID in the first column, SSO username in the second, no heading.'
const NO_TEXT = 'This file is not text in UTF-8 or UTF-16. Save it as CSV in UTF-8.'

/** With the line breaks of one system, and none at the end. */
function textOf(file: Uint8Array): string {
  if (file.length === 0) throw refusal('This file is empty.')
  if (file.length > MAX_FILE_BYTES) throw refusal('This file is larger than 16 MB. Split it into several.')
  if (ARCHIVES.some((magic) => magic.every((byte, index) => file[index] === byte))) throw refusal(SPREADSHEET)
  let text: string
  try {
    text = new TextDecoder(encodingOf(file), { fatal: true }).decode(file)
  } catch {
    throw refusal(NO_TEXT)
  }
  if (text.includes('\0')) throw refusal(NO_TEXT)
  const lines = text.replaceAll(/\r\n?/g, '\n')
  let end = lines.length
  while (lines[end - 1] === '\n') end--
  return lines.slice(0, end)
}

/** What .xlsx and .ods begin with, which are ZIP archives, and .xls. */
const ARCHIVES = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
]

/** The first of the three that stands outside quotation marks in the first line with anything in it. */
function delimiterOf(text: string): string {
  const [first = ''] = text.trimStart().split('\n', 1)
  return /[,;\t]/.exec(first.replaceAll(/"[^"]*"/g, ''))?.[0] ?? ','
}

const isFilled = (cells: string[]) => cells.some((cell) => cell.trim() !== '')

const breaksIn = (cells: string[]) => cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)

function readCells(cells: string[], line: number): ImportLine | LineProblem {
  if (!isFilled(cells)) return { kind: 'blank' }
  // A quotation mark after a blank opens nothing, so it would become a part of the name.
  if (cells.some((cell) => cell.trimStart().startsWith('"'))) return { kind: 'quotes', through: line }
  if (cells.some((cell) => isFormula(cell.trimStart()))) return { kind: 'formula' }
  const [first = '', ssoUsername = '', ...others] = cells
  // IDs are lower case here, whatever other programs make of them.
  const id = first.trim().toLowerCase()
  const isUserId = ImportLine.shape.id.safeParse(id).success
  if (line === 1 && !isUserId) return { kind: 'heading' }
  if (cells.length === 1 || others.length > 0) return { kind: 'columns', count: cells.length }
  if (!isUserId) return { kind: 'no-id' }
  if (ssoUsername === '') return { kind: 'no-sso-username' }
  const read = ImportLine.safeParse({ line, id, ssoUsername })
  return read.success
    ? read.data
    : { kind: 'unusable-sso-username', reason: read.error.issues[0]?.message ?? 'it cannot be read' }
}
