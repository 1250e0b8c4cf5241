import { Content, Heading, InlineAlert } from '@react-spectrum/s2/InlineAlert'
import type { ReactNode } from 'react'

interface Props {
  variant: 'informative' | 'notice' | 'negative'
  title: string
  children?: ReactNode
  /** Announced when it appears: for what happens in answer to an act. */
  isLive?: boolean
  /** Comes into view and takes the focus when it appears: for what stopped an act and may be out of sight. */
  autoFocus?: boolean
}

/** A message that stays where it belongs. */
export function Notice({ variant, title, children, isLive = false, autoFocus = false }: Props) {
  const alert = (
    <InlineAlert variant={variant} autoFocus={autoFocus}>
      <Heading level={3}>{title}</Heading>
      {children && <Content>{children}</Content>}
    </InlineAlert>
  )
  return isLive ? <div role={variant === 'negative' ? 'alert' : 'status'}>{alert}</div> : alert
}
