import type { SignOnAttribute } from '#src/domain/sso/signOnRecord.ts'
import { fullName } from '#src/domain/user.ts'
import { CAST, DEMO_USERS, ssoUsernameOf, usernameOf, type DemoUser } from './organisation.ts'

/** Somebody whom Northwind Identity knows, and what it says of them. */
export interface DirectoryEntry {
  user: DemoUser
  name: string
  nameId: string
  attributes: SignOnAttribute[]
}

/** What only the directory knows of the people of Northwind Studio. */
const POSITION: Record<DemoUser, { title: string; memberOf: string[] }> = {
  'main.admin': { title: 'Head of Operations', memberOf: ['staff', 'workfront-users', 'workfront-admins'] },
  'second.admin': { title: 'Systems Lead', memberOf: ['staff', 'workfront-users', 'workfront-admins'] },
  standard: { title: 'Art Director', memberOf: ['staff', 'studio', 'workfront-users'] },
  light: { title: 'Copy Editor', memberOf: ['staff', 'studio'] },
  contributor: { title: 'Illustrator', memberOf: ['staff', 'studio'] },
  external: { title: 'Photographer', memberOf: ['partners'] },
  inactive: { title: 'Producer', memberOf: ['staff'] },
  'expiring.password': { title: 'Account Manager', memberOf: ['staff', 'workfront-users'] },
  'sso.only': { title: 'Motion Designer', memberOf: ['staff', 'studio', 'workfront-users'] },
}

/** The attributes of a person, as Northwind Identity calls them; an empty one is sent without a value. */
export function attributesOf(person: {
  givenName: string
  surname: string
  mail: string
  title: string
  memberOf: string[]
}): SignOnAttribute[] {
  return Object.entries(person).map(([name, value]) => ({
    name,
    values: (Array.isArray(value) ? value : [value]).filter((text) => text !== ''),
  }))
}

/** Everybody Northwind Identity knows: all of the demo organisation, also who may not sign in there any more. */
export const DIRECTORY: DirectoryEntry[] = DEMO_USERS.map((user) => {
  const { firstName, lastName } = CAST[user]
  return {
    user,
    name: fullName(CAST[user]),
    nameId: ssoUsernameOf(CAST[user]),
    attributes: attributesOf({ givenName: firstName, surname: lastName, mail: usernameOf(user), ...POSITION[user] }),
  }
})
