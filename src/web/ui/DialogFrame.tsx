import { Button } from '@react-spectrum/s2/Button'
import { ButtonGroup, Content, Dialog, DialogContainer, Heading } from '@react-spectrum/s2/Dialog'
import type { ReactNode } from 'react'
import { Notice } from './Notice.tsx'

interface Props {
  title: string
  role?: 'dialog' | 'alertdialog'
  isPending: boolean
  /** What is known of the last try when it did not succeed. */
  failure: { title: string; message: string } | null
  onCancel: () => void
  /** What goes on. */
  button: ReactNode
  children: ReactNode
}

/** A dialog that asks for something before an act goes on. It shows what went wrong where the person looks. */
export function DialogFrame({ title, role = 'dialog', isPending, failure, onCancel, button, children }: Props) {
  return (
    <DialogContainer onDismiss={onCancel}>
      <Dialog role={role} size="S" isKeyboardDismissDisabled={isPending}>
        <Heading slot="title">{title}</Heading>
        <Content>
          {children}
          {failure && (
            <Notice variant="negative" title={failure.title} isLive>
              {failure.message}
            </Notice>
          )}
        </Content>
        <ButtonGroup>
          <Button
            variant="secondary"
            fillStyle="outline"
            autoFocus={role === 'alertdialog'}
            isDisabled={isPending}
            onPress={onCancel}
          >
            Cancel
          </Button>
          {button}
        </ButtonGroup>
      </Dialog>
    </DialogContainer>
  )
}
