import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Link } from '@tanstack/react-router'
import { useId, type RefObject } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import type { Instant } from '#src/domain/instant.ts'
import { USERS_PAGE, type ListedUser, type USER_SORTS, type UserPage } from '#src/domain/userList.ts'
import type { AskedUsers } from '../../queries/users.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint, Row, Stack } from '../../ui/layout.tsx'
import { Cell, RowHead, Table } from '../../ui/Table.tsx'
import { absoluteTime, relativeTime } from '../../ui/Time.tsx'
import { KEY_LABEL, KEY_LIGHT, number, STATUS_LABEL, STATUS_LIGHT, users } from './labels.ts'

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
  page: number
  headingRef: RefObject<HTMLHeadingElement | null>
  onSort: (order: Pick<AskedUsers, 'sort' | 'order'>) => void
  onTurn: (page: number) => void
}

/** A page of the list. */
export function UserTable({ list, filter: { sort = 'name', order }, page, headingRef, onSort, onTurn }: Props) {
  const title = useId()
  const pages = Math.max(1, Math.ceil(list.count / USERS_PAGE))
  const first = (page - 1) * USERS_PAGE
  const isAll = page === 1 && list.count <= USERS_PAGE
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
    <section aria-labelledby={title} className={column}>
      <h2 ref={headingRef} id={title} tabIndex={-1} className={heading}>
        {users(list.count)}
      </h2>
      {list.users.length > 0 && (
        <Table labelledBy={title} columns={columns} isWide>
          {list.users.map((user) => (
            <Entry key={user.id} user={user} asOf={list.asOf} />
          ))}
        </Table>
      )}
      {list.count === 0 && <Hint>Nobody is found by these filters.</Hint>}
      {list.count > 0 && list.users.length === 0 && <Hint>The list does not go on to this page.</Hint>}
      <Stack>
        {!isAll && (
          <Row>
            <ActionButton isDisabled={page <= 1} onPress={() => onTurn(Math.min(page - 1, pages))}>
              {`Previous ${USERS_PAGE}`}
            </ActionButton>
            <ActionButton isDisabled={page >= pages} onPress={() => onTurn(page + 1)}>
              {`Next ${USERS_PAGE}`}
            </ActionButton>
          </Row>
        )}
        <span role="status">
          <Hint>
            {isAll || list.users.length === 0
              ? `Showing ${users(list.users.length)}${isAll ? '' : ` of ${number(list.count)}`}`
              : `Showing ${number(first + 1)}–${number(first + list.users.length)} of ${users(list.count)}`}
          </Hint>
        </span>
      </Stack>
    </section>
  )
}

function Entry({ user, asOf }: { user: ListedUser; asOf: Instant }) {
  const { key, username, email, licence, accessLevel, status } = user
  return (
    <tr>
      <RowHead>
        <Link to="." search={(previous) => ({ ...previous, user: user.id })} preload={false} className={link}>
          <bdi>{visible(user.name) || 'No name'}</bdi>
        </Link>
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
        <StatusLight size="S" variant={STATUS_LIGHT[status]} styles={whole}>
          {STATUS_LABEL[status]}
        </StatusLight>
      </Cell>
      <Cell>
        <When at={user.lastLoginDate} asOf={asOf} otherwise="Never" />
      </Cell>
      <Cell>
        {key ? (
          <StatusLight size="S" variant={KEY_LIGHT[key.state]} styles={whole}>
            {KEY_LABEL[key.state]}
          </StatusLight>
        ) : (
          <Hint>None</Hint>
        )}
      </Cell>
      <Cell>{key && <When at={key.createdAt} asOf={asOf} otherwise="" />}</Cell>
      <Cell>{key && <When at={key.expiresAt} asOf={asOf} otherwise="Never" />}</Cell>
      <Cell>{key && <When at={key.lastUsedAt} asOf={asOf} otherwise="Never" />}</Cell>
    </tr>
  )
}

/** A time as far from now, with the day below it: there is no room for more, which the page of the user has. */
function When({ at, asOf, otherwise }: { at: Instant | null; asOf: Instant; otherwise: string }) {
  const { timeZone } = useSession().user
  if (at === null) return <Hint>{otherwise}</Hint>
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone }).format(new Date(at))
  return (
    <time dateTime={at} title={absoluteTime(at, timeZone)} className={unbroken}>
      {relativeTime(at, asOf)}
      <Hint>{day}</Hint>
    </time>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12, minWidth: 0 })
const heading = style({ font: 'heading', margin: 0, outlineStyle: 'none' })
/** What is hard to read when it is broken. */
const unbroken = style({ whiteSpace: 'nowrap' })
const whole = style({ minWidth: 72 })
const link = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  borderRadius: 'sm',
  color: 'accent',
  textDecoration: { default: 'underline', ':hover': 'none' },
})
