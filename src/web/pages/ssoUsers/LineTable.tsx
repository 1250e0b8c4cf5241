import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Picker, PickerItem } from '@react-spectrum/s2/Picker'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId, useState } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import { problemText } from '#src/domain/sso/userImport.ts'
import { number } from '../../ui/counted.ts'
import { Hint, Row } from '../../ui/layout.tsx'
import { Cell, RowHead, Table } from '../../ui/Table.tsx'
import type { Outcome, PreviewedUser, Review, ReviewedLine } from './review.ts'

/** Lines that are shown at once: a file may have 100,000. */
const PAGE = 100
/** More of a line that could not be read is of no use. Characters. */
const MOST_TEXT = 120

const SHOWN: Record<Outcome, string> = {
  problem: 'Lines with a problem',
  update: 'Users who will be updated',
  unchanged: 'Users who stay as they are',
  'no-sso-username': 'Lines without an SSO username',
}
const OUTCOMES = Object.keys(SHOWN) as Outcome[]

/** The lines of a file and what becomes of them, problems first. */
export function LineTable({ review: { lines, counts } }: { review: Review }) {
  const present = OUTCOMES.filter((outcome) => counts[outcome] > 0)
  const [chosen, choose] = useState<Outcome | 'all' | null>(null)
  const [first, setFirst] = useState(0)
  const title = useId()
  const shown = chosen ?? present[0] ?? 'all'
  const items = [
    ...present.map((id) => ({ id, text: `${SHOWN[id]} (${number(counts[id])})` })),
    ...(present.length > 1 ? [{ id: 'all' as const, text: `All lines (${number(lines.length)})` }] : []),
  ]
  const found = shown === 'all' ? lines : lines.filter(({ outcome }) => outcome === shown)
  const page = found.slice(first, first + PAGE)
  return (
    <>
      <h3 id={title} className={heading}>
        Lines of the file
      </h3>
      <Picker
        label="Show"
        items={items}
        value={shown}
        onChange={(key) => {
          choose(items.find(({ id }) => id === key)?.id ?? null)
          setFirst(0)
        }}
        styles={style({ width: 320, maxWidth: 'full' })}
      >
        {({ text }) => <PickerItem>{text}</PickerItem>}
      </Picker>
      <Table labelledBy={title} columns={['Line', 'What happens', 'User', 'SSO username']}>
        {page.map((line) => (
          <Line key={line.line} line={line} />
        ))}
      </Table>
      {found.length > PAGE && (
        <Row>
          <ActionButton isDisabled={first === 0} onPress={() => setFirst(first - PAGE)}>
            {`Previous ${PAGE}`}
          </ActionButton>
          <ActionButton isDisabled={first + PAGE >= found.length} onPress={() => setFirst(first + PAGE)}>
            {`Next ${PAGE}`}
          </ActionButton>
          <span role="status">
            <Hint>{`${number(first + 1)}–${number(first + page.length)} of ${number(found.length)}`}</Hint>
          </span>
        </Row>
      )}
    </>
  )
}

function Line({ line }: { line: ReviewedLine }) {
  if ('problem' in line) {
    const [user = '', ...others] = line.cells
    return (
      <tr>
        <RowHead>{number(line.line)}</RowHead>
        <Cell>{problemText(line.problem)}</Cell>
        <Cell>{shortened(user)}</Cell>
        <Cell>{shortened(others.join(' | '))}</Cell>
      </tr>
    )
  }
  const { user, ssoUsername, outcome } = line
  const marks = [user.username, !user.isActive && 'inactive', user.isAdministrator && 'administrator']
  return (
    <tr>
      <RowHead>{number(line.line)}</RowHead>
      <Cell>{outcome === 'unchanged' ? 'Stays as it is' : <Change user={user} ssoUsername={ssoUsername} />}</Cell>
      <Cell>
        <bdi>{visible(user.name)}</bdi>
        <Hint>
          <bdi>{marks.filter((mark) => mark !== false).join(' · ')}</bdi>
        </Hint>
      </Cell>
      <Cell>
        <bdi>{visible(ssoUsername)}</bdi>
      </Cell>
    </tr>
  )
}

function Change({ user, ssoUsername }: { user: PreviewedUser; ssoUsername: string }) {
  return (
    <>
      {user.ssoUsername === null && 'Gets this SSO username'}
      {user.ssoUsername === ssoUsername && 'Has this SSO username already'}
      {user.ssoUsername !== null && user.ssoUsername !== ssoUsername && (
        <>
          Replaces <bdi>{visible(user.ssoUsername)}</bdi>
        </>
      )}
      {!user.ssoAccessOnly && <Hint>Only Allow SAML 2.0 Authentication is turned on</Hint>}
    </>
  )
}

const shortened = (text: string) => (
  <bdi>{visible(text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT).toWellFormed()}…` : text)}</bdi>
)

const heading = style({ font: 'title-sm', margin: 0 })
