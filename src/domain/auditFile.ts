import type { AuditRecord } from './audit.ts'
import { timesFor, writeCsv } from './csv.ts'

/** Records as a CSV file: times on the clocks of `timeZone`, and in UTC, which no change of the clocks makes ambiguous. */
export function writeAuditFile(records: readonly AuditRecord[], timeZone: string): string {
  const time = timesFor(timeZone)
  const heading = [`Date and time (${timeZone})`, ...COLUMNS, 'Date and time (UTC)']
  const rows = records.map(({ at, type, userName, action, object, details, address, outcome, userAgent }) => [
    time(at),
    type,
    userName,
    action,
    object,
    details,
    address,
    OUTCOME_LABEL[outcome],
    userAgent,
    at,
  ])
  return writeCsv([heading, ...rows])
}

const COLUMNS = ['Log Type', 'User name', 'Action', 'Object', 'Details', 'IP address', 'Outcome', 'Client']
const OUTCOME_LABEL: Record<AuditRecord['outcome'], string> = { done: 'Done', refused: 'Refused' }
