/** One thing that an act changed. */
export interface AuditChange {
  /** The name of a field, and the names or numbers of what is inside it. */
  path: string[]
  /** Undefined where there was no such thing. */
  before: unknown
  /** Undefined where there is no such thing any more. */
  after: unknown
}

/** What differs between what a record says was before and what it says was after, taken apart down to single values. */
export function auditChanges(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): AuditChange[] {
  const [was, is] = [valuesOf(before), valuesOf(after)]
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter(
    (name) => textOf(was.get(name)) !== textOf(is.get(name)),
  )
  return differing
    .map((name): AuditChange => ({ path: JSON.parse(name) as string[], before: was.get(name), after: is.get(name) }))
    .filter(({ path, before, after }) => !(isTakenApart(path, before, is) || isTakenApart(path, after, was)))
}

/** Every single value in `whole`, by its path as JSON. A list of single values is one. */
function valuesOf(whole: Record<string, unknown> | null): Map<string, unknown> {
  const found = new Map<string, unknown>()
  const collect = (path: string[], value: unknown): void => {
    const parts = partsOf(value)
    if (parts) for (const [name, part] of parts) collect([...path, name], part)
    else found.set(JSON.stringify(path), value)
  }
  for (const [name, value] of Object.entries(whole ?? {})) collect([name], value)
  return found
}

/** What `value` consists of; null where it is a single one. Lists count from 1. */
function partsOf(value: unknown): [name: string, part: unknown][] | null {
  if (typeof value !== 'object' || value === null) return null
  const parts = Array.isArray(value)
    ? value.map((part: unknown, index): [string, unknown] => [String(index + 1), part])
    : Object.entries(value)
  const isSingle = Array.isArray(value) && value.every((part) => typeof part !== 'object' || part === null)
  return isSingle || parts.length === 0 ? null : parts
}

/** Whether `value` is that nothing, or an empty list, was there where `others` have what is inside of it. */
function isTakenApart(path: string[], value: unknown, others: Map<string, unknown>): boolean {
  const inside = `${JSON.stringify(path).slice(0, -1)},`
  const isNothing = value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  return isNothing && [...others.keys()].some((name) => name.startsWith(inside))
}

const textOf = (value: unknown): string | undefined => JSON.stringify(value)
