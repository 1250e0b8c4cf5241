import type { CertificateFacts } from '#src/domain/certificateFacts.ts'
import type { Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { SignedIn } from '#src/domain/signedIn.ts'
import type { ServiceProvider } from './signOn/serviceProvider.ts'
import type { Store } from './store.ts'

/** What the backend must not reach for itself, so that it runs anywhere and tests can hold it still. */
export interface Host {
  store: Store
  now(): Instant
  /** That many bytes from a cryptographic source. */
  random(bytes: number): Uint8Array
  /** SHA-256 as lower-case hexadecimal. */
  digest(value: string): Promise<string>
  /** Seals a key value so that the store alone cannot show it; `open` undoes `seal`, or answers null where it cannot. */
  vault: { seal(value: string): Promise<string>; open(sealed: string): Promise<string | null> }
  /** What a certificate says, given its DER. Whatever else it is given it refuses as `invalid`, in words for people. */
  readCertificate(der: Uint8Array): Promise<CertificateFacts>
  serviceProvider: ServiceProvider
  /** The address a browser is sent to instead of one of an identity provider; demos have it led to their stand-in. */
  leadTo(url: string): string
  /** Passwords that many people have used, in lower case. Asked for only when a password is chosen. */
  commonPasswords(): Promise<string[]>
  passwords: { hash(password: string): Promise<string>; verify(password: string, hash: string): Promise<boolean> }
}

/** Who is calling, and from where. A host finds it for each request; a browser page cannot read or set cookies. */
export interface Caller {
  environment: Environment
  addresses: SignedIn['addresses']
  /**
   * Where this caller reaches their environment, with a slash at its end: as in `addresses`, but on this very machine by
   * the name they came by, because cookies belong to it.
   */
  ownAddress: string
  /** The console's session. */
  sessionId: string | null
  /** Has the host remember the console's session for the caller's next requests, or forget it. */
  keepSession(id: string | null): void
  /** What the browser that begins a sign-on holds until it comes back from the identity provider. */
  signOnBrowser: string | null
  keepSignOnBrowser(id: string | null): void
  /** The session of an API login, kept apart so that no integration signs anybody out of the console. */
  apiSessionId: string | null
  keepApiSession(id: string | null): void
  /** Network address, for the audit record. */
  address: string
  userAgent: string
}

/** Hono's view of the above. */
export interface HostEnv {
  Bindings: Caller
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A new 32-digit hexadecimal ID (reference §8.3). */
export const newId = (host: Pick<Host, 'random'>): string => hex(host.random(16))
