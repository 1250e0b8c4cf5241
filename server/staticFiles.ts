import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

interface StaticFile {
  content: Buffer<ArrayBuffer>
  brotli: Buffer<ArrayBuffer> | null
  headers: Record<string, string>
}

/**
 * A build of the console, held in memory: a few megabytes, against a disk read for each request while passwords are
 * hashed on the same threads. Answers null for what it does not have: everything,
 * where nothing was built.
 */
export function staticFiles(folder: string): (request: Request) => Response | null {
  const files = new Map<string, StaticFile>()
  if (!existsSync(folder)) return () => null
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(name)]
    if (!type || !statSync(join(folder, name)).isFile()) continue
    const content = readFileSync(join(folder, name))
    const compressed = join(folder, `${name}.br`)
    files.set(`/${name.replaceAll('\\', '/')}`, {
      content,
      brotli: existsSync(compressed) ? readFileSync(compressed) : null,
      headers: {
        'Content-Type': type,
        Vary: 'Accept-Encoding',
        ETag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
        // Built files carry a hash in their name; the page must be asked for each time.
        'Cache-Control': name.startsWith('assets') ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    })
  }

  return (request) => {
    const { pathname } = new URL(request.url)
    // The console's own addresses are no files: its page answers them all.
    const file = files.get(pathname) ?? (pathname.startsWith('/assets/') ? undefined : files.get('/index.html'))
    if (!file) return null
    const { content, brotli, headers } = file
    if (request.headers.get('If-None-Match') === headers['ETag']) return new Response(null, { status: 304, headers })
    const isCompressed = brotli && /\bbr\b/.test(request.headers.get('Accept-Encoding') ?? '')
    return new Response(isCompressed ? brotli : content, {
      headers: isCompressed ? { ...headers, 'Content-Encoding': 'br' } : headers,
    })
  }
}
