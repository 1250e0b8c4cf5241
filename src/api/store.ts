import type { ApiKey } from '#src/domain/apiKey.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import type { Customer, Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { Session } from '#src/domain/session.ts'
import type { User } from '#src/domain/user.ts'

/** Where an installation keeps its data. Rules decide; the store only remembers. */
export interface Store {
  /**
   * Runs `act` on one environment's rows. Writers run one after another; what `act` wrote is kept when it resolves
   * and undone when it throws.
   */
  transaction<T>(environment: Environment, act: (tx: Transaction) => Promise<T>): Promise<T>
}

/** One environment's rows inside a transaction. Look-ups answer null for what is not there. */
export interface Transaction {
  customer: {
    get(): Promise<Customer>
    put(customer: Customer): Promise<void>
  }
  users: {
    byId(id: string): Promise<User | null>
    /** Whatever the case of `username`. */
    byUsername(username: string): Promise<User | null>
    /** Whatever the case of `email`. */
    byEmail(email: string): Promise<User | null>
    put(user: User): Promise<void>
  }
  keys: {
    ofUser(userId: string): Promise<ApiKey | null>
    byDigest(digest: string): Promise<ApiKey | null>
    /** Adds the key or replaces its owner's key. */
    put(key: ApiKey): Promise<void>
    removeOf(userId: string): Promise<void>
    /**
     * Keys by state at `now`. Those whose owner's password was set at `cutoff` or before count as `settled` and
     * nothing else; with a null cutoff none do.
     */
    count(now: Instant, cutoff: Instant | null): Promise<{ active: number; expired: number; settled: number }>
    /** Keys that are active at `now` and expire at `until` or before. */
    countExpiring(now: Instant, until: Instant): Promise<number>
    /** Gives every key that has not expired at `now` the same expiry; answers how many there were. */
    redateAll(now: Instant, expiresAt: Instant | null): Promise<number>
    /** Removes every key; answers how many there were. */
    removeAll(): Promise<number>
    /** Removes the keys whose owner's password was set at `cutoff` or before; answers how many there were. */
    settle(cutoff: Instant): Promise<number>
    /** The earliest expiry after `now` of any key. */
    nextExpiry(now: Instant): Promise<Instant | null>
  }
  sessions: {
    byDigest(digest: string): Promise<Session | null>
    put(session: Session): Promise<void>
    remove(digest: string): Promise<void>
  }
  audit: {
    append(record: AuditRecord): Promise<void>
    /** Newest first. */
    list(): Promise<AuditRecord[]>
  }
}
