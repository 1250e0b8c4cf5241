import { queryOptions } from '@tanstack/react-query'
import { SignOnDetails, SignOnList } from '#src/domain/sso/signOnRecord.ts'
import { send } from '../http.ts'

const signOnQueries = ['sign-ons']

/** Recent sign-ons, the latest first. They happen in other windows and to other people, so each look asks anew. */
export const signOns = () =>
  queryOptions({
    queryKey: [...signOnQueries, 'list'],
    queryFn: () => send('GET', '/sign-ons', SignOnList),
    staleTime: 0,
  })

export const signOn = (id: string) =>
  queryOptions({
    queryKey: [...signOnQueries, 'one', id],
    queryFn: () => send('GET', `/sign-ons/${encodeURIComponent(id)}`, SignOnDetails),
  })
