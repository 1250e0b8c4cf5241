import { Button } from '@react-spectrum/s2/Button'
import { ButtonGroup, Content, Dialog, DialogContainer, Heading } from '@react-spectrum/s2/Dialog'
import type { ReactNode } from 'react'
import { Notice } from './Notice.tsx'

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
  failure,
  onConfirm,
  onCancel,
}: Props) {
  return (
    <DialogContainer onDismiss={onCancel}>
      <Dialog role="alertdialog" size="S" isKeyboardDismissDisabled={isPending}>
        <Heading slot="title">{title}</Heading>
        <Content>
          {/* May be longer than the dialog: not every browser lets a keyboard scroll it otherwise. */}
          <div role="region" aria-label="What it does" tabIndex={0}>
            {children}
            {failure && (
              <Notice variant="negative" title={failure.title} isLive>
                {failure.message}
              </Notice>
            )}
          </div>
        </Content>
        <ButtonGroup>
          <Button variant="secondary" fillStyle="outline" autoFocus isDisabled={isPending} onPress={onCancel}>
            Cancel
          </Button>
          <Button variant="negative" isPending={isPending} isDisabled={isDisabled} onPress={onConfirm}>
            {confirmLabel}
          </Button>
        </ButtonGroup>
      </Dialog>
    </DialogContainer>
  )
}
