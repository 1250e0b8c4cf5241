let isLoading = true
let isVisit = false

/** Told whenever an address of the console is shown: from then on people go from one to the other. */
export function endPageLoad(): void {
  isLoading = false
}

/** Told of each address that needs somebody signed in, and whether anybody was. */
export function noteVisit(isSignedIn: boolean): void {
  isVisit = isLoading && !isSignedIn
}

/**
 * Whether this page was loaded for an address that needs somebody signed in, and nobody was. Answers so once: whoever
 * comes back to the sign-in page afterwards came there to look at it.
 */
export function takeVisit(): boolean {
  const wasVisit = isVisit
  isVisit = false
  return wasVisit
}
