import * as z from 'zod/mini'
import { DAY, elapsed, HOUR, Instant, MINUTE } from './instant.ts'
import { Id, type User } from './user.ts'

/** Sessions end after eight hours of inactivity (reference §8.3). */
export const SESSION_IDLE = 8 * HOUR
/** However busy, a session ends a day after it began: a stolen one is of use no longer than that. */
export const SESSION_LIFE = DAY
/** Use is written down at most this often, so that reading a page does not mean writing a row. */
const TOUCH_INTERVAL = MINUTE

/** How long it counts that somebody has shown who they are, for acts of which a stolen session must not be capable. */
export const PROOF_LIFE = 10 * MINUTE

/** A signed-in session at rest: only the SHA-256 of its id is kept, so a stolen store opens no session. */
export const Session = z.object({
  digest: z.string(),
  userId: Id,
  /** What it is good for: neither opens what the other does. */
  kind: z.enum(['console', 'api']),
  createdAt: Instant,
  lastUsedAt: Instant,
  /** Of the password that its user had when it began: with another one it is over. */
  passwordDate: Instant,
  /** When, and by what, its user last showed who they are. */
  provedAt: Instant,
  provedBy: z.enum(['password', 'sign-on']),
  /** By whom the identity provider knows it, where it began with a sign-on; else null. */
  nameId: z.nullable(z.string()),
  nameIdFormat: z.nullable(z.string()),
  /** The identity provider's own name for its session, where it gave one. */
  sessionIndex: z.nullable(z.string()),
  /** When it ends at the latest, where the identity provider has said so; else null. */
  endsAt: z.nullable(Instant),
})
export type Session = z.infer<typeof Session>

export const Credentials = z.object({
  username: z
    .string()
    .check(z.trim(), z.minLength(1, 'Enter your username'), z.maxLength(254, 'Use 254 characters or fewer')),
  password: z.string().check(z.minLength(1, 'Enter your password'), z.maxLength(1024, 'Use 1,024 characters or fewer')),
})
export type Credentials = z.infer<typeof Credentials>

/** What shows again who is signed in. */
export const PasswordProof = z.pick(Credentials, { password: true })

export const isSessionAlive = (session: Session, user: Pick<User, 'passwordDate'>, now: Instant): boolean =>
  elapsed(session.lastUsedAt, now) < SESSION_IDLE &&
  elapsed(session.createdAt, now) < SESSION_LIFE &&
  session.passwordDate === user.passwordDate &&
  (session.endsAt === null || now < session.endsAt)

/** Whether its user has shown who they are so lately that it need not be asked again. */
export const isProofFresh = ({ provedAt }: Pick<Session, 'provedAt'>, now: Instant): boolean =>
  Math.abs(elapsed(provedAt, now)) < PROOF_LIFE

/** The session with this use written down, or null when the last one is recent enough. */
export function touchSession(session: Session, now: Instant): Session | null {
  return Math.abs(elapsed(session.lastUsedAt, now)) < TOUCH_INTERVAL ? null : { ...session, lastUsedAt: now }
}
