import { lazy, Suspense, useSyncExternalStore } from 'react'

/** Loads what toasts are made of, so that the first one does not have to wait for it. */
export const loadToasts = () => import('@react-spectrum/s2/Toast')
const ToastContainer = lazy(() => loadToasts().then((toast) => ({ default: toast.ToastContainer })))

const listeners = new Set<() => void>()
let wanted = false

/** Says that something succeeded. The code for it is loaded when there is something to say. */
export function toast(message: string): void {
  wanted = true
  for (const listener of listeners) listener()
  void loadToasts().then(({ ToastQueue }) => ToastQueue.positive(message, { timeout: 6000 }))
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
