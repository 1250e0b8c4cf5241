import { Checkbox } from '@react-spectrum/s2/Checkbox'
import { Picker, PickerItem } from '@react-spectrum/s2/Picker'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState, type ReactNode } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'
import { Hint } from '../ui/layout.tsx'

interface Props<Values extends FieldValues> {
  control: Control<Values>
  name: FieldPath<Values>
  /** Of the checkbox; what is chosen goes on from it as one sentence. */
  label: string
  /** Value and what people read, in order; the first is chosen when it is first switched on. */
  options: readonly (readonly [value: number, label: string])[]
  /** A hint below. */
  children: ReactNode
}

/** A checkbox that switches a drop-down on, for a number that is null while it is off. */
export function OptionalPicker<Values extends FieldValues>(props: Props<Values>) {
  const { control, name } = props
  return <Controller control={control} name={name} render={({ field }) => <CheckedPicker {...props} {...field} />} />
}

interface CheckedProps extends Pick<Props<FieldValues>, 'label' | 'options' | 'children'> {
  value: number | null
  onChange: (value: number | null) => void
  onBlur: () => void
}

function CheckedPicker({ label, options, children, value, onChange, onBlur }: CheckedProps) {
  // Switched off and on again, it is what it was.
  const [last, setLast] = useState(value ?? options[0]?.[0] ?? null)
  const shown = value ?? last
  return (
    <div className={grid}>
      <Checkbox
        isSelected={value !== null}
        onChange={(isSelected) => {
          setLast(shown)
          onChange(isSelected ? shown : null)
        }}
        onBlur={onBlur}
      >
        {label}
      </Checkbox>
      <Picker
        aria-label={label}
        items={options.map(([id, text]) => ({ id, text }))}
        value={shown}
        onChange={(key) => onChange(Number(key))}
        onBlur={onBlur}
        isDisabled={value === null}
        styles={picker}
      >
        {({ text }) => <PickerItem>{text}</PickerItem>}
      </Picker>
      <div className={hint}>
        <Hint>{children}</Hint>
      </div>
    </div>
  )
}

// The drop-down beside the checkbox where there is room; what is below the checkbox is in line with its label.
const grid = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', sm: 'auto 1fr' },
  columnGap: 8,
  rowGap: { default: 8, sm: 4 },
  alignItems: 'center',
})
const picker = style({ width: { default: 'auto', sm: 160 }, marginStart: { default: '[26px]', sm: 0 } })
const hint = style({ gridColumnEnd: { sm: 'span 2' }, marginStart: '[26px]' })
