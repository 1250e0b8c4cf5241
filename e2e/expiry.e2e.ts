import {
  choose,
  demoId,
  demoKey,
  escape,
  expect,
  EXPIRY,
  keyOnScreen,
  moveClock,
  ownKey,
  readUser,
  REFUSED,
  REMOVAL,
  save,
  signInToCustomerInfo,
  test,
} from './test.ts'

const ME = demoId('main.admin')
const WORKS = { status: 200 }
/** 10:30 in the morning in Denver. */
const MARCH = '2027-03-01T17:30:00.000Z'

test('E2–E5: another period counts from the moment it is saved, and then ends the key', async ({ page, open }) => {
  await open('/', { scenario: 'no-key', as: 'nobody', now: MARCH })
  await signInToCustomerInfo(page)
  await expect(page.getByRole('button', { name: EXPIRY })).toContainText('1 month')
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const key = await keyOnScreen(page)
  await expect(ownKey(page)).toContainText(/Expires.*Apr 1, 2027, 10:3\d AM MDT/)

  await choose(page, EXPIRY, '6 months')
  const announced = page.getByText('6 active keys will now expire on Sep 1, 2027')
  await expect(announced).toBeVisible()
  await save(page)
  await expect(announced).toBeHidden()
  await expect(ownKey(page)).toContainText(/Expires.*Sep 1, 2027, 10:3\d AM MDT \(in 6 months\)/)

  // Past the month the key was made for; and everybody's key was restarted, not only one's own.
  await moveClock(page, '+1 month')
  await expect(page.getByLabel('Rehearsal clock: Apr 1, 2027')).toBeVisible()
  expect(await readUser(page, key, ME)).toMatchObject(WORKS)
  expect(await readUser(page, demoKey('standard'), demoId('standard'))).toMatchObject(WORKS)

  await moveClock(page, 'To the next expiry')
  await expect(page.getByLabel('Rehearsal clock: Sep 1, 2027')).toBeVisible()
  expect(await readUser(page, key, ME)).toEqual(REFUSED)
  expect(await readUser(page, demoKey('standard'), demoId('standard'))).toEqual(REFUSED)
  await expect(ownKey(page)).toContainText(/StateExpired.*Expired on.*Sep 1, 2027/)
})

test('E1, E7, E8: what is chosen does nothing until Save, which stores every setting of the form', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  const period = page.getByRole('button', { name: EXPIRY })
  const removal = page.getByRole('checkbox', { name: REMOVAL })
  const saveButton = page.getByRole('button', { name: 'Save' })
  const cancel = page.getByRole('button', { name: 'Cancel' })
  await expect(removal).not.toBeChecked()
  await expect(saveButton).toBeDisabled()
  await expect(cancel).toBeDisabled()
  await period.click()
  await expect(page.getByRole('option')).toHaveText(['None', '1 week', '1 month', '3 months', '6 months', '1 year'])
  await expect(page.getByRole('option', { selected: true })).toHaveText('1 month')
  await escape(page.getByRole('listbox'))

  await choose(page, EXPIRY, '1 week')
  await expect(page.getByText('1 unsaved change')).toBeVisible()
  await page.getByText(REMOVAL).click()
  await expect(page.getByText('2 unsaved changes')).toBeVisible()
  await expect(ownKey(page)).toContainText('in 20 days')
  await cancel.click()
  await expect(period).toContainText('1 month')
  await expect(removal).not.toBeChecked()
  await expect(saveButton).toBeDisabled()

  await choose(page, EXPIRY, '1 week')
  await page.getByText(REMOVAL).click()
  const asked = page.waitForEvent('dialog')
  const reloaded = page.reload()
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.accept()
  await reloaded
  await expect(period).toContainText('1 month')
  await expect(removal).not.toBeChecked()
  await expect(ownKey(page)).toContainText('in 20 days')

  await page.getByLabel('Admin Email').fill('Second.Admin@northwind.example')
  await choose(page, 'Time Zone', 'Hawaii Standard Time')
  await choose(page, 'Default Email Locale', 'French (France)')
  await choose(page, EXPIRY, '1 week')
  await page.getByText(REMOVAL).click()
  await expect(page.getByText('5 unsaved changes')).toBeVisible()
  await save(page)
  await expect(saveButton).toBeDisabled()
  await page.reload()
  await expect(page.getByLabel('Admin Email')).toHaveValue('second.admin@northwind.example')
  await expect(page.getByRole('button', { name: 'Time Zone' })).toContainText('Hawaii Standard Time')
  await expect(page.getByRole('button', { name: 'Default Email Locale' })).toContainText('French (France)')
  await expect(period).toContainText('1 week')
  await expect(removal).toBeChecked()
  await expect(ownKey(page)).toContainText('in 7 days')
})
