import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { answerWindow, askOpener } from './openersBackend.ts'

const ORIGIN = 'http://localhost:4400'
beforeEach(() => vi.stubGlobal('location', { origin: ORIGIN }))
afterEach(() => void vi.unstubAllGlobals())

/** A window that answers by `backend` whatever another window of the same browser asks it. */
function openWindow(backend: (request: Request) => Promise<Response>, origin = ORIGIN) {
  const postMessage = (data: unknown, _to: string, ports: MessagePort[]) =>
    void answerWindow({ data: structuredClone(data), origin, ports } as unknown as MessageEvent, backend)
  vi.stubGlobal('window', { opener: { closed: false, postMessage } })
}

test('what a window asks is answered by the window that opened it, status, headers and body', async () => {
  openWindow(async (request) =>
    Response.json(
      { asked: [request.method, request.url, await request.text()] },
      { status: 409, headers: { ETag: 'x' } },
    ),
  )
  const answer = await askOpener(new Request(`${ORIGIN}/api/sso`, { method: 'PUT', body: 'text' }))
  expect(answer.status).toBe(409)
  expect(answer.headers.get('ETag')).toBe('x')
  expect(await answer.json()).toEqual({ asked: ['PUT', `${ORIGIN}/api/sso`, 'text'] })
})

test('an answer without a body, and a connection that is lost, arrive as what they are', async () => {
  openWindow(async () => new Response(null, { status: 204 }))
  expect((await askOpener(new Request(`${ORIGIN}/api/session`))).status).toBe(204)
  openWindow(async () => Response.error())
  expect((await askOpener(new Request(`${ORIGIN}/api/session`))).type).toBe('error')
})

test('where the opener is gone, the window says so and what to do', async () => {
  for (const opener of [null, { closed: true }]) {
    vi.stubGlobal('window', { opener })
    const answer = await askOpener(new Request(`${ORIGIN}/api/session`))
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('was closed. Close this one') })
  }
})

test('a page of another origin, and an opener without a room, get and give no answer', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let calls = 0
  openWindow(async () => new Response(String(calls++)), 'https://elsewhere.example')
  const answer = askOpener(new Request(`${ORIGIN}/api/session`))
  await vi.runAllTimersAsync()
  expect(await (await answer).json()).toMatchObject({ message: expect.stringContaining('does not answer') })
  expect(calls).toBe(0)
})
