import { Checkbox as SpectrumCheckbox } from '@react-spectrum/s2/Checkbox'
import { Controller, type Control, type FieldPath, type FieldPathValue, type FieldValues } from 'react-hook-form'

interface Props<Values extends FieldValues, Name extends FieldPath<Values>> {
  control: Control<Values>
  name: Name
  children: string
  /** Whether the box is ticked at a value, and the value that ticking means; for settings of more than yes and no. */
  isTicked?: (value: FieldPathValue<Values, Name>) => boolean
  toValue?: (isTicked: boolean) => FieldPathValue<Values, Name>
}

/** A checkbox of a form. */
export function Checkbox<Values extends FieldValues, Name extends FieldPath<Values>>({
  control,
  name,
  children,
  isTicked = Boolean,
  toValue,
}: Props<Values, Name>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur } }) => (
        <SpectrumCheckbox
          isSelected={isTicked(value)}
          onChange={(isOn) => onChange(toValue ? toValue(isOn) : isOn)}
          onBlur={onBlur}
        >
          {children}
        </SpectrumCheckbox>
      )}
    />
  )
}
