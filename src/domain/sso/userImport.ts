import * as z from 'zod/mini'
import { DomainError } from '../errors.ts'
import { fullName, Id, type User } from '../user.ts'
import { SsoUsername } from '../userEdit.ts'

/** Lines of a file at most, and of one question what they would do. */
export const MAX_LINES = 100_000
export const MAX_PREVIEW = 5_000

/**
 * Whether a spreadsheet would calculate what begins like this or goes on so behind a semicolon, also where a quote
 * keeps it from doing so now.
 */
export const isFormula = (cell: string): boolean => /^'?[=+\-@＝＋－＠]|;'?"*[=+\-@＝＋－＠]/.test(cell)

const FORMULA = 'Has =, +, - or @ at its beginning or behind a semicolon, which spreadsheets take for a formula'

/** One user of a file and the SSO username they get. `line` is where it stands in the file. */
export const ImportLine = z.object({
  line: z.int(),
  id: Id,
  ssoUsername: SsoUsername.check(z.refine((name) => !isFormula(name), FORMULA)),
})
export type ImportLine = z.infer<typeof ImportLine>

const linesUpTo = (most: number) =>
  z.object({
    lines: z.array(ImportLine).check(z.maxLength(most, `Send ${most.toLocaleString('en-US')} lines or fewer`)),
  })

export const ImportQuestion = linesUpTo(MAX_PREVIEW)
export const Import = linesUpTo(MAX_LINES)

/** Why a line is left out. `earlier` is the line that has the same already. */
export type LineProblem =
  | { kind: 'blank' }
  | { kind: 'quotes'; through: number }
  | { kind: 'formula' }
  | { kind: 'columns'; count: number }
  | { kind: 'heading' }
  | { kind: 'no-id' }
  | { kind: 'no-sso-username' }
  | { kind: 'unusable-sso-username'; reason: string }
  | { kind: 'repeated-user'; earlier: number }
  | { kind: 'repeated-sso-username'; earlier: number }
  | { kind: 'unknown-user' }
  | { kind: 'taken'; by: string }

/** A problem in words for people. */
export function problemText(problem: LineProblem): string {
  switch (problem.kind) {
    case 'blank':
      return 'This line is empty.'
    case 'quotes':
      return `A quotation mark is out of place between here and the end of line ${problem.through}. Put quotation marks around a whole cell, with no blank before them.`
    case 'formula':
      return `${FORMULA}.`
    case 'columns':
      return `This line has ${problem.count === 1 ? 'one column' : `${problem.count} columns`}. It needs two: user ID and SSO username, in quotation marks where a comma is part of it.`
    case 'heading':
      return 'The first line does not begin with a user ID. If it is a heading, leave it out.'
    case 'no-id':
      return 'No user ID, which has 32 digits from 0 to 9 and a to f. Spreadsheets shorten some unless their column is text.'
    case 'no-sso-username':
      return 'No SSO username.'
    case 'unusable-sso-username':
      return `The SSO username cannot be used: ${problem.reason}.`
    case 'repeated-user':
      return `The same user as in line ${problem.earlier}, which counts.`
    case 'repeated-sso-username':
      return `The same SSO username as in line ${problem.earlier}, which counts.`
    case 'unknown-user':
      return 'There is no user with this ID.'
    case 'taken':
      return `${problem.by} has this SSO username and keeps it.`
  }
}

/** Tells of each line of a file in turn what it repeats. Of two with the same user or SSO username the earlier counts. */
export function repeatFinder(): (line: ImportLine) => LineProblem | null {
  const users = new Map<string, number>()
  const names = new Map<string, number>()
  return ({ line, id, ssoUsername }) => {
    const user = users.get(id)
    if (user !== undefined) return { kind: 'repeated-user', earlier: user }
    const name = names.get(ssoUsername)
    if (name !== undefined) return { kind: 'repeated-sso-username', earlier: name }
    users.set(id, line)
    names.set(ssoUsername, line)
    return null
  }
}

/** Somebody who has an SSO username now. */
export const Holder = z.object({ id: Id, name: z.string() })
export type Holder = z.infer<typeof Holder>

/** What a line would do, as far as it can be told without the other lines of its file. */
export const LinePreview = z.object({
  /** Null where there is no user with this ID. */
  user: z.nullable(
    z.object({
      name: z.string(),
      username: z.string(),
      ssoUsername: z.nullable(z.string()),
      ssoAccessOnly: z.boolean(),
      isActive: z.boolean(),
      isAdministrator: z.boolean(),
      /** Whether a password of theirs opens something now, and no longer would. */
      losesPassword: z.boolean(),
    }),
  ),
  /** Other users who have this SSO username. They may get another one in the same file. */
  holders: z.array(Holder),
})
export type LinePreview = z.infer<typeof LinePreview>

export const ImportPreview = z.object({
  /** In the order of the question. */
  lines: z.array(LinePreview),
  /** Active administrators whose password is taken now. */
  administrators: z.int(),
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const ImportResult = z.object({ updated: z.int(), unchanged: z.int() })
export type ImportResult = z.infer<typeof ImportResult>

/** Everybody with the SSO username they have now, for **Download current users**. */
export const FederatedUsers = z.object({
  users: z.array(z.object({ id: Id, name: z.string(), username: z.string(), ssoUsername: z.nullable(z.string()) })),
})
export type FederatedUsers = z.infer<typeof FederatedUsers>

type Named = Pick<User, 'id' | 'firstName' | 'lastName' | 'ssoUsername'>

interface Claim {
  id: string
  holders: readonly Holder[]
}

/**
 * Which claims to an SSO username cannot be met, with who keeps it. A holder who gets another one in the same file gives
 * theirs up; one whose own line cannot be carried out does not, so one refusal may lead to the next.
 */
export function unmetClaims<C extends Claim>(claims: readonly C[]): Map<C, Holder> {
  const renamed = new Set(claims.map(({ id }) => id))
  const unmet = new Map<C, Holder>()
  const waiting = new Map<string, C[]>()
  const refused: C[] = []
  const refuse = (claim: C, holder: Holder) => {
    if (unmet.has(claim)) return
    unmet.set(claim, holder)
    refused.push(claim)
  }
  for (const claim of claims)
    for (const holder of claim.holders) {
      if (!renamed.has(holder.id)) refuse(claim, holder)
      else waiting.set(holder.id, [...(waiting.get(holder.id) ?? []), claim])
    }
  for (let next = refused.pop(); next; next = refused.pop())
    for (const claim of waiting.get(next.id) ?? []) {
      const holder = claim.holders.find(({ id }) => id === next.id)
      if (holder) refuse(claim, holder)
    }
  return unmet
}

/** Lines that are told of when an import is refused. */
const TOLD = 5

/**
 * Refuses an import of which any line cannot be carried out. `found` are the users it names, `holders` those who have
 * one of its SSO usernames now.
 */
export function requireImportable(
  lines: readonly ImportLine[],
  found: ReadonlyMap<string, unknown>,
  holders: readonly Named[],
): void {
  const repeatOf = repeatFinder()
  const holdersOf = Map.groupBy(holders, ({ ssoUsername }) => ssoUsername)
  const problems: { line: number; problem: LineProblem }[] = []
  const claims: (ImportLine & Claim)[] = []
  for (const line of lines) {
    const problem = repeatOf(line) ?? (found.has(line.id) ? null : { kind: 'unknown-user' as const })
    if (problem) problems.push({ line: line.line, problem })
    else claims.push({ ...line, holders: othersOf(line.id, holdersOf.get(line.ssoUsername)) })
  }
  for (const [{ line }, { name }] of unmetClaims(claims)) problems.push({ line, problem: { kind: 'taken', by: name } })
  if (problems.length === 0) return
  const told = problems
    .toSorted((a, b) => a.line - b.line)
    .slice(0, TOLD)
    .map(({ line, problem }) => `Line ${line}: ${problemText(problem)}`)
  const more = problems.length > TOLD ? [`And ${(problems.length - TOLD).toLocaleString('en-US')} more lines.`] : []
  throw new DomainError('invalid', ['Nobody was updated.', ...told, ...more].join(' '), 'lines')
}

/** Who else than `id` has the SSO username that `holders` have. */
export const othersOf = (id: string, holders: readonly Named[] = []): Holder[] =>
  holders.filter((holder) => holder.id !== id).map((holder) => ({ id: holder.id, name: fullName(holder) }))
