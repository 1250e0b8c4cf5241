import { useMutation, type UseMutationOptions } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ApiError } from '../http.ts'

/**
 * `useMutation` for an act that must not happen twice: while one is under way, `mutate` does nothing. A double click is
 * faster than the rendering that would disable the button.
 */
export function useAct<Data, Variables, Result>(options: UseMutationOptions<Data, ApiError, Variables, Result>) {
  const isUnderWay = useRef(false)
  const act = useMutation({
    ...options,
    onSettled(...settled) {
      isUnderWay.current = false
      return options.onSettled?.(...settled)
    },
  })
  const mutate: typeof act.mutate = (...variables) => {
    if (isUnderWay.current) return
    isUnderWay.current = true
    act.mutate(...variables)
  }
  return { ...act, mutate }
}
