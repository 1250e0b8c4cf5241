import { queryOptions } from '@tanstack/react-query'
import { KeyClients, OwnKeyUse, UserClients } from '#src/domain/keyUse.ts'
import { send, type ApiError } from '../http.ts'
import { ownKey } from './keys.ts'
import { keyQueries } from './queryKeys.ts'

/** Who used one's own key, of which nothing is ever said of the one in its place: then what that is is asked anew. */
export const ownKeyUse = (keyId: string) =>
  queryOptions({
    queryKey: [...keyQueries, 'use', keyId],
    queryFn: ({ client }) =>
      send('GET', `/own-key/${keyId}/use`, OwnKeyUse).catch((error: ApiError) => {
        if (error.code === 'key-changed') void client.invalidateQueries(ownKey())
        throw error
      }),
  })

/** Which clients would stop without the key of user `id`: asked each time, because the key may be another by now. */
export const clientsOfUser = (id: string) =>
  queryOptions({
    queryKey: [...keyQueries, 'clients-of', id],
    queryFn: () => send('GET', `/users/${encodeURIComponent(id)}/clients`, UserClients),
    staleTime: 0,
    gcTime: 0,
  })

/** Which clients Remove All would stop. */
export const keyClients = () =>
  queryOptions({
    queryKey: [...keyQueries, 'clients'],
    queryFn: () => send('GET', '/keys/clients', KeyClients),
    staleTime: 0,
  })
