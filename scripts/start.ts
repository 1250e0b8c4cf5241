/** `npm start`: builds the console that this installation needs where that is missing or old, then runs the server. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { openInstallation } from '../server/installation.ts'

const { kind, database } = await openInstallation()
await database.close()
const mode = kind === 'real' ? 'real' : 'rehearsal'
const page = kind === 'real' ? 'dist/index.html' : 'dist-rehearsal/index.html'

/** What a build is made of; a newer one of these makes it old. */
const SOURCES = [
  'index.html',
  'vite.config.ts',
  'package-lock.json',
  'public/**/*',
  'scripts/*.ts',
  'src/**/*.{ts,tsx,css}',
]

const modified = (file: string) => statSync(file).mtimeMs
const isOld = !existsSync(page) || globSync(SOURCES).some((file) => modified(file) > modified(page))
if (isOld) {
  console.error('Building the console…')
  execFileSync('vite', ['build', '--mode', mode, '--logLevel', 'warn'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
await import('../server/main.ts')
