import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { ListedUser, USER_SORTS, UserPage } from '#src/domain/userList.ts'
import { TextLink } from '../../lists/TextLink.tsx'
import type { AskedUsers } from '../../queries/users.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint } from '../../ui/layout.tsx'
import { Cell, RowHead, Table } from '../../ui/Table.tsx'
import { absoluteTime, relativeTime } from '../../ui/Time.tsx'
import { KEY_LABEL, KEY_LIGHT, STATUS_LABEL, STATUS_LIGHT } from './labels.ts'

/** Heading, and what it sorts by. */
const COLUMNS: [name: string, sort: (typeof USER_SORTS)[number] | null][] = [
  ['Name', 'name'],
  ['E-mail address', 'email'],
  ['Access level', 'accessLevel'],
  ['Status', null],
  ['Last login', 'lastLoginDate'],
  ['API key', null],
  ['Key created', 'createdAt'],
  ['Key expires', 'expiresAt'],
  ['Key last used', 'lastUsedAt'],
]

interface Props {
  list: UserPage
  filter: AskedUsers
  titleId: string
  onSort: (order: Pick<AskedUsers, 'sort' | 'order'>) => void
}

/** The users of a page. */
export function UserTable({ list, filter: { sort = 'name', order }, titleId, onSort }: Props) {
  const { timeZone } = useSession().user
  const when: WhenText = useMemo(() => {
    const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone })
    return (at) => ({
      ago: relativeTime(at, list.asOf),
      day: day.format(new Date(at)),
      exact: absoluteTime(at, timeZone),
    })
  }, [timeZone, list.asOf])
  const isDescending = order === 'descending'
  const columns = COLUMNS.map(([name, by]) =>
    by === null
      ? name
      : {
          name,
          sorted: by === sort ? (isDescending ? ('descending' as const) : ('ascending' as const)) : null,
          onSort: () =>
            onSort({
              sort: by === 'name' ? undefined : by,
              order: by === sort && !isDescending ? 'descending' : undefined,
            }),
        },
  )
  return (
    <Table labelledBy={titleId} columns={columns} isWide>
      {list.users.map((user) => (
        <Entry key={user.id} user={user} when={when} />
      ))}
    </Table>
  )
}

/** An instant as the table shows it. */
type WhenText = (at: Instant) => Record<'ago' | 'day' | 'exact', string>

/** What the last columns show of a key. */
const KEY_DATES = ['createdAt', 'expiresAt', 'lastUsedAt'] as const

function Entry({ user, when }: { user: ListedUser; when: WhenText }) {
  const { key, username, email, licence, accessLevel, status } = user
  return (
    <tr>
      <RowHead>
        <TextLink from="/users" to="." search={(previous) => ({ ...previous, user: user.id })} preload={false}>
          <bdi>{visible(user.name) || 'No name'}</bdi>
        </TextLink>
      </RowHead>
      <Cell>
        <bdi>{visible(email)}</bdi>
        {username !== email && (
          <Hint>
            <bdi>{visible(username)}</bdi>
          </Hint>
        )}
      </Cell>
      <Cell>
        {accessLevel}
        {licence !== accessLevel && <Hint>{licence} licence</Hint>}
      </Cell>
      <Cell>
        <StatusLight variant={STATUS_LIGHT[status]} styles={whole}>
          {STATUS_LABEL[status]}
        </StatusLight>
      </Cell>
      <Cell>
        <When at={user.lastLoginDate} when={when} />
      </Cell>
      <Cell>
        {key ? (
          <StatusLight variant={KEY_LIGHT[key.state]} styles={whole}>
            {KEY_LABEL[key.state]}
          </StatusLight>
        ) : (
          <Hint>None</Hint>
        )}
        {key?.refusedFor && <Hint>Refused: its owner is {key.refusedFor}</Hint>}
      </Cell>
      {KEY_DATES.map((date) => (
        <Cell key={date}>{key ? <When at={key[date]} when={when} /> : <Hint>–</Hint>}</Cell>
      ))}
    </tr>
  )
}

/** A time as far from now, with the day below it: there is no room for more, which the page of the user has. */
function When({ at, when }: { at: Instant | null; when: WhenText }) {
  if (at === null) return <Hint>Never</Hint>
  const { ago, day, exact } = when(at)
  return (
    <time dateTime={at} title={exact} className={unbroken}>
      {ago}
      <Hint>{day}</Hint>
    </time>
  )
}

/** What is hard to read when it is broken. */
const unbroken = style({ whiteSpace: 'nowrap' })
const whole = style({ minWidth: 72 })
