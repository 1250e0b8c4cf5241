import { zodResolver } from '@hookform/resolvers/zod'
import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import Add from '@react-spectrum/s2/icons/Add'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Text } from '@react-spectrum/s2/Text'
import { useEffect, useEffectEvent, useRef, type KeyboardEvent } from 'react'
import { useForm } from 'react-hook-form'
import { MAX_MAPPINGS, type AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import { useRows } from '../../forms/useRows.ts'
import { Hint, Row } from '../../ui/layout.tsx'
import { MappingCard } from './MappingCard.tsx'
import { MappingFindings, RequiredFinding } from './MappingFindings.tsx'
import { blankCard, cardsOf, draftsOf, MappingForm } from './mappingForm.ts'
import { removeRow } from './removeRow.ts'

interface Props {
  mappings: AttributeMapping[]
  /** **Auto-Provision Users**, as the page has it now. */
  provisionsUsers: boolean
  /** Whether the page found fault with them. */
  isRefused: boolean
  /** Told of the mappings whenever they change, finished or not. */
  onEdit: (mappings: AttributeMapping[]) => void
  /** They are finished. */
  onDone: () => void
  onCancel: () => void
}

/**
 * **Map User Attributes** (reference §7.4). It stands in the form of the page and is none itself: what is edited
 * here is an edit of that form.
 */
export default function MappingPanel({ mappings, provisionsUsers, isRefused, onEdit, onDone, onCancel }: Props) {
  const form = useForm({
    resolver: zodResolver(MappingForm),
    defaultValues: { mappings: cardsOf(mappings) },
    // By itself the form would find fault with a rule as soon as it is added; MappingFindings checks instead.
    reValidateMode: 'onSubmit',
  })
  const { keys, append, remove } = useRows({
    get: () => form.getValues('mappings'),
    put: (rows) => form.setValue('mappings', rows),
  })
  const tell = useEffectEvent(({ values }: { values: MappingForm }) => onEdit(draftsOf(values)))
  useEffect(() => form.subscribe({ formState: { values: true }, callback: (change) => tell(change) }), [form])
  // What the page found is told at its field.
  useEffect(() => {
    if (isRefused) void form.trigger()
  }, [form, isRefused])
  const panel = useRef<HTMLDivElement>(null)
  const cards = useRef<HTMLDivElement>(null)
  // The button that opened it is disabled while it is there, and cannot keep the focus.
  useEffect(() => panel.current?.focus(), [])
  return (
    // What is listened to is the fields in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={panel}
      role="group"
      aria-label="Map User Attributes"
      tabIndex={-1}
      onKeyDown={keepEnter}
      className={inset}
    >
      <div aria-hidden="true" className={pointer} />
      <MappingFindings form={form} provisionsUsers={provisionsUsers}>
        <RequiredFinding />
        {keys.length > 0 && (
          <div ref={cards} className={column}>
            {keys.map((key, index) => (
              <MappingCard
                key={key}
                form={form}
                index={index}
                onRemove={() => removeRow(panel.current, cards.current, index, () => remove(index))}
              />
            ))}
          </div>
        )}
      </MappingFindings>
      <div>
        <ActionButton
          isQuiet
          isDisabled={keys.length >= MAX_MAPPINGS}
          onPress={() => {
            append(blankCard(null))
            form.setFocus(`mappings.${keys.length}.attribute`)
          }}
        >
          <Add />
          <Text>Add Mapping</Text>
        </ActionButton>
      </div>
      <Row>
        <Button variant="primary" onPress={() => void form.handleSubmit(onDone)()}>
          Save
        </Button>
        <ActionButton isQuiet onPress={onCancel}>
          Cancel
        </ActionButton>
      </Row>
      <Hint>Save closes this panel. The mappings are stored, and used, once you save the page.</Hint>
    </div>
  )
}

/** Enter in a field would save the page that the panel stands in. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}

const inset = style({
  position: 'relative',
  display: 'flex',
  flexDirection: 'column',
  rowGap: 16,
  padding: { default: 12, sm: 16 },
  borderRadius: 'lg',
  backgroundColor: 'layer-1',
  outlineStyle: 'none',
})
const pointer = style({
  position: 'absolute',
  top: '[-6px]',
  insetStart: 64,
  size: 12,
  rotate: 45,
  backgroundColor: 'layer-1',
})
const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
