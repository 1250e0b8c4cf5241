import type { Context } from 'hono'
import type { HostEnv } from './host.ts'

/**
 * Answers with a CSV file that is saved under what it is of and where. It is written while it is sent, with a turn of
 * the event loop after each piece: a hundred thousand rows take seconds, in which others are answered too.
 */
export async function csvFile(c: Context<HostEnv>, of: string, rows: Iterable<readonly string[]>): Promise<Response> {
  const { csvPieces } = await import('#src/domain/csv.ts')
  const pieces = csvPieces(rows)
  const encoder = new TextEncoder()
  const file = new ReadableStream<Uint8Array>({
    async pull(sink) {
      await new Promise((resolve) => setTimeout(resolve))
      const { done, value } = pieces.next()
      if (done) sink.close()
      else sink.enqueue(encoder.encode(value))
    },
  })
  return c.body(file, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${of}-${c.env.environment}.csv"`,
  })
}
