import type { Page } from '@playwright/test'
import { addMapping, demoId, expect, find, test } from './test.ts'

const SSO = '/setup/system/single-sign-on'
const panel = (page: Page) => page.getByRole('group', { name: 'Map User Attributes', exact: true })
const mapping = (page: Page, attribute: string) =>
  panel(page).getByRole('group', { name: `Mapping of ${attribute}`, exact: true })
const opener = (page: Page) => page.getByRole('button', { name: 'Map User Attributes' })

async function savePage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).last().click()
  await expect(page.getByText('Single Sign-On (SSO) saved')).toBeVisible()
}

/** What the backend has stored. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const { mappings } = (await (await fetch('/api/sso')).json()) as { mappings: unknown }
    return mappings
  })

/** Adds a mapping of `attribute` at the end. */
async function add(page: Page, attribute: string): Promise<void> {
  await addMapping(page, attribute)
  await expect(mapping(page, attribute).getByRole('button', { name: /Workfront User Attribute/ })).toBeFocused()
}

test('mappings with rules are edited in the panel, handed to the page and kept by its Save', async ({ page, open }) => {
  await open(SSO, { scenario: 'sso-odd-mappings' })
  await opener(page).click()
  await expect(opener(page)).toBeDisabled()
  const level = mapping(page, 'Access Level')
  await expect(level).toContainText('Mapping the access level is discouraged')
  await expect(level).toContainText('Rule 2 never applies')
  await level.getByRole('button', { name: 'Rules (2)' }).click()
  await level.getByRole('button', { name: 'Move rule 2 for Access Level up' }).click()
  await expect(level).not.toContainText('never applies')
  await panel(page).getByRole('button', { name: 'Remove mapping of Title' }).last().click()
  await mapping(page, 'First Name').getByRole('textbox', { name: 'Directory Attribute' }).fill('preferredName')
  // Enter in a field saves nothing.
  await page.keyboard.press('Enter')
  await panel(page).getByRole('button', { name: 'Save' }).click()
  await expect(panel(page)).toBeHidden()
  await expect(opener(page)).toBeFocused()
  await expect(page.getByText('1 unsaved change')).toBeVisible()
  expect(await stored(page)).toHaveLength(6)
  await savePage(page)
  expect(await stored(page)).toMatchObject([
    { attribute: 'First Name', directoryAttribute: 'preferredName' },
    { attribute: 'Last Name' },
    { attribute: 'Email Address' },
    { attribute: 'Access Level', rules: [{ value: 'workfront-admins' }, { value: 'workfront' }] },
    { attribute: 'Title', directoryAttribute: 'title' },
  ])
})

test('what is missing is said at its field; Cancel and leaving lose nothing unasked', async ({ page, open }) => {
  await open(SSO, { scenario: 'sso-not-set-up' })
  await page.getByRole('button', { name: 'Type (required)' }).click()
  await page.getByRole('option', { name: 'SAML 2.0' }).click()
  await page.getByText('Auto-Provision Users', { exact: true }).click()
  await opener(page).click()
  // The three that new users need are offered.
  await expect(panel(page)).toContainText('First Name, Last Name, and Email Address')
  await add(page, 'City')
  await panel(page).getByRole('button', { name: 'Save' }).click()
  await expect(mapping(page, 'City')).toContainText(/Enter/)
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await page.getByRole('link', { name: 'Home' }).click()
  await page.getByRole('alertdialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Cancel' }).click()
  await mapping(page, 'City').getByRole('textbox', { name: 'Directory Attribute' }).fill('l')
  await panel(page).getByRole('button', { name: 'Save' }).click()
  await expect(panel(page)).toBeHidden()
  await expect(page.getByText('City', { exact: true })).toBeVisible()
})

test('what is edited in the open panel is the page’s: its Save keeps it, a manager by ID, and Cancel puts it back', async ({
  page,
  open,
}) => {
  await open(SSO)
  const firstName = () => mapping(page, 'First Name').getByRole('textbox', { name: 'Directory Attribute' })
  await opener(page).click()
  await firstName().fill('nickname')
  await expect(page.getByText('1 unsaved change')).toBeVisible()
  await panel(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('1 unsaved change')).toBeHidden()

  await opener(page).click()
  await expect(firstName()).toHaveValue('givenName')
  await firstName().fill('nickname')
  // The page's own Cancel closes the panel, which would show something else than the form has.
  await page.getByRole('button', { name: 'Cancel', exact: true }).last().click()
  await expect(panel(page)).toBeHidden()

  await opener(page).click()
  await firstName().fill('nickname')
  await add(page, 'Manager')
  const manager = mapping(page, 'Manager').getByRole('combobox', { name: 'Default Value' })
  await find(manager, 'haddad', 'Ines Haddad')
  await expect(manager).toHaveValue(/Ines Haddad/)
  await savePage(page)
  await expect(panel(page)).toBeHidden()
  expect(await stored(page)).toMatchObject([
    { attribute: 'First Name', directoryAttribute: 'nickname' },
    { attribute: 'Last Name' },
    { attribute: 'Email Address' },
    { attribute: 'Manager', directoryAttribute: '', defaultValue: demoId('standard') },
  ])
  await page.reload()
  await opener(page).click()
  await expect(manager).toHaveValue(/Ines Haddad/)
})
