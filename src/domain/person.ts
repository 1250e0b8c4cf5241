import * as z from 'zod/mini'
import { fullName, Id, type User } from './user.ts'

/** A user as a list to choose from shows them. */
export const Person = z.object({ id: Id, name: z.string(), username: z.string() })
export type Person = z.infer<typeof Person>

/** What a search finds. */
export const People = z.object({ people: z.array(Person) })
export type People = z.infer<typeof People>

export const personOf = (user: User): Person => ({ id: user.id, name: fullName(user), username: user.username })

/** Text that people are searched by: a part of a name or an address, none of which is longer. */
export const PersonSearch = z.string().check(z.trim(), z.maxLength(254, 'Search for 254 characters or fewer'))
