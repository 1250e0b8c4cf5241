import { ComboBox as SpectrumComboBox, type ComboBoxProps } from '@react-spectrum/s2/ComboBox'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'

interface Props<Values extends FieldValues, Item> extends Pick<
  ComboBoxProps<Item>,
  | 'label'
  | 'aria-label'
  | 'placeholder'
  | 'description'
  | 'items'
  | 'defaultItems'
  | 'loadingState'
  | 'onInputChange'
  | 'onOpenChange'
  | 'children'
> {
  control: Control<Values>
  name: FieldPath<Values>
}

/** A field of a form to type into and choose from a list, with its error below it. It holds the key of what is chosen; nothing is empty text. */
export function ComboBox<Values extends FieldValues, Item extends object>({
  control,
  name,
  ...props
}: Props<Values, Item>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref }, fieldState: { error, invalid } }) => (
        <SpectrumComboBox
          {...props}
          ref={ref}
          selectedKey={value === '' ? null : value}
          onSelectionChange={(key) => onChange(key ?? '')}
          onBlur={onBlur}
          validationBehavior="aria"
          isInvalid={invalid}
          errorMessage={error?.message}
          styles={wide}
        />
      )}
    />
  )
}

const wide = style({ width: 'full' })
