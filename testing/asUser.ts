import { expect } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { DEMO_PASSWORD, usernameOf, type DemoUser } from '#src/rehearsal/organisation.ts'

/** Chooses in one of a form's drop-downs. */
export async function choose(label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

export async function press(name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
}

/** Fills in the sign-in page, once it is there, and submits it. */
export async function logIn(user: DemoUser = 'main.admin', password = DEMO_PASSWORD): Promise<void> {
  await expect.element(page.getByRole('button', { name: 'Log In' })).toBeVisible()
  await page.getByLabelText('Username').fill(usernameOf(user))
  await page.getByLabelText('Password', { exact: true }).fill(password)
  await press('Log In')
}

/** Chooses an entry of the user menu. */
export async function userMenu(name: string): Promise<void> {
  await page.getByRole('button', { name: 'User menu' }).click()
  const menu = page.getByRole('dialog', { name: 'User menu' })
  await menu
    .getByRole('button', { name, exact: true })
    .or(menu.getByRole('link', { name, exact: true }))
    .click()
}

/** The title of the page that is shown. */
export const heading = (name: string) => page.getByRole('heading', { name, level: 1 })

export const expectHeading = (name: string) => expect.element(heading(name)).toBeVisible()

/** What the items of a list, options or rows say, in order. */
export const textsOf = (items: ReturnType<typeof page.getByRole>) =>
  expect.poll(() => items.elements().map(({ textContent }) => textContent))

/** Presses **Save** and waits until the page says that `what` is saved. */
export async function save(what: 'Customer Info' | 'Authentication' | 'User'): Promise<void> {
  await press('Save')
  await expect.element(page.getByText(`${what} saved`)).toBeVisible()
}

/** Chooses a file with the button in `field`. */
export async function chooseFile(field: ReturnType<typeof page.getByRole>, name: string, content: string) {
  await expect.element(field).toBeVisible()
  const input = field.element().querySelector('input[type=file]')
  if (!input) throw new Error('There is no way to choose a file here')
  await userEvent.upload(input, new File([content], name))
}
