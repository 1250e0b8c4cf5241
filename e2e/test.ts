import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base, type BrowserContext, type Locator, type Page } from '@playwright/test'
import type { DemoUser } from '../src/rehearsal/organisation.ts'
import type { ScenarioName } from '../src/rehearsal/scenarios.ts'
import { startPostgres } from '../scripts/postgres.ts'
import { bareEnvironment, startServer } from '../scripts/startServer.ts'

export interface Opening {
  scenario?: ScenarioName
  as?: DemoUser | 'nobody'
  /** ISO instant the rehearsal clock starts from. */
  now?: string
}

/**
 * What serves the backend: a worker in the page; a server with SQLite and the demo organisation; or a server with
 * PostgreSQL, the real build and an organisation made by `npm run setup`.
 */
export type BackendHost = 'browser' | 'node' | 'postgres'

interface WorkerFixtures {
  host: BackendHost
  /** What the server, and a command beside it, has for its environment; empty where there is none. */
  environment: Record<string, string>
  /** Where the console is. Each worker has a server of its own, with data of its own. */
  origin: string
  /** The browser that all tests of a worker share. Its first page is the tab that they use one after the other. */
  sharedContext: BrowserContext
}

interface Fixtures {
  /** Opens `path` in a scenario, signed in as the main administrator unless `as` says otherwise. */
  open(path: string, opening?: Opening): Promise<void>
}

/** The one fixture, and a page on which an unexpected word in the console fails the test. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  host: ['browser', { option: true, scope: 'worker' }],
  environment: [
    async ({ host }, provide) => {
      if (host === 'browser') return provide({})
      const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-e2e-'))
      const postgres = host === 'postgres' ? await startPostgres() : null
      const environment = {
        DATA_DIR: dataDir,
        LOG_LEVEL: 'debug',
        ...(postgres && { DATABASE_URL: await postgres.createDatabase() }),
      }
      if (postgres)
        execFileSync('node', ['server/commands/setup.ts'], { env: { ...bareEnvironment(), ...environment, ...SETUP } })
      await provide(environment)
      await postgres?.close()
      rmSync(dataDir, { recursive: true })
    },
    { scope: 'worker' },
  ],
  origin: [
    async ({ host, environment }, provide, { workerIndex, project }) => {
      if (host === 'browser') return provide(project.use.baseURL ?? '')
      // A later test searches it for secrets.
      const log = createWriteStream(`test-results/server-${workerIndex}.log`)
      const server = await startServer(environment, (chunk) => log.write(chunk))
      await provide(server.origin)
      await server.stop()
      log.end()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ origin }, provide) => provide(origin),
  sharedContext: [
    async ({ browser, origin }, provide, { project }) => {
      const { viewport = null } = project.use
      const context = await browser.newContext({ baseURL: origin, viewport, reducedMotion: 'reduce' })
      await provide(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  // The same browser and tab again, emptied after each test: in a new one every load compiles the console anew, which
  // takes twice as long (decision 83).
  context: async ({ browser, sharedContext, userAgent }, provide) => {
    // A browser of another name is another browser.
    if (userAgent !== undefined) {
      const context = await browser.newContext()
      await provide(context)
      return context.close()
    }
    await provide(sharedContext)
    for (const page of sharedContext.pages().slice(1)) await page.close()
    await sharedContext.clearCookies()
    await sharedContext.clearPermissions()
  },
  page: async ({ context, viewport }, provide) => {
    const page = context.pages()[0] ?? (await context.newPage())
    const noise: string[] = []
    page.on('console', (message) => {
      // The browser's own line for a status the test expects; its text names no more than that status.
      if (message.type() === 'error' && message.text().startsWith('Failed to load resource')) return
      if (message.type() === 'error' || message.type() === 'warning') noise.push(message.text())
    })
    page.on('pageerror', (error) => noise.push(String(error)))
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url())
      if (protocol.startsWith('http') && !/(^|\.)localhost$/.test(hostname))
        noise.push(`A request left the origin: ${request.url()}`)
    })
    await provide(page)
    page.removeAllListeners()
    expect(noise).toEqual([])
    if (page.isClosed()) return
    await page.evaluate(() => {
      sessionStorage.clear()
      localStorage.clear()
    })
    await page.emulateMedia({ colorScheme: null, forcedColors: null })
    if (viewport) await page.setViewportSize(viewport)
  },
  open: async ({ page }, provide) => {
    await provide(async (path, { scenario = 'default', as, now } = {}) => {
      const parameters = new URLSearchParams({ scenario, ...(as && { as }), ...(now && { now }) })
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}${parameters}`)
      // The console appears when the scenario is there: whatever comes next meets its data.
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
    })
  },
})

export { expect }

/** What `npm run setup` is told: the demo organisation's main administrator, who signs in alike everywhere. */
const SETUP = {
  LATCHKEY_ORGANISATION: 'Northwind Studio',
  LATCHKEY_DOMAIN: 'northwind',
  LATCHKEY_TIME_ZONE: 'America/Denver',
  LATCHKEY_FIRST_NAME: 'Mara',
  LATCHKEY_LAST_NAME: 'Lindqvist',
  LATCHKEY_EMAIL: 'main.admin@northwind.example',
  LATCHKEY_PASSWORD: 'quiet-Harbor-7',
}

export const PASSWORD = 'quiet-Harbor-7'
export const CUSTOMER_INFO = '/setup/system/customer-info'

// The demo organisation makes its keys and IDs from names, so that they are the same each time.
const digits = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)
export const demoKey = (user: DemoUser): string => digits(`demo key of ${user}@northwind.example`)
export const demoId = (user: DemoUser): string => digits(`northwind user ${user}`)

export async function signIn(page: Page, user: DemoUser = 'main.admin'): Promise<void> {
  await page.getByLabel('Username').fill(`${user}@northwind.example`)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Log In' }).click()
}

/** Signs in at the sign-in page and walks the menus to Customer Info (K1, K2). */
export async function signInToCustomerInfo(page: Page): Promise<void> {
  await signIn(page)
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await page.getByRole('link', { name: 'Setup' }).click()
  const panel = page.getByRole('navigation', { name: 'Setup' })
  await panel.getByRole('button', { name: 'System' }).click()
  await panel.getByRole('link', { name: 'Customer Info' }).click()
  await expect(page.getByRole('heading', { name: 'Customer Info', level: 1 })).toBeVisible()
}

/** **Your User's API Key**: value, buttons and dates. */
export const ownKey = (page: Page) => page.getByRole('group', { name: /^Your User['’]s API Key$/ })

/** The key that stands in full on Customer Info. */
export async function keyOnScreen(page: Page): Promise<string> {
  const value = ownKey(page).getByRole('code')
  await expect(value).toHaveText(/^[a-z0-9]{32}$/)
  return value.innerText()
}

/** Chooses in one of the form's drop-downs. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click()
  await chooseOption(page, option)
}

/**
 * Chooses in the list that has just opened, by keyboard, as `find` does: reaching an option with the mouse may scroll the
 * page, and the list closes then.
 */
export async function chooseOption(page: Page, name: string): Promise<void> {
  await expect(page.locator('[role="listbox"]:focus, [role="option"]:focus')).toHaveCount(1)
  await page.keyboard.press('Home')
  const option = page.getByRole('option', { name, exact: true })
  for (let presses = 0; presses < 100 && !(await isFocused(option)); presses++) await page.keyboard.press('ArrowDown')
  await expect(option).toBeFocused()
  await page.keyboard.press('Enter')
}

/** Adds a mapping in the open panel of mappings, and chooses its attribute. */
export async function addMapping(page: Page, attribute: string): Promise<void> {
  const panel = page.getByRole('group', { name: 'Map User Attributes', exact: true })
  await panel.getByRole('button', { name: 'Add Mapping' }).click()
  await expect(panel.getByRole('button', { name: /Workfront User Attribute/ }).last()).toBeFocused()
  await page.keyboard.press('Enter')
  await chooseOption(page, attribute)
}

/** Closes a dialog or list with Escape, once it has the focus: before that it does not hear the key. */
export async function escape(opened: Locator): Promise<void> {
  await expect.poll(() => opened.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  await opened.page().keyboard.press('Escape')
  await expect(opened).toBeHidden()
}

/** Whether the element is there and has the focus now. */
const isFocused = async (element: Locator): Promise<boolean> =>
  (await element.count()) > 0 && element.evaluate((found) => found === document.activeElement)

/**
 * Types into a field with a list and chooses the first item, `found`, by keyboard: reaching the field or an item with
 * the mouse may scroll the page, and a list closes then.
 */
export async function find(field: Locator, text: string, found: string): Promise<void> {
  await field.click()
  await field.fill(text)
  await expect(field.page().getByRole('option').first()).toContainText(found)
  await field.press('ArrowDown')
  await expect(field).toHaveAttribute('aria-activedescendant', /./)
  await field.press('Enter')
}

export const EXPIRY = 'After creation, API keys expire in'
export const REMOVAL = "Remove API key when a user's password expires"

/** Saves the form and waits until the page says so. */
export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Customer Info saved')).toBeVisible()
}

/** Moves the rehearsal clock in the user menu. */
export async function moveClock(
  page: Page,
  move: '+1 week' | '+1 month' | 'To the next expiry' | 'To the next weekend',
): Promise<void> {
  await page.getByRole('button', { name: 'User menu' }).click()
  const menu = page.getByRole('dialog', { name: 'User menu' })
  const moved = page.waitForResponse(/\/rehearsal\/clock$/)
  await menu.getByRole('button', { name: move }).click()
  await moved
  await escape(menu)
}

/** What an integration gets when it reads a user with `key`: status and body. */
export function readUser(page: Page, key: string, userId: string): Promise<{ status: number; body: unknown }> {
  return page.evaluate(
    async ([key, id]) => {
      const response = await fetch(`/attask/api/v15.0/user/${id}?apiKey=${key}`)
      return { status: response.status, body: (await response.json()) as unknown }
    },
    [key, userId] as const,
  )
}

/** The one answer to every key that opens nothing. */
export const REFUSED = {
  status: 401,
  body: {
    error: { class: 'com.attask.common.AuthenticationException', message: 'You are not currently logged in' },
  },
}
