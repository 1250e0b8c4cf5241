import { expect, test } from 'vitest'
import { logIn } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

/** The product's own words (reference §7.7). */
const SIGN_ON_ONLY =
  "Sorry, you can't access Workfront through this login screen. Workfront is set up for Federated Single Sign-On with SAML 2.0. Please contact your Workfront administrator."

const SIGN_ON = { scenario: 'sso-enabled', as: 'nobody' } as const

test('N3: whoever must come through the identity provider is told so at /login', async () => {
  const { screen, address } = await mountConsole('/Workfront/login.cmd', SIGN_ON)
  await expect.poll(address).toBe('/login')
  await logIn('sso.only')
  await expect.element(screen.getByText(SIGN_ON_ONLY)).toBeVisible()
  await expect.element(screen.getByLabelText('Username')).toHaveValue('sso.only@northwind.example')
})
