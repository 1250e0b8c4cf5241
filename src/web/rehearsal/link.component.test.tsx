import { expect, test } from 'vitest'
import { ScenarioOpened } from '#src/rehearsal/wire.ts'
import { send } from '#src/web/http.ts'
import { choose, logIn, press } from '../../../testing/asUser.ts'
import { mountConsole } from '../../../testing/mountConsole.tsx'
import { followLink } from './link.ts'

const CUSTOMER_INFO = '/setup/system/customer-info'
const EXPIRY = 'After creation, API keys expire in'

test('edits kept at a sign-in in between come back, but not after a link to a scenario', async () => {
  const { screen, reload } = await mountConsole(CUSTOMER_INFO)
  const expiry = screen.getByRole('button', { name: EXPIRY })
  await choose(EXPIRY, '1 year')
  await openScenario('nobody')
  await press('Save')
  await logIn()
  await expect.element(expiry).toMatchTextContent('1 year')

  await openScenario('nobody')
  await press('Save')
  await expect.element(screen.getByRole('button', { name: 'Log In' })).toBeVisible()
  const link = new URL(location.href)
  link.searchParams.set('scenario', 'default')
  history.replaceState(history.state, '', link)
  await followLink()
  await openScenario('main.admin')
  reload()
  await logIn()
  await expect.element(expiry).toMatchTextContent('1 month')
})

/** As another tab would: nothing of this page changes but whose session it has. */
const openScenario = (as: 'nobody' | 'main.admin') =>
  send('POST', '/rehearsal/scenario', ScenarioOpened, { scenario: 'default', as })
