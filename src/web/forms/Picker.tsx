import { Picker as SpectrumPicker, PickerItem } from '@react-spectrum/s2/Picker'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'

interface Props<Values extends FieldValues> {
  control: Control<Values>
  name: FieldPath<Values>
  label: string
  /** Value and what people read, in order. */
  options: readonly (readonly [value: string | number, label: string])[]
  description?: string
}

/** A drop-down of a form, with its error below it. */
export function Picker<Values extends FieldValues>({ control, name, label, options, description }: Props<Values>) {
  // The same list each time, or Spectrum builds its collection anew, which takes long for time zones.
  const items = useMemo(() => options.map(([id, text]) => ({ id, text })), [options])
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref }, fieldState: { error, invalid } }) => (
        <SpectrumPicker
          ref={(element) => ref(element && { focus: () => element.focus() })}
          label={label}
          description={description}
          items={items}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          validationBehavior="aria"
          isInvalid={invalid}
          errorMessage={error?.message}
          styles={wide}
        >
          {({ text }) => <PickerItem>{text}</PickerItem>}
        </SpectrumPicker>
      )}
    />
  )
}

const wide = style({ width: 'full' })
