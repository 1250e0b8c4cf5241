import { timesFor, writeCsv } from './csv.ts'
import type { ListedUser } from './userList.ts'

/** Users as a CSV file, with times on the clocks of `timeZone`. Of a key it says everything but its value. */
export function writeUserFile(users: readonly ListedUser[], timeZone: string): string {
  const time = timesFor(timeZone)
  const timed = (name: string) => `${name} (${timeZone})`
  const heading = [
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
  const rows = users.map(({ id, name, username, email, licence, accessLevel, status, lastLoginDate, key }) => [
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
  ])
  return writeCsv([heading, ...rows])
}
