import { Hono, type Context } from 'hono'
import { hasExpired, standingKey } from '#src/domain/apiKey.ts'
import { fullName, isAdministrator, type User } from '#src/domain/user.ts'
import type { Host, HostEnv } from './host.ts'
import type { Reading } from './store.ts'

/** A failure in the product's envelope (reference §8.5). */
class WorkfrontError extends Error {
  readonly status: number
  readonly class: string

  constructor(status: number, errorClass: string, message: string) {
    super(message)
    this.status = status
    this.class = errorClass
  }
}

/** One text for every key that opens nothing: unknown, removed, reset, expired, or its owner inactive (U6: no oracle). */
const notLoggedIn = () =>
  new WorkfrontError(401, 'com.attask.common.AuthenticationException', 'You are not currently logged in')
const illegalArgument = (message: string) => new WorkfrontError(400, 'java.lang.IllegalArgumentException', message)
const noSuch = (message: string) => new WorkfrontError(404, 'com.attask.common.ObjectNotFoundException', message)

const NEWEST_VERSION = 22

/** `/attask/api/…`, as Workfront's clients call it: authentication by key and reading a USER (K6, K8, E5, R2). */
export function workfrontApi(host: Host) {
  const routes = new Hono<HostEnv>()

  const read = async (c: Context<HostEnv>) => {
    const { version, object, id = '' } = c.req.param() as Record<string, string | undefined>
    if (version !== undefined) requireVersion(version)
    if (object?.toLowerCase() !== 'user') throw noSuch(`API does not support object '${object}'`)
    const data = await host.store.read(c.env.environment, async (tx) => {
      const caller = await authenticate(host, tx, c)
      const user = caller.id === id ? caller : await tx.users.byId(id)
      if (user !== caller && !isAdministrator(caller))
        throw new WorkfrontError(
          403,
          'com.attask.common.AccessException',
          'You do not have permission to view this user',
        )
      if (!user) throw noSuch(`USER with ID '${id}' not found`)
      return select(describe(user), c.req.query('fields'))
    })
    return c.json({ data })
  }
  routes.get('/:version{v[^/]*}/:object/:id', read)
  routes.get('/:object/:id', read)

  routes.all('*', () => {
    throw noSuch('Latchkey does not answer this address')
  })
  routes.onError((error, c) => {
    if (!(error instanceof WorkfrontError)) throw error
    return c.json({ error: { class: error.class, message: error.message } }, error.status as 400)
  })
  return routes
}

/** The user whose key came with the call, as parameter (case-sensitive name) or as header. */
async function authenticate(host: Host, tx: Reading, c: Context<HostEnv>): Promise<User> {
  const value = c.req.query('apiKey') ?? c.req.header('apiKey')
  const key = value ? await tx.keys.byDigest(await host.digest(value)) : null
  const owner = key && (await tx.users.byId(key.userId))
  const now = host.now()
  if (!owner?.isActive) throw notLoggedIn()
  const standing = standingKey(key, owner, await tx.customer.get(), now)
  if (!standing || hasExpired(standing, now)) throw notLoggedIn()
  return owner
}

/** v1.0 … v22.0 are answered alike (reference §8.1). */
function requireVersion(version: string): void {
  const major = /^v([1-9]\d?)\.0$/.exec(version)?.[1]
  if (!major || Number(major) > NEWEST_VERSION) throw noSuch(`API version '${version}' is not supported`)
}

function describe(user: User) {
  return {
    ID: user.id,
    objCode: 'USER',
    name: fullName(user),
    firstName: user.firstName,
    lastName: user.lastName,
    username: user.username,
    emailAddr: user.email,
    isActive: user.isActive,
    isAdmin: isAdministrator(user),
    licenseType: user.licence,
    locale: user.locale.replace('-', '_'),
    timeZone: user.timeZone,
    passwordDate: user.passwordDate,
    lastLoginDate: user.lastLoginDate,
  }
}

/** The fields a call asks for; `ID` and `objCode` always come. Without `fields`, and with `*`, all of them. */
function select(user: ReturnType<typeof describe>, fields: string | undefined): Record<string, unknown> {
  const wanted = fields ? fields.split(',').map((field) => field.trim()) : null
  if (!wanted || wanted.includes('*')) return user
  const unknown = wanted.find((field) => !Object.hasOwn(user, field))
  if (unknown !== undefined) throw illegalArgument(`USER has no field '${unknown}'`)
  return Object.fromEntries(
    Object.entries(user).filter(([name]) => wanted.includes(name) || name === 'ID' || name === 'objCode'),
  )
}
