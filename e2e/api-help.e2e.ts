import { CUSTOMER_INFO, demoId, expect, PASSWORD, readUser, test } from './test.ts'

test('K9: a note beside Generate API Key leads to the reference of the API, which needs no sign-in', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO, { scenario: 'no-key' })
  await expect(page.getByRole('main')).toContainText('Keys can also be generated through the API')
  await page.getByRole('link', { name: 'API reference' }).click()
  await expect(page.getByRole('heading', { name: 'API reference', level: 1 })).toBeFocused()
  await expect(page.getByRole('article', { name: 'Generate an API key' })).toContainText('generateApiKey')

  await open('/api-reference', { as: 'nobody' })
  await expect(page.getByRole('link', { name: 'Log In', exact: true })).toBeVisible()
  const calls = page.getByRole('article')
  await expect(calls).toHaveCount(11)
  for (const call of await calls.all()) {
    await expect(call.getByRole('region', { name: 'Example' })).toContainText('/attask/api/')
    await expect(call).toContainText('Failures: 400, 401')
  }
  await page.getByRole('link', { name: 'Search users' }).click()
  await expect(page.getByRole('article', { name: 'Search users' })).toBeInViewport()
})

test(
  'N7: the help has the three addresses of a key that is no administrator’s, ready to copy and to open',
  { tag: '@hosts' },
  async ({ page, open, context, host }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(CUSTOMER_INFO, { scenario: 'no-key' })
    await page.getByRole('button', { name: 'Help for Customer Info' }).click()
    const help = page.getByRole('dialog', { name: 'Help for Customer Info' })
    const copied = async (label: string) => {
      await help.getByRole('button', { name: `Copy: ${label}` }).click()
      await expect(page.getByText('Address copied').first()).toBeVisible()
      const address = await page.evaluate(() => navigator.clipboard.readText())
      await expect(help.getByRole('code').filter({ hasText: address })).toBeVisible()
      return address
    }
    /** What the address answers once it is filled in. */
    const openFilledIn = async (label: string) => {
      const address = (await copied(label))
        .replace('USERNAME', 'standard@northwind.example')
        .replace('PASSWORD', PASSWORD)
      const { hostname, pathname, search } = new URL(address)
      // The organisation's own name; in the browser demo, whose host has none, the name of that.
      expect(hostname).toBe(host === 'browser' ? 'localhost' : 'northwind.my.localhost')
      return page.evaluate(
        async (url) => (await (await fetch(url)).json()) as { data: { result: string } },
        pathname + search,
      )
    }
    const { result: first } = (await openFilledIn('Generate the key')).data
    expect(first).toMatch(/^[a-z0-9]{32}$/)
    expect((await openFilledIn('Get the key again')).data.result).toBe(first)
    expect(await readUser(page, first, demoId('standard'))).toMatchObject({ status: 200 })
    expect(await openFilledIn('Clear the key')).toEqual({ data: { success: true } })
    expect((await openFilledIn('Generate the key')).data.result).not.toBe(first)
  },
)

test('N1, X10: with Adobe IMS the help says instead whom to ask, and where certificates are', async ({
  page,
  open,
}) => {
  await open('/help/customer-info', { scenario: 'ims' })
  const main = page.getByRole('main')
  await expect(main).toContainText('See your network or IT administrator for more information')
  await expect(main).toContainText('Certificates for API logins are managed where your organization manages sign-in')
  await expect(main).not.toContainText('apiCertificate')
  await expect(main.getByRole('button', { name: /^Copy/ })).toHaveCount(0)
  await page.goto('/api-reference')
  await expect(main).toContainText('Calls with a user name and password are refused.')
  await page.getByRole('link', { name: 'Home' }).click()
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
})

test('X10: the help has a login with the certificate ready to copy', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const help = page.getByRole('dialog', { name: 'Help for Customer Info' })
  await open(`${CUSTOMER_INFO}?dialog=help`, { scenario: 'certificate-required' })
  await help.getByRole('button', { name: 'Copy: Log in with a certificate' }).click()
  await expect(page.getByText('Command copied')).toBeVisible()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  const { certificate } = await page.evaluate(
    async () => (await (await fetch('/api/customer-info')).json()) as { certificate: { der: string } },
  )
  /** What curl would send and get, with the certificate's file as it is named in the command. */
  const run = (filledIn: string) => {
    const parameters = [...filledIn.matchAll(/--data-urlencode "(\w+)[=@]([^"]+)"/g)].map(([, name, value]) => [
      name ?? '',
      value === 'certificate.pem' ? certificate.der : (value ?? ''),
    ])
    return page.evaluate(
      async ([path, body]) => {
        const response = await fetch(path, { method: 'POST', body: new URLSearchParams(body) })
        return { status: response.status, body: (await response.json()) as unknown }
      },
      [new URL(filledIn.split(' ').at(-1) ?? '').pathname, parameters] as const,
    )
  }
  expect(command).toContain('--data-urlencode "apiCertificate@certificate.pem"')
  const filledIn = command.replace('USERNAME', 'standard@northwind.example').replace('PASSWORD', PASSWORD)
  expect(await run(filledIn)).toMatchObject({ status: 200, body: { data: { sessionID: expect.any(String) } } })
  expect(await run(filledIn.replace(/--data-urlencode "apiCertificate[^"]+"/, ''))).toMatchObject({ status: 500 })
})
