import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { expiresSoon, hasCertificateExpired, shortFingerprint, type Certificate } from '#src/domain/certificate.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import type { Instant } from '#src/domain/instant.ts'
import { useSession } from '../shell/useSession.ts'
import { Hint } from '../ui/layout.tsx'
import { Time } from '../ui/Time.tsx'

interface Props {
  certificate: Certificate
  /** Chosen, but not saved yet. */
  isDraft: boolean
  /** The backend's clock. */
  asOf: Instant
}

/** Which certificate it is, and until when it is good. */
export function CertificateIdentity({ certificate, isDraft, asOf }: Props) {
  const { timeZone } = useSession().user
  const time = (at: Instant) => <Time at={at} asOf={asOf} timeZone={timeZone} />
  const { name, validFrom, validTo } = certificate
  return (
    <>
      <bdi className={fileName}>{visible(name)}</bdi>
      {hasCertificateExpired(certificate, asOf) ? (
        <StatusLight variant="negative">Expired on {time(validTo)}</StatusLight>
      ) : asOf < validFrom ? (
        <StatusLight variant="informative">Valid from {time(validFrom)}</StatusLight>
      ) : (
        <StatusLight variant={expiresSoon(certificate, asOf) ? 'notice' : 'positive'}>
          {expiresSoon(certificate, asOf) ? 'Expires soon, valid until' : 'Valid until'} {time(validTo)}
        </StatusLight>
      )}
      <Hint>
        {shortFingerprint(certificate)}
        {isDraft && ' · Chosen, not saved yet'}
      </Hint>
    </>
  )
}

const fileName = style({ font: 'code-sm', overflowWrap: 'anywhere' })
