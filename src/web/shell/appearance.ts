import { useSyncExternalStore } from 'react'

export const APPEARANCES = ['system', 'light', 'dark'] as const
export type Appearance = (typeof APPEARANCES)[number]

const KEY = 'latchkey.appearance'
const listeners = new Set<() => void>()

const read = (): Appearance => APPEARANCES.find((appearance) => appearance === localStorage.getItem(KEY)) ?? 'system'

function announce(): void {
  // Spectrum's page.css reads it from here for what lies outside the app: scroll bars, overscroll, dialogs' backdrop.
  document.documentElement.dataset['colorScheme'] = read()
  for (const listener of listeners) listener()
}

/** Light, dark, or as the operating system says; remembered, and the same in all tabs. */
export function setAppearance(appearance: Appearance): void {
  localStorage.setItem(KEY, appearance)
  announce()
}

export function useAppearance(): Appearance {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, read)
}

window.addEventListener('storage', ({ key }) => key === KEY && announce())
announce()
