import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { carriedAs, LOGIN_DAYS, stoppedLogins, type ApiLogin, type Carried } from '#src/domain/apiLogins.ts'
import type { Certificate, CertificateRequirement, CertificateRole } from '#src/domain/certificate.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import { clientName } from '#src/domain/client.ts'
import type { Instant } from '#src/domain/instant.ts'
import { apiLogins } from '../../../queries/certificates.ts'
import { useSession } from '../../../shell/useSession.ts'
import { counted, number } from '../../../ui/counted.ts'
import { Hint } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Cell, RowHead, Table } from '../../../ui/Table.tsx'
import { absoluteTime, relativeTime } from '../../../ui/Time.tsx'

/** Rows that are shown before somebody asks for all. */
const FIRST = 8

interface Props {
  requirement: CertificateRequirement
  /** Whether the requirement and the certificates are those that hold now. */
  isSaved: boolean
  certificates: Record<CertificateRole, Certificate | null>
}

/** Who logged in through the API with a password of late, with which certificate, and what becomes of them. */
export function ApiLoginList(props: Props) {
  const { data, error } = useQuery(apiLogins())
  const [isWhole, setWhole] = useState(false)
  const title = useId()
  if (error)
    return (
      <Notice variant="notice" title="Who logs in without the certificate cannot be told now">
        {error.message}
      </Notice>
    )
  if (!data) return <Hint>Looking for logins of the last {LOGIN_DAYS} days…</Hint>
  const rows = isWhole ? data.logins : data.logins.slice(0, FIRST)
  return (
    <div className={column}>
      {data.logins.length === 0 ? (
        <Hint>Nobody logged in through the API with a password in the last {LOGIN_DAYS} days.</Hint>
      ) : (
        <>
          <Summary {...props} {...data} />
          <h4 id={title} className={heading}>
            API logins with a password in the last {LOGIN_DAYS} days
          </h4>
          <Table labelledBy={title} columns={['User', 'Certificate', 'Logins', 'Last login', 'Client and address']}>
            {rows.map((login) => (
              <LoginRow
                key={JSON.stringify([login.userId, login.userName, login.userAgent, login.address, login.certificate])}
                login={login}
                certificates={props.certificates}
                asOf={data.asOf}
              />
            ))}
          </Table>
          {rows.length < data.logins.length && (
            <div>
              <ActionButton onPress={() => setWhole(true)}>Show all {data.logins.length}</ActionButton>
            </div>
          )}
          {!data.isComplete && isWhole && (
            <Hint>There are more. The {number(data.logins.length)} used last are shown.</Hint>
          )}
        </>
      )}
    </div>
  )
}

function LoginRow({
  login,
  certificates,
  asOf,
}: {
  login: ApiLogin
  certificates: Props['certificates']
  asOf: Instant
}) {
  const { timeZone } = useSession().user
  const { userName, userAgent, address, certificate, logins, lastAt } = login
  return (
    <tr>
      <RowHead>
        <bdi>{userName}</bdi>
      </RowHead>
      <Cell>{CARRIED_LABEL[carriedAs(certificate, certificates)]}</Cell>
      <Cell>{number(logins)}</Cell>
      <Cell>
        <time dateTime={lastAt} title={absoluteTime(lastAt, timeZone)}>
          {relativeTime(lastAt, asOf)}
        </time>
      </Cell>
      <Cell>
        <bdi title={visible(userAgent)}>{clientName(userAgent)}</bdi>
        <div className={subdued}>{address}</div>
      </Cell>
    </tr>
  )
}

interface SummaryProps extends Props {
  logins: ApiLogin[]
  isComplete: boolean
}

function Summary({ requirement, isSaved, certificates, logins, isComplete }: SummaryProps) {
  const stopped = stoppedLogins(logins, certificates)
  const least = isComplete ? '' : 'at least '
  if (stopped.logins === 0)
    return (
      <Hint>
        {isComplete
          ? `Every login of the last ${LOGIN_DAYS} days carried a certificate that is recognised.`
          : `Each of the ${number(logins.length)} clients that logged in last carried a certificate that is recognised.`}
      </Hint>
    )
  const what = [
    `In the last ${LOGIN_DAYS} days, ${least}${counted(stopped.logins, 'login')} by ${counted(stopped.clients, 'client')}`,
    `of ${counted(stopped.users, 'user')} carried no certificate that is recognised.`,
    `${stopped.behind === stopped.clients ? 'All' : number(stopped.behind)} of these clients still did so at the last login.`,
  ].join(' ')
  if (!isSaved && requirement === 'required')
    return (
      <Notice variant="notice" title="When you save, some logins are refused" isLive>
        {what} Such logins are refused from then on. Report only lets them through and lists them, so that you can tell
        their owners first.
      </Notice>
    )
  if (requirement === 'required') return <Hint>{what} Such logins are refused now.</Hint>
  return (
    <Notice variant="informative" title={`${counted(stopped.logins, 'login')} would have been refused`} isLive>
      {what} Report only lets them through.
    </Notice>
  )
}

const CARRIED_LABEL: Record<Carried, string> = {
  current: 'Current',
  next: 'Next',
  none: 'None',
  another: 'Another',
  retired: 'Retired',
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const heading = style({ font: 'title-sm', margin: 0 })
const subdued = style({ color: 'neutral-subdued' })
