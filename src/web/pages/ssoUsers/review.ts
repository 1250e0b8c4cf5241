import type { UserFile } from '#src/domain/sso/userFile.ts'
import { unmetClaims, type ImportLine, type ImportPreview, type LineProblem } from '#src/domain/sso/userImport.ts'

export type PreviewedUser = NonNullable<ImportPreview['lines'][number]['user']>

/** A line of the file and what becomes of it. */
export type ReviewedLine = { line: number } & (
  | { outcome: 'update' | 'unchanged'; user: PreviewedUser; ssoUsername: string }
  | { outcome: 'problem' | 'no-sso-username'; cells: string[]; problem: LineProblem }
)

export type Outcome = ReviewedLine['outcome']

/** A file as it would be carried out now. */
export interface Review {
  /** In the order of the file. */
  lines: ReviewedLine[]
  counts: Record<Outcome, number>
  /** What is sent: every line that can be carried out, also where it changes nothing. */
  good: ImportLine[]
  consequences: {
    /** Users who get another SSO username in place of one. */
    replaced: number
    /** Users for whom Only Allow SAML 2.0 Authentication is turned on. */
    restricted: number
    /** Users whose password is refused from then on. */
    losePassword: number
    isOwnAmongThem: boolean
    /** Whether some administrators’ passwords are taken now, and none would be. */
    locksOutAdministrators: boolean
  }
}

/** What the file would do, given what the backend says of each of its lines. `ownId` is who asks. */
export function reviewOf(file: UserFile, preview: ImportPreview, ownId: string): Review {
  const known = file.lines.map((line, index) => ({
    ...line,
    // The answer has a line for each that was asked about, in the same order.
    ...preview.lines[index]!,
  }))
  const unmet = unmetClaims(known.filter(({ user }) => user !== null))
  const lines = [
    ...file.leftOut.map(({ line, cells, problem }): ReviewedLine => ({
      line,
      cells,
      problem,
      outcome: problem.kind === 'no-sso-username' ? 'no-sso-username' : 'problem',
    })),
    ...known.map((entry): ReviewedLine => {
      const { line, id, ssoUsername, user } = entry
      const keeper = unmet.get(entry)
      if (user && !keeper) {
        const isSame = user.ssoUsername === ssoUsername && user.ssoAccessOnly
        return { line, user, ssoUsername, outcome: isSame ? 'unchanged' : 'update' }
      }
      const cells = [user?.name ?? id, ssoUsername]
      const problem: LineProblem = keeper ? { kind: 'taken', by: keeper.name } : { kind: 'unknown-user' }
      return { line, cells, problem, outcome: 'problem' }
    }),
  ].toSorted((a, b) => a.line - b.line)

  const updated = lines.flatMap((entry) => (entry.outcome === 'update' ? [entry.user] : []))
  const losers = updated.filter(({ losesPassword }) => losesPassword)
  const administrators = losers.filter(({ isAdministrator }) => isAdministrator).length
  const count = (outcome: Outcome) => lines.filter((entry) => entry.outcome === outcome).length
  return {
    lines,
    counts: {
      update: updated.length,
      unchanged: count('unchanged'),
      problem: count('problem'),
      'no-sso-username': count('no-sso-username'),
    },
    good: known.flatMap((entry) =>
      entry.user && !unmet.has(entry) ? [{ line: entry.line, id: entry.id, ssoUsername: entry.ssoUsername }] : [],
    ),
    consequences: {
      replaced: lines.filter(
        (entry) =>
          entry.outcome === 'update' && entry.user.ssoUsername !== null && entry.user.ssoUsername !== entry.ssoUsername,
      ).length,
      restricted: updated.filter(({ ssoAccessOnly }) => !ssoAccessOnly).length,
      losePassword: losers.length,
      isOwnAmongThem: known.some((entry) => entry.id === ownId && entry.user?.losesPassword && !unmet.has(entry)),
      locksOutAdministrators: administrators > 0 && administrators === preview.administrators,
    },
  }
}
