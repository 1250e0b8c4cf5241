import { expect, test } from 'vitest'
import { auditTypes, type AuditRecord } from './audit.ts'
import { AuditFilter, isListed, recordsSought } from './auditLog.ts'
import { DAY, shift } from './instant.ts'

const reader = { platformMode: 'classic', timeZone: 'America/Denver', now: '2030-04-20T12:00:00.000Z' } as const

/** Which field is refused first, and why. */
function refusalOf(filter: object) {
  const issue = AuditFilter.safeParse(filter).error?.issues[0]
  return issue && [issue.path[0], issue.message]
}

test('From begins with its day and To ends with it, on the calendar of whoever looks', () => {
  const day = { from: '2030-04-01', to: '2030-04-01' }
  expect(recordsSought(day, reader)).toMatchObject({
    since: '2030-04-01T06:00:00.000Z',
    before: '2030-04-02T06:00:00.000Z',
  })
  expect(recordsSought(day, { ...reader, timeZone: 'Asia/Kathmandu' })).toMatchObject({
    since: '2030-03-31T18:15:00.000Z',
    before: '2030-04-01T18:15:00.000Z',
  })
})

test('a day that is shorter or longer than 24 hours is taken whole', () => {
  // Clocks go forward on 10 March 2030, after which midnight is an hour earlier in UTC.
  expect(recordsSought({ from: '2030-03-10', to: '2030-03-10' }, reader)).toMatchObject({
    since: '2030-03-10T07:00:00.000Z',
    before: '2030-03-11T06:00:00.000Z',
  })
  // In Havana they go forward at midnight, so that the day begins at one o'clock.
  const havana = { ...reader, timeZone: 'America/Havana' }
  expect(recordsSought({ from: '2030-03-10', to: '2030-03-09' }, havana)).toMatchObject({
    since: '2030-03-10T05:00:00.000Z',
    before: '2030-03-10T05:00:00.000Z',
  })
})

test('nothing from more than ninety days ago is sought, whatever From says', () => {
  const kept = '2030-01-20T12:00:00.000Z'
  expect(recordsSought({}, reader)).toMatchObject({ since: kept, before: undefined })
  expect(recordsSought({ from: '2030-01-20' }, reader)).toMatchObject({ since: kept })
  expect(recordsSought({ from: '2030-01-21' }, reader)).toMatchObject({ since: '2030-01-21T07:00:00.000Z' })
})

test('a type narrows the types down, and one that the organization does not list is refused', () => {
  expect(recordsSought({ type: 'API Key' }, reader).types).toEqual(['API Key'])
  expect(recordsSought({}, reader).types).toEqual(auditTypes('classic'))
  expect(recordsSought({}, { ...reader, platformMode: 'ims' }).types).not.toContain('Login Attempt')
  expect(() => recordsSought({ type: 'Login Attempt' }, { ...reader, platformMode: 'ims' })).toThrow(
    expect.objectContaining({ code: 'invalid', field: 'type' }),
  )
})

test('a record can be seen for ninety days, if the organization lists its type', () => {
  const record = { type: 'Login Attempt', at: shift(reader.now, -90 * DAY) } as AuditRecord
  expect(isListed(record, reader)).toBe(true)
  expect(isListed({ ...record, at: shift(record.at, -1) }, reader)).toBe(false)
  expect(isListed(record, { ...reader, platformMode: 'ims' })).toBe(false)
})

test('a filter that makes no sense is refused at the field that is at fault', () => {
  expect(refusalOf({ from: '2030-04-02', to: '2030-04-01' })).toEqual(['to', 'Choose the day of From or a later one'])
  expect(refusalOf({ from: '2030-04-01', to: '2030-04-01' })).toBeUndefined()
  for (const from of ['', '2030-02-30', '1.4.2030', '2030-04-01T00:00:00Z', '9999-12-31', '1999-12-31', '0000-01-01'])
    expect(refusalOf({ from })).toEqual(['from', 'Enter a day between 2000 and 2099, such as 2027-03-01'])
  expect(refusalOf({ type: 'Nonsense' })).toEqual(['type', 'Choose a log type from the list'])
  expect(refusalOf({ action: '' })).toEqual(['action', 'Choose an action from the list'])
  expect(refusalOf({ user: 'a'.repeat(255) })).toEqual(['user', 'Search for 254 characters or fewer'])
})
