import {
  choose,
  CUSTOMER_INFO,
  demoId,
  demoKey,
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

test('E1: the choices are none, a week, one, three and six months, and a year', async ({ page, open }) => {
  await open(CUSTOMER_INFO)
  await page.getByRole('button', { name: EXPIRY }).click()
  await expect(page.getByRole('option')).toHaveText(['None', '1 week', '1 month', '3 months', '6 months', '1 year'])
  await expect(page.getByRole('option', { selected: true })).toHaveText('1 month')
})

test('E1: with None keys never expire', async ({ page, open }) => {
  await open(CUSTOMER_INFO)
  await choose(page, EXPIRY, 'None')
  await expect(page.getByText('6 active keys will no longer expire.')).toBeVisible()
  await save(page)
  await expect(ownKey(page)).toContainText('ExpiresNever')
  await ownKey(page).getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  await keyOnScreen(page)
  await expect(ownKey(page)).toContainText('ExpiresNever')
})

test('E2, E3, E5: another period counts from the moment it is saved, and then ends the key', async ({ page, open }) => {
  await open('/', { scenario: 'no-key', as: 'nobody', now: MARCH })
  await signInToCustomerInfo(page)
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

test('E2: a key that has expired stays expired whatever period is saved', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'key-expired' })
  await choose(page, EXPIRY, '1 year')
  await expect(page.getByText('5 active keys will now expire on')).toContainText('Keys that have expired stay expired.')
  await save(page)
  await expect(ownKey(page)).toContainText('StateExpired')
  expect(await readUser(page, demoKey('main.admin'), ME)).toEqual(REFUSED)
})

test('E4: a fresh organisation’s keys expire each month, on the calendar of its time zone', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'no-key', now: '2027-01-31T17:30:00.000Z' })
  await expect(page.getByRole('button', { name: EXPIRY })).toContainText('1 month')
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  await expect(ownKey(page)).toContainText(/Expires.*Feb 28, 2027, 10:3\d AM MST/)
})

test('E5: an expired key is refused like an unknown one, and a reset lets the application in again', async ({
  page,
  open,
}) => {
  await open('/', { scenario: 'key-expired' })
  await expect(page.getByRole('heading', { name: 'Your API key has expired' })).toBeVisible()
  await page.getByRole('link', { name: 'Open API Key Settings' }).click()
  await expect(ownKey(page)).toContainText(/StateExpired.*Expired on.*9 days ago/)
  expect(await readUser(page, demoKey('main.admin'), ME)).toEqual(REFUSED)
  expect(await readUser(page, 'x'.repeat(32), ME)).toEqual(REFUSED)

  await ownKey(page).getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  const key = await keyOnScreen(page)
  await expect(ownKey(page)).toContainText('StateActive')
  expect(await readUser(page, key, ME)).toMatchObject(WORKS)
})

test('E6: a key is removed when its owner’s password expires', async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'password-removal-on' })
  const priyasKey = () => readUser(page, demoKey('expiring.password'), demoId('expiring.password'))
  await expect(page.getByRole('checkbox', { name: REMOVAL })).toBeChecked()
  expect(await priyasKey()).toMatchObject(WORKS)
  await moveClock(page, '+1 week')
  expect(await priyasKey()).toEqual(REFUSED)
  expect(await readUser(page, demoKey('main.admin'), ME)).toMatchObject(WORKS)
})

test('E6: the removal begins with its Save, and switching it off brings no removed key back', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO, { scenario: 'password-policy-on' })
  const priyasKey = () => readUser(page, demoKey('expiring.password'), demoId('expiring.password'))
  await moveClock(page, '+1 week')
  expect(await priyasKey()).toMatchObject(WORKS)

  await page.getByText(REMOVAL).click()
  await expect(page.getByText('1 key will be removed at once, because the owner’s password has expired.')).toBeVisible()
  expect(await priyasKey()).toMatchObject(WORKS)
  await save(page)
  expect(await priyasKey()).toEqual(REFUSED)

  await page.getByText(REMOVAL).click()
  await expect(page.getByText('1 unsaved change')).toBeVisible()
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT')
  await page.getByRole('button', { name: 'Save' }).click()
  await saved
  expect(await priyasKey()).toEqual(REFUSED)
})

test('E7: in a fresh organisation an expired password leaves the key alone', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  await expect(page.getByRole('checkbox', { name: REMOVAL })).not.toBeChecked()
})

test('E8: what is chosen does nothing until Save: Cancel and a reload bring back what is stored', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO)
  const period = page.getByRole('button', { name: EXPIRY })
  const removal = page.getByRole('checkbox', { name: REMOVAL })
  const saveButton = page.getByRole('button', { name: 'Save' })
  const cancel = page.getByRole('button', { name: 'Cancel' })
  await expect(saveButton).toBeDisabled()
  await expect(cancel).toBeDisabled()

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
})

test('E8: Save stores every setting of the form', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await signInToCustomerInfo(page)
  await page.getByLabel('Admin Email').fill('Second.Admin@northwind.example')
  await choose(page, 'Time Zone', 'Hawaii Standard Time')
  await choose(page, 'Default Email Locale', 'French (France)')
  await choose(page, EXPIRY, '1 week')
  await page.getByText(REMOVAL).click()
  await expect(page.getByText('5 unsaved changes')).toBeVisible()
  await save(page)
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()

  await page.reload()
  await expect(page.getByLabel('Admin Email')).toHaveValue('second.admin@northwind.example')
  await expect(page.getByRole('button', { name: 'Time Zone' })).toContainText('Hawaii Standard Time')
  await expect(page.getByRole('button', { name: 'Default Email Locale' })).toContainText('French (France)')
  await expect(page.getByRole('button', { name: EXPIRY })).toContainText('1 week')
  await expect(page.getByRole('checkbox', { name: REMOVAL })).toBeChecked()
  await expect(ownKey(page)).toContainText('in 7 days')
})
