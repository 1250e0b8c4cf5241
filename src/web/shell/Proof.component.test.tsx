import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { press } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'
import { DEMO_PASSWORD } from '#src/rehearsal/organisation.ts'

const CUSTOMER_INFO = '/setup/system/customer-info'
const SOME_KEY = /^[a-z0-9]{32}$/

const ownKey = page.getByRole('group', { name: /^Your User['’]s API Key$/ })
const proof = page.getByRole('dialog', { name: 'Confirm that it is you' })
const password = proof.getByLabelText('Password')

test('K4: the key is shown once the password is entered again, and asked for no more for a while', async () => {
  await mountConsole(CUSTOMER_INFO, { scenario: 'proof-over' })
  await press('Show')
  await expect.element(password).toHaveFocus()
  await password.fill('wrong')
  await userEvent.keyboard('{Enter}')
  await expect.element(password).toHaveAccessibleDescription(/This is not your current password/)
  await expect.element(ownKey.getByRole('code')).toMatchTextContent('Hidden')

  await password.fill(DEMO_PASSWORD)
  await proof.getByRole('button', { name: 'Confirm' }).click()
  await expect.element(ownKey.getByRole('code')).toMatchTextContent(SOME_KEY)
  await expect.element(proof).not.toBeInTheDocument()
  await press('Hide')
  await press('Show')
  await expect.element(ownKey.getByRole('code')).toMatchTextContent(SOME_KEY)
})

test('K4: whoever cancels sees why nothing is shown, and can try again', async () => {
  const { screen } = await mountConsole(CUSTOMER_INFO, { scenario: 'proof-over' })
  await press('Show')
  await proof.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(screen.getByText('You entered your password more than 10 minutes ago.')).toBeVisible()
  await expect.element(ownKey.getByRole('code')).toMatchTextContent('Hidden')
  await press('Show')
  await expect.element(password).toBeVisible()
})

test('R1: Remove All asks for the password after its own question, and then does what it said', async () => {
  const { screen, readWithKeyOf } = await mountConsole(`${CUSTOMER_INFO}?dialog=remove-all`, { scenario: 'proof-over' })
  await screen.getByRole('alertdialog').getByRole('button', { name: 'Remove All' }).click()
  await expect.element(password).toHaveFocus()
  expect((await readWithKeyOf('standard')).status).toBe(200)
  await password.fill(DEMO_PASSWORD)
  await userEvent.keyboard('{Enter}')
  await expect.element(screen.getByRole('alertdialog')).not.toBeInTheDocument()
  expect((await readWithKeyOf('standard')).status).toBe(401)
})

test('K4: whoever may only use the identity provider is asked to sign on again', async () => {
  await mountConsole(CUSTOMER_INFO, { scenario: 'sign-on-over' })
  await press('Show')
  await expect.element(proof.getByRole('button', { name: 'Sign on again' })).toHaveFocus()
  await expect.element(password).not.toBeInTheDocument()
  await proof.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(proof).not.toBeInTheDocument()
})
