import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { Departure } from '#src/domain/sso/signOnRequest.ts'
import { ApiError, send } from '../http.ts'

/** Ends the session, and answers where else there is one to end. One that has already ended is as good as signed out. */
export async function signOut(client: QueryClient): Promise<Departure> {
  const departure = await send('DELETE', '/session', Departure).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'signed-out') throw error
    return { goTo: null }
  })
  client.clear()
  return departure
}

/** Ends all sessions of whoever is signed in, also those of other browsers and of integrations. */
export const signOutEverywhere = () =>
  mutationOptions({ mutationFn: () => send('DELETE', '/session/everywhere', z.null()) })
