import { ActionButton } from '@react-spectrum/s2/ActionButton'
import Add from '@react-spectrum/s2/icons/Add'
import ChevronDown from '@react-spectrum/s2/icons/ChevronDown'
import ChevronUp from '@react-spectrum/s2/icons/ChevronUp'
import Close from '@react-spectrum/s2/icons/Close'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Text } from '@react-spectrum/s2/Text'
import { useRef, type ComponentRef } from 'react'
import type { Control, UseFormReturn } from 'react-hook-form'
import { MAX_RULES, RULE_OPERATORS, type UserAttribute } from '#src/domain/sso/attributeMapping.ts'
import { Picker } from '../../forms/Picker.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { useRows } from '../../forms/useRows.ts'
import { Hint } from '../../ui/layout.tsx'
import type { MappingForm } from './mappingForm.ts'
import { removeRow } from './removeRow.ts'
import { ValueField } from './ValueField.tsx'

const OPERATOR_OPTIONS = RULE_OPERATORS.map(
  (operator) => [operator, operator.charAt(0).toUpperCase() + operator.slice(1)] as const,
)

interface Props {
  form: UseFormReturn<MappingForm>
  /** Of the mapping. */
  index: number
  attribute: UserAttribute | null
  /** The mapping, in a sentence. */
  name: string
}

/** **Rules** of one mapping: the first that holds decides. */
export function MappingRules({ form, index, attribute, name }: Props) {
  const { control, getValues, setValue, setFocus } = form
  const path = `mappings.${index}.rules` as const
  const { keys, append, remove, move } = useRows({
    get: () => getValues(path),
    put: (rows) => setValue(path, rows),
  })
  const whole = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  return (
    <div ref={whole} role="group" aria-label={`Rules for ${name}`} tabIndex={-1} className={column}>
      <Hint>
        The first rule that holds decides. Where none does, the directory’s value is taken as it is; where the directory
        sends none, the default value.
      </Hint>
      {keys.length > 0 && (
        <div ref={list} className={column}>
          {keys.map((key, rule) => (
            <RuleRow
              key={key}
              control={control}
              mapping={index}
              rule={rule}
              isLast={rule === keys.length - 1}
              attribute={attribute}
              name={`rule ${rule + 1} for ${name}`}
              onMove={(to) => move(rule, to)}
              onRemove={() => removeRow(whole.current, list.current, rule, () => remove(rule))}
            />
          ))}
        </div>
      )}
      <div>
        <ActionButton
          isQuiet
          isDisabled={keys.length >= MAX_RULES}
          onPress={() => {
            append({ operator: 'equals', value: '', result: '' })
            setFocus(`${path}.${keys.length}.operator`)
          }}
        >
          <Add />
          <Text>Add Rule</Text>
        </ActionButton>
      </div>
    </div>
  )
}

interface RowProps {
  control: Control<MappingForm>
  mapping: number
  rule: number
  isLast: boolean
  attribute: UserAttribute | null
  name: string
  onMove: (to: number) => void
  onRemove: () => void
}

function RuleRow({ control, mapping, rule, isLast, attribute, name, onMove, onRemove }: RowProps) {
  const up = useRef<ComponentRef<typeof ActionButton>>(null)
  const down = useRef<ComponentRef<typeof ActionButton>>(null)
  const path = `mappings.${mapping}.rules.${rule}` as const

  /** The button keeps the focus, to be pressed again, until it has nowhere left to move to. */
  function moveBy(distance: -1 | 1): void {
    onMove(rule + distance)
    const [own, other] = distance === -1 ? [up.current, down.current] : [down.current, up.current]
    own?.focus()
    if (own?.UNSAFE_getDOMNode()?.disabled) other?.focus()
  }

  return (
    <div role="group" aria-label={name.replace('rule', 'Rule')} tabIndex={-1} className={row}>
      <div className={clause}>
        <span className={words}>{rule + 1}. If directory attribute</span>
        <div className={field}>
          <Picker control={control} name={`${path}.operator`} aria-label="Comparison" options={OPERATOR_OPTIONS} />
        </div>
        <div className={field}>
          <TextField control={control} name={`${path}.value`} aria-label="Compared with" autoComplete="off" />
        </div>
      </div>
      <div className={clause}>
        <span className={words}>set Workfront attribute to</span>
        <div className={wideField}>
          <ValueField
            control={control}
            name={`${path}.result`}
            attribute={attribute}
            aria-label="Workfront attribute"
            placeholder="Type to select value"
          />
        </div>
        <div className={buttons}>
          <ActionButton
            ref={up}
            isQuiet
            isDisabled={rule === 0}
            aria-label={`Move ${name} up`}
            onPress={() => moveBy(-1)}
          >
            <ChevronUp />
          </ActionButton>
          <ActionButton
            ref={down}
            isQuiet
            isDisabled={isLast}
            aria-label={`Move ${name} down`}
            onPress={() => moveBy(1)}
          >
            <ChevronDown />
          </ActionButton>
          <ActionButton isQuiet aria-label={`Remove ${name}`} onPress={onRemove}>
            <Close />
          </ActionButton>
        </div>
      </div>
    </div>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12, outlineStyle: 'none' })
const row = style({
  display: 'flex',
  flexWrap: 'wrap',
  columnGap: 12,
  rowGap: 8,
  paddingStart: 12,
  borderStartWidth: 2,
  borderEndWidth: 0,
  borderYWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-300',
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: 2,
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
})
// Each half of the sentence stays together where there is room.
const clause = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'start',
  gap: 8,
  flexGrow: 1,
  flexBasis: 400,
  minWidth: 0,
})
const words = style({ font: 'ui', lineHeight: '[32px]', flexShrink: 0 })
const field = style({ flexGrow: 1, flexBasis: 112, minWidth: 0 })
const wideField = style({ flexGrow: 1, flexBasis: 200, minWidth: 0 })
const buttons = style({ display: 'flex', flexShrink: 0 })
