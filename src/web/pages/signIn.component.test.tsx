import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { logIn } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

/** The product's own words (reference §7.7). */
const SIGN_ON_ONLY =
  "Sorry, you can't access Workfront through this login screen. Workfront is set up for Federated Single Sign-On with SAML 2.0. Please contact your Workfront administrator."

const refusal = page.getByRole('alert').filter({ hasText: 'You are not signed in' })
const begin = page.getByRole('button', { name: 'Sign in through your identity provider' })
const SIGN_ON = { scenario: 'sso-enabled', as: 'nobody' } as const

test('SO6: of the fields that an address calls empty only names are said', async () => {
  await mountConsole('/sign-in?problem=invalid-fields&fields=emailAddr,Call+555-0100,%3Cb%3E', SIGN_ON)
  await expect.element(refusal).toMatchTextContent(/The following fields are invalid: emailAddr cannot be null\.$/)
})

test.each(['problem=Call+555-0100', 'problem=invalid-fields&fields=Call+555-0100,%3Cb%3E'])(
  'SO6: an address that knows no refusal says nothing of one: %s',
  async (search) => {
    await mountConsole(`/sign-in?${search}`, SIGN_ON)
    await expect.element(begin).toBeEnabled()
    await expect.element(refusal).not.toBeInTheDocument()
  },
)

test('N3: whoever must come through the identity provider is told so at /login', async () => {
  const { screen, address } = await mountConsole('/Workfront/login.cmd', SIGN_ON)
  await expect.poll(address).toBe('/login')
  await logIn('sso.only')
  await expect.element(screen.getByText(SIGN_ON_ONLY)).toBeVisible()
  await expect.element(screen.getByLabelText('Username')).toHaveValue('sso.only@northwind.example')
})
