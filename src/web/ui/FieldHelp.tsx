import { ContextualHelp } from '@react-spectrum/s2/ContextualHelp'
import { Content, Heading } from '@react-spectrum/s2/Dialog'
import type { ReactNode } from 'react'

/** The `?` beside a field. */
export function FieldHelp({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ContextualHelp aria-label={label} size="S">
      <Heading>{label}</Heading>
      <Content>{children}</Content>
    </ContextualHelp>
  )
}
