import { useEffect, useRef, type RefObject } from 'react'

/**
 * When an act changes `state` and makes the button that had the focus disappear, the focus goes to the first button of
 * the returned element that can be pressed, or else to the element. Where somebody is at work elsewhere on the page, it
 * stays with them.
 */
export function useFocusAfter<Part extends HTMLElement>(state: unknown): RefObject<Part | null> {
  const part = useRef<Part>(null)
  const before = useRef(state)
  useEffect(() => {
    const focused = document.activeElement
    const isLost =
      focused === document.body || !!focused?.closest('[role$="dialog"]') || !!part.current?.contains(focused)
    if (before.current !== state && isLost)
      (part.current?.querySelector<HTMLElement>('button:enabled') ?? part.current)?.focus()
    before.current = state
  }, [state])
  return part
}
