import * as z from 'zod/mini'
import { Instant } from '#src/domain/instant.ts'
import { SignOnAttribute } from '#src/domain/sso/signOnRecord.ts'

/** What an address of the console says to the rehearsal, and not to the page. */
const LINK_PARAMETERS = ['environment', 'scenario', 'as', 'now', 'press'] as const
export type LinkParameter = (typeof LINK_PARAMETERS)[number]

/** Whether opening an address with these parameters changes the rehearsal. */
export const isScenarioLink = (parameters: URLSearchParams): boolean =>
  LINK_PARAMETERS.some((name) => parameters.has(name))

/** What a scenario link carries, as typed by whoever wrote the link: checked by the room, which says what is wrong. */
export const ScenarioLink = z.object({
  scenario: z.optional(z.string()),
  as: z.optional(z.string()),
  now: z.optional(z.string()),
})
export type ScenarioLink = z.infer<typeof ScenarioLink>

/**
 * `problems` are sentences for the person who opened a link that could not be followed as written. Where `continueAt`
 * is an address, nothing was opened: the scenario plays in the environment that lives there.
 */
export const ScenarioOpened = z.object({
  scenario: z.string(),
  problems: z.array(z.string()),
  continueAt: z.nullable(z.string()),
})
export type ScenarioOpened = z.infer<typeof ScenarioOpened>

const CLOCK_MOVES = ['day', 'week', 'month', 'next-expiry', 'next-refresh', 'real'] as const
export const ClockMove = z.object({ move: z.enum(CLOCK_MOVES) })
export type ClockMove = z.infer<typeof ClockMove>

export const RehearsalState = z.object({
  scenario: z.string(),
  now: Instant,
  /** Milliseconds ahead of the real clock. */
  clockOffset: z.number(),
  nextExpiry: z.nullable(Instant),
  /** Of Preview, from Production. */
  nextRefresh: Instant,
})
export type RehearsalState = z.infer<typeof RehearsalState>

/** How many came to Preview. */
export const PreviewRefreshed = z.object({ users: z.int(), keys: z.int() })
export type PreviewRefreshed = z.infer<typeof PreviewRefreshed>

/** A file for whoever has none to rehearse with, valid at the rehearsal's now. */
export const SampleFile = z.object({ name: z.string(), mediaType: z.string(), text: z.string() })
export type SampleFile = z.infer<typeof SampleFile>

/** Who somebody says they are at the stand-in for the identity provider. `request` is a sign-on that waits there. */
export const StandInAnswer = z.object({
  request: z.string(),
  nameId: z.string().check(z.maxLength(1024)),
  attributes: z.array(SignOnAttribute).check(z.maxLength(100)),
})
export type StandInAnswer = z.infer<typeof StandInAnswer>
