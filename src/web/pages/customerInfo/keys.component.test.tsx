import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { choose, press, save } from '#testing/asUser.ts'
import { mountConsole, REFUSED } from '#testing/mountConsole.tsx'

const CUSTOMER_INFO = '/setup/system/customer-info'
const EXPIRY = 'After creation, API keys expire in'
const REMOVAL = "Remove API key when a user's password expires"
const WORKS = { status: 200 }

const ownKey = page.getByRole('group', { name: "Your User's API Key" })

/** Resets your key in its panel and its dialog. */
async function reset(): Promise<void> {
  await ownKey.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  await expect.element(ownKey.getByRole('code')).toMatchTextContent(/^[a-z0-9]{32}$/)
}

test('E1: with None keys never expire', async () => {
  const { screen } = await mountConsole(CUSTOMER_INFO)
  await choose(EXPIRY, 'None')
  await expect.element(screen.getByText('6 active keys will no longer expire.')).toBeVisible()
  await save('Customer Info')
  await expect.element(ownKey).toMatchTextContent('ExpiresNever')
  await reset()
  await expect.element(ownKey).toMatchTextContent('ExpiresNever')
})

test('E2: a key that has expired stays expired whatever period is saved', async () => {
  const { screen, readWithKeyOf } = await mountConsole(CUSTOMER_INFO, { scenario: 'key-expired' })
  await choose(EXPIRY, '1 year')
  await expect
    .element(screen.getByText('5 active keys will now expire on'))
    .toMatchTextContent('Keys that have expired stay expired.')
  await save('Customer Info')
  await expect.element(ownKey).toMatchTextContent('StateExpired')
  expect(await readWithKeyOf('main.admin')).toEqual(REFUSED)
})

test('E4: a fresh organisation’s keys expire each month, on the calendar of its time zone', async () => {
  const { screen } = await mountConsole(CUSTOMER_INFO, { scenario: 'no-key', now: '2027-01-31T17:30:00.000Z' })
  await expect.element(screen.getByRole('button', { name: EXPIRY })).toMatchTextContent('1 month')
  await press('Generate API Key')
  await expect.element(ownKey).toMatchTextContent(/Expires.*Feb 28, 2027, 10:3\d AM MST/)
})

test('E5: an expired key is refused like an unknown one, and a reset lets the application in again', async () => {
  const { screen, ask, readWithKeyOf } = await mountConsole('/', { scenario: 'key-expired' })
  await expect.element(screen.getByRole('heading', { name: 'Your API key has expired' })).toBeVisible()
  await screen.getByRole('link', { name: 'Open API Key Settings' }).click()
  await expect.element(ownKey).toMatchTextContent(/StateExpired.*Expired on.*9 days ago/)
  expect(await readWithKeyOf('main.admin')).toEqual(REFUSED)
  expect(await ask(`/attask/api/v15.0/user?apiKey=${'x'.repeat(32)}`)).toEqual(REFUSED)

  await reset()
  await expect.element(ownKey).toMatchTextContent('StateActive')
  const key = ownKey.getByRole('code').element().textContent
  expect(await ask(`/attask/api/v15.0/user?apiKey=${key}`)).toMatchObject(WORKS)
})

test('E6: a key is removed when its owner’s password expires', async () => {
  const { screen, moveClock, readWithKeyOf } = await mountConsole(CUSTOMER_INFO, { scenario: 'password-removal-on' })
  await expect.element(screen.getByRole('checkbox', { name: REMOVAL })).toBeChecked()
  expect(await readWithKeyOf('expiring.password')).toMatchObject(WORKS)
  await moveClock('week')
  expect(await readWithKeyOf('expiring.password')).toEqual(REFUSED)
  expect(await readWithKeyOf('main.admin')).toMatchObject(WORKS)
})

test('E6: the removal begins with its Save, and switching it off brings no removed key back', async () => {
  const { screen, moveClock, readWithKeyOf } = await mountConsole(CUSTOMER_INFO, { scenario: 'password-policy-on' })
  await moveClock('week')
  expect(await readWithKeyOf('expiring.password')).toMatchObject(WORKS)

  await screen.getByText(REMOVAL).click()
  await expect
    .element(screen.getByText('1 key will be removed at once, because the owner’s password has expired.'))
    .toBeVisible()
  expect(await readWithKeyOf('expiring.password')).toMatchObject(WORKS)
  await save('Customer Info')
  expect(await readWithKeyOf('expiring.password')).toEqual(REFUSED)

  await screen.getByText(REMOVAL).click()
  await expect.element(screen.getByText('1 unsaved change')).toBeVisible()
  await press('Save')
  await expect.element(screen.getByText('1 unsaved change')).not.toBeInTheDocument()
  expect(await readWithKeyOf('expiring.password')).toEqual(REFUSED)
})

test('a key whose secret is lost goes on working; the page says why it cannot be shown, and a reset mends it', async () => {
  const { readWithKeyOf } = await mountConsole(CUSTOMER_INFO, { scenario: 'secret-lost' })
  expect(await readWithKeyOf('main.admin')).toMatchObject(WORKS)
  await ownKey.getByRole('button', { name: 'Show' }).click()
  await expect
    .element(ownKey.getByRole('alert'))
    .toMatchTextContent('This key still works, but it cannot be shown again')
  await expect.element(ownKey.getByRole('code')).toMatchTextContent('Hidden')
  await reset()
  await expect.element(ownKey.getByRole('alert')).not.toBeInTheDocument()
})

const removeAll = page.getByRole('alertdialog', { name: 'Remove all API keys?' })

test('R1: the dialog counts thousands of keys, and one press removes them', async () => {
  const { screen } = await mountConsole(CUSTOMER_INFO, { scenario: 'many-users' })
  await press('Remove all API keys')
  await expect.element(removeAll.getByRole('status')).toMatchTextContent('This ends the keys of 5,006 users')
  await removeAll.getByRole('button', { name: 'Remove All' }).click()
  await expect.element(screen.getByText('5,006 API keys removed')).toBeVisible()
})

test('R1: the dialog tells active keys from expired ones', async () => {
  await mountConsole(`${CUSTOMER_INFO}?dialog=remove-all`, { scenario: 'key-expired' })
  await expect.element(removeAll.getByRole('status')).toMatchTextContent('6 users: 5 active and 1 expired')
})

test('R1: where nobody has a key there is nothing to remove', async () => {
  await mountConsole(`${CUSTOMER_INFO}?dialog=remove-all`, { scenario: 'no-keys' })
  await expect
    .element(removeAll.getByRole('status'))
    .toHaveTextContent('Nobody has an API key now, so there is nothing to remove.')
  await expect.element(removeAll.getByRole('button', { name: 'Remove All' })).toBeDisabled()
})
