import type { Page } from '@playwright/test'
import {
  CUSTOMER_INFO,
  demoId,
  demoKey,
  expect,
  keyOnScreen,
  moveClock,
  ownKey,
  PASSWORD,
  readUser,
  REFUSED,
  signIn,
  test,
} from './test.ts'

const INTEGRATIONS = '/integrations'
type Name = 'Dropbox' | 'Google Drive' | 'Workfront DAM' | 'Mobile app'
const NAMES: Name[] = ['Dropbox', 'Google Drive', 'Workfront DAM', 'Mobile app']

const menu = (page: Page) => page.getByRole('dialog', { name: 'Main Menu' })
const card = (page: Page, name: Name) => page.getByRole('group', { name, exact: true })
const state = (page: Page, name: Name) => card(page, name).getByRole('status')
const button = (page: Page, name: Name, label: string) => card(page, name).getByRole('button', { name: label })

async function connect(page: Page, name: Name, label: 'Connect' | 'Reconnect' = 'Connect'): Promise<void> {
  await button(page, name, label).click()
  const dialog = page.getByRole('dialog', { name: `${label} ${name}?` })
  await dialog.getByLabel('Workfront password').fill(PASSWORD)
  await dialog.getByRole('button', { name: label }).click()
  await expect(dialog).toBeHidden()
}

async function enterKey(page: Page, name: Name, key: string) {
  await button(page, name, 'Enter a key').click()
  const dialog = page.getByRole('dialog', { name: `Enter a key for ${name}` })
  await dialog.getByLabel('API key').fill(key)
  await dialog.getByRole('button', { name: 'Use key' }).click()
  return dialog
}

/** By the menu, as a person goes: nothing is loaded anew. */
async function goToIntegrations(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await menu(page).getByRole('link', { name: 'Integrations' }).click()
  await expect(page.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()
}

async function goToCustomerInfo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await menu(page).getByRole('link', { name: 'Setup' }).click()
  const panel = page.getByRole('navigation', { name: 'Setup' })
  await panel.getByRole('button', { name: 'System' }).click()
  await panel.getByRole('link', { name: 'Customer Info' }).click()
}

test(
  'K7: connecting an integration makes the user’s key, a second one reuses it, and Customer Info shows it',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open('/', { scenario: 'no-key', as: 'nobody' })
    await signIn(page)
    await goToIntegrations(page)
    for (const name of NAMES) await expect(state(page, name)).toContainText('Not connected')

    await button(page, 'Dropbox', 'Connect').click()
    const dialog = page.getByRole('dialog', { name: 'Connect Dropbox?' })
    await expect(dialog).toContainText('Dropbox gets your API key and acts as you')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    await expect(button(page, 'Dropbox', 'Connect')).toBeFocused()
    await expect(state(page, 'Dropbox')).toContainText('Not connected')

    await connect(page, 'Dropbox')
    await expect(state(page, 'Dropbox')).toHaveText('ConnectedAs Mara Lindqvist.')
    await expect(button(page, 'Dropbox', 'Reconnect')).toBeFocused()
    await expect(state(page, 'Mobile app')).toContainText('Not connected')
    await connect(page, 'Mobile app')
    await expect(state(page, 'Mobile app')).toContainText('Connected')

    await goToCustomerInfo(page)
    await ownKey(page).getByRole('button', { name: 'Show' }).click()
    const key = await keyOnScreen(page)
    await page.goto(INTEGRATIONS)
    for (const name of ['Dropbox', 'Mobile app'] as const) await expect(state(page, name)).toContainText('Connected')
    // It was never shown here.
    expect(await page.content()).not.toContain(key)
  },
)

test('K7: a user who is no administrator connects one, and a wrong password connects nothing', async ({
  page,
  open,
}) => {
  await open(INTEGRATIONS, { as: 'light' })
  await button(page, 'Google Drive', 'Connect').click()
  const dialog = page.getByRole('dialog', { name: 'Connect Google Drive?' })
  await dialog.getByRole('button', { name: 'Connect' }).click()
  await expect(dialog.getByLabel('Workfront password')).toHaveAccessibleDescription('Enter your password')
  await dialog.getByLabel('Workfront password').fill('quiet-Harbor-8')
  await dialog.getByRole('button', { name: 'Connect' }).click()
  await expect(dialog.getByRole('alert')).toContainText('username/password combination')
  await expect(dialog.getByLabel('Workfront password')).toHaveValue('quiet-Harbor-8')
  await dialog.getByLabel('Workfront password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(state(page, 'Google Drive')).toContainText('As Noah Petrov.')
})

test('K6: after a reset integrations have to be reconnected, and the new key restores the one it is entered in', async ({
  page,
  open,
}) => {
  const old = demoKey('main.admin')
  await open(CUSTOMER_INFO, { scenario: 'integrations-connected' })
  await goToIntegrations(page)
  await expect(state(page, 'Dropbox')).toContainText('Connected')
  await page.goBack()
  await ownKey(page).getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  const key = await keyOnScreen(page)

  await goToIntegrations(page)
  for (const name of ['Dropbox', 'Google Drive'] as const) {
    await expect(state(page, name)).toContainText('Reconnect needed')
    await expect(state(page, name)).toContainText(`Workfront refuses the key that ${name} holds`)
  }
  expect(await readUser(page, old, demoId('main.admin'))).toEqual(REFUSED)

  const dialog = await enterKey(page, 'Dropbox', old)
  const field = dialog.getByLabel('API key')
  await expect(field).toHaveAccessibleDescription(/Workfront does not accept this key/)
  await expect(field).toHaveValue(old)
  await expect(field).toBeFocused()
  await field.fill(key)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(state(page, 'Dropbox')).toHaveText('ConnectedAs Mara Lindqvist.')
  await expect(button(page, 'Dropbox', 'Enter a key')).toBeFocused()
  await expect(state(page, 'Google Drive')).toContainText('Reconnect needed')
  // Reconnecting takes the key that there is.
  await connect(page, 'Google Drive', 'Reconnect')
  await expect(state(page, 'Google Drive')).toContainText('Connected')
  expect(await readUser(page, key, demoId('main.admin'))).toMatchObject({ status: 200 })
})

test('R2: after Remove All every integration fails, and a key that is made and entered restores that one alone', async ({
  page,
  open,
}) => {
  await open(INTEGRATIONS)
  for (const name of NAMES) await connect(page, name)
  for (const name of NAMES) await expect(state(page, name)).toContainText('Connected')
  await goToCustomerInfo(page)
  await page.getByRole('button', { name: 'Remove all API keys' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove All' }).click()
  await expect(page.getByText('6 API keys removed')).toBeVisible()
  await goToIntegrations(page)
  for (const name of NAMES) await expect(state(page, name)).toContainText('Reconnect needed')

  await page.goBack()
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const key = await keyOnScreen(page)
  await goToIntegrations(page)
  for (const name of NAMES) await expect(state(page, name)).toContainText('Reconnect needed')
  await expect(await enterKey(page, 'Workfront DAM', key)).toBeHidden()
  await expect(state(page, 'Workfront DAM')).toContainText('Connected')
  await page.reload()
  for (const name of NAMES)
    await expect(state(page, name)).toContainText(name === 'Workfront DAM' ? 'Connected' : 'Reconnect needed')
})

test('E5: when the clock passes the key’s expiry the integration asks to be reconnected, which makes a new key', async ({
  page,
  open,
}) => {
  await open(INTEGRATIONS, { scenario: 'key-expiring-tomorrow' })
  await connect(page, 'Dropbox')
  await expect(state(page, 'Dropbox')).toContainText('Connected')
  await moveClock(page, 'To the next expiry')
  await expect(state(page, 'Dropbox')).toContainText('Reconnect needed')
  await connect(page, 'Dropbox', 'Reconnect')
  await expect(state(page, 'Dropbox')).toContainText('As Mara Lindqvist.')
  expect(await readUser(page, demoKey('main.admin'), demoId('main.admin'))).toEqual(REFUSED)
})

test('an integration that does not answer shows so, keeps no other waiting, and can be tried again', async ({
  page,
  open,
}) => {
  await page.clock.install()
  await open(INTEGRATIONS, { scenario: 'integration-silent' })
  for (const name of ['Dropbox', 'Google Drive', 'Mobile app'] as const)
    await expect(state(page, name)).toContainText('Connected')
  await expect(state(page, 'Workfront DAM')).toContainText('Asking Workfront DAM…')
  await page.clock.fastForward(6000)
  await expect(state(page, 'Workfront DAM')).toContainText('Workfront DAM does not answer.')

  const tryAgain = button(page, 'Workfront DAM', 'Try again')
  const asked = page.waitForRequest(/integrations\/workfront-dam$/)
  await tryAgain.click()
  await asked
  // By the time that this is answered the one before has arrived, and counts as one of the two that are not.
  await page.evaluate(async () => (await fetch('/api/rehearsal')).text())
  await page.clock.fastForward(6000)
  await expect(state(page, 'Workfront DAM')).toContainText('Workfront DAM does not answer.')
  await expect(tryAgain).toBeFocused()
  await tryAgain.click()
  await expect(state(page, 'Workfront DAM')).toContainText('As Mara Lindqvist.')
  await expect(button(page, 'Workfront DAM', 'Reconnect')).toBeFocused()
})

test('disconnecting forgets the key that the integration holds, and the others are asked anew when the window has the focus', async ({
  page,
  open,
}) => {
  const [id, key] = [demoId('main.admin'), demoKey('main.admin')]
  await open(INTEGRATIONS, { scenario: 'integrations-connected' })
  await button(page, 'Dropbox', 'Disconnect').click()
  await expect(state(page, 'Dropbox')).toContainText('Not connected')
  await expect(button(page, 'Dropbox', 'Connect')).toBeFocused()
  await expect(state(page, 'Google Drive')).toContainText('Connected')
  expect(await readUser(page, key, id)).toMatchObject({ status: 200 })

  const cleared = await page.evaluate(async (apiKey) => {
    const headers = { apiKey }
    return (await fetch('/attask/api/v15.0/user?action=clearApiKey', { method: 'PUT', headers })).status
  }, key)
  expect(cleared).toBe(200)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await expect(state(page, 'Google Drive')).toContainText('Reconnect needed')
  expect(await readUser(page, key, id)).toEqual(REFUSED)
})

test('External users have no access to the page and no Integrations in their menu', async ({ page, open }) => {
  await open(INTEGRATIONS, { as: 'external' })
  await expect(page.getByRole('heading', { name: 'You have no access to this page' })).toBeVisible()
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await expect(menu(page).getByRole('link')).toHaveText(['Home', 'Help'])
})
