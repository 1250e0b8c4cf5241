import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { Suspense, useEffect, useEffectEvent, type ReactNode } from 'react'
import type { ScreenDialog } from '../router.tsx'
import { useFocusBack } from './useFocusBack.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Set on the entry that opening a dialog added, so that closing can go back instead of adding another. */
    openedDialog?: true
  }
}

/** What had the focus when the last dialog was opened. */
let opener: HTMLElement | null = null

/** Opens a dialog by putting it into the address: a link can open it too, and Back closes it. */
export function useOpenDialog(): (dialog: ScreenDialog) => void {
  const navigate = useNavigate()
  return (dialog) => {
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : null
    void navigate({
      to: '.',
      search: (others) => ({ ...others, dialog }),
      state: { openedDialog: true },
      resetScroll: false,
    })
  }
}

/**
 * Closes a dialog if it is still the one in the address: back to where it was opened from, or, where a link opened it,
 * by taking it out of the address.
 */
export function useCloseDialog(): (dialog: ScreenDialog) => void {
  const router = useRouter()
  const navigate = useNavigate()
  return (dialog) => {
    const { search, state } = router.state.location
    if (!('dialog' in search) || search.dialog !== dialog) return
    if (state.openedDialog) router.history.back()
    else
      void navigate({
        to: '.',
        search: (others) => ({ ...others, dialog: undefined }),
        replace: true,
        resetScroll: false,
      })
  }
}

interface Props {
  dialog: ScreenDialog
  /** False where there is nothing for the dialog to act on: it is then taken out of the address. */
  isPossible?: boolean
  /** The dialog; its code may still be on its way. */
  children?: ReactNode
}

/**
 * Renders a dialog while it is the one in the address. Nothing else listens to that part of the address, so opening
 * one does not render the page behind it again.
 */
export function WhenOpen({ dialog, isPossible = true, children }: Props) {
  const isOpen = useSearch({ strict: false, select: (search) => search.dialog === dialog })
  const close = useCloseDialog()
  const isStray = isOpen && !isPossible
  // Once per stray dialog, however often it renders: going back takes a moment, and twice would leave the page.
  const leave = useEffectEvent(() => close(dialog))
  useEffect(() => {
    if (isStray) leave()
  }, [isStray])
  const isShown = isOpen && isPossible
  useFocusBack(isShown, () => opener)
  return isShown ? <Suspense>{children}</Suspense> : null
}
