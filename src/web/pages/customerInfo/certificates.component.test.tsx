import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { newCertificate } from '#testing/newCertificate.ts'
import { chooseFile, expectHeading, press, save } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

const CUSTOMER_INFO = '/setup/system/customer-info'
const REQUIRE = 'Require X.509 Certificate for API logins'

const current = page.getByRole('group', { name: 'Current certificate' })
const next = page.getByRole('group', { name: 'Next certificate' })
const logins = page.getByRole('table').getByRole('row')
const findings = current.getByRole('listitem')
/** Ticks a checkbox, or takes the tick away: its words are what people press. */
const tick = (label: string) => page.getByText(label, { exact: true }).click()

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

/** Customer Info, and a login with the password of the demo organisation's standard user. */
async function mount(now?: string) {
  const mounted = await mountConsole(CUSTOMER_INFO, now ? { now } : {})
  const logIn = (apiCertificate?: string) =>
    mounted.ask('/attask/api/v7.0/login', {
      method: 'POST',
      body: new URLSearchParams({
        username: 'standard@northwind.example',
        password: 'quiet-Harbor-7',
        ...(apiCertificate && { apiCertificate }),
      }),
    })
  return { ...mounted, logIn }
}

test('X3, X7: a requirement without a certificate is refused beside it, and nothing is saved', async () => {
  const { screen, logIn } = await mount()
  await tick(REQUIRE)
  await expect.element(current).toMatchTextContent('None chosen yet')
  await press('Save')
  await expect.element(current).toMatchTextContent('Choose the certificate that logins must carry')
  await expect.element(current.getByRole('button', { name: 'Change Certificate' })).toHaveFocus()
  expect(await logIn()).toMatchObject(OPENED)
  await press('Cancel')
  await expect.element(screen.getByRole('checkbox', { name: REQUIRE })).not.toBeChecked()
})

test('X4, X5: a file that is no certificate is refused beside the button, and the old certificate stays', async () => {
  const certificate = await newCertificate()
  const expired = await newCertificate({ to: '2025-06-01T00:00:00.000Z' })
  await mount()
  await tick(REQUIRE)
  await chooseFile(current, 'client.pem', certificate.pem)
  await expect.element(current).toMatchTextContent('client.pem')
  for (const [name, content, words] of [
    ['empty.pem', '', 'This file is empty.'],
    ['large.pem', 'x'.repeat(64 * 1024 + 1), 'larger than 64 KB'],
    ['note.txt', 'Dear administrator', 'a text without a certificate'],
    ['page.html', '<!doctype html><script>document.title = "run"</script>', 'web page'],
    ['half.pem', certificate.pem.slice(0, 200), 'damaged'],
    ['old.pem', expired.pem, 'expired on June 1, 2025'],
  ] as const) {
    await chooseFile(current, name, content)
    await expect.element(current.getByRole('alert')).toMatchTextContent(words)
    await expect.element(current).toMatchTextContent('client.pem stays as it is')
  }
  await chooseFile(current, 'again.pem', certificate.pem)
  await expect.element(current.getByRole('alert')).not.toBeInTheDocument()
  await expect.element(current).toMatchTextContent('again.pem')
})

test('X7: what is unusual about a certificate is said before Save', async () => {
  const unusual = await newCertificate({ isAuthority: true, usage: 'server' })
  await mount()
  await tick(REQUIRE)
  await chooseFile(current, 'client.pem', unusual.pem)
  await expect.element(findings.filter({ hasText: 'the certificate of an authority' })).toBeVisible()
  await expect.element(findings.filter({ hasText: 'not meant for clients' })).toBeVisible()
  // Only a system has authorities that it trusts.
  await expect.element(findings.filter({ hasText: 'not among the authorities' })).not.toBeInTheDocument()

  await chooseFile(current, 'chain.pem', (await newCertificate()).pem + unusual.pem)
  await expect
    .element(findings.filter({ hasText: 'The file holds 2 certificates. The first one is taken.' }))
    .toBeVisible()
})

test('X9: before it is required, the screen says whose logins it would stop, and report only lets them through', async () => {
  const certificate = await newCertificate()
  const { screen, logIn, reload } = await mount()
  await logIn()
  await tick(REQUIRE)
  await expect.element(screen.getByText('When you save, some logins are refused')).toBeVisible()
  const ines = logins.filter({ hasText: 'Ines Haddad' })
  await expect.element(ines.filter({ hasText: 'just now' })).toMatchTextContent('None')

  await chooseFile(current, 'client.pem', certificate.pem)
  await tick('Report only')
  await save('Customer Info')
  expect(await logIn()).toMatchObject(OPENED)
  expect(await logIn(certificate.pem)).toMatchObject(OPENED)
  reload()
  await expect.element(screen.getByText(/logins would have been refused/)).toBeVisible()
  await expect.element(ines.filter({ hasText: 'Current' })).toMatchTextContent('just now')

  await tick('Report only')
  await press('Save')
  await expect.element(screen.getByText(/logins would have been refused/)).not.toBeInTheDocument()
  expect(await logIn()).toEqual(UNTRUSTED)
})

test('X10: clients change over while the current and the next certificate are both let through', async () => {
  const [first, second] = [await newCertificate({ serialNumber: '01' }), await newCertificate({ serialNumber: '02' })]
  const { screen, logIn } = await mount()
  await tick(REQUIRE)
  await chooseFile(current, 'first.pem', first.pem)
  await chooseFile(next, 'second.pem', second.pem)
  await save('Customer Info')
  for (const { pem } of [first, second]) expect(await logIn(pem)).toMatchObject(OPENED)

  await current.getByRole('button', { name: 'Retire' }).click()
  await expect
    .element(screen.getByText(/Logins that carry first.pem .* are no longer recognised, and are refused\./))
    .toBeVisible()
  await expect.element(current).toMatchTextContent('second.pem')
  await press('Save')
  await expect.element(logins.filter({ hasText: 'Retired' })).toBeVisible()
  expect(await logIn(first.pem)).toEqual(UNTRUSTED)
  expect(await logIn(second.pem)).toMatchObject(OPENED)
})

test('a certificate that is not valid yet can only be the next one', async () => {
  const early = await newCertificate({ from: '2027-03-10T00:00:00.000Z' })
  const { logIn, moveClock, reload, screen } = await mount('2027-03-01T12:00:00.000Z')
  await tick(REQUIRE)
  await chooseFile(current, 'early.pem', early.pem)
  await expect.element(current.getByRole('alert')).toMatchTextContent('not valid before March 10, 2027')
  await chooseFile(current, 'client.pem', (await newCertificate()).pem)
  await chooseFile(next, 'early.pem', early.pem)
  await expect.element(current.getByRole('button', { name: 'Retire' })).toBeDisabled()
  await save('Customer Info')
  expect(await logIn(early.pem)).toMatchObject(OPENED)
  await moveClock('month')
  reload()
  await current.getByRole('button', { name: 'Retire' }).click()
  await expect.element(current).toMatchTextContent('early.pem')
  await press('Save')
  await expect.element(screen.getByText('1 unsaved change')).not.toBeInTheDocument()
})

test('a certificate near its end is warned of on Home and on the screen, and matched beyond it', async () => {
  const brief = await newCertificate({ to: '2027-03-20T00:00:00.000Z' })
  const { screen, logIn, moveClock, reload } = await mount('2027-03-01T12:00:00.000Z')
  await tick(REQUIRE)
  await chooseFile(current, 'client.pem', brief.pem)
  await expect.element(findings).toMatchTextContent('It expires in 18 days.')
  await save('Customer Info')
  const heading = (state: string) =>
    screen.getByRole('heading', { name: `The current X.509 certificate for API logins ${state}` })
  await expect.element(heading('expires soon')).toBeVisible()
  await moveClock('month')
  reload()
  await expect.element(heading('has expired')).toBeVisible()
  expect(await logIn(brief.pem)).toMatchObject(OPENED)
  expect(await logIn()).toEqual(UNTRUSTED)
  // It stands in nobody's way.
  await screen.getByLabelText('Admin Email').fill('second.admin@northwind.example')
  await save('Customer Info')
  await press('Main Menu')
  await screen.getByRole('link', { name: 'Home' }).click()
  await expectHeading('Home')
  await expect.element(heading('has expired')).toBeVisible()
})
