/** `npm run setup`: makes an organisation of one's own, with its first administrator, in an empty database. */
import 'temporal-polyfill/global'
import * as z from 'zod/mini'
import { newId, type Host } from '#src/api/host.ts'
import { DEFAULT_AUTHENTICATION, PlatformMode } from '#src/domain/authentication.ts'
import { CustomerSettings, DEFAULT_KEY_SETTINGS, type Customer } from '#src/domain/customer.ts'
import { DEFAULT_SSO } from '#src/domain/sso/settings.ts'
import type { User } from '#src/domain/user.ts'
import { KIND, openInstallation, stop } from '../installation.ts'
import { ask } from './ask.ts'
import { askPassword } from './askPassword.ts'

const Text = z
  .string()
  .check(z.trim(), z.minLength(1, 'Enter something'), z.maxLength(100, 'Use 100 characters or fewer'))
const Domain = z
  .string()
  .check(z.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'Use lower-case letters, digits and hyphens, as in northwind'))

const { database, host, kind } = await openInstallation()
if (kind !== null)
  stop(
    kind === 'demo'
      ? 'This DATA_DIR holds the demo organisation. Choose another one, as in DATA_DIR=production npm run setup.'
      : 'There is an organisation here already. Nothing was changed.',
  )

const name = await ask({ variable: 'LATCHKEY_ORGANISATION', label: 'Name of the organisation', schema: Text })
const domain = await ask({
  variable: 'LATCHKEY_DOMAIN',
  label: 'Domain, the first part of its address',
  schema: Domain,
})
const timeZone = await ask({
  variable: 'LATCHKEY_TIME_ZONE',
  label: 'Time zone',
  schema: CustomerSettings.shape.timeZone,
  fallback: Intl.DateTimeFormat().resolvedOptions().timeZone,
})
const platformMode = await ask({
  variable: 'LATCHKEY_PLATFORM_MODE',
  label: 'Who manages people and passwords: classic for this system, ims for the Adobe Admin Console',
  schema: PlatformMode,
  fallback: 'classic',
})
const firstName = await ask({ variable: 'LATCHKEY_FIRST_NAME', label: 'Your first name', schema: Text })
const lastName = await ask({ variable: 'LATCHKEY_LAST_NAME', label: 'Your last name', schema: Text })
const email = await ask({
  variable: 'LATCHKEY_EMAIL',
  label: 'Your e-mail address, which is also your user name',
  schema: CustomerSettings.shape.adminEmail,
})
const names = { firstName, lastName, username: email, email }
const password = await askPassword(host, names, { ...DEFAULT_AUTHENTICATION, name, domain })

const now = host.now()
const customer: Customer = {
  ...DEFAULT_KEY_SETTINGS,
  ...DEFAULT_AUTHENTICATION,
  id: newId(host),
  name,
  domain,
  cluster: 'CL01',
  platformMode,
  adminEmail: email,
  timeZone,
  locale: 'en-US',
  version: 1,
  savedAt: null,
  savedBy: null,
  authenticationVersion: 1,
  authenticationSavedAt: null,
  authenticationSavedBy: null,
}
const rows = { customer, users: [await firstAdministrator(host)], keys: [], audit: [], sso: DEFAULT_SSO }
// Preview begins as what a refresh would make of it: a copy of Production.
await database.fill({ production: rows, preview: rows }, { [KIND]: 'real' })
await database.close()
process.stderr.write(`${name} is set up. Run "npm start" and sign in as ${email}.\n`)

async function firstAdministrator(host: Host): Promise<User> {
  return {
    id: newId(host),
    username: email,
    email,
    firstName,
    lastName,
    isActive: true,
    licence: 'Standard',
    accessLevel: 'System Administrator',
    timeZone,
    locale: 'en-US',
    passwordHash: await host.passwords.hash(password),
    passwordDate: now,
    mustChangePassword: false,
    failedLogins: 0,
    lockedUntil: null,
    ssoUsername: null,
    ssoAccessOnly: false,
    lastLoginDate: null,
    loginCount: 0,
  }
}
