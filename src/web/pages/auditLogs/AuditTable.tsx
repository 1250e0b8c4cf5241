import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Link } from '@tanstack/react-router'
import { useId, useMemo, type RefObject } from 'react'
import { AUDIT_DAYS } from '#src/domain/audit.ts'
import { AUDIT_PAGE, type AuditEntry, type AuditLog } from '#src/domain/auditLog.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint, Row, Stack } from '../../ui/layout.tsx'
import { Cell, RowHead, Table } from '../../ui/Table.tsx'
import { exactTime, number, records } from './words.ts'

const COLUMNS = ['Date and time', 'Log Type', 'User name', 'Action', 'Object', 'Details', 'IP address']

interface Props {
  log: AuditLog
  page: number
  headingRef: RefObject<HTMLHeadingElement | null>
  onTurn: (page: number) => void
}

/** A page of the log. */
export function AuditTable({ log, page, headingRef, onTurn }: Props) {
  const { timeZone } = useSession().user
  const times = useMemo(() => exactTime(timeZone), [timeZone])
  const title = useId()
  const pages = Math.max(1, Math.ceil(log.count / AUDIT_PAGE))
  const first = (page - 1) * AUDIT_PAGE
  const isAll = page === 1 && log.count <= AUDIT_PAGE
  return (
    <section aria-labelledby={title} className={column}>
      <h2 ref={headingRef} id={title} tabIndex={-1} className={heading}>
        Records
      </h2>
      {log.records.length > 0 && (
        <Table labelledBy={title} columns={COLUMNS} isWide>
          {log.records.map((entry) => (
            <Entry key={entry.id} entry={entry} times={times} />
          ))}
        </Table>
      )}
      {log.count === 0 && (
        <Hint>Nothing that was recorded in the last {AUDIT_DAYS} days is found by these filters.</Hint>
      )}
      <Stack>
        {!isAll && (
          <Row>
            <ActionButton isDisabled={page <= 1} onPress={() => onTurn(Math.min(page - 1, pages))}>
              {`Newer ${AUDIT_PAGE}`}
            </ActionButton>
            <ActionButton isDisabled={page >= pages} onPress={() => onTurn(page + 1)}>
              {`Older ${AUDIT_PAGE}`}
            </ActionButton>
          </Row>
        )}
        <span role="status">
          <Hint>
            {isAll || log.records.length === 0
              ? `Showing ${records(log.records.length)}${isAll ? '' : ` of ${number(log.count)}`}`
              : `Showing ${number(first + 1)}–${number(first + log.records.length)} of ${records(log.count)}`}
          </Hint>
        </span>
      </Stack>
    </section>
  )
}

const idOf = (record: string) => `record-${record}`

/** What opens `record`, where it is on the page. */
export const linkOf = (record: string | undefined) => document.getElementById(idOf(record ?? ''))

function Entry({ entry, times }: { entry: AuditEntry; times: Intl.DateTimeFormat }) {
  const { id, at, type, userName, action, object, details, outcome, address } = entry
  return (
    <tr>
      <RowHead>
        <Link
          id={idOf(id)}
          to="."
          search={(previous) => ({ ...previous, record: id })}
          state={{ openedDialog: true }}
          resetScroll={false}
          preload={false}
          className={link}
        >
          <time dateTime={at}>{times.format(new Date(at))}</time>
        </Link>
      </RowHead>
      <Cell>
        <span className={whole}>{type}</span>
      </Cell>
      <Cell>
        <bdi className={strong}>{visible(userName)}</bdi>
      </Cell>
      <Cell>
        <span className={whole}>{action}</span>
      </Cell>
      <Cell>
        <bdi>{visible(object)}</bdi>
      </Cell>
      <Cell>
        {outcome === 'refused' && <span className={refused}>Refused{details && ': '}</span>}
        <bdi>{visible(details)}</bdi>
      </Cell>
      <Cell>
        <span className={whole}>{address}</span>
      </Cell>
    </tr>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12, minWidth: 0 })
const heading = style({ font: 'heading', margin: 0, outlineStyle: 'none' })
/** What is hard to read when it is broken. */
const whole = style({ whiteSpace: 'nowrap' })
const strong = style({ fontWeight: 'bold' })
const refused = style({ fontWeight: 'bold', color: 'negative' })
const link = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  borderRadius: 'sm',
  whiteSpace: 'nowrap',
  color: 'accent',
  textDecoration: { default: 'underline', ':hover': 'none' },
})
