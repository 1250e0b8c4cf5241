import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { newCertificate } from '../scripts/newCertificate.ts'
import {
  CUSTOMER_INFO,
  demoId,
  demoKey,
  expect,
  EXPIRY,
  keyOnScreen,
  ownKey,
  readUser,
  test,
  type Opening,
} from './test.ts'

interface State extends Opening {
  path: string
  /** What is in the file that somebody chooses then. */
  file?: string
  /** What somebody presses after that, in order. */
  press?: [role: 'button' | 'link' | 'option', name: string][]
  /** Text that is there once the state is. */
  shows: string
}

const SSO = '/setup/system/single-sign-on'
const STAND_IN = '/demo-idp?request=_begun'
/** One of the sign-ons of a demo, by its place in the list. */
const signOnPage = (place: number) => `${SSO}/sign-ons/${String(place).padStart(32, '0')}`
const SSO_USERS = '/setup/system/update-users-for-sso'
const USERS = '/users'
const AUDIT_LOGS = '/setup/change-tracking/audit-logs'
const AUTHENTICATION = '/setup/system/authentication'
const REQUIRE = 'Require X.509 Certificate for API logins'
const RESET = 'Force users to reset their password every'
const PRIYA = 'expiring.password@northwind.example'

const STATES: Record<string, State> = {
  'the sign-in page': { path: '/', as: 'nobody', shows: 'Log In' },
  'a refused sign-in': { path: '/', as: 'nobody', press: [['button', 'Log In']], shows: 'Enter your username' },
  'a locked account': {
    path: `/?press=standard@northwind.example|Log In`,
    scenario: 'locked-out',
    as: 'nobody',
    shows: 'You are not signed in',
  },
  'an expired password': {
    path: `/?press=${PRIYA}|Log In`,
    scenario: 'expired-password',
    as: 'nobody',
    shows: 'Choose a new one',
  },
  'an expired password and a refused new one': {
    path: `/?press=${PRIYA}|Log In`,
    scenario: 'expired-password',
    as: 'nobody',
    press: [['button', 'Change and log in']],
    shows: 'Enter the new password again',
  },
  Home: { path: '/', shows: 'Nothing needs your attention' },
  'Home with an expired key': { path: '/', scenario: 'key-expired', shows: 'Your API key has expired' },
  'Home in Preview': { path: '/', scenario: 'preview', shows: 'You are viewing Preview.' },
  'Customer Info in Preview without a key': {
    path: CUSTOMER_INFO,
    scenario: 'preview-no-key',
    shows: 'The weekly refresh overwrites this key',
  },
  'the Reset dialog in Preview': {
    path: `${CUSTOMER_INFO}?dialog=reset`,
    scenario: 'preview-only-key',
    shows: 'The weekly refresh overwrites this key',
  },
  'the question before Preview is refreshed': {
    path: '/',
    press: [
      ['button', 'User menu'],
      ['button', 'Refresh Preview'],
    ],
    shows: 'Otherwise this happens by itself',
  },
  'the sign-in page after a refresh of Preview': {
    path: '/?press=User menu, Mara Lindqvist|Refresh Preview|Refresh',
    scenario: 'preview',
    shows: 'Preview was refreshed from Production',
  },
  'Main Menu': { path: '/', press: [['button', 'Main Menu']], shows: 'Setup' },
  'the user menu': { path: '/', press: [['button', 'User menu']], shows: 'Back to now' },
  'the question before signing out everywhere': {
    path: '/',
    press: [
      ['button', 'User menu'],
      ['button', 'Sign out everywhere'],
    ],
    shows: 'Every session of yours ends',
  },
  'Home with an expired password': {
    path: '/',
    scenario: 'expired-password',
    as: 'expiring.password',
    shows: 'Your password has expired',
  },
  'Change password': { path: '/change-password', scenario: 'password-policy-on', shows: 'Your password expires on' },
  'Change password, refused': {
    path: '/change-password',
    press: [['button', 'Change password']],
    shows: 'Enter the new password again',
  },
  'Change password, managed by Adobe': { path: '/change-password', scenario: 'ims', shows: 'Adobe Admin Console' },
  Integrations: { path: '/integrations', as: 'light', shows: 'Dropbox holds no key of yours.' },
  'Integrations that are connected': {
    path: '/integrations',
    scenario: 'integrations-connected',
    shows: 'As Mara Lindqvist.',
  },
  'Integrations to reconnect': {
    path: '/integrations',
    scenario: 'integrations-removed',
    shows: 'Workfront refuses the key that Mobile app holds',
  },
  'Integrations of which one is silent': {
    path: '/integrations',
    scenario: 'integration-silent',
    shows: 'Workfront DAM does not answer.',
  },
  'the question before an integration is connected': {
    path: '/integrations?dialog=connect-dropbox',
    shows: 'Workfront password',
  },
  'an integration whose login is refused': {
    path: '/integrations?dialog=connect-dropbox&press=Fill in the demo password|Connect',
    scenario: 'ims',
    shows: 'can enter it instead',
  },
  'a key for an integration, refused': {
    path: '/integrations?dialog=key-dropbox&press=Use key',
    shows: 'Enter an API key',
  },
  'no access to Integrations': { path: '/integrations', as: 'external', shows: 'You have no access' },
  Setup: { path: '/setup', shows: 'Open a group' },
  'Single Sign-On': { path: SSO, shows: 'northwind-identity.cer' },
  'Single Sign-On with what is missing': {
    path: `${SSO}?press=Type|SAML 2.0|Enable|Save`,
    scenario: 'sso-not-set-up',
    shows: 'Enter the Login Portal URL',
  },
  'Single Sign-On with odd mappings': {
    path: `${SSO}?press=Map User Attributes`,
    scenario: 'sso-odd-mappings',
    shows: 'never applies',
  },
  'Single Sign-On with metadata to paste': { path: `${SSO}?press=Paste XML`, shows: 'Cancel' },
  'Single Sign-On with an expired certificate': {
    path: SSO,
    scenario: 'sso-certificate-expired',
    shows: 'SHA-1 signatures can be forged',
  },
  'the question before single sign-on is enabled': {
    path: `${SSO}?press=Admin Exemption|Enable|Save`,
    shows: 'can still sign in',
  },
  'Update Users For SSO': { path: SSO_USERS, shows: 'Download current users' },
  'a file of users with problems': {
    path: SSO_USERS,
    file: `User ID,SSO username\n${demoId('light')},${'noah.'.repeat(50)}\n${demoId('external')},\n`,
    press: [
      ['button', 'Show'],
      ['option', 'All lines'],
    ],
    shows: 'Only Allow SAML 2.0 Authentication is turned on',
  },
  'a file of users that locks administrators out': {
    path: SSO_USERS,
    scenario: 'sso-no-exemption',
    file: `${demoId('main.admin')},mara.lindqvist`,
    press: [['button', 'Update 1 user']],
    shows: 'No administrator’s password is taken any more',
  },
  'a file of users that is refused': { path: SSO_USERS, file: 'PK\u0003\u0004', shows: 'Save it as CSV' },
  'Update Users For SSO, managed by Adobe': { path: SSO_USERS, scenario: 'ims', shows: 'Adobe Admin Console' },
  'Single Sign-On, managed by Adobe': { path: SSO, scenario: 'ims', shows: 'is truthy' },
  'the sign-in page with single sign-on': {
    path: '/sign-in',
    scenario: 'sso-enabled',
    as: 'nobody',
    shows: 'Sign in through your identity provider',
  },
  'a refused sign-on': {
    path: '/sign-in?problem=invalid-fields&fields=emailAddr',
    scenario: 'sso-enabled',
    as: 'nobody',
    shows: 'emailAddr cannot be null',
  },
  'the identity provider’s page': {
    path: `${STAND_IN}&press=What it sends`,
    scenario: 'sso-enabled',
    as: 'nobody',
    shows: 'memberOf',
  },
  'the identity provider’s page for somebody else': {
    path: `${STAND_IN}&press=Somebody else`,
    scenario: 'sso-enabled',
    as: 'nobody',
    shows: 'User name (NameID)',
  },
  'the identity provider’s page without a request': { path: '/demo-idp', as: 'nobody', shows: 'Nobody asked' },
  'signed out of the identity provider': { path: '/demo-idp/signed-out', as: 'nobody', shows: 'You are signed out' },
  'recent sign-ons': { path: `${SSO}/sign-ons`, scenario: 'sso-signed-on', shows: 'Noah.Petrov' },
  'no sign-ons yet': { path: `${SSO}/sign-ons`, shows: 'Nobody has come through' },
  'a test that passed': { path: signOnPage(5), scenario: 'sso-signed-on', shows: 'You have successfully set up' },
  'a sign-on that was refused': { path: signOnPage(3), scenario: 'sso-signed-on', shows: 'Why it was refused' },
  'Single Sign-On with a certificate of ours to renew': {
    path: SSO,
    scenario: 'sso-new-certificate',
    shows: 'The Workfront certificate expires soon',
  },
  'Audit Logs': { path: AUDIT_LOGS, shows: 'Lena Fors' },
  'Audit Logs, many pages': {
    path: AUDIT_LOGS,
    scenario: 'too-many-records',
    shows: 'An export takes the newest 50,000',
  },
  'Audit Logs with a day before another': {
    path: `${AUDIT_LOGS}?from=2027-02-02&to=2027-02-01`,
    press: [['button', 'Apply']],
    shows: 'The audit log cannot be shown',
  },
  'Audit Logs that find nothing': { path: `${AUDIT_LOGS}?user=nobody`, shows: 'is found by these filters' },
  'an audit record': { path: `${AUDIT_LOGS}?record=b31dd3ebe34c397b97e39f0ee19d60d3`, shows: 'America/Phoenix' },
  'the list of users': { path: USERS, shows: 'Showing 9 users' },
  'the list of users, filtered and sorted': {
    path: `${USERS}?keys=unused-since&since=2027-02-20&sort=expiresAt&order=descending`,
    shows: 'Since',
  },
  'users that cannot be shown': { path: `${USERS}?keys=unused-since`, shows: 'Choose the day since when' },
  'a user': { path: `${USERS}?user=${demoId('standard')}`, scenario: 'locked-out', shows: 'Locked until' },
  'the main administrator': { path: `${USERS}?user=${demoId('main.admin')}`, shows: 'Name another one' },
  'a user whom somebody else changed': {
    path: `${USERS}?user=${demoId('standard')}&press=Only Allow SAML 2.0 Authentication|Save`,
    scenario: 'conflict',
    shows: 'Load their changes',
  },
  'somebody new, refused': {
    path: `${USERS}?user=new`,
    press: [['button', 'Add user']],
    shows: 'Enter the first name',
  },
  'the question before somebody is deactivated': {
    path: `${USERS}?user=${demoId('standard')}&dialog=deactivate`,
    shows: 'The key is kept',
  },
  'a one-time password, refused': {
    path: `${USERS}?user=${demoId('standard')}&dialog=one-time-password&press=Set password`,
    shows: 'Enter a new password',
  },
  'the question before a key is removed': {
    path: `${USERS}?user=${demoId('standard')}&dialog=remove-key`,
    shows: 'cannot be undone',
  },
  'signing in with a one-time password': {
    path: `/?press=standard@northwind.example|Log In`,
    scenario: 'password-set-by-administrator',
    as: 'nobody',
    shows: 'Choose a new one',
  },
  'help: Users': { path: '/help/users', shows: 'What is not possible' },
  'help: Audit Logs': { path: '/help/audit-logs', shows: 'How long' },
  Authentication: { path: AUTHENTICATION, shows: 'Password policies' },
  'Authentication with an announced change': {
    path: `${AUTHENTICATION}?press=${RESET}`,
    scenario: 'old-passwords',
    shows: 'Yours is among them',
  },
  'Authentication with an open drop-down': {
    path: AUTHENTICATION,
    press: [['button', 'Lock an account after 5 wrong passwords for']],
    shows: '24 hours',
  },
  'Authentication with a conflict': {
    path: `${AUTHENTICATION}?press=${RESET}|Save`,
    scenario: 'conflict',
    shows: 'Load their changes and keep mine',
  },
  'Authentication, managed by Adobe': { path: AUTHENTICATION, scenario: 'ims', shows: 'Adobe Admin Console' },
  'Customer Info where Adobe manages passwords': { path: CUSTOMER_INFO, scenario: 'ims', shows: 'None expires here' },
  'Customer Info': { path: CUSTOMER_INFO, shows: 'by NorthwindSync 2.4' },
  'Customer Info without a key': { path: CUSTOMER_INFO, scenario: 'no-key', shows: 'Generate API Key' },
  'Customer Info with an expired key': { path: CUSTOMER_INFO, scenario: 'key-expired', shows: 'calls refused' },
  'Customer Info with long names': { path: CUSTOMER_INFO, scenario: 'long-names', shows: '<b onclick' },
  'a toast and a shown key': {
    path: `${CUSTOMER_INFO}?dialog=reset`,
    press: [['button', 'Reset']],
    shows: 'API key reset',
  },
  'an open drop-down': { path: CUSTOMER_INFO, press: [['button', EXPIRY]], shows: '6 months' },
  'an announced change': {
    path: CUSTOMER_INFO,
    press: [
      ['button', EXPIRY],
      ['option', '6 months'],
    ],
    shows: 'will now expire on',
  },
  'a conflict': {
    path: CUSTOMER_INFO,
    scenario: 'conflict',
    press: [
      ['button', EXPIRY],
      ['option', '6 months'],
      ['button', 'Save'],
    ],
    shows: 'Load their changes and keep mine',
  },
  'the help dialog': { path: `${CUSTOMER_INFO}?dialog=help`, shows: 'Who may use this screen' },
  'the Reset dialog': {
    path: `${CUSTOMER_INFO}?dialog=reset`,
    scenario: 'many-clients',
    shows: 'The nightly export of the finance department',
  },
  'the Remove dialog that cannot tell the clients': {
    path: `${CUSTOMER_INFO}?dialog=remove`,
    scenario: 'clients-fail',
    shows: 'cannot be told now',
  },
  'a Reset that failed': {
    path: `${CUSTOMER_INFO}?dialog=reset`,
    scenario: 'reset-fails',
    press: [['button', 'Reset']],
    shows: 'Reset was not confirmed',
  },
  'the Remove dialog': { path: `${CUSTOMER_INFO}?dialog=remove`, shows: 'Remove your API key?' },
  'the Remove All dialog': { path: `${CUSTOMER_INFO}?dialog=remove-all`, shows: 'NorthwindSync 2.4' },
  'a requirement that is about to be saved': {
    path: `${CUSTOMER_INFO}?press=${REQUIRE}|Save`,
    shows: 'Choose the certificate that logins must carry',
  },
  'a required certificate': { path: CUSTOMER_INFO, scenario: 'certificate-required', shows: 'refused now' },
  'logins that are reported': {
    path: CUSTOMER_INFO,
    scenario: 'certificate-report-only',
    shows: 'would have been refused',
  },
  'a certificate that is retired': {
    path: `${CUSTOMER_INFO}?press=Retire`,
    scenario: 'certificate-next-valid',
    shows: 'no longer recognised',
  },
  'an expired certificate': { path: CUSTOMER_INFO, scenario: 'expired-certificate', shows: 'are still let through' },
  'Home with an expired certificate': { path: '/', scenario: 'expired-certificate', shows: 'are still let through' },
  'the details of a certificate': {
    path: `${CUSTOMER_INFO}?dialog=certificate`,
    scenario: 'certificate-required',
    shows: 'Before you trust it',
  },
  'the help of a checkbox': {
    path: CUSTOMER_INFO,
    press: [['button', `${REQUIRE} Help`]],
    shows: 'no proof that the sender has its private key',
  },
  'the leave dialog': {
    path: CUSTOMER_INFO,
    press: [
      ['button', EXPIRY],
      ['option', '6 months'],
      ['button', 'Main Menu'],
      ['link', 'Home'],
    ],
    shows: 'Leave without saving?',
  },
  'no access': { path: '/setup', as: 'light', shows: 'You have no access to this page' },
  'no such page': { path: '/no/such/page', shows: 'There is no such page' },
  'a page that failed': { path: CUSTOMER_INFO, scenario: 'load-fails', shows: 'This page cannot be shown' },
  'a link with a mistake': { path: '/?as=mallory', shows: 'This link could not be followed as written' },
  Flows: { path: '/flows', shows: 'Each link opens one state' },
  Help: { path: '/help', shows: 'What the Preview environment is' },
  'help: Customer Info': { path: '/help/customer-info', shows: 'Who may use this screen' },
  'API reference': { path: '/api-reference', shows: 'Count users' },
  'help: OAuth2 applications': { path: '/help/oauth2-applications', shows: 'Client secret' },
  'help: JWT flow': { path: '/help/jwt-flow', shows: 'Sign a JWT with RS256' },
  'help: authorization code flow': { path: '/help/authorization-code-flow', shows: 'PKCE challenge' },
  'help: Update Users For SSO': { path: '/help/update-users-for-sso', shows: 'Before and after' },
  'help: Authentication': { path: '/help/authentication', shows: '30, 60, 90, 120 or 180 days' },
  'help: Preview': { path: '/help/preview', shows: 'Last refresh' },
}

type Open = (path: string, opening?: Opening) => Promise<void>

async function enter(page: Page, open: Open, { path, file, press = [], shows, ...opening }: State): Promise<void> {
  await open(path, opening)
  if (file !== undefined) {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose File' }).click()
    await (await chooser).setFiles({ name: 'users.csv', mimeType: '', buffer: Buffer.from(file) })
  }
  const scope = path.includes('dialog=') ? page.getByRole('alertdialog') : page
  for (const [role, name] of press) await scope.getByRole(role, { name }).click()
  await expect(page.getByText(shows).last()).toBeVisible()
  await settle(page)
}

/** Colours and places are judged as they stay, not on their way there. */
const settle = (page: Page) =>
  page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  )

for (const [name, state] of Object.entries(STATES))
  test(`axe finds nothing wrong with ${name}, light or dark`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await enter(page, open, state)
    const wrong: unknown[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await settle(page)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        // React Aria's announcements: for some seconds they point at a label that may be gone already.
        .exclude('[data-live-announcer]')
        .analyze()
      for (const { id, nodes } of violations)
        for (const { html, failureSummary } of nodes) wrong.push([colorScheme, id, html, failureSummary])
    }
    expect(wrong).toEqual([])
  })

const NARROW: Record<string, State> = {
  ...STATES,
  'the Setup panel': { path: CUSTOMER_INFO, press: [['button', 'Expand Setup panel']], shows: 'System' },
}

// 320 × 256 is what a window of 1280 × 1024 leaves at 400 % zoom.
for (const [name, state] of Object.entries(NARROW))
  test(`${name} fits 320 pixels, also at 400 % zoom`, async ({ page, open }) => {
    await page.setViewportSize({ width: 320, height: 800 })
    await enter(page, open, state)
    for (const height of [800, 256]) {
      await page.setViewportSize({ width: 320, height })
      await settle(page)
      expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(320)
      expect(await cutOff(page)).toEqual([])
    }
  })

/** Texts that reach beyond the right or left edge, where nobody can scroll to them: examples and tables scroll. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => {
        const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim())
        const { left, right, width, height } = element.getBoundingClientRect()
        const isClipped = width <= 1 || height <= 1 || !element.checkVisibility({ visibilityProperty: true })
        return text && !isClipped && (left < 0 || right > 321) && !element.closest('pre, table')
      })
      .map((element) => element.outerHTML),
  )

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
  await page.keyboard.press('Escape')
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
