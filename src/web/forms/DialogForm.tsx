import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { FormEvent, ReactNode } from 'react'

interface Props {
  /** For the button that submits it, which stands outside. */
  id: string
  onSubmit: (event: FormEvent) => Promise<void>
  children: ReactNode
}

/** The form in a dialog. React passes its submit on to the form of the page behind, which has no business with it. */
export function DialogForm({ id, onSubmit, children }: Props) {
  const submit = (event: FormEvent) => {
    event.stopPropagation()
    void onSubmit(event)
  }
  return (
    <form id={id} onSubmit={submit} noValidate className={column}>
      {children}
    </form>
  )
}

// Room for the ring around a field at the end, which the dialog would cut off.
const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12, paddingBottom: 4 })
