import { issueKey, keyState, newKeyValue, standingKey, type ApiKey } from '#src/domain/apiKey.ts'
import { DomainError } from '#src/domain/errors.ts'
import { requireShownInProduction } from './checkPassword.ts'
import { newId, type Host } from './host.ts'
import type { Room, View } from './perform.ts'

/** A key together with its value, on its way to its owner. */
export interface Issued {
  key: ApiKey
  value: string
}

/** The key of the room's user as it stands now. */
export async function ownKey({ rows, user, customer, now }: View): Promise<ApiKey | null> {
  return standingKey(await rows.keys.ofUser(user.id), user, customer, now)
}

/** What `key`, which is the room's user's own, opens with. */
export async function valueOf(host: Host, { rows, user, shown, now }: View, key: ApiKey): Promise<string> {
  await requireShownInProduction(rows, user, key, shown, now)
  const value = await host.vault.open(key.sealedValue)
  if (value === null)
    throw new DomainError(
      'key-unreadable',
      'This key still works, but it cannot be shown again: the secret it was sealed with is gone. Reset it to get one that can.',
    )
  return value
}

/** Gives the room's user a new key in place of whatever they had. */
export async function replaceKey(host: Host, { rows, user, customer, now }: Room): Promise<Issued> {
  const value = newKeyValue(host.random)
  const secret = { id: newId(host), digest: await host.digest(value), sealedValue: await host.vault.seal(value) }
  const key = issueKey(user, secret, customer, now)
  await rows.keys.put(key)
  return { key, value }
}

/** The active key as it is, else a new one: asking twice makes no second key (U4). */
export async function generateKey(host: Host, room: Room): Promise<Issued & { isNew: boolean }> {
  const standing = await ownKey(room)
  if (standing && keyState(standing, room.now) === 'active')
    return { key: standing, value: await valueOf(host, room, standing), isNew: false }
  return { ...(await replaceKey(host, room)), isNew: true }
}

/** What the audit log may know of a key. */
export const auditedDates = (key: ApiKey | null) => key && { createdAt: key.createdAt, expiresAt: key.expiresAt }
