import type { Page } from '@playwright/test'
import { chooseOption, demoId, expect, PASSWORD, readUser, signIn, test } from './test.ts'

/** The product's own words (reference §7.7). */
const SIGN_ON_ONLY =
  "Sorry, you can't access Workfront through this login screen. Workfront is set up for Federated Single Sign-On with SAML 2.0. Please contact your Workfront administrator."
const REFUSED = {
  status: 401,
  body: { error: { class: 'com.attask.common.AuthenticationException', message: SIGN_ON_ONLY } },
}

const screen = (page: Page) => page.getByRole('heading', { name: 'Single Sign-On (SSO)', level: 1 })
const enable = (page: Page) => page.getByRole('checkbox', { name: 'Enable', exact: true })
/** Ticks a checkbox, or takes the tick away: its words are what people press. */
const tick = (page: Page, label: string) => page.getByText(label, { exact: true }).click()
const field = (page: Page, name: string) => page.getByRole('textbox', { name })
const question = (page: Page) => page.getByRole('alertdialog')

/** The address that the seed article has people open, for somebody who is no administrator. */
const address = `/attask/api/v7.0/user?action=generateApiKey&username=standard@northwind.example&password=${PASSWORD}&method=PUT`

const ask = (page: Page, path: string) =>
  page.evaluate(async (path) => {
    const response = await fetch(path)
    return { status: response.status, body: (await response.json()) as unknown }
  }, path)

/** Walks the menus to the screen (S1). */
async function goToSso(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await page.getByRole('link', { name: 'Setup' }).click()
  const panel = page.getByRole('navigation', { name: 'Setup' })
  await panel.getByRole('button', { name: 'System' }).click()
  await panel.getByRole('link', { name: 'Single Sign-On (SSO)' }).click()
  await expect(screen(page)).toBeVisible()
}

async function chooseType(page: Page, type: 'None' | 'SAML 2.0'): Promise<void> {
  await page.getByRole('button', { name: 'Type (required)' }).click()
  await chooseOption(page, type)
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
}
const saved = (page: Page) => page.getByText('Single Sign-On (SSO) saved')

test(
  'S1–S4, N2, N3, N6: SSO is turned off for a while so that somebody gets a key by address bar, and on again',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open('/sign-in', { scenario: 'sso-enabled', as: 'nobody' })
    await expect(page.getByRole('button', { name: 'Sign in through your identity provider' })).toBeVisible()
    expect(await ask(page, address)).toEqual(REFUSED)
    await page.getByRole('link', { name: 'Log in with Workfront credentials' }).click()
    await expect(page).toHaveURL(/\/login$/)
    await signIn(page)
    await goToSso(page)
    await chooseType(page, 'SAML 2.0')
    await expect(field(page, 'Login Portal URL')).toHaveValue('https://idp.northwind.example/saml2/sso/post')
    await expect(enable(page)).toBeChecked()
    await tick(page, 'Enable')
    // Nothing has happened until Save.
    expect(await ask(page, address)).toEqual(REFUSED)
    await save(page)
    await expect(saved(page)).toBeVisible()

    await page.goto(address)
    const { data } = JSON.parse(await page.locator('body').innerText()) as { data: { result: string } }
    expect(data.result).toMatch(/^[a-z0-9]{32}$/)
    await page.goBack()

    await expect(screen(page)).toBeVisible()
    await chooseType(page, 'SAML 2.0')
    await expect(field(page, 'Login Portal URL')).toHaveValue('https://idp.northwind.example/saml2/sso/post')
    await expect(page.getByText('northwind-identity.cer')).toBeVisible()
    await expect(enable(page)).not.toBeChecked()
    await tick(page, 'Enable')
    await expect(page.getByText('The passwords of 6 users are refused')).toBeVisible()
    await save(page)
    await question(page).getByRole('button', { name: 'Enable single sign-on' }).click()
    await expect(saved(page)).toBeVisible()
    await page.reload()
    await expect(enable(page)).toBeChecked()
    expect(await ask(page, address)).toEqual(REFUSED)
    expect(await readUser(page, data.result, demoId('standard'))).toMatchObject({ status: 200 })
  },
)
