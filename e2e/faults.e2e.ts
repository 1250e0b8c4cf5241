import type { Page } from '@playwright/test'
import {
  choose,
  CUSTOMER_INFO,
  demoId,
  demoKey,
  expect,
  EXPIRY,
  keyOnScreen,
  ownKey,
  readUser,
  save,
  signIn,
  test,
} from './test.ts'

const saveButton = (page: Page) => page.getByRole('button', { name: 'Save' })
const locale = (page: Page) => page.getByRole('button', { name: 'Default Email Locale' })

test(
  'a Save that is never answered gives up after a while and can be repeated',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await page.clock.install()
    await open(CUSTOMER_INFO, { scenario: 'save-hangs' })
    await choose(page, 'Default Email Locale', 'French (France)')
    const sent = page.waitForRequest((request) => request.method() === 'PUT')
    await saveButton(page).click()
    await sent
    await page.clock.fastForward(16_000)
    await expect(
      page.getByText('The server did not answer in time. You can try again; nothing is done twice.'),
    ).toBeVisible()
    await expect(locale(page)).toContainText('French (France)')
    await save(page)
  },
)

test(
  'without a connection no act changes anything, and its dialog stays open and says why',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open(CUSTOMER_INFO, { scenario: 'offline' })
    const question = page.getByRole('alertdialog', { name: /\?$/ })
    for (const [button, act] of [
      ['Reset', 'Reset'],
      ['Remove', 'Remove'],
      ['Remove all API keys', 'Remove All'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click()
      await question.getByRole('button', { name: act }).click()
      await expect(question).toContainText('The server cannot be reached. Check your connection and try again.')
      await question.getByRole('button', { name: 'Cancel' }).click()
      await expect(question).toBeHidden()
      await expect(ownKey(page)).toContainText('Active')
      expect(await readUser(page, demoKey('main.admin'), demoId('main.admin'))).toMatchObject({ status: 200 })
    }
  },
)

test('an act that fails stays open, and a second press succeeds', async ({ page, open }) => {
  await open(`${CUSTOMER_INFO}?dialog=reset`, { scenario: 'reset-fails' })
  const question = page.getByRole('alertdialog', { name: 'Reset your API key?' })
  await question.getByRole('button', { name: 'Reset' }).click()
  await expect(question.getByRole('alert')).toContainText('Reset was not confirmed')
  expect(await readUser(page, demoKey('main.admin'), demoId('main.admin'))).toMatchObject({ status: 200 })
  await question.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByText('API key reset')).toBeVisible()
  await expect(question).toBeHidden()
  expect(await readUser(page, demoKey('main.admin'), demoId('main.admin'))).toMatchObject({ status: 401 })
})

test('when another administrator saved meanwhile, both sets of edits survive', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'conflict' })
  await choose(page, 'Default Email Locale', 'French (France)')
  await saveButton(page).click()
  const conflict = page.getByRole('status').filter({ hasText: 'Somebody else changed these settings' })
  await expect(conflict).toContainText(/Tomás Okafor saved on .* while you were editing/)
  await conflict.getByRole('button', { name: 'Load their changes and keep mine' }).click()
  await save(page)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Time Zone' })).toContainText('Pacific')
  await expect(locale(page)).toContainText('French (France)')
})

test('leaving with unsaved changes asks first, by the Main Menu, by Back and by signing out', async ({
  page,
  open,
}) => {
  await open('/', { scenario: 'key-expired' })
  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  for (const [leave, arrived] of [
    [() => leaveByMenu(page), 'Home'],
    [() => page.goBack(), 'Home'],
    [() => signOut(page), 'Latchkey'],
  ] as const) {
    await page.getByRole('link', { name: 'Open API Key Settings' }).click()
    await expect(locale(page)).toContainText('English (United States)')
    await choose(page, 'Default Email Locale', 'French (France)')
    await leave()
    await expect(question).toContainText('Your change is not saved and will be lost.')
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(question).toBeHidden()
    await expect(page).toHaveURL(CUSTOMER_INFO)
    await expect(locale(page)).toContainText('French (France)')
    await expect(page.getByText('1 unsaved change')).toBeVisible()

    await leave()
    await question.getByRole('button', { name: 'Leave' }).click()
    await expect(page.getByRole('heading', { name: arrived, level: 1 })).toBeVisible()
  }
  await signIn(page)
  await page.getByRole('link', { name: 'Open API Key Settings' }).click()
  await expect(locale(page)).toContainText('English (United States)')
})

async function leaveByMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await page.getByRole('link', { name: 'Home' }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'User menu' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
}

test('a session that ends during Save leads to the sign-in page and back to the edits', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'session-ends' })
  await choose(page, 'Default Email Locale', 'French (France)')
  await choose(page, EXPIRY, '1 year')
  await saveButton(page).click()
  await expect(page.getByRole('heading', { name: 'Sign in to go on' })).toBeVisible()
  await signIn(page)
  await expect(page).toHaveURL(CUSTOMER_INFO)
  await expect(locale(page)).toContainText('French (France)')
  await expect(page.getByRole('button', { name: EXPIRY })).toContainText('1 year')
  await expect(page.getByText('2 unsaved changes')).toBeVisible()
  await save(page)
})

test('edits of one whose session ended come back also by way of the identity provider', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'sso-session-ends' })
  await choose(page, 'Default Email Locale', 'French (France)')
  await saveButton(page).click()
  await page.getByRole('button', { name: 'Sign in through your identity provider' }).click()
  await page
    .getByRole('radiogroup')
    .getByText(/^Mara Lindqvist/)
    .click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(CUSTOMER_INFO)
  await expect(locale(page)).toContainText('French (France)')
  await expect(page.getByText('1 unsaved change')).toBeVisible()
  await save(page)
})

test('edits of one whose session ended are not shown to another who signs in', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'session-ends' })
  await choose(page, 'Default Email Locale', 'French (France)')
  await saveButton(page).click()
  await expect(page.getByRole('heading', { name: 'Sign in to go on' })).toBeVisible()
  await signIn(page, 'second.admin')
  await expect(locale(page)).toContainText('English (United States)')
  await expect(saveButton(page)).toBeDisabled()
})

test('a link that cannot be followed says what is wrong with it and opens what it can', async ({ page }) => {
  await page.goto('/?scenario=nonsense&as=mallory&now=yesterday')
  const problem = page.getByRole('status').filter({ hasText: 'This link could not be followed as written' })
  for (const says of [
    'There is no scenario “nonsense”.',
    'There is nobody called “mallory” in the demo organisation.',
    '“yesterday” is not an instant between 2000 and 2100',
  ])
    await expect(problem).toContainText(says)
  await expect(page).toHaveURL('/sign-in')
  await problem.getByRole('button', { name: 'Dismiss' }).click()
  await expect(problem).toBeHidden()
  await signIn(page)
  await expect(page.getByRole('heading', { name: 'Nothing needs your attention' })).toBeVisible()
})

test('a page that cannot be loaded says so, and Try again shows it when the server is back', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'load-fails' })
  const failure = page.getByRole('heading', { name: 'This page cannot be shown' })
  await expect(failure).toBeVisible()
  await expect(page.getByRole('main')).toContainText('The server could not answer.')
  const answered = page.waitForResponse(/\/api\/customer-info$/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await answered
  await expect(failure).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Customer Info', level: 1 })).toBeVisible()
})

test('a slow server is waited for with a skeleton in place of the page', async ({ page }) => {
  await page.goto(`${CUSTOMER_INFO}?scenario=slow`)
  await expect(page.getByRole('status', { name: 'Loading' }).first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Customer Info', level: 1 })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
})

test('a dialog whose act is under way cannot be escaped from', async ({ page, open }) => {
  await open(`${CUSTOMER_INFO}?dialog=reset`)
  const question = page.getByRole('alertdialog', { name: 'Reset your API key?' })
  const cancel = question.getByRole('button', { name: 'Cancel' })
  const letGo = await holdBack(page, '/api/own-key/reset')
  await question.getByRole('button', { name: 'Reset' }).click()
  await expect(cancel).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(question).toBeVisible()
  await expect(cancel).toBeDisabled()
  await letGo()
  await expect(page.getByText('API key reset')).toBeVisible()
  await expect(question).toBeHidden()
})

/** Keeps calls to `path` in the page until the returned function lets them go: a server that is as slow as the test needs. */
async function holdBack(page: Page, path: string): Promise<() => Promise<void>> {
  const release = await page.evaluateHandle((path) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { fetch } = window
    window.fetch = async (input, init) => {
      if (new URL(new Request(input).url).pathname === path) await promise
      return fetch(input, init)
    }
    return resolve
  }, path)
  return () => release.evaluate((resolve) => resolve())
}

// A server holds one rehearsal for everybody; in the browser each tab has its own.
test('two tabs rehearse apart from each other', { tag: '@browser' }, async ({ page, open, context }) => {
  await open(CUSTOMER_INFO)
  const other = await context.newPage()
  await other.goto(`${CUSTOMER_INFO}?scenario=no-key`)
  await ownKey(other).getByRole('button', { name: 'Generate API Key' }).click()
  const key = await keyOnScreen(other)

  await expect(ownKey(page)).toContainText('10 days ago')
  expect(await readUser(page, key, demoId('main.admin'))).toMatchObject({ status: 401 })
  expect(await readUser(page, demoKey('main.admin'), demoId('main.admin'))).toMatchObject({ status: 200 })
  await page.reload()
  await expect(ownKey(page)).toContainText('10 days ago')
  await other.reload()
  await expect(ownKey(other)).toContainText('just now')
})

test(
  'a reload goes on with what was done, and opening the link again starts over',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open(`${CUSTOMER_INFO}?dialog=remove`)
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    const generate = ownKey(page).getByRole('button', { name: 'Generate API Key' })
    await expect(generate).toBeVisible()
    await page.reload()
    await expect(generate).toBeVisible()
    await open(CUSTOMER_INFO)
    await expect(ownKey(page)).toContainText('Active')
  },
)

test('names that look like code are text and nothing else', async ({ page, open }) => {
  let ran = false
  page.on('dialog', (dialog) => {
    ran = true
    void dialog.dismiss()
  })
  await open(CUSTOMER_INFO, { scenario: 'long-names' })
  await expect(page.getByRole('definition').filter({ hasText: '<b onclick="alert(1)">Northwind</b>' })).toBeVisible()
  await page.getByRole('button', { name: /^User menu, .*<script>alert\(1\)<\/script>$/ }).click()
  await expect(
    page.getByRole('dialog', { name: 'User menu' }).getByText('<script>alert(1)</script>').first(),
  ).toBeVisible()
  expect(await page.locator('b[onclick]').count()).toBe(0)
  expect(ran).toBe(false)
})
