import { expect, test } from 'vitest'
import { expectHeading, heading, logIn, press, textsOf } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

const CUSTOMER_INFO = '/setup/system/customer-info'
const NO_ACCESS = 'You have no access to this page'
const NOT_RIGHT =
  "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again."

test.each([
  ['standard', ['Home', 'Integrations', 'Help']],
  ['light', ['Home', 'Integrations', 'Help']],
  ['external', ['Home', 'Help']],
] as const)('A1: the Main Menu of %s has no entry for administrators', async (as, entries) => {
  const { screen } = await mountConsole('/', { as })
  await press('Main Menu')
  await textsOf(screen.getByRole('dialog', { name: 'Main Menu' }).getByRole('link')).toEqual(entries)
})

test.each([
  ['standard', '/setup'],
  ['light', '/setup/system/authentication'],
  ['external', CUSTOMER_INFO],
  ['light', `${CUSTOMER_INFO}?dialog=remove-all`],
  ['standard', '/users'],
] as const)('A1: to %s, %s says that they have no access, and shows nothing of it', async (as, path) => {
  const { screen, sent } = await mountConsole(path, { as })
  await expectHeading(NO_ACCESS)
  await expect.poll(() => document.title).toBe(`${NO_ACCESS} – Latchkey`)
  await expect.element(screen.getByText('Admin Email')).not.toBeInTheDocument()
  await expect.element(screen.getByRole('alertdialog')).not.toBeInTheDocument()
  const asked = sent.map(({ path }) => path).filter((path) => !path.startsWith('/api/rehearsal'))
  expect(asked).toEqual(['/api/session'])
})

test('A1: the ? beside the title lists what one needs to use the screen', async () => {
  const { screen } = await mountConsole(CUSTOMER_INFO)
  await press('Help for Customer Info')
  const help = screen.getByRole('dialog', { name: 'Help for Customer Info' })
  await expect.element(help).toMatchTextContent('Package: any.')
  await expect.element(help).toMatchTextContent('Licence: Standard, or Plan')
  await expect.element(help).toMatchTextContent('Access level: you must be a Workfront administrator.')
  await help.getByRole('button', { name: 'Dismiss' }).click()
  await expect.element(help).not.toBeInTheDocument()
  await expect.element(screen.getByRole('button', { name: 'Help for Customer Info' })).toHaveFocus()
})

test('signing in needs a name and a password', async () => {
  const { screen } = await mountConsole('/', { as: 'nobody' })
  await press('Log In')
  await expect.element(screen.getByLabelText('Username')).toHaveAccessibleDescription('Enter your username')
  await expect.element(screen.getByLabelText('Password')).toHaveAccessibleDescription('Enter your password')
  await expect.element(screen.getByLabelText('Username')).toHaveFocus()
})

test.each([
  ['a wrong password', 'default', 'main.admin', 'guessed'],
  ['an inactive user', 'default', 'inactive', 'quiet-Harbor-7'],
  ['a locked account', 'locked-out', 'standard', 'quiet-Harbor-7'],
] as const)('%s gets one answer, and the name stays', async (_, scenario, user, password) => {
  const { screen, address } = await mountConsole('/', { scenario, as: 'nobody' })
  await logIn(user, password)
  await expect.element(screen.getByRole('alert')).toMatchTextContent(NOT_RIGHT)
  await expect.element(screen.getByLabelText('Username')).toHaveValue(`${user}@northwind.example`)
  expect(address()).toBe('/sign-in')
})

test('a link followed while signed out opens after signing in, dialog and all', async () => {
  const { screen, address } = await mountConsole(`${CUSTOMER_INFO}?dialog=help`, { as: 'nobody' })
  await expect.element(screen.getByRole('heading', { name: 'Sign in to go on' })).toBeVisible()
  await logIn()
  await expect.element(screen.getByRole('dialog', { name: 'Help for Customer Info' })).toBeVisible()
  expect(address()).toBe(`${CUSTOMER_INFO}?dialog=help`)
})

test.each(['//evil.example/', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)'])(
  'signing in never leads out of the console: %s',
  async (next) => {
    const { screen, address } = await mountConsole(`/sign-in?next=${encodeURIComponent(next)}`, { as: 'nobody' })
    await expect.element(screen.getByRole('button', { name: 'Log In' })).toBeVisible()
    // The page says beforehand that it goes on somewhere. Going there would end the test run without a word.
    await expect.element(screen.getByRole('heading', { name: 'Sign in to go on' })).not.toBeInTheDocument()
    await logIn()
    await expectHeading('Home')
    expect(address()).toBe('/')
  },
)

test.each(['/no/such/page', '/setup/no-such-page', '/help/no-such-topic'])(
  '%s leads nowhere, says so and offers the way home',
  async (path) => {
    const { screen } = await mountConsole(path)
    await expectHeading('There is no such page')
    await expect.poll(() => document.title).toBe('There is no such page – Latchkey')
    await screen.getByRole('link', { name: 'Go to Home' }).click()
    await expectHeading('Home')
  },
)

test.each([
  ['/sign-in', 'Sign in'],
  ['/', 'Home'],
  ['/setup', 'Setup'],
  [CUSTOMER_INFO, 'Customer Info'],
  ['/setup/system/authentication', 'Authentication'],
  ['/change-password', 'Change password'],
  ['/integrations', 'Integrations'],
  ['/help', 'Help'],
  ['/help/preview', 'What the Preview environment is'],
  ['/flows', 'Flows'],
])('the title of %s is “%s”', async (path, title) => {
  await mountConsole(path, { as: path === '/sign-in' ? 'nobody' : 'main.admin' })
  await expect.poll(() => document.title).toBe(`${title} – Latchkey`)
})

test('a dialog opened by a link closes to its page without leaving the console', async () => {
  const { screen, address } = await mountConsole(`${CUSTOMER_INFO}?dialog=remove-all`)
  await screen.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await expect.element(screen.getByRole('alertdialog')).not.toBeInTheDocument()
  expect(address()).toBe(CUSTOMER_INFO)
  await expect.element(heading('Customer Info')).toBeVisible()
})
