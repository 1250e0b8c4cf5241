import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId, type ReactNode } from 'react'

/** The column a screen's content stands in; `isWide` where that is a table of many columns. */
export function Content({ children, isWide = false }: { children: ReactNode; isWide?: boolean }) {
  return <div className={column({ isWide })}>{children}</div>
}
const column = style({
  display: 'flex',
  flexDirection: 'column',
  rowGap: 32,
  maxWidth: { default: 1040, isWide: 1440 },
  paddingX: { default: 16, sm: 32 },
  paddingY: 32,
  boxSizing: 'border-box',
})

/** A titled part of a screen. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={stack}>
      <h2 id={id} className={heading}>
        {title}
      </h2>
      {children}
    </section>
  )
}
const stack = style({ display: 'flex', flexDirection: 'column', rowGap: 20, alignItems: 'stretch' })
const heading = style({ font: 'heading', margin: 0 })

/** Two columns from 720 px on, one below; row by row. */
export function Columns({ children }: { children: ReactNode }) {
  return <div className={columns}>{children}</div>
}
const columns = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', '@media (min-width: 720px)': '1fr 1fr' },
  columnGap: 40,
  rowGap: 20,
})

/** Things that belong together, one below the other. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={close}>{children}</div>
}
const close = style({ display: 'flex', flexDirection: 'column', rowGap: 12, alignItems: 'start' })

/** Controls beside each other that wrap where there is no room. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={row}>{children}</div>
}
const row = style({ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' })

/** Running text. */
export function Prose({ children }: { children: ReactNode }) {
  return <div className={`prose ${prose}`}>{children}</div>
}
const prose = style({ font: 'body', maxWidth: 640, overflowWrap: 'anywhere' })

/** A hint, as fields have them below. */
export function Hint({ children }: { children: ReactNode }) {
  return <div className={hint}>{children}</div>
}
const hint = style({ font: 'ui', color: 'neutral-subdued', overflowWrap: 'anywhere' })
