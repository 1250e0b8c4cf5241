import type { AuditRecord } from './audit.ts'
import { timesFor } from './csv.ts'

/** Records as rows of a CSV file: times on the clocks of `timeZone`, and in UTC, which no change of the clocks makes ambiguous. */
export function* auditRows(records: Iterable<AuditRecord>, timeZone: string): Generator<string[]> {
  const time = timesFor(timeZone)
  yield [`Date and time (${timeZone})`, ...COLUMNS, 'Date and time (UTC)']
  for (const { at, type, userName, action, object, details, address, outcome, userAgent } of records)
    yield [time(at), type, userName, action, object, details, address, OUTCOME_LABEL[outcome], userAgent, at]
}

const COLUMNS = ['Log Type', 'User name', 'Action', 'Object', 'Details', 'IP address', 'Outcome', 'Client']
const OUTCOME_LABEL: Record<AuditRecord['outcome'], string> = { done: 'Done', refused: 'Refused' }
