import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { IssuedKey, KeyConsequences, KeyCount, KeyValue, OwnKey, type KeyPolicyDraft } from '#src/domain/ownKey.ts'
import { elapsed } from '#src/domain/instant.ts'
import { send, type ApiError } from '../http.ts'
import { homeQueries, keyQueries } from './queryKeys.ts'

/** Browsers count a timer's milliseconds in 31 bits. */
const LONGEST_TIMER = 2 ** 31 - 1

/** One's own key without its value. Asked again when it expires, which may happen under the reader's eyes. */
export const ownKey = () =>
  queryOptions({
    queryKey: [...keyQueries, 'own'],
    queryFn: () => send('GET', '/own-key', OwnKey),
    refetchInterval({ state: { data } }) {
      if (data?.state !== 'active' || data.expiresAt === null) return false
      const left = elapsed(data.asOf, data.expiresAt)
      return left > LONGEST_TIMER ? false : left
    },
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

function knowOwnKey(client: QueryClient, key: OwnKey): void {
  client.setQueryData(ownKey().queryKey, key)
  void client.invalidateQueries({ queryKey: homeQueries })
}

/** An act that failed may have been carried out, and one that was refused met another key: look at what there is. */
function lookAgain(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keyQueries })
  void client.invalidateQueries({ queryKey: homeQueries })
}

export const generateOwnKey = (receive: Receive) =>
  mutationOptions({
    mutationFn: () => send('POST', '/own-key', IssuedKey).then(deliver(receive)),
    onSuccess: (key, _variables, _result, { client }) => knowOwnKey(client, key),
    onError: (_error: ApiError, _variables, _result, { client }) => lookAgain(client),
  })

export const resetOwnKey = (receive: Receive) =>
  mutationOptions({
    mutationFn: (id: string) => send('POST', '/own-key/reset', IssuedKey, { id }).then(deliver(receive)),
    onSuccess: (key, _id, _result, { client }) => knowOwnKey(client, key),
    onError: (_error: ApiError, _id, _result, { client }) => lookAgain(client),
  })

export const removeOwnKey = () =>
  mutationOptions({
    mutationFn: (id: string) => send('DELETE', `/own-key/${id}`, OwnKey),
    onSuccess: (key, _id, _result, { client }) => knowOwnKey(client, key),
    onError: (_error: ApiError, _id, _result, { client }) => lookAgain(client),
  })

export const removeAllKeys = () =>
  mutationOptions({
    mutationFn: () => send('DELETE', '/keys', z.object({ removed: z.int() })),
    onSettled: (_answer, _error: ApiError | null, _variables, _result, { client }) => lookAgain(client),
  })

export type Purpose = 'show' | 'copy'

/** Asks for the value of one's own key, which the backend records. */
export const readOwnKey = (receive: (value: string, purpose: Purpose) => Promise<void>) =>
  mutationOptions({
    mutationFn: async ({ id, purpose }: { id: string; purpose: Purpose }) =>
      receive((await send('POST', `/own-key/${id}/value`, KeyValue)).value, purpose),
    onError: (_error: ApiError, _variables, _result, { client }) => lookAgain(client),
  })
