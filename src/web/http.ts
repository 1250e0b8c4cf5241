import * as z from 'zod/mini'
import { ERROR_STATUS, type ErrorCode } from '#src/domain/errors.ts'

/** A refusal of the backend, or one of the ways a request fails before it gets one. */
export type ApiErrorCode = ErrorCode | 'offline' | 'timeout' | 'unavailable'

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

const Refusal = z.object({
  code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  field: z.optional(z.string()),
})

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * The console's only way to the backend. `path` is below `/api`; `Answer` checks what comes back.
 * Every failure is an {@link ApiError} with words fit to show.
 */
export async function send<Answer extends z.ZodMiniType>(
  method: Method,
  path: `/${string}`,
  Answer: Answer,
  body?: unknown,
): Promise<z.output<Answer>> {
  const response = await request(method, path, body)
  const json: unknown = response.status === 204 ? undefined : await response.json().catch(() => null)
  if (response.ok) {
    const answer = Answer.safeParse(json)
    if (answer.success) return answer.data
  }
  const refusal = Refusal.safeParse(json)
  if (refusal.success) throw new ApiError(refusal.data.code, refusal.data.message, refusal.data.field)
  throw new ApiError('unavailable', 'The server could not answer. Nothing is lost here: try again in a moment.')
}

async function request(method: Method, path: string, body: unknown): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), PATIENCE)
  try {
    return await fetch(`${import.meta.env.BASE_URL}api${path}`, {
      method,
      signal: abort.signal,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
  } catch {
    // Aborted or dropped: either way it is unknown whether the act was carried out, and every act is safe to repeat.
    throw abort.signal.aborted
      ? new ApiError('timeout', 'The server did not answer in time. Try again; nothing is done twice.')
      : new ApiError('offline', 'The server cannot be reached. Check your connection and try again.')
  } finally {
    clearTimeout(timer)
  }
}
