import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { Credentials } from '#src/domain/session.ts'
import { SignedIn } from '#src/domain/signedIn.ts'
import { send } from '../http.ts'
import { session } from './session.ts'

export const signIn = () =>
  mutationOptions({
    mutationFn: (credentials: Credentials) => send('POST', '/session', SignedIn, credentials),
    // The password must not outlive the form it was typed into.
    gcTime: 0,
    onSuccess: (signedIn, _credentials, _result, { client }) => beginSession(client, signedIn),
  })

/** Shows again who is signed in. */
export const proveByPassword = () =>
  mutationOptions({
    mutationFn: (password: string) => send('POST', '/session/proof', z.null(), { password }),
    gcTime: 0,
  })

/** Whatever the cache holds was seen by somebody else. */
export function beginSession(client: QueryClient, signedIn: SignedIn): void {
  client.clear()
  client.setQueryData(session().queryKey, signedIn)
}
