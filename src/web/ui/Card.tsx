import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactNode } from 'react'

interface Props {
  /** ID of the element that names it. */
  labelledBy: string
  children: ReactNode
}

/** One of several things of a kind, with all that belongs to it. */
export function Card({ labelledBy, children }: Props) {
  return (
    <div role="group" aria-labelledby={labelledBy} className={card}>
      {children}
    </div>
  )
}

const card = style({
  display: 'flex',
  flexDirection: 'column',
  rowGap: 12,
  padding: { default: 12, sm: 16 },
  borderWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
  borderRadius: 'lg',
})
