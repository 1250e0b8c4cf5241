import { Hono } from 'hono'
import { AUDIT_DAYS } from '#src/domain/audit.ts'
import { AUDIT_PAGE, AuditFilter, isListed, MAX_EXPORTED, recordsSought, type AuditLog } from '#src/domain/auditLog.ts'
import { DomainError } from '#src/domain/errors.ts'
import { PageNumber } from '#src/domain/page.ts'
import { csvFile } from './csvFile.ts'
import type { Host, HostEnv } from './host.ts'
import { look, parse, perform, type Act, type View } from './perform.ts'

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
    const found = await perform(host, c.env, 'administrator', EXPORT, async (room) => {
      const filter = parse(AuditFilter, c.req.query())
      const sought = recordsSought(filter, readerOf(room))
      const records = await room.rows.audit.search(sought, MAX_EXPORTED)
      room.record({ details: `Records: ${records.length}`, after: filter })
      return { records, timeZone: room.user.timeZone }
    })
    const { writeAuditFile } = await import('#src/domain/auditFile.ts')
    return csvFile(c, 'audit-logs', writeAuditFile(found.records, found.timeZone))
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
