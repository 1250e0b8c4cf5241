import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHARACTER_CLASSES } from './authentication.ts'
import {
  blockedPasswords,
  characterClassesOf,
  PasswordChange,
  refuseReusedPassword,
  refuseSamePassword,
  refuseWeakPassword,
  withNewPassword,
  withOneTimePassword,
  type Dictionary,
  type PasswordPolicy,
} from './newPassword.ts'
import type { User } from './user.ts'

const owner = {
  username: 'Ada.Lovelace',
  email: 'ada@northwind.example',
  firstName: 'Ada Mary',
  lastName: 'O’Neil-Zoë',
}
const organization = { name: 'Adatum Bakery', domain: 'northwind' }
const WORDS = ['harbor', 'password', 'sunshine', 'été', "o'clock"]
const dictionary: Dictionary = {
  isWord: (text) => WORDS.includes(text),
  isCommonPassword: (text) => ['qwerty123', '1q2w3e4r', 'p@ssw0rd'].includes(text),
}
const policy = (characterClasses: 2 | 3 = 2): PasswordPolicy => ({ characterClasses, passwordReuse: null })

/** What is said against `password`, or null where it may be used. */
function refusalOf(password: string, characterClasses: 2 | 3 = 2): string | null {
  try {
    refuseWeakPassword(password, owner, { ...organization, characterClasses }, dictionary)
    return null
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid', field: 'newPassword' })
    return (error as Error).message
  }
}

test.each([
  ['quietly', 1],
  ['QUIET', 1],
  ['12345', 1],
  ['- _%', 1],
  ['Quiet', 2],
  ['quiet7', 2],
  ['quiet harbor', 2],
  ['Quiet-harbor', 3],
  ['Quiet-harbor-7', 4],
  ['été', 1],
  ['Été', 2],
  ['静かな港', 1],
  ['静かな港7', 2],
  ['Ⅷ٣', 2],
  ['', 0],
])('“%s” has %i of the four kinds of character', (password, kinds) => {
  expect(characterClassesOf(password)).toBe(kinds)
})

test('the kinds of a text are those of its characters together, in whatever order', () => {
  const kinds = { lower: ['a', 'é', '静'], upper: ['A', 'É', 'ǅ'], digit: ['1', '٣'], sign: ['-', ' ', '€', '😀'] }
  const character = fc.constantFrom(
    ...Object.entries(kinds).flatMap(([kind, members]) => members.map((text) => ({ kind, text }))),
  )
  fc.assert(
    fc.property(fc.array(character), (characters) => {
      const password = characters.map(({ text }) => text).join('')
      expect(characterClassesOf(password)).toBe(new Set(characters.map(({ kind }) => kind)).size)
    }),
    { seed: 51 },
  )
})

test('a password has at least 8 characters and may have 1,024', () => {
  expect(refusalOf('Qui-7ab')).toBe('Use at least 8 characters')
  expect(refusalOf('Qui-7abc')).toBeNull()
  const change = (length: number) => PasswordChange.safeParse({ password: 'x', newPassword: 'x'.repeat(length) })
  expect(change(1024).success).toBe(true)
  expect(change(1025).error?.issues[0]).toMatchObject({
    path: ['newPassword'],
    message: 'Use 1,024 characters or fewer',
  })
})

test.each(CHARACTER_CLASSES)('where %i kinds of character are asked for, fewer are refused', (classes) => {
  const byKinds = ['quietharbors', 'quiet-harbors', 'Quiet-harbors', 'Quiet-harbors-7']
  expect(byKinds.map((password) => refusalOf(password, classes) === null)).toEqual(
    [1, 2, 3, 4].map((kinds) => kinds >= classes),
  )
  expect(refusalOf('quietharbors', classes)).toBe(
    `Use at least ${classes} of these: lower case, upper case, digits, signs`,
  )
})

test.each(['Ada.Lovelace', 'aDA.lOVELACE', 'ADA@northwind.example'])(
  'one’s own user name and e-mail address are no password, whatever the case: %s',
  (password) => expect(refusalOf(password)).toContain('Add something to this name'),
)

test.each([
  'Workfront-2027',
  'latchkey123!',
  'W0rkfr0nt',
  '1@tchk3y',
  '2027Northwind',
  'AdatumBakery1',
  'adatum & bakery',
  'Ada.Northwind.1815',
  'mary-zoë-7',
  'L0velace!',
  'Workfront4Adatum',
])('a password of nothing but names, digits and signs is refused: %s', (password) => {
  expect(refusalOf(password)).toContain('Add something to this name')
})

test.each(['quiet-Ada-river-7', 'Workfront-larch', '1234567!', 'adamant-7x'])(
  'a name may be a part of a password: %s',
  (password) => expect(refusalOf(password)).toBeNull(),
)

test.each(['qwerty123', 'QWERTY123', 'Qwerty123!', '!1q2w3e4r', 'P@ssw0rd', 'P@ssw0rd1'])(
  'a password that many people have used is refused in any case and with signs around it: %s',
  (password) => expect(refusalOf(password)).toMatch(/Many people have used this one|this word/),
)

test.each(['Sunsh1ne', 'Sun$h1ne-7', 'H@rb0r-2027', 'p4ssword'])(
  'a dictionary word is refused with digits and signs for its letters: %s',
  (password) => expect(refusalOf(password)).toContain('Add something to this word'),
)

test('a dictionary word is refused in any case and with any digits and signs around it', () => {
  const ends = fc.string({ unit: fc.constantFrom('0', '7', '9', '-', '_', '!', '%', '€', ' ') })
  const anyCase = fc
    .constantFrom(...WORDS)
    .chain((word) =>
      fc
        .tuple(...Array.from(word, (letter) => fc.constantFrom(letter, letter.toUpperCase())))
        .map((letters) => letters.join('')),
    )
  fc.assert(
    fc.property(ends, anyCase, ends, (before, word, after) => {
      const password = before + word + after
      fc.pre(password.length >= 8 && characterClassesOf(password) >= 2)
      expect(refusalOf(password)).toContain('Add something to this word')
    }),
    { seed: 51 },
  )
})

test.each(['quiet-Harbor-7', 'harbors-7', 'Har7bor-', 'harbor-sunshine', '1234567!'])(
  'what is more than one dictionary word, or none, is not refused for it: %s',
  (password) => expect(refusalOf(password)).toBeNull(),
)

test('the password one has is no new one', () => {
  expect(() => refuseSamePassword({ password: 'quiet-Harbor-7', newPassword: 'quiet-Harbor-7' })).toThrow(
    'differs from the one you have now',
  )
  expect(() => refuseSamePassword({ password: 'quiet-Harbor-7', newPassword: 'quiet-Harbor-8' })).not.toThrow()
})

test('the last n passwords are the present one and the n - 1 before it', () => {
  expect(
    [null, 5, 10, 15].map((passwordReuse) => blockedPasswords({ ...policy(), passwordReuse } as PasswordPolicy)),
  ).toEqual([0, 4, 9, 14])
  expect(() => refuseReusedPassword(true, { ...policy(), passwordReuse: 5 })).toThrow('not one of your last 5')
  expect(() => refuseReusedPassword(false, { ...policy(), passwordReuse: 5 })).not.toThrow()
})

test('a new password is dated now and unlocks the account; one that another user set must be changed', () => {
  const now = '2030-01-15T12:00:00.000Z'
  const locked = { username: 'ada', mustChangePassword: true, failedLogins: 4, lockedUntil: now } as User
  const opened = { username: 'ada', passwordHash: 'hash', passwordDate: now, failedLogins: 0, lockedUntil: null }
  expect(withNewPassword(locked, 'hash', now)).toEqual({ ...opened, mustChangePassword: false })
  const chosen = { ...locked, mustChangePassword: false }
  expect(withOneTimePassword(chosen, 'hash', now)).toEqual({ ...opened, mustChangePassword: true })
})
