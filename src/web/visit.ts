let isOver = false
let isDue = false

/** Told of each address of the console that is opened here, and whether anybody was signed in. */
export function noteVisit(isSignedIn: boolean): void {
  isDue = !isSignedIn && !isOver
  isOver ||= isSignedIn
}

/**
 * Whether this page was loaded for an address of the console and nobody has been signed in on it since. Answers so once:
 * whoever comes back to the sign-in page afterwards came there to look at it.
 */
export function takeVisit(): boolean {
  const wasDue = isDue
  isDue = false
  isOver = true
  return wasDue
}
