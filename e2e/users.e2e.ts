import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { choose, demoId, demoKey, expect, PASSWORD, readUser, REFUSED, test } from './test.ts'

const USERS = '/users'
const pageOf = (user: Parameters<typeof demoId>[0]) => `${USERS}?user=${demoId(user)}`
const found = (page: Page) => page.getByRole('status').filter({ hasText: /^Showing / })
const names = (page: Page) => page.getByRole('rowheader')
/** The one client of Ines's key, as a dialog names it. */
const CLIENT_OF_INES = 'NorthwindSync 2.4, 6 hours ago from 198.51.100.20'
const apply = (page: Page) => page.getByRole('button', { name: 'Apply' }).click()

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

test('PE1: what databases take for patterns is searched as it stands, and 10,000 characters are refused in words', async ({
  page,
  open,
}) => {
  await open(USERS)
  for (const text of ['%', '_', '\\', `'"`]) {
    await page.getByLabel('Search').fill(text)
    await apply(page)
    await expect(page.getByText('Nobody is found by these filters')).toBeVisible()
  }
  await page.getByLabel('Search').fill('a'.repeat(10_000))
  await apply(page)
  await expect(page.getByText('Search for 254 characters or fewer')).toBeVisible()
})

test('PE1: users are filtered by their keys, sorted by a column, and turned page by page, all of it in the address', async ({
  page,
  open,
}) => {
  await open(USERS, { scenario: 'key-expired' })
  await choose(page, 'Keys', 'Expired')
  await apply(page)
  await expect(names(page)).toHaveText(['Mara Lindqvist'])
  await choose(page, 'Keys', 'Not used since…')
  await apply(page)
  await expect(page.getByText('Choose the day since when')).toBeVisible()
  await page.getByLabel('Since', { exact: true }).fill('2099-12-31')
  await choose(page, 'Keys', 'No key')
  await apply(page)
  await expect(names(page)).toHaveText(['Noah Petrov', 'Priya Raman', 'Rosa Delgado'])

  await open(USERS, { scenario: 'many-users' })
  await expect(found(page)).toHaveText('Showing 1–25 of 5,009 users')
  await page.getByRole('button', { name: 'E-mail address' }).click()
  await page.getByRole('button', { name: 'E-mail address' }).click()
  await expect(page.getByRole('columnheader', { name: 'E-mail address' })).toHaveAttribute('aria-sort', 'descending')
  await expect(names(page).first()).toHaveText('Ines Haddad')
  await expect(names(page).nth(1)).toHaveText('Emil Brandt')
  await page.getByRole('button', { name: 'Next 25' }).click()
  await expect(found(page)).toHaveText('Showing 26–50 of 5,009 users')
  await expect(page).toHaveURL('/users?sort=email&order=descending&page=2')
  await page.goBack()
  await expect(found(page)).toHaveText('Showing 1–25 of 5,009 users')
})

test('PE1: beyond the last page the list says so, and leads back to the last', async ({ page, open }) => {
  await open(`${USERS}?page=999`)
  await expect(found(page)).toHaveText('Showing 0 users of 9')
  await expect(page.getByText('The list does not go on to this page')).toBeVisible()
  await page.getByRole('button', { name: 'Previous 25' }).click()
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

test('PE2: whoever adds nobody after all comes back to the list as it was filtered and sorted', async ({
  page,
  open,
}) => {
  const WITHOUT_KEY = ['Noah Petrov', 'Rosa Delgado', 'Priya Raman']
  await open(`${USERS}?keys=none&sort=email&order=descending`)
  await expect(names(page)).toHaveText(WITHOUT_KEY)
  for (const way of [
    page.getByRole('link', { name: 'Back to all users' }),
    page.getByRole('button', { name: 'Cancel', exact: true }),
  ]) {
    await page.getByRole('link', { name: 'Add user' }).click()
    await expect(page.getByRole('heading', { name: 'New user', level: 1 })).toBeFocused()
    await way.click()
    await expect(page).toHaveURL(`${USERS}?keys=none&sort=email&order=descending`)
    await expect(names(page)).toHaveText(WITHOUT_KEY)
  }
})

test('PE3: a user is edited, and a licence brings the access level that fits', async ({ page, open }) => {
  await open(pageOf('standard'))
  await page.getByLabel('First name').fill('Inés')
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

test('PE3: of two administrators who edit one user the second is told, and goes on without losing anything', async ({
  page,
  open,
}) => {
  await open(pageOf('standard'), { scenario: 'conflict' })
  await page.getByLabel('First name').fill('Inés')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Somebody else changed these settings' })).toBeVisible()
  await page.getByRole('button', { name: 'Load their changes and keep mine' }).click()
  await expect(page.getByRole('button', { name: 'Time zone' })).toContainText('Pacific')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('User saved')).toBeVisible()
})

test('PE3: leaving a user with edits in the form is asked about first', async ({ page, open }) => {
  await open(`${USERS}?search=ines`)
  await page.getByRole('link', { name: 'Ines Haddad' }).click()
  await page.getByLabel('First name').fill('Inés')
  await page.goBack()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByLabel('First name')).toHaveValue('Inés')
  await page.getByRole('link', { name: 'Back to all users' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await expect(names(page)).toHaveText(['Ines Haddad'])
})

test('PE3: the main administrator keeps level and account, and their Admin Email follows them', async ({
  page,
  open,
}) => {
  await open(pageOf('main.admin'), { as: 'second.admin' })
  await expect(page.getByRole('button', { name: 'Deactivate' })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Set one-time password' })).toBeDisabled()
  await page.getByLabel('E-mail address').fill('mara@northwind.example')
  await expect(page.getByRole('heading', { name: 'the Admin Email changes too' })).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('User saved')).toBeVisible()
  await page.goto('/setup/system/customer-info')
  await expect(page.getByLabel('Admin Email')).toHaveValue('mara@northwind.example')
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

test('PE4: somebody who is locked out is let in again', async ({ page, open }) => {
  await open(pageOf('standard'), { scenario: 'locked-out' })
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByText('Ines Haddad unlocked')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Deactivate' })).toBeFocused()
  await signOut(page)
  await logIn(page, 'standard@northwind.example', PASSWORD)
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
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

test('PE5: setting a password saves nothing of what is edited behind it', async ({ page, open }) => {
  await open(pageOf('standard'))
  await page.getByLabel('Last name').fill('Unsaved')
  await page.getByRole('button', { name: 'Set one-time password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Set a one-time password for Ines Haddad' })
  await dialog.getByLabel('One-time password').fill('tall-Meadow-3')
  await dialog.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('One-time, set')).toBeVisible()
  await expect(page.getByText('1 unsaved change')).toBeVisible()
  await expect(page.getByText('User saved')).toHaveCount(0)
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

test('PE6: where the clients cannot be told, the question says so and removes all the same', async ({ page, open }) => {
  await open(`${pageOf('standard')}&dialog=remove-key`, { scenario: 'clients-fail' })
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('Which clients used the key in the last 30 days cannot be told now.')
  await dialog.getByRole('button', { name: 'Remove key' }).click()
  await expect(page.getByText('They have no API key')).toBeVisible()
})

test('P2, PE3: in Preview the page of a user says that the weekly refresh undoes what is done there', async ({
  page,
  open,
}) => {
  await open(pageOf('standard'), { scenario: 'preview' })
  await expect(page.getByRole('main')).toContainText('The weekly refresh overwrites what you change here')
  for (const [button, says] of [
    ['Remove key', 'The weekly refresh may bring a key back'],
    ['Deactivate', 'The weekly refresh may reactivate them'],
  ] as const) {
    await page.getByRole('button', { name: button }).click()
    await expect(page.getByRole('alertdialog')).toContainText(says)
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  }
  await page.getByRole('link', { name: 'Back to all users' }).click()
  await page.getByRole('link', { name: 'Add user' }).click()
  await expect(page.getByRole('main')).toContainText('The weekly refresh removes this user')
})

test('A1: Users are for administrators', async ({ page, open }) => {
  await open(USERS, { as: 'standard' })
  await expect(page.getByRole('heading', { name: 'You have no access to this page' })).toBeVisible()
})
