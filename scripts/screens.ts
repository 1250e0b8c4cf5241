/** `npm run screens`: a picture of every screen and dialog into `screens/`, light and dark, 1440 and 320 wide. */
import { mkdirSync, rmSync } from 'node:fs'
import { chromium, type Page } from '@playwright/test'
import { CHROMIUM_ARGS, fetchChromium } from './chromium.ts'
import { serveDemo } from './demoServer.ts'

const FOLDER = 'screens'
/** The same moment each time, so that two runs differ only where the console does. */
const NOW = '2027-03-01T16:30:00.000Z'

const CUSTOMER_INFO = '/setup/system/customer-info'
const SSO = '/setup/system/single-sign-on'
const STAND_IN = '/demo-idp?request=_begun'
/** One of the sign-ons of a demo, by its place in the list. */
const signOnPage = (place: number) => `${SSO}/sign-ons/${String(place).padStart(32, '0')}`
const USERS = '/users'
const MARA_ID = 'a9dad98c5439115aaae61f6849fb7bfd'
const INES_ID = 'c66695a299931b0a73fc205c995307ec'
const ONLY_SAML = 'Only Allow SAML 2.0 Authentication'
/** What the demo organisation's history begins with: a change of Customer Info. */
const SETTINGS_CHANGE = 'b31dd3ebe34c397b97e39f0ee19d60d3'
const AUDIT_LOGS = '/setup/change-tracking/audit-logs'
const AUTHENTICATION = '/setup/system/authentication'
const RESET = 'Force users to reset their password every'
const REUSE = 'Block reuse of the last'
const PRIYA = 'expiring.password@northwind.example'
const INES = 'standard@northwind.example'
const PERIOD = 'After creation, API keys expire in'
const REQUIRE = 'Require X.509 Certificate for API logins'
const MENU = 'User menu, Mara Lindqvist'
const SWITCH = "Remove API key when a user's password expires"

interface Shot {
  name: string
  path: string
  scenario?: string
  as?: string
  press?: string[]
  /** Text that is there when the picture can be taken. */
  shows: string
}

const SHOTS: Shot[] = [
  { name: 'sign-in', path: '/', as: 'nobody', shows: 'Log In' },
  { name: 'home', path: '/', shows: 'Nothing needs your attention' },
  { name: 'home-attention', path: '/', scenario: 'key-expired', shows: 'Your API key has expired' },
  { name: 'main-menu', path: '/', press: ['Main Menu'], shows: 'Setup' },
  {
    name: 'sign-in-refused',
    path: '/',
    scenario: 'locked-out',
    as: 'nobody',
    press: [INES, 'Log In'],
    shows: 'You are not signed in',
  },
  {
    name: 'sign-in-expired',
    path: '/',
    scenario: 'expired-password',
    as: 'nobody',
    press: [PRIYA, 'Log In'],
    shows: 'Choose a new one',
  },
  {
    name: 'sign-in-expired-refused',
    path: '/',
    scenario: 'expired-password',
    as: 'nobody',
    press: [PRIYA, 'Log In', 'Change and log in'],
    shows: 'Enter a new password',
  },
  {
    name: 'home-password',
    path: '/',
    scenario: 'expired-password',
    as: 'expiring.password',
    shows: 'Your password has expired',
  },
  { name: 'user-menu', path: '/', press: ['User menu, Mara Lindqvist'], shows: 'Sign out' },
  {
    name: 'dialog-sign-out-everywhere',
    path: '/',
    press: ['User menu, Mara Lindqvist', 'Sign out everywhere'],
    shows: 'Sign out everywhere?',
  },
  { name: 'change-password', path: '/change-password', scenario: 'password-policy-on', shows: 'Your password expires' },
  {
    name: 'change-password-refused',
    path: '/change-password',
    press: ['Change password'],
    shows: 'Enter your current password',
  },
  {
    name: 'change-password-expired',
    path: '/change-password',
    scenario: 'expired-password',
    as: 'expiring.password',
    shows: 'It expired on',
  },
  { name: 'change-password-ims', path: '/change-password', scenario: 'ims', shows: 'Adobe Admin Console' },
  { name: 'integrations', path: '/integrations', as: 'light', shows: 'Dropbox holds no key of yours.' },
  {
    name: 'integrations-connected',
    path: '/integrations',
    scenario: 'integrations-connected',
    shows: 'As Mara Lindqvist.',
  },
  { name: 'integrations-refused', path: '/integrations', scenario: 'integrations-removed', shows: 'Reconnect needed' },
  {
    name: 'integrations-silent',
    path: '/integrations',
    scenario: 'integration-silent',
    shows: 'Workfront DAM does not answer.',
  },
  { name: 'integrations-slow', path: '/integrations', scenario: 'integrations-slow', shows: 'got no answer' },
  { name: 'integrations-long-names', path: '/integrations', scenario: 'long-names', shows: 'Not connected' },
  { name: 'integrations-external', path: '/integrations', as: 'external', shows: 'You have no access' },
  { name: 'dialog-connect', path: '/integrations?dialog=connect-dropbox', shows: 'Workfront password' },
  {
    name: 'dialog-connect-refused',
    path: '/integrations?dialog=connect-dropbox',
    scenario: 'ims',
    press: ['Fill in the demo password', 'Connect'],
    shows: 'can enter it instead',
  },
  { name: 'dialog-enter-key', path: '/integrations?dialog=key-dropbox', shows: 'tries the key first' },
  {
    name: 'dialog-enter-key-refused',
    path: '/integrations?dialog=key-dropbox',
    press: ['Use key'],
    shows: 'Enter an API key',
  },
  { name: 'setup', path: '/setup', shows: 'go straight to one' },
  { name: 'customer-info', path: CUSTOMER_INFO, shows: 'by NorthwindSync 2.4' },
  { name: 'customer-info-never-used', path: CUSTOMER_INFO, scenario: 'key-never-used', shows: 'Never used' },
  { name: 'customer-info-no-key', path: CUSTOMER_INFO, scenario: 'no-key', shows: 'Generate API Key' },
  {
    name: 'customer-info-generated',
    path: CUSTOMER_INFO,
    scenario: 'no-key',
    press: ['Generate API Key'],
    shows: 'Hide',
  },
  { name: 'customer-info-expired', path: CUSTOMER_INFO, scenario: 'key-expired', shows: 'calls refused' },
  {
    name: 'customer-info-unreadable',
    path: CUSTOMER_INFO,
    scenario: 'secret-lost',
    press: ['Show'],
    shows: 'cannot be shown again',
  },
  { name: 'customer-info-period', path: CUSTOMER_INFO, press: [PERIOD], shows: '3 months' },
  { name: 'customer-info-unsaved', path: CUSTOMER_INFO, press: [PERIOD, '6 months'], shows: 'will now expire on' },
  { name: 'customer-info-saved', path: CUSTOMER_INFO, press: [SWITCH, 'Save'], shows: 'Customer Info saved' },
  {
    name: 'customer-info-save-fails',
    path: CUSTOMER_INFO,
    scenario: 'save-fails',
    press: [SWITCH, 'Save'],
    shows: 'Saving was not confirmed',
  },
  {
    name: 'customer-info-conflict',
    path: CUSTOMER_INFO,
    scenario: 'conflict',
    press: [SWITCH, 'Save'],
    shows: 'keep mine',
  },
  { name: 'customer-info-long-names', path: CUSTOMER_INFO, scenario: 'long-names', shows: 'Active' },
  { name: 'dialog-help', path: `${CUSTOMER_INFO}?dialog=help`, shows: 'What takes effect when' },
  { name: 'dialog-reset', path: `${CUSTOMER_INFO}?dialog=reset`, shows: 'NorthwindSync 2.4' },
  {
    name: 'dialog-reset-many-clients',
    path: `${CUSTOMER_INFO}?dialog=reset`,
    scenario: 'many-clients',
    shows: 'and 9 more',
  },
  {
    name: 'dialog-remove-clients-fail',
    path: `${CUSTOMER_INFO}?dialog=remove`,
    scenario: 'clients-fail',
    shows: 'cannot be told now',
  },
  {
    name: 'dialog-reset-fails',
    path: `${CUSTOMER_INFO}?dialog=reset`,
    scenario: 'reset-fails',
    press: ['Reset'],
    shows: 'Reset was not confirmed',
  },
  { name: 'dialog-remove', path: `${CUSTOMER_INFO}?dialog=remove`, shows: 'Remove your API key?' },
  { name: 'dialog-remove-all', path: `${CUSTOMER_INFO}?dialog=remove-all`, shows: 'NorthwindSync 2.4' },
  { name: 'dialog-leave', path: CUSTOMER_INFO, press: [SWITCH, 'Main Menu', 'Home'], shows: 'Leave without saving?' },
  { name: 'customer-info-ims', path: CUSTOMER_INFO, scenario: 'ims', shows: 'Adobe Admin Console' },
  { name: 'certificate-asked', path: CUSTOMER_INFO, press: [REQUIRE], shows: 'When you save, some logins' },
  {
    name: 'certificate-missing',
    path: CUSTOMER_INFO,
    press: [REQUIRE, 'Save'],
    shows: 'Choose the certificate that logins must carry',
  },
  { name: 'certificate-help', path: CUSTOMER_INFO, press: [`${REQUIRE} Help`], shows: 'no proof that' },
  { name: 'certificate-required', path: CUSTOMER_INFO, scenario: 'certificate-required', shows: 'refused now' },
  {
    name: 'certificate-report-only',
    path: CUSTOMER_INFO,
    scenario: 'certificate-report-only',
    shows: 'would have been refused',
  },
  { name: 'certificate-rollover', path: CUSTOMER_INFO, scenario: 'certificate-rollover', shows: 'Valid from' },
  {
    name: 'certificate-retired',
    path: CUSTOMER_INFO,
    scenario: 'certificate-next-valid',
    press: ['Retire'],
    shows: 'no longer recognised',
  },
  { name: 'certificate-expiring', path: CUSTOMER_INFO, scenario: 'certificate-expiring', shows: 'expires soon' },
  { name: 'certificate-expired', path: CUSTOMER_INFO, scenario: 'expired-certificate', shows: 'has expired' },
  { name: 'home-certificate', path: '/', scenario: 'expired-certificate', shows: 'has expired' },
  {
    name: 'dialog-certificate',
    path: `${CUSTOMER_INFO}?dialog=certificate`,
    scenario: 'certificate-required',
    shows: 'Before you trust it',
  },
  { name: 'sso', path: SSO, shows: 'northwind-identity.cer' },
  { name: 'sso-not-set-up', path: SSO, scenario: 'sso-not-set-up', shows: 'People sign in with a user name' },
  {
    name: 'sso-missing',
    path: SSO,
    scenario: 'sso-not-set-up',
    press: ['Type', 'SAML 2.0', 'Enable', 'Save'],
    shows: 'Enter the Login Portal URL',
  },
  { name: 'sso-rollover', path: SSO, scenario: 'sso-rollover', shows: 'Valid from' },
  { name: 'sso-certificate-expired', path: SSO, scenario: 'sso-certificate-expired', shows: 'can be forged' },
  { name: 'sso-help', path: SSO, press: ['Enable Help'], shows: 'API keys and open sessions keep working' },
  { name: 'sso-mapping', path: SSO, press: ['Map User Attributes'], shows: 'Directory Attribute' },
  {
    name: 'sso-odd-mappings',
    path: SSO,
    scenario: 'sso-odd-mappings',
    press: ['Map User Attributes'],
    shows: 'never applies',
  },
  { name: 'sso-metadata', path: SSO, press: ['Paste XML'], shows: 'Cancel' },
  { name: 'sso-disabling', path: SSO, scenario: 'sso-enabled', press: ['Enable'], shows: 'Everybody can sign in' },
  { name: 'sso-enabling', path: SSO, press: ['Admin Exemption', 'Enable'], shows: 'passwords of 6 users' },
  { name: 'dialog-sso-enable', path: SSO, press: ['Admin Exemption', 'Enable', 'Save'], shows: 'can still sign in' },
  {
    name: 'sso-enabled',
    path: SSO,
    press: ['Enable', 'Save', 'Enable single sign-on'],
    shows: 'Single Sign-On (SSO) saved',
  },
  { name: 'sso-ims', path: SSO, scenario: 'ims', shows: 'is truthy' },
  { name: 'dialog-signing-certificate', path: `${SSO}?dialog=certificate-1`, shows: 'Before you trust it' },
  { name: 'sign-in-sso', path: '/sign-in', scenario: 'sso-enabled', as: 'nobody', shows: 'Sign in through your' },
  {
    name: 'sign-in-sso-refused',
    path: '/sign-in?problem=no-access',
    scenario: 'sso-enabled',
    as: 'nobody',
    shows: 'You are not signed in',
  },
  { name: 'identity-provider', path: STAND_IN, scenario: 'sso-enabled', as: 'nobody', shows: 'Who are you?' },
  {
    name: 'identity-provider-sends',
    path: STAND_IN,
    scenario: 'sso-enabled',
    as: 'nobody',
    press: ['What it sends'],
    shows: 'memberOf',
  },
  {
    name: 'identity-provider-somebody-else',
    path: STAND_IN,
    scenario: 'sso-enabled',
    as: 'nobody',
    press: ['Somebody else'],
    shows: 'User name (NameID)',
  },
  { name: 'identity-provider-unasked', path: '/demo-idp', as: 'nobody', shows: 'Nobody asked' },
  { name: 'identity-provider-signed-out', path: '/demo-idp/signed-out', as: 'nobody', shows: 'You are signed out' },
  { name: 'identity-provider-password', path: '/demo-idp/password', as: 'nobody', shows: 'nothing to change' },
  { name: 'sign-ons-none', path: `${SSO}/sign-ons`, shows: 'Nobody has come through' },
  { name: 'sign-ons', path: `${SSO}/sign-ons`, scenario: 'sso-signed-on', shows: 'Noah.Petrov' },
  { name: 'sign-on-test', path: signOnPage(5), scenario: 'sso-signed-on', shows: 'Success!' },
  { name: 'sign-on-refused', path: signOnPage(3), scenario: 'sso-signed-on', shows: 'Why it was refused' },
  { name: 'sign-on-unsigned', path: signOnPage(4), scenario: 'sso-signed-on', shows: 'No attribute could be read' },
  { name: 'sso-tested', path: SSO, scenario: 'sso-signed-on', shows: 'Result of the last test' },
  { name: 'sso-renewal', path: SSO, scenario: 'sso-new-certificate', shows: 'expires soon' },
  { name: 'log-in-sso', path: '/login', scenario: 'sso-enabled', as: 'nobody', shows: 'Sign in through your' },
  {
    name: 'log-in-sso-refused',
    path: '/login',
    scenario: 'sso-enabled',
    as: 'nobody',
    press: [INES, 'Log In'],
    shows: 'Federated Single Sign-On',
  },
  { name: 'sso-users', path: '/setup/system/update-users-for-sso', shows: 'Download current users' },
  { name: 'authentication', path: AUTHENTICATION, shows: 'Password policies' },
  { name: 'authentication-days', path: AUTHENTICATION, press: [RESET, '30 days'], shows: '180 days' },
  {
    name: 'authentication-unsaved',
    path: AUTHENTICATION,
    scenario: 'old-passwords',
    press: [RESET, REUSE],
    shows: 'Yours is among them',
  },
  { name: 'authentication-saved', path: AUTHENTICATION, press: [RESET, 'Save'], shows: 'Authentication saved' },
  {
    name: 'authentication-save-fails',
    path: AUTHENTICATION,
    scenario: 'save-fails',
    press: [REUSE, 'Save'],
    shows: 'Saving was not confirmed',
  },
  {
    name: 'authentication-conflict',
    path: AUTHENTICATION,
    scenario: 'conflict',
    press: [REUSE, 'Save'],
    shows: 'keep mine',
  },
  { name: 'authentication-ims', path: AUTHENTICATION, scenario: 'ims', shows: 'Adobe Admin Console' },
  { name: 'setup-ims', path: '/setup', scenario: 'ims', shows: 'go straight to one' },
  { name: 'audit-logs', path: AUDIT_LOGS, shows: 'Lena Fors' },
  {
    name: 'audit-logs-many',
    path: AUDIT_LOGS,
    scenario: 'too-many-records',
    shows: 'An export takes the newest 50,000',
  },
  { name: 'audit-logs-empty', path: `${AUDIT_LOGS}?user=nobody`, shows: 'is found by these filters' },
  {
    name: 'audit-logs-invalid',
    path: `${AUDIT_LOGS}?from=2027-02-02&to=2027-02-01`,
    press: ['Apply'],
    shows: 'Choose the day',
  },
  { name: 'audit-logs-fails', path: AUDIT_LOGS, scenario: 'audit-fails', shows: 'Try again' },
  { name: 'audit-logs-ims', path: AUDIT_LOGS, scenario: 'ims', shows: 'Showing 5 records' },
  { name: 'audit-logs-record', path: `${AUDIT_LOGS}?record=${SETTINGS_CHANGE}`, shows: 'Before and after' },
  { name: 'help-audit-logs', path: '/help/audit-logs', shows: 'How long' },
  { name: 'users', path: USERS, shows: 'Showing 9 users' },
  { name: 'users-many', path: `${USERS}?sort=expiresAt`, scenario: 'many-users', shows: 'of 5,009 users' },
  { name: 'users-none', path: `${USERS}?search=%25`, shows: 'Nobody is found' },
  { name: 'users-since', path: `${USERS}?keys=unused-since&since=2027-02-20`, shows: 'Since' },
  { name: 'users-fail', path: USERS, scenario: 'users-fail', shows: 'Try again' },
  { name: 'users-long-names', path: USERS, scenario: 'long-names', shows: 'Showing 9 users' },
  { name: 'user', path: `${USERS}?user=${INES_ID}`, shows: 'Set one-time password' },
  { name: 'user-locked', path: `${USERS}?user=${INES_ID}`, scenario: 'locked-out', shows: 'Locked until' },
  { name: 'user-main', path: `${USERS}?user=${MARA_ID}`, scenario: 'long-names', shows: 'Name another one' },
  {
    name: 'user-conflict',
    path: `${USERS}?user=${INES_ID}`,
    scenario: 'conflict',
    press: [ONLY_SAML, 'Save'],
    shows: 'keep mine',
  },
  { name: 'user-new', path: `${USERS}?user=new`, shows: 'One-time password' },
  { name: 'user-new-refused', path: `${USERS}?user=new`, press: ['Add user'], shows: 'Enter the first name' },
  { name: 'dialog-deactivate', path: `${USERS}?user=${INES_ID}&dialog=deactivate`, shows: 'The key is kept' },
  { name: 'dialog-one-time', path: `${USERS}?user=${INES_ID}&dialog=one-time-password`, shows: 'a lock is lifted' },
  { name: 'dialog-remove-key', path: `${USERS}?user=${INES_ID}&dialog=remove-key`, shows: 'cannot be undone' },
  {
    name: 'sign-in-one-time',
    path: '/',
    scenario: 'password-set-by-administrator',
    as: 'nobody',
    press: [INES, 'Log In'],
    shows: 'Choose a new one',
  },
  { name: 'help-users', path: '/help/users', shows: 'What is not possible' },
  { name: 'preview', path: '/', scenario: 'preview', shows: 'You are viewing Preview.' },
  { name: 'preview-no-key', path: CUSTOMER_INFO, scenario: 'preview-no-key', shows: 'The weekly refresh overwrites' },
  {
    name: 'dialog-reset-preview',
    path: `${CUSTOMER_INFO}?dialog=reset`,
    scenario: 'preview-only-key',
    shows: 'The weekly refresh overwrites',
  },
  {
    name: 'dialog-remove-preview',
    path: `${CUSTOMER_INFO}?dialog=remove`,
    scenario: 'preview',
    shows: 'may bring a key back',
  },
  { name: 'dialog-refresh-preview', path: '/', press: [MENU, 'Refresh Preview'], shows: 'Refresh Preview?' },
  {
    name: 'preview-refreshed',
    path: '/',
    press: [MENU, 'Refresh Preview', 'Refresh'],
    shows: 'Preview refreshed from Production',
  },
  {
    name: 'sign-in-refreshed',
    path: '/',
    scenario: 'preview',
    press: [MENU, 'Refresh Preview', 'Refresh'],
    shows: 'Preview was refreshed from Production',
  },
  { name: 'help', path: '/help', shows: 'What the Preview environment is' },
  { name: 'help-customer-info', path: '/help/customer-info', shows: 'What takes effect when' },
  { name: 'help-customer-info-ims', path: '/help/customer-info', scenario: 'ims', shows: 'Adobe IMS' },
  { name: 'api-reference', path: '/api-reference', shows: 'Count users' },
  { name: 'help-oauth2', path: '/help/oauth2-applications', shows: 'Client secret' },
  { name: 'help-jwt', path: '/help/jwt-flow', shows: 'Sign a JWT' },
  { name: 'help-authorization-code', path: '/help/authorization-code-flow', shows: 'PKCE' },
  { name: 'help-sso', path: '/help/single-sign-on', shows: 'If nobody gets in' },
  { name: 'help-sso-users', path: '/help/update-users-for-sso', shows: 'Update Users For SSO' },
  { name: 'help-authentication', path: '/help/authentication', shows: '30, 60, 90' },
  { name: 'help-preview', path: '/help/preview', shows: 'Last refresh' },
  { name: 'no-access', path: '/setup', as: 'standard', shows: 'You have no access' },
  { name: 'not-found', path: '/nowhere', shows: 'There is no such page' },
  { name: 'error', path: CUSTOMER_INFO, scenario: 'load-fails', shows: 'Try again' },
  { name: 'broken-link', path: '/', scenario: 'no-such-scenario', shows: 'could not be followed' },
  { name: 'flows', path: '/flows', shows: 'Scenarios' },
]

const { port, server } = await serveDemo({ port: 0, hostname: '127.0.0.1', root: 'dist-demo' })
const browser = await chromium.launch({ executablePath: fetchChromium(), args: CHROMIUM_ARGS })
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER)

async function take(
  page: Page,
  { name, path, scenario = 'default', as, press, shows }: Shot,
  suffix: string,
): Promise<void> {
  const parameters = new URLSearchParams({
    scenario,
    now: NOW,
    ...(as && { as }),
    ...(press && { press: press.join('|') }),
  })
  await page.goto(`http://localhost:${port}${path}${path.includes('?') ? '&' : '?'}${parameters}`)
  await page.getByText(shows).filter({ visible: true }).first().waitFor()
  await page.waitForLoadState('networkidle')
  const file = `${FOLDER}/${name}-${suffix}.png`
  // An overlay covers the window; a screen is shown whole, with what is pinned to the window's edges in its place.
  const isOverlay = await page.locator('[role$="dialog"], [role="listbox"]').first().isVisible()
  if (!isOverlay) {
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: Math.max(height, 600) })
  }
  await page.screenshot({ path: file, animations: 'disabled' })
}

for (const width of [1440, 320])
  for (const colorScheme of ['light', 'dark'] as const)
    for (const shot of SHOTS) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: width === 320 ? 800 : 900 } })
      await take(page, shot, `${colorScheme}-${width}`)
      await page.close()
    }

console.log(`${SHOTS.length * 4} pictures in ${FOLDER}/`)
await browser.close()
server.close()
