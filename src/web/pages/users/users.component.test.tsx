import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { digest } from '../../../../mocks/webSecrets.ts'
import { demoId, type DemoUser } from '#src/rehearsal/organisation.ts'
import { choose, expectHeading, heading, logIn, press, save, textsOf, userMenu } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

const USERS = '/users'
const WITHOUT_KEY = ['Noah Petrov', 'Priya Raman', 'Rosa Delgado']

const pageOf = async (user: DemoUser) => `${USERS}?user=${await demoId({ digest }, user)}`
const found = page.getByRole('status').filter({ hasText: /^Showing / })
const names = page.getByRole('rowheader')
const question = page.getByRole('alertdialog')

test('PE1: what databases take for patterns is searched as it stands, and 10,000 characters are refused in words', async () => {
  const { screen } = await mountConsole(USERS)
  for (const text of ['%', '_', '\\', `'"`]) {
    await screen.getByLabelText('Search').fill(text)
    await press('Apply')
    await expect.element(screen.getByText('Nobody is found by these filters')).toBeVisible()
  }
  await screen.getByLabelText('Search').fill('a'.repeat(10_000))
  await press('Apply')
  await expect.element(screen.getByText('Search for 254 characters or fewer')).toBeVisible()
})

test('PE1: users are filtered by their keys', async () => {
  const { screen } = await mountConsole(USERS, { scenario: 'key-expired' })
  await choose('Keys', 'Expired')
  await press('Apply')
  await textsOf(names).toEqual(['Mara Lindqvist'])
  await choose('Keys', 'Not used since…')
  await press('Apply')
  await expect.element(screen.getByText('Choose the day since when')).toBeVisible()
  await screen.getByLabelText('Since', { exact: true }).fill('2099-12-31')
  await choose('Keys', 'No key')
  await press('Apply')
  await textsOf(names).toEqual(WITHOUT_KEY)
})

test('PE1: users are sorted by a column and turned page by page, all of it in the address', async () => {
  const { screen, address, goBack } = await mountConsole(USERS, { scenario: 'many-users' })
  await expect.element(found).toHaveTextContent('Showing 1–25 of 5,009 users')
  await press('E-mail address')
  await expect
    .element(screen.getByRole('columnheader', { name: 'E-mail address' }))
    .toHaveAttribute('aria-sort', 'ascending')
  await press('E-mail address')
  await expect
    .element(screen.getByRole('columnheader', { name: 'E-mail address' }))
    .toHaveAttribute('aria-sort', 'descending')
  await expect.element(names.first()).toHaveTextContent('Ines Haddad')
  await expect.element(names.nth(1)).toHaveTextContent('Emil Brandt')
  await press('Next 25')
  await expect.element(found).toHaveTextContent('Showing 26–50 of 5,009 users')
  expect(address()).toBe('/users?sort=email&order=descending&page=2')
  goBack()
  await expect.element(found).toHaveTextContent('Showing 1–25 of 5,009 users')
})

test('PE1: beyond the last page the list says so, and leads back to the last', async () => {
  const { screen } = await mountConsole(`${USERS}?page=999`)
  await expect.element(found).toHaveTextContent('Showing 0 users of 9')
  await expect.element(screen.getByText('The list does not go on to this page')).toBeVisible()
  await press('Previous 25')
  await expect.element(found).toHaveTextContent('Showing 9 users')
})

test.each(['Back to all users', 'Cancel'])(
  'PE2: whoever adds nobody after all comes back by %s to the list as it was filtered and sorted',
  async (way) => {
    const list = `${USERS}?keys=none&sort=email&order=descending`
    const { screen, address } = await mountConsole(list)
    const sorted = ['Noah Petrov', 'Rosa Delgado', 'Priya Raman']
    await textsOf(names).toEqual(sorted)
    await screen.getByRole('link', { name: 'Add user' }).click()
    await expect.element(heading('New user')).toHaveFocus()
    await screen.getByRole(way === 'Cancel' ? 'button' : 'link', { name: way, exact: true }).click()
    await textsOf(names).toEqual(sorted)
    expect(address()).toBe(list)
  },
)

test('PE3: of two administrators who edit one user the second is told, and goes on without losing anything', async () => {
  const { screen } = await mountConsole(await pageOf('standard'), { scenario: 'conflict' })
  await screen.getByLabelText('First name').fill('Inés')
  await press('Save')
  await expect.element(screen.getByRole('heading', { name: 'Somebody else changed these settings' })).toBeVisible()
  await press('Load their changes and keep mine')
  await expect.element(screen.getByRole('button', { name: 'Time zone' })).toMatchTextContent('Pacific')
  await save('User')
})

test('PE3: leaving a user with edits in the form is asked about first', async () => {
  const { screen } = await mountConsole(`${USERS}?search=ines`)
  await screen.getByRole('link', { name: 'Ines Haddad' }).click()
  await screen.getByLabelText('First name').fill('Inés')
  await screen.getByRole('link', { name: 'Back to all users' }).click()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(question).not.toBeInTheDocument()
  await expect.element(screen.getByLabelText('First name')).toHaveValue('Inés')
  await screen.getByRole('link', { name: 'Back to all users' }).click()
  await question.getByRole('button', { name: 'Leave' }).click()
  await textsOf(names).toEqual(['Ines Haddad'])
})

test('PE3: the main administrator keeps level and account, and their Admin Email follows them', async () => {
  const { screen, ask } = await mountConsole(await pageOf('main.admin'), { as: 'second.admin' })
  await expect.element(screen.getByRole('button', { name: 'Deactivate' })).toBeDisabled()
  await expect.element(screen.getByRole('button', { name: 'Set one-time password' })).toBeDisabled()
  await screen.getByLabelText('E-mail address').fill('mara@northwind.example')
  await expect.element(screen.getByRole('heading', { name: 'the Admin Email changes too' })).toBeVisible()
  await save('User')
  expect(await ask('/api/customer-info')).toMatchObject({ body: { adminEmail: 'mara@northwind.example' } })
})

test('PE4: somebody who is locked out is let in again', async () => {
  const { screen } = await mountConsole(await pageOf('standard'), { scenario: 'locked-out' })
  await press('Unlock')
  await expect.element(screen.getByText('Ines Haddad unlocked')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Deactivate' })).toHaveFocus()
  await userMenu('Sign out')
  await logIn('standard')
  await expectHeading('Home')
})

test('PE5: setting a password saves nothing of what is edited behind it', async () => {
  const { screen } = await mountConsole(await pageOf('standard'))
  await screen.getByLabelText('Last name').fill('Unsaved')
  await press('Set one-time password')
  const dialog = screen.getByRole('dialog', { name: 'Set a one-time password for Ines Haddad' })
  await dialog.getByLabelText('One-time password').fill('tall-Meadow-3')
  await dialog.getByRole('button', { name: 'Set password' }).click()
  await expect.element(screen.getByText('One-time, set')).toBeVisible()
  await expect.element(screen.getByText('1 unsaved change')).toBeVisible()
  await expect.element(screen.getByText('User saved')).not.toBeInTheDocument()
})

test('PE6: where the clients cannot be told, the question says so and removes all the same', async () => {
  const { screen } = await mountConsole(`${await pageOf('standard')}&dialog=remove-key`, { scenario: 'clients-fail' })
  await expect
    .element(question)
    .toMatchTextContent('Which clients used the key in the last 30 days cannot be told now.')
  await question.getByRole('button', { name: 'Remove key' }).click()
  await expect.element(screen.getByText('They have no API key')).toBeVisible()
})

test('P2, PE3: in Preview the page of a user says that the weekly refresh undoes what is done there', async () => {
  const { screen } = await mountConsole(await pageOf('standard'), { scenario: 'preview' })
  await expect
    .element(screen.getByRole('main'))
    .toMatchTextContent('The weekly refresh overwrites what you change here')
  for (const [button, says] of [
    ['Remove key', 'The weekly refresh may bring a key back'],
    ['Deactivate', 'The weekly refresh may reactivate them'],
  ] as const) {
    await press(button)
    await expect.element(question).toMatchTextContent(says)
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect.element(question).not.toBeInTheDocument()
  }
  await screen.getByRole('link', { name: 'Back to all users' }).click()
  await screen.getByRole('link', { name: 'Add user' }).click()
  await expect.element(screen.getByRole('main')).toMatchTextContent('The weekly refresh removes this user')
})
