import { Provider } from '@react-spectrum/s2/Provider'
import { Outlet, useRouter } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Toasts } from '../ui/toast.tsx'
import { useAppearance } from './appearance.ts'

const LinkProblems = __REHEARSAL__ ? lazy(() => import('../rehearsal/LinkProblems.tsx')) : null

/** What every page stands in: look, links that do not reload, toasts. */
export function Root() {
  const router = useRouter()
  const appearance = useAppearance()
  return (
    <Provider
      background="base"
      locale="en-US"
      {...(appearance !== 'system' && { colorScheme: appearance })}
      router={{
        navigate: (href) => void router.navigate({ href }),
        useHref: (href) => (href.startsWith('/') ? router.history.createHref(withBase(href)) : href),
      }}
    >
      {LinkProblems && (
        <Suspense>
          <LinkProblems />
        </Suspense>
      )}
      <Outlet />
      <Toasts />
    </Provider>
  )
}

const withBase = (path: string) => import.meta.env.BASE_URL.replace(/\/$/, '') + path
