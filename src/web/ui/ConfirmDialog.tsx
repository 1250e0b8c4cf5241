import { Button } from '@react-spectrum/s2/Button'
import type { ReactNode } from 'react'
import { DialogFrame } from './DialogFrame.tsx'

interface Props {
  title: string
  /** Consequences, in words. */
  children: ReactNode
  /** The verb on the button that acts. */
  confirmLabel: string
  isPending?: boolean
  isDisabled?: boolean
  /** What is known of the last try when it did not succeed. */
  failure?: { title: string; message: string } | null
  onConfirm: () => void
  onCancel: () => void
}

/**
 * Asks before an act. It stays open until the act has succeeded, and shows what went wrong where the person looks.
 * Spectrum's AlertDialog closes before the act starts, hence this one.
 */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  isPending = false,
  isDisabled = false,
  failure = null,
  onConfirm,
  onCancel,
}: Props) {
  return (
    <DialogFrame
      role="alertdialog"
      title={title}
      isPending={isPending}
      failure={failure}
      onCancel={onCancel}
      button={
        <Button variant="negative" isPending={isPending} isDisabled={isDisabled} onPress={onConfirm}>
          {confirmLabel}
        </Button>
      }
    >
      {/* May be longer than the dialog: not every browser lets a keyboard scroll it otherwise. */}
      <div role="region" aria-label="What it does" tabIndex={0}>
        {children}
      </div>
    </DialogFrame>
  )
}
