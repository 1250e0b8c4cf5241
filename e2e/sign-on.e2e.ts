import type { Page } from '@playwright/test'
import { addMapping, demoId, escape, expect, signIn, test } from './test.ts'

const SSO = '/setup/system/single-sign-on'
const PROVIDER = 'Northwind Identity'
/** The product's own words (reference §7.7). */
const NO_ACCESS =
  'Sorry, you do not have access to Workfront. Please contact your Workfront administrator to get a username and password.'
const EMPTY_EMAIL = "Let's try that again. The following fields are invalid: emailAddr cannot be null."

const begin = (page: Page) => page.getByRole('button', { name: 'Sign in through your identity provider' })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const refusal = (page: Page) => page.getByRole('alert').filter({ hasText: 'You are not signed in' })

/** Says at the stand-in who somebody is, by their name in the list. */
async function chooseAtProvider(page: Page, name: string): Promise<void> {
  await expect(page).toHaveTitle(PROVIDER)
  await page
    .getByRole('radiogroup')
    .getByText(new RegExp(`^${name}`))
    .click()
}

/** Lets the stand-in answer. */
const answer = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true }).click()

async function signOnAs(page: Page, name: string): Promise<void> {
  await chooseAtProvider(page, name)
  await answer(page)
}

/** Nia Okoro, whom the directory knows and the console does not. */
async function signOnAsNia(page: Page): Promise<void> {
  await chooseAtProvider(page, 'Somebody else')
  await field(page, 'User name (NameID)').fill('nia.okoro')
  await field(page, 'First name').fill('Nia')
  await field(page, 'Last name').fill('Okoro')
  await field(page, 'E-mail address').fill('nia.okoro@northwind.example')
  await answer(page)
}

const menu = (page: Page) => page.getByRole('dialog', { name: 'User menu' })

/** Sees in the user menu who is signed in. */
async function expectSignedIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'User menu' }).click()
  await expect(menu(page)).toContainText(name)
  await escape(menu(page))
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'User menu' }).click()
  await menu(page).getByRole('button', { name: 'Sign out', exact: true }).click()
}

/** An administrator's way round the identity provider. */
async function logInAsAdministrator(page: Page, next: string): Promise<void> {
  await page.goto(`/login?${new URLSearchParams({ next })}`)
  await signIn(page)
  await expect(page).toHaveURL(next)
}

/** What is asked to begin a sign-on, as the page asks it. */
function countBegun(page: Page): () => number {
  let begun = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/api/sign-on') begun++
  })
  return () => begun
}

test(
  'SO1: whoever opens the console is led to the identity provider, and back to where they were',
  { tag: '@hosts' },
  async ({ page, open }) => {
    const begun = countBegun(page)
    await open('/change-password', { scenario: 'sso-enabled', as: 'nobody' })
    await signOnAs(page, 'Ines Haddad')
    await expect(page.getByRole('heading', { name: 'Change password', level: 1 })).toBeVisible()
    await expect(page).toHaveURL('/change-password')
    await expectSignedIn(page, 'Ines Haddad')
    expect(begun()).toBe(1)
    await page.goto(SSO)
    await expect(page.getByRole('heading', { name: 'You have no access to this page' })).toBeVisible()
  },
)

test(
  'SO1: whoever opens the sign-in page is asked first, and may come back by Back and try again',
  { tag: '@hosts' },
  async ({ page, open }) => {
    const begun = countBegun(page)
    await open('/sign-in?next=%2Fhelp', { scenario: 'sso-enabled', as: 'nobody' })
    await expect(begin(page)).toBeEnabled()
    expect(begun()).toBe(0)
    await begin(page).click()
    await expect(page).toHaveTitle(PROVIDER)
    await page.goBack()
    await expect(begin(page)).toBeEnabled()
    expect(begun()).toBe(1)
    await begin(page).click()
    await signOnAs(page, 'Ines Haddad')
    await expect(page).toHaveURL('/help')
  },
)

test('SO1: whoever comes back from the provider by Back or Cancel is not led there again at once', async ({
  page,
  open,
}) => {
  const begun = countBegun(page)
  await page.clock.setFixedTime('2026-03-02T12:00:00Z')
  await open('/change-password', { scenario: 'sso-enabled', as: 'nobody' })
  await expect(page).toHaveTitle(PROVIDER)
  await page.goBack()
  await expect(begin(page)).toBeEnabled()
  await page.goto('/change-password')
  await expect(begin(page)).toBeEnabled()
  expect(begun()).toBe(1)
  await page.clock.setFixedTime('2026-03-02T12:00:11Z')
  await page.goto('/change-password')
  await expect(page).toHaveTitle(PROVIDER)
  expect(begun()).toBe(2)

  await page.clock.setFixedTime('2026-03-02T12:01:11Z')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(begin(page)).toBeEnabled()
  await expect(page).toHaveURL('/sign-in')
  expect(begun()).toBe(2)
})

test(
  'SO2: somebody unknown is refused, and with Auto-Provision Users gets a user',
  { tag: '@hosts' },
  async ({ page, open }) => {
    const begun = countBegun(page)
    await open('/', { scenario: 'sso-enabled', as: 'nobody' })
    await signOnAsNia(page)
    await expect(refusal(page)).toContainText(NO_ACCESS)
    await expect(begin(page)).toBeEnabled()
    expect(begun()).toBe(1)

    await logInAsAdministrator(page, SSO)
    await page.getByText('Auto-Provision Users', { exact: true }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Single Sign-On (SSO) saved')).toBeVisible()
    await signOut(page)
    await begin(page).click()
    await signOnAsNia(page)
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
    await expectSignedIn(page, 'Nia Okoro')
    await expectSignedIn(page, 'nia.okoro@northwind.example')
  },
)

test('SO3: a sign-on overwrites what is mapped, and what has no field here is on the page of the user', async ({
  page,
  open,
}) => {
  const user = `/users?user=${demoId('standard')}`
  await open(SSO, { scenario: 'sso-enabled' })
  await page.getByRole('button', { name: 'Map User Attributes' }).click()
  const panel = page.getByRole('group', { name: 'Map User Attributes', exact: true })
  await addMapping(page, 'Title')
  await panel
    .getByRole('group', { name: 'Mapping of Title', exact: true })
    .getByRole('textbox', { name: 'Directory Attribute' })
    .fill('title')
  await panel.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).last().click()
  await expect(page.getByText('Single Sign-On (SSO) saved')).toBeVisible()
  await page.goto(user)
  await page.getByLabel('First name').fill('Inez')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Inez Haddad', level: 1 })).toBeVisible()

  await page.goto('/sign-out')
  await begin(page).click()
  await signOnAs(page, 'Ines Haddad')
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
  await expectSignedIn(page, 'Ines Haddad')

  await logInAsAdministrator(page, user)
  await expect(page.getByRole('heading', { name: 'Ines Haddad', level: 1 })).toBeVisible()
  const directory = page.getByRole('region', { name: 'From the directory' })
  await expect(directory.getByRole('term')).toHaveText('Title')
  await expect(directory.getByRole('definition')).toHaveText('Art Director')
  await page.goto(`/users?user=${demoId('light')}`)
  await expect(page.getByRole('heading', { name: 'Noah Petrov', level: 1 })).toBeVisible()
  await expect(directory).toHaveCount(0)
})

test(
  'SO5: signing out goes by the provider’s sign-out and back, and no sign-on begins by itself',
  { tag: '@hosts' },
  async ({ page, open, host }) => {
    const begun = countBegun(page)
    await open('/', { scenario: 'sso-enabled', as: 'nobody' })
    await signOnAs(page, 'Ines Haddad')
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
    // In the browser the stand-in answers between two pages of the console.
    const led =
      host === 'browser'
        ? null
        : page.waitForRequest((request) => new URL(request.url()).pathname.startsWith('/demo-idp'))
    await signOut(page)
    await led
    await expect(page).toHaveURL(/\/sign-in$/)
    await expect(begin(page)).toBeEnabled()
    expect(await page.evaluate(async () => (await fetch('/api/session')).status)).toBe(401)
    expect(begun()).toBe(1)
  },
)

test('SO5: whoever came in by a password is signed out here alone', async ({ page, open }) => {
  const begun = countBegun(page)
  await open('/', { scenario: 'sso-enabled' })
  await signOut(page)
  await expect(begin(page)).toBeEnabled()
  await page.goBack()
  await expect(begin(page)).toBeEnabled()
  expect(begun()).toBe(0)
})

test('SO6: a sign-on that leaves a required field empty is refused', async ({ page, open }) => {
  await open('/', { scenario: 'sso-enabled', as: 'nobody' })
  await chooseAtProvider(page, 'Ines Haddad')
  await page.getByText('What it sends').click()
  await field(page, 'E-mail address').fill('')
  await answer(page)
  await expect(refusal(page)).toContainText(EMPTY_EMAIL)
  await expect(begin(page)).toBeEnabled()
})

test('SO7: whoever signs on through the provider changes their password there, and without one here has none to change', async ({
  page,
  open,
}) => {
  await open(SSO, { scenario: 'sso-enabled' })
  await page.getByText('Auto-Provision Users', { exact: true }).click()
  await field(page, 'Change Password URL').fill('https://idp.northwind.example/password')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Single Sign-On (SSO) saved')).toBeVisible()
  await page.goto('/change-password')
  await expect(page.getByLabel('Current password')).toBeVisible()
  const link = page.getByRole('link', { name: 'change it at your identity provider' })
  await expect(link).toHaveCount(0)

  await page.goto('/sign-out')
  await expect(begin(page)).toBeEnabled()
  await page.goto('/change-password')
  await signOnAsNia(page)
  await expect(page.getByText('You have no Workfront password')).toBeVisible()
  await expect(page.getByLabel('Current password')).toHaveCount(0)

  await signOut(page)
  await expect(begin(page)).toBeEnabled()
  await page.goto('/sign-in?next=%2Fchange-password')
  await begin(page).click()
  await signOnAs(page, 'Ines Haddad')
  await expect(page.getByRole('heading', { name: 'You sign in through your identity provider' })).toBeVisible()
  await expect(link).toHaveAttribute('href', /\/demo-idp\/password$/)
  await expect(page.getByLabel('Current password')).toBeVisible()
})
