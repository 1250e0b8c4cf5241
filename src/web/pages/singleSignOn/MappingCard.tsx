import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Disclosure, DisclosureHeader, DisclosurePanel, DisclosureTitle } from '@react-spectrum/s2/Disclosure'
import Delete from '@react-spectrum/s2/icons/Delete'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useFormState, useWatch, type UseFormReturn } from 'react-hook-form'
import { USER_ATTRIBUTES, type MappingRule } from '#src/domain/sso/attributeMapping.ts'
import { Picker } from '../../forms/Picker.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { CardFindings } from './MappingFindings.tsx'
import type { MappingForm } from './mappingForm.ts'
import { MappingRules } from './MappingRules.tsx'
import { isReference, ValueField } from './ValueField.tsx'

const ATTRIBUTE_OPTIONS = USER_ATTRIBUTES.map((attribute) => [attribute, attribute] as const)

interface Props {
  form: UseFormReturn<MappingForm>
  index: number
  onRemove: () => void
}

/** One mapping: what it is of, where its value comes from, and the rules between the two. */
export function MappingCard({ form, index, onRemove }: Props) {
  const { control, getValues, setValue } = form
  const card = `mappings.${index}` as const
  const attribute = useWatch({ control, name: `${card}.attribute` })
  const name = attribute ? `mapping of ${attribute}` : `mapping ${index + 1}`
  // A card that is being removed has no rules any more.
  const countRules = (rules: MappingRule[] | undefined) => rules?.length ?? 0
  const ruleCount = useWatch({ control, name: `${card}.rules`, compute: countRules })
  const { errors } = useFormState({ control, name: `${card}.rules` })
  const [isOpen, setOpen] = useState(false)
  // What is wrong with a rule must be seen, and its field be there to take the focus.
  if (!isOpen && errors.mappings?.[index]?.rules) setOpen(true)

  /** A reference means nothing to another attribute, and no text is one. */
  function dropReferences(): void {
    const { attribute: chosen, rules } = getValues(card)
    if (!isReference(chosen) && !isReference(attribute)) return
    setValue(`${card}.defaultValue`, '')
    for (const rule of rules.keys()) setValue(`${card}.rules.${rule}.result`, '')
  }

  return (
    <div role="group" aria-label={name.replace('m', 'M')} tabIndex={-1} className={box}>
      <div className={grid}>
        <Picker
          control={control}
          name={`${card}.attribute`}
          label="Workfront User Attribute"
          isRequired
          options={ATTRIBUTE_OPTIONS}
          onChoose={dropReferences}
        />
        <TextField
          control={control}
          name={`${card}.directoryAttribute`}
          label="Directory Attribute"
          autoComplete="off"
        />
        <span className={or}>or</span>
        <ValueField
          control={control}
          name={`${card}.defaultValue`}
          attribute={attribute}
          label="Default Value"
          placeholder="Type to select default value"
        />
      </div>
      <Disclosure isQuiet size="S" isExpanded={isOpen} onExpandedChange={setOpen}>
        <DisclosureHeader>
          <DisclosureTitle>{ruleCount === 0 ? 'Rules' : `Rules (${ruleCount})`}</DisclosureTitle>
          <ActionButton aria-label={`Remove ${name}`} onPress={onRemove}>
            <Delete />
          </ActionButton>
        </DisclosureHeader>
        <DisclosurePanel>
          {/* Hundreds of fields that nobody sees would take seconds. */}
          {isOpen && <MappingRules form={form} index={index} attribute={attribute} name={attribute ?? name} />}
        </DisclosurePanel>
      </Disclosure>
      <CardFindings index={index} />
    </div>
  )
}

const box = style({
  display: 'flex',
  flexDirection: 'column',
  rowGap: 12,
  padding: { default: 12, sm: 16 },
  borderRadius: 'lg',
  backgroundColor: 'layer-2',
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: 2,
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
})
const grid = style({
  display: 'grid',
  gridTemplateColumns: {
    default: '[minmax(0, 1fr)]',
    '@media (min-width: 720px)': '[minmax(0, 1fr) minmax(0, 1fr) auto minmax(0, 1fr)]',
  },
  columnGap: 16,
  rowGap: 12,
  alignItems: 'start',
})
const or = style({ font: 'ui', color: 'neutral-subdued', marginTop: { '@media (min-width: 720px)': 32 } })
