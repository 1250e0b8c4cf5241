import { asProductionLets } from '#src/domain/preview.ts'
import type { User } from '#src/domain/user.ts'
import type { Reading } from './store.ts'

/** `user` as they may come in now: in Preview Production has a say in it. */
export async function inForce<Found extends User | null>({ production }: Reading, user: Found): Promise<Found | User> {
  const there = user && (await production?.users.byId(user.id))
  return user && there ? asProductionLets(user, there) : user
}
