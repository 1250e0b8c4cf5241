import { Radio, RadioGroup as SpectrumRadioGroup } from '@react-spectrum/s2/RadioGroup'
import type { ReactNode } from 'react'
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form'

interface Props<Values extends FieldValues> {
  control: Control<Values>
  name: FieldPath<Values>
  label: string
  /** What there is to choose from, as people read it, in order. */
  options: readonly string[]
  isRequired?: boolean
  contextualHelp?: ReactNode
}

/** A choice of a form of which all is in sight. */
export function RadioGroup<Values extends FieldValues>({
  control,
  name,
  label,
  options,
  isRequired = false,
  contextualHelp,
}: Props<Values>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur } }) => (
        <SpectrumRadioGroup
          label={label}
          orientation="horizontal"
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          isRequired={isRequired}
          contextualHelp={contextualHelp}
          validationBehavior="aria"
        >
          {options.map((option) => (
            <Radio key={option} value={option}>
              {option}
            </Radio>
          ))}
        </SpectrumRadioGroup>
      )}
    />
  )
}
