import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Outlet, useRouter } from '@tanstack/react-router'
import { lazy, useEffect, useRef } from 'react'
import { Proof } from './Proof.tsx'
import { TopBar } from './TopBar.tsx'
import { useSession } from './useSession.ts'

// Waited for with the page: what comes later moves the page down under the pointer.
const PreviewBanner = lazy(() => import('./PreviewBanner.tsx'))

/** The chrome around every page of somebody signed in. */
export function Shell() {
  const { environment, addresses } = useSession()
  const main = useFocusOnNavigation()
  return (
    <div className={shell}>
      <a
        href="#main"
        className={skip}
        onClick={(event) => {
          // Past the navigation that stands inside main too, to where the screen itself begins.
          event.preventDefault()
          main.current?.querySelector('h1')?.focus()
        }}
      >
        Skip to content
      </a>
      {environment === 'preview' && <PreviewBanner productionUrl={addresses.production} />}
      <TopBar />
      <main id="main" tabIndex={-1} ref={main} className={content}>
        <Outlet />
      </main>
      <Proof />
    </div>
  )
}

/** After a change of screen the focus goes to its heading, so that keyboards and screen readers begin there. */
function useFocusOnNavigation() {
  const router = useRouter()
  const main = useRef<HTMLElement>(null)
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) (main.current?.querySelector('h1') ?? main.current)?.focus()
      }),
    [router],
  )
  return main
}

const shell = style({ display: 'flex', flexDirection: 'column', minHeight: 'screen' })
const content = style({ flexGrow: 1, display: 'flex', flexDirection: 'column', minWidth: 0, outlineStyle: 'none' })
const skip = style({
  position: 'absolute',
  top: { default: -96, ':focus': 8 },
  insetStart: 8,
  zIndex: 10,
  padding: 8,
  borderRadius: 'default',
  font: 'ui',
  color: 'accent',
  backgroundColor: 'base',
})
