import { Hono } from 'hono'
import { mustSignOn } from '#src/domain/sso/gate.ts'
import { requireSignOnHere } from '#src/domain/sso/settings.ts'
import {
  Import,
  ImportQuestion,
  othersOf,
  requireImportable,
  type FederatedUsers,
  type ImportPreview,
  type ImportResult,
} from '#src/domain/sso/userImport.ts'
import { fullName, isAdministrator } from '#src/domain/user.ts'
import { ACTIVE_ADMINISTRATOR } from './editUser.ts'
import type { Host, HostEnv } from './host.ts'
import { limitBody, limitBodyTo } from './limitBody.ts'
import { look, parseBody, perform } from './perform.ts'
import { settingsInEffect } from './signOn/ownSide.ts'
import type { UserCondition } from './store.ts'

/** Room for all that the largest file says. Bytes. */
const MAX_IMPORT = 24 * 1024 * 1024
const limitImport = limitBodyTo(MAX_IMPORT)

/** Setup > System > Update Users For SSO (reference §7.6). */
export function ssoUserRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.use(async (c, next) => {
    // Asked before a body is read: only whoever may import has that much room. The route itself asks again.
    const isLetIn = await look(host, c.env, 'administrator', async () => true).catch(() => false)
    return (isLetIn ? limitImport : limitBody)(c, next)
  })

  routes.get('/', async (c) => {
    const everybody = await look(host, c.env, 'administrator', async ({ rows, customer }): Promise<FederatedUsers> => {
      requireSignOnHere(customer)
      const users = await rows.users.pick(['id', 'firstName', 'lastName', 'username', 'ssoUsername'], [])
      return {
        users: users.map((user) => ({
          id: user.id,
          name: fullName(user),
          username: user.username,
          ssoUsername: user.ssoUsername,
        })),
      }
    })
    return c.json(everybody)
  })

  // A question, though asked by POST: a file is no address. It is asked in parts, so whether the holder of an SSO
  // username gives it up in another part only the asker can tell before the import does.
  routes.post('/preview', async (c) => {
    const body = await c.req.text()
    const preview = await look(
      host,
      c.env,
      'administrator',
      async ({ rows, customer, now }): Promise<ImportPreview> => {
        requireSignOnHere(customer)
        const { lines } = parseBody(ImportQuestion, body)
        const sso = await settingsInEffect(rows, now)
        const mustNow = (user: Parameters<typeof mustSignOn>[0]) => mustSignOn(user, sso, customer)
        const found = new Map(
          (await rows.users.pick(PREVIEWED, [named(lines)])).map((user) => [user.id, user] as const),
        )
        const holders = Map.groupBy(await rows.users.pick(HOLDER, [holding(lines)]), ({ ssoUsername }) => ssoUsername)
        const administrators = await rows.users.pick(['accessLevel', 'ssoAccessOnly'], ACTIVE_ADMINISTRATOR)
        return {
          lines: lines.map(({ id, ssoUsername }) => {
            const user = found.get(id)
            return {
              user: user
                ? {
                    name: fullName(user),
                    username: user.username,
                    ssoUsername: user.ssoUsername,
                    ssoAccessOnly: user.ssoAccessOnly,
                    isActive: user.isActive,
                    isAdministrator: isAdministrator(user),
                    losesPassword: user.isActive && !mustNow(user) && mustNow({ ...user, ssoAccessOnly: true }),
                  }
                : null,
              holders: othersOf(id, holders.get(ssoUsername)),
            }
          }),
          administrators: administrators.filter((administrator) => !mustNow(administrator)).length,
        }
      },
    )
    return c.json(preview)
  })

  routes.put('/', async (c) => {
    const body = await c.req.text()
    const act = { type: 'Single Sign-On', action: 'Update users', object: 'Update Users For SSO' } as const
    const result = await perform(host, c.env, 'proved-administrator', act, async (room): Promise<ImportResult> => {
      const { rows, customer, record } = room
      requireSignOnHere(customer)
      const { lines } = parseBody(Import, body)
      const before = await rows.users.pick(['id', 'ssoUsername', 'ssoAccessOnly'], [named(lines)])
      const found = new Map(before.map((user) => [user.id, user] as const))
      requireImportable(lines, found, await rows.users.pick(HOLDER, [holding(lines)]))
      const changed = lines.filter(({ id, ssoUsername }) => {
        const user = found.get(id)
        return user?.ssoUsername !== ssoUsername || !user.ssoAccessOnly
      })
      await rows.users.setSsoUsernames(changed)
      const [updated, unchanged] = [changed.length, lines.length - changed.length]
      record({
        details: `Updated: ${updated}. Unchanged: ${unchanged}.`,
        // Who they are is too long for a record.
        before: {
          users: before.length,
          withSsoUsername: before.filter(({ ssoUsername }) => ssoUsername !== null).length,
          ssoAccessOnly: before.filter(({ ssoAccessOnly }) => ssoAccessOnly).length,
        },
        after: { users: before.length, withSsoUsername: before.length, ssoAccessOnly: before.length },
      })
      return { updated, unchanged }
    })
    return c.json(result)
  })
  return routes
}

const PREVIEWED = [
  'id',
  'firstName',
  'lastName',
  'username',
  'ssoUsername',
  'ssoAccessOnly',
  'accessLevel',
  'isActive',
] as const
const HOLDER = ['id', 'firstName', 'lastName', 'ssoUsername'] as const

/** The users of these lines. */
const named = (lines: readonly { id: string }[]): UserCondition => ({
  field: 'id',
  test: 'in',
  values: lines.map(({ id }) => id),
})

/** Whoever has one of the SSO usernames of these lines. */
const holding = (lines: readonly { ssoUsername: string }[]): UserCondition => ({
  field: 'ssoUsername',
  test: 'in',
  values: lines.map(({ ssoUsername }) => ssoUsername),
})
