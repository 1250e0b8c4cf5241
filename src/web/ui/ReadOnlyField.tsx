import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

/** A value that is shown among fields but cannot be changed. Spectrum's LabeledValue brings 10 kB of calendars along. */
export function ReadOnlyField({ label, children }: { label: string; children: string }) {
  return (
    <dl className={field}>
      <dt className={term}>{label}</dt>
      <dd className={value}>{children}</dd>
    </dl>
  )
}

const field = style({ margin: 0, font: 'ui', display: 'flex', flexDirection: 'column', rowGap: 8, minWidth: 0 })
const term = style({ color: 'neutral-subdued' })
const value = style({ margin: 0, overflowWrap: 'anywhere' })
