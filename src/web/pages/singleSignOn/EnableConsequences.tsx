import { useQuery } from '@tanstack/react-query'
import { useWatch, type Control } from 'react-hook-form'
import type { SsoInfo, SsoSettings } from '#src/domain/sso/settings.ts'
import { ssoConsequences } from '../../queries/sso.ts'
import { Hint, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'

interface Props {
  control: Control<SsoSettings>
  base: SsoInfo
}

/** What Save would do to passwords, said before it is pressed. */
export function EnableConsequences({ control, base }: Props) {
  const [isEnabled, hasAdminExemption] = useWatch({ control, name: ['isEnabled', 'hasAdminExemption'] })
  const isAtStake = isEnabled && (!base.isEnabled || hasAdminExemption !== base.hasAdminExemption)
  const { data, error } = useQuery({ ...ssoConsequences({ hasAdminExemption }), enabled: isAtStake })
  if (!isEnabled && base.isEnabled)
    return (
      <Notice variant="informative" title="When you save" isLive>
        Everybody can sign in with a user name and password again. All that is set up here stays for another time.
      </Notice>
    )
  if (!isAtStake) return null
  if (error)
    return (
      <Notice variant="notice" title="What Save will do to passwords cannot be told now">
        {error.message}
      </Notice>
    )
  if (!data) return <Hint>Counting whose password this would refuse…</Hint>
  const { refused, unlinked, isOwnAmongThem } = data
  return (
    <Notice variant={refused > 0 ? 'notice' : 'informative'} title="When you save" isLive>
      <Stack>
        <span>
          {refused === 0
            ? 'Nobody’s password is refused.'
            : `${users(refused)} refused, at the sign-in page and in the API.`}
          {isOwnAmongThem && ' Yours is among them.'}
        </span>
        {unlinked > 0 && (
          <span>
            {refused === 1
              ? 'This user has'
              : unlinked === 1
                ? '1 of them has'
                : `${unlinked.toLocaleString('en-US')} of them have`}{' '}
            no SSO username yet, by which the identity provider’s people are known here.
          </span>
        )}
        <span>API keys and open sessions keep working.</span>
      </Stack>
    </Notice>
  )
}

const users = (count: number) =>
  count === 1 ? 'The password of 1 user is' : `The passwords of ${count.toLocaleString('en-US')} users are`
