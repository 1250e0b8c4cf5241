import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ApiLogin } from '#src/domain/audit.ts'
import type { Certificate, CertificateRequirement, CertificateRole } from '#src/domain/certificate.ts'
import { NO_CERTIFICATE, OTHER_CERTIFICATE } from '#src/domain/certificateMatch.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import type { Instant } from '#src/domain/instant.ts'
import { apiLogins } from '../../../queries/certificates.ts'
import { useSession } from '../../../shell/useSession.ts'
import { Hint } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { absoluteTime, relativeTime } from '../../../ui/Time.tsx'

/** Rows that are shown before somebody asks for all. */
const FIRST = 8

interface Props {
  requirement: CertificateRequirement
  isSaved: boolean
  certificates: Record<CertificateRole, Certificate | null>
}

/** Who logged in through the API with a password of late, with which certificate, and what becomes of them. */
export function ApiLoginList({ requirement, isSaved, certificates }: Props) {
  const { data, error } = useQuery(apiLogins())
  const [isWhole, setWhole] = useState(false)
  const title = useId()
  if (error)
    return (
      <Notice variant="notice" title="Who logs in without the certificate cannot be told now">
        {error.message}
      </Notice>
    )
  if (!data) return <Hint>Looking for logins of the last 30 days…</Hint>
  const rows = isWhole ? data.logins : data.logins.slice(0, FIRST)
  return (
    <div className={column}>
      {data.logins.length === 0 ? (
        <Hint>Nobody logged in through the API with a password in the last 30 days.</Hint>
      ) : (
        <>
          <Summary requirement={requirement} isSaved={isSaved} certificates={certificates} logins={data.logins} />
          <h4 id={title} className={heading}>
            API logins with a password in the last 30 days
          </h4>
          {/* Focusable, because it scrolls sideways where the screen is narrow. */}
          <div role="region" aria-labelledby={title} tabIndex={0} className={scroller}>
            <table className={table}>
              <thead>
                <tr>
                  {['User', 'Client and address', 'Certificate', 'Logins', 'Last login'].map((name) => (
                    <th key={name} scope="col" className={headCell}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((login) => (
                  <LoginRow
                    key={JSON.stringify([login.userId, login.userAgent, login.address, login.certificate])}
                    login={login}
                    certificates={certificates}
                    asOf={data.asOf}
                  />
                ))}
              </tbody>
            </table>
          </div>
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

function LoginRow({ login, certificates, asOf }: { login: ApiLogin; certificates: Certificates; asOf: Instant }) {
  const { timeZone } = useSession().user
  const { userName, userAgent, address, certificate, logins, lastAt } = login
  const label = certificateLabel(certificate, certificates)
  return (
    <tr>
      <th scope="row" className={cell}>
        <bdi>{userName}</bdi>
      </th>
      <td className={cell}>
        <bdi>{visible(userAgent) || 'Client without a name'}</bdi>
        <div className={subdued}>{address}</div>
      </td>
      <td className={cell}>{label}</td>
      <td className={cell}>{number(logins)}</td>
      <td className={cell}>
        <time dateTime={lastAt} title={absoluteTime(lastAt, timeZone)}>
          {relativeTime(lastAt, asOf)}
        </time>
      </td>
    </tr>
  )
}

function Summary({ requirement, isSaved, logins, certificates }: Props & { logins: ApiLogin[] }) {
  const stopped = logins.filter(({ certificate }) => !isRecognised(certificate, certificates))
  if (stopped.length === 0)
    return <Hint>Every login of the last 30 days carried a certificate that is recognised.</Hint>
  // The last used come first, so the first of a client is its last login.
  const changedOver = new Set<string>()
  const behind = new Set<string>()
  for (const login of logins) {
    const client = clientOf(login)
    if (isRecognised(login.certificate, certificates)) {
      if (!behind.has(client)) changedOver.add(client)
    } else if (!changedOver.has(client)) behind.add(client)
  }
  const clients = new Set(stopped.map(clientOf)).size
  const users = new Set(stopped.map(({ userId }) => userId)).size
  const total = stopped.reduce((sum, { logins }) => sum + logins, 0)
  const what = `In the last 30 days, ${count(total, 'login')} by ${count(clients, 'client')} of ${count(users, 'user')} carried no certificate that is recognised. At the last login this was still so for ${behind.size === clients ? 'all of them' : `${number(behind.size)} of them`}.`
  if (requirement === 'report-only')
    return (
      <Notice variant="informative" title={`${count(total, 'login')} would have been refused`} isLive>
        {what} Report only lets them through.
      </Notice>
    )
  if (isSaved) return <Hint>{what} Such logins are refused now.</Hint>
  return (
    <Notice variant="notice" title="When you save, some logins are refused" isLive>
      {what} Such logins are refused from then on. Report only lets them through and lists them, so that you can tell
      their owners first.
    </Notice>
  )
}

type Certificates = Props['certificates']

const clientOf = ({ userId, userAgent, address }: ApiLogin) => JSON.stringify([userId, userAgent, address])

const isRecognised = (carried: string, { current, next }: Certificates) =>
  carried === current?.fingerprint || carried === next?.fingerprint

function certificateLabel(carried: string, { current, next }: Certificates): string {
  if (carried === current?.fingerprint) return 'Current'
  if (carried === next?.fingerprint) return 'Next'
  return { [NO_CERTIFICATE]: 'None', [OTHER_CERTIFICATE]: 'Another' }[carried] ?? 'Retired'
}

const number = (value: number) => value.toLocaleString('en-US')
const count = (value: number, noun: string) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const heading = style({ font: 'title-sm', margin: 0 })
const scroller = style({ overflowX: 'auto' })
const table = style({ font: 'ui', width: 'full', minWidth: 560, borderCollapse: 'collapse', textAlign: 'start' })
const headCell = style({
  textAlign: 'start',
  fontWeight: 'bold',
  paddingY: 8,
  paddingEnd: 16,
  borderBottomWidth: 1,
  borderTopWidth: 0,
  borderXWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-300',
})
const cell = style({
  textAlign: 'start',
  verticalAlign: 'top',
  fontWeight: 'normal',
  paddingY: 8,
  paddingEnd: 16,
  overflowWrap: 'anywhere',
  borderBottomWidth: 1,
  borderTopWidth: 0,
  borderXWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})
const subdued = style({ color: 'neutral-subdued' })
