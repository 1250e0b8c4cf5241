import {
  CUSTOMER_INFO,
  demoId,
  demoKey,
  expect,
  keyOnScreen,
  ownKey,
  readUser,
  REFUSED,
  signInToCustomerInfo,
  test,
} from './test.ts'

const ME = demoId('main.admin')
const WORKS = { status: 200, body: { data: { ID: ME, username: 'main.admin@northwind.example' } } }

test('K3: Generate API Key makes a key that stands there in full and works at once', async ({ page, open }) => {
  await open('/', { scenario: 'no-key', as: 'nobody' })
  await signInToCustomerInfo(page)
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const key = await keyOnScreen(page)
  await expect(ownKey(page)).toContainText('Active')
  await expect(ownKey(page).getByRole('button', { name: 'Generate API Key' })).toHaveCount(0)
  // The button that was pressed is gone, so the focus is on the first one that took its place.
  await expect(ownKey(page).getByRole('button', { name: 'Hide' })).toBeFocused()
  expect(await readUser(page, key, ME)).toMatchObject(WORKS)
})

test('a key is masked after a reload until Show, and Hide masks it again', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'no-key' })
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const key = await keyOnScreen(page)

  await page.reload()
  await expect(ownKey(page).getByRole('code')).toContainText('Hidden. Press Show to see it.')
  expect(await page.content()).not.toContain(key)
  await ownKey(page).getByRole('button', { name: 'Show' }).click()
  expect(await keyOnScreen(page)).toBe(key)
  await ownKey(page).getByRole('button', { name: 'Hide' }).click()
  await expect(ownKey(page).getByRole('code')).toContainText('Hidden')
  expect(await page.content()).not.toContain(key)
})

test('a key whose secret is lost goes on working; the page says why it cannot be shown, and a reset mends it', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO, { scenario: 'secret-lost' })
  expect(await readUser(page, demoKey('main.admin'), ME)).toMatchObject(WORKS)
  await ownKey(page).getByRole('button', { name: 'Show' }).click()
  await expect(ownKey(page).getByRole('alert')).toContainText('This key still works, but it cannot be shown again')
  await expect(ownKey(page).getByRole('code')).toContainText('Hidden')
  await ownKey(page).getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  await keyOnScreen(page)
  await expect(ownKey(page).getByRole('alert')).toHaveCount(0)
})

test('Copy puts the key on the clipboard, shown or masked', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(CUSTOMER_INFO)
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await ownKey(page).getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByText('API key copied')).toBeVisible()
  expect(await clipboard()).toBe(demoKey('main.admin'))
  await expect(ownKey(page).getByRole('code')).toContainText('Hidden')

  await page.evaluate(() => navigator.clipboard.writeText('something else'))
  await ownKey(page).getByRole('button', { name: 'Show' }).click()
  expect(await keyOnScreen(page)).toBe(demoKey('main.admin'))
  await ownKey(page).getByRole('button', { name: 'Copy' }).click()
  await expect.poll(clipboard).toBe(demoKey('main.admin'))
})

test('where the browser forbids copying, the page says how to copy by hand', async ({ page, open, context }) => {
  await open(CUSTOMER_INFO)
  // Playwright can only grant permissions; this denies one.
  const browser = await context.newCDPSession(page)
  const { browserContextId } = (await browser.send('Target.getTargetInfo')).targetInfo
  const permission = { name: 'clipboard-write' }
  await browser.send('Browser.setPermission', { permission, setting: 'denied', browserContextId: browserContextId! })
  await ownKey(page).getByRole('button', { name: 'Copy' }).click()
  await expect(ownKey(page)).toContainText('Press Show, select the key and copy it by hand.')
})

test('K4: Reset, then Reset, puts a new key in the place of the old one, which is refused at once', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  await ownKey(page).getByRole('button', { name: 'Show' }).click()
  const old = await keyOnScreen(page)
  expect(await readUser(page, old, ME)).toMatchObject(WORKS)

  const reset = ownKey(page).getByRole('button', { name: 'Reset' })
  await reset.click()
  const dialog = page.getByRole('alertdialog', { name: 'Reset your API key?' })
  await expect(dialog).toContainText('Every application that uses your key must be re-configured with the new one.')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(reset).toBeFocused()
  expect(await readUser(page, old, ME)).toMatchObject(WORKS)

  await reset.click()
  await dialog.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByText('API key reset')).toBeVisible()
  await expect(dialog).toBeHidden()
  const key = await keyOnScreen(page)
  expect(key).not.toBe(old)
  await expect(ownKey(page)).toContainText('just now')
  await expect(reset).toBeFocused()
  expect(await readUser(page, old, ME)).toEqual(REFUSED)
  expect(await readUser(page, key, ME)).toMatchObject(WORKS)

  await page.reload()
  await expect(ownKey(page).getByRole('code')).toContainText('Hidden')
})

test('K5: Remove, then Remove, ends the key at once and brings Generate API Key back', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  await ownKey(page).getByRole('button', { name: 'Remove' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Remove your API key?' })
  await expect(dialog).toContainText('Every application that uses it must be re-configured with a new key')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(ownKey(page).getByRole('button', { name: 'Remove' })).toBeFocused()
  expect(await readUser(page, demoKey('main.admin'), ME)).toMatchObject(WORKS)

  await ownKey(page).getByRole('button', { name: 'Remove' }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('API key removed')).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(ownKey(page).getByRole('button', { name: 'Generate API Key' })).toBeFocused()
  await expect(ownKey(page).getByRole('code')).toHaveCount(0)
  expect(await readUser(page, demoKey('main.admin'), ME)).toEqual(REFUSED)
})

test('K6: an application works again once the new key is entered, after a reset and after a removal', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO)
  let entered = demoKey('main.admin')
  const application = () => readUser(page, entered, ME)
  expect(await application()).toMatchObject(WORKS)

  await ownKey(page).getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  const reset = await keyOnScreen(page)
  expect(await application()).toEqual(REFUSED)
  entered = reset
  expect(await application()).toMatchObject(WORKS)

  await ownKey(page).getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const generated = await keyOnScreen(page)
  expect(await application()).toEqual(REFUSED)
  entered = generated
  expect(await application()).toMatchObject(WORKS)
})

test('K8: a key acts with its owner’s rights: an administrator’s reads anybody, another’s only its owner', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO, { scenario: 'no-key' })
  await expect(ownKey(page)).toContainText('whatever uses it is an administrator')
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const key = await keyOnScreen(page)
  expect(await readUser(page, key, demoId('light'))).toMatchObject({
    status: 200,
    body: { data: { name: 'Noah Petrov', isAdmin: false } },
  })
  expect(await readUser(page, demoKey('standard'), demoId('standard'))).toMatchObject({ status: 200 })
  expect(await readUser(page, demoKey('standard'), demoId('light'))).toMatchObject({
    status: 403,
    body: { error: { class: 'com.attask.common.AccessException' } },
  })
})
