import { MARA } from './state.ts'

const NOAH = '93fcfde5ea0db53b3bdd0f42e867f5e9'
const ROSA = 'a78ed4c999045c43c9db8f2c464ff81d'

/** Files that a link can choose on a screen that takes one. */
const FILES = {
  'users-with-problems': {
    name: 'users.csv',
    text: `User ID,SSO username\n${NOAH},${'noah.'.repeat(50)}\n${ROSA},\n`,
  },
  'users-main-administrator': { name: 'users.csv', text: `${MARA},mara.lindqvist` },
  'users-as-workbook': { name: 'users.xlsx', text: 'PK\u0003\u0004' },
  'not-a-certificate': { name: 'notes.pem', text: 'Ask for the certificate on Monday' },
} as const

type FileName = keyof typeof FILES

const PREFIX = 'file:'

/** The entry of a link's `press` that chooses a file. */
export const choose = (name: FileName): string => PREFIX + name

/** The file that an entry of a link's `press` chooses; undefined if it names a control or no file of ours. */
export function fileChosenBy(press: string): { name: string; text: string } | undefined {
  const name = press.slice(PREFIX.length)
  // The keys of a literal are exactly its names.
  return press.startsWith(PREFIX) && Object.hasOwn(FILES, name) ? FILES[name as FileName] : undefined
}
