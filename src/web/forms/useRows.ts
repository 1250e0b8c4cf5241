import { useState } from 'react'
import { flushSync } from 'react-dom'

interface List<Row> {
  get(): readonly Row[]
  put(rows: Row[]): void
}

let made = 0
const newKey = () => ++made

/**
 * The rows of a list in a form, each with a key that stays its own while others come, go and change places. In place
 * of react-hook-form's useFieldArray: as its module is one, that would weigh 2 kB on every first visit.
 */
export function useRows<Row>({ get, put }: List<Row>) {
  const [keys, setKeys] = useState(() => get().map(newKey))
  /** Both at once, so that no row is ever drawn with another's values. */
  const arrange = (rows: Row[], order: number[]) =>
    flushSync(() => {
      put(rows)
      setKeys(order)
    })
  return {
    keys,
    append: (row: Row) => arrange([...get(), row], [...keys, newKey()]),
    remove: (index: number) => arrange(get().toSpliced(index, 1), keys.toSpliced(index, 1)),
    move: (from: number, to: number) => arrange(moved(get(), from, to), moved(keys, from, to)),
  }
}

/** What is at `from` gets the place `to`. Both are places of the list. */
const moved = <T>(list: readonly T[], from: number, to: number): T[] =>
  list.toSpliced(from, 1).toSpliced(to, 0, list[from]!)
