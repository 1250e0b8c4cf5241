import { useState } from 'react'
import { toast } from './toast.tsx'

/** Puts text on the clipboard and says so with `done`; `isBlocked` where the browser did not let it. */
export function useClipboard(done: string): { copy(text: string): Promise<void>; isBlocked: boolean } {
  const [isBlocked, setBlocked] = useState(false)
  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setBlocked(false)
      toast(done)
    } catch {
      setBlocked(true)
    }
  }
  return { copy, isBlocked }
}
