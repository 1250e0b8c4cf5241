import { expect, test } from 'vitest'
import { auditActions, auditKeptSince, auditTypes, type AuditAct, type AuditAction, type AuditType } from './audit.ts'

test('the actions of several types are told once each, by name', () => {
  expect(auditActions(['Customer Info', 'Authentication', 'API Key'])).toEqual([
    'Change',
    'Change password',
    'Generate',
    'Remove',
    'Remove all',
    'Reset',
    'Reset password',
    'View',
  ])
})

test('where Adobe signs people in there is no type Login Attempt, and none of its actions (reference §2.2)', () => {
  expect(auditTypes('classic')).toContain('Login Attempt')
  expect(auditTypes('ims')).toEqual(auditTypes('classic').filter((type) => type !== 'Login Attempt'))
  expect(auditActions(auditTypes('ims'))).not.toContain('Log in')
})

test('records are kept for ninety days of 24 hours', () => {
  expect(auditKeptSince('2030-06-15T12:00:00.000Z')).toBe('2030-03-17T12:00:00.000Z')
})

test('an act whose action is not one of its type does not compile', () => {
  // @ts-expect-error: nobody generates the settings of Customer Info.
  const act: AuditAct = { type: 'Customer Info', action: 'Generate' }
  expect(auditActions([act.type])).not.toContain(act.action)
  const loose: { type: AuditType; action: AuditAction } = { type: 'User', action: 'Remove all' }
  // @ts-expect-error: a type and an action that are each in the list are no pair of it.
  const pair: AuditAct = loose
  expect(auditActions([pair.type])).not.toContain(pair.action)
})
