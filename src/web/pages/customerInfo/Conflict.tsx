import { Button } from '@react-spectrum/s2/Button'
import type { CustomerInfo, CustomerSettings } from '#src/domain/customer.ts'
import { useSession } from '../../shell/useSession.ts'
import { Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { absoluteTime } from '../../ui/Time.tsx'
import { FIELD_LABEL, FIELDS, settingLabel } from './labels.ts'

interface Props {
  /** What this form began with. */
  base: CustomerInfo
  theirs: CustomerInfo
  /** The fields edited here. */
  mine: (keyof CustomerSettings)[]
  /** True when a refused Save found it; a conflict that merely came to light must not take the focus from a field. */
  autoFocus: boolean
  onLoad: () => void
}

/** Two administrators at once: who saved, what they changed, and a way on that loses nobody's work (reference §4.5). */
export function Conflict({ base, theirs, mine, autoFocus, onLoad }: Props) {
  const { user } = useSession()
  const names = FIELDS.filter((name) => base[name] !== theirs[name])
  const when = theirs.savedAt && ` at ${absoluteTime(theirs.savedAt, user.timeZone)}`
  return (
    <Notice variant="notice" title="Somebody else changed these settings" isLive autoFocus={autoFocus}>
      <Stack>
        <span>
          {theirs.savedBy ?? 'Another administrator'} saved{when} while you were editing. Nothing of yours has been
          saved or lost.
        </span>
        <ul>
          {names.map((name) => (
            <li key={name}>
              <b>{FIELD_LABEL[name]}</b>: {settingLabel(name, base)} → {settingLabel(name, theirs)}
              {mine.includes(name) && '. You changed this too; your choice stays in the form.'}
            </li>
          ))}
        </ul>
        <Button variant="secondary" onPress={onLoad}>
          Load their changes and keep mine
        </Button>
      </Stack>
    </Notice>
  )
}
