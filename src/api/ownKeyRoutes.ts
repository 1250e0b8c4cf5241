import { Hono } from 'hono'
import * as z from 'zod/mini'
import {
  describeKey,
  issueKey,
  keyState,
  newKeyValue,
  requireSameKey,
  standingKey,
  type ApiKey,
  type IssuedKey,
} from '#src/domain/apiKey.ts'
import { DomainError } from '#src/domain/errors.ts'
import { newId, type Host, type HostEnv } from './host.ts'
import { look, parseBody, perform, type Act, type Room } from './perform.ts'

const act = (action: string): Act => ({ type: 'API Key', action, object: 'Own API key' })
const KeyId = z.object({ id: z.string() })

/** **Your User's API Key**: an administrator's own key (reference §5.1; U11 keeps other people's out of reach). */
export function ownKeyRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) =>
    c.json(await look(host, c, 'administrator', async (room) => describeKey(await ownKey(room), room.now))),
  )

  // Generating while a key is active answers that key: a second press, or a second tab, makes no second key (U4).
  routes.post('/', async (c) => {
    const issued = await perform(host, c, 'administrator', act('Generate'), async (room) => {
      const { now } = room
      const standing = await ownKey(room)
      if (standing && keyState(standing, now) === 'active')
        return { key: describeKey(standing, now), value: await host.vault.open(standing.sealedValue) }
      return replaceKey(room, standing)
    })
    return c.json(issued, 201)
  })

  routes.post('/reset', async (c) => {
    const body = await c.req.text()
    const issued = await perform(host, c, 'administrator', act('Reset'), async (room) => {
      const standing = await ownKey(room)
      requireSameKey(standing, parseBody(KeyId, body).id)
      return replaceKey(room, standing)
    })
    return c.json(issued)
  })

  // Removing what is already gone has succeeded (§5.1), so a repeat after a lost answer is safe.
  routes.delete('/:id', async (c) => {
    const after = await perform(host, c, 'administrator', act('Remove'), async (room) => {
      const standing = await ownKey(room)
      if (standing) {
        requireSameKey(standing, c.req.param('id'))
        await room.tx.keys.removeOf(room.user.id)
      }
      room.record({ before: dates(standing) })
      return describeKey(null, room.now)
    })
    return c.json(after)
  })

  routes.post('/:id/value', async (c) => {
    const value = await perform(host, c, 'administrator', act('View'), async (room) => {
      const standing = await ownKey(room)
      if (!standing) throw new DomainError('not-found', 'You have no API key')
      requireSameKey(standing, c.req.param('id'))
      return host.vault.open(standing.sealedValue)
    })
    return c.json({ value })
  })

  async function replaceKey(
    { tx, user, customer, now, record }: Room & Recording,
    before: ApiKey | null,
  ): Promise<IssuedKey> {
    const value = newKeyValue(host.random)
    const secret = { id: newId(host), digest: await host.digest(value), sealedValue: await host.vault.seal(value) }
    const key = issueKey(user, secret, customer, now)
    await tx.keys.put(key)
    record({ before: dates(before), after: dates(key) })
    return { key: describeKey(key, now), value }
  }
  return routes
}

interface Recording {
  record(change: { before: ReturnType<typeof dates>; after?: ReturnType<typeof dates> }): void
}

const ownKey = async ({ tx, user, customer, now }: Room) =>
  standingKey(await tx.keys.ofUser(user.id), user, customer, now)

/** What the audit log may know of a key. */
const dates = (key: ApiKey | null) => key && { createdAt: key.createdAt, expiresAt: key.expiresAt }
