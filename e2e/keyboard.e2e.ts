import type { Locator, Page } from '@playwright/test'
import { newCertificate } from '#testing/newCertificate.ts'
import { CUSTOMER_INFO, demoId, demoKey, escape, expect, EXPIRY, keyOnScreen, ownKey, readUser, test } from './test.ts'

const REQUIRE = 'Require X.509 Certificate for API logins'

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 320, height: 800 },
])
  test(`K3, K4, K5, R1: the life of a key by keyboard alone, ${viewport.width} pixels wide`, async ({ page, open }) => {
    await page.setViewportSize(viewport)
    await open(CUSTOMER_INFO, { scenario: 'no-key' })
    const button = (name: string) => ownKey(page).getByRole('button', { name })

    await tabTo(page, button('Generate API Key'))
    await page.keyboard.press('Enter')
    const first = await keyOnScreen(page)
    await expect(button('Hide')).toBeFocused()

    await tabTo(page, button('Reset'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
    await tabTo(page, page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }))
    await page.keyboard.press('Space')
    await expect(ownKey(page).getByRole('code')).not.toHaveText(first)
    await expect(button('Reset')).toBeFocused()

    await tabTo(page, button('Remove'))
    await page.keyboard.press('Space')
    await tabTo(page, page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }))
    await page.keyboard.press('Enter')
    await expect(button('Generate API Key')).toBeFocused()

    const removeAll = page.getByRole('button', { name: 'Remove all API keys' })
    await tabTo(page, removeAll, 'Shift+Tab')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog', { name: 'Remove all API keys?' })
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await tabTo(page, dialog.getByRole('button', { name: 'Remove All' }))
    await page.keyboard.press('Enter')
    await expect(page.getByText('5 API keys removed')).toBeVisible()
    await expect(removeAll).toBeFocused()
    expect(await readUser(page, demoKey('standard'), demoId('standard'))).toMatchObject({ status: 401 })
  })

test('X3–X7: from the tick to the saved certificate by keyboard alone', async ({ page, open }) => {
  await open(CUSTOMER_INFO)
  const current = page.getByRole('group', { name: 'Current certificate' })
  await tabTo(page, page.getByRole('checkbox', { name: REQUIRE }), 'Tab', 'label')
  await page.keyboard.press('Space')
  const change = current.getByRole('button', { name: 'Change Certificate' })
  await tabTo(page, change)
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Enter')
  const { pem } = await newCertificate()
  await (await chooser).setFiles({ name: 'client.pem', mimeType: '', buffer: Buffer.from(pem) })
  const details = current.getByRole('button', { name: 'View Details' })
  await tabTo(page, details, 'Shift+Tab')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Details of the current certificate' })
  await expect(dialog).toContainText('Subject Common Name')
  await escape(dialog)
  await expect(details).toBeFocused()
  await tabTo(page, page.getByRole('checkbox', { name: 'Report only' }), 'Tab', 'label')
  await page.keyboard.press('Space')
  await tabTo(page, page.getByRole('button', { name: 'Save' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Customer Info saved')).toBeVisible()
  await expect(current).toContainText('client.pem')
})

test('K1, K2, E1, E8: from the sign-in page to a saved period by keyboard alone', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  await expect(page.getByLabel('Username')).toBeFocused()
  await page.keyboard.type('main.admin@northwind.example')
  await page.keyboard.press('Tab')
  await page.keyboard.type('quiet-Harbor-7')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()

  await tabTo(page, page.getByRole('button', { name: 'Main Menu' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: 'Setup' }))
  await page.keyboard.press('Enter')
  const panel = page.getByRole('navigation', { name: 'Setup' })
  await tabTo(page, panel.getByRole('button', { name: 'System' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, panel.getByRole('link', { name: 'Customer Info' }))
  await page.keyboard.press('Enter')

  const period = page.getByRole('button', { name: EXPIRY })
  await tabTo(page, period)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option', { name: '1 month' })).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(period).toBeFocused()
  await expect(period).toContainText('1 year')
  await tabTo(page, page.getByRole('button', { name: 'Save' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Customer Info saved')).toBeVisible()
})

test('Skip to content leads past all navigation to the screen’s heading', async ({ page, open }) => {
  await open(CUSTOMER_INFO)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Customer Info', level: 1 })).toBeFocused()
})

test('the appearance chosen in the user menu stays', async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await open('/')
  const scheme = () => page.getByRole('main').evaluate((main) => getComputedStyle(main).colorScheme)
  expect(await scheme()).not.toBe('dark')
  await page.getByRole('button', { name: 'User menu' }).click()
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect.poll(scheme).toBe('dark')
  await page.reload()
  await expect.poll(scheme).toBe('dark')
})

/** Presses Tab until `target` has the focus, and checks that it can be seen there. */
async function tabTo(
  page: Page,
  target: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
  /** What is drawn where the target itself is not. */
  drawnBy = '*',
): Promise<void> {
  await expect(target).toBeVisible()
  const hasFocus = () => target.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 60 && !(await hasFocus()); presses++) await page.keyboard.press(key)
  await expect(target).toBeFocused()
  await expect
    .poll(() =>
      target.evaluate((element, drawnBy) => {
        const drawn = element.closest(drawnBy) ?? element
        const { left, top, width, height } = drawn.getBoundingClientRect()
        return drawn.contains(document.elementFromPoint(left + width / 2, top + height / 2))
      }, drawnBy),
    )
    .toBe(true)
}
