import type { ApiKey, KeyPolicy } from '#src/domain/apiKey.ts'
import type { ApiLogin } from '#src/domain/apiLogins.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import type { RecordsSought } from '#src/domain/auditLog.ts'
import type { Customer, Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { KeyClient, KeyUsage, KeyUse } from '#src/domain/keyUse.ts'
import type { RefreshHistory } from '#src/domain/refresh.ts'
import type { Session } from '#src/domain/session.ts'
import type { OwnKey } from '#src/domain/sso/ownCertificates.ts'
import type { SingleSignOn } from '#src/domain/sso/settings.ts'
import type { SignOnRecord, SignOnSummary } from '#src/domain/sso/signOnRecord.ts'
import type { SignOnRequest } from '#src/domain/sso/signOnRequest.ts'
import type { User } from '#src/domain/user.ts'
import type { StoredListing, UserOrder, UsersSought } from '#src/domain/userList.ts'

/**
 * Where an installation keeps its data. Rules decide; the store only remembers. One that cannot be reached or written
 * to refuses with `unavailable`; every other error is a bug.
 */
export interface Store {
  /**
   * Asks about one environment's rows without waiting for writers. Each look-up sees whatever was committed by then,
   * so two of them may see two moments.
   */
  read<T>(environment: Environment, ask: (rows: Reading) => Promise<T>): Promise<T>
  /**
   * Runs `act` on one environment's rows. Writers run one after another, also those of other processes; what `act`
   * wrote is kept when it resolves and undone when it throws.
   */
  transaction<T>(environment: Environment, act: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * A {@link transaction} that can take over what another environment has, of which it sees one moment. However long it
   * takes, readers of that environment never wait for it, and of the databases only SQLite has its writers wait.
   */
  refresh<T>(environment: Environment, act: (tx: RefreshTransaction) => Promise<T>): Promise<T>
}

/** Logins that are looked through at most, so that an organisation of any size gets its answer soon. */
export const MOST_LOGINS = 100_000

/** Text that can be compared whatever its case, as `foldCase` has it. `name` is first name, a space and last name. */
export type AnyCaseField = 'username' | 'email' | 'firstName' | 'lastName' | 'name'
/** What users can be searched and sorted by. */
export type UserField = AnyCaseField | Exclude<keyof User, 'failedLogins' | 'lockedUntil' | 'mustChangePassword'>
export type TextField = Exclude<UserField, 'isActive' | 'ssoAccessOnly' | 'loginCount'>

/**
 * One thing asked of a user. `ne` holds also where there is no value; `contains` finds the empty text in every value;
 * of the others none but `isnull` holds where there is none. No text is a pattern.
 */
export type UserCondition =
  | { field: UserField; test: 'eq' | 'ne'; value: string | number | boolean }
  | { field: UserField; test: 'in'; values: readonly (string | number | boolean)[] }
  | { field: TextField; test: 'contains'; value: string }
  | { field: AnyCaseField; test: 'cieq' | 'cicontains'; value: string }
  | { field: UserField; test: 'isnull' | 'notnull' }

/** Text goes by code point, false before true, no value before any; descending is the reverse of all that. */
export interface UserSort {
  field: UserField
  isDescending: boolean
}

/** Questions about one environment's rows. Look-ups answer null for what is not there. */
export interface Reading {
  customer: {
    get(): Promise<Customer>
  }
  sso: {
    /** The product's defaults where nobody ever saved any. */
    get(): Promise<SingleSignOn>
    /** The key pairs this side signs with, in no order. */
    ownKeys(): Promise<OwnKey[]>
    /** A sign-on that was begun and not answered; null where there is none of that ID. */
    request(id: string): Promise<SignOnRequest | null>
    /** Whether there is one that was begun after `begunAfter`, in the browser with that digest if one is given. */
    hasRequest(begunAfter: Instant, browser: string | null): Promise<boolean>
  }
  signOns: {
    /** The newest first. */
    recent(): Promise<SignOnSummary[]>
    byId(id: string): Promise<SignOnRecord | null>
  }
  users: {
    byId(id: string): Promise<User | null>
    /** Whatever the case of `username`. */
    byUsername(username: string): Promise<User | null>
    /** Whatever the case of `email`. */
    byEmail(email: string): Promise<User | null>
    /** Hashes of the passwords the user had before the present one, newest first, at most `limit`. */
    previousPasswords(id: string, limit: number): Promise<string[]>
    /** Users, active or not, whose password was set at `cutoff` or before. */
    countPasswordsSetBy(cutoff: Instant): Promise<number>
    /** Users of whom every condition holds, in order of `sort` and then of their IDs: `limit` of them from `first` on. */
    search(
      conditions: readonly UserCondition[],
      sort: readonly UserSort[],
      page: { first: number; limit: number },
    ): Promise<User[]>
    /** Only these fields of all users of whom every condition holds, in order of their IDs, however many there are. */
    pick<Field extends keyof User>(
      fields: readonly Field[],
      conditions: readonly UserCondition[],
    ): Promise<Pick<User, Field>[]>
    /** How many users there are of whom every condition holds. */
    count(conditions: readonly UserCondition[]): Promise<number>
    /** The users that a filter leaves, in order: `limit` of them from `first` on. */
    list(filter: UsersSought, sort: UserOrder, page: { first: number; limit: number }): Promise<StoredListing[]>
    /** All of them at one moment, by name. */
    listAll(filter: UsersSought): Promise<StoredListing[]>
    countListed(filter: UsersSought): Promise<number>
    /** What the directory said of a user that no field of theirs has, by Workfront attribute. */
    directoryOf(id: string): Promise<Record<string, string>>
  }
  keys: {
    ofUser(userId: string): Promise<ApiKey | null>
    byDigest(digest: string): Promise<ApiKey | null>
    /**
     * The key with that digest, whose it is, and the settings that decide whether it still works: what every call by
     * key asks, and therefore one look-up.
     */
    holder(digest: string): Promise<{ key: ApiKey; owner: User; policy: KeyPolicy } | null>
    /**
     * Keys by state at `now`. Those whose owner's password was set at `cutoff` or before count as `settled` and
     * nothing else; with a null cutoff none do.
     */
    count(now: Instant, cutoff: Instant | null): Promise<{ active: number; expired: number; settled: number }>
    /** Keys that have expired at `now`, and those that expire by `until`, without those that `cutoff` settles. */
    countEnding(now: Instant, until: Instant, cutoff: Instant | null): Promise<{ expired: number; expiring: number }>
    /** The earliest expiry after `now` of any key. */
    nextExpiry(now: Instant): Promise<Instant | null>
  }
  /** Which clients used the keys that there are: of each key the `MOST_CLIENTS` that used it last. */
  keyUses: {
    /** Of a user's key, by `byLastUse`. */
    ofUser(userId: string): Promise<KeyUse[]>
    /**
     * The clients that used any key after `since`: the `limit` of the most users, of as many by `byLastUse`, and how many
     * there are. The keys that `cutoff` settles do not count.
     */
    clientsSince(
      since: Instant,
      cutoff: Instant | null,
      limit: number,
    ): Promise<{ clients: KeyClient[]; total: number }>
  }
  sessions: {
    byDigest(digest: string): Promise<Session | null>
  }
  audit: {
    /**
     * Records of which every condition holds, newest first, of one instant those written last: `limit` of them at most,
     * or all of them.
     */
    search(conditions?: RecordsSought, limit?: number): Promise<AuditRecord[]>
    /** Some of them in that order, and how many there are. */
    page(
      conditions: RecordsSought,
      page: { first: number; limit: number },
    ): Promise<{ records: AuditRecord[]; count: number }>
    byId(id: string): Promise<AuditRecord | null>
    /**
     * Successful logins through the API with a password after `since`, by user, client, address and certificate: the
     * `limit` groups used last, newest first. Of more than `MOST_LOGINS` logins only the newest are counted.
     */
    apiLogins(since: Instant, limit: number): Promise<ApiLogin[]>
  }
  refreshes: {
    /** Null where nobody has looked yet whether one is due. */
    get(): Promise<RefreshHistory | null>
  }
  /** In Preview what Production has, for what holds here before the next refresh brings it; null in Production. */
  production: Reading | null
}

/** One environment's rows inside a transaction. */
export interface Transaction extends Reading {
  customer: Reading['customer'] & {
    put(customer: Customer): Promise<void>
  }
  sso: Reading['sso'] & {
    put(settings: SingleSignOn): Promise<void>
    addOwnKey(key: OwnKey): Promise<void>
    removeOwnKey(fingerprint: string): Promise<void>
    /** Remembers that a sign-on was begun. */
    putRequest(request: SignOnRequest): Promise<void>
    removeRequest(id: string): Promise<void>
    /** Forgets the sign-ons that were begun at `begunBy` or before. */
    removeRequests(begunBy: Instant): Promise<void>
    /**
     * Remembers until `until` that an assertion or a logout request was used; answers false where it was before. `digest`
     * tells it from all others.
     */
    useMessage(digest: string, until: Instant): Promise<boolean>
    /** Forgets those that nobody could use any more at `now`. */
    removeUsedMessages(now: Instant): Promise<void>
  }
  signOns: Reading['signOns'] & {
    append(record: SignOnRecord): Promise<void>
    /** Forgets those from `before` and earlier, and the oldest of more than so many signed answers, and of so many others. */
    trim(before: Instant, answers: number, others: number): Promise<void>
  }
  users: Reading['users'] & {
    put(user: User): Promise<void>
    /** Gives these users their SSO usernames, and turns Only Allow SAML 2.0 Authentication on for them; all at once. */
    setSsoUsernames(entries: readonly { id: string; ssoUsername: string }[]): Promise<void>
    putDirectory(id: string, attributes: Record<string, string>): Promise<void>
    /** Adds to the passwords the user had before. */
    rememberPassword(id: string, hash: string): Promise<void>
  }
  keys: Reading['keys'] & {
    /** Adds the key or replaces its owner's key; who used another one is forgotten. */
    put(key: ApiKey): Promise<void>
    removeOf(userId: string): Promise<void>
    /** Gives every key that has not expired at `now` the same expiry; answers how many there were. */
    redateAll(now: Instant, expiresAt: Instant | null): Promise<number>
    /** Removes every key; answers how many there were. */
    removeAll(): Promise<number>
    /** Removes the keys whose owner's password was set at `cutoff` or before; answers how many there were. */
    settle(cutoff: Instant): Promise<number>
    /**
     * Adds to what is known of a key's use, or does nothing where its owner has another key by now. Nothing gets
     * earlier, and what was before the last refresh is left out.
     */
    recordUse(usage: KeyUsage): Promise<void>
    /** Has every use and refused call after `now` count as one at `now`, because the clock was set back. */
    capUse(now: Instant): Promise<void>
  }
  sessions: Reading['sessions'] & {
    put(session: Session): Promise<void>
    remove(digest: string): Promise<void>
    /** Ends every session of a user but the one with digest `kept`; answers how many there were. */
    removeOfUser(userId: string, kept: string | null): Promise<number>
    /**
     * Ends the sessions that began with a sign-on by this name: all of them, or those with one of these names of the
     * identity provider's for its sessions; answers how many there were.
     */
    removeSignedOn(nameId: string, sessionIndexes: readonly string[]): Promise<number>
    /**
     * Forgets the sessions that were last used at `idleSince` or before, that began at `begunBy` or before, or that had to
     * end at `endedBy` or before.
     */
    removeEnded(idleSince: Instant, begunBy: Instant, endedBy: Instant): Promise<void>
  }
  audit: Reading['audit'] & {
    append(record: AuditRecord): Promise<void>
    /** Deletes the oldest records from before `cutoff`, `limit` of them at most; answers how many there were. */
    removeBefore(cutoff: Instant, limit: number): Promise<number>
  }
  refreshes: Reading['refreshes'] & {
    put(history: RefreshHistory): Promise<void>
  }
}

/** What only a refresh does. */
export interface RefreshTransaction extends Transaction {
  /**
   * Puts the customer, users, earlier passwords and keys of `source` in the place of this environment's, and ends every
   * session here. What the directory said of users comes along. Keys begin unused, by any client. Single sign-on, its
   * records, audit records and the history of refreshes stay.
   */
  takeFrom(source: Environment): Promise<void>
}
