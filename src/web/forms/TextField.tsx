import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { TextField as SpectrumTextField, type TextFieldProps } from '@react-spectrum/s2/TextField'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'

interface Props<Values extends FieldValues> extends Pick<
  TextFieldProps,
  | 'label'
  | 'aria-label'
  | 'description'
  | 'type'
  | 'autoComplete'
  | 'autoFocus'
  | 'aria-describedby'
  | 'isRequired'
  | 'contextualHelp'
> {
  control: Control<Values>
  name: FieldPath<Values>
}

/** A text field of a form, with its error below it. */
export function TextField<Values extends FieldValues>({ control, name, ...props }: Props<Values>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error, invalid } }) => (
        <SpectrumTextField
          {...props}
          {...field}
          // The form checks by its schema, so the browser must not check by `type`.
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
