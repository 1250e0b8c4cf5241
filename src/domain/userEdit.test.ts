import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Customer } from './customer.ts'
import { ACCESS_LEVEL_ID } from './accessLevel.ts'
import { ACCESS_LEVELS, Id, LICENCES, User } from './user.ts'
import {
  assignableLevels,
  editTo,
  editUser,
  followAdminEmail,
  losesAdministrator,
  newUser,
  requireAdministratorLeft,
  requireOwn,
  requireUserAdministrator,
  UserEdit,
  userSettingsOf,
  UserSettings,
  whyNoOneTimePassword,
} from './userEdit.ts'

const NOW = '2030-01-15T12:00:00.000Z'
const customer = {
  adminEmail: 'Mara@northwind.example',
  platformMode: 'classic',
  locale: 'de-DE',
  version: 3,
} as Customer
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
const olga = person('olga', { accessLevel: 'System Administrator' })
const ines = person('ines')

test('each access level has an ID of its own', () => {
  const ids = ACCESS_LEVELS.map((level) => ACCESS_LEVEL_ID[level])
  expect(new Set(ids).size).toBe(ACCESS_LEVELS.length)
  for (const id of ids) expect(Id.safeParse(id).success).toBe(true)
})

test('an edit changes what it names and nothing else', () => {
  expect(editUser(ines, { firstName: 'Inés', isActive: false }, olga, customer)).toEqual({
    ...ines,
    firstName: 'Inés',
    isActive: false,
  })
  expect(editUser(ines, {}, olga, customer)).toEqual(ines)
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
  expect(() => editUser(mara, edit, olga, customer)).toThrow(expect.objectContaining({ code: 'forbidden' }))
  expect(() => editUser(tomas, edit, olga, customer)).not.toThrow()
})

test('the main administrator can otherwise be edited', () => {
  const edit = { firstName: 'Marah', email: 'marah@northwind.example', isActive: true }
  expect(editUser(mara, edit, olga, customer)).toEqual({ ...mara, ...edit })
})

test('nobody deactivates themselves, and whoever is inactive already can be edited', () => {
  expect(() => editUser(tomas, { isActive: false }, tomas, customer)).toThrow('You cannot deactivate yourself')
  expect(editUser(tomas, { isActive: false }, olga, customer)).toMatchObject({ isActive: false })
  const away = { ...tomas, isActive: false }
  expect(editUser(away, { isActive: false, firstName: 'Tom' }, tomas, customer)).toMatchObject({ firstName: 'Tom' })
})

test('an administrator is lost by deactivation and by another level, and the last one must not be', () => {
  expect(losesAdministrator(tomas, { ...tomas, isActive: false })).toBe(true)
  expect(losesAdministrator(tomas, { ...tomas, accessLevel: 'Standard' })).toBe(true)
  expect(losesAdministrator(tomas, { ...tomas, firstName: 'Tom' })).toBe(false)
  expect(losesAdministrator(ines, { ...ines, isActive: false })).toBe(false)
  expect(losesAdministrator({ ...tomas, isActive: false }, { ...tomas, accessLevel: 'Standard' })).toBe(false)
  expect(() => requireAdministratorLeft(0)).toThrow(
    expect.objectContaining({ code: 'forbidden', field: 'accessLevel' }),
  )
  expect(() => requireAdministratorLeft(1)).not.toThrow()
})

test('a one-time password is for users who are no administrators, and while passwords are managed here', () => {
  expect(whyNoOneTimePassword(ines, tomas, customer)).toBeNull()
  expect(whyNoOneTimePassword(mara, tomas, customer)).toContain('another administrator')
  expect(whyNoOneTimePassword(tomas, tomas, customer)).toContain('Your own password')
  expect(whyNoOneTimePassword(ines, tomas, { ...customer, platformMode: 'ims' })).toContain('Adobe Admin Console')
})

test('nobody becomes an administrator while somebody else knows their password, whom that level would protect', () => {
  const pending = { ...ines, mustChangePassword: true }
  const promotion = { accessLevel: 'System Administrator' } as const
  expect(assignableLevels(pending, customer)).toEqual({
    levels: ['Standard', 'Light', 'Contributor', 'External'],
    reason: expect.stringContaining('chosen a password of their own'),
  })
  expect(() => editUser(pending, promotion, olga, customer)).toThrow(
    expect.objectContaining({ code: 'forbidden', field: 'accessLevel' }),
  )
  expect(editUser(ines, promotion, olga, customer)).toMatchObject(promotion)
  // Who was created as one has been nobody before.
  const created = { ...olga, mustChangePassword: true }
  expect(editUser(created, { firstName: 'Olga' }, tomas, customer)).toMatchObject({ firstName: 'Olga' })
  expect(assignableLevels(created, customer).levels).toContain('System Administrator')
})

test('what can be given to somebody says why nothing else can', () => {
  expect(assignableLevels(ines, customer)).toEqual({ levels: [...ACCESS_LEVELS], reason: null })
  expect(assignableLevels(mara, customer)).toEqual({
    levels: ['System Administrator'],
    reason: expect.stringContaining('main administrator'),
  })
  const ims = { ...customer, platformMode: 'ims' } as const
  const others = ['Standard', 'Light', 'Contributor', 'External']
  expect(assignableLevels(tomas, ims)).toMatchObject({ levels: ['System Administrator'] })
  for (const user of [ines, null])
    expect(assignableLevels(user, ims)).toEqual({ levels: others, reason: expect.stringContaining('Adobe') })
})

const settings: UserSettings = {
  firstName: 'Nia',
  lastName: 'Okoro',
  email: 'nia@northwind.example',
  username: 'nia',
  licence: 'Light',
  accessLevel: 'Light',
  timeZone: 'Europe/Berlin',
  ssoUsername: '',
  ssoAccessOnly: true,
}
const secret = { id: '0123456789abcdef0123456789abcdef', passwordHash: 'hash' }

test('somebody new is active, has the organisation’s locale, and a password that they must change', () => {
  const created = newUser(settings, secret, customer, NOW)
  expect(User.parse(created)).toEqual(created)
  expect(created).toMatchObject({ ...settings, ...secret, isActive: true, locale: 'de-DE', ssoUsername: null })
  expect(created).toMatchObject({ mustChangePassword: true, passwordDate: NOW })
  const without = { ...settings, ssoUsername: 'Nia' }
  expect(newUser(without, { ...secret, passwordHash: null }, customer, NOW)).toMatchObject({
    passwordHash: null,
    mustChangePassword: false,
    ssoUsername: 'Nia',
  })
})

test('somebody new is held to the same rules', () => {
  const create = (change: Partial<UserSettings>, platformMode: Customer['platformMode'] = 'classic') =>
    newUser({ ...settings, ...change }, secret, { ...customer, platformMode }, NOW)
  expect(() => create({ licence: 'Standard' })).toThrow(expect.objectContaining({ field: 'accessLevel' }))
  const administrator = { licence: 'Standard', accessLevel: 'System Administrator' } as const
  expect(create(administrator)).toMatchObject(administrator)
  expect(() => create(administrator, 'ims')).toThrow('Adobe Admin Console')
})

test('settings say of a user what an edit to them makes of the same user', () => {
  const linked = { ...ines, ...settings, ssoUsername: 'Nia' }
  for (const user of [linked, { ...linked, ssoUsername: null }])
    expect(editUser(user, editTo(userSettingsOf(user)), olga, customer)).toEqual(user)
  expect(editUser(ines, editTo(settings), olga, customer)).toEqual({ ...ines, ...settings, ssoUsername: null })
  expect(UserSettings.parse(settings)).toEqual(settings)
  expect(Object.keys(userSettingsOf(linked)).toSorted()).toEqual(Object.keys(UserSettings.shape).toSorted())
})

test('with Adobe’s console System Administrator is neither granted nor removed here', () => {
  const ims = { ...customer, platformMode: 'ims' } as const
  const refused = expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('Adobe') })
  expect(() => editUser(ines, { accessLevel: 'System Administrator' }, olga, ims)).toThrow(refused)
  expect(() => editUser(tomas, { accessLevel: 'Standard' }, olga, ims)).toThrow(refused)
  expect(editUser(tomas, { accessLevel: 'System Administrator' }, olga, ims)).toEqual(tomas)
  expect(editUser(ines, { accessLevel: 'Light', licence: 'Light' }, olga, ims)).toMatchObject({ accessLevel: 'Light' })
})

test('licence and access level must fit', () => {
  const light = person('light', { licence: 'Light', accessLevel: 'Light' })
  const fitting = LICENCES.flatMap((licence) =>
    ACCESS_LEVELS.filter((accessLevel) => {
      try {
        editUser(licence === 'Light' ? ines : light, { licence, accessLevel }, olga, customer)
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
  for (const edit of [{ licence: 'Light' }, { accessLevel: 'Light' }] as const)
    expect(() => editUser(ines, edit, olga, customer)).toThrow(expect.objectContaining({ code: 'invalid' }))
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

test('a name has a character that can be seen, whatever stands around it', () => {
  const accepts = (name: string) =>
    (['firstName', 'lastName', 'ssoUsername'] as const).map((field) => UserEdit.safeParse({ [field]: name }).success)
  const unseen = fc.constantFrom(
    ...Array.from(
      '\u200B\u200C\u200D\u200E\u200F\u00AD\u061C\u180E\u2060\uFEFF\u034F\uFE0F\u115F\u1160\u3164\uFFA0\u2800\u3000 \u{E0020}',
    ),
  )
  const unseenText = fc.string({ unit: unseen, minLength: 1, maxLength: 20 })
  const seen = fc.constantFrom('I', 'é', '7', '-', '\u5F20', '\u0645', '\u{1F680}', '\u2801')
  fc.assert(
    fc.property(unseenText, unseenText, seen, (before, after, character) => {
      expect(accepts(before)).toEqual([false, false, false])
      expect(accepts(before + character + after)).toEqual([true, true, true])
    }),
    { seed: 76 },
  )
})

test('whoever has an odd licence from elsewhere can still be renamed', () => {
  const odd = person('odd', { licence: 'Light', accessLevel: 'Standard' })
  expect(editUser(odd, { firstName: 'Even' }, olga, customer)).toMatchObject({ firstName: 'Even' })
})

test('a user name or address belongs to one user, who may write it in another case', () => {
  expect(() => requireOwn(tomas, ines, 'username')).toThrow(
    expect.objectContaining({ code: 'invalid', message: 'Another user has this user name', field: 'username' }),
  )
  expect(() => requireOwn(ines, ines, 'username')).not.toThrow()
  expect(() => requireOwn(null, ines, 'email')).not.toThrow()
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
  expect(UserEdit.parse({ firstName: 'Inés\u00A0', ssoUsername: ' ines\u00A0\t' })).toEqual({
    firstName: 'Inés',
    ssoUsername: 'ines\u00A0',
  })
})
