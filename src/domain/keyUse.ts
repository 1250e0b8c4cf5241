import * as z from 'zod/mini'
import { compareText } from './compareText.ts'
import { DAY, elapsed, Instant, MINUTE, shift } from './instant.ts'

/** How far back the clients of a key are named where it is about to stop working. Days. */
export const USE_DAYS = 30

/** Clients that are remembered of one key: those that used it last. */
export const MOST_CLIENTS = 20

/** Uses of a key are written down once in this time, so what is known of them is as old. Milliseconds. */
export const USE_DELAY = MINUTE

/** That a client used a key: when last, and from which network address it did then. */
export const KeyUse = z.object({
  /** As `clientName` has it. */
  client: z.string(),
  address: z.string(),
  lastUsedAt: Instant,
})
export type KeyUse = z.infer<typeof KeyUse>

/** What became of the calls with one key since that was last written down. */
export interface KeyUsage {
  userId: string
  keyId: string
  /** One for each client at most. */
  uses: KeyUse[]
  /** Calls that were refused though the key is known: how many, and when last. */
  refusedCalls: number
  lastRefusedAt: Instant | null
}

/** What its owner's console shows of the use of a key. Without a key there is none. */
export const OwnKeyUse = z.object({
  /** By client, the last used first. */
  uses: z.array(KeyUse),
  refusedCalls: z.int(),
  lastRefusedAt: z.nullable(Instant),
  asOf: Instant,
})
export type OwnKeyUse = z.infer<typeof OwnKeyUse>

/** The clients of somebody's key of late, the last used first. Without a key there are none. */
export const UserClients = z.object({ uses: z.array(KeyUse), asOf: Instant })
export type UserClients = z.infer<typeof UserClients>

/** A client of all keys together. */
export const KeyClient = z.object({ client: z.string(), users: z.int(), lastUsedAt: Instant })
export type KeyClient = z.infer<typeof KeyClient>

/** The clients of all keys of late, those of the most users first, and how many there are where not all are told. */
export const KeyClients = z.object({ clients: z.array(KeyClient), total: z.int(), asOf: Instant })
export type KeyClients = z.infer<typeof KeyClients>

/** Uses after this instant count as of late. */
export const usesSince = (now: Instant): Instant => shift(now, -USE_DAYS * DAY)

/** The last use first; of one instant by client, so that no two look-ups differ. */
export const byLastUse = (a: Pick<KeyUse, 'client' | 'lastUsedAt'>, b: Pick<KeyUse, 'client' | 'lastUsedAt'>): number =>
  compareText(b.lastUsedAt, a.lastUsedAt) || compareText(a.client, b.client)

/** `uses` with `use` among them: of each client the last one, and of clients those that used the key last. */
export function addUse(uses: readonly KeyUse[], use: KeyUse): KeyUse[] {
  const before = uses.find(({ client }) => client === use.client)
  const latest = before && before.lastUsedAt > use.lastUsedAt ? before : use
  return [...uses.filter(({ client }) => client !== use.client), latest].toSorted(byLastUse).slice(0, MOST_CLIENTS)
}

/**
 * What of `usage` came after `refreshedAt`, or all of it where that is null: a key that a refresh took over begins
 * unused. Refused calls that have waited together are told apart by the last of them.
 */
export const usageAfter = (usage: KeyUsage, refreshedAt: Instant | null): KeyUsage => {
  const isAfter = (at: Instant | null) => refreshedAt === null || (at !== null && at > refreshedAt)
  return {
    ...usage,
    uses: usage.uses.filter(({ lastUsedAt }) => isAfter(lastUsedAt)),
    ...(!isAfter(usage.lastRefusedAt) && { refusedCalls: 0, lastRefusedAt: null }),
  }
}

/**
 * Whether what was tried at `triedAt` may be written again at `now`. A clock that was set back is as good as one that
 * went on.
 */
export const isWriteDue = (triedAt: Instant | null, now: Instant): boolean =>
  triedAt === null || Math.abs(elapsed(triedAt, now)) >= USE_DELAY

/** The later of two instants, of which either may be none. */
export const laterOf = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || (b !== null && b > a) ? b : a
