import * as z from 'zod/mini'
import { Environment } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { Id } from '#src/domain/user.ts'
import type { Connection, INTEGRATIONS, IntegrationId } from './integrations.ts'

/** A call of the Workfront API. */
export interface ApiCall {
  method: 'GET' | 'PUT'
  /** With its query, which never holds a secret. */
  path: string
  headers: Record<string, string>
  body: string | null
  userAgent: string
  /** Aborted once nobody waits for the answer any more. */
  signal: AbortSignal
}

export interface ApiAnswer {
  status: number
  body: string
}

/** The Workfront that an application works with: one environment, as it is reached from outside. */
export interface Workfront {
  environment: Environment
  send(call: ApiCall): Promise<ApiAnswer>
}

/** Where an application keeps what it was given, apart from everything of Latchkey's. */
export interface Storage {
  load(): Promise<string | null>
  save(text: string): Promise<void>
}

/** Whose connection it is: the ID of a user of Workfront. */
type Account = string

/** Keys by environment and account. */
const Held = z.partialRecord(Environment, z.record(Id, z.string()))
export type Held = z.infer<typeof Held>

type WithoutTime<Known> = Known extends unknown ? Omit<Known, 'checkedAt'> : never
/** What a call with a key has shown, whenever that was. */
export type Finding = WithoutTime<Connection>

/** How long an application waits for Workfront to say what it thinks of a key. Milliseconds. */
const PATIENCE = 3000
/** The same while somebody logs it in, for which a password has to be hashed. */
const LOGIN_PATIENCE = 10_000

const USER = '/attask/api/v15.0/user'
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const Generated = z.object({ data: z.object({ result: z.string() }) })
const Self = z.object({ data: z.object({ ID: Id, name: z.string() }) })
const Failure = z.object({ error: z.object({ message: z.string() }) })

export type IntegrationClient = Awaited<ReturnType<typeof openClient>>

/**
 * An application that works with Workfront through its API, as any program outside would. It knows no more than its
 * own name and the keys it was given.
 */
export async function openClient({ name, userAgent }: (typeof INTEGRATIONS)[IntegrationId], storage: Storage) {
  let held = readHeld(await storage.load())

  const keyOf = (environment: Environment, account: Account) => held[environment]?.[account]

  async function keep(environment: Environment, account: Account, key: string | null): Promise<void> {
    const { [account]: _, ...others } = held[environment] ?? {}
    held = { ...held, [environment]: key === null ? others : { ...others, [account]: key } }
    await storage.save(JSON.stringify(held))
  }

  /** The answer with its body read as JSON; null where none came in time. */
  async function ask(
    workfront: Workfront,
    call: Pick<ApiCall, 'method' | 'path' | 'headers' | 'body'>,
    patience: number,
  ): Promise<{ status: number; body: unknown } | null> {
    const abort = new AbortController()
    const late = new Promise<null>((resolve) => abort.signal.addEventListener('abort', () => resolve(null)))
    const timer = setTimeout(() => abort.abort(), patience)
    try {
      const answer = await Promise.race([workfront.send({ ...call, userAgent, signal: abort.signal }), late])
      return answer && { status: answer.status, body: JSON.parse(answer.body) }
    } catch {
      // Cut off, or no JSON: whatever that was, it was not Workfront.
      return null
    } finally {
      clearTimeout(timer)
    }
  }

  /** Asks Workfront whom `key` stands for. */
  async function tryKey(workfront: Workfront, key: string): Promise<Finding> {
    const call = { method: 'GET', path: `${USER}/$$USER.ID?fields=name`, headers: { apiKey: key }, body: null } as const
    const answer = await ask(workfront, call, PATIENCE)
    const self = Self.safeParse(answer?.body)
    if (self.success) return { state: 'connected', account: { id: self.data.data.ID, name: self.data.data.name } }
    return { state: answer?.status === 401 ? 'refused' : 'no-answer' }
  }

  const noAnswer = () =>
    new DomainError('unavailable', `${name} got no answer from Workfront. You can try again; nothing is done twice.`)

  return {
    /** Makes a call with the key that it holds. */
    async check(workfront: Workfront, account: Account): Promise<Finding> {
      const key = keyOf(workfront.environment, account)
      return key === undefined ? { state: 'not-connected' } : tryKey(workfront, key)
    },

    /** Logs in for this one call and has Workfront make or show the account's key, which it then holds. */
    async connect(workfront: Workfront, account: Account, username: string, password: string): Promise<Finding> {
      const form = new URLSearchParams({ action: 'generateApiKey', username, password })
      const call = { method: 'PUT', path: USER, headers: FORM, body: form.toString() } as const
      const answer = await ask(workfront, call, LOGIN_PATIENCE)
      const generated = Generated.safeParse(answer?.body)
      if (!generated.success) {
        const failure = Failure.safeParse(answer?.body)
        throw failure.success ? new DomainError('forbidden', failure.data.error.message) : noAnswer()
      }
      await keep(workfront.environment, account, generated.data.data.result)
      return tryKey(workfront, generated.data.data.result)
    },

    /** Takes `key` in place of the one it holds, once a call with it has succeeded. */
    async enterKey(workfront: Workfront, account: Account, key: string): Promise<Finding> {
      const finding = await tryKey(workfront, key)
      if (finding.state === 'refused')
        throw new DomainError(
          'invalid',
          'Workfront does not accept this key. Copy the one that you have now, whole, and enter it again.',
          'key',
        )
      if (finding.state !== 'connected') throw noAnswer()
      await keep(workfront.environment, account, key)
      return finding
    },

    /** Forgets the key it holds. Workfront hears nothing of it. */
    async disconnect(workfront: Workfront, account: Account): Promise<Finding> {
      await keep(workfront.environment, account, null)
      return { state: 'not-connected' }
    },

    /** Begins a rehearsal holding these keys and no others. */
    async begin(keys: Held): Promise<void> {
      held = keys
      await storage.save(JSON.stringify(held))
    },
  }
}

/** What was saved. An application that cannot read it any more has lost its connections, and can be connected anew. */
function readHeld(text: string | null): Held {
  try {
    return Held.parse(JSON.parse(text ?? '{}'))
  } catch {
    return {}
  }
}
