import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

const SSO = '/setup/system/single-sign-on'
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const tick = (page: Page, label: string) => page.getByText(label, { exact: true }).click()
const testConnection = (page: Page) => page.getByRole('button', { name: 'Test Connection' })

/** Presses Test Connection, and answers for `person` where that leads. */
async function testAs(page: Page, person: string, nameId?: string): Promise<Page> {
  const opened = page.waitForEvent('popup')
  await testConnection(page).click()
  const popup = await opened
  await popup.getByText(person).click()
  if (nameId !== undefined) await popup.getByLabel('User name (NameID)').fill(nameId)
  await popup.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(heading(popup, 'Sign-on result')).toBeVisible()
  return popup
}

test(
  'SO4: the identity provider gets our metadata, a test goes there and back in a window of its own, and enabling asks nothing',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open(SSO)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download SAML 2.0 Metadata' }).click()
    const xml = readFileSync(await (await download).path(), 'utf8')
    expect(xml).toContain('entityID="northwind.my.workfront.com/SAML2"')
    expect(xml).toContain('/sso/acs"')

    const popup = await testAs(page, 'Ines Haddad')
    await expect(heading(popup, 'Success!')).toBeVisible()
    await expect(popup.getByText('You have successfully set up SAML 2.0!')).toBeVisible()
    const attributes = popup.getByRole('region', { name: 'Attributes' })
    await expect(attributes.getByRole('row', { name: '$$NAMEID' })).toContainText('ines.haddad')
    await expect(popup.getByText('standard@northwind.example').first()).toBeVisible()
    await expect(page.getByText('Test passed')).toBeVisible()
    const closed = popup.waitForEvent('close')
    // The window may be gone before the click is known to have happened.
    await Promise.all([
      closed,
      popup
        .getByRole('button', { name: 'Close' })
        .click({ noWaitAfter: true })
        .catch(() => {}),
    ])
    await page.getByRole('link', { name: 'Result of the last test' }).click()
    await expect(heading(page, 'Success!')).toBeVisible()
    await page.goBack()
    // Nobody's session is another's for it.
    await page.reload()
    await expect(page.getByRole('button', { name: 'User menu, Mara Lindqvist' })).toBeVisible()
    await tick(page, 'Enable')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Single Sign-On (SSO) saved')).toBeVisible()
    await expect(page.getByRole('alertdialog')).toHaveCount(0)
  },
)

test('what is not saved cannot be tested, and a test that fails says why on the screen and among the recent sign-ons', async ({
  page,
  open,
}) => {
  await open(SSO)
  await tick(page, 'REDIRECT')
  await expect(testConnection(page)).toBeDisabled()
  await expect(page.getByText('Save first: what is saved is what is tested.')).toBeVisible()
  await tick(page, 'POST')
  const popup = await testAs(page, 'Somebody else', 'no.body')
  await expect(heading(popup, 'Test failed')).toBeVisible()
  await expect(popup.getByRole('listitem').filter({ hasText: 'User: Failed' })).toContainText('no.body')
  await expect(page.getByText('Test failed')).toBeVisible()
  await page.getByRole('link', { name: 'Recent sign-ons' }).click()
  await expect(heading(page, 'Recent sign-ons')).toBeFocused()
  await expect(page.getByRole('row').filter({ hasText: 'no.body' })).toContainText('Test failed')
})
