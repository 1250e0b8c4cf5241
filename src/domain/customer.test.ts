import { expect, test } from 'vitest'
import { DEFAULT_AUTHENTICATION } from './authentication.ts'
import {
  CustomerSettings,
  DEFAULT_KEY_SETTINGS,
  LOCALES,
  refuseStale,
  requireMainAdministrator,
  timeZones,
  US_TIME_ZONES,
  type Customer,
} from './customer.ts'
import type { User } from './user.ts'

const settings: CustomerSettings = {
  ...DEFAULT_KEY_SETTINGS,
  adminEmail: 'mara@northwind.example',
  timeZone: 'America/Denver',
  locale: 'en-US',
}
const customer: Customer = {
  ...settings,
  id: 'northwind',
  name: 'Northwind Studio',
  domain: 'northwind',
  cluster: 'CL01',
  ...DEFAULT_AUTHENTICATION,
  platformMode: 'classic',
  authenticationVersion: 1,
  authenticationSavedAt: null,
  authenticationSavedBy: null,
  version: 7,
  savedAt: null,
  savedBy: null,
}
const mara = { isActive: true, accessLevel: 'System Administrator', email: 'mara@northwind.example' } as User

test('a fresh customer expires keys each month and keeps them when a password expires (E4, E7)', () => {
  expect(DEFAULT_KEY_SETTINGS).toMatchObject({ keyExpiry: '1-month', removeKeyOnPasswordExpiry: false })
})

test('a fresh customer requires no certificate (X8)', () => {
  expect(DEFAULT_KEY_SETTINGS).toMatchObject({ certificateRequirement: 'off', certificate: null })
})

test('the time zones with a friendly name stand first, then UTC, and each zone stands there once (U7)', () => {
  const zones = timeZones()
  expect(zones.slice(0, 8)).toEqual([...Object.keys(US_TIME_ZONES), 'UTC'])
  expect(new Set(zones).size).toBe(zones.length)
  expect(zones).toContain('Europe/Berlin')
})

test('every time zone and locale that is offered can be saved', () => {
  for (const timeZone of timeZones()) expect(CustomerSettings.safeParse({ ...settings, timeZone }).success).toBe(true)
  for (const locale of LOCALES) expect(CustomerSettings.safeParse({ ...settings, locale }).success).toBe(true)
})

test('spaces around the Admin Email do not count', () => {
  expect(CustomerSettings.parse({ ...settings, adminEmail: ' mara@northwind.example ' })).toEqual(settings)
})

test.each([
  ['adminEmail', ''],
  ['adminEmail', 'mara'],
  ['adminEmail', `${'m'.repeat(250)}@northwind.example`],
  ['timeZone', 'Mars/Olympus_Mons'],
  ['timeZone', '+02:00'],
  ['locale', 'xx-XX'],
  ['keyExpiry', '2-weeks'],
  ['removeKeyOnPasswordExpiry', 'yes'],
])('%s cannot be “%s”', (field, value) => {
  const result = CustomerSettings.safeParse({ ...settings, [field]: value })
  expect(result.error?.issues[0]?.path).toEqual([field])
})

test('the Admin Email must belong to an active administrator', () => {
  const refusal = expect.objectContaining({ code: 'invalid', field: 'adminEmail' })
  expect(() => requireMainAdministrator(mara)).not.toThrow()
  expect(() => requireMainAdministrator(null)).toThrow(refusal)
  expect(() => requireMainAdministrator({ ...mara, isActive: false })).toThrow(refusal)
  expect(() => requireMainAdministrator({ ...mara, accessLevel: 'Standard' })).toThrow(refusal)
})

test('only the version that was loaded can be saved over', () => {
  expect(() => refuseStale(customer.version, 7)).not.toThrow()
  expect(() => refuseStale(customer.version, 6)).toThrow(expect.objectContaining({ code: 'stale' }))
  expect(() => refuseStale(customer.version, 8)).toThrow(expect.objectContaining({ code: 'stale' }))
})
