import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

/** Stands where a screen will be when it takes more than a moment: the same header, the same column. */
export function Skeleton() {
  return (
    <div role="status" aria-label="Loading">
      <div className={band} />
      <div className={column}>
        {[1, 2, 3, 4, 5, 6].map((line) => (
          <div key={line} className={block} />
        ))}
      </div>
    </div>
  )
}

const band = style({ height: 84, backgroundColor: 'layer-1' })
const column = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', '@media (min-width: 720px)': '1fr 1fr' },
  columnGap: 40,
  rowGap: 24,
  maxWidth: 1040,
  paddingX: { default: 16, sm: 32 },
  paddingY: 32,
  boxSizing: 'border-box',
})
const block = style({ height: 56, borderRadius: 'lg', backgroundColor: 'gray-100' })
