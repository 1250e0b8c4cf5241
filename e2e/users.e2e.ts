import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { choose, demoId, demoKey, expect, PASSWORD, readUser, REFUSED, test } from './test.ts'

const USERS = '/users'
const pageOf = (user: Parameters<typeof demoId>[0]) => `${USERS}?user=${demoId(user)}`
const found = (page: Page) => page.getByRole('status').filter({ hasText: /^Showing / })
/** The one client of Ines's key, as a dialog names it. */
const CLIENT_OF_INES = 'NorthwindSync 2.4, 6 hours ago from 198.51.100.20'

/** Signs in at the sign-in page of a browser that has nobody's session. */
async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log In' }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/sign-out')
  await expect(page.getByRole('button', { name: 'Log In' })).toBeVisible()
}

/** Chooses a password of one's own, where a one-time one is the reason. */
async function chooseOwn(page: Page, newPassword: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'An administrator has set your password' })).toBeVisible()
  await page.getByLabel('New password', { exact: true }).fill(newPassword)
  await page.getByLabel('New password again').fill(newPassword)
  await page.getByRole('button', { name: 'Change and log in' }).click()
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
}

test('PE1: an administrator finds somebody by keyboard, opens them, and comes back to the same list', async ({
  page,
  open,
}) => {
  await open('/')
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await page.getByRole('link', { name: 'Users' }).click()
  await expect(found(page)).toHaveText('Showing 9 users')
  await page.getByLabel('Search').fill('PETROV')
  await page.keyboard.press('Enter')
  await expect(found(page)).toHaveText('Showing 1 user')
  await expect(page).toHaveURL('/users?search=PETROV')
  await page.getByRole('link', { name: 'Noah Petrov' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Noah Petrov', level: 1 })).toBeFocused()
  await expect(page).toHaveURL(`/users?search=PETROV&user=${demoId('light')}`)
  await page.reload()
  await page.getByRole('link', { name: 'Back to all users' }).click()
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeFocused()
  await expect(page.getByLabel('Search')).toHaveValue('PETROV')
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(found(page)).toHaveText('Showing 9 users')
})

test('PE1: the users that the filter leaves are exported, with their keys and without a key’s value', async ({
  page,
  open,
}) => {
  await open(`${USERS}?keys=active`)
  const started = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = await started
  expect(file.suggestedFilename()).toBe('users-production.csv')
  const text = await readFile(await file.path(), 'utf8')
  const lines = text.split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFFUser ID,Name,User name,/)
  expect(lines).toHaveLength(7)
  expect(text).toContain(`${demoId('standard')},Ines Haddad,standard@northwind.example`)
  expect(text).not.toContain(demoKey('standard'))
  await expect(page.getByText('Users exported')).toBeVisible()
})

test('PE2: somebody is added, signs in with the one-time password and chooses their own', async ({ page, open }) => {
  await open(`${USERS}?user=new`)
  await page.getByRole('button', { name: 'Add user' }).click()
  await expect(page.getByLabel('First name')).toBeFocused()
  await page.getByLabel('First name').fill('Nia')
  await page.getByLabel('Last name').fill('Okoro')
  await page.getByLabel('E-mail address').fill('STANDARD@northwind.example')
  await page.getByLabel('User name').fill('nia')
  await choose(page, 'Licence', 'Light')
  await expect(page.getByRole('button', { name: 'Access level' })).toContainText('Light')
  await expect(page.getByLabel('Only Allow SAML 2.0 Authentication')).toBeChecked()
  await page.getByLabel('One-time password').fill('sunshine-7')
  await page.getByRole('button', { name: 'Add user' }).click()
  await expect(page.getByText('Add something to this word')).toBeVisible()
  await page.getByLabel('One-time password').fill('tall-Meadow-3')
  await page.getByRole('button', { name: 'Add user' }).click()
  await expect(page.getByText('Another user has this e-mail address')).toBeVisible()

  // Leaving now would lose all of it.
  await page.getByRole('link', { name: 'Back to all users' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByLabel('E-mail address').fill('nia@northwind.example')
  await page.getByRole('button', { name: 'Add user' }).click()
  await expect(page.getByRole('heading', { name: 'Nia Okoro', level: 1 })).toBeVisible()
  await expect(page.getByText('One-time, set')).toBeVisible()

  await signOut(page)
  await logIn(page, 'NIA', 'tall-Meadow-3')
  await chooseOwn(page, 'calm-River-5')
  await signOut(page)
  await logIn(page, 'nia', 'calm-River-5')
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Main Menu' }).click()
  const menu = page.getByRole('dialog', { name: 'Main Menu' })
  await expect(menu.getByRole('link', { name: 'Help' })).toBeVisible()
  await expect(menu.getByRole('link', { name: 'Users' })).toHaveCount(0)
})

test('PE3: a user is edited, and a licence brings the access level that fits', async ({ page, open }) => {
  await open(`${USERS}?search=ines`)
  await page.getByRole('link', { name: 'Ines Haddad' }).click()
  await page.getByLabel('First name').fill('Inés')
  // Going back now would lose it.
  await page.goBack()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByLabel('First name')).toHaveValue('Inés')
  await choose(page, 'Licence', 'Contributor')
  await expect(page.getByRole('button', { name: 'Access level' })).toContainText('Contributor')
  await page.getByLabel('SSO username').fill('emil.brandt')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Another user has this SSO username')).toBeVisible()
  await page.getByLabel('SSO username').fill('Emil.Brandt')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('User saved')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Inés Haddad', level: 1 })).toBeVisible()
  await expect(page.getByLabel('SSO username')).toHaveValue('Emil.Brandt')
})

test('PE4: the key of a deactivated user is refused, and works again after reactivation', async ({ page, open }) => {
  await open(pageOf('standard'))
  const read = () => readUser(page, demoKey('standard'), demoId('standard'))
  expect((await read()).status).toBe(200)
  await page.getByRole('button', { name: 'Deactivate' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Deactivate Ines Haddad?' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(dialog.getByRole('listitem')).toHaveText([/ just now from /, CLIENT_OF_INES])
  await dialog.getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.getByRole('button', { name: 'Reactivate' })).toBeVisible()
  expect(await read()).toEqual(REFUSED)
  await page.getByRole('button', { name: 'Reactivate' }).click()
  await expect(page.getByText('Ines Haddad reactivated')).toBeVisible()
  expect((await read()).status).toBe(200)
})

test('PE5: a one-time password opens nothing but the way to one’s own', async ({ page, open }) => {
  await open(pageOf('standard'))
  await page.getByRole('button', { name: 'Set one-time password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Set a one-time password for Ines Haddad' })
  await dialog.getByLabel('One-time password').fill('short')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Use at least 8 characters', { exact: true })).toBeVisible()
  await dialog.getByLabel('One-time password').fill('tall-Meadow-3')
  await dialog.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('One-time, set')).toBeVisible()
  const status = await page.evaluate(async () => {
    const login = { username: 'standard@northwind.example', password: 'tall-Meadow-3' }
    return (await fetch('/attask/api/v15.0/login', { method: 'POST', body: new URLSearchParams(login) })).status
  })
  expect(status).toBe(401)

  await signOut(page)
  await logIn(page, 'standard@northwind.example', PASSWORD)
  await expect(page.getByRole('heading', { name: 'You are not signed in' })).toBeVisible()
  await logIn(page, 'standard@northwind.example', 'tall-Meadow-3')
  await chooseOwn(page, 'calm-River-5')
})

test('PE6: the key of one user is removed, and nobody else’s', async ({ page, open }) => {
  await open(pageOf('standard'))
  await page.getByRole('button', { name: 'Remove key' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Remove the API key of Ines Haddad?' })
  await expect(dialog.getByRole('listitem')).toHaveText([CLIENT_OF_INES])
  await expect(dialog).not.toContainText('weekly refresh')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Remove key' })).toBeFocused()
  expect((await readUser(page, demoKey('standard'), demoId('standard'))).status).toBe(200)
  await page.getByRole('button', { name: 'Remove key' }).click()
  await dialog.getByRole('button', { name: 'Remove key' }).click()
  await expect(page.getByText('They have no API key')).toBeVisible()
  await expect(page.getByText('They have no API key').locator('..')).toBeFocused()
  expect(await readUser(page, demoKey('standard'), demoId('standard'))).toEqual(REFUSED)
  expect((await readUser(page, demoKey('contributor'), demoId('contributor'))).status).toBe(200)
  await page.goto('/setup/change-tracking/audit-logs')
  await expect(page.getByText('API key of Ines Haddad')).toBeVisible()
})
