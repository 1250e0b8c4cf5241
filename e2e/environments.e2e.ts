import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import { bareEnvironment } from '../scripts/startServer.ts'
import {
  CUSTOMER_INFO,
  demoId,
  demoKey,
  expect,
  keyOnScreen,
  moveClock,
  ownKey,
  readUser,
  REFUSED,
  signIn,
  signInToCustomerInfo,
  test,
} from './test.ts'

const ME = demoId('main.admin')
const KEY = demoKey('main.admin')
const WORKS = { status: 200 }
/** A Monday morning in Denver, and how the Saturday after it is written. */
const MONDAY = '2027-03-01T17:30:00.000Z'
const SATURDAY = 'Mar 6, 2027, 12:00 AM MST'
const SSO = '/setup/system/single-sign-on'

const banner = (page: Page) => page.getByRole('complementary', { name: 'Environment' })
const userMenu = (page: Page) => page.getByRole('dialog', { name: 'User menu' })

/** Opens the user menu and presses **Refresh Preview**, then **Refresh**. */
async function refreshPreview(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'User menu' }).click()
  await userMenu(page).getByRole('button', { name: 'Refresh Preview' }).click()
  const question = page.getByRole('alertdialog', { name: 'Refresh Preview?' })
  await expect(question).toContainText('users, passwords, settings of Customer Info and Authentication')
  await question.getByRole('button', { name: 'Refresh', exact: true }).click()
}

test(
  'Preview says on every page that it is Preview and leads to Production, where nothing speaks of a refresh',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open(CUSTOMER_INFO, { scenario: 'preview', now: MONDAY })
    await expect(banner(page)).toContainText('You are viewing Preview.')
    await expect(page.getByRole('banner').getByText('Preview', { exact: true })).toBeVisible()
    await banner(page).getByRole('link', { name: "See what's new." }).click()
    await expect(page.getByRole('heading', { name: 'What the Preview environment is', level: 1 })).toBeVisible()
    await expect(page.getByRole('main')).toContainText(`Next refresh${SATURDAY}`)
    await expect(page.getByRole('main')).toContainText('Last refreshNone yet')

    await banner(page).getByRole('link', { name: 'Go to production' }).click()
    await signInToCustomerInfo(page)
    await expect(page.getByRole('banner').getByText('Production', { exact: true })).toBeVisible()
    await expect(banner(page)).toHaveCount(0)
    for (const act of ['Reset', 'Remove']) {
      await ownKey(page).getByRole('button', { name: act }).click()
      await expect(page.getByRole('alertdialog')).toContainText('stops working at once')
      await expect(page.getByText('weekly refresh')).toHaveCount(0)
      await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    }
  },
)

test('P1: after the weekend the key of Production works in Preview, with its dates, and one goes on working there', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO, { scenario: 'preview-no-key', now: MONDAY })
  await expect(ownKey(page).getByRole('button', { name: 'Generate API Key' })).toBeVisible()
  expect(await readUser(page, KEY, ME)).toEqual(REFUSED)

  await moveClock(page, 'To the next weekend')
  expect(await readUser(page, KEY, ME)).toMatchObject(WORKS)
  await ownKey(page).getByRole('button', { name: 'Show' }).click()
  expect(await keyOnScreen(page)).toBe(KEY)
  // Made ten days before that Monday, for a month.
  await expect(ownKey(page)).toContainText('CreatedFeb 19, 2027, 10:30 AM MST')
  await expect(ownKey(page)).toContainText('ExpiresMar 19, 2027, 10:30 AM MDT')

  await page.reload()
  await expect(ownKey(page).getByRole('button', { name: 'Reset' })).toBeVisible()
  await page.goto(new URL('/help/preview', page.url()).href)
  await expect(page.getByRole('main')).toContainText(`Last refresh${SATURDAY}`)
})

test('P2: keys made in Preview end at the weekend, which is said before, and Production’s works again', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO, { scenario: 'preview', now: MONDAY })
  await expect(page.getByRole('main')).toContainText('The weekly refresh overwrites what you change here')
  await ownKey(page).getByRole('button', { name: 'Reset' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('The weekly refresh overwrites this key')
  await expect(question).toContainText(SATURDAY)
  await question.getByRole('button', { name: 'Reset' }).click()
  const replaced = await keyOnScreen(page)
  expect(await readUser(page, KEY, ME)).toEqual(REFUSED)
  expect(await readUser(page, replaced, ME)).toMatchObject(WORKS)

  await ownKey(page).getByRole('button', { name: 'Remove' }).click()
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(ownKey(page)).toContainText(`Preview is refreshed from Production on ${SATURDAY}`)
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const generated = await keyOnScreen(page)
  expect(await readUser(page, generated, ME)).toMatchObject(WORKS)

  await moveClock(page, 'To the next weekend')
  for (const key of [replaced, generated]) expect(await readUser(page, key, ME)).toEqual(REFUSED)
  expect(await readUser(page, KEY, ME)).toMatchObject(WORKS)
})

test(
  'P1, P2: a refresh asked for in Production ends the sessions of Preview and leaves its single sign-on',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open(SSO, { scenario: 'preview-only-key', now: MONDAY })
    const serviceProvider = page.getByRole('textbox', { name: 'Sign-Out URL' })
    await serviceProvider.fill('https://idp.northwind.example/preview-only')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Single Sign-On (SSO) saved')).toBeVisible()
    expect(await readUser(page, KEY, ME)).toMatchObject(WORKS)

    await banner(page).getByRole('link', { name: 'Go to production' }).click()
    await signIn(page)
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
    await refreshPreview(page)
    await expect(page.getByText('Preview refreshed from Production: 9 users, 5 API keys')).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()

    await page.getByRole('button', { name: 'User menu' }).click()
    await userMenu(page).getByRole('link', { name: 'Go to Preview' }).click()
    await expect(page.getByRole('heading', { name: 'Preview was refreshed from Production' })).toBeVisible()
    expect(await readUser(page, KEY, ME)).toEqual(REFUSED)
    await signIn(page)
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
    await page.goto(new URL(SSO, page.url()).href)
    await expect(serviceProvider).toHaveValue('https://idp.northwind.example/preview-only')
  },
)

// Only a server has a command line.
test('P1, P2: npm run refresh-preview does it while the server runs', async ({ page, open, environment }) => {
  await open(CUSTOMER_INFO, { scenario: 'preview-only-key' })
  expect(await readUser(page, KEY, ME)).toMatchObject(WORKS)
  execFileSync('node', ['server/commands/refreshPreview.ts'], {
    env: { ...bareEnvironment(), ...environment },
    stdio: 'pipe',
  })
  expect(await readUser(page, KEY, ME)).toEqual(REFUSED)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Preview was refreshed from Production' })).toBeVisible()
})

// In the browser host, each tab has a rehearsal of its own.
test('a scenario link on another site asks once, and then opens the scenario where it plays', async ({
  page,
  origin,
}) => {
  const elsewhere = 'http://elsewhere.localhost/'
  const link = `${origin}${CUSTOMER_INFO}?scenario=preview`
  await page.route(elsewhere, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<a href="${link}">Latchkey in Preview</a>` }),
  )
  await page.goto(elsewhere)
  await page.getByRole('link', { name: 'Latchkey in Preview' }).click()
  await expect(page.getByRole('heading', { name: 'Open this scenario?', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Open the scenario' }).click()
  await expect(banner(page)).toContainText('You are viewing Preview.')
  await expect(page.getByRole('heading', { name: 'Customer Info', level: 1 })).toBeVisible()
  await page.unroute(elsewhere)
})
