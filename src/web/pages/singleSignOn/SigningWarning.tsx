import { expiresSoon, hasCertificateExpired, lastToExpire } from '#src/domain/certificate.ts'
import type { SsoInfo } from '#src/domain/sso/settings.ts'
import { useSession } from '../../shell/useSession.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Time } from '../../ui/Time.tsx'

/** Says on top of the screen that no certificate of the identity provider is good for much longer, or at all. */
export function SigningWarning({ info }: { info: SsoInfo }) {
  const { timeZone } = useSession().user
  const last = lastToExpire(info.certificates)
  if (!info.isEnabled || !last) return null
  const hasExpired = hasCertificateExpired(last, info.asOf)
  if (!hasExpired && !expiresSoon(last, info.asOf)) return null
  return (
    <Notice
      variant={hasExpired ? 'negative' : 'notice'}
      level={2}
      title={`The identity provider’s signing certificate ${hasExpired ? 'has expired' : 'expires soon'}`}
    >
      {hasExpired ? 'It ended on ' : 'It ends on '}
      <Time at={last.validTo} asOf={info.asOf} timeZone={timeZone} />. Ask whoever runs the provider for the next one,
      and choose it below.
    </Notice>
  )
}
