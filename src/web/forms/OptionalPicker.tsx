import { Checkbox } from '@react-spectrum/s2/Checkbox'
import { Picker, PickerItem } from '@react-spectrum/s2/Picker'
import { useState } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'
import { Row } from '../ui/layout.tsx'

interface Props<Values extends FieldValues> {
  control: Control<Values>
  name: FieldPath<Values>
  /** Of the checkbox; what is chosen goes on from it as one sentence. */
  label: string
  /** Value and what people read, in order; the first is chosen when it is first switched on. */
  options: readonly (readonly [value: number, label: string])[]
}

/** A checkbox that switches a drop-down on, for a number that is null while it is off. */
export function OptionalPicker<Values extends FieldValues>(props: Props<Values>) {
  const { control, name } = props
  return <Controller control={control} name={name} render={({ field }) => <CheckedPicker {...props} {...field} />} />
}

interface CheckedProps extends Pick<Props<FieldValues>, 'label' | 'options'> {
  value: number | null
  onChange: (value: number | null) => void
  onBlur: () => void
}

function CheckedPicker({ label, options, value, onChange, onBlur }: CheckedProps) {
  // Switched off and on again, it is what it was.
  const [last, setLast] = useState(value ?? options[0]?.[0] ?? null)
  const shown = value ?? last
  return (
    <Row>
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
      >
        {({ text }) => <PickerItem>{text}</PickerItem>}
      </Picker>
    </Row>
  )
}
