import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { choose, press, textsOf } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

const SSO = '/setup/system/single-sign-on'
const PORTAL = 'https://idp.northwind.example/saml2/sso/post'

const field = (name: string) => page.getByRole('textbox', { name })
const checkbox = (name: string) => page.getByRole('checkbox', { name, exact: true })
/** Ticks a checkbox, or takes the tick away: its words are what people press. */
const tick = (label: string) => page.getByText(label, { exact: true }).click()
const chooseType = (type: 'None' | 'SAML 2.0') => choose('Type (required)', type)
const conflict = page.getByRole('status').filter({ hasText: 'Somebody else changed these settings' })

async function save(): Promise<void> {
  await press('Save')
  await expect.element(page.getByText('Single Sign-On (SSO) saved')).toBeVisible()
}

test('S2: type None puts everything away and turns SSO off, but nothing mistyped, and SAML 2.0 takes it out again', async () => {
  const { screen, reload } = await mountConsole(SSO, { scenario: 'sso-enabled' })
  await field('Sign-Out URL').fill('javascript:alert(1)')
  await chooseType('None')
  await expect.element(field('Login Portal URL')).not.toBeInTheDocument()
  await press('Save')
  await expect.element(screen.getByText('Select SAML 2.0 and mend Sign-Out URL')).toBeVisible()
  await chooseType('SAML 2.0')
  await expect.element(screen.getByText('Enter an address that begins with https://')).toBeVisible()
  await field('Sign-Out URL').fill('https://idp.example/out')
  await chooseType('None')
  await save()
  reload()
  await chooseType('SAML 2.0')
  await expect.element(field('Login Portal URL')).toHaveValue(PORTAL)
  await expect.element(checkbox('Enable')).not.toBeChecked()
})

test('S4: enabling asks first, and Cancel leaves everything as it was typed', async () => {
  const { screen, ask } = await mountConsole(SSO)
  await tick('Admin Exemption')
  await tick('Enable')
  await press('Save')
  const question = screen.getByRole('alertdialog')
  await expect.element(question).toMatchTextContent('Nobody has come through the identity provider')
  await expect.element(question).toMatchTextContent('2 administrators can still sign in')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(checkbox('Enable')).toBeChecked()
  await expect.element(screen.getByText('2 unsaved changes')).toBeVisible()
  expect(await ask('/api/sso')).toMatchObject({ body: { isEnabled: false, hasAdminExemption: true } })
})

test('S4: what is missing is said at its field, unless Enable is clear', async () => {
  const { screen } = await mountConsole(SSO, { scenario: 'sso-not-set-up' })
  await chooseType('SAML 2.0')
  await tick('Enable')
  await press('Save')
  await expect.element(screen.getByText('Enter the Login Portal URL, where people sign in')).toBeVisible()
  await expect.element(screen.getByText('Choose the certificate that the identity provider signs with')).toBeVisible()
  await expect.element(field('Login Portal URL')).toHaveFocus()
  await tick('Enable')
  await field('Login Portal URL').fill('javascript:alert(1)')
  await press('Save')
  await expect.element(screen.getByText('Enter an address that begins with https://')).toBeVisible()
  await field('Login Portal URL').fill('https://idp.example/sso')
  await save()
})

test('S4: two administrators at once lose nothing', async () => {
  const { reload } = await mountConsole(SSO, { scenario: 'conflict' })
  await tick('Auto-Provision Users')
  await press('Save')
  await textsOf(conflict.getByRole('listitem')).toEqual([
    'Change Password URL: None → https://idp.northwind.example/password',
  ])
  await press('Load their changes and keep mine')
  await expect.element(conflict).not.toBeInTheDocument()
  await expect.element(field('Change Password URL')).toHaveValue('https://idp.northwind.example/password')
  await expect.element(checkbox('Auto-Provision Users')).toBeChecked()
  await save()
  reload()
  await expect.element(field('Change Password URL')).toHaveValue('https://idp.northwind.example/password')
  await expect.element(checkbox('Auto-Provision Users')).toBeChecked()
})

test('S1: with Adobe IMS single sign-on can only be looked at', async () => {
  const { screen } = await mountConsole(SSO, { scenario: 'ims' })
  await expect.element(screen.getByText('is truthy, assign the value of the attribute').first()).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Save' })).not.toBeInTheDocument()
  await expect.element(screen.getByRole('checkbox')).not.toBeInTheDocument()
  const panel = screen.getByRole('navigation', { name: 'Setup' })
  await expect.element(panel.getByRole('link', { name: 'Customer Info' })).toBeVisible()
  await expect.element(panel.getByRole('link', { name: 'Update Users For SSO' })).not.toBeInTheDocument()
})

test('S1: with Adobe IMS, Update Users For SSO says where people sign in', async () => {
  const { screen } = await mountConsole('/setup/system/update-users-for-sso', { scenario: 'ims' })
  await expect.element(screen.getByText('sign in through the Adobe Admin Console')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Choose File' })).not.toBeInTheDocument()
})
