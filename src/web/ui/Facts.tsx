import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Fragment, type ReactNode } from 'react'

/** What is known, a line each. */
export function Facts({ facts }: { facts: readonly (readonly [term: string, fact: ReactNode])[] }) {
  return (
    <dl className={list}>
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt className={term}>{name}</dt>
          <dd className={fact}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

const list = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', xs: 'auto 1fr' },
  columnGap: 24,
  rowGap: { default: 0, xs: 4 },
  alignItems: 'center',
  margin: 0,
  font: 'ui',
})
const term = style({ color: 'neutral-subdued' })
const fact = style({ margin: 0, marginBottom: { default: 8, xs: 0 }, overflowWrap: 'anywhere' })
