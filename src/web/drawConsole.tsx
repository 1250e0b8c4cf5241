import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider, type RouterHistory } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@react-spectrum/s2/page.css'
import './global.css'
import { ApiError } from './http.ts'
import { createQueryClient } from './queryClient.ts'
import { createAppRouter } from './router.tsx'

/** Draws the console in `element`, at the address that `history` names: that of the browser, or a test's own. */
export function drawConsole(element: Element, history?: RouterHistory) {
  const queryClient = createQueryClient(() => {
    const { pathname, href } = router.state.location
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { next: href } })
  })
  const router = createAppRouter(queryClient, history)
  const root = createRoot(element, {
    // An ApiError that reaches an error page is shown there; in the console only bugs are news.
    onCaughtError: (error) => {
      if (!(error instanceof ApiError)) reportError(error)
    },
  })
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
  return { root, router }
}
