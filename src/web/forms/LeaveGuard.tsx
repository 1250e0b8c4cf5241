import { useBlocker } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useEffectEvent } from 'react'

export const loadUnsaved = () => import('./unsaved.tsx')
const LeaveDialog = lazy(() => loadUnsaved().then(({ LeaveDialog }) => ({ default: LeaveDialog })))

interface Props {
  /** How many edits there are to lose. */
  changes: number
  isSaving: boolean
  /** The search parameter by which the address names what is edited, where its path does not. */
  editedBy?: string | undefined
  /** When the question appears. */
  onAsk?: () => void
  /** When the session has ended and the form goes, which nobody is asked about. */
  onSignedOut?: () => void
}

/** A question before edits are left behind. */
export function LeaveGuard({ changes, isSaving, editedBy, onAsk, onSignedOut }: Props) {
  // An open dialog is in the address too, and leaves nothing behind.
  const screenOf = ({ pathname, search }: { pathname: string; search: Record<string, unknown> }) =>
    editedBy === undefined ? pathname : `${pathname} ${String(search[editedBy])}`
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => {
      if (changes === 0 || screenOf(current) === screenOf(next)) return false
      if (next.pathname !== '/sign-in') return true
      onSignedOut?.()
      return false
    },
    enableBeforeUnload: changes > 0,
    withResolver: true,
  })
  const isLeaving = leaving.status === 'blocked'
  const ask = useEffectEvent(() => onAsk?.())
  useEffect(() => {
    if (isLeaving) ask()
  }, [isLeaving])
  return leaving.status === 'blocked' ? (
    <Suspense>
      <LeaveDialog changes={changes} isSaving={isSaving} onLeave={leaving.proceed} onStay={leaving.reset} />
    </Suspense>
  ) : null
}
