import { connect } from 'node:net'

/** An answer as it came over the wire; header names in lower case. */
export interface RawAnswer {
  status: number
  headers: Map<string, string>
  body: Buffer
}

/** Why there is no answer: the server closed the connection, or it keeps it and says nothing. */
type Silence = 'closed' | 'hanging'

/** A connection over which bytes go as they are, whether or not they are HTTP, and answers come back one by one. */
export interface RawConnection {
  /** The answer to `bytes`, waited for up to `patience` milliseconds. */
  ask(bytes: Buffer, patience: number, isHead?: boolean): Promise<RawAnswer | Silence>
  /** Sends `bytes` and is gone. */
  abandon(bytes: Buffer): void
  /** Whether another request can go over it. */
  isOpen(): boolean
  close(): void
}

export function openConnection(port: number): RawConnection {
  const socket = connect(port, '127.0.0.1')
  let received = Buffer.alloc(0)
  let isOver = false
  let wake = () => {}
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    wake()
  })
  const end = () => {
    isOver = true
    wake()
  }
  // Cut off or closed: what arrived until then is all there is.
  socket.on('error', end).on('end', end).on('close', end)

  return {
    async ask(bytes, patience, isHead = false) {
      received = Buffer.alloc(0)
      socket.write(bytes)
      const started = performance.now()
      for (;;) {
        const answer = readAnswer(received, isHead, isOver)
        if (answer) {
          if (answer.headers.get('connection') === 'close') socket.end()
          return answer
        }
        if (isOver) return 'closed'
        const left = patience - (performance.now() - started)
        if (left <= 0) return 'hanging'
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    },
    abandon: (bytes) => socket.write(bytes, () => socket.destroy()),
    isOpen: () => !isOver && socket.writable,
    close: () => socket.destroy(),
  }
}

const HEAD_END = '\r\n\r\n'

/** The first whole answer in `bytes`, or null while it is not there yet. */
function readAnswer(bytes: Buffer, isHead: boolean, isOver: boolean): RawAnswer | null {
  const end = bytes.indexOf(HEAD_END)
  if (end === -1) return null
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
  const rest = bytes.subarray(end + HEAD_END.length)
  // 100 Continue announces the answer proper.
  if (status < 200) return readAnswer(rest, isHead, isOver)
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  const whole = (body: Buffer | null) => body && { status, headers, body }
  if (isHead || status === 204 || status === 304) return whole(Buffer.alloc(0))
  if (headers.get('transfer-encoding') === 'chunked') return whole(readChunks(rest))
  const length = headers.get('content-length')
  if (length === undefined) return isOver ? whole(rest) : null
  return rest.length < Number(length) ? null : whole(rest.subarray(0, Number(length)))
}

function readChunks(bytes: Buffer): Buffer | null {
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at)
    if (line === -1) return null
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16)
    const start = line + 2
    if (bytes.length < start + size + 2) return null
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(bytes.subarray(start, start + size))
    at = start + size + 2
  }
}
