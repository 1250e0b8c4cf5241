/**
 * `npm run bench`: ratios within one run, because machines differ from hour to hour. Medians of five.
 * - Customer Info with 5,000 users against ten, and Remove All there.
 * - How long an interaction takes to be seen, on a slow machine.
 * - A first visit to Customer Info against a bare page of the same Spectrum parts, on a slow phone and network.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { build } from 'vite'
import { CHROMIUM_ARGS, fetchChromium } from './chromium.ts'
import { serveDemo } from './demoServer.ts'
import { precompress } from './precompress.ts'
import { spectrum } from './spectrum.ts'

const RUNS = 5
const CUSTOMER_INFO = '/setup/system/customer-info'

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
const milliseconds = (value: number) => `${Math.round(value)} ms`

/** Milliseconds from asking for `url` until `name` can be pressed. */
async function untilUsable(page: Page, url: string, name: string): Promise<number> {
  const started = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.getByRole('button', { name, exact: true }).waitFor()
  return performance.now() - started
}

/** Customer Info opened again and again in two tabs, one for each scenario, in turn. */
async function measureScale(browser: Browser, origin: string): Promise<void> {
  const tabs: { page: Page; times: number[] }[] = []
  for (const scenario of ['default', 'many-users']) {
    const page = await browser.newPage()
    await untilUsable(page, `${origin}${CUSTOMER_INFO}?scenario=${scenario}`, 'Remove all API keys')
    tabs.push({ page, times: [] })
  }
  for (let run = 0; run < RUNS; run++)
    for (const { page, times } of tabs)
      times.push(await untilUsable(page, `${origin}${CUSTOMER_INFO}`, 'Remove all API keys'))
  const [few, many] = tabs.map(({ times }) => median(times)) as [number, number]
  console.log(
    `Customer Info, 5,000 users against ten: ${milliseconds(many)} / ${milliseconds(few)} = ${(many / few).toFixed(2)} (limit 1.20)`,
  )

  const removals: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const page = await browser.newPage()
    await page.goto(`${origin}${CUSTOMER_INFO}?scenario=many-users&dialog=remove-all`)
    await page.getByText('5,006 users').waitFor()
    const started = performance.now()
    await page.getByRole('button', { name: 'Remove All', exact: true }).click()
    await page.getByText('5,006 API keys removed').waitFor()
    removals.push(performance.now() - started)
    await page.close()
  }
  console.log(`Remove All of 5,006 keys, from the click to the word: ${milliseconds(median(removals))} (limit 1000 ms)`)
  await Promise.all(tabs.map(({ page }) => page.close()))
}

/** A new browser each time, so that nothing is cached: CPU 4 times slower, 1.6 Mbit/s, 150 ms. */
async function firstVisit(executablePath: string, url: string, name: string): Promise<number> {
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
  try {
    const page = await browser.newPage()
    const devTools = await page.context().newCDPSession(page)
    const bytesPerSecond = (1.6 * 1_000_000) / 8
    await devTools.send('Network.enable')
    await devTools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    })
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    return await untilUsable(page, url, name)
  } finally {
    await browser.close()
  }
}

async function measureFirstVisit(executablePath: string, origin: string): Promise<void> {
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
    times.bare.push(await firstVisit(executablePath, `http://localhost:${bare.port}/`, 'Save'))
    times.console.push(
      await firstVisit(executablePath, `${origin}${CUSTOMER_INFO}?scenario=default`, 'Remove all API keys'),
    )
  }
  bare.server.close()
  rmSync(folder, { recursive: true })
  const [ours, theirs] = [median(times.console), median(times.bare)]
  console.log(
    `First visit, console with its backend in the page against a bare page: ${milliseconds(ours)} / ${milliseconds(theirs)} = ${(ours / theirs).toFixed(2)}`,
  )
}

/** The slowest of the interactions a visitor makes on Customer Info, four times slowed: input to next paint. */
async function measureInteraction(browser: Browser, origin: string): Promise<void> {
  const page = await browser.newPage()
  await untilUsable(page, `${origin}${CUSTOMER_INFO}?scenario=default`, 'Remove all API keys')
  await page.waitForLoadState('networkidle')
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.evaluate(() => {
    const slowest = { duration: 0 }
    Object.assign(globalThis, { slowest })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) slowest.duration = Math.max(slowest.duration, duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
  })
  const figures: string[] = []
  for (const opener of ['Reset', 'Remove', 'Remove all API keys', 'Help for Customer Info', 'Main Menu', /expire in/]) {
    await page.evaluate(() => ((globalThis as unknown as Slowest).slowest.duration = 0))
    await page.getByRole('button', { name: opener, exact: true }).click()
    await page.locator('[role$="dialog"], [role="listbox"]').first().waitFor()
    // The entry of an interaction is handed out after the frame that shows it.
    await page.waitForFunction(() => (globalThis as unknown as Slowest).slowest.duration > 0)
    figures.push(
      `${String(opener)} ${await page.evaluate(() => (globalThis as unknown as Slowest).slowest.duration)} ms`,
    )
    await page.keyboard.press('Escape')
    await page.locator('[role$="dialog"], [role="listbox"]').first().waitFor({ state: 'detached' })
  }
  console.log(`Input to next paint, CPU four times slower (limit 100 ms): ${figures.join(', ')}`)
  await page.close()
}

interface Slowest {
  slowest: { duration: number }
}

const executablePath = fetchChromium()
const demo = await serveDemo({ port: 0, hostname: '127.0.0.1', root: 'dist-demo' })
const origin = `http://localhost:${demo.port}`
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
await measureScale(browser, origin)
await measureInteraction(browser, origin)
await browser.close()
await measureFirstVisit(executablePath, origin)
demo.server.close()
