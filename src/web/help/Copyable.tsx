import { ActionButton } from '@react-spectrum/s2/ActionButton'
import Copy from '@react-spectrum/s2/icons/Copy'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Text } from '@react-spectrum/s2/Text'
import { Fragment, useId } from 'react'
import { Notice } from '../ui/Notice.tsx'
import { useClipboard } from '../ui/useClipboard.ts'

interface Props {
  kind: 'Address' | 'Command'
  /** What it is for. */
  label: string
  children: string
  /** Words of it that stand for something to be filled in. */
  placeholders: readonly string[]
}

/** An address or a command in full, with a button that copies it. What is to be filled in stands out. */
export function Copyable({ kind, label, children: text, placeholders }: Props) {
  const id = useId()
  const { copy, isBlocked } = useClipboard(`${kind} copied`)
  return (
    <div className={column}>
      <div className={head}>
        <b id={id}>{label}</b>
        <ActionButton
          size="S"
          styles={style({ flexShrink: 0 })}
          aria-label={`Copy: ${label}`}
          onPress={() => void copy(text)}
        >
          <Copy />
          <Text>Copy</Text>
        </ActionButton>
      </div>
      <code aria-labelledby={id} className={box}>
        {split(text, placeholders).map((part) =>
          placeholders.includes(part) ? (
            <mark key={part} className={placeholder}>
              {part}
            </mark>
          ) : (
            breakable(part)
          ),
        )}
      </code>
      {isBlocked && (
        <Notice variant="negative" title="The browser did not allow copying" isLive>
          Select it and copy it by hand.
        </Notice>
      )}
    </div>
  )
}

const split = (text: string, placeholders: readonly string[]) => text.split(new RegExp(`(${placeholders.join('|')})`))

/** May break after each of its separators, rather than inside a word. */
const breakable = (text: string) =>
  text.split(/(?<=[/?&=])(?!\/)/).map((piece) => (
    <Fragment key={piece}>
      {piece}
      {/[/?&=]$/.test(piece) && <wbr />}
    </Fragment>
  ))

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 4, marginTop: 16 })
const head = style({ display: 'flex', justifyContent: 'space-between', alignItems: 'center', columnGap: 8, font: 'ui' })
const box = style({
  font: 'code-sm',
  display: 'block',
  paddingX: 12,
  paddingY: 8,
  borderWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-300',
  borderRadius: 'default',
  backgroundColor: 'layer-1',
  overflowWrap: 'anywhere',
})
const placeholder = style({
  fontWeight: 'bold',
  color: 'accent',
  backgroundColor: 'transparent',
  whiteSpace: 'nowrap',
})
