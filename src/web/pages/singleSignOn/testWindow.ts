/** The name of the window that a test runs in, and of what is kept in it. */
export const TEST_WINDOW = 'latchkey-test-connection'

/** Below the console's base, with its first slash. */
export const TEST_ADDRESS = '/setup/system/single-sign-on/test-connection'

/** Opens the window of a test, or brings back the one there is; false where the browser does not allow it. */
export function openTestWindow(): boolean {
  const address = import.meta.env.BASE_URL.replace(/\/$/, '') + TEST_ADDRESS
  const opened = window.open(address, TEST_WINDOW, 'popup,width=800,height=840')
  opened?.focus()
  return opened !== null
}

/** Has a window that was opened for a test remember it. Its name is lost where the identity provider's page cuts it off from the one that opened it. */
export function markTestWindow(): void {
  if (window.name === TEST_WINDOW) sessionStorage.setItem(TEST_WINDOW, 'yes')
}

export const isTestWindow = (): boolean => window.name === TEST_WINDOW || sessionStorage.getItem(TEST_WINDOW) !== null

const CHANNEL = 'latchkey.sign-on'

/** Tells the other windows of the console that a test has come to its end. */
export function tellTestEnded(): void {
  const channel = new BroadcastChannel(CHANNEL)
  // A channel reaches its own origin only.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  channel.postMessage('tested')
  channel.close()
}

/** Calls `listener` when a test has come to its end in another window; the answer ends that. */
export function onTestEnded(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', listener)
  return () => channel.close()
}
