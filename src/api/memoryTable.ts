/** Keeps what differs from the rows a store began with. Names are opaque; values are JSON. */
export interface Persistence {
  load(name: string): [id: string, row: unknown][]
  save(name: string, changes: [id: string, row: unknown][]): void
}

/** A map of immutable rows that can undo what a failed transaction wrote and tell what differs from its seed. */
export class Table<Row extends object> {
  private readonly name: string
  private readonly seed: ReadonlyMap<string, Row>
  private readonly rows: Map<string, Row>
  /** By row: what of it differs from the seed. Null for one that was removed. */
  private readonly changes: Map<string, Partial<Row> | null>
  private readonly persistence: Persistence | null
  private undo: [id: string, row: Row | undefined][] = []
  private isSaved = false

  constructor(name: string, seed: [string, Row][], persistence: Persistence | null) {
    this.name = name
    this.seed = new Map(seed)
    this.rows = new Map(seed)
    this.persistence = persistence
    // Written by `writeDown` below in an earlier life of the same tab, so that with the seed it makes whole rows.
    this.changes = new Map((persistence?.load(name) ?? []) as [string, Partial<Row> | null][])
    for (const [id, change] of this.changes) {
      const seeded = this.seed.get(id)
      this.write(id, change && seeded ? { ...seeded, ...change } : (change as Row | null))
    }
    this.undo = []
  }

  get(id: string): Row | null {
    return this.rows.get(id) ?? null
  }

  all(): Row[] {
    return [...this.rows.values()]
  }

  entries(): [id: string, row: Row][] {
    return [...this.rows]
  }

  put(id: string, row: Row): void {
    this.write(id, row)
  }

  /** Leaves these rows, and no others. One that is the same already is not written. */
  replaceBy(entries: [id: string, row: Row][]): void {
    const kept = new Set(entries.map(([id]) => id))
    for (const id of this.rows.keys()) if (!kept.has(id)) this.remove(id)
    for (const [id, row] of entries) if (!isSame(this.rows.get(id), row)) this.put(id, row)
  }

  remove(id: string): void {
    this.write(id, null)
  }

  /** Writes down what this transaction changed; it can still be rolled back. */
  save(): void {
    if (this.undo.length === 0) return
    this.isSaved = true
    this.writeDown(this.undo.map(([id]) => id))
  }

  commit(): void {
    this.undo = []
    this.isSaved = false
  }

  /** Puts the rows back as they were; answers what is then left to do about what was written down. */
  rollback(): () => void {
    const { undo, isSaved } = this
    for (const [id, row] of undo.toReversed()) {
      if (row === undefined) this.rows.delete(id)
      else this.rows.set(id, row)
    }
    this.commit()
    return () => {
      if (isSaved) this.writeDown(undo.map(([id]) => id))
    }
  }

  private writeDown(ids: string[]): void {
    for (const id of ids) {
      const difference = this.differenceOf(id)
      if (difference === undefined) this.changes.delete(id)
      else this.changes.set(id, difference)
    }
    this.persistence?.save(this.name, [...this.changes])
  }

  /** A tab has room for what an act changes of 5,000 people, but not for all that they are. Undefined for nothing. */
  private differenceOf(id: string): Partial<Row> | null | undefined {
    const [row, seeded] = [this.rows.get(id), this.seed.get(id)]
    if (!row || !seeded) return row ?? (seeded && null)
    // The names are those of the row.
    const names = Object.keys(row) as (keyof Row)[]
    const differing = names.filter((name) => row[name] !== seeded[name])
    if (differing.length === 0) return undefined
    return Object.fromEntries(differing.map((name) => [name, row[name]])) as Partial<Row>
  }

  private write(id: string, row: Row | null): void {
    this.undo.push([id, this.rows.get(id)])
    if (row === null) this.rows.delete(id)
    else this.rows.set(id, row)
  }
}

/** Whether two rows have the same values; of what is itself made of several, the same one. */
function isSame<Row extends object>(one: Row | undefined, other: Row): boolean {
  // The names are those of the row.
  const names = Object.keys(other) as (keyof Row)[]
  return (
    one !== undefined && Object.keys(one).length === names.length && names.every((name) => one[name] === other[name])
  )
}
