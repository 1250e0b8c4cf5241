import { expect, test } from 'vitest'
import type { Customer } from './customer.ts'
import { ACCESS_LEVEL_ID } from './accessLevel.ts'
import { ACCESS_LEVELS, Id, LICENCES, type User } from './user.ts'
import { editUser, followAdminEmail, requireOwn, requireUserAdministrator, UserEdit } from './userEdit.ts'

const NOW = '2030-01-15T12:00:00.000Z'
const customer = { adminEmail: 'Mara@northwind.example', platformMode: 'classic', version: 3 } as Customer
const person = (name: string, change: Partial<User> = {}) =>
  ({
    id: name,
    firstName: name,
    lastName: 'Lindqvist',
    username: name,
    email: `${name}@northwind.example`,
    isActive: true,
    licence: 'Standard',
    accessLevel: 'Standard',
    ...change,
  }) as User
const mara = person('mara', { accessLevel: 'System Administrator' })
const tomas = person('tomas', { accessLevel: 'System Administrator' })
const ines = person('ines')

test('each access level has an ID of its own', () => {
  const ids = ACCESS_LEVELS.map((level) => ACCESS_LEVEL_ID[level])
  expect(new Set(ids).size).toBe(ACCESS_LEVELS.length)
  for (const id of ids) expect(Id.safeParse(id).success).toBe(true)
})

test('an edit changes what it names and nothing else', () => {
  expect(editUser(ines, { firstName: 'Inés', isActive: false }, customer)).toEqual({
    ...ines,
    firstName: 'Inés',
    isActive: false,
  })
  expect(editUser(ines, {}, customer)).toEqual(ines)
})

test('only an administrator edits users', () => {
  expect(() => requireUserAdministrator(ines)).toThrow(expect.objectContaining({ code: 'forbidden' }))
  expect(() => requireUserAdministrator(tomas)).not.toThrow()
})

test.each([
  ['deactivated', { isActive: false }],
  ['given another access level', { accessLevel: 'Standard' }],
  ['given another access level and licence', { accessLevel: 'Light', licence: 'Light' }],
  ['deactivated by taking another address at once', { email: 'other@northwind.example', isActive: false }],
] as const)('the main administrator cannot be %s', (_, edit) => {
  expect(() => editUser(mara, edit, customer)).toThrow(expect.objectContaining({ code: 'forbidden' }))
  expect(() => editUser(tomas, edit, customer)).not.toThrow()
})

test('the main administrator can otherwise be edited', () => {
  const edit = { firstName: 'Marah', email: 'marah@northwind.example', isActive: true }
  expect(editUser(mara, edit, customer)).toEqual({ ...mara, ...edit })
})

test('with Adobe’s console System Administrator is neither granted nor removed here', () => {
  const ims = { ...customer, platformMode: 'ims' } as const
  const refused = expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('Adobe') })
  expect(() => editUser(ines, { accessLevel: 'System Administrator' }, ims)).toThrow(refused)
  expect(() => editUser(tomas, { accessLevel: 'Standard' }, ims)).toThrow(refused)
  expect(editUser(tomas, { accessLevel: 'System Administrator' }, ims)).toEqual(tomas)
  expect(editUser(ines, { accessLevel: 'Light', licence: 'Light' }, ims)).toMatchObject({ accessLevel: 'Light' })
})

test('licence and access level must fit', () => {
  const light = person('light', { licence: 'Light', accessLevel: 'Light' })
  const fitting = LICENCES.flatMap((licence) =>
    ACCESS_LEVELS.filter((accessLevel) => {
      try {
        editUser(licence === 'Light' ? ines : light, { licence, accessLevel }, customer)
        return true
      } catch {
        return false
      }
    }).map((accessLevel) => `${licence}: ${accessLevel}`),
  )
  expect(fitting).toEqual([
    'Standard: System Administrator',
    'Standard: Standard',
    'Light: Light',
    'Contributor: Contributor',
    'External: External',
  ])
  expect(() => editUser(ines, { licence: 'Light' }, customer)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('no name holds what ends a line or turns it round, and no user name what cannot be seen', () => {
  const accepts = (edit: object) => UserEdit.safeParse(edit).success
  for (const character of ['\u2028', '\u2029', '\u202E', '\u2066'])
    expect(accepts({ firstName: `Ines${character}Haddad` })).toBe(false)
  // Scripts and emoji are joined by characters that cannot be seen.
  expect(accepts({ firstName: '\u{1F469}\u200D\u{1F680}' })).toBe(true)
  for (const character of ['\u200B', '\u00AD', '\uFEFF', '\u202E'])
    expect(accepts({ username: `in${character}es` })).toBe(false)
})

test('whoever has an odd licence from elsewhere can still be renamed', () => {
  const odd = person('odd', { licence: 'Light', accessLevel: 'Standard' })
  expect(editUser(odd, { firstName: 'Even' }, customer)).toMatchObject({ firstName: 'Even' })
})

test('a user name or address belongs to one user, who may write it in another case', () => {
  expect(() => requireOwn(tomas, ines, 'user name')).toThrow('Another user has this user name')
  expect(() => requireOwn(ines, ines, 'user name')).not.toThrow()
  expect(() => requireOwn(null, ines, 'e-mail address')).not.toThrow()
})

test('the Admin Email follows its owner to another address, and nobody else', () => {
  const moved = { ...mara, email: 'marah@northwind.example' }
  expect(followAdminEmail(customer, mara, moved, tomas, NOW)).toEqual({
    ...customer,
    adminEmail: 'marah@northwind.example',
    version: 4,
    savedAt: NOW,
    savedBy: 'tomas Lindqvist',
  })
  expect(followAdminEmail(customer, tomas, { ...tomas, email: 'x@northwind.example' }, mara, NOW)).toBeNull()
  expect(
    followAdminEmail({ ...customer, adminEmail: mara.email }, mara, { ...mara, firstName: 'M' }, mara, NOW),
  ).toBeNull()
})

test.each([
  ['firstName', ' '],
  ['firstName', 'a'.repeat(101)],
  ['firstName', 'a\u0000b'],
  ['lastName', 'a\nb'],
  ['lastName', '\ud800'],
  ['lastName', 7],
  ['email', 'nobody'],
  ['username', ''],
  ['isActive', 'true'],
  ['accessLevel', 'Owner'],
  ['licence', 'Plan'],
  ['locale', 'xx-XX'],
  ['timeZone', '+05:30'],
  ['ssoUsername', ''],
  ['ssoAccessOnly', null],
])('%s cannot become %j', (field, value) => {
  expect(UserEdit.safeParse({ [field]: value }).success).toBe(false)
})

test('spaces around names do not count, and an SSO user name can be taken away', () => {
  expect(UserEdit.parse({ firstName: ' Inés ', ssoUsername: null })).toEqual({ firstName: 'Inés', ssoUsername: null })
})
