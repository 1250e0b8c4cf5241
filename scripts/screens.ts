/** `npm run screens`: a picture of every screen and dialog into `screens/`, light and dark, 1440 and 320 wide. */
import { mkdirSync, rmSync } from 'node:fs'
import { chromium, type Page } from '@playwright/test'
import { STATES } from '../src/rehearsal/states/catalogue.ts'
import { linkTo, slugOf, type State } from '../src/rehearsal/states/state.ts'
import { CHROMIUM_ARGS, fetchChromium } from './chromium.ts'
import { serveDemo } from './demoServer.ts'

const FOLDER = 'screens'
/** The same moment each time, so that two runs differ only where the console does. */
const NOW = '2027-03-01T16:30:00.000Z'

const { port, server } = await serveDemo({ port: 0, hostname: '127.0.0.1', root: 'dist-demo' })
const browser = await chromium.launch({ executablePath: fetchChromium(), args: CHROMIUM_ARGS })
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER)

async function take(page: Page, state: State, suffix: string): Promise<void> {
  await page.goto(`http://localhost:${port}${linkTo(state, NOW)}`)
  await page.getByRole('heading', { name: state.heading }).first().waitFor()
  for (const text of state.shows) await page.getByText(text).filter({ visible: true }).first().waitFor()
  await page.waitForLoadState('networkidle')
  const file = `${FOLDER}/${slugOf(state)}-${suffix}.png`
  // An overlay covers the window; a screen is shown whole, with what is pinned to the window's edges in its place.
  const isOverlay = await page.locator('[role$="dialog"], [role="listbox"]').first().isVisible()
  if (!isOverlay) {
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: Math.max(height, 600) })
  }
  await page.screenshot({ path: file, animations: 'disabled' })
}

for (const width of [1440, 320])
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width, height: width === 320 ? 800 : 900 }
    // One tab for all: in a new one the console would be compiled anew.
    const page = await browser.newPage({ colorScheme, reducedMotion: 'reduce' })
    for (const state of STATES) {
      await page.setViewportSize(viewport)
      await take(page, state, `${colorScheme}-${width}`)
      await page.evaluate(() => sessionStorage.clear())
    }
    await page.close()
  }

console.log(`${STATES.length * 4} pictures in ${FOLDER}/`)
await browser.close()
server.close()
