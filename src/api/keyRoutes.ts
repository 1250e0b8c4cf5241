import { Hono } from 'hono'
import { redatedExpiry, settlementCutoff } from '#src/domain/apiKey.ts'
import { usesSince, type KeyClients } from '#src/domain/keyUse.ts'
import { KeyPolicyDraft, type KeyConsequences, type KeyCount } from '#src/domain/ownKey.ts'
import type { Host, HostEnv } from './host.ts'
import { look, parseBody, perform, settleKeys } from './perform.ts'

/** Clients that are named before everybody's key is removed; of the others only how many there are. */
const MOST_NAMED = 8

/** Every user's key at once. */
export function keyRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/count', async (c) => {
    const count = await look(host, c.env, 'administrator', async ({ rows, customer, now }): Promise<KeyCount> => {
      const { active, expired } = await rows.keys.count(now, settlementCutoff(customer, now))
      return { active, expired, asOf: now }
    })
    return c.json(count)
  })

  routes.get('/clients', async (c) => {
    const clients = await look(host, c.env, 'administrator', async ({ rows, customer, now }): Promise<KeyClients> => {
      const found = await rows.keyUses.clientsSince(usesSince(now), settlementCutoff(customer, now), MOST_NAMED)
      return { ...found, asOf: now }
    })
    return c.json(clients)
  })

  // A question, though asked by POST: unsaved settings are a body, not an address.
  routes.post('/consequences', async (c) => {
    const body = await c.req.text()
    const answer = await look(
      host,
      c.env,
      'administrator',
      async ({ rows, customer, now }): Promise<KeyConsequences> => {
        const draft = { ...customer, ...parseBody(KeyPolicyDraft, body) }
        const expiresAt = redatedExpiry(customer, draft, now)
        const gone = settlementCutoff(customer, now)
        const { active, settled } = await rows.keys.count(now, gone ?? settlementCutoff(draft, now))
        return {
          redate: expiresAt === undefined ? null : { keys: active, expiresAt },
          // What the settings as they are have ended already is not there to be removed.
          remove: gone === null ? settled : 0,
          asOf: now,
        }
      },
    )
    return c.json(answer)
  })

  routes.delete('/', async (c) => {
    const act = { type: 'API Key', action: 'Remove all', object: "All users' API keys" } as const
    const removed = await perform(host, c.env, 'proved-administrator', act, async (room) => {
      await settleKeys(room)
      const keys = await room.rows.keys.removeAll()
      room.record({ before: { keys }, after: { keys: 0 } })
      return keys
    })
    return c.json({ removed })
  })
  return routes
}
