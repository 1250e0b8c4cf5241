import { ActionButton } from '@react-spectrum/s2/ActionButton'
import HelpCircle from '@react-spectrum/s2/icons/HelpCircle'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactNode } from 'react'

interface Props {
  /** Where the screen belongs; stands in small capitals above the title. */
  eyebrow: string
  title: string
  icon: ReactNode
  /** Opens the screen's help; a screen without help has no button. */
  onHelp?: () => void
}

/** The grey band on top of a screen. Its heading takes the focus after a change of screen. */
export function PageHeader({ eyebrow, title, icon, onHelp }: Props) {
  return (
    <header className={band}>
      <title>{`${title} – Latchkey`}</title>
      <div className={square} aria-hidden="true">
        {icon}
      </div>
      <div className={titles}>
        <div className={small}>{eyebrow}</div>
        <h1 tabIndex={-1} className={big}>
          {title}
        </h1>
      </div>
      {onHelp && (
        <ActionButton isQuiet aria-label={`Help for ${title}`} onPress={onHelp} styles={style({ alignSelf: 'end' })}>
          <HelpCircle />
        </ActionButton>
      )}
    </header>
  )
}

const band = style({
  display: 'flex',
  alignItems: 'center',
  columnGap: 16,
  paddingX: { default: 16, sm: 32 },
  paddingY: 20,
  backgroundColor: 'layer-1',
  borderBottomWidth: 1,
  borderTopWidth: 0,
  borderXWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})
const square = style({
  display: { default: 'none', xs: 'flex' },
  alignItems: 'center',
  justifyContent: 'center',
  size: 44,
  flexShrink: 0,
  borderRadius: 'lg',
  backgroundColor: 'purple-900',
  '--iconPrimary': { type: 'fill', value: 'white' },
})
const titles = style({ display: 'flex', flexDirection: 'column', minWidth: 0 })
const small = style({
  font: 'detail-sm',
  textTransform: 'uppercase',
  letterSpacing: '[0.12em]',
  color: 'neutral-subdued',
})
const big = style({ font: 'heading-lg', margin: 0, overflowWrap: 'anywhere', outlineStyle: 'none' })
