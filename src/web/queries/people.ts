import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { People, Person } from '#src/domain/person.ts'
import { send } from '../http.ts'

const peopleQueries = ['people']

/** Active users with `search` in their name, user name or e-mail address. What was found stays until there is more. */
export const people = (search: string) =>
  queryOptions({
    queryKey: [...peopleQueries, 'found', search],
    queryFn: async ({ client }) => {
      const found = await send('GET', `/people?${new URLSearchParams({ search }).toString()}`, People)
      // One of them may be chosen, and need not be asked for by itself.
      for (const one of found.people) client.setQueryData(person(one.id).queryKey, one)
      return found
    },
    placeholderData: keepPreviousData,
  })

export const person = (id: string) =>
  queryOptions({
    queryKey: [...peopleQueries, 'one', id],
    queryFn: () => send('GET', `/people/${id}`, Person),
  })
