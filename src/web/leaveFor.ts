import { isLoopbackName } from '#src/domain/loopback.ts'

/**
 * Leaves the console for `address`, which the backend said. Resolves only where somebody comes back to this very page,
 * by **Back**, as it was when they left.
 */
export async function leaveFor(address: string): Promise<void> {
  const url = new URL(address, location.href)
  if (!mayLeadTo(url, location.origin)) throw new Error(`The console leads nobody to ${url.protocol}//${url.host}.`)
  const isBack = new Promise<void>((resolve) => {
    const notice = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return
      removeEventListener('pageshow', notice)
      resolve()
    }
    addEventListener('pageshow', notice)
  })
  location.assign(url)
  await isBack
}

/** The console itself, and whatever is https or on this very machine. Scripts and files are no place to go. */
export function mayLeadTo({ origin, protocol, hostname }: URL, ownOrigin: string): boolean {
  if (protocol !== 'http:') return protocol === 'https:'
  return origin === ownOrigin || isLoopbackName(hostname)
}
