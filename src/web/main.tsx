import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { config } from 'zod/mini'
import '@react-spectrum/s2/page.css'
import './global.css'
import { ApiError } from './http.ts'
import { createQueryClient } from './queryClient.ts'
import { createAppRouter } from './router.tsx'

// zod compiles schemas with `new Function` where it may; the Content-Security-Policy forbids that, audibly.
config({ jitless: true })

if (__BROWSER_HOST__) {
  const { startBrowserHost } = await import('../../mocks/browser.ts')
  try {
    await startBrowserHost()
  } catch (error) {
    document.body.textContent =
      'Latchkey cannot start here. The demo runs inside the browser, which allows that only at localhost or over https, and outside private modes that forbid service workers.'
    throw error
  }
}
if (__REHEARSAL__) {
  const { followLink } = await import('./rehearsal/link.ts')
  await followLink()
}

const queryClient = createQueryClient(() => {
  const { pathname, href } = router.state.location
  if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { next: href } })
})
const router = createAppRouter(queryClient)

// index.html has it.
createRoot(document.getElementById('root')!, {
  // An ApiError that reaches an error page is shown there; in the console only bugs are news.
  onCaughtError: (error) => {
    if (!(error instanceof ApiError)) reportError(error)
  },
}).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)

if (__REHEARSAL__) void import('./rehearsal/press.ts').then(({ pressAsAsked }) => pressAsAsked())
