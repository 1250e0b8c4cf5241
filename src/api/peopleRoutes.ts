import { Hono } from 'hono'
import * as z from 'zod/mini'
import { DomainError } from '#src/domain/errors.ts'
import { personOf, PersonSearch, type People, type Person } from '#src/domain/person.ts'
import type { Host, HostEnv } from './host.ts'
import { look, parse } from './perform.ts'
import type { UserCondition, UserField } from './store.ts'

/** People that one search finds at most. */
const MOST_PEOPLE = 20

/** What a search looks into; whom an earlier field finds comes first. */
const SEARCHED = ['name', 'username', 'email'] as const satisfies UserField[]

const BY_NAME = [{ field: 'name', isDescending: false }] as const
const Question = z.object({ search: PersonSearch })

/** People to choose from, for settings that name somebody. */
export function peopleRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  routes.get('/', async (c) => {
    const answer = await look(host, c.env, 'administrator', async ({ rows }): Promise<People> => {
      const { search } = parse(Question, { search: c.req.query('search') ?? '' })
      const isActive: UserCondition = { field: 'isActive', test: 'eq', value: true }
      const found = new Map<string, Person>()
      for (const field of SEARCHED) {
        const conditions: UserCondition[] = [isActive, { field, test: 'cicontains', value: search }]
        // All that one field may find: some of them may have been found already.
        for (const user of await rows.users.search(conditions, BY_NAME, { first: 0, limit: MOST_PEOPLE }))
          found.set(user.id, personOf(user))
        if (found.size >= MOST_PEOPLE) break
      }
      return { people: [...found.values()].slice(0, MOST_PEOPLE) }
    })
    return c.json(answer)
  })

  // Also of those who are inactive: a setting may still name them.
  routes.get('/:id', async (c) => {
    const person = await look(host, c.env, 'administrator', async ({ rows }): Promise<Person> => {
      const user = await rows.users.byId(c.req.param('id'))
      if (!user) throw new DomainError('not-found', 'There is nobody with this ID')
      return personOf(user)
    })
    return c.json(person)
  })
  return routes
}
