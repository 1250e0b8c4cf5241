import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Chromium without its windows, which draws the same pages for a sixth less. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** Path of a browser to test with: `CHROMIUM_PATH`, Debian's headless shell, Playwright's own, or the system's. */
function findChromium(): string | undefined {
  const paths = [process.env['CHROMIUM_PATH'], HEADLESS_SHELL, chromium.executablePath(), ...SYSTEM]
  return paths.find((path) => path && existsSync(path))
}

/** As `findChromium`, but where there is none installs one: Debian's package, else Playwright's build. */
export function fetchChromium(): string {
  const attempts: [command: string, args: string[]][] = [
    ['apt-get', ['update']],
    ['apt-get', ['install', '--yes', '--no-install-recommends', 'chromium-headless-shell']],
    ['playwright', ['install', '--with-deps', 'chromium']],
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
