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

// The sixth key belongs to somebody inactive, so it is refused before and after.
const KEY_OWNERS = ['main.admin', 'second.admin', 'standard', 'contributor', 'sso.only'] as const

test('R1, R2: Remove All ends everybody’s key at once, and only a new key lets an integration in again', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  for (const owner of KEY_OWNERS)
    expect(await readUser(page, demoKey(owner), demoId(owner))).toMatchObject({ status: 200 })

  await page.getByRole('button', { name: 'Remove all API keys' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Remove all API keys?' })
  await expect(dialog).toContainText('All integrations fail until their users generate new keys')
  await expect(dialog.getByRole('status')).toContainText(
    /^This ends the keys of 6 users: 6 active and 0 expired, counted on /,
  )
  await dialog.getByRole('button', { name: 'Remove All' }).click()
  await expect(page.getByText('6 API keys removed')).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Remove all API keys' })).toBeFocused()
  for (const owner of KEY_OWNERS) expect(await readUser(page, demoKey(owner), demoId(owner))).toEqual(REFUSED)

  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const key = await keyOnScreen(page)
  expect(await readUser(page, key, demoId('main.admin'))).toMatchObject({ status: 200 })
  for (const owner of KEY_OWNERS) expect(await readUser(page, demoKey(owner), demoId(owner))).toEqual(REFUSED)
})

for (const way of ['Escape', 'Cancel'] as const)
  test(`R1: the focus starts on Cancel, and ${way} removes nothing`, async ({ page, open }) => {
    await open(CUSTOMER_INFO)
    const trigger = page.getByRole('button', { name: 'Remove all API keys' })
    await trigger.click()
    const dialog = page.getByRole('alertdialog', { name: 'Remove all API keys?' })
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await page.keyboard.press(way === 'Escape' ? 'Escape' : 'Enter')
    await expect(dialog).toBeHidden()
    await expect(trigger).toBeFocused()
    for (const owner of KEY_OWNERS)
      expect(await readUser(page, demoKey(owner), demoId(owner))).toMatchObject({ status: 200 })
  })

test('R1: a press beside the dialog removes nothing and leaves it open', async ({ page, open }) => {
  await open(CUSTOMER_INFO)
  await page.getByRole('button', { name: 'Remove all API keys' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Remove all API keys?' })
  await expect(dialog).toBeVisible()
  await page.mouse.click(20, 880)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(ownKey(page)).toContainText('Active')
})

test('R1: the dialog counts thousands of keys, and one press removes them', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'many-users' })
  await page.getByRole('button', { name: 'Remove all API keys' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Remove all API keys?' })
  await expect(dialog.getByRole('status')).toContainText('This ends the keys of 5,006 users')
  await dialog.getByRole('button', { name: 'Remove All' }).click()
  await expect(page.getByText('5,006 API keys removed')).toBeVisible()
})

test('R1: the dialog tells active keys from expired ones', async ({ page, open }) => {
  await open(`${CUSTOMER_INFO}?dialog=remove-all`, { scenario: 'key-expired' })
  await expect(page.getByRole('alertdialog').getByRole('status')).toContainText('6 users: 5 active and 1 expired')
})

test('R1: where nobody has a key there is nothing to remove', async ({ page, open }) => {
  await open(`${CUSTOMER_INFO}?dialog=remove-all`, { scenario: 'no-keys' })
  const dialog = page.getByRole('alertdialog', { name: 'Remove all API keys?' })
  await expect(dialog.getByRole('status')).toHaveText('Nobody has an API key now, so there is nothing to remove.')
  await expect(dialog.getByRole('button', { name: 'Remove All' })).toBeDisabled()
})
