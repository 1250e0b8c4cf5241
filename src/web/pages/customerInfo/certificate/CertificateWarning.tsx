import { CERTIFICATE_ROLES, expiresSoon, hasCertificateExpired } from '#src/domain/certificate.ts'
import type { CustomerInfo } from '#src/domain/customer.ts'
import { useSession } from '../../../shell/useSession.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Time } from '../../../ui/Time.tsx'

/** Says on top of the screen that a certificate which logins are matched with nears its end, or has passed it (reference §6). */
export default function CertificateWarning({ info }: { info: CustomerInfo }) {
  const { timeZone } = useSession().user
  const { certificate: current, nextCertificate: next, asOf } = info
  return CERTIFICATE_ROLES.map((role) => {
    const certificate = { current, next }[role]
    const hasExpired = certificate && hasCertificateExpired(certificate, asOf)
    if (!certificate || !(hasExpired || expiresSoon(certificate, asOf))) return null
    return (
      <Notice
        key={role}
        variant={hasExpired ? 'negative' : 'notice'}
        level={2}
        title={`The ${role} X.509 certificate for API logins ${hasExpired ? 'has expired' : 'expires soon'}`}
      >
        {hasExpired ? 'It ended on ' : 'It ends on '}
        <Time at={certificate.validTo} asOf={asOf} timeZone={timeZone} />. Logins that carry it{' '}
        {hasExpired ? 'are still let through' : 'will still be let through after that'}; programs may refuse to use it.
      </Notice>
    )
  })
}
