import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId } from 'react'

interface Props {
  label: string
  value: string
  onChange(value: string): void
}

/**
 * A field for text that may be pages long, of a fixed height. Spectrum's grows with its text, moving whatever is below it
 * from under the pointer, and every first visit would load it with the one-line field. Takes the focus when it appears.
 */
export function LongText({ label, value, onChange }: Props) {
  const id = useId()
  return (
    <div className={column}>
      <label htmlFor={id} className={caption}>
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        // It was asked for by the press of a button.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        spellCheck={false}
        className={box}
      />
    </div>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 4, maxWidth: 640 })
const caption = style({ font: 'ui', color: 'neutral-subdued' })
const box = style({
  font: 'code-sm',
  boxSizing: 'border-box',
  height: 192,
  resize: 'vertical',
  padding: 12,
  color: 'neutral',
  backgroundColor: 'gray-25',
  borderWidth: 2,
  borderStyle: 'solid',
  borderColor: 'gray-300',
  borderRadius: 'lg',
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: 2,
})
