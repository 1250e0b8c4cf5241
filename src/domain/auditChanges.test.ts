import { expect, test } from 'vitest'
import { auditChanges } from './auditChanges.ts'

test('only what differs is told, in the order of the record', () => {
  const before = { adminEmail: 'a@b.example', timeZone: 'UTC', locale: 'en-US', isOn: false }
  expect(auditChanges(before, { ...before, isOn: true, timeZone: 'Europe/Oslo' })).toEqual([
    { path: ['timeZone'], before: 'UTC', after: 'Europe/Oslo' },
    { path: ['isOn'], before: false, after: true },
  ])
  expect(auditChanges(before, before)).toEqual([])
  expect(auditChanges(null, null)).toEqual([])
})

test('what was made has nothing before, and what was removed nothing after', () => {
  expect(auditChanges(null, { createdAt: 'now', expiresAt: null })).toEqual([
    { path: ['createdAt'], before: undefined, after: 'now' },
    { path: ['expiresAt'], before: undefined, after: null },
  ])
  expect(auditChanges({ keys: 6 }, null)).toEqual([{ path: ['keys'], before: 6, after: undefined }])
})

test('what is inside of something is told by its path, lists counted from 1', () => {
  expect(auditChanges({ certificate: null }, { certificate: { name: 'a.pem', validTo: 'then' } })).toEqual([
    { path: ['certificate', 'name'], before: undefined, after: 'a.pem' },
    { path: ['certificate', 'validTo'], before: undefined, after: 'then' },
  ])
  const rule = { when: 'equals', values: ['x'] }
  expect(
    auditChanges({ mappings: [{ rules: [rule] }] }, { mappings: [{ rules: [{ ...rule, values: ['x', 'y'] }] }] }),
  ).toEqual([{ path: ['mappings', '1', 'rules', '1', 'values'], before: ['x'], after: ['x', 'y'] }])
  expect(auditChanges({ mappings: [{ to: 'a' }] }, { mappings: [] })).toEqual([
    { path: ['mappings', '1', 'to'], before: 'a', after: undefined },
  ])
})

test('a field that begins like another is not taken for a part of it', () => {
  expect(auditChanges({ certificate: null }, { certificates: [{ name: 'a' }] })).toEqual([
    { path: ['certificate'], before: null, after: undefined },
    { path: ['certificates', '1', 'name'], before: undefined, after: 'a' },
  ])
})

test('a value is listed even when parts replace it, and so is a list of values', () => {
  const inside = { path: ['to', '1', 'name'], before: undefined, after: 'a' }
  for (const before of ['x', ['x']])
    expect(auditChanges({ to: before }, { to: [{ name: 'a' }] })).toEqual([
      { path: ['to'], before, after: undefined },
      inside,
    ])
})
