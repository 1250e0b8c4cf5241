import { useQuery } from '@tanstack/react-query'
import type { KeyPolicyDraft } from '#src/domain/ownKey.ts'
import { keyConsequences } from '../../queries/keys.ts'
import { useSession } from '../../shell/useSession.ts'
import { counted } from '../../ui/counted.ts'
import { Hint, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { absoluteTime } from '../../ui/Time.tsx'

interface Props {
  draft: KeyPolicyDraft
  /** Whether the draft turns on that a key goes with its owner's password. */
  isSwitchedOn: boolean
}

/** What saving the draft would do to keys. */
export default function KeyConsequences({ draft, isSwitchedOn }: Props) {
  const { user } = useSession()
  const { data, error } = useQuery(keyConsequences(draft))
  if (error)
    return (
      <Notice variant="notice" title="What Save will do to keys cannot be told now">
        {error.message}
      </Notice>
    )
  if (!data) return <Hint>Counting the keys this would change…</Hint>

  const { redate, remove } = data
  return (
    <Notice variant={isSwitchedOn && remove > 0 ? 'notice' : 'informative'} title="When you save" isLive>
      <Stack>
        {redate && (
          <span>
            {redate.expiresAt
              ? `${counted(redate.keys, 'active key')} will now expire on ${absoluteTime(redate.expiresAt, user.timeZone)}.`
              : `${counted(redate.keys, 'active key')} will no longer expire.`}{' '}
            Keys that have expired stay expired.
          </span>
        )}
        {isSwitchedOn && (
          <span>
            {remove === 0
              ? 'No key is removed at once: nobody with a key has an expired password.'
              : `${counted(remove, 'key')} will be removed at once, because the owner’s password has expired.`}
          </span>
        )}
      </Stack>
    </Notice>
  )
}
