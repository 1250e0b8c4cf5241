import { expect, test } from 'vitest'
import type { User } from '../user.ts'
import type { AttributeMapping } from './attributeMapping.ts'
import { editOf, mapSignOn, requireShort, settingsOf } from './signOn.ts'

const mapping = (change: Partial<AttributeMapping>): AttributeMapping => ({
  attribute: 'Title',
  directoryAttribute: '',
  defaultValue: '',
  rules: [],
  ...change,
})
const names = [
  mapping({ attribute: 'First Name', directoryAttribute: 'givenName' }),
  mapping({ attribute: 'Last Name', directoryAttribute: 'sn' }),
  mapping({ attribute: 'Email Address', directoryAttribute: 'mail' }),
]
const ada = { firstName: 'Ada', lastName: 'Byron', email: 'ada@northwind.example', accessLevel: 'Standard' } as User
const attribute = (name: string, ...values: string[]) => ({ name, values })
const arrived = [attribute('givenName', 'Ada'), attribute('sn', 'Lovelace'), attribute('mail', 'ada@northwind.example')]

test('a sign-on changes the fields that are mapped, and says what was there before and where it comes from', () => {
  expect(mapSignOn(names, arrived, ada, {})).toEqual({
    changes: [
      { attribute: 'First Name', before: 'Ada', after: 'Ada', source: 'givenName' },
      { attribute: 'Last Name', before: 'Byron', after: 'Lovelace', source: 'sn' },
      { attribute: 'Email Address', before: ada.email, after: ada.email, source: 'mail' },
    ],
    empty: [],
    fields: { firstName: 'Ada', lastName: 'Lovelace', email: ada.email },
    directory: {},
  })
  expect(mapSignOn(names, arrived, null, {}).changes[0]).toMatchObject({ before: null, after: 'Ada' })
})

test('values without a field are kept with the earlier ones from the directory', () => {
  const mappings = [mapping({ directoryAttribute: 'title' }), mapping({ attribute: 'City', directoryAttribute: 'l' })]
  const mapped = mapSignOn(mappings, [attribute('title', 'Painter')], ada, {
    Title: 'Writer',
    City: 'Oslo',
    State: 'x',
  })
  expect(mapped.directory).toEqual({ Title: 'Painter', City: 'Oslo', State: 'x' })
  expect(mapped.fields).toEqual({})
  expect(mapped.changes).toEqual([
    { attribute: 'Title', before: 'Writer', after: 'Painter', source: 'title' },
    { attribute: 'City', before: 'Oslo', after: null, source: 'l did not arrive' },
  ])
})

test('the source says which part of a mapping decided', () => {
  const rule = { operator: 'contains', value: 'admin', result: 'Light' } as const
  const level = mapping({
    attribute: 'Access Level',
    directoryAttribute: 'memberOf',
    rules: [{ ...rule, value: 'x' }, rule],
  })
  const sourceOf = (of: AttributeMapping, ...values: string[]) =>
    mapSignOn([of], [attribute('memberOf', ...values)], ada, {}).changes[0]?.source
  expect(sourceOf(level, 'admins')).toBe('Rule 2 for memberOf')
  expect(sourceOf(level, 'staff')).toBe('memberOf')
  expect(sourceOf({ ...level, defaultValue: 'Light' })).toBe('Default value')
  expect(sourceOf(level)).toBe('memberOf did not arrive')
  expect(sourceOf(mapping({}))).toBe('Nothing')
})

test('of two mappings of one attribute, the first is used and named as the source', () => {
  const mappings = [
    mapping({ directoryAttribute: 'job' }),
    mapping({ directoryAttribute: 'title' }),
    mapping({ attribute: 'City', directoryAttribute: 'l' }),
  ]
  const { changes } = mapSignOn(
    mappings,
    [attribute('job', 'a'), attribute('title', 'b'), attribute('l', 'c')],
    ada,
    {},
  )
  expect(changes.map(({ after, source }) => [after, source])).toEqual([
    ['a', 'job'],
    ['c', 'l'],
  ])
})

test('an attribute that arrives twice has the values of both', () => {
  const rule = { operator: 'equals', value: 'b', result: 'found' } as const
  const mappings = [mapping({ directoryAttribute: 'memberOf', rules: [rule] })]
  const mapped = mapSignOn(mappings, [attribute('memberOf', 'a'), attribute('memberOf', 'b')], ada, {})
  expect(mapped.directory).toEqual({ Title: 'found' })
})

test('empty required fields are named; for a known user only the mapped ones', () => {
  const missing = arrived.filter(({ name }) => name !== 'sn')
  expect(mapSignOn(names, missing, ada, {}).empty).toEqual(['lastName'])
  expect(mapSignOn(names, missing, null, {}).empty).toEqual(['lastName'])
  expect(mapSignOn([], arrived, ada, {}).empty).toEqual([])
  expect(mapSignOn([mapping({ directoryAttribute: 'title' })], arrived, ada, {}).empty).toEqual([])
  expect(mapSignOn([], arrived, null, {}).empty).toEqual(['firstName', 'lastName', 'emailAddr'])
})

test('values without a field have at most 1,000 characters', () => {
  const kept = (length: number) => () =>
    requireShort({ changes: [], empty: [], fields: {}, directory: { City: 'x', Title: 'a'.repeat(length) } })
  expect(kept(1000)).not.toThrow()
  expect(kept(1001)).toThrow(expect.objectContaining({ code: 'invalid', field: 'Title' }))
})

test('a mapped access level sets its license, and an unknown one sets none', () => {
  expect(editOf({ firstName: 'Ada' })).toEqual({ firstName: 'Ada' })
  expect(editOf({ accessLevel: 'System Administrator' })).toEqual({
    accessLevel: 'System Administrator',
    licence: 'Standard',
  })
  expect(editOf({ accessLevel: 'Owner' })).toEqual({ accessLevel: 'Owner' })
})

test('a provisioned user is a Contributor whose username is the email address and who signs in only through SSO, unless mapped otherwise', () => {
  const fields = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@northwind.example' }
  const provisioned = {
    ...fields,
    username: 'ada@northwind.example',
    accessLevel: 'Contributor',
    licence: 'Contributor',
    timeZone: 'Europe/Oslo',
    ssoUsername: 'ADA',
    ssoAccessOnly: true,
  }
  const customer = { timeZone: 'Europe/Oslo' }
  expect(settingsOf(fields, 'ADA', customer)).toEqual(provisioned)
  expect(settingsOf({ ...fields, accessLevel: 'Light' }, 'ADA', customer)).toEqual({
    ...provisioned,
    accessLevel: 'Light',
    licence: 'Light',
  })
})
