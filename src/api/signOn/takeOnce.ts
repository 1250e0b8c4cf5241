import type { Instant } from '#src/domain/instant.ts'
import type { Host } from '../host.ts'
import type { Transaction } from '../store.ts'

/**
 * Answers whether an assertion or a logout request has not been used before, on any process, and remembers for as long
 * as it could be used that it was. Whoever reads it on the way must not be able to send it again.
 */
export async function takeOnce(
  host: Host,
  tx: Transaction,
  kind: 'assertion' | 'logout request',
  { issuer, id, usableUntil }: { issuer: string; id: string; usableUntil: Instant },
): Promise<boolean> {
  await tx.sso.removeUsedMessages(host.now())
  // Of assertions as it was when they alone were remembered.
  const name = kind === 'assertion' ? [issuer, id] : [kind, issuer, id]
  return tx.sso.useMessage(await host.digest(JSON.stringify(name)), usableUntil)
}
