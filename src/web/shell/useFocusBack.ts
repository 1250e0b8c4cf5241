import { useEffect, useRef } from 'react'

/**
 * Gives the focus to `target` when a dialog goes and nothing else has it. Spectrum gives it back by itself, but where
 * the machine is slow a dialog is there before it could note what had the focus.
 */
export function useFocusBack(isShown: boolean, target: () => { focus(): void } | null): void {
  const wasShown = useRef(false)
  useEffect(() => {
    if (wasShown.current && !isShown && document.activeElement === document.body) target()?.focus()
    wasShown.current = isShown
  }, [isShown, target])
}
