import { DropZone } from '@react-spectrum/s2/DropZone'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { DropItems } from '../droppedFile.ts'

interface Props {
  /** What is wanted here. */
  label: string
  onDrop(items: DropItems): void
}

/** A place beside a button, as high as one, to drop a file or paste one or its text. */
export function FileDrop({ label, onDrop }: Props) {
  return (
    <DropZone aria-label={label} onDrop={({ items }) => onDrop(items)} styles={style({ height: 32 })}>
      <span className={words}>Drop or paste a file here</span>
    </DropZone>
  )
}

const words = style({ font: 'ui-sm', color: 'neutral-subdued', whiteSpace: 'nowrap' })
