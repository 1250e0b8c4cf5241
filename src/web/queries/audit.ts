import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { AuditRecord } from '#src/domain/audit.ts'
import { AuditLog } from '#src/domain/auditLog.ts'
import type { Environment } from '#src/domain/customer.ts'
import { send } from '../http.ts'
import { asking, downloadList } from './listing.ts'

const auditQueries = ['audit', 'page']

/** A filter as the address has it: the backend says what is wrong with it. */
export type AskedFilter = { [Name in 'action' | 'type' | 'user' | 'from' | 'to']?: string | undefined }

/** A page of the audit log, counted from 1. What was found stays until there is something else. */
export const auditLog = (filter: AskedFilter, page: number) =>
  queryOptions({
    queryKey: [...auditQueries, filter, page],
    queryFn: () => send('GET', asking('/audit', { ...filter, page: String(page) }), AuditLog),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

/** One record with what it changed. It never becomes another. */
export const auditRecord = (id: string) =>
  queryOptions({
    queryKey: ['audit', 'record', id],
    queryFn: () => send('GET', `/audit/${encodeURIComponent(id)}`, AuditRecord),
    staleTime: Infinity,
  })

/** The records as a file. */
export const exportAudit = (environment: Environment) =>
  mutationOptions({
    mutationFn: (filter: AskedFilter) => downloadList('/audit/export', filter, `audit-logs-${environment}.csv`),
    // The export is in the log now.
    onSettled: (_answer, _error, _filter, _result, { client }) =>
      void client.invalidateQueries({ queryKey: auditQueries }),
    gcTime: 0,
  })
