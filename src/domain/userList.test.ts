import { expect, test } from 'vitest'
import type { ApiKey } from './apiKey.ts'
import type { Customer } from './customer.ts'
import { DAY, shift } from './instant.ts'
import type { User } from './user.ts'
import { keyOnPage, listedUser, orderOf, usersSought, statusOf, UserFilter, type StoredListing } from './userList.ts'
import { writeCsv } from './csv.ts'
import { userRows } from './userFile.ts'

const NOW = '2030-01-15T12:00:00.000Z'
const customer = {
  platformMode: 'classic',
  removeKeyOnPasswordExpiry: true,
  passwordResetDays: 30,
  lockMinutes: 10,
} as Customer
const viewer = { customer, user: { timeZone: 'America/Denver' }, now: NOW }

const refusalOf = (filter: object) => {
  const issue = UserFilter.safeParse(filter).error?.issues[0]
  return [issue?.path[0], issue?.message]
}

test('what is left out of a filter is not asked', () => {
  expect(usersSought(UserFilter.parse({}), viewer)).toEqual({
    search: '',
    status: null,
    locksAt: NOW,
    key: null,
    cutoff: shift(NOW, -30 * DAY),
  })
  expect(orderOf({})).toEqual({ by: 'name', isDescending: false })
  expect(orderOf({ sort: 'expiresAt', order: 'descending' })).toEqual({ by: 'expiresAt', isDescending: true })
})

test('with Adobe IMS neither locks nor password expiry count', () => {
  const ims = { ...viewer, customer: { ...customer, platformMode: 'ims' } as Customer }
  expect(usersSought({}, ims)).toMatchObject({ locksAt: null, cutoff: null })
})

test('expiring keys are those of the next thirty days, and a day of unused keys begins where the viewer is', () => {
  expect(usersSought({ keys: 'expiring' }, viewer).key).toEqual({
    test: 'expires-between',
    after: NOW,
    until: shift(NOW, 30 * DAY),
  })
  expect(usersSought({ keys: 'unused-since', since: '2030-01-05' }, viewer).key).toEqual({
    test: 'unused-since',
    since: '2030-01-05T07:00:00.000Z',
  })
  expect(refusalOf({ keys: 'unused-since' })).toEqual(['since', 'Choose the day since when'])
  expect(refusalOf({ keys: 'active', since: '1999-12-31' })[0]).toBe('since')
  expect(UserFilter.safeParse({ keys: 'unused-since', since: '2030-01-05' }).success).toBe(true)
})

const row: StoredListing = {
  id: 'ada',
  firstName: 'Ada',
  lastName: 'Lovelace',
  username: 'ada',
  email: 'ada@northwind.example',
  licence: 'Standard',
  accessLevel: 'Standard',
  isActive: true,
  lockedUntil: null,
  lastLoginDate: null,
  key: { createdAt: shift(NOW, -DAY), expiresAt: NOW, lastUsedAt: null },
}

test('somebody is inactive, or locked as long as the lock lasts, or else active', () => {
  const status = (change: Partial<User>) => statusOf({ ...row, ...change }, customer, NOW)
  expect(status({})).toBe('active')
  expect(status({ lockedUntil: NOW })).toBe('active')
  expect(status({ lockedUntil: shift(NOW, 1) })).toBe('locked')
  expect(status({ lockedUntil: shift(NOW, 1), isActive: false })).toBe('inactive')
})

test('each Keys filter asks for its own condition', () => {
  const asked = (['active', 'expired', 'never-used', 'none'] as const).map((keys) => usersSought({ keys }, viewer).key)
  expect(asked).toEqual([
    { test: 'active', at: NOW },
    { test: 'expired', at: NOW },
    { test: 'never-used' },
    { test: 'none' },
  ])
})

test('an active key says why it is refused', () => {
  const key = { createdAt: shift(NOW, -DAY), expiresAt: null, lastUsedAt: null }
  const refusedFor = (change: Partial<StoredListing>) => listedUser({ ...row, key, ...change }, viewer).key?.refusedFor
  expect(refusedFor({})).toBeNull()
  expect(refusedFor({ isActive: false })).toBe('inactive')
  expect(refusedFor({ licence: 'External' })).toBe('External')
  expect(refusedFor({ licence: 'External', isActive: false })).toBe('External')
  expect(refusedFor({ licence: 'External', key: { ...key, expiresAt: NOW } })).toBeNull()
  expect(refusedFor({ key: null })).toBeUndefined()
})

test('the page of a user shows the key until the password expires', () => {
  const key = { id: 'key', createdAt: NOW, expiresAt: null, lastUsedAt: NOW } as ApiKey
  const owner = { ...row, passwordDate: shift(NOW, -30 * DAY + 1) } as unknown as User
  const { createdAt, expiresAt, lastUsedAt } = key
  expect(keyOnPage(key, owner, viewer)).toEqual({
    id: 'key',
    state: 'active',
    refusedFor: null,
    createdAt,
    expiresAt,
    lastUsedAt,
  })
  expect(keyOnPage(key, { ...owner, passwordDate: shift(NOW, -30 * DAY) }, viewer)).toBeNull()
  expect(keyOnPage(null, owner, viewer)).toBeNull()
})

test('a file says of everybody what the list does, with times where the reader is', () => {
  const [heading = '', line] = writeCsv(userRows([listedUser(row, viewer)], 'America/Denver')).split('\r\n')
  expect(heading).toBe(
    '\uFEFFUser ID,Name,User name,E-mail address,Licence,Access level,Status,Last login (America/Denver),API key,Key created (America/Denver),Key expires (America/Denver),Key last used (America/Denver)',
  )
  expect(line).toBe(
    'ada,Ada Lovelace,ada,ada@northwind.example,Standard,Standard,active,,expired,2030-01-14 05:00:00,2030-01-15 05:00:00,never',
  )
})

test('a file says never for missing dates of a key, and none for a missing key', () => {
  const written = (change: Partial<StoredListing>) =>
    [...userRows([listedUser({ ...row, ...change }, viewer)], 'UTC')][1]?.slice(-5)
  const key = { createdAt: NOW, expiresAt: null, lastUsedAt: null }
  const at = '2030-01-15 12:00:00'
  expect(written({ key, lastLoginDate: NOW })).toEqual([at, 'active', at, 'never', 'never'])
  expect(written({ key: { createdAt: NOW, expiresAt: shift(NOW, DAY), lastUsedAt: NOW } })).toEqual([
    '',
    'active',
    at,
    '2030-01-16 12:00:00',
    at,
  ])
  expect(written({ key: null })).toEqual(['', 'none', '', '', ''])
})
