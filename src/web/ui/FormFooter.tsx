import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

interface Props {
  /** How many fields differ from what is stored. */
  changes: number
  isSaving: boolean
  onCancel: () => void
}

/** **Save** and **Cancel**, pinned to the bottom of the form they stand in. */
export function FormFooter({ changes, isSaving, onCancel }: Props) {
  return (
    <div className={footer}>
      <div className={bar}>
        <Button variant="accent" type="submit" isDisabled={changes === 0} isPending={isSaving}>
          Save
        </Button>
        <ActionButton isQuiet isDisabled={changes === 0 || isSaving} onPress={onCancel}>
          Cancel
        </ActionButton>
        <span role="status" className={count}>
          {changes > 0 && `${changes} unsaved ${changes === 1 ? 'change' : 'changes'}`}
        </span>
      </div>
    </div>
  )
}

const footer = style({
  position: 'sticky',
  bottom: 0,
  zIndex: 1,
  backgroundColor: 'base',
  borderTopWidth: 1,
  borderBottomWidth: 0,
  borderXWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-200',
  display: 'flex',
  flexDirection: 'column',
})
const bar = style({
  display: 'flex',
  alignItems: 'center',
  columnGap: 12,
  minHeight: 64,
  paddingX: { default: 16, sm: 32 },
})
const count = style({ font: 'ui', color: 'neutral-subdued' })
