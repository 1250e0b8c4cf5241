import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactNode } from 'react'

interface Props {
  title: string
  children: ReactNode
}

/** A whole page that says one thing: what happened, and the way on. */
export function FullPage({ title, children }: Props) {
  return (
    <div className={page}>
      <title>{`${title} – Latchkey`}</title>
      <h1 tabIndex={-1} className={heading}>
        {title}
      </h1>
      {children}
    </div>
  )
}

const page = style({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  justifyContent: 'center',
  rowGap: 16,
  minHeight: 400,
  paddingX: 24,
  paddingY: 48,
  font: 'body',
  textAlign: 'center',
})
const heading = style({ font: 'heading-lg', margin: 0, overflowWrap: 'anywhere', outlineStyle: 'none' })
