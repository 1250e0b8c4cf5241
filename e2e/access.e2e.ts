import { CUSTOMER_INFO, expect, PASSWORD, signIn, signInToCustomerInfo, test } from './test.ts'

for (const user of ['standard', 'light', 'external'] as const)
  test(`A1: ${user} has no Setup entry, no Setup page and no answer from its routes`, async ({ page, open }) => {
    await open('/', { as: user })
    await page.getByRole('button', { name: 'Main Menu' }).click()
    const menu = page.getByRole('dialog', { name: 'Main Menu' })
    const entries = user === 'external' ? ['Home', 'Help'] : ['Home', 'Integrations', 'Help']
    await expect(menu.getByRole('link')).toHaveText(entries)

    for (const path of [
      '/setup',
      '/setup/system/authentication',
      CUSTOMER_INFO,
      `${CUSTOMER_INFO}?dialog=remove-all`,
    ]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { name: 'You have no access to this page' })).toBeVisible()
      await expect(page).toHaveTitle('You have no access to this page – Latchkey')
      await expect(page.getByText('Admin Email')).toHaveCount(0)
      await expect(page.getByRole('alertdialog')).toHaveCount(0)
    }
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

test('A1: the ? beside the title lists what one needs to use the screen', async ({ page, open }) => {
  await open(CUSTOMER_INFO)
  await page.getByRole('button', { name: 'Help for Customer Info' }).click()
  const help = page.getByRole('dialog', { name: 'Help for Customer Info' })
  await expect(help).toContainText('Package: any.')
  await expect(help).toContainText('Licence: Standard, or Plan')
  await expect(help).toContainText('Access level: you must be a Workfront administrator.')
  await help.getByRole('button', { name: 'Dismiss' }).click()
  await expect(help).toBeHidden()
  await expect(page.getByRole('button', { name: 'Help for Customer Info' })).toBeFocused()
})

test('K1: Main Menu stands at the upper left, and its Setup opens Setup', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await signIn(page)
  const mainMenu = page.getByRole('button', { name: 'Main Menu' })
  const { x, y } = (await mainMenu.boundingBox())!
  expect(Math.max(x, y)).toBeLessThan(56)
  await mainMenu.click()
  await page.getByRole('dialog', { name: 'Main Menu' }).getByRole('link', { name: 'Setup' }).click()
  await expect(page.getByRole('heading', { name: 'Setup', level: 1 })).toBeFocused()
  await expect(page.getByRole('dialog', { name: 'Main Menu' })).toBeHidden()
})

test('K2: System opens and closes in place, and its Customer Info becomes the current screen', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  await signIn(page)
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await page.getByRole('link', { name: 'Setup' }).click()
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

test('a wrong password, an unknown name and an inactive user get one answer, and the name stays', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  const username = page.getByLabel('Username')
  for (const [name, password] of [
    ['main.admin@northwind.example', 'guessed'],
    ['unknown@northwind.example', PASSWORD],
    ['inactive@northwind.example', PASSWORD],
  ] as const) {
    await username.fill(name)
    await page.getByLabel('Password').fill(password)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Log In' }).click()
    await answered
    await expect(page.getByRole('alert')).toContainText(
      "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again.",
    )
    await expect(username).toHaveValue(name)
    await expect(page).toHaveURL('/sign-in')
  }
  await signIn(page)
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
})

test('signing in needs a name and a password', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await page.getByRole('button', { name: 'Log In' }).click()
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription('Enter your username')
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription('Enter your password')
  await expect(page.getByLabel('Username')).toBeFocused()
})

test('after signing out nothing of the console is left to see, not even by Back', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  await page.getByRole('button', { name: 'User menu' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Log In' })).toBeVisible()
  expect(await page.evaluate(async () => (await fetch('/api/customer-info')).status)).toBe(401)

  await page.goBack()
  await expect(page.getByRole('button', { name: 'Log In' })).toBeVisible()
  await expect(page.getByText('Northwind Studio')).toHaveCount(0)
})

test('a link followed while signed out opens after signing in, dialog and all', async ({ page, open }) => {
  await open(`${CUSTOMER_INFO}?dialog=help`, { as: 'nobody' })
  await expect(page.getByRole('heading', { name: 'Sign in to go on' })).toBeVisible()
  await signIn(page)
  await expect(page.getByRole('dialog', { name: 'Help for Customer Info' })).toBeVisible()
  await expect(page).toHaveURL(`${CUSTOMER_INFO}?dialog=help`)
})

for (const next of ['//evil.example/', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)'])
  test(`signing in never leads out of the console: ${next}`, async ({ page, open }) => {
    await open(`/sign-in?next=${encodeURIComponent(next)}`, { as: 'nobody' })
    await signIn(page)
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    await expect(page).toHaveURL('/')
  })

test('an address that leads nowhere says so and offers the way home', async ({ page, open }) => {
  for (const path of ['/no/such/page', '/setup/no-such-page', '/help/no-such-topic']) {
    await open(path)
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
    await expect(page).toHaveTitle('There is no such page – Latchkey')
  }
  await page.getByRole('link', { name: 'Go to Home' }).click()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
})

test('Back closes a dialog opened from the page, and a closed dialog leaves nothing for Back', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  for (const [button, name] of [
    ['Reset', 'Reset your API key?'],
    ['Remove', 'Remove your API key?'],
    ['Remove all API keys', 'Remove all API keys?'],
  ] as const) {
    const dialog = page.getByRole('alertdialog', { name })
    await page.getByRole('button', { name: button, exact: true }).click()
    await expect(dialog).toBeVisible()
    await expect(page).toHaveURL(/dialog=/)
    await page.goBack()
    await expect(dialog).toBeHidden()
    await expect(page).toHaveURL(CUSTOMER_INFO)

    await page.goForward()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    await expect(page).toHaveURL(CUSTOMER_INFO)
  }
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Setup', level: 1 })).toBeVisible()
})

test('a dialog that acted leaves nothing for Back either', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  for (const [button, confirm, done] of [
    ['Reset', 'Reset', 'API key reset'],
    ['Remove', 'Remove', 'API key removed'],
    ['Remove all API keys', 'Remove All', '5 API keys removed'],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.getByRole('alertdialog', { name: /\?$/ }).getByRole('button', { name: confirm }).click()
    await expect(page.getByText(done)).toBeVisible()
    await expect(page).toHaveURL(CUSTOMER_INFO)
  }
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Setup', level: 1 })).toBeVisible()
})

test('a dialog opened by a link closes to its page without leaving the console', async ({ page, open }) => {
  await open(`${CUSTOMER_INFO}?dialog=remove-all`)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await expect(page).toHaveURL(CUSTOMER_INFO)
})

test('every page has a title of its own', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await expect(page).toHaveTitle('Sign in – Latchkey')
  await signIn(page)
  await expect(page).toHaveTitle('Home – Latchkey')
  for (const [path, title] of [
    ['/setup', 'Setup – Latchkey'],
    [CUSTOMER_INFO, 'Customer Info – Latchkey'],
    ['/setup/system/authentication', 'Authentication – Latchkey'],
    ['/change-password', 'Change password – Latchkey'],
    ['/integrations', 'Integrations – Latchkey'],
    ['/help', 'Help – Latchkey'],
    ['/help/preview', 'What the Preview environment is – Latchkey'],
    ['/flows', 'Flows – Latchkey'],
  ] as const) {
    await page.goto(path)
    await expect(page).toHaveTitle(title)
  }
})
