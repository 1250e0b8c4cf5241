import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import type { AuditEntry } from '#src/domain/auditLog.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import { TextLink } from '../../lists/TextLink.tsx'
import { useSession } from '../../shell/useSession.ts'
import { Cell, RowHead, Table } from '../../ui/Table.tsx'
import { exactTime } from './words.ts'

const COLUMNS = ['Date and time', 'Log Type', 'User name', 'Action', 'Object', 'Details', 'IP address']

/** The records of a page. */
export function AuditTable({ records, titleId }: { records: AuditEntry[]; titleId: string }) {
  const { timeZone } = useSession().user
  const times = useMemo(() => exactTime(timeZone), [timeZone])
  return (
    <Table labelledBy={titleId} columns={COLUMNS} isWide>
      {records.map((entry) => (
        <Entry key={entry.id} entry={entry} times={times} />
      ))}
    </Table>
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
        <TextLink
          id={idOf(id)}
          to="."
          search={(previous) => ({ ...previous, record: id })}
          state={{ openedDialog: true }}
          resetScroll={false}
          preload={false}
        >
          <time dateTime={at} className={whole}>
            {times.format(new Date(at))}
          </time>
        </TextLink>
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

/** What is hard to read when it is broken. */
const whole = style({ whiteSpace: 'nowrap' })
const strong = style({ fontWeight: 'bold' })
const refused = style({ fontWeight: 'bold', color: 'negative' })
