import { Checkbox as SpectrumCheckbox } from '@react-spectrum/s2/Checkbox'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'

interface Props<Values extends FieldValues> {
  control: Control<Values>
  name: FieldPath<Values>
  children: string
}

/** A checkbox of a form. */
export function Checkbox<Values extends FieldValues>({ control, name, children }: Props<Values>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur } }) => (
        <SpectrumCheckbox isSelected={value} onChange={onChange} onBlur={onBlur}>
          {children}
        </SpectrumCheckbox>
      )}
    />
  )
}
