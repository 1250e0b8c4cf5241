import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useWatch, type Control } from 'react-hook-form'
import { PASSWORDS_ELSEWHERE } from '#src/domain/authentication.ts'
import type { CustomerInfo, CustomerSettings } from '#src/domain/customer.ts'
import { EXPIRY_PERIOD_LABEL, EXPIRY_PERIODS } from '#src/domain/expiryPeriod.ts'
import { Checkbox } from '../../forms/Checkbox.tsx'
import { Picker } from '../../forms/Picker.tsx'
import { keyConsequences } from '../../queries/keys.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { absoluteTime } from '../../ui/Time.tsx'
import { FIELD_LABEL } from './labels.ts'
import { RemoveAllKeys } from './RemoveAllKeys.tsx'

const PERIOD_OPTIONS = EXPIRY_PERIODS.map((period) => [period, EXPIRY_PERIOD_LABEL[period]] as const)

interface Props {
  control: Control<CustomerSettings>
  base: CustomerInfo
}

/** What holds for everybody's API keys (reference §4.3, items 1–3). */
export function KeySettings({ control, base }: Props) {
  return (
    <>
      <div className={narrow}>
        <Picker control={control} name="keyExpiry" label={FIELD_LABEL.keyExpiry} options={PERIOD_OPTIONS} />
      </div>
      <Stack>
        <Checkbox control={control} name="removeKeyOnPasswordExpiry">
          {FIELD_LABEL.removeKeyOnPasswordExpiry}
        </Checkbox>
        {base.platformMode === 'ims' ? (
          <Hint>{PASSWORDS_ELSEWHERE} None expires here, so this removes no key.</Hint>
        ) : (
          <Hint>
            Only where passwords expire: <Link href="/setup/system/authentication">Configure passwords to expire</Link>
          </Hint>
        )}
      </Stack>
      <Consequences control={control} base={base} />
      <RemoveAllKeys />
    </>
  )
}

/** What Save would do to keys, said before it is pressed. */
function Consequences({ control, base }: Props) {
  const { user } = useSession()
  const [timeZone, keyExpiry, removeKeyOnPasswordExpiry] = useWatch({
    control,
    name: ['timeZone', 'keyExpiry', 'removeKeyOnPasswordExpiry'],
  })
  const isSwitchedOn = removeKeyOnPasswordExpiry && !base.removeKeyOnPasswordExpiry
  const isAtStake = keyExpiry !== base.keyExpiry || isSwitchedOn
  const { data, error } = useQuery({
    ...keyConsequences({ timeZone, keyExpiry, removeKeyOnPasswordExpiry }),
    enabled: isAtStake,
  })
  if (!isAtStake) return null
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
              ? `${keys(redate.keys, 'active key')} will now expire on ${absoluteTime(redate.expiresAt, user.timeZone)}.`
              : `${keys(redate.keys, 'active key')} will no longer expire.`}{' '}
            Keys that have expired stay expired.
          </span>
        )}
        {isSwitchedOn && (
          <span>
            {remove === 0
              ? 'No key is removed at once: nobody with a key has an expired password.'
              : `${keys(remove, 'key')} will be removed at once, because the owner’s password has expired.`}
          </span>
        )}
      </Stack>
    </Notice>
  )
}

const keys = (count: number, noun: string) => `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`

const narrow = style({ maxWidth: 320 })
