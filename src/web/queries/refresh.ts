import { queryOptions } from '@tanstack/react-query'
import { RefreshTimes } from '#src/domain/refresh.ts'
import { send } from '../http.ts'

/** When Preview was refreshed from Production, and when it will be. */
export const refreshTimes = () =>
  queryOptions({
    queryKey: ['preview-refresh'],
    queryFn: () => send('GET', '/preview-refresh', RefreshTimes),
    staleTime: 0,
  })
