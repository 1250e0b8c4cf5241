import type { Page } from '@playwright/test'
import { newCertificate } from '#testing/newCertificate.ts'
import { newFederation, newMetadata, newServiceProvider, newSignOn, PROVIDER } from '#testing/newMetadata.ts'
import { escape, expect, find, test } from './test.ts'

const SSO = '/setup/system/single-sign-on'
const populate = (page: Page) =>
  page.getByRole('group', { name: 'Populate fields from Identity Provider Metadata', exact: true })
const changes = (page: Page) => page.getByRole('group', { name: 'What will change' })
const field = (page: Page, name: string) => page.getByRole('textbox', { name })
const signing = await newCertificate({ serialNumber: '0a' })

async function choose(page: Page, name: string, content: string | Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await populate(page).getByRole('button', { name: 'Choose File' }).click()
  await (await chooser).setFiles({ name, mimeType: 'text/xml', buffer: Buffer.from(content) })
}

async function paste(page: Page, xml: string): Promise<void> {
  await populate(page).getByRole('button', { name: 'Paste XML' }).click()
  await field(page, 'Identity provider metadata, as XML').fill(xml)
  await populate(page).getByRole('button', { name: 'Read', exact: true }).click()
}

test('a file that is no usable metadata is refused in words, and one that is shows what it changes and fills the form in', async ({
  page,
  open,
}) => {
  await open(SSO)
  const valid = newMetadata({ certificates: [signing.der] })
  for (const [content, words] of [
    [`<!DOCTYPE x [<!ENTITY a "b">]>${valid}`, 'declares a document type or an entity'],
    [valid.slice(0, -40), 'This is not XML, or it is damaged or incomplete'],
    ['<html><body/></html>', 'This is a web page'],
    [newMetadata(), 'There is no certificate'],
    [`${valid}<!-- ${'x'.repeat(2_000_000)} -->`, 'This is larger than 1 MB'],
  ] as const) {
    await choose(page, 'refused.xml', content)
    await expect(populate(page)).toContainText(words)
    await expect(populate(page).getByRole('button', { name: 'Fill in' })).toBeHidden()
  }
  await expect(page.getByText('northwind-identity.cer')).toBeVisible()

  await choose(page, 'idp.xml', valid)
  await expect(changes(page)).toContainText('https://idp.northwind.example/saml2/sso/post')
  await expect(changes(page)).toContainText(`${PROVIDER}/post`)
  // Nothing has touched the form yet.
  await expect(field(page, 'Login Portal URL')).toHaveValue('https://idp.northwind.example/saml2/sso/post')
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
  await changes(page).getByRole('button', { name: 'Fill in' }).click()
  await expect(field(page, 'Login Portal URL')).toHaveValue(`${PROVIDER}/post`)
  await expect(field(page, 'Sign-Out URL')).toHaveValue(`${PROVIDER}/logout`)
  await expect(page.getByText(PROVIDER, { exact: true })).toBeVisible()
  await expect(page.getByText('northwind-identity.cer')).toBeHidden()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Single Sign-On (SSO) saved')).toBeVisible()
  await page.reload()
  await expect(field(page, 'Login Portal URL')).toHaveValue(`${PROVIDER}/post`)
})

test('the sample of the user menu fills the form in, and of several providers that are pasted one is chosen', async ({
  page,
  open,
}) => {
  await open(SSO, { scenario: 'sso-not-set-up' })
  await page.getByRole('button', { name: 'User menu' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download sample metadata' }).click()
  const path = await (await download).path()
  await escape(page.getByRole('dialog', { name: 'User menu' }))
  await page.getByRole('button', { name: 'Type (required)' }).click()
  await page.getByRole('option', { name: 'SAML 2.0' }).click()
  const chooser = page.waitForEvent('filechooser')
  await populate(page).getByRole('button', { name: 'Choose File' }).click()
  await (await chooser).setFiles(path)
  await changes(page).getByRole('button', { name: 'Fill in' }).click()
  await expect(field(page, 'Login Portal URL')).toHaveValue('https://idp.northwind.example/saml2/sso/post')

  const entity = (name: string) =>
    newMetadata({
      entityId: `https://${name}.example`,
      certificates: [signing.der],
      services: newSignOn('HTTP-Redirect', `https://${name}.example/sso`),
    })
  await paste(page, newFederation([entity('one'), newServiceProvider(), entity('two')]))
  const provider = changes(page).getByRole('combobox', { name: 'Identity provider' })
  await find(provider, 'two', 'https://two.example')
  await expect(provider).toHaveValue('https://two.example')
  await changes(page).getByRole('button', { name: 'Fill in' }).click()
  await expect(field(page, 'Login Portal URL')).toHaveValue('https://two.example/sso')
  await expect(page.getByRole('radio', { name: 'REDIRECT' })).toBeChecked()
})
