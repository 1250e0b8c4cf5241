import type { ErrorCode } from '#src/domain/errors.ts'

/** A request that one window of the demo asks another to answer, through a port that comes with it. */
interface Call {
  kind: typeof CALL
  method: string
  url: string
  headers: [name: string, value: string][]
  body: string | null
}
const CALL = 'latchkey-call'

/** What came of it; null where the connection was lost. */
type Reply = { status: number; headers: [name: string, value: string][]; body: string | null } | null

type Backend = (request: Request) => Promise<Response>

/** Longer than a slow scenario takes, shorter than the console waits. Milliseconds. */
const PATIENCE = 12_000

/**
 * The backend of a window that another one has opened to try a sign-on: it got a copy of `sessionStorage`, of which
 * nothing would come back, so the opener's room answers it, and by the opener's session.
 */
export async function askOpener(request: Request): Promise<Response> {
  // Another origin's, or none any more, takes no message.
  const opener = window.opener as Window | null
  if (!opener || opener.closed) return refusal('was closed')
  const { method, url } = request
  const body = method === 'GET' ? null : await request.text()
  const call: Call = { kind: CALL, method, url, headers: [...request.headers], body }
  const { port1, port2 } = new MessageChannel()
  const reply = await new Promise<Reply | 'none'>((resolve) => {
    const timer = setTimeout(() => resolve('none'), PATIENCE)
    port1.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      clearTimeout(timer)
      resolve(data)
    })
    port1.start()
    opener.postMessage(call, location.origin, [port2])
  })
  port1.close()
  if (reply === 'none') return refusal('does not answer')
  return reply ? new Response(reply.body, reply) : Response.error()
}

const refusal = (what: string) =>
  Response.json(
    {
      code: 'unavailable' satisfies ErrorCode,
      message: `The window that this one was opened from ${what}. Close this one, and press Test Connection again in Single Sign-On (SSO).`,
    },
    { status: 503 },
  )

/** Has `backend` answer what a window that this one opened asks by {@link askOpener}; other messages are let be. */
export async function answerWindow({ data, origin, ports: [port] }: MessageEvent, backend: Backend): Promise<void> {
  if (origin !== location.origin || !port || !isCall(data)) return
  const { method, url, headers, body } = data
  const response = await backend(new Request(url, { method, headers, body }))
  // An error has the status 0, which no response can be made with.
  const reply: Reply =
    response.type === 'error'
      ? null
      : { status: response.status, headers: [...response.headers], body: (await response.text()) || null }
  port.postMessage(reply)
}

// What is so called by this origin was written above.
const isCall = (data: unknown): data is Call => (data as Partial<Call> | null)?.kind === CALL
