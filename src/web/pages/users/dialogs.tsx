import { Button } from '@react-spectrum/s2/Button'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { SetPassword } from '#src/domain/newPassword.ts'
import { ClientsOfUser } from '../../consequences/ClientList.tsx'
import RefreshWarning from '../../consequences/RefreshWarning.tsx'
import { DialogForm } from '../../forms/DialogForm.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { failureOf, type ApiError } from '../../http.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { DialogFrame } from '../../ui/DialogFrame.tsx'
import { OneTimePasswordRules } from './OneTimePasswordRules.tsx'

interface ActDialog {
  /** Whom it is about. */
  name: string
  act: { isPending: boolean; error: ApiError | null }
  onCancel: () => void
}

interface DeactivateDialogProps extends ActDialog {
  id: string
  hasKey: boolean
  onConfirm: () => void
}

/** **Deactivate**, then **Deactivate**. */
export function DeactivateDialog({ id, name, hasKey, act, onConfirm, onCancel }: DeactivateDialogProps) {
  return (
    <ConfirmDialog
      title={`Deactivate ${name}?`}
      confirmLabel="Deactivate"
      isPending={act.isPending}
      failure={failureOf('Deactivating', act.error)}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <p>
        <bdi>{name}</bdi> is signed out everywhere and cannot sign in, and every call with their API key is refused. The
        key is kept: once they are reactivated it works again, unless it has expired.
      </p>
      {hasKey && <ClientsOfUser id={id} />}
      <RefreshWarning act="deactivate" />
    </ConfirmDialog>
  )
}

interface RemoveKeyDialogProps extends ActDialog {
  id: string
  onConfirm: () => void
}

/** **Remove key**, then **Remove key**. */
export function RemoveKeyDialog({ id, name, act, onConfirm, onCancel }: RemoveKeyDialogProps) {
  return (
    <ConfirmDialog
      title={`Remove the API key of ${name}?`}
      confirmLabel="Remove key"
      isPending={act.isPending}
      failure={failureOf('Removing', act.error)}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <p>
        The key of <bdi>{name}</bdi> stops working at once. Every application that uses it must be re-configured with a
        new key, which they would have to generate first. This cannot be undone.
      </p>
      <ClientsOfUser id={id} />
      <RefreshWarning act="remove-of-user" />
    </ConfirmDialog>
  )
}

/** **Set one-time password**, then **Set password**. */
export function OneTimePasswordDialog({
  name,
  act,
  onConfirm,
  onCancel,
}: ActDialog & { onConfirm: (newPassword: string) => void }) {
  const form = useForm({ resolver: zodResolver(SetPassword), defaultValues: { newPassword: '' } })
  const { error } = act
  const isOnField = error?.field === 'newPassword'
  const { setError } = form
  useEffect(() => {
    if (isOnField) setError('newPassword', { message: error.message }, { shouldFocus: true })
  }, [isOnField, error, setError])
  return (
    <DialogFrame
      title={`Set a one-time password for ${name}`}
      isPending={act.isPending}
      failure={isOnField ? null : failureOf('Setting the password', error)}
      onCancel={onCancel}
      button={
        <Button variant="accent" type="submit" form="one-time-password" isPending={act.isPending}>
          Set password
        </Button>
      }
    >
      <DialogForm id="one-time-password" onSubmit={form.handleSubmit(({ newPassword }) => onConfirm(newPassword))}>
        <TextField
          control={form.control}
          name="newPassword"
          label="One-time password"
          autoComplete="off"
          autoFocus
          description={<OneTimePasswordRules />}
        />
        <p className={flat}>Every session of theirs ends, and a lock is lifted. Their API key stays.</p>
      </DialogForm>
    </DialogFrame>
  )
}

const flat = style({ margin: 0 })
