import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactNode } from 'react'

/** The name the stand-in goes by. */
export const PROVIDER = 'Northwind Identity'

/** What the pages of the stand-in have around them: whoever comes from the console sees that they are elsewhere. */
export function StandInCard({ children }: { children: ReactNode }) {
  return (
    <main className={page}>
      <title>{PROVIDER}</title>
      <div className={card}>
        <h1 tabIndex={-1} className={heading}>
          {PROVIDER}
        </h1>
        {children}
      </div>
    </main>
  )
}

const page = style({
  display: 'flex',
  justifyContent: 'center',
  alignItems: 'start',
  minHeight: 'screen',
  boxSizing: 'border-box',
  paddingX: 16,
  paddingY: { default: 24, sm: 64 },
  backgroundColor: 'layer-1',
})
const card = style({
  font: 'ui',
  display: 'flex',
  flexDirection: 'column',
  rowGap: 24,
  width: 'full',
  maxWidth: 480,
  boxSizing: 'border-box',
  padding: { default: 20, sm: 32 },
  borderRadius: 'xl',
  borderWidth: 0,
  borderTopWidth: 4,
  borderStyle: 'solid',
  borderColor: 'purple-900',
  backgroundColor: 'elevated',
  boxShadow: 'elevated',
})
const heading = style({ font: 'heading-xl', margin: 0, overflowWrap: 'anywhere', outlineStyle: 'none' })
