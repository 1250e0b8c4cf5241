import { ActionButton } from '@react-spectrum/s2/ActionButton'
import ChevronDoubleLeft from '@react-spectrum/s2/icons/ChevronDoubleLeft'
import ChevronDoubleRight from '@react-spectrum/s2/icons/ChevronDoubleRight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Outlet } from '@tanstack/react-router'
import { useRef, useState, useSyncExternalStore, type ComponentRef } from 'react'
import { SetupPanel } from './SetupPanel.tsx'

/** Wide enough for the panel beside the content; below it the panel lies over the content. */
const WIDE = window.matchMedia('(min-width: 900px)')

function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      WIDE.addEventListener('change', listener)
      return () => WIDE.removeEventListener('change', listener)
    },
    () => WIDE.matches,
  )
}

/** Setup: its left panel, and the screen chosen there. */
export function SetupLayout() {
  const isWide = useIsWide()
  // What somebody chose holds for the width it was chosen at; else the panel is open where there is room for it.
  const [chosen, choose] = useState({ isWide, isOpen: isWide })
  const isOpen = chosen.isWide === isWide ? chosen.isOpen : isWide
  const toggle = useRef<ComponentRef<typeof ActionButton>>(null)
  // Where the panel covers the screen that was just chosen in it, it has done its work.
  const uncover = () => {
    if (isWide || !isOpen) return
    choose({ isWide, isOpen: false })
    toggle.current?.focus()
  }

  return (
    <div className={layout}>
      <div className={rail({ isOpen })}>
        {/* Escape works from anywhere in the panel; what is operated are the controls inside. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <aside
          aria-label="Setup panel"
          className={side({ isOpen })}
          onKeyDown={({ key }) => key === 'Escape' && uncover()}
        >
          <div className={head({ isOpen })}>
            <span className={title({ isOpen })}>Setup</span>
            <ActionButton
              ref={toggle}
              isQuiet
              aria-label={isOpen ? 'Collapse Setup panel' : 'Expand Setup panel'}
              aria-expanded={isOpen}
              onPress={() => choose({ isWide, isOpen: !isOpen })}
            >
              {isOpen ? <ChevronDoubleLeft /> : <ChevronDoubleRight />}
            </ActionButton>
          </div>
          {isOpen && <SetupPanel onNavigate={uncover} />}
        </aside>
      </div>
      <div className={screen}>
        <Outlet />
      </div>
    </div>
  )
}

// From 900 px on a column beside the screen; below, a bar above it that the open panel hangs from.
const layout = style({
  display: 'flex',
  flexDirection: { default: 'column', '@media (min-width: 900px)': 'row' },
  flexGrow: 1,
  position: 'relative',
  minWidth: 0,
})
const rail = style({
  flexShrink: 0,
  minHeight: 44,
  width: { default: 'full', '@media (min-width: 900px)': { default: 44, isOpen: 264 } },
  backgroundColor: 'layer-1',
  borderStyle: 'solid',
  borderColor: 'gray-200',
  borderStartWidth: 0,
  borderYWidth: 0,
  borderEndWidth: { default: 0, '@media (min-width: 900px)': 1 },
  boxSizing: 'border-box',
})
const side = style({
  width: { default: 'full', isOpen: { default: 264, '@media (min-width: 900px)': 'full' } },
  minHeight: 44,
  height: { isOpen: { default: 'full', '@media (min-width: 900px)': 'auto' } },
  boxSizing: 'border-box',
  backgroundColor: 'layer-1',
  // Beside a long screen it stays in view, below the top bar.
  position: {
    default: 'static',
    '@media (min-width: 900px)': 'sticky',
    isOpen: { default: 'absolute', '@media (min-width: 900px)': 'sticky' },
  },
  top: { default: 0, '@media (min-width: 900px)': 56 },
  insetStart: 0,
  zIndex: 2,
  boxShadow: { default: 'none', isOpen: { default: 'elevated', '@media (min-width: 900px)': 'none' } },
})
const head = style({
  display: 'flex',
  alignItems: 'center',
  justifyContent: {
    default: 'space-between',
    '@media (min-width: 900px)': { default: 'center', isOpen: 'space-between' },
  },
  paddingStart: { default: 16, '@media (min-width: 900px)': { default: 0, isOpen: 20 } },
  paddingEnd: { default: 8, '@media (min-width: 900px)': { default: 0, isOpen: 8 } },
  height: { default: 44, '@media (min-width: 900px)': 56 },
  boxSizing: 'border-box',
  borderStyle: 'solid',
  borderColor: 'gray-200',
  borderXWidth: 0,
  borderTopWidth: 0,
  borderBottomWidth: 1,
})
const title = style({
  font: 'heading-sm',
  display: { default: 'inline', '@media (min-width: 900px)': { default: 'none', isOpen: 'inline' } },
})
const screen = style({ flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' })
