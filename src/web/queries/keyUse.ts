import { queryOptions } from '@tanstack/react-query'
import { KeyClients, OwnKeyUse } from '#src/domain/keyUse.ts'
import { send } from '../http.ts'
import { keyQueries } from './queryKeys.ts'

/** Who used one's own key. With its ID, so that nothing of a key is ever said of the one in its place. */
export const ownKeyUse = (keyId: string) =>
  queryOptions({
    queryKey: [...keyQueries, 'use', keyId],
    queryFn: () => send('GET', '/own-key/use', OwnKeyUse),
  })

/** Which clients Remove All would stop. */
export const keyClients = () =>
  queryOptions({
    queryKey: [...keyQueries, 'clients'],
    queryFn: () => send('GET', '/keys/clients', KeyClients),
    staleTime: 0,
  })
