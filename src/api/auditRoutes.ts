import { Hono } from 'hono'
import { AUDIT_DAYS } from '#src/domain/audit.ts'
import { AUDIT_PAGE, AuditFilter, isListed, MAX_EXPORTED, recordsSought, type AuditLog } from '#src/domain/auditLog.ts'
import { DomainError } from '#src/domain/errors.ts'
import { PageNumber } from '#src/domain/page.ts'
import { csvFile } from './csvFile.ts'
import type { Host, HostEnv } from './host.ts'
import { look, parse, performReading, type Act, type View } from './perform.ts'

const EXPORT: Act = { type: 'Audit Log', action: 'Export', object: 'Audit Logs' }

/** Setup > Change Tracking > Audit Logs (reference §8.8). */
export function auditRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) => {
    const log = await look(host, c.env, 'administrator', async (view): Promise<AuditLog> => {
      const { page = '1', ...filter } = c.req.query()
      const first = (parse(PageNumber, page) - 1) * AUDIT_PAGE
      const sought = recordsSought(parse(AuditFilter, filter), readerOf(view))
      const { records, count } = await view.rows.audit.page(sought, { first, limit: AUDIT_PAGE })
      return {
        records: records.map(({ before: _before, after: _after, userAgent: _client, ...entry }) => entry),
        count,
      }
    })
    return c.json(log)
  })

  // Carries the whole log away, so it is recorded, though nothing changes.
  routes.get('/export', async (c) => {
    const { records, timeZone } = await performReading(host, c.env, 'administrator', EXPORT, async (view) => {
      const filter = parse(AuditFilter, c.req.query())
      const records = await view.rows.audit.search(recordsSought(filter, readerOf(view)), MAX_EXPORTED)
      const change = { details: `Records: ${records.length}`, after: filter }
      return { answer: { records, timeZone: view.user.timeZone }, change }
    })
    const { auditRows } = await import('#src/domain/auditFile.ts')
    return csvFile(c, 'audit-logs', auditRows(records, timeZone))
  })

  routes.get('/:id', async (c) => {
    const record = await look(host, c.env, 'administrator', async (view) => {
      const found = await view.rows.audit.byId(c.req.param('id'))
      if (!found || !isListed(found, readerOf(view)))
        throw new DomainError('not-found', `There is no such record. Records are kept for ${AUDIT_DAYS} days.`)
      return found
    })
    return c.json(record)
  })
  return routes
}

const readerOf = ({ user, customer, now }: View) => ({
  platformMode: customer.platformMode,
  timeZone: user.timeZone,
  now,
})
