import { queryOptions } from '@tanstack/react-query'
import { SignedIn } from '#src/domain/signedIn.ts'
import { send } from '../http.ts'

/** Who is signed in; refused with `signed-out` when nobody is. */
export const session = () =>
  queryOptions({ queryKey: ['session'], queryFn: () => send('GET', '/session', SignedIn), staleTime: Infinity })
