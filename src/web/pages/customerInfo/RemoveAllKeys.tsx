import { Button } from '@react-spectrum/s2/Button'
import { lazy } from 'react'
import { removeAllKeys } from '../../queries/keys.ts'
import { useAct } from '../../queries/useAct.ts'
import { toast } from '../../ui/toast.tsx'
import { useCloseDialog, useOpenDialog, WhenOpen } from '../../shell/openDialog.tsx'

const RemoveAllDialog = lazy(() => import('./dialogs.tsx').then((dialogs) => ({ default: dialogs.RemoveAllDialog })))

/** **Remove all API keys** (reference §4.3, item 3). */
export function RemoveAllKeys() {
  const removeAll = useAct(removeAllKeys())
  const open = useOpenDialog()
  const close = useCloseDialog()
  const confirm = () =>
    removeAll.mutate(undefined, {
      onSuccess: ({ removed }) => {
        toast(removed === 1 ? '1 API key removed' : `${removed.toLocaleString('en-US')} API keys removed`)
        close('remove-all')
      },
    })
  const cancel = () => {
    if (removeAll.isPending) return
    removeAll.reset()
    close('remove-all')
  }
  return (
    <div>
      <Button variant="secondary" fillStyle="outline" onPress={() => open('remove-all')}>
        Remove all API keys
      </Button>
      <WhenOpen dialog="remove-all">
        <RemoveAllDialog act={removeAll} onConfirm={confirm} onCancel={cancel} />
      </WhenOpen>
    </div>
  )
}
