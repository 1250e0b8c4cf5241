import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { choose, press, save, textsOf } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'
import { INES } from '#src/rehearsal/states/state.ts'

const CUSTOMER_INFO = '/setup/system/customer-info'
/** The main administrator's key in the demo organisation. */
const KEY = 'dc19ed11a3d06b1fc5a7402747e74c75'
const ONLY_ADMINISTRATORS = 'Use the e-mail address of an active administrator of this organisation'

const dropDown = (label: string) => ({
  change: (value: string) => choose(label, value),
  expectToShow: (value: string) => expect.element(page.getByRole('button', { name: label })).toMatchTextContent(value),
})
const textField = (label: string) => ({
  change: (value: string) => page.getByRole('textbox', { name: label }).fill(value),
  expectToShow: (value: string) => expect.element(page.getByRole('textbox', { name: label })).toHaveValue(value),
})

const locale = dropDown('Default Email Locale')
const timeZone = dropDown('Time Zone')
const conflict = page.getByRole('status').filter({ hasText: 'Somebody else changed these settings' })
const question = page.getByRole('alertdialog', { name: /\?$/ })
const ownKey = page.getByRole('group', { name: /^Your User['’]s API Key$/ })
const generate = ownKey.getByRole('button', { name: 'Generate API Key' })
const keyOnScreen = ownKey.getByRole('code')

test.each([
  ['Customer Info', CUSTOMER_INFO, locale, 'French (France)'],
  ['Single Sign-On (SSO)', '/setup/system/single-sign-on', textField('Sign-Out URL'), 'https://idp.example/out'],
  ['User', `/users?user=${INES}`, textField('First name'), 'Inés'],
])(
  'after a failed Save of %s the edits are still there, and the next Save stores them',
  async (name, path, setting, edit) => {
    const { screen, reload } = await mountConsole(path, { scenario: 'save-fails' })
    await setting.change(edit)
    await press('Save')
    const refusal = screen.getByRole('alert').filter({ hasText: 'Saving was not confirmed' })
    await expect
      .element(refusal)
      .toMatchTextContent('The server could not answer. Nothing is lost here: try again in a moment.')
    await setting.expectToShow(edit)
    await press('Save')
    await expect.element(screen.getByText(`${name} saved`)).toBeVisible()
    await expect.element(refusal).not.toBeInTheDocument()
    reload()
    await setting.expectToShow(edit)
  },
)

test('when another administrator saved meanwhile, the page says what changed, and both sets of edits survive', async () => {
  const { screen, reload } = await mountConsole(CUSTOMER_INFO, { scenario: 'conflict' })
  await locale.change('French (France)')
  await press('Save')
  await expect.element(conflict).toMatchTextContent(/Tomás Okafor saved on .* while you were editing/)
  await textsOf(conflict.getByRole('listitem')).toEqual([
    'Time Zone: Mountain Standard Time (US & Canada) → Pacific Standard Time (US & Canada)',
  ])
  await timeZone.expectToShow('Mountain')

  await press('Load their changes and keep mine')
  await expect.element(conflict).not.toBeInTheDocument()
  await timeZone.expectToShow('Pacific')
  await locale.expectToShow('French (France)')
  await expect.element(screen.getByText('1 unsaved change')).toBeVisible()
  await save('Customer Info')
  reload()
  await timeZone.expectToShow('Pacific')
  await locale.expectToShow('French (France)')
})

test('where both changed the same setting, the page says so, and one’s own choice stays in the form', async () => {
  const { screen } = await mountConsole(CUSTOMER_INFO, { scenario: 'conflict' })
  await timeZone.change('Hawaii Standard Time')
  await press('Save')
  await expect
    .element(screen.getByRole('listitem').filter({ hasText: 'Time Zone: Mountain' }))
    .toMatchTextContent('You changed this too; your choice stays in the form.')
  await press('Load their changes and keep mine')
  await expect.element(conflict).not.toBeInTheDocument()
  await timeZone.expectToShow('Hawaii')
  await save('Customer Info')
})

test.each([
  ['not an address', 'Enter a valid e-mail address'],
  ['nobody@northwind.example', ONLY_ADMINISTRATORS],
  ['standard@northwind.example', ONLY_ADMINISTRATORS],
  ['inactive@northwind.example', ONLY_ADMINISTRATORS],
])('Admin Email refuses %s under the field, and nothing is saved', async (address, why) => {
  const { screen, reload } = await mountConsole(CUSTOMER_INFO)
  const email = screen.getByLabelText('Admin Email')
  await locale.change('French (France)')
  await email.fill(address)
  await press('Save')
  await expect.element(email).toHaveAccessibleDescription(why)
  await expect.element(email).toHaveValue(address)
  await expect.element(email).toHaveFocus()
  await expect.element(screen.getByText('2 unsaved changes')).toBeVisible()

  reload()
  await expect.element(email).toHaveValue('main.admin@northwind.example')
  await locale.expectToShow('English (United States)')
})

test.each([
  ['Reset', 'reset', 'reset-fails', 'API key reset'],
  ['Remove', 'remove', 'remove-fails', 'API key removed'],
  ['Remove All', 'remove-all', 'remove-all-fails', '6 API keys removed'],
] as const)('%s that fails stays open, and a second press succeeds', async (button, dialog, scenario, done) => {
  const { screen, readWithKeyOf } = await mountConsole(`${CUSTOMER_INFO}?dialog=${dialog}`, { scenario })
  const act = question.getByRole('button', { name: button })
  await act.click()
  await expect.element(question.getByRole('alert')).toMatchTextContent(`${button} was not confirmed`)
  expect(await readWithKeyOf('main.admin')).toMatchObject({ status: 200 })
  await act.click()
  await expect.element(screen.getByText(done)).toBeVisible()
  await expect.element(question).not.toBeInTheDocument()
  expect(await readWithKeyOf('main.admin')).toMatchObject({ status: 401 })
})

test('Generate API Key that fails says so, and a second press succeeds', async () => {
  await mountConsole(CUSTOMER_INFO, { scenario: 'generate-fails' })
  await generate.click()
  await expect.element(ownKey.getByRole('alert')).toMatchTextContent('Generating was not confirmed')
  await generate.click()
  await expect.element(keyOnScreen).toMatchTextContent(/^[a-z0-9]{32}$/)
})

test('a dialog whose act is under way cannot be escaped from', async () => {
  const { screen, holdBack } = await mountConsole(`${CUSTOMER_INFO}?dialog=reset`)
  const letGo = holdBack('/api/own-key/reset')
  const cancel = question.getByRole('button', { name: 'Cancel' })
  await question.getByRole('button', { name: 'Reset' }).click()
  await expect.element(cancel).toBeDisabled()
  await userEvent.keyboard('{Escape}')
  await expect.element(question).toBeVisible()
  await expect.element(cancel).toBeDisabled()
  letGo()
  await expect.element(screen.getByText('API key reset')).toBeVisible()
  await expect.element(question).not.toBeInTheDocument()
})

test('K3: a double click on Save saves once', async () => {
  const { screen, sent, holdBack } = await mountConsole(CUSTOMER_INFO)
  await locale.change('French (France)')
  const letGo = holdBack('/api/customer-info')
  const button = screen.getByRole('button', { name: 'Save' })
  await button.dblClick()
  letGo()
  await expect.element(screen.getByText('Customer Info saved')).toBeVisible()
  await expect.element(button).toBeDisabled()
  expect(changes(sent)).toEqual(['PUT /api/customer-info'])
})

test.each([
  ['Reset', 'reset', 'POST', '/api/own-key/reset', 'API key reset'],
  ['Remove', 'remove', 'DELETE', `/api/own-key/${KEY}`, 'API key removed'],
  ['Remove All', 'remove-all', 'DELETE', '/api/keys', '6 API keys removed'],
])('K3: a double click on %s acts once', async (button, dialog, method, path, done) => {
  const { screen, sent, holdBack } = await mountConsole(`${CUSTOMER_INFO}?dialog=${dialog}`)
  const letGo = holdBack(path)
  await question.getByRole('button', { name: button }).dblClick()
  letGo()
  await expect.element(screen.getByText(done)).toBeVisible()
  await expect.element(question).not.toBeInTheDocument()
  expect(changes(sent)).toEqual([`${method} ${path}`])
})

test('K3: a double click on Generate API Key makes one key', async () => {
  const { sent, holdBack } = await mountConsole(CUSTOMER_INFO, { scenario: 'no-key' })
  await expect.element(generate).toBeEnabled()
  const letGo = holdBack('/api/own-key')
  await generate.dblClick()
  letGo()
  await expect.element(keyOnScreen).toMatchTextContent(/^[a-z0-9]{32}$/)
  expect(changes(sent)).toEqual(['POST /api/own-key'])
})

test.each([
  ['K5', 'remove', 'Which clients used it in the last 30 days cannot be told now.', 'Remove', 'API key removed'],
  [
    'R1',
    'remove-all',
    'Which clients used a key in the last 30 days cannot be told now.',
    'Remove All',
    '6 API keys removed',
  ],
])('%s: where the clients cannot be told, the %s dialog says so and acts all the same', async (...row) => {
  const [, dialog, says, button, done] = row
  const { screen } = await mountConsole(`${CUSTOMER_INFO}?dialog=${dialog}`, { scenario: 'clients-fail' })
  await expect.element(question).toMatchTextContent(says)
  await question.getByRole('button', { name: button }).click()
  await expect.element(screen.getByText(done)).toBeVisible()
})

/** What the page has asked to be changed, in order. */
const changes = (sent: { method: string; path: string }[]) =>
  sent.flatMap(({ method, path }) => (method === 'GET' || path.startsWith('/api/rehearsal') ? [] : `${method} ${path}`))
