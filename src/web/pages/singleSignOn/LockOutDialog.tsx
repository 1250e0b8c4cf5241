import { useQuery } from '@tanstack/react-query'
import { lockOutRisks } from '#src/domain/sso/gate.ts'
import type { SsoInfo, SsoSettings } from '#src/domain/sso/settings.ts'
import { ssoConsequences } from '../../queries/sso.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'

interface Props {
  /** What the backend has now. */
  before: SsoInfo
  settings: SsoSettings
  goOn: () => void
  dismiss: () => void
}

/** Asks before a save after which perhaps nobody gets in. */
export default function LockOutDialog({ before, settings, goOn, dismiss }: Props) {
  const risks = lockOutRisks(before, settings, before.triedAt !== null)
  const { data, error } = useQuery(ssoConsequences({ hasAdminExemption: settings.hasAdminExemption }))
  const isSwitchedOn = !before.isEnabled
  return (
    <ConfirmDialog
      title={isSwitchedOn ? 'Enable single sign-on?' : 'Save these settings?'}
      confirmLabel={isSwitchedOn ? 'Enable single sign-on' : 'Save anyway'}
      onConfirm={goOn}
      onCancel={dismiss}
    >
      {risks.includes('never-tried') && (
        <p>
          Nobody has come through the identity provider with these settings yet. If one of them is wrong, it lets nobody
          in. Test Connection tries them while Enable is clear: press Cancel, clear it, save and test first.
        </p>
      )}
      {risks.includes('no-exemption') && (
        <p>
          Without Admin Exemption, administrators who may only use SAML 2.0 cannot use their password either.
          {data?.isOwnAmongThem && ' You are one of them.'}
        </p>
      )}
      <p>
        {data
          ? `${administrators(data.administrators)} sign in with a password after this.`
          : error
            ? 'How many administrators can still sign in with a password after this cannot be told now.'
            : 'Counting who can still sign in with a password…'}
      </p>
      <p>
        Whoever runs the server can always turn it off again, with <code>npm run sso:off</code>.
      </p>
    </ConfirmDialog>
  )
}

const administrators = (count: number) =>
  count === 0
    ? 'No administrator can'
    : count === 1
      ? '1 administrator can still'
      : `${count.toLocaleString('en-US')} administrators can still`
