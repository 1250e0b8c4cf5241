import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { choose, expectHeading, logIn, press, save, textsOf } from '#testing/asUser.ts'
import { mountConsole, REFUSED } from '#testing/mountConsole.tsx'

const CUSTOMER_INFO = '/setup/system/customer-info'
const AUTHENTICATION = '/setup/system/authentication'
const RESET = 'Force users to reset their password every'
const REUSE = 'Block reuse of the last'
const LOCK = 'Lock an account after 5 wrong passwords for'
const CHARACTERS = 'Kinds of characters a password needs'

const dropDown = (name: string) => page.getByRole('button', { name })
const checkbox = (name: string) => page.getByRole('checkbox', { name })

test('what a policy would end at once is said beforehand, and Save does that', async () => {
  const { screen, readWithKeyOf } = await mountConsole(AUTHENTICATION, { scenario: 'old-passwords' })
  await screen.getByText(RESET).click()
  const announced = screen.getByRole('status').filter({ hasText: 'When you save' })
  await expect.element(announced).toMatchTextContent(/The passwords of \d users expire at once\. Yours is among them\./)
  await expect.element(announced).toMatchTextContent(/\d API keys will be removed at once/)
  await choose(RESET, '60 days')
  await expect.element(announced).toMatchTextContent('No password expires at once.')
  await choose(RESET, '30 days')
  await expect.element(announced).toMatchTextContent('Yours is among them.')
  expect(await readWithKeyOf('main.admin')).toMatchObject({ status: 200 })
  await save('Authentication')
  expect(await readWithKeyOf('main.admin')).toEqual(REFUSED)
})

test('Save stores every policy of the screen, and Cancel brings back what is stored', async () => {
  const { screen, reload } = await mountConsole(AUTHENTICATION)
  await screen.getByText(RESET).click()
  await choose(RESET, '90 days')
  await screen.getByText(REUSE).click()
  await choose(REUSE, '10 passwords')
  await choose(LOCK, '1 hour')
  await choose(CHARACTERS, 'At least 3 kinds')
  await expect.element(screen.getByText('4 unsaved changes')).toBeVisible()
  await save('Authentication')
  reload()
  for (const [name, value] of [
    [RESET, '90 days'],
    [REUSE, '10 passwords'],
    [LOCK, '1 hour'],
    [CHARACTERS, 'At least 3 kinds'],
  ] as const)
    await expect.element(dropDown(name)).toMatchTextContent(value)

  // Off and on again is no change.
  await screen.getByText(RESET).click()
  await expect.element(screen.getByText('1 unsaved change')).toBeVisible()
  await screen.getByText(RESET).click()
  await expect.element(screen.getByRole('button', { name: 'Save' })).toBeDisabled()
  await screen.getByText(REUSE).click()
  await press('Cancel')
  await expect.element(checkbox(REUSE)).toBeChecked()
  await expect.element(dropDown(REUSE)).toMatchTextContent('10 passwords')
})

test('when another administrator saved Authentication meanwhile, both sets of edits survive', async () => {
  const { screen, reload } = await mountConsole(AUTHENTICATION, { scenario: 'conflict' })
  await choose(CHARACTERS, 'At least 3 kinds')
  await press('Save')
  const conflict = screen.getByRole('status').filter({ hasText: 'Somebody else changed these settings' })
  await expect.element(conflict).toMatchTextContent(/Tomás Okafor saved on .* while you were editing/)
  await textsOf(conflict.getByRole('listitem')).toEqual([`${LOCK}: 10 minutes → 1 hour`])
  await press('Load their changes and keep mine')
  await expect.element(dropDown(LOCK)).toMatchTextContent('1 hour')
  await expect.element(dropDown(CHARACTERS)).toMatchTextContent('At least 3 kinds')
  await save('Authentication')
  reload()
  await expect.element(dropDown(LOCK)).toMatchTextContent('1 hour')
  await expect.element(dropDown(CHARACTERS)).toMatchTextContent('At least 3 kinds')
})

test('after a failed Save of Authentication the edits are still there, and the next Save stores them', async () => {
  const { screen } = await mountConsole(AUTHENTICATION, { scenario: 'save-fails' })
  await choose(LOCK, '8 hours')
  await press('Save')
  await expect.element(screen.getByRole('alert').filter({ hasText: 'Saving was not confirmed' })).toBeVisible()
  await expect.element(dropDown(LOCK)).toMatchTextContent('8 hours')
  await save('Authentication')
})

test('leaving Authentication with unsaved changes asks first', async () => {
  const { screen, address } = await mountConsole(AUTHENTICATION)
  await choose(LOCK, '8 hours')
  await screen.getByRole('link', { name: 'Customer Info' }).first().click()
  const question = screen.getByRole('alertdialog', { name: 'Leave without saving?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(question).not.toBeInTheDocument()
  expect(address()).toBe(AUTHENTICATION)
  await expect.element(dropDown(LOCK)).toMatchTextContent('8 hours')
  await screen.getByRole('link', { name: 'Customer Info' }).first().click()
  await question.getByRole('button', { name: 'Leave' }).click()
  await expectHeading('Customer Info')
})

test('a session that ends during Save of Authentication leads back to the edits', async () => {
  const { screen, address } = await mountConsole(AUTHENTICATION, { scenario: 'session-ends' })
  await screen.getByText(RESET).click()
  await choose(RESET, '120 days')
  await press('Save')
  await expect.element(screen.getByRole('heading', { name: 'Sign in to go on' })).toBeVisible()
  await logIn()
  await expect.element(dropDown(RESET)).toMatchTextContent('120 days')
  expect(address()).toBe(AUTHENTICATION)
  await save('Authentication')
})

test('where Adobe manages passwords the console says so and offers no policy', async () => {
  const { screen } = await mountConsole(CUSTOMER_INFO, { scenario: 'ims' })
  await expect
    .element(
      screen.getByText('Passwords of this organisation are managed in the Adobe Admin Console. None expires here'),
    )
    .toBeVisible()
  await expect.element(screen.getByRole('link', { name: 'Configure passwords to expire' })).not.toBeInTheDocument()
  await textsOf(screen.getByRole('navigation', { name: 'Setup' }).getByRole('link')).toEqual([
    'Customer Info',
    'Single Sign-On (SSO)',
  ])
  await screen.getByRole('button', { name: 'User menu' }).click()
  await expect.element(screen.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible()
  await expect.element(screen.getByRole('link', { name: 'Change password' })).not.toBeInTheDocument()
})

test('where Adobe manages passwords Authentication has nothing to set', async () => {
  const { screen, address, ask } = await mountConsole(AUTHENTICATION, { scenario: 'ims' })
  await expect
    .element(screen.getByRole('main'))
    .toMatchTextContent('What was set here before is kept but has no effect.')
  await expect.element(screen.getByRole('button', { name: 'Save' })).not.toBeInTheDocument()
  expect(await ask('/api/authentication')).toMatchObject({ status: 403 })
  await press('Help for Authentication')
  const help = screen.getByRole('dialog', { name: 'Help for Authentication' })
  await expect.element(help).toMatchTextContent('nothing to set')
  expect(address()).toBe(`${AUTHENTICATION}?dialog=help`)
  await help.getByRole('button', { name: 'Dismiss' }).click()
  await expect.element(help).not.toBeInTheDocument()
  expect(address()).toBe(AUTHENTICATION)
})

test('where Adobe manages passwords nobody changes theirs here', async () => {
  const { screen } = await mountConsole('/change-password', { scenario: 'ims' })
  await expect.element(screen.getByRole('main')).toMatchTextContent('Change yours there.')
  await expect.element(screen.getByRole('main').getByRole('textbox')).not.toBeInTheDocument()
})
