import ChevronDown from '@react-spectrum/s2/icons/ChevronDown'
import ChevronUp from '@react-spectrum/s2/icons/ChevronUp'
import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Link, useRouterState } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useSetupTree, type SetupGroup } from './setupTree.tsx'

/** The left panel of Setup. A group opens and closes in place; only its screens are links (K2). */
export function SetupPanel({ onNavigate }: { onNavigate: () => void }) {
  // Setup's landing begins with every group closed, whatever was opened by hand before.
  const isLanding = useRouterState({ select: (state) => state.location.pathname === '/setup' })
  return (
    <nav aria-label="Setup" className={nav}>
      <ul className={list}>
        {useSetupTree().map((group) => (
          <Group key={`${group.label} ${isLanding}`} {...group} onNavigate={onNavigate} />
        ))}
      </ul>
    </nav>
  )
}

function Group({ label, icon, screens, onNavigate }: SetupGroup & { onNavigate: () => void }) {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  /** Whether it is the screen of `to`, or one below it. */
  const isAt = (to: string) => `${pathname}/`.startsWith(`${to}/`)
  const hasCurrent = screens.some(({ to }) => isAt(to))
  // Until somebody opens or closes it by hand, a group is open when it holds the current screen.
  const [chosen, setOpen] = useState<boolean | null>(null)
  const isOpen = chosen ?? hasCurrent
  const id = useId()
  return (
    <li>
      <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)} className={row}>
        {icon}
        <span className={grow}>{label}</span>
        {isOpen ? <ChevronUp /> : <ChevronDown />}
      </button>
      <ul id={id} hidden={!isOpen} className={children({ isOpen })}>
        {screens.map(({ label, to }) => (
          <li key={to}>
            <Link
              to={to}
              onClick={onNavigate}
              aria-current={to === pathname ? 'page' : isAt(to) || undefined}
              className={child({ isCurrent: isAt(to) })}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </li>
  )
}

const nav = style({ paddingY: 8 })
const list = style({ margin: 0, padding: 0, listStyleType: 'none' })
const row = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineOffset: -2,
  display: 'flex',
  alignItems: 'center',
  columnGap: 12,
  width: 'full',
  boxSizing: 'border-box',
  paddingX: 20,
  paddingY: 12,
  borderWidth: 0,
  cursor: 'pointer',
  font: 'ui',
  textAlign: 'start',
  backgroundColor: { default: 'transparent', ':hover': 'gray-100' },
  '--iconPrimary': { type: 'fill', value: 'currentColor' },
})
const grow = style({ flexGrow: 1 })
const children = style({
  margin: 0,
  padding: 0,
  listStyleType: 'none',
  display: { default: 'none', isOpen: 'block' },
  backgroundColor: 'gray-100',
})
const child = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineOffset: -2,
  display: 'block',
  paddingY: 12,
  paddingEnd: 20,
  paddingStart: 48,
  font: 'ui',
  fontWeight: { default: 'normal', isCurrent: 'bold' },
  // A step darker than the accent, which is too light for text on this grey.
  color: { default: 'neutral', isCurrent: 'blue-1000' },
  textDecoration: { default: 'none', ':hover': 'underline' },
  borderStyle: 'solid',
  borderYWidth: 0,
  borderEndWidth: 0,
  borderStartWidth: 4,
  borderColor: { default: 'transparent', isCurrent: 'blue-900' },
})
