import type { Context } from 'hono'
import type { HostEnv } from './host.ts'

/** Answers with a CSV file that is saved under what it is of and where. */
export const csvFile = (c: Context<HostEnv>, of: string, text: string): Response =>
  c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${of}-${c.env.environment}.csv"`,
  })
