import { keyState } from '#src/domain/apiKey.ts'
import type { AuditAction } from '#src/domain/audit.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Caller, Host } from '../host.ts'
import { auditedDates, generateKey, ownKey, valueOf } from '../ownKey.ts'
import { performAs, type Act, type ActRoom, type Room } from '../perform.ts'
import { identify, type Proof } from './authenticate.ts'
import { otherProofNeeded } from './envelope.ts'
import { OWN_ID } from './users.ts'

interface KeyAction {
  /** As the audit log names it. */
  audited: AuditAction<'API Key'>
  /** Whether it hands out the value, for which no key, session or cookie is proof enough. */
  isForPasswordOnly: boolean
  run(host: Host, room: ActRoom<'API Key'>): Promise<unknown>
}

/** What can be done with one's own API key (reference §8.4, §5.1). */
export const KEY_ACTIONS = {
  generateApiKey: {
    audited: 'Generate',
    isForPasswordOnly: true,
    async run(host, room) {
      const before = await ownKey(room)
      const { key, value, isNew } = await generateKey(host, room)
      room.record(isNew ? { before: auditedDates(before), after: auditedDates(key) } : { action: 'View' })
      return { result: value }
    },
  },
  getApiKey: {
    audited: 'View',
    isForPasswordOnly: true,
    async run(host, room) {
      const key = await ownKey(room)
      // Also for an expired one: a client that generates on "" recovers by itself.
      return { result: key && keyState(key, room.now) === 'active' ? await valueOf(host, room, key) : '' }
    },
  },
  clearApiKey: {
    audited: 'Remove',
    isForPasswordOnly: false,
    async run(_host, room) {
      room.record({ before: auditedDates(await ownKey(room)) })
      await room.rows.keys.removeOf(room.user.id)
      return { success: true }
    },
  },
} satisfies Record<string, KeyAction>
export type KeyActionName = keyof typeof KEY_ACTIONS

/** Takes `action` on the caller's own key; `id` is the user that the address names, if any. */
export function actOnKey(
  host: Host,
  caller: Caller,
  proof: Proof | null,
  action: KeyActionName,
  id: string | undefined,
): Promise<unknown> {
  const { audited, isForPasswordOnly, run }: KeyAction = KEY_ACTIONS[action]
  if (isForPasswordOnly && proof && proof.by !== 'password')
    throw otherProofNeeded(`${action} needs the username and password of the key's owner`)
  const act: Act<'API Key'> = { type: 'API Key', action: audited, object: 'Own API key' }
  return performAs(host, caller, identify(host, proof), act, async (room) => {
    requireOwnKey(room, id)
    return run(host, room)
  })
}

function requireOwnKey({ user }: Room, id: string | undefined): void {
  if (id !== undefined && id !== OWN_ID && id !== user.id)
    throw new DomainError('forbidden', 'Only its owner can do this with an API key')
  if (user.licence === 'External') throw new DomainError('forbidden', 'External users cannot have an API key')
}
