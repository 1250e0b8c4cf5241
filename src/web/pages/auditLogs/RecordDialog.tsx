import { Content, Dialog, DialogContainer, Heading } from '@react-spectrum/s2/Dialog'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { AuditRecord } from '#src/domain/audit.ts'
import { auditChanges } from '#src/domain/auditChanges.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import { auditRecord } from '../../queries/audit.ts'
import { useSession } from '../../shell/useSession.ts'
import { Fact, Facts } from '../../ui/Facts.tsx'
import { Hint } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Cell, RowHead, Table } from '../../ui/Table.tsx'
import { exactTime, fieldLabel, valueLabel } from './words.ts'

/** One record with all that is known of the act. */
export default function RecordDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useQuery(auditRecord(id))
  return (
    <DialogContainer onDismiss={onClose}>
      <Dialog isDismissible size="L">
        <Heading slot="title">{data ? `${data.type}: ${data.action}` : 'Audit record'}</Heading>
        <Content>
          {/* May be longer than the dialog: not every browser lets a keyboard scroll it otherwise. */}
          <div role="region" aria-label="What was recorded" tabIndex={0} className={column}>
            {data && <Contents record={data} />}
            {error && (
              <Notice variant="negative" title="The record cannot be shown" isLive>
                {error.message}
              </Notice>
            )}
            {!data && !error && <Hint>Looking for the record…</Hint>}
          </div>
        </Content>
      </Dialog>
    </DialogContainer>
  )
}

function Contents({ record }: { record: AuditRecord }) {
  const { timeZone } = useSession().user
  const title = useId()
  const changes = auditChanges(record.before, record.after)
  return (
    <>
      <Facts>
        <Fact label="Date and time">{exactTime(timeZone).format(new Date(record.at))}</Fact>
        <Fact label="Outcome">{record.outcome === 'done' ? 'Done' : 'Refused'}</Fact>
        <Fact label="Log Type">{record.type}</Fact>
        <Fact label="Action">{record.action}</Fact>
        <Fact label="User name">
          <bdi>{visible(record.userName) || 'Nobody was signed in'}</bdi>
        </Fact>
        <Fact label="Object">
          <bdi>{visible(record.object) || 'None'}</bdi>
        </Fact>
        <Fact label="Details">
          <bdi>{visible(record.details) || 'None'}</bdi>
        </Fact>
        <Fact label="IP address">{record.address || 'None'}</Fact>
        <Fact label="Client">
          <bdi>{visible(record.userAgent) || 'Client without a name'}</bdi>
        </Fact>
      </Facts>
      <h3 id={title} className={heading}>
        Before and after
      </h3>
      {changes.length === 0 ? (
        <Hint>{record.outcome === 'done' ? 'Nothing is recorded to have changed.' : 'Nothing was changed.'}</Hint>
      ) : (
        <Table labelledBy={title} columns={['Field', 'Before', 'After']}>
          {changes.map((change) => (
            <tr key={fieldLabel(change)}>
              <RowHead>{visible(fieldLabel(change))}</RowHead>
              {[change.before, change.after].map((value, index) => (
                <Cell key={index === 0 ? 'before' : 'after'}>
                  <bdi>{visible(valueLabel(value, timeZone))}</bdi>
                </Cell>
              ))}
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 16 })
const heading = style({ font: 'title', margin: 0 })
