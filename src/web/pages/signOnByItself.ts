import { takeVisit } from '../visit.ts'

const KEY = 'signOnBegan'
/** A provider that leads straight back to somebody whom the console does not know would otherwise go round in circles. Milliseconds. */
const PAUSE = 10_000

/**
 * Whether a visit to the console begins a sign-on without being asked to, as the product does (reference §7.7). Whoever
 * signed out, or opened the sign-in page itself, has to press the button.
 */
export function mayBeginByItself(now = Date.now()): boolean {
  const since = now - Number(sessionStorage.getItem(KEY))
  if (!takeVisit() || (since >= 0 && since < PAUSE)) return false
  sessionStorage.setItem(KEY, String(now))
  return true
}
