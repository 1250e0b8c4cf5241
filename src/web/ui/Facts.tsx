import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactNode } from 'react'

/** What is known of something: a {@link Fact} a line. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={list}>{children}</dl>
}

export function Fact({ label, children }: { label: string; children?: ReactNode }) {
  return (
    <>
      <dt className={term}>{label}</dt>
      <dd className={fact}>{children}</dd>
    </>
  )
}

const list = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', xs: 'auto 1fr' },
  columnGap: 24,
  rowGap: { default: 0, xs: 4 },
  alignItems: 'baseline',
  margin: 0,
  font: 'ui',
})
const term = style({ color: 'neutral-subdued' })
const fact = style({ margin: 0, marginBottom: { default: 8, xs: 0 }, minWidth: 0, overflowWrap: 'anywhere' })
