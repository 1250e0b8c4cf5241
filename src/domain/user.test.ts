import { expect, test } from 'vitest'
import { foldCase, fullName, hasApiAccess, Id, isAdministrator } from './user.ts'

test('an ID is 32 lower-case hexadecimal digits (reference §8.3)', () => {
  const id = '0123456789abcdef'.repeat(2)
  expect(Id.parse(id)).toBe(id)
  for (const other of ['', id.slice(1), `${id}0`, `0${id}`, id.toUpperCase(), id.replace('a', 'g'), `${id}\n`])
    expect(Id.safeParse(other).success).toBe(false)
})

test('active users can call the API, except External ones (reference §8.4)', () => {
  expect(hasApiAccess({ isActive: true, licence: 'Light' })).toBe(true)
  expect(hasApiAccess({ isActive: false, licence: 'Standard' })).toBe(false)
  expect(hasApiAccess({ isActive: true, licence: 'External' })).toBe(false)
})

test('only System Administrator is an administrator', () => {
  expect(isAdministrator({ accessLevel: 'System Administrator' })).toBe(true)
  expect(isAdministrator({ accessLevel: 'Standard' })).toBe(false)
})

test('a full name with one part has no blank around it', () => {
  expect(fullName({ firstName: 'Ada', lastName: 'Lovelace' })).toBe('Ada Lovelace')
  expect(fullName({ firstName: 'Ada', lastName: '' })).toBe('Ada')
})

test('names are the same whatever their case, and however their accents are written', () => {
  expect(foldCase('ADA.É')).toBe(foldCase('ada.e\u0301'))
})
