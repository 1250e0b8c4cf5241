import { Hono } from 'hono'
import { requireSameKey, standingKey } from '#src/domain/apiKey.ts'
import type { AuditAct } from '#src/domain/audit.ts'
import { PASSWORDS_ELSEWHERE } from '#src/domain/authentication.ts'
import { DomainError } from '#src/domain/errors.ts'
import { usesSince, type UserClients } from '#src/domain/keyUse.ts'
import { refuseWeakPassword, SetPassword, withOneTimePassword } from '#src/domain/newPassword.ts'
import { PageNumber } from '#src/domain/page.ts'
import { clearFailedLogins } from '#src/domain/password.ts'
import { fullName, Id, type User } from '#src/domain/user.ts'
import {
  assignableLevels,
  editTo,
  isMainAdministrator,
  newUser,
  NewUser,
  UserSave,
  userSettingsOf,
  whyNoOneTimePassword,
  whyNotDeactivate,
} from '#src/domain/userEdit.ts'
import {
  keyOnPage,
  listedUser,
  orderOf,
  usersSought,
  statusOf,
  UserFilter,
  USERS_PAGE,
  type UserDefaults,
  type UserDetails,
  type UserPage,
} from '#src/domain/userList.ts'
import { replacePassword } from './changePassword.ts'
import { csvFile } from './csvFile.ts'
import { loadDictionary } from './dictionary.ts'
import { applyEdit, requireUnique } from './editUser.ts'
import { newId, type Caller, type Host, type HostEnv } from './host.ts'
import { inForce } from './inForce.ts'
import { auditedDates } from './ownKey.ts'
import { look, parse, parseBody, perform, performReading, type Act, type ActRoom, type View } from './perform.ts'

const EXPORT: Act = { type: 'User', action: 'Export', object: 'Users' }

/** Main Menu > **Users**: everybody, their keys, and what an administrator does to one of them (reference §1). */
export function userRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  /** Carries out an act on the user whom the address names; answers them as they are afterwards. */
  const act = (caller: Caller, what: AuditAct, id: string, run: (room: ActRoom, user: User) => Promise<void>) =>
    perform(
      host,
      caller,
      'administrator',
      { ...what, object: Id.safeParse(id).success ? `User ${id}` : 'Nobody' },
      async (room) => {
        const user = await userOf(room, id)
        room.about(fullName(user))
        await run(room, user)
        // Read anew, with the settings: an Admin Email may have followed its owner.
        return describe(host, { ...room, customer: await room.rows.customer.get() }, id)
      },
    )

  routes.get('/', async (c) => {
    const listed = await look(host, c.env, 'administrator', async (view): Promise<UserPage> => {
      const { page = '1', ...query } = c.req.query()
      const first = (parse(PageNumber, page) - 1) * USERS_PAGE
      const filter = parse(UserFilter, query)
      const sought = usersSought(filter, view)
      const users = await view.rows.users.list(sought, orderOf(filter), { first, limit: USERS_PAGE })
      // The last page says itself how many there are; counting takes as long as finding.
      const isLast = users.length > 0 && users.length < USERS_PAGE
      const count = isLast ? first + users.length : await view.rows.users.countListed(sought)
      return { users: users.map((user) => listedUser(user, view)), count, asOf: view.now }
    })
    return c.json(listed)
  })

  // Carries everybody away, so it is recorded, though nothing changes.
  routes.get('/export', async (c) => {
    const { users, timeZone } = await performReading(host, c.env, 'administrator', EXPORT, async (view) => {
      const filter = parse(UserFilter, c.req.query())
      const found = await view.rows.users.listAll(usersSought(filter, view))
      const users = found.map((user) => listedUser(user, view))
      const change = { details: `Users: ${users.length}`, after: filter }
      return { answer: { users, timeZone: view.user.timeZone }, change }
    })
    const { userRows } = await import('#src/domain/userFile.ts')
    return csvFile(c, 'users', userRows(users, timeZone))
  })

  routes.get('/defaults', async (c) => {
    const defaults = await look(host, c.env, 'administrator', async ({ rows, customer }): Promise<UserDefaults> => {
      const { levels, reason } = assignableLevels(null, customer)
      // Where SAML 2.0 is configured, new users come through it (reference §7.6).
      const ssoAccessOnly = (await rows.sso.get()).type === 'saml2'
      return { timeZone: customer.timeZone, ssoAccessOnly, levels, levelsReason: reason }
    })
    return c.json(defaults)
  })

  routes.get('/:id', async (c) =>
    c.json(await look(host, c.env, 'administrator', (view) => describe(host, view, c.req.param('id')))),
  )

  // Whose calls would fail without the key: asked before it goes, or its owner does.
  routes.get('/:id/clients', async (c) => {
    const clients = await look(host, c.env, 'administrator', async (view): Promise<UserClients> => {
      const { rows, customer, now } = view
      const user = await userOf(view, c.req.param('id'))
      const key = standingKey(await rows.keys.ofUser(user.id), user, customer, now)
      const uses = key ? await rows.keyUses.ofUser(user.id) : []
      return { uses: uses.filter(({ lastUsedAt }) => lastUsedAt > usesSince(now)), asOf: now }
    })
    return c.json(clients)
  })

  routes.post('/', async (c) => {
    const body = await c.req.text()
    const passwordHash = await hashOf(host, c.env, body)
    const what: Act = { type: 'User', action: 'Create', object: 'New user' }
    const created = await perform(host, c.env, 'administrator', what, async (room) => {
      const { newPassword, ...settings } = parseBody(NewUser, body)
      const { rows, customer, now } = room
      if (newPassword !== null) {
        if (customer.platformMode === 'ims') throw new DomainError('forbidden', PASSWORDS_ELSEWHERE, 'newPassword')
        refuseWeakPassword(newPassword, settings, customer, await loadDictionary(host))
      }
      const secret = { id: newId(host), passwordHash: newPassword === null ? null : requireHash(passwordHash) }
      const user = newUser(settings, secret, customer, now)
      await requireUnique(rows, null, user)
      await rows.users.put(user)
      room.record({
        object: fullName(user),
        details: newPassword === null ? '' : 'With a one-time password',
        after: { ...userSettingsOf(user), isActive: true },
      })
      return describe(host, room, user.id)
    })
    return c.json(created, 201)
  })

  routes.put('/:id', async (c) => {
    const body = await c.req.text()
    const saved = await act(c.env, { type: 'User', action: 'Change' }, c.req.param('id'), async (room, user) => {
      const { version, ...settings } = parseBody(UserSave, body)
      if (version !== (await versionOf(host, user)))
        throw new DomainError(
          'stale',
          'Somebody else changed this user after you opened them. Nothing of yours was saved.',
        )
      await applyEdit(room, user, editTo(settings))
    })
    return c.json(saved)
  })

  // Ends the sessions. The key is kept but refused, and works again after reactivation (reference §5.1).
  routes.post('/:id/deactivate', async (c) => {
    const what = { type: 'User', action: 'Deactivate' } as const
    return c.json(
      await act(c.env, what, c.req.param('id'), async (room, user) => {
        await applyEdit(room, user, { isActive: false })
      }),
    )
  })

  routes.post('/:id/reactivate', async (c) => {
    const what = { type: 'User', action: 'Reactivate' } as const
    return c.json(
      await act(c.env, what, c.req.param('id'), async (room, user) => {
        await applyEdit(room, user, { isActive: true })
      }),
    )
  })

  routes.post('/:id/unlock', async (c) => {
    const what = { type: 'User', action: 'Unlock' } as const
    return c.json(
      await act(c.env, what, c.req.param('id'), async ({ rows, record }, user) => {
        const { failedLogins, lockedUntil } = user
        const after = { failedLogins: 0, lockedUntil: null }
        record({ object: fullName(user), before: { failedLogins, lockedUntil }, after })
        await rows.users.put(clearFailedLogins(user))
      }),
    )
  })

  routes.post('/:id/one-time-password', async (c) => {
    const body = await c.req.text()
    const passwordHash = await hashOf(host, c.env, body)
    const what = { type: 'User', action: 'Set one-time password' } as const
    return c.json(
      await act(c.env, what, c.req.param('id'), async (room, user) => {
        const { newPassword } = parseBody(SetPassword, body)
        const { rows, customer, record } = room
        const whyNot = whyNoOneTimePassword(user, room.user, customer)
        if (whyNot !== null) throw new DomainError('forbidden', whyNot)
        // Not held against earlier ones: the refusal would tell somebody else's password.
        refuseWeakPassword(newPassword, user, customer, await loadDictionary(host))
        const hash = requireHash(passwordHash)
        const { sessions } = await replacePassword(host, rows, user, hash, null, withOneTimePassword)
        record({
          object: fullName(user),
          details: `Sessions ended: ${sessions}`,
          before: { passwordDate: user.passwordDate, mustChangePassword: user.mustChangePassword },
          after: { passwordDate: room.now, mustChangePassword: true },
        })
      }),
    )
  })

  // Removing what is already gone has succeeded, as with one's own key.
  routes.delete('/:id/key/:key', async (c) => {
    const what = { type: 'API Key', action: 'Remove' } as const
    return c.json(
      await act(c.env, what, c.req.param('id'), async ({ rows, customer, now, record }, user) => {
        const standing = standingKey(await rows.keys.ofUser(user.id), user, customer, now)
        if (standing) {
          requireSameKey(standing, c.req.param('key'))
          await rows.keys.removeOf(user.id)
        }
        record({ object: `API key of ${fullName(user)}`, before: auditedDates(standing) })
      }),
    )
  })

  return routes
}

async function userOf({ rows }: Pick<View, 'rows'>, id: string): Promise<User> {
  const user = await rows.users.byId(id)
  if (!user) throw new DomainError('not-found', 'There is no user with this ID. Look for them in the list of Users.')
  return user
}

/** Changes with anything that **Save** on the page of a user writes, whoever changed it and by which way. */
const versionOf = (host: Host, user: User): Promise<string> => host.digest(JSON.stringify(userSettingsOf(user)))

async function describe(host: Host, view: View, id: string): Promise<UserDetails> {
  const { rows, customer, user: actor, now } = view
  const user = await inForce(rows, await userOf(view, id))
  const { levels, reason } = assignableLevels(user, customer)
  const { lastLoginDate, lockedUntil, passwordDate, mustChangePassword } = user
  return {
    ...userSettingsOf(user),
    id,
    lastLoginDate,
    lockedUntil,
    passwordDate,
    mustChangePassword,
    version: await versionOf(host, user),
    status: statusOf(user, customer, now),
    hasPassword: user.passwordHash !== null,
    key: keyOnPage(await rows.keys.ofUser(id), user, view),
    isMainAdministrator: isMainAdministrator(user, customer),
    levels,
    levelsReason: reason,
    whyNotDeactivate: whyNotDeactivate(user, actor, customer),
    whyNoOneTimePassword: whyNoOneTimePassword(user, actor, customer),
    directory: await rows.users.directoryOf(id),
    asOf: now,
  }
}

/**
 * The hash of the password that somebody sends for somebody else; null where there is none, or where they may not. It
 * takes long, so it is made before the transaction in which the password is judged.
 */
async function hashOf(host: Host, caller: Caller, body: string): Promise<string | null> {
  const mayAsk = await look(host, caller, 'administrator', async () => true).catch(() => false)
  const newPassword = mayAsk ? sentPassword(body) : null
  return newPassword === null ? null : host.passwords.hash(newPassword)
}

/** The password in `body`. Whatever is wrong with that, the act itself says so. */
function sentPassword(body: string): string | null {
  try {
    return parseBody(SetPassword, body).newPassword
  } catch {
    return null
  }
}

/** `hash`, which is missing where whoever asks was not known to be an administrator a moment ago. */
function requireHash(hash: string | null): string {
  if (hash === null) throw new DomainError('unavailable', 'Nothing was changed. Try again.')
  return hash
}
