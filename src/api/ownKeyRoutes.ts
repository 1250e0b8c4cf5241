import { Hono } from 'hono'
import * as z from 'zod/mini'
import { describeKey, requireSameKey } from '#src/domain/apiKey.ts'
import type { AuditAction } from '#src/domain/audit.ts'
import type { OwnKeyUse } from '#src/domain/keyUse.ts'
import type { IssuedKey } from '#src/domain/ownKey.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Host, HostEnv } from './host.ts'
import { auditedDates, generateKey, ownKey, replaceKey, valueOf } from './ownKey.ts'
import { look, parseBody, perform, type Act } from './perform.ts'

const act = (action: AuditAction<'API Key'>): Act<'API Key'> => ({ type: 'API Key', action, object: 'Own API key' })
const KeyId = z.object({ id: z.string() })

/** **Your User's API Key**: an administrator's own key (reference §5.1; U11 keeps other people's out of reach). */
export function ownKeyRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) =>
    c.json(await look(host, c.env, 'administrator', async (room) => describeKey(await ownKey(room), room.now))),
  )

  routes.get('/:id/use', async (c) => {
    const use = await look(host, c.env, 'administrator', async (view): Promise<OwnKeyUse> => {
      const key = await ownKey(view)
      if (key) requireSameKey(key, c.req.param('id'))
      return {
        uses: key ? await view.rows.keyUses.ofUser(view.user.id) : [],
        refusedCalls: key?.refusedCalls ?? 0,
        lastRefusedAt: key?.lastRefusedAt ?? null,
        asOf: view.now,
      }
    })
    return c.json(use)
  })

  routes.post('/', async (c) => {
    const issued = await perform(host, c.env, 'proved-administrator', act('Generate'), async (room) => {
      const before = await ownKey(room)
      const { key, value, isNew } = await generateKey(host, room)
      // Pressed again, or in a second tab: what happened is that the key was looked at.
      room.record(isNew ? { before: auditedDates(before), after: auditedDates(key) } : { action: 'View' })
      return { key: describeKey(key, room.now), value }
    })
    return c.json<IssuedKey>(issued, 201)
  })

  routes.post('/reset', async (c) => {
    const body = await c.req.text()
    const issued = await perform(host, c.env, 'proved-administrator', act('Reset'), async (room) => {
      const before = await ownKey(room)
      requireSameKey(before, parseBody(KeyId, body).id)
      const { key, value } = await replaceKey(host, room)
      room.record({ before: auditedDates(before), after: auditedDates(key) })
      return { key: describeKey(key, room.now), value }
    })
    return c.json<IssuedKey>(issued)
  })

  // Removing what is already gone has succeeded (§5.1), so a repeat after a lost answer is safe.
  routes.delete('/:id', async (c) => {
    const after = await perform(host, c.env, 'administrator', act('Remove'), async (room) => {
      const standing = await ownKey(room)
      if (standing) {
        requireSameKey(standing, c.req.param('id'))
        await room.rows.keys.removeOf(room.user.id)
      }
      room.record({ before: auditedDates(standing) })
      return describeKey(null, room.now)
    })
    return c.json(after)
  })

  routes.post('/:id/value', async (c) => {
    const value = await perform(host, c.env, 'proved-administrator', act('View'), async (room) => {
      const standing = await ownKey(room)
      if (!standing) throw new DomainError('not-found', 'You have no API key')
      requireSameKey(standing, c.req.param('id'))
      return valueOf(host, room, standing)
    })
    return c.json({ value })
  })

  return routes
}
