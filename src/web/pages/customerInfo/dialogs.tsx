import { Content, Dialog, DialogContainer, Heading } from '@react-spectrum/s2/Dialog'
import { useQuery } from '@tanstack/react-query'
import type { OwnKey } from '#src/domain/apiKey.ts'
import { CustomerInfoHelp } from '../../help/articles.tsx'
import { keyCount, removeAllKeys, removeOwnKey, resetOwnKey } from '../../queries/keys.ts'
import { useSession } from '../../shell/useSession.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Prose } from '../../ui/layout.tsx'
import { absoluteTime } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../useAct.ts'

interface Closable {
  onClose: () => void
}

/** **Reset**, then **Reset** (K4). */
export function ResetDialog({
  id,
  onReset,
  onClose,
}: Closable & { id: string; onReset: (key: OwnKey, value: string) => void }) {
  const reset = useAct(resetOwnKey(onReset))
  const confirm = () =>
    reset.mutate(id, {
      onSuccess: () => {
        toast('API key reset')
        onClose()
      },
    })
  return (
    <ConfirmDialog
      title="Reset your API key?"
      confirmLabel="Reset"
      isPending={reset.isPending}
      error={reset.error}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <p>
        The key you have now stops working at once, and a new one takes its place. Every application that uses your key
        must be re-configured with the new one.
      </p>
    </ConfirmDialog>
  )
}

/** **Remove**, then **Remove** (K5). */
export function RemoveDialog({ id, onClose }: Closable & { id: string }) {
  const remove = useAct(removeOwnKey())
  const confirm = () =>
    remove.mutate(id, {
      onSuccess: () => {
        toast('API key removed')
        onClose()
      },
    })
  return (
    <ConfirmDialog
      title="Remove your API key?"
      confirmLabel="Remove"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <p>
        Your key stops working at once. Every application that uses it must be re-configured with a new key, which you
        would have to generate first.
      </p>
    </ConfirmDialog>
  )
}

/** **Remove all API keys**, then **Remove All** (R1). */
export function RemoveAllDialog({ onClose }: Closable) {
  const { user, environment } = useSession()
  const count = useQuery(keyCount())
  const removeAll = useAct(removeAllKeys())
  const total = count.data && count.data.active + count.data.expired
  const confirm = () =>
    removeAll.mutate(undefined, {
      onSuccess: ({ removed }) => {
        toast(removed === 1 ? '1 API key removed' : `${number(removed)} API keys removed`)
        onClose()
      },
    })
  return (
    <ConfirmDialog
      title="Remove all API keys?"
      confirmLabel="Remove All"
      isPending={removeAll.isPending}
      isDisabled={total === 0}
      error={removeAll.error}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <p>
        The API key of every user in {environment === 'production' ? 'Production' : 'Preview'}, yours included, stops
        working at once. All integrations fail until their users generate new keys and every application is
        re-configured with them. This cannot be undone.
      </p>
      <p role="status">
        {count.data && total === 0 && 'Nobody has an API key now, so there is nothing to remove.'}
        {count.data &&
          total !== 0 &&
          `This ends the keys of ${users(count.data.active + count.data.expired)}: ${number(count.data.active)} active and ${number(count.data.expired)} expired, counted on ${absoluteTime(count.data.asOf, user.timeZone)}.`}
        {count.isPending && 'Counting whose keys this ends…'}
        {count.error && `How many keys this ends cannot be told now. ${count.error.message}`}
      </p>
    </ConfirmDialog>
  )
}

/** Leaving a form with edits in it. */
export function LeaveDialog({
  changes,
  onLeave,
  onStay,
}: {
  changes: number
  onLeave: () => void
  onStay: () => void
}) {
  return (
    <ConfirmDialog
      title="Leave without saving?"
      confirmLabel="Leave"
      isPending={false}
      error={null}
      onConfirm={onLeave}
      onCancel={onStay}
    >
      <p>{changes === 1 ? 'Your change is' : `Your ${changes} changes are`} not saved and will be lost.</p>
    </ConfirmDialog>
  )
}

export function HelpDialog({ onClose }: Closable) {
  return (
    <DialogContainer onDismiss={onClose}>
      <Dialog isDismissible size="L">
        <Heading slot="title">Help for Customer Info</Heading>
        <Content>
          <Prose>
            <CustomerInfoHelp />
          </Prose>
        </Content>
      </Dialog>
    </DialogContainer>
  )
}

const number = (count: number) => count.toLocaleString('en-US')
const users = (count: number) => `${number(count)} ${count === 1 ? 'user' : 'users'}`
