import { timesFor } from './csv.ts'
import type { ListedUser } from './userList.ts'

/** Users as rows of a CSV file, with times on the clocks of `timeZone`. Of a key they say everything but its value. */
export function* userRows(users: Iterable<ListedUser>, timeZone: string): Generator<string[]> {
  const time = timesFor(timeZone)
  const timed = (name: string) => `${name} (${timeZone})`
  yield [
    'User ID',
    'Name',
    'User name',
    'E-mail address',
    'Licence',
    'Access level',
    'Status',
    timed('Last login'),
    'API key',
    timed('Key created'),
    timed('Key expires'),
    timed('Key last used'),
  ]
  for (const { id, name, username, email, licence, accessLevel, status, lastLoginDate, key } of users)
    yield [
      id,
      name,
      username,
      email,
      licence,
      accessLevel,
      status,
      lastLoginDate === null ? '' : time(lastLoginDate),
      ...(key
        ? [
            key.state,
            time(key.createdAt),
            key.expiresAt === null ? 'never' : time(key.expiresAt),
            key.lastUsedAt === null ? 'never' : time(key.lastUsedAt),
          ]
        : ['none', '', '', '']),
    ]
}
