import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { PreviewRefreshed } from '#src/rehearsal/wire.ts'
import { failureOf } from '../http.ts'
import { refreshTimes } from '../queries/refresh.ts'
import { useAct } from '../queries/useAct.ts'
import { useSession } from '../shell/useSession.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { counted } from '../ui/counted.ts'
import { absoluteTime } from '../ui/Time.tsx'
import { toast } from '../ui/toast.tsx'
import { refreshPreview } from './rehearsal.ts'

/** **Refresh Preview**, asked before it is done. */
export default function RefreshPreview({ onClose }: { onClose: () => void }) {
  const { environment, user } = useSession()
  const { data } = useQuery(refreshTimes())
  const refresh = useAct(refreshPreview())
  const router = useRouter()
  const client = useQueryClient()
  const isPreview = environment === 'preview'
  const finish = async ({ users, keys }: PreviewRefreshed) => {
    if (isPreview) {
      // Where it says what happened.
      await router.navigate({ to: '/sign-in' })
      client.clear()
      return
    }
    toast(`Preview refreshed from Production: ${counted(users, 'user')}, ${counted(keys, 'API key')}`)
    onClose()
  }
  return (
    <ConfirmDialog
      title="Refresh Preview?"
      confirmLabel="Refresh"
      isPending={refresh.isPending}
      failure={failureOf('Refreshing Preview', refresh.error)}
      onConfirm={() => refresh.mutate(undefined, { onSuccess: (refreshed) => void finish(refreshed) })}
      onCancel={() => !refresh.isPending && onClose()}
    >
      <p>
        The users, passwords, settings of Customer Info and Authentication, certificates and API keys of Preview are
        overwritten by those of Production. What only Preview has is gone, and everybody there{' '}
        {isPreview ? 'is signed out, you too' : 'is signed out'}. Settings of single sign-on and the audit log stay.
      </p>
      {data && <p>Otherwise this happens by itself on {absoluteTime(data.nextAt, user.timeZone)}.</p>}
    </ConfirmDialog>
  )
}
