import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { SignedIn, type Credentials } from '#src/domain/session.ts'
import { ApiError, send } from '../http.ts'

/** Who is signed in; refused with `signed-out` when nobody is. */
export const session = () =>
  queryOptions({ queryKey: ['session'], queryFn: () => send('GET', '/session', SignedIn), staleTime: Infinity })

export const signIn = () =>
  mutationOptions({
    mutationFn: (credentials: Credentials) => send('POST', '/session', SignedIn, credentials),
    // The password must not outlive the form it was typed into.
    gcTime: 0,
    // Whatever the cache holds was seen by somebody else.
    onSuccess(signedIn, _credentials, _result, { client }) {
      client.clear()
      client.setQueryData(session().queryKey, signedIn)
    },
  })

/** Ends the session. One that has already ended is as good as signed out. */
export async function signOut(client: QueryClient): Promise<void> {
  await send('DELETE', '/session', z.null()).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'signed-out') throw error
  })
  client.clear()
}
