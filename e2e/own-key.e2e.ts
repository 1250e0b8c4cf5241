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

test(
  'K3, K8: a generated key works with its owner’s rights, and after a reload it is masked until Show',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open('/', { scenario: 'no-key', as: 'nobody' })
    await signInToCustomerInfo(page)
    await expect(ownKey(page)).toContainText('whatever uses it is an administrator')
    await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
    const key = await keyOnScreen(page)
    await expect(ownKey(page)).toContainText('Active')
    await expect(ownKey(page).getByRole('button', { name: 'Generate API Key' })).toHaveCount(0)
    // The button that was pressed is gone, so the focus is on the first one that took its place.
    await expect(ownKey(page).getByRole('button', { name: 'Hide' })).toBeFocused()
    expect(await readUser(page, key, ME)).toMatchObject(WORKS)
    // An administrator's key reads anybody, another's only its owner.
    expect(await readUser(page, key, demoId('light'))).toMatchObject({
      status: 200,
      body: { data: { name: 'Noah Petrov', isAdmin: false } },
    })
    expect(await readUser(page, demoKey('standard'), demoId('standard'))).toMatchObject({ status: 200 })
    expect(await readUser(page, demoKey('standard'), demoId('light'))).toMatchObject({
      status: 403,
      body: { error: { class: 'com.attask.common.AccessException' } },
    })

    await page.reload()
    await expect(ownKey(page).getByRole('code')).toContainText('Hidden. Press Show to see it.')
    expect(await page.content()).not.toContain(key)
    await ownKey(page).getByRole('button', { name: 'Show' }).click()
    expect(await keyOnScreen(page)).toBe(key)
    await ownKey(page).getByRole('button', { name: 'Hide' }).click()
    await expect(ownKey(page).getByRole('code')).toContainText('Hidden')
    expect(await page.content()).not.toContain(key)
  },
)

test('Copy puts the key on the clipboard, shown or masked, or says how to copy by hand', async ({
  page,
  open,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(CUSTOMER_INFO)
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  const copy = ownKey(page).getByRole('button', { name: 'Copy' })
  await copy.click()
  await expect(page.getByText('API key copied')).toBeVisible()
  expect(await clipboard()).toBe(demoKey('main.admin'))
  await expect(ownKey(page).getByRole('code')).toContainText('Hidden')

  await page.evaluate(() => navigator.clipboard.writeText('something else'))
  await ownKey(page).getByRole('button', { name: 'Show' }).click()
  expect(await keyOnScreen(page)).toBe(demoKey('main.admin'))
  await copy.click()
  await expect.poll(clipboard).toBe(demoKey('main.admin'))

  // Playwright can only grant permissions; this denies one.
  const browser = await context.newCDPSession(page)
  const { browserContextId } = (await browser.send('Target.getTargetInfo')).targetInfo
  const permission = { name: 'clipboard-write' }
  await browser.send('Browser.setPermission', { permission, setting: 'denied', browserContextId: browserContextId! })
  await copy.click()
  await expect(ownKey(page)).toContainText('Press Show, select the key and copy it by hand.')
})

test('K4, K5, K6: a reset and a removal end the key at once, and an application works again with the new one', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  await ownKey(page).getByRole('button', { name: 'Show' }).click()
  let entered = await keyOnScreen(page)
  const application = () => readUser(page, entered, ME)
  expect(await application()).toMatchObject(WORKS)

  const reset = ownKey(page).getByRole('button', { name: 'Reset' })
  await reset.click()
  const resetting = page.getByRole('alertdialog', { name: 'Reset your API key?' })
  await expect(resetting).toContainText('Every application that uses your key must be re-configured with the new one.')
  await resetting.getByRole('button', { name: 'Cancel' }).click()
  await expect(resetting).toBeHidden()
  await expect(reset).toBeFocused()
  expect(await application()).toMatchObject(WORKS)

  await reset.click()
  await resetting.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByText('API key reset')).toBeVisible()
  await expect(resetting).toBeHidden()
  const second = await keyOnScreen(page)
  expect(second).not.toBe(entered)
  await expect(ownKey(page)).toContainText('just now')
  await expect(reset).toBeFocused()
  expect(await application()).toEqual(REFUSED)
  entered = second
  expect(await application()).toMatchObject(WORKS)
  await page.reload()
  await expect(ownKey(page).getByRole('code')).toContainText('Hidden')

  const remove = ownKey(page).getByRole('button', { name: 'Remove' })
  await remove.click()
  const removing = page.getByRole('alertdialog', { name: 'Remove your API key?' })
  await expect(removing).toContainText('Every application that uses it must be re-configured with a new key')
  await removing.getByRole('button', { name: 'Cancel' }).click()
  await expect(removing).toBeHidden()
  await expect(remove).toBeFocused()
  expect(await application()).toMatchObject(WORKS)

  await remove.click()
  await removing.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('API key removed')).toBeVisible()
  await expect(removing).toBeHidden()
  const generate = ownKey(page).getByRole('button', { name: 'Generate API Key' })
  await expect(generate).toBeFocused()
  await expect(ownKey(page).getByRole('code')).toHaveCount(0)
  expect(await application()).toEqual(REFUSED)

  await generate.click()
  const third = await keyOnScreen(page)
  expect(await application()).toEqual(REFUSED)
  entered = third
  expect(await application()).toMatchObject(WORKS)
})
