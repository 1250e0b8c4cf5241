import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { Credentials } from '#src/domain/session.ts'
import { SignedIn } from '#src/domain/signedIn.ts'
import { send } from '../http.ts'

/** Who is signed in; refused with `signed-out` when nobody is. */
export const session = () =>
  queryOptions({ queryKey: ['session'], queryFn: () => send('GET', '/session', SignedIn), staleTime: Infinity })

export const signIn = () =>
  mutationOptions({
    mutationFn: (credentials: Credentials) => send('POST', '/session', SignedIn, credentials),
    // The password must not outlive the form it was typed into.
    gcTime: 0,
    onSuccess: (signedIn, _credentials, _result, { client }) => beginSession(client, signedIn),
  })

/** Whatever the cache holds was seen by somebody else. */
export function beginSession(client: QueryClient, signedIn: SignedIn): void {
  client.clear()
  client.setQueryData(session().queryKey, signedIn)
}

/** Ends all sessions of whoever is signed in, also those of other browsers and of integrations. */
export const signOutEverywhere = () =>
  mutationOptions({ mutationFn: () => send('DELETE', '/session/everywhere', z.null()) })
