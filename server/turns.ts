import { DomainError } from '#src/domain/errors.ts'

/** How long a writer waits for others before it gives up, in milliseconds. */
export const PATIENCE = 5000

/** What somebody who waited that long is told. */
export const busy = () =>
  new DomainError('unavailable', 'The database is busy. Nothing was changed. Try again in a moment.')

/** Runs one act after another, in the order they came. One whose turn comes too late is refused. */
export function turns(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (act) => {
    const deadline = performance.now() + PATIENCE
    const run = () => {
      if (performance.now() > deadline) throw busy()
      return act()
    }
    const result = last.then(run)
    last = result.catch(() => undefined)
    return result
  }
}
