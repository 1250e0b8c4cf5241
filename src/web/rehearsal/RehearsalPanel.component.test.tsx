import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { mountConsole } from '#testing/mountConsole.tsx'

test('a move of the clock that cannot be made again leaves the focus in the menu, which Escape closes', async () => {
  const { screen } = await mountConsole('/', { scenario: 'no-key' })
  await screen.getByRole('button', { name: 'User menu' }).click()
  const menu = screen.getByRole('dialog', { name: 'User menu' })
  const back = menu.getByRole('button', { name: 'Back to now' })
  await menu.getByRole('button', { name: '+1 day' }).click()
  await back.click()
  await expect.element(back).toBeDisabled()
  await expect.element(menu.getByRole('button', { name: '+1 day' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(menu).not.toBeInTheDocument()
})
