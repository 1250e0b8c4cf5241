import { writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { newCertificate, type TestCertificate } from '#testing/newCertificate.ts'
import { CUSTOMER_INFO, demoId, demoKey, escape, expect, PASSWORD, readUser, save, test as base } from './test.ts'

const REQUIRE = 'Require X.509 Certificate for API logins'
/** Ticks a checkbox, or takes the tick away: its words are what people press. */
const tick = (page: Page, label: string) => page.getByText(label, { exact: true }).click()
const requirement = (page: Page) => page.getByRole('checkbox', { name: REQUIRE })
const current = (page: Page) => page.getByRole('group', { name: 'Current certificate' })

interface Answer {
  status: number
  body: unknown
}

interface Fixtures {
  /** What a call of the API answers: plain HTTP where there is a server, and `fetch` in the page where there is none. */
  call(path: string, form?: Record<string, string>): Promise<Answer>
  /** A login with the password of the demo organisation's standard user. */
  logIn(change?: Record<string, string>): Promise<Answer>
}

const test = base.extend<Fixtures>({
  call: async ({ page, request, host }, provide) =>
    provide((path, form) => (host === 'browser' ? inPage(page, path, form) : plainly(request, path, form))),
  logIn: async ({ call }, provide) =>
    provide((change = {}) =>
      call('/attask/api/v7.0/login', { username: 'standard@northwind.example', password: PASSWORD, ...change }),
    ),
})

async function plainly(request: APIRequestContext, path: string, form?: Record<string, string>): Promise<Answer> {
  const response = await (form ? request.post(path, { form }) : request.get(path))
  return { status: response.status(), body: await response.json() }
}

const inPage = (page: Page, path: string, form?: Record<string, string>): Promise<Answer> =>
  page.evaluate(
    async ([path, form]) => {
      const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
      const response = await fetch(path, init)
      return { status: response.status, body: (await response.json()) as unknown }
    },
    [path, form] as const,
  )

const OPENED = { status: 200, body: { data: { sessionID: expect.stringMatching(/^[0-9a-f]{32}$/) } } }
const UNTRUSTED = {
  status: 500,
  body: {
    error: {
      class: 'com.attask.common.AuthenticationException',
      message: 'Untrusted request. Please contact your system administrator and attach certificate.',
    },
  },
}

/** Picks a file with the button in `field`, as a person does. */
async function pick(page: Page, field: Locator, name: string, content: string | Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await field.getByRole('button', { name: /^(Change|Choose) Certificate/ }).click()
  await (await chooser).setFiles({ name, mimeType: '', buffer: Buffer.from(content) })
}

/** Drops a file or folder of this machine on `target`, as the system does. */
async function drop(page: Page, target: Locator, path: string): Promise<void> {
  await target.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await target.boundingBox())!
  const devtools = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: x + width / 2,
      y: y + height / 2,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    })
}

const pickCurrent = (page: Page, { pem }: TestCertificate, name = 'client.pem') => pick(page, current(page), name, pem)

test('X1: with Adobe IMS one line says where certificates are managed', async ({ page, open, logIn }) => {
  await open(CUSTOMER_INFO, { scenario: 'ims' })
  const section = page.getByRole('group', { name: 'X.509 Certificate' })
  await expect(section).toContainText('managed where your organization manages sign-in')
  await expect(section.getByRole('checkbox')).toHaveCount(0)
  await expect(section.getByRole('button')).toHaveCount(0)
  expect(await logIn()).toMatchObject({ status: 403 })
})

test(
  'X2–X11: an administrator requires a certificate, and API logins need it from then on',
  { tag: '@hosts' },
  async ({ page, open, logIn, call }) => {
    const certificate = await newCertificate()
    await open(CUSTOMER_INFO)
    expect(await logIn()).toMatchObject(OPENED)

    await tick(page, REQUIRE)
    await pickCurrent(page, certificate)
    await expect(current(page)).toContainText('client.pem')
    await current(page).getByRole('button', { name: 'View Details' }).click()
    const details = page.getByRole('dialog', { name: 'Details of the current certificate' })
    await expect(details.getByRole('term').first()).toBeVisible()
    const [terms, values] = [
      await details.getByRole('term').allInnerTexts(),
      await details.locator('dd bdi').allInnerTexts(),
    ]
    expect(terms.slice(0, 9).map((term, index) => [term, values[index]])).toEqual([
      ['Subject Common Name', 'client.northwind.example'],
      ['Subject Organization', 'Northwind Studio'],
      ['Subject Organization Unit', 'Integrations'],
      ['Issuer Common Name', 'client.northwind.example'],
      ['Issuer Organization', 'Northwind Studio'],
      ['Issuer Organization Unit', 'Integrations'],
      ['Serial Number', '01:A2:B3:C4'],
      ['Issue Date', 'December 31, 2024 at 5:00:00 PM MST'],
      ['Expiration Date', 'December 31, 2044 at 5:00:00 PM MST'],
    ])
    await escape(details)
    // Nothing is required before Save.
    expect(await logIn()).toMatchObject(OPENED)
    await save(page)

    expect(await logIn()).toEqual(UNTRUSTED)
    const opened = await logIn({ apiCertificate: certificate.pem })
    expect(opened).toMatchObject(OPENED)
    const { sessionID } = (opened.body as { data: { sessionID: string } }).data
    expect(await call(`/attask/api/v15.0/user/${demoId('standard')}?sessionID=${sessionID}`)).toMatchObject({
      status: 200,
      body: { data: { username: 'standard@northwind.example' } },
    })
    // As the product's article sends it: everything in the address.
    const parameters = new URLSearchParams({
      username: 'standard@northwind.example',
      password: PASSWORD,
      apiCertificate: certificate.der,
    })
    expect(await call(`/attask/api/v7.0/login?${parameters}`)).toMatchObject(OPENED)
    expect(await call(`/attask/api/v7.0/user?action=getApiKey&method=PUT&${parameters}`)).toMatchObject({ status: 200 })

    expect(await logIn({ apiCertificate: (await newCertificate()).pem })).toEqual(UNTRUSTED)
    expect(await logIn({ apiCertificate: certificate.pem, password: 'wrong' })).toMatchObject({ status: 401 })
    expect(await call('/attask/api/v7.0/login', { apiCertificate: certificate.pem })).toMatchObject({ status: 400 })
    // Keys need none.
    expect(await readUser(page, demoKey('standard'), demoId('standard'))).toMatchObject({ status: 200 })

    await page.reload()
    await expect(requirement(page)).toBeChecked()
    await expect(current(page)).toContainText('client.pem')
    await tick(page, REQUIRE)
    await save(page)
    expect(await logIn()).toMatchObject(OPENED)
    // Kept for another time.
    await expect(current(page)).toContainText('client.pem')
  },
)

test('X4, X5: a private key is refused and never leaves the page; a certificate can be dropped as DER, or pasted', async ({
  page,
  open,
  logIn,
}) => {
  const [dropped, pasted] = [await newCertificate({ isAuthority: true }), await newCertificate()]
  const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0IHNlY3JldA==\n-----END PRIVATE KEY-----\n'
  await open(CUSTOMER_INFO)
  await tick(page, REQUIRE)
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.url(), request.postData() ?? ''))
  await pick(page, current(page), 'key.pem', pasted.pem + key)
  await expect(current(page).getByRole('alert')).toContainText('private key')
  await expect(current(page).getByRole('alert')).toContainText('Nothing of it was kept or sent')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(current(page)).toContainText('Choose the certificate that logins must carry')
  // Reading it sent nothing, and Save no certificate.
  const bodies = sent.filter((body) => body.includes('certificate'))
  expect(bodies.filter((body) => body.startsWith('{')).map((body) => JSON.parse(body) as unknown)).toEqual([
    expect.objectContaining({ certificate: null, nextCertificate: null }),
  ])
  expect(await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage))).not.toContain(
    'c2VjcmV0',
  )

  const file = test.info().outputPath('client.der')
  writeFileSync(file, Buffer.from(dropped.der, 'base64'))
  await drop(page, current(page).getByText('Drop or paste a file here'), dirname(file))
  await expect(current(page).getByRole('alert').filter({ hasText: 'A folder was dropped.' })).toBeVisible()
  await drop(page, current(page).getByText('Drop or paste a file here'), file)
  await expect(current(page)).toContainText('client.der')
  // The server knows which authorities its system trusts.
  await expect(current(page).getByRole('listitem').filter({ hasText: 'not among the authorities' })).toHaveCount(1)

  const zone = current(page).getByRole('button', { name: 'Drop or paste the current certificate here' })
  await zone.focus()
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  }, pasted.pem)
  await expect(current(page)).toContainText('Pasted certificate')
  await save(page)
  expect(await logIn({ apiCertificate: dropped.pem })).toEqual(UNTRUSTED)
  expect(await logIn({ apiCertificate: pasted.pem })).toMatchObject(OPENED)
})
