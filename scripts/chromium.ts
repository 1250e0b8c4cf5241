import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** Path of a browser to test with: `CHROMIUM_PATH`, Playwright's own, or the system's. */
function findChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'], chromium.executablePath(), ...SYSTEM].find((path) => path && existsSync(path))
}

/** As `findChromium`, but where there is none installs one: Playwright's build, else Debian's package. */
export function fetchChromium(): string {
  const attempts: [command: string, args: string[]][] = [
    ['playwright', ['install', '--with-deps', 'chromium']],
    ['apt-get', ['update']],
    ['apt-get', ['install', '--yes', 'chromium']],
  ]
  for (const [command, args] of attempts) {
    const found = findChromium()
    if (found) return found
    console.log(`There is no Chromium here: trying ${command} ${args.join(' ')}`)
    try {
      execFileSync(command, args, { stdio: 'inherit' })
    } catch {
      // The next attempt may do better; if none does, the sentence below says what to do.
    }
  }
  const found = findChromium()
  if (!found) throw new Error('No Chromium could be found or installed. Set CHROMIUM_PATH to one.')
  return found
}

/**
 * Chromium refuses its sandbox to root. Without a graphics card, drawing by an emulated one takes longer than drawing
 * by itself. The rest keeps it from calling home, which a closed network would report.
 */
export const CHROMIUM_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
