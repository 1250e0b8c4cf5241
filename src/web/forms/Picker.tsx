import { Picker as SpectrumPicker, PickerItem, type PickerProps } from '@react-spectrum/s2/Picker'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'

interface Props<Values extends FieldValues> extends Pick<
  PickerProps<object>,
  'label' | 'aria-label' | 'description' | 'isRequired'
> {
  control: Control<Values>
  name: FieldPath<Values>
  /** Value and what people read, in order. */
  options: readonly (readonly [value: string | number, label: string])[]
  /** Told of a choice once the form has it. */
  onChoose?: (chosen: unknown) => void
}

/** A drop-down of a form, with its error below it. */
export function Picker<Values extends FieldValues>({ control, name, options, onChoose, ...props }: Props<Values>) {
  // The same list each time, or Spectrum builds its collection anew, which takes long for time zones.
  const items = useMemo(() => options.map(([id, text]) => ({ id, text })), [options])
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref }, fieldState: { error, invalid } }) => (
        <SpectrumPicker
          {...props}
          ref={(element) => ref(element && { focus: () => element.focus() })}
          items={items}
          value={value}
          onChange={(key) => {
            onChange(key)
            onChoose?.(key)
          }}
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
