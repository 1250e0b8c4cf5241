import AlertDiamond from '@react-spectrum/s2/icons/AlertDiamond'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import InfoCircle from '@react-spectrum/s2/icons/InfoCircle'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useEffect, useRef, type ReactNode } from 'react'

interface Props {
  variant: 'informative' | 'notice' | 'negative'
  title: string
  /** Of the title, where 3 would skip one. */
  level?: 2 | 3
  children?: ReactNode
  /** Announced when it appears: for what happens in answer to an act. */
  isLive?: boolean
  /** Comes into view and takes the focus when it appears: for what became of an act and may be out of sight. */
  autoFocus?: boolean
}

const ICON = { informative: InfoCircle, notice: AlertDiamond, negative: AlertTriangle }
const MEANING = { informative: 'Information', notice: 'Warning', negative: 'Error' }

/**
 * A message that stays where it belongs, in the look of Spectrum's InlineAlert. That one is always `role="alert"`, so
 * a page that merely has notices on it would interrupt its reader with each of them.
 */
export function Notice({ variant, title, level = 3, children, isLive = false, autoFocus = false }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (autoFocus) box.current?.focus()
  }, [autoFocus])
  const Icon = ICON[variant]
  const Title = level === 2 ? 'h2' : 'h3'
  return (
    <div
      ref={box}
      role={isLive ? (variant === 'negative' ? 'alert' : 'status') : undefined}
      tabIndex={autoFocus ? -1 : undefined}
      className={notice({ variant })}
    >
      <div className={head}>
        <Title className={heading}>{title}</Title>
        <span className={icon({ variant })}>
          <Icon aria-label={MEANING[variant]} />
        </span>
      </div>
      {children && <div className={content}>{children}</div>}
    </div>
  )
}

const notice = style<{ variant: Props['variant'] }>({
  boxSizing: 'border-box',
  maxWidth: 'full',
  padding: { default: 16, sm: 24 },
  borderWidth: 2,
  borderStyle: 'solid',
  borderRadius: 'lg',
  borderColor: { variant: { informative: 'blue-900', notice: 'orange-900', negative: 'red-900' } },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: 2,
  outlineStyle: { default: 'none', ':focus': 'solid' },
})
const head = style({ display: 'flex', justifyContent: 'space-between', alignItems: 'start', columnGap: 16 })
const heading = style({ font: 'title-sm', margin: 0, overflowWrap: 'anywhere' })
const icon = style<{ variant: Props['variant'] }>({
  flexShrink: 0,
  '--iconPrimary': {
    type: 'fill',
    value: { variant: { informative: 'blue-900', notice: 'orange-900', negative: 'red-900' } },
  },
})
const content = style({ font: 'ui', marginTop: 8, overflowWrap: 'anywhere' })
