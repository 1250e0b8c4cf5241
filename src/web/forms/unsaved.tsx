import { Button } from '@react-spectrum/s2/Button'
import { useSession } from '../shell/useSession.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { Stack } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { absoluteTime } from '../ui/Time.tsx'
import type { SaveConflict } from './useSettingsForm.ts'

/** Two administrators at once: who saved, what they changed, and a way on that loses nobody's work (reference §4.5). */
export function Conflict({ savedBy, savedAt, differences, wasRefused, load }: SaveConflict) {
  const { user } = useSession()
  const when = savedAt && ` on ${absoluteTime(savedAt, user.timeZone)}`
  return (
    // A conflict that merely came to light must not take the focus from a field.
    <Notice variant="notice" title="Somebody else changed these settings" isLive autoFocus={wasRefused}>
      <Stack>
        <span>
          {savedBy ?? 'Another administrator'} saved{when} while you were editing. Nothing of yours has been saved or
          lost.
        </span>
        <ul>
          {differences.map(({ label, before, after, isMine }) => (
            <li key={label}>
              <b>{label}</b>: <bdi>{before}</bdi> → <bdi>{after}</bdi>
              {isMine && '. You changed this too; your choice stays in the form.'}
            </li>
          ))}
        </ul>
        <Button variant="secondary" onPress={load}>
          Load their changes and keep mine
        </Button>
      </Stack>
    </Notice>
  )
}

interface Leaving {
  changes: number
  isSaving: boolean
  onLeave: () => void
  onStay: () => void
}

/** Leaving a form with edits in it. */
export function LeaveDialog({ changes, isSaving, onLeave, onStay }: Leaving) {
  return (
    <ConfirmDialog title="Leave without saving?" confirmLabel="Leave" onConfirm={onLeave} onCancel={onStay}>
      <p>
        {isSaving
          ? 'Your changes are being saved, and whether that succeeds is not known yet.'
          : `${changes === 1 ? 'Your change is' : `Your ${changes} changes are`} not saved and will be lost.`}
      </p>
    </ConfirmDialog>
  )
}
