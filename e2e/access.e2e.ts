import { CUSTOMER_INFO, expect, PASSWORD, signIn, signInToCustomerInfo, test } from './test.ts'

test('A1: who is no administrator has no Setup entry, no Setup page and no answer from its routes', async ({
  page,
  open,
}) => {
  await open('/', { as: 'standard' })
  await page.getByRole('button', { name: 'Main Menu' }).click()
  const menu = page.getByRole('dialog', { name: 'Main Menu' })
  await expect(menu.getByRole('link')).toHaveText(['Home', 'Integrations', 'Help'])

  await page.goto(`${CUSTOMER_INFO}?dialog=remove-all`)
  await expect(page.getByRole('heading', { name: 'You have no access to this page' })).toBeVisible()
  await expect(page).toHaveTitle('You have no access to this page – Latchkey')
  await expect(page.getByText('Admin Email')).toHaveCount(0)
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  const statuses = await page.evaluate(() =>
    Promise.all(
      [
        ['GET', 'customer-info'],
        ['PUT', 'customer-info'],
        ['GET', 'own-key'],
        ['POST', 'own-key'],
        ['GET', 'keys/count'],
        ['DELETE', 'keys'],
        ['GET', 'authentication'],
        ['PUT', 'authentication'],
        ['POST', 'authentication/consequences'],
      ].map(async ([method, path]) => (await fetch(`/api/${path}`, { method: method! })).status),
    ),
  )
  expect(statuses).toEqual(statuses.map(() => 403))

  await page.getByRole('link', { name: 'Go to Home' }).click()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
})

test('K1, K2: Main Menu at the upper left opens Setup, and System opens in place and leads to Customer Info', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  await signIn(page)
  const mainMenu = page.getByRole('button', { name: 'Main Menu' })
  const { x, y } = (await mainMenu.boundingBox())!
  expect(Math.max(x, y)).toBeLessThan(56)
  await mainMenu.click()
  await page.getByRole('dialog', { name: 'Main Menu' }).getByRole('link', { name: 'Setup' }).click()
  await expect(page.getByRole('heading', { name: 'Setup', level: 1 })).toBeFocused()
  await expect(page.getByRole('dialog', { name: 'Main Menu' })).toBeHidden()

  const panel = page.getByRole('navigation', { name: 'Setup' })
  const system = panel.getByRole('button', { name: 'System' })
  const customerInfo = panel.getByRole('link', { name: 'Customer Info' })
  await expect(customerInfo).toBeHidden()
  await system.click()
  await expect(system).toHaveAttribute('aria-expanded', 'true')
  await expect(customerInfo).toBeVisible()
  await expect(page).toHaveURL('/setup')
  await expect(customerInfo).not.toHaveAttribute('aria-current')
  await system.click()
  await expect(customerInfo).toBeHidden()
  await expect(page).toHaveURL('/setup')

  await system.click()
  await customerInfo.click()
  await expect(page.getByRole('heading', { name: 'Customer Info', level: 1 })).toBeFocused()
  await expect(page).toHaveURL(CUSTOMER_INFO)
  await expect(customerInfo).toHaveAttribute('aria-current', 'page')
})

test('a wrong password opens nothing, and after signing out nothing is left to see, not even by Back', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  const username = page.getByLabel('Username')
  await username.fill('unknown@northwind.example')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Log In' }).click()
  await expect(page.getByRole('alert')).toContainText(
    "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again.",
  )
  await expect(username).toHaveValue('unknown@northwind.example')
  await expect(page).toHaveURL('/sign-in')

  await signInToCustomerInfo(page)
  await page.getByRole('button', { name: 'User menu' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Log In' })).toBeVisible()
  expect(await page.evaluate(async () => (await fetch('/api/customer-info')).status)).toBe(401)

  await page.goBack()
  await expect(page.getByRole('button', { name: 'Log In' })).toBeVisible()
  await expect(page.getByText('Northwind Studio')).toHaveCount(0)
})

test('Back closes a dialog, and one that was closed or has acted leaves nothing for Back', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  for (const [button, confirm, done] of [
    ['Reset', 'Reset', 'API key reset'],
    ['Remove', 'Remove', 'API key removed'],
    ['Remove all API keys', 'Remove All', '5 API keys removed'],
  ] as const) {
    const opener = page.getByRole('button', { name: button, exact: true })
    const dialog = page.getByRole('alertdialog', { name: /\?$/ })
    await opener.click()
    await expect(dialog).toBeVisible()
    await expect(page).toHaveURL(/dialog=/)
    await page.goBack()
    await expect(dialog).toBeHidden()
    await expect(page).toHaveURL(CUSTOMER_INFO)

    await page.goForward()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    await expect(page).toHaveURL(CUSTOMER_INFO)

    await opener.click()
    await dialog.getByRole('button', { name: confirm }).click()
    await expect(page.getByText(done)).toBeVisible()
    await expect(page).toHaveURL(CUSTOMER_INFO)
  }
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Setup', level: 1 })).toBeVisible()
})
