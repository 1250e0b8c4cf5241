import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { lazy, Suspense } from 'react'
import { useWatch, type Control } from 'react-hook-form'
import { PASSWORDS_ELSEWHERE } from '#src/domain/authentication.ts'
import type { CustomerInfo, CustomerSettings } from '#src/domain/customer.ts'
import { EXPIRY_PERIOD_LABEL, EXPIRY_PERIODS } from '#src/domain/expiryPeriod.ts'
import { Checkbox } from '../../forms/Checkbox.tsx'
import { Picker } from '../../forms/Picker.tsx'
import { Hint, Stack } from '../../ui/layout.tsx'
import { FIELD_LABEL } from './labels.ts'
import { RemoveAllKeys } from './RemoveAllKeys.tsx'

const KeyConsequences = lazy(() => import('./KeyConsequences.tsx'))

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
  const [timeZone, keyExpiry, removeKeyOnPasswordExpiry] = useWatch({
    control,
    name: ['timeZone', 'keyExpiry', 'removeKeyOnPasswordExpiry'],
  })
  const isSwitchedOn = removeKeyOnPasswordExpiry && !base.removeKeyOnPasswordExpiry
  if (keyExpiry === base.keyExpiry && !isSwitchedOn) return null
  return (
    <Suspense>
      <KeyConsequences draft={{ timeZone, keyExpiry, removeKeyOnPasswordExpiry }} isSwitchedOn={isSwitchedOn} />
    </Suspense>
  )
}

const narrow = style({ maxWidth: 320 })
