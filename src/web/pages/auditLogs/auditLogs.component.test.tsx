import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { press } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

const AUDIT_LOGS = '/setup/change-tracking/audit-logs'

const from = page.getByLabelText('From')
const to = page.getByLabelText('To', { exact: true })
const shown = page.getByRole('status').filter({ hasText: 'Showing' })
const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') })

test('L1: a To before From is said at the field, and days are the reader’s, To included', async () => {
  // Half past eleven in the evening of 9 March in Denver, when it is 10 March in UTC.
  const { screen, address } = await mountConsole(AUDIT_LOGS, { now: '2027-03-10T06:30:00.000Z' })
  await from.fill('2027-03-09')
  await to.fill('2027-03-08')
  await press('Apply')
  await expect.element(to).toHaveAccessibleDescription('Choose the day of From or a later one')
  await expect.element(to).toHaveFocus()
  expect(address()).toBe(AUDIT_LOGS)

  await to.fill('2027-03-09')
  await press('Apply')
  await expect.poll(address).toBe(`${AUDIT_LOGS}?from=2027-03-09&to=2027-03-09`)
  await expect.element(rows.first()).toMatchTextContent(/^3\/9\/2027, 11:30:00\sPM MST/)
  await expect.element(rows.filter({ hasNotText: /^3\/9\/2027/ })).not.toBeInTheDocument()

  await screen.getByRole('searchbox', { name: 'Users' }).fill(`%_\\'"`)
  await press('Apply')
  await expect.element(screen.getByText('is found by these filters')).toBeVisible()
})

test('L1: a log that cannot be shown can be tried again', async () => {
  const { screen } = await mountConsole(AUDIT_LOGS, { scenario: 'audit-fails' })
  await expect.element(screen.getByRole('alert')).toMatchTextContent('The audit log cannot be shown')
  await press('Try again')
  await expect.element(shown).toMatchTextContent(/Showing 1–50 of 5\d records/)
})

test('L1: with Adobe IMS the log has no sign-ins', async () => {
  const { screen } = await mountConsole(AUDIT_LOGS, { scenario: 'ims' })
  await expect.element(shown).toHaveTextContent('Showing 5 records')
  await screen.getByRole('button', { name: 'Log Type' }).click()
  await expect.element(screen.getByRole('option', { name: 'API Key' })).toBeVisible()
  await expect.element(screen.getByRole('option', { name: 'Login Attempt' })).not.toBeInTheDocument()
})
