import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { build } from 'vite'
import { signIn } from './benchServer.ts'
import { CHROMIUM_ARGS, fetchChromium } from './chromium.ts'
import { serveDemo } from './demoServer.ts'
import { median, milliseconds, report } from './figures.ts'
import { precompress } from './precompress.ts'
import { spectrum } from './spectrum.ts'
import type { RunningServer } from './startServer.ts'

const RUNS = 5
const SCREENS = {
  Home: { path: '/', shows: 'Needs your attention' },
  'Customer Info': { path: '/setup/system/customer-info', shows: 'API Key Settings' },
  'Single Sign-On (SSO)': { path: '/setup/system/single-sign-on', shows: 'SSO configuration' },
  'Update Users For SSO': { path: '/setup/system/update-users-for-sso', shows: 'File' },
  Authentication: { path: '/setup/system/authentication', shows: 'Password policies' },
  'Audit Logs': { path: '/setup/change-tracking/audit-logs', shows: 'Records' },
  Users: { path: '/users', shows: /^[\d,]+ users?$/ },
  'Users whose name is searched': { path: '/users?search=ines', shows: '1 user' },
  'Users whose key was never used': { path: '/users?keys=never-used', shows: /^[\d,]+ users?$/ },
}
const CUSTOMER_INFO = SCREENS['Customer Info']

/** Milliseconds from asking for `url` until `heading` stands there. */
async function untilUsable(page: Page, url: string, heading: string | RegExp): Promise<number> {
  const started = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.getByRole('heading', { name: heading, exact: true }).waitFor()
  return performance.now() - started
}

/** As the main administrator, without having been here before. */
async function enter(context: BrowserContext, { origin }: RunningServer, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: origin }])
}

/** Every screen opened again and again in two tabs, one for each size of organisation, in turn. */
async function measureScale(browser: Browser, few: RunningServer, many: RunningServer): Promise<void> {
  const tabs: { page: Page; origin: string }[] = []
  for (const server of [few, many]) {
    const context = await browser.newContext()
    await enter(context, server, (await signIn(server)).cookie())
    tabs.push({ page: await context.newPage(), origin: server.origin })
  }
  for (const [name, { path, shows }] of Object.entries(SCREENS)) {
    const times: number[][] = [[], []]
    for (let run = 0; run <= RUNS; run++)
      for (const [tab, { page, origin }] of tabs.entries()) {
        const time = await untilUsable(page, origin + path, shows)
        // The first visit fills the cache.
        if (run > 0) times[tab]?.push(time)
      }
    const [little, much] = times.map(median) as [number, number]
    report(
      `${name}, 100,000 users against ten`,
      `${milliseconds(much)} / ${milliseconds(little)} = ${(much / little).toFixed(2)}`,
      'at most 1.20',
      much / little <= 1.2,
    )
  }
  await Promise.all(tabs.map(({ page }) => page.context().close()))
}

/** A new browser each time, so that nothing is cached: CPU 4 times slower, 1.6 Mbit/s, 150 ms. */
async function firstVisit(
  executablePath: string,
  url: string,
  heading: string,
  prepare: (context: BrowserContext) => Promise<void>,
): Promise<number> {
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
  try {
    const context = await browser.newContext()
    await prepare(context)
    const page = await context.newPage()
    const devTools = await context.newCDPSession(page)
    const bytesPerSecond = (1.6 * 1_000_000) / 8
    await devTools.send('Network.enable')
    await devTools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    })
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    return await untilUsable(page, url, heading)
  } finally {
    await browser.close()
  }
}

async function measureFirstVisit(executablePath: string, server: RunningServer): Promise<void> {
  const cookie = (await signIn(server)).cookie()
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bare-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: 'scripts/bare',
    plugins: [spectrum(), precompress()],
    build: {
      outDir: folder,
      target: 'es2022',
      cssMinify: 'lightningcss',
      cssCodeSplit: false,
      chunkSizeWarningLimit: 1000,
    },
  })
  const bare = await serveDemo({ port: 0, hostname: '127.0.0.1', root: relative(process.cwd(), folder) })
  const times = { bare: [] as number[], console: [] as number[] }
  for (let run = 0; run < RUNS; run++) {
    times.bare.push(await firstVisit(executablePath, `http://localhost:${bare.port}/`, 'Bare', async () => {}))
    times.console.push(
      await firstVisit(executablePath, server.origin + CUSTOMER_INFO.path, CUSTOMER_INFO.shows, (context) =>
        enter(context, server, cookie),
      ),
    )
  }
  bare.server.close()
  rmSync(folder, { recursive: true })
  const [ours, theirs] = [median(times.console), median(times.bare)]
  report(
    'First visit to Customer Info against a bare page of the same parts, slow machine and network',
    `${milliseconds(ours)} / ${milliseconds(theirs)} = ${(ours / theirs).toFixed(2)}`,
    'at most 1.40',
    ours / theirs <= 1.4,
  )
}

/** The slowest of the interactions a visitor makes on Customer Info, four times slowed: input to next paint. */
async function measureInteraction(browser: Browser, server: RunningServer): Promise<void> {
  const context = await browser.newContext()
  await enter(context, server, (await signIn(server)).cookie())
  const page = await context.newPage()
  await untilUsable(page, server.origin + CUSTOMER_INFO.path, CUSTOMER_INFO.shows)
  await page.waitForLoadState('networkidle')
  const devTools = await context.newCDPSession(page)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.evaluate(() => {
    const slowest = { duration: 0 }
    Object.assign(globalThis, { slowest })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) slowest.duration = Math.max(slowest.duration, duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
  })
  const figures: { opener: string; ms: number }[] = []
  for (const opener of ['Reset', 'Remove', 'Remove all API keys', 'Help for Customer Info', 'Main Menu', /expire in/]) {
    await page.evaluate(() => ((globalThis as unknown as Slowest).slowest.duration = 0))
    await page.getByRole('button', { name: opener, exact: true }).click()
    await page.locator('[role$="dialog"], [role="listbox"]').first().waitFor()
    // The entry of an interaction is handed out after the frame that shows it.
    await page.waitForFunction(() => (globalThis as unknown as Slowest).slowest.duration > 0)
    const ms = await page.evaluate(() => (globalThis as unknown as Slowest).slowest.duration)
    figures.push({ opener: String(opener), ms })
    await page.keyboard.press('Escape')
    await page.locator('[role$="dialog"], [role="listbox"]').first().waitFor({ state: 'detached' })
  }
  report(
    'Input to next paint, CPU four times slower',
    figures.map(({ opener, ms }) => `${opener} ${milliseconds(ms)}`).join(', '),
    'at most 100 ms each',
    figures.every(({ ms }) => ms <= 100),
  )
  await context.close()
}

interface Slowest {
  slowest: { duration: number }
}

/** What people wait for in the console, on a small organisation and, where size matters, on a large one. */
export async function benchConsole(few: RunningServer, many: RunningServer): Promise<void> {
  const executablePath = fetchChromium()
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
  await measureScale(browser, few, many)
  await measureInteraction(browser, few)
  await browser.close()
  await measureFirstVisit(executablePath, few)
}
