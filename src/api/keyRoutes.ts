import { Hono } from 'hono'
import {
  KeyPolicyDraft,
  redatedExpiry,
  settlementCutoff,
  type KeyConsequences,
  type KeyCount,
} from '#src/domain/apiKey.ts'
import type { Host, HostEnv } from './host.ts'
import { look, parseBody, perform, settleKeys } from './perform.ts'

/** Every user's key at once. */
export function keyRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/count', async (c) => {
    const count = await look(host, c.env, 'administrator', async (room): Promise<KeyCount> => {
      await settleKeys(room)
      const { active, expired } = await room.tx.keys.count(room.now, null)
      return { active, expired, asOf: room.now }
    })
    return c.json(count)
  })

  // A question, though asked by POST: unsaved settings are a body, not an address.
  routes.post('/consequences', async (c) => {
    const body = await c.req.text()
    const answer = await look(host, c.env, 'administrator', async (room): Promise<KeyConsequences> => {
      const { tx, customer, now } = room
      await settleKeys(room)
      const draft = { ...customer, ...parseBody(KeyPolicyDraft, body) }
      const expiresAt = redatedExpiry(customer, draft, now)
      const { active, settled } = await tx.keys.count(now, settlementCutoff(draft, now))
      return { redate: expiresAt === undefined ? null : { keys: active, expiresAt }, remove: settled, asOf: now }
    })
    return c.json(answer)
  })

  routes.delete('/', async (c) => {
    const act = { type: 'API Key', action: 'Remove all', object: "All users' API keys" } as const
    const removed = await perform(host, c.env, 'administrator', act, async (room) => {
      await settleKeys(room)
      const keys = await room.tx.keys.removeAll()
      room.record({ before: { keys }, after: { keys: 0 } })
      return keys
    })
    return c.json({ removed })
  })
  return routes
}
