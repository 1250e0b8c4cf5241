import HelpCircle from '@react-spectrum/s2/icons/HelpCircle'
import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Environment } from '#src/domain/customer.ts'
import { MainMenu } from './MainMenu.tsx'
import { UserMenu } from './UserMenu.tsx'
import { useSession } from './useSession.ts'

const ClockMark = __REHEARSAL__ ? lazy(() => import('../rehearsal/ClockMark.tsx')) : null

export function TopBar() {
  const { organisation, environment } = useSession()
  return (
    <header className={bar}>
      <MainMenu />
      <span className={name}>Latchkey</span>
      <span className={owner} title={organisation}>
        {organisation}
      </span>
      <span className={place({ environment })}>{environment === 'production' ? 'Production' : 'Preview'}</span>
      <span className={gap} />
      {ClockMark && (
        <Suspense>
          <ClockMark />
        </Suspense>
      )}
      <Link to="/help" aria-label="Help" className={help}>
        <HelpCircle />
      </Link>
      <UserMenu />
    </header>
  )
}

const bar = style({
  position: 'sticky',
  top: 0,
  zIndex: 2,
  display: 'flex',
  alignItems: 'center',
  columnGap: { default: 4, sm: 12 },
  height: 56,
  flexShrink: 0,
  boxSizing: 'border-box',
  paddingX: { default: 8, sm: 16 },
  backgroundColor: 'base',
  borderBottomWidth: 1,
  borderTopWidth: 0,
  borderXWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})
const name = style({ font: 'title', fontWeight: 'extra-bold' })
const owner = style({
  font: 'ui',
  color: 'neutral-subdued',
  truncate: true,
  display: { default: 'none', sm: 'inline' },
  maxWidth: 320,
})
const place = style<{ environment: Environment }>({
  font: 'ui-sm',
  flexShrink: 0,
  paddingX: 8,
  paddingY: 4,
  borderRadius: 'default',
  color: { environment: { production: 'neutral', preview: 'white' } },
  backgroundColor: { environment: { production: 'gray-100', preview: 'accent' } },
})
// Spectrum's quiet icon button, but a link: it leads somewhere, so it can be opened in a tab of its own.
const help = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  flexShrink: 0,
  size: 32,
  borderRadius: 'default',
  backgroundColor: { default: 'transparent', ':hover': 'gray-100' },
  '--iconPrimary': { type: 'fill', value: 'gray-800' },
})
const gap = style({ flexGrow: 1 })
