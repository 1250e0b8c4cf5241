import { expect, test } from 'vitest'
import type { AuditRecord } from './audit.ts'
import { auditRows } from './auditFile.ts'
import { writeCsv } from './csv.ts'

const record: AuditRecord = {
  id: '1',
  at: '2030-11-03T07:30:15.250Z',
  type: 'Customer Info',
  action: 'Change',
  outcome: 'refused',
  userId: null,
  userName: '=HYPERLINK("https://elsewhere.example")',
  object: 'Customer Info',
  details: 'Use the address of an administrator, please',
  before: null,
  after: { timeZone: 'UTC' },
  address: '198.51.100.9',
  userAgent: 'curl/8',
}

test('a file says when by the clocks of whoever exports and in UTC, and has nothing to calculate', () => {
  expect(writeCsv(auditRows([record], 'America/Denver')).split('\r\n')).toEqual([
    '\uFEFFDate and time (America/Denver),Log Type,User name,Action,Object,Details,IP address,Outcome,Client,Date and time (UTC)',
    `2030-11-03 01:30:15,Customer Info,"'=HYPERLINK(""https://elsewhere.example"")",Change,Customer Info,"Use the address of an administrator, please",198.51.100.9,Refused,curl/8,2030-11-03T07:30:15.250Z`,
  ])
})
