import * as z from 'zod/mini'
import { download } from '../download.ts'
import { LONG_PATIENCE, send } from '../http.ts'

/** What a list is asked, as its address has it; what is undefined is not asked. */
export type Asked = Record<string, string | undefined>

/** `path` with what is asked behind it. */
export const asking = (path: `/${string}`, asked: Asked): `/${string}` =>
  `${path}?${new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString()}`

/** Asks a list for its CSV file and hands that to the browser as `fileName`. */
export async function downloadList(path: `/${string}`, asked: Asked, fileName: string): Promise<void> {
  const file = await send('GET', asking(path, asked), z.string(), undefined, LONG_PATIENCE)
  // Reading the answer as text has taken the mark from its beginning by which spreadsheets know UTF-8.
  download(fileName, 'text/csv', `\uFEFF${file}`)
}
