import type { Page } from '@playwright/test'
import {
  choose,
  CUSTOMER_INFO,
  demoId,
  demoKey,
  escape,
  expect,
  moveClock,
  ownKey,
  PASSWORD,
  readUser,
  REFUSED,
  REMOVAL,
  save,
  test,
} from './test.ts'

const AUTHENTICATION = '/setup/system/authentication'
const RESET = 'Force users to reset their password every'
const NEW = 'lantern-River-9'
const EXPIRED = 'Your password has expired'
const NOT_RIGHT = "That username/password combination wasn't quite right."

const checkbox = (page: Page, name: string) => page.getByRole('checkbox', { name })
const dropDown = (page: Page, name: string) => page.getByRole('button', { name })
const newPassword = (page: Page) => page.getByLabel('New password', { exact: true })
const again = (page: Page) => page.getByLabel('New password again')
/** Not a toast, which is an alert too. */
const refusal = (page: Page) => page.getByRole('alert').filter({ hasText: 'You are not signed in' })
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

async function saveAuthentication(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Authentication saved')).toBeVisible()
}

async function userMenu(page: Page, item: 'Change password' | 'Sign out' | 'Sign out everywhere'): Promise<void> {
  await page.getByRole('button', { name: 'User menu' }).click()
  const menu = page.getByRole('dialog', { name: 'User menu' })
  await menu.getByRole(item === 'Change password' ? 'link' : 'button', { name: item, exact: true }).click()
}

async function logIn(page: Page, password: string, user = 'main.admin'): Promise<void> {
  await page.getByLabel('Username').fill(`${user}@northwind.example`)
  await page.getByLabel('Password', { exact: true }).fill(password)
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Log In' }).click()
  await answered
}

async function typeNew(page: Page, password: string, repeated = password): Promise<void> {
  await newPassword(page).fill(password)
  await again(page).fill(repeated)
}

test('W1: passwords are configured to expire, then do, and are exchanged for new ones at the sign-in page', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO)
  await page.getByRole('link', { name: 'Configure passwords to expire' }).click()
  await expect(heading(page, 'Authentication')).toBeFocused()
  await expect(page.getByRole('navigation', { name: 'Setup' }).getByRole('link')).toHaveText([
    'Customer Info',
    'Single Sign-On (SSO)',
    'Update Users For SSO',
    'Authentication',
  ])
  await expect(checkbox(page, RESET)).not.toBeChecked()
  await expect(dropDown(page, RESET)).toBeDisabled()
  await page.getByText(RESET).click()
  await expect(dropDown(page, RESET)).toContainText('30 days')
  await dropDown(page, RESET).click()
  await expect(page.getByRole('option')).toHaveText(['30 days', '60 days', '90 days', '120 days', '180 days'])
  await escape(page.getByRole('listbox'))
  await expect(page.getByText('No password expires at once.')).toBeVisible()
  await saveAuthentication(page)

  await moveClock(page, '+1 month')
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Your password has expired' })).toBeVisible()
  await userMenu(page, 'Sign out')
  await logIn(page, PASSWORD)
  await expect(page.getByRole('heading', { name: EXPIRED })).toBeVisible()
  await expect(newPassword(page)).toBeFocused()
  await expect(newPassword(page)).toHaveAccessibleDescription(/at least 8 characters.*at least 2 of these/)

  await typeNew(page, NEW, 'lantern-River-8')
  await page.getByRole('button', { name: 'Change and log in' }).click()
  await expect(again(page)).toHaveAccessibleDescription('This is not the same as the new password above')
  for (const [weak, why] of [
    ['Sunshine-2027', 'Add something to this word.'],
    ['lanternriver', 'Use at least 2 of these: lower case, upper case, digits, signs'],
    [PASSWORD, 'Choose a password that differs from the one you have now'],
  ] as const) {
    await typeNew(page, weak)
    await page.getByRole('button', { name: 'Change and log in' }).click()
    await expect(newPassword(page)).toHaveAccessibleDescription(new RegExp(why))
    await expect(newPassword(page)).toHaveValue(weak)
    await expect(newPassword(page)).toBeFocused()
  }
  await typeNew(page, NEW)
  await page.getByRole('button', { name: 'Change and log in' }).click()
  await expect(heading(page, 'Home')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Your API key has expired' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Your password has expired' })).toHaveCount(0)

  await userMenu(page, 'Sign out')
  await logIn(page, PASSWORD)
  await expect(refusal(page)).toContainText(NOT_RIGHT)
  await logIn(page, NEW)
  await expect(heading(page, 'Home')).toBeVisible()
})

test('E6: the policy is switched on, time passes, the key is gone, and a new password brings none back', async ({
  page,
  open,
}) => {
  const keyOf = (user: 'standard' | 'main.admin') => readUser(page, demoKey(user), demoId(user))
  await open(CUSTOMER_INFO)
  await choose(page, 'After creation, API keys expire in', 'None')
  await page.getByText(REMOVAL).click()
  await save(page)
  await page.getByRole('link', { name: 'Configure passwords to expire' }).click()
  await page.getByText(RESET).click()
  await saveAuthentication(page)
  expect(await keyOf('standard')).toMatchObject({ status: 200 })

  await moveClock(page, '+1 month')
  expect(await keyOf('standard')).toEqual(REFUSED)
  expect(await keyOf('main.admin')).toEqual(REFUSED)
  await userMenu(page, 'Change password')
  await page.getByLabel('Current password').fill(PASSWORD)
  await typeNew(page, NEW)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed')).toBeVisible()
  expect(await keyOf('main.admin')).toEqual(REFUSED)
  await page.goto(CUSTOMER_INFO)
  await expect(ownKey(page).getByRole('button', { name: 'Generate API Key' })).toBeVisible()

  // Not even the end of the policy brings it back.
  await page.goto(AUTHENTICATION)
  await page.getByText(RESET).click()
  await expect(page.getByText('Passwords will no longer expire.')).toBeVisible()
  await expect(page.getByText('API keys that were removed with them do not come back.')).toBeVisible()
  await saveAuthentication(page)
  expect(await keyOf('standard')).toEqual(REFUSED)
})

test(
  'one changes one’s own password, the tab keeps neither, and only the new one opens the console',
  { tag: '@browser' },
  async ({ page, open }) => {
    await open('/', { as: 'light' })
    await userMenu(page, 'Change password')
    await expect(heading(page, 'Change password')).toBeFocused()
    const current = page.getByLabel('Current password')
    await expect(current).toHaveAttribute('autocomplete', 'current-password')
    await expect(newPassword(page)).toHaveAttribute('autocomplete', 'new-password')
    await expect(again(page)).toHaveAttribute('autocomplete', 'new-password')
    const submit = page.getByRole('button', { name: 'Change password' })

    await current.fill('guessed')
    await typeNew(page, NEW)
    await submit.click()
    await expect(current).toHaveAccessibleDescription(/This is not your current password/)
    await expect(current).toBeFocused()
    await expect(newPassword(page)).toHaveValue(NEW)
    await expect(again(page)).toHaveValue(NEW)

    await current.fill(PASSWORD)
    await submit.click()
    await expect(page.getByText('Password changed')).toBeVisible()
    await expect(heading(page, 'Home')).toBeVisible()
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), location.href]),
    )
    for (const secret of [PASSWORD, NEW]) expect(kept).not.toContain(secret)

    await userMenu(page, 'Sign out')
    await logIn(page, PASSWORD, 'light')
    await expect(refusal(page)).toContainText(NOT_RIGHT)
    await logIn(page, NEW, 'light')
    await expect(heading(page, 'Home')).toBeVisible()
  },
)
