import * as z from 'zod/mini'
import { ERROR_STATUS, type ErrorCode } from '#src/domain/errors.ts'

/** A refusal of the backend, or one of the ways a request fails before it gets one. */
export type ApiErrorCode = ErrorCode | 'offline' | 'timeout'

export class ApiError extends Error {
  readonly code: ApiErrorCode
  /** The input the refusal is about, as the request spells it. */
  readonly field: string | undefined

  constructor(code: ApiErrorCode, message: string, field?: string) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.field = field
  }
}

/** After this long without an answer a request counts as failed. Milliseconds. */
export const PATIENCE = 15_000
/** The same for what carries a whole organisation, over a line of a few Mbit/s. */
export const LONG_PATIENCE = 60_000

/** What the backend sends when it refuses. */
const Refusal = z.object({
  code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  field: z.optional(z.string()),
})

/**
 * A title for a failed act. A refusal means that nothing happened; an answer that never came, or could not be read,
 * leaves that open, and the words must not claim to know.
 */
export function failureOf(act: string, error: ApiError | null): { title: string; message: string } | null {
  if (!error) return null
  const isRefusal = Object.hasOwn(ERROR_STATUS, error.code) && error.code !== 'unavailable'
  return { title: `${act} ${isRefusal ? 'did not happen' : 'was not confirmed'}`, message: error.message }
}

/** Carries a request to the backend. */
let carry = (path: string, init: RequestInit): Promise<Response> => fetch(path, init)

/** Has `backend` answer every request from now on, with no network between: tests bring their own. */
export function answerWith(backend: typeof carry): void {
  carry = backend
}

/** What the backend asks for before it carries out an act that a stolen session must not be capable of. */
export type ProofNeeded = Extract<ErrorCode, 'password-needed' | 'sign-on-needed'>

const isProofNeeded = (code: ApiErrorCode): code is ProofNeeded =>
  code === 'password-needed' || code === 'sign-on-needed'

/** Asks whoever is signed in to show again who they are, with the backend's words for why. Resolves to whether they did. */
let prove = async (_needed: ProofNeeded, _message: string): Promise<boolean> => false

/** Has `ask` do so from now on. */
export function proveBy(ask: typeof prove): void {
  prove = ask
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * The console's only way to the backend. `path` is below `/api`; `Answer` checks what comes back. Where the backend asks
 * for a proof of who is there, that is given first. Every failure is an {@link ApiError} with words fit to show.
 */
export const send = <Answer extends z.ZodMiniType>(
  method: Method,
  path: `/${string}`,
  Answer: Answer,
  body?: unknown,
  patience = PATIENCE,
): Promise<z.output<Answer>> => exchange(method, `api${path}`, Answer, body, patience)

/** What describes the Workfront-compatible API, which lies beside the console's own. */
export const readApiDescription = <Answer extends z.ZodMiniType>(Answer: Answer): Promise<z.output<Answer>> =>
  exchange('GET', 'attask/api/openapi.json', Answer, undefined, PATIENCE)

async function exchange<Answer extends z.ZodMiniType>(
  method: Method,
  path: string,
  Answer: Answer,
  body: unknown,
  patience: number,
): Promise<z.output<Answer>> {
  const { ok, json } = await request(method, path, body, patience)
  if (ok) {
    const answer = Answer.safeParse(json)
    if (answer.success) return answer.data
  }
  const refusal = Refusal.safeParse(json)
  if (refusal.success) {
    const { code, message, field } = refusal.data
    if (isProofNeeded(code) && (await prove(code, message))) return exchange(method, path, Answer, body, patience)
    throw new ApiError(code, message, field)
  }
  throw new ApiError('unavailable', 'The server could not answer. Nothing is lost here: try again in a moment.')
}

/** The answer with its body read, both within the same patience. A body that is neither JSON nor a file is null. */
async function request(
  method: Method,
  path: string,
  body: unknown,
  patience: number,
): Promise<{ ok: boolean; json: unknown }> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), patience)
  try {
    const response = await carry(import.meta.env.BASE_URL + path, {
      method,
      signal: abort.signal,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    const text = await response.text()
    // A file to keep is text, and stays it.
    const isFile = response.headers.get('Content-Type')?.startsWith('text/csv')
    return { ok: response.ok, json: isFile ? text : parseJson(text) }
  } catch {
    // Aborted or dropped: either way it is unknown whether the act was carried out. Every act can be tried again: one
    // that names what it is aimed at is refused when it has already happened (DECISIONS 8).
    throw abort.signal.aborted
      ? new ApiError('timeout', 'The server did not answer in time. You can try again; nothing is done twice.')
      : new ApiError('offline', 'The server cannot be reached. Check your connection and try again.')
  } finally {
    clearTimeout(timer)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
