import type { Page } from '@playwright/test'
import {
  choose,
  CUSTOMER_INFO,
  demoId,
  demoKey,
  expect,
  moveClock,
  ownKey,
  PASSWORD,
  readUser,
  REFUSED,
  REMOVAL,
  save,
  signIn,
  test,
} from './test.ts'

const AUTHENTICATION = '/setup/system/authentication'
const RESET = 'Force users to reset their password every'
const REUSE = 'Block reuse of the last'
const LOCK = 'Lock an account after 5 wrong passwords for'
const CHARACTERS = 'Kinds of characters a password needs'
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
  await page.keyboard.press('Escape')
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

test('an expired password is exchanged on the way to where one wanted, and Back keeps what was typed', async ({
  page,
  open,
}) => {
  await open('/change-password', { scenario: 'expired-password', as: 'nobody' })
  await logIn(page, PASSWORD, 'expiring.password')
  await expect(page.getByRole('heading', { name: EXPIRED })).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByLabel('Username')).toHaveValue('expiring.password@northwind.example')
  await expect(page.getByLabel('Password')).toHaveValue(PASSWORD)
  await page.getByRole('button', { name: 'Log In' }).click()
  await typeNew(page, NEW)
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Change password')).toBeVisible()
  await expect(page.getByText('Your password expires on')).toBeVisible()
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

test('what a policy would end at once is said beforehand, and Save does that', async ({ page, open }) => {
  await open(AUTHENTICATION, { scenario: 'old-passwords' })
  await page.getByText(RESET).click()
  const announced = page.getByRole('status').filter({ hasText: 'When you save' })
  await expect(announced).toContainText(/The passwords of \d users expire at once\. Yours is among them\./)
  await expect(announced).toContainText(/\d API keys will be removed at once/)
  await choose(page, RESET, '60 days')
  await expect(announced).toContainText('No password expires at once.')
  await choose(page, RESET, '30 days')
  await expect(announced).toContainText('Yours is among them.')
  expect(await readUser(page, demoKey('main.admin'), demoId('main.admin'))).toMatchObject({ status: 200 })
  await saveAuthentication(page)
  expect(await readUser(page, demoKey('main.admin'), demoId('main.admin'))).toEqual(REFUSED)
})

test('Save stores every policy of the screen, and Cancel brings back what is stored', async ({ page, open }) => {
  await open(AUTHENTICATION)
  await page.getByText(RESET).click()
  await choose(page, RESET, '90 days')
  await page.getByText(REUSE).click()
  await choose(page, REUSE, '10 passwords')
  await choose(page, LOCK, '1 hour')
  await choose(page, CHARACTERS, 'At least 3 kinds')
  await expect(page.getByText('4 unsaved changes')).toBeVisible()
  await saveAuthentication(page)
  await page.reload()
  for (const [name, value] of [
    [RESET, '90 days'],
    [REUSE, '10 passwords'],
    [LOCK, '1 hour'],
    [CHARACTERS, 'At least 3 kinds'],
  ] as const)
    await expect(dropDown(page, name)).toContainText(value)

  // Off and on again is no change.
  await page.getByText(RESET).click()
  await expect(page.getByText('1 unsaved change')).toBeVisible()
  await page.getByText(RESET).click()
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await page.getByText(REUSE).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(checkbox(page, REUSE)).toBeChecked()
  await expect(dropDown(page, REUSE)).toContainText('10 passwords')
})

test('five wrong passwords lock an account, which the sign-in form does not tell, and time opens it', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  for (let wrong = 0; wrong < 5; wrong++) {
    await logIn(page, 'guessed', 'standard')
    await expect(refusal(page)).toContainText(NOT_RIGHT)
  }
  await logIn(page, PASSWORD, 'standard')
  await expect(refusal(page)).toContainText(NOT_RIGHT)
  await expect(page.getByLabel('Username')).toHaveValue('standard@northwind.example')

  await signIn(page)
  await expect(heading(page, 'Home')).toBeVisible()
  await moveClock(page, '+1 week')
  await userMenu(page, 'Sign out')
  await signIn(page, 'standard')
  await expect(heading(page, 'Home')).toBeVisible()
})

test('one changes one’s own password, and only the new one opens the console', async ({ page, open }) => {
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
})

test('Home leads from a password that expires soon to changing it, and is then quiet', async ({ page, open }) => {
  await open('/', { scenario: 'own-password-expires' })
  await expect(page.getByText('Your API key will be removed with it.')).toBeVisible()
  await page.getByRole('link', { name: 'Change password' }).click()
  await expect(page.getByText(/Your password expires on .* \(in 2 days\)/)).toBeVisible()
  await page.getByLabel('Current password').fill(PASSWORD)
  await typeNew(page, NEW)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Nothing needs your attention' })).toBeVisible()
})

test('reused passwords are refused once the policy blocks them', async ({ page, open }) => {
  await open(AUTHENTICATION)
  await page.getByText(REUSE).click()
  await saveAuthentication(page)
  for (const [before, after] of [
    [PASSWORD, NEW],
    [NEW, PASSWORD],
  ] as const) {
    await userMenu(page, 'Change password')
    await expect(page.getByText('is not one of your last 5')).toBeVisible()
    await page.getByLabel('Current password').fill(before)
    await typeNew(page, after)
    await page.getByRole('button', { name: 'Change password' }).click()
    if (before === PASSWORD) await expect(heading(page, 'Home')).toBeVisible()
  }
  await expect(newPassword(page)).toHaveAccessibleDescription(/Choose a password that is not one of your last 5/)
})

test('signing out everywhere is asked about, done once, and leaves nothing to see', async ({ page, open }) => {
  await open('/')
  await userMenu(page, 'Sign out everywhere')
  const question = page.getByRole('alertdialog', { name: 'Sign out everywhere?' })
  await expect(question).toContainText('Every session of yours ends')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toBeHidden()
  await expect(page.getByRole('button', { name: 'User menu' })).toBeFocused()

  let sent = 0
  page.on('request', (request) => (sent += request.method() === 'DELETE' ? 1 : 0))
  await userMenu(page, 'Sign out everywhere')
  await question.getByRole('button', { name: 'Sign out everywhere' }).dblclick()
  await expect(page.getByRole('button', { name: 'Log In' })).toBeVisible()
  expect(sent).toBe(1)
  expect(await page.evaluate(async () => (await fetch('/api/session')).status)).toBe(401)
  await page.goBack()
  await expect(page.getByRole('button', { name: 'Log In' })).toBeVisible()
  await expect(page.getByText('Northwind Studio')).toHaveCount(0)
})

test('when another administrator saved Authentication meanwhile, both sets of edits survive', async ({
  page,
  open,
}) => {
  await open(AUTHENTICATION, { scenario: 'conflict' })
  await choose(page, CHARACTERS, 'At least 3 kinds')
  await page.getByRole('button', { name: 'Save' }).click()
  const conflict = page.getByRole('status').filter({ hasText: 'Somebody else changed these settings' })
  await expect(conflict).toContainText(/Tomás Okafor saved on .* while you were editing/)
  await expect(conflict.getByRole('listitem')).toHaveText([`${LOCK}: 10 minutes → 1 hour`])
  await conflict.getByRole('button', { name: 'Load their changes and keep mine' }).click()
  await expect(dropDown(page, LOCK)).toContainText('1 hour')
  await expect(dropDown(page, CHARACTERS)).toContainText('At least 3 kinds')
  await saveAuthentication(page)
  await page.reload()
  await expect(dropDown(page, LOCK)).toContainText('1 hour')
  await expect(dropDown(page, CHARACTERS)).toContainText('At least 3 kinds')
})

test('after a failed Save of Authentication the edits are still there, and the next Save stores them', async ({
  page,
  open,
}) => {
  await open(AUTHENTICATION, { scenario: 'save-fails' })
  await choose(page, LOCK, '8 hours')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Saving was not confirmed' })).toBeVisible()
  await expect(dropDown(page, LOCK)).toContainText('8 hours')
  await saveAuthentication(page)
})

test('leaving Authentication with unsaved changes asks first', async ({ page, open }) => {
  await open(AUTHENTICATION)
  await choose(page, LOCK, '8 hours')
  await page.getByRole('link', { name: 'Customer Info' }).first().click()
  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(page).toHaveURL(AUTHENTICATION)
  await expect(dropDown(page, LOCK)).toContainText('8 hours')
  await page.getByRole('link', { name: 'Customer Info' }).first().click()
  await question.getByRole('button', { name: 'Leave' }).click()
  await expect(heading(page, 'Customer Info')).toBeVisible()
})

test('a session that ends during Save of Authentication leads back to the edits', async ({ page, open }) => {
  await open(AUTHENTICATION, { scenario: 'session-ends' })
  await page.getByText(RESET).click()
  await choose(page, RESET, '120 days')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to go on' })).toBeVisible()
  await signIn(page)
  await expect(page).toHaveURL(AUTHENTICATION)
  await expect(dropDown(page, RESET)).toContainText('120 days')
  await saveAuthentication(page)
})

test('where Adobe manages passwords the console says so and offers no policy', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'ims' })
  await expect(
    page.getByText('Passwords of this organisation are managed in the Adobe Admin Console. None expires here'),
  ).toBeVisible()
  await expect(page.getByRole('link', { name: 'Configure passwords to expire' })).toHaveCount(0)
  await expect(page.getByRole('navigation', { name: 'Setup' }).getByRole('link')).toHaveText([
    'Customer Info',
    'Single Sign-On (SSO)',
  ])

  await page.goto(AUTHENTICATION)
  await expect(page.getByRole('main')).toContainText('What was set here before is kept but has no effect.')
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
  expect(await page.evaluate(async () => (await fetch('/api/authentication')).status)).toBe(403)
  await page.getByRole('button', { name: 'Help for Authentication' }).click()
  await expect(page).toHaveURL(`${AUTHENTICATION}?dialog=help`)
  await expect(page.getByRole('dialog', { name: 'Help for Authentication' })).toContainText('nothing to set')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(AUTHENTICATION)

  await page.getByRole('button', { name: 'User menu' }).click()
  await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Change password' })).toHaveCount(0)
  await page.goto('/change-password')
  await expect(page.getByRole('main')).toContainText('Change yours there.')
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0)
})
