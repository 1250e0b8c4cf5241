import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

/** Something to be typed or sent, as it is. */
export function Example({ label = 'Example request', children }: { label?: string; children: string }) {
  return (
    // Focusable, because it scrolls sideways where the screen is narrow.
    <pre tabIndex={0} role="region" aria-label={label} className={example}>
      {children}
    </pre>
  )
}
const example = style({
  font: 'code-sm',
  margin: 0,
  padding: 16,
  borderRadius: 'lg',
  backgroundColor: 'layer-1',
  overflowX: 'auto',
})
