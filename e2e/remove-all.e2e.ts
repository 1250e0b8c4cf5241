import {
  demoId,
  demoKey,
  escape,
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

test('R1, R2: Cancel removes nothing, Remove All ends everybody’s key, and only a new key lets an integration in', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  const trigger = page.getByRole('button', { name: 'Remove all API keys' })
  const dialog = page.getByRole('alertdialog', { name: 'Remove all API keys?' })
  const cancel = dialog.getByRole('button', { name: 'Cancel' })
  await trigger.click()
  await expect(cancel).toBeFocused()
  // A press beside the dialog leaves it open.
  await page.mouse.click(20, 880)
  await expect(dialog).toBeVisible()
  await escape(dialog)
  await expect(trigger).toBeFocused()
  await trigger.click()
  await expect(cancel).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(trigger).toBeFocused()
  for (const owner of KEY_OWNERS)
    expect(await readUser(page, demoKey(owner), demoId(owner))).toMatchObject({ status: 200 })

  await trigger.click()
  await expect(dialog).toContainText('All integrations fail until their users generate new keys')
  await expect(dialog.getByRole('status')).toContainText(
    /^This ends the keys of 6 users: 6 active and 0 expired, counted on /,
  )
  await dialog.getByRole('button', { name: 'Remove All' }).click()
  await expect(page.getByText('6 API keys removed')).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(trigger).toBeFocused()
  for (const owner of KEY_OWNERS) expect(await readUser(page, demoKey(owner), demoId(owner))).toEqual(REFUSED)

  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const key = await keyOnScreen(page)
  expect(await readUser(page, key, demoId('main.admin'))).toMatchObject({ status: 200 })
  for (const owner of KEY_OWNERS) expect(await readUser(page, demoKey(owner), demoId(owner))).toEqual(REFUSED)
})
