import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CUSTOMER_INFO, expect, test } from './test.ts'

test('X2: whoever has no certificate to rehearse with downloads a sample that is valid at the rehearsal’s now', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO, { now: '2031-05-20T10:00:00Z' })
  await page.getByRole('button', { name: 'User menu' }).click()
  const button = page.getByRole('button', { name: 'Download a sample certificate' })
  const files = []
  for (const _ of [1, 2]) {
    const started = page.waitForEvent('download')
    await button.click()
    const download = await started
    expect(download.suggestedFilename()).toMatch(/^sample-\w{4}\.pem$/)
    const certificate = new X509Certificate(readFileSync(await download.path()))
    expect(certificate.subject).toContain('CN=integrations.northwind.example')
    expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2032)
    files.push(certificate.fingerprint256)
  }
  expect(files[0]).not.toBe(files[1])
  await expect(page).toHaveURL(CUSTOMER_INFO)
})
