import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { IssuedKey, KeyConsequences, KeyCount, KeyValue, OwnKey, type KeyPolicyDraft } from '#src/domain/apiKey.ts'
import { send, type ApiError } from '../http.ts'
import { home } from './home.ts'

/** Everything asked about keys begins with this, so that one act makes all of it stale. */
export const keyQueries = ['keys']

/** One's own key without its value. Asked again while the page is open: it may expire under the reader's eyes. */
export const ownKey = () =>
  queryOptions({
    queryKey: [...keyQueries, 'own'],
    queryFn: () => send('GET', '/own-key', OwnKey),
    refetchInterval: 60_000,
  })

/** How many keys Remove All would end: counted when asked, never remembered. */
export const keyCount = () =>
  queryOptions({
    queryKey: [...keyQueries, 'count'],
    queryFn: () => send('GET', '/keys/count', KeyCount),
    staleTime: 0,
    gcTime: 0,
  })

/** What saving these settings would do to keys. */
export const keyConsequences = (draft: KeyPolicyDraft) =>
  queryOptions({
    queryKey: [...keyQueries, 'consequences', draft],
    queryFn: () => send('POST', '/keys/consequences', KeyConsequences, draft),
    staleTime: 0,
  })

/** A value on its way from the backend to the one component that shows or copies it: no cache ever holds it. */
type Receive = (key: OwnKey, value: string) => void

const deliver =
  (receive: Receive) =>
  ({ key, value }: IssuedKey): OwnKey => {
    receive(key, value)
    return key
  }

async function knowOwnKey(client: QueryClient, key: OwnKey): Promise<void> {
  client.setQueryData(ownKey().queryKey, key)
  await client.invalidateQueries(home())
}

/** After a refusal because the key is another by now, the page must show the key as it is. */
async function lookAgain(client: QueryClient, error: ApiError): Promise<void> {
  if (error.code === 'key-changed') await client.invalidateQueries(ownKey())
}

export const generateOwnKey = (receive: Receive) =>
  mutationOptions({
    mutationFn: () => send('POST', '/own-key', IssuedKey).then(deliver(receive)),
    onSuccess: (key, _variables, _result, { client }) => knowOwnKey(client, key),
  })

export const resetOwnKey = (receive: Receive) =>
  mutationOptions({
    mutationFn: (id: string) => send('POST', '/own-key/reset', IssuedKey, { id }).then(deliver(receive)),
    onSuccess: (key, _id, _result, { client }) => knowOwnKey(client, key),
    onError: (error: ApiError, _id, _result, { client }) => lookAgain(client, error),
  })

export const removeOwnKey = () =>
  mutationOptions({
    mutationFn: (id: string) => send('DELETE', `/own-key/${id}`, OwnKey),
    onSuccess: (key, _id, _result, { client }) => knowOwnKey(client, key),
    onError: (error: ApiError, _id, _result, { client }) => lookAgain(client, error),
  })

export const removeAllKeys = () =>
  mutationOptions({
    mutationFn: () => send('DELETE', '/keys', z.object({ removed: z.int() })),
    onSuccess: (_answer, _variables, _result, { client }) =>
      Promise.all([client.invalidateQueries({ queryKey: keyQueries }), client.invalidateQueries(home())]),
  })

/** Asks for the value of one's own key, which the backend records. */
export const readOwnKey = (receive: (value: string) => void | Promise<void>) =>
  mutationOptions({
    mutationFn: async (id: string) => receive((await send('POST', `/own-key/${id}/value`, KeyValue)).value),
    onError: (error: ApiError, _id, _result, { client }) => lookAgain(client, error),
  })
