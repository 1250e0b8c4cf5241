import { queryOptions } from '@tanstack/react-query'
import { SignInWay } from '#src/domain/signInWay.ts'
import { send } from '../http.ts'

/** Where people sign in. */
export const signInWay = () =>
  queryOptions({ queryKey: ['sign-in-way'], queryFn: () => send('GET', '/session/way', SignInWay), staleTime: 0 })
