import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { expectHeading, heading, logIn, press, save, userMenu } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

const PASSWORD = 'quiet-Harbor-7'
const NEW = 'lantern-River-9'

const current = page.getByLabelText('Current password')
const newPassword = page.getByLabelText('New password', { exact: true })
const again = page.getByLabelText('New password again')

async function typeNew(password: string, repeated = password): Promise<void> {
  await newPassword.fill(password)
  await again.fill(repeated)
}

test('an expired password is exchanged on the way to where one wanted, and Back keeps what was typed', async () => {
  const { screen } = await mountConsole('/change-password', { scenario: 'expired-password', as: 'nobody' })
  await logIn('expiring.password')
  await expect.element(screen.getByRole('heading', { name: 'Your password has expired' })).toBeVisible()
  await press('Back')
  await expect.element(screen.getByLabelText('Username')).toHaveValue('expiring.password@northwind.example')
  await expect.element(screen.getByLabelText('Password')).toHaveValue(PASSWORD)
  await press('Log In')
  await typeNew(NEW)
  await userEvent.keyboard('{Enter}')
  await expectHeading('Change password')
  await expect.element(screen.getByText('Your password expires on')).toBeVisible()
})

test.each([
  ['a dictionary word', 'Sunshine-2027', /Add something to this word\./],
  ['one that many people have used', '1q2w3e4r', /Choose another password\. Many people have used this one/],
  ['of one kind of character', 'lanternriver', /Use at least 2 of these: lower case, upper case, digits, signs/],
  ['the present one', PASSWORD, /Choose a password that differs from the one you have now/],
])('a new password that is %s is refused at its field, which keeps it', async (_, weak, why) => {
  await mountConsole('/', { scenario: 'expired-password', as: 'nobody' })
  await logIn('expiring.password')
  await typeNew(weak)
  await press('Change and log in')
  await expect.element(newPassword).toHaveAccessibleDescription(why)
  await expect.element(newPassword).toHaveValue(weak)
  await expect.element(newPassword).toHaveFocus()
})

test('a wrong current password is refused at its field, and nothing that was typed is lost', async () => {
  await mountConsole('/', { as: 'light' })
  await userMenu('Change password')
  await expect.element(heading('Change password')).toHaveFocus()
  await expect.element(current).toHaveAttribute('autocomplete', 'current-password')
  await expect.element(newPassword).toHaveAttribute('autocomplete', 'new-password')
  await expect.element(again).toHaveAttribute('autocomplete', 'new-password')
  await current.fill('guessed')
  await typeNew(NEW)
  await press('Change password')
  await expect.element(current).toHaveAccessibleDescription(/This is not your current password/)
  await expect.element(current).toHaveFocus()
  await expect.element(newPassword).toHaveValue(NEW)
  await expect.element(again).toHaveValue(NEW)
})

test('Home leads from a password that expires soon to changing it, and is then quiet', async () => {
  const { screen } = await mountConsole('/', { scenario: 'own-password-expires' })
  await expect.element(screen.getByText('Your API key will be removed with it.')).toBeVisible()
  await screen.getByRole('link', { name: 'Change password' }).click()
  await expect.element(screen.getByText(/Your password expires on .* \(in 2 days\)/)).toBeVisible()
  await current.fill(PASSWORD)
  await typeNew(NEW)
  await userEvent.keyboard('{Enter}')
  await expect.element(screen.getByRole('heading', { name: 'Nothing needs your attention' })).toBeVisible()
})

test('reused passwords are refused once the policy blocks them', async () => {
  const { screen } = await mountConsole('/setup/system/authentication')
  await screen.getByText('Block reuse of the last').click()
  await save('Authentication')
  for (const [before, after] of [
    [PASSWORD, NEW],
    [NEW, PASSWORD],
  ] as const) {
    await userMenu('Change password')
    await expect.element(screen.getByText('is not one of your last 5')).toBeVisible()
    await current.fill(before)
    await typeNew(after)
    await press('Change password')
    if (before === PASSWORD) await expectHeading('Home')
  }
  await expect.element(newPassword).toHaveAccessibleDescription(/Choose a password that is not one of your last 5/)
})

test('signing out everywhere is asked about, done once, and leaves nothing to see', async () => {
  const { screen, ask, sent, holdBack, goBack } = await mountConsole('/')
  await userMenu('Sign out everywhere')
  const question = screen.getByRole('alertdialog', { name: 'Sign out everywhere?' })
  await expect.element(question).toMatchTextContent('Every session of yours ends')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(question).not.toBeInTheDocument()
  await expect.element(screen.getByRole('button', { name: 'User menu' })).toHaveFocus()

  await userMenu('Sign out everywhere')
  const letGo = holdBack('/api/session/everywhere')
  await question.getByRole('button', { name: 'Sign out everywhere' }).dblClick()
  letGo()
  await expect.element(screen.getByRole('button', { name: 'Log In' })).toBeVisible()
  expect(sent.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  expect(await ask('/api/session')).toMatchObject({ status: 401 })
  goBack()
  await expect.element(screen.getByRole('button', { name: 'Log In' })).toBeVisible()
  await expect.element(screen.getByText('Northwind Studio')).not.toBeInTheDocument()
})
