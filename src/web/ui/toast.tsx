import { lazy, Suspense, useSyncExternalStore } from 'react'

const ToastContainer = lazy(() =>
  import('@react-spectrum/s2/Toast').then((toast) => ({ default: toast.ToastContainer })),
)

const listeners = new Set<() => void>()
let wanted = false

/** Says that something succeeded. The code for it is loaded when there is something to say. */
export function toast(message: string): void {
  wanted = true
  for (const listener of listeners) listener()
  void import('@react-spectrum/s2/Toast').then(({ ToastQueue }) => ToastQueue.positive(message, { timeout: 6000 }))
}

/** Where toasts appear: top centre. One per app. */
export function Toasts() {
  const show = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => wanted,
  )
  return show ? (
    <Suspense>
      <ToastContainer placement="top" />
    </Suspense>
  ) : null
}
