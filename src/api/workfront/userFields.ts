import * as z from 'zod/mini'
import { ACCESS_LEVEL_ID } from '#src/domain/accessLevel.ts'
import { Instant } from '#src/domain/instant.ts'
import { ACCESS_LEVELS, fullName, hasApiAccess, Id, isAdministrator, LICENCES, type User } from '#src/domain/user.ts'
import type { UserEdit } from '#src/domain/userEdit.ts'
import type { AnyCaseField, TextField, UserCondition, UserField } from '../store.ts'
import { illegalArgument } from './envelope.ts'

/** How a field is asked for: what is stored, whether as text, or a yes or no that is found out otherwise. */
export type Search =
  | { kind: 'any-case'; field: AnyCaseField }
  | { kind: 'text'; field: TextField; stored?(value: string): string }
  | { kind: 'value'; field: UserField; stored(value: string): string | number | boolean }
  | { kind: 'yes-or-no'; when(holds: boolean): UserCondition }

/** How a field is edited: what it is called in the rules, and how its value is written there. */
export interface Edit {
  field: keyof UserEdit
  written?(value: unknown): unknown
}

export interface Field {
  about: string
  schema: z.ZodMiniType
  read(user: User): unknown
  search?: Search
  edit?: Edit
}

const anyCase = (field: AnyCaseField): Search => ({ kind: 'any-case', field })
const flag = (field: 'isActive' | 'ssoAccessOnly'): Search => ({ kind: 'value', field, stored: readFlag })
const instant = (field: 'passwordDate' | 'lastLoginDate'): Search => ({ kind: 'value', field, stored: readInstant })

/** Field parameters are text, so a yes or no may come as such. */
const flagWritten = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value)
/** `en_US` here is `en-US` in the rules. */
const localeStored = (value: string) => value.replace('_', '-')
const levelOf = (id: unknown) => ACCESS_LEVELS.find((level) => ACCESS_LEVEL_ID[level] === id)

/** Everything this API knows of a USER (reference §8.7): what is read, searched and edited, and how it is described. */
export const USER_FIELDS = {
  ID: { about: 'Who it is', schema: Id, read: ({ id }) => id, search: { kind: 'text', field: 'id' } },
  objCode: { about: 'Always USER', schema: z.literal('USER'), read: () => 'USER' },
  name: { about: 'First and last name', schema: z.string(), read: fullName, search: anyCase('name') },
  firstName: {
    about: 'First name',
    schema: z.string(),
    read: ({ firstName }) => firstName,
    search: anyCase('firstName'),
    edit: { field: 'firstName' },
  },
  lastName: {
    about: 'Last name',
    schema: z.string(),
    read: ({ lastName }) => lastName,
    search: anyCase('lastName'),
    edit: { field: 'lastName' },
  },
  username: {
    about: 'What they sign in with. In a search it stands in filters=, because the parameter is part of a login',
    schema: z.string(),
    read: ({ username }) => username,
    search: anyCase('username'),
    edit: { field: 'username' },
  },
  emailAddr: {
    about: 'E-mail address',
    schema: z.string(),
    read: ({ email }) => email,
    search: anyCase('email'),
    edit: { field: 'email' },
  },
  isActive: {
    about: 'Whether they can sign in',
    schema: z.boolean(),
    read: ({ isActive }) => isActive,
    search: flag('isActive'),
    edit: { field: 'isActive', written: flagWritten },
  },
  isAdmin: {
    about: 'Whether they are a Workfront administrator',
    schema: z.boolean(),
    read: isAdministrator,
    search: {
      kind: 'yes-or-no',
      when: (holds) => ({ field: 'accessLevel', test: holds ? 'eq' : 'ne', value: 'System Administrator' }),
    },
  },
  licenseType: {
    about: 'Licence',
    schema: z.enum(LICENCES),
    read: ({ licence }) => licence,
    search: { kind: 'text', field: 'licence' },
    edit: { field: 'licence' },
  },
  accessLevelID: {
    about: `Access level: ${ACCESS_LEVELS.map((level) => `${ACCESS_LEVEL_ID[level]} is ${level}`).join(', ')}`,
    schema: z.enum(ACCESS_LEVELS.map((level) => ACCESS_LEVEL_ID[level])),
    read: ({ accessLevel }) => ACCESS_LEVEL_ID[accessLevel],
    search: { kind: 'value', field: 'accessLevel', stored: (id) => levelOf(id) ?? id },
    edit: { field: 'accessLevel', written: levelOf },
  },
  accessLevel: {
    about: 'The access level by ID and name; fields=accessLevel:name asks for a part of it',
    schema: z.object({ ID: Id, objCode: z.literal('ACSLVL'), name: z.enum(ACCESS_LEVELS) }),
    read: ({ accessLevel }) => ({ ID: ACCESS_LEVEL_ID[accessLevel], objCode: 'ACSLVL', name: accessLevel }),
  },
  hasAPIAccess: {
    about: 'Whether they may have an API key: everybody active but External users',
    schema: z.boolean(),
    read: hasApiAccess,
  },
  hasPassword: {
    about: 'Whether they can sign in with a password at all',
    schema: z.boolean(),
    read: ({ passwordHash }) => passwordHash !== null,
    search: {
      kind: 'yes-or-no',
      when: (holds) => ({ field: 'passwordHash', test: holds ? 'notnull' : 'isnull' }),
    },
  },
  passwordDate: {
    about: 'When the password was set',
    schema: Instant,
    read: ({ passwordDate }) => passwordDate,
    search: instant('passwordDate'),
  },
  ssoAccessOnly: {
    about: 'Only Allow SAML 2.0 Authentication; counts while SSO is enabled',
    schema: z.boolean(),
    read: ({ ssoAccessOnly }) => ssoAccessOnly,
    search: flag('ssoAccessOnly'),
    edit: { field: 'ssoAccessOnly', written: flagWritten },
  },
  ssoUsername: {
    about: 'Who they are to the identity provider, or null',
    schema: z.nullable(z.string()),
    read: ({ ssoUsername }) => ssoUsername,
    search: { kind: 'text', field: 'ssoUsername' },
    edit: { field: 'ssoUsername', written: (value) => (value === '' ? null : value) },
  },
  lastLoginDate: {
    about: 'When they last signed in, or null',
    schema: z.nullable(Instant),
    read: ({ lastLoginDate }) => lastLoginDate,
    search: instant('lastLoginDate'),
  },
  loginCount: {
    about: 'How often they have signed in',
    schema: z.int(),
    read: ({ loginCount }) => loginCount,
    search: { kind: 'value', field: 'loginCount', stored: readCount },
  },
  locale: {
    about: 'Language and country, as en_US',
    schema: z.string(),
    read: ({ locale }) => locale.replace('-', '_'),
    search: { kind: 'text', field: 'locale', stored: localeStored },
    edit: { field: 'locale', written: (value) => (typeof value === 'string' ? localeStored(value) : value) },
  },
  timeZone: {
    about: 'Time zone, by its IANA name',
    schema: z.string(),
    read: ({ timeZone }) => timeZone,
    search: { kind: 'text', field: 'timeZone' },
    edit: { field: 'timeZone' },
  },
} satisfies Record<string, Field>

const FIELDS: Record<string, Field> = USER_FIELDS
const NAMES = Object.keys(FIELDS)

/** A field by the name a call gives it. */
export function fieldNamed(name: string): Field {
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
  if (!field) throw illegalArgument(`USER has no field '${name}'`)
  return field
}

/** Fields of fields may be asked for so deep, counting the user's own (reference §8.6). */
const MAX_DEPTH = 4

/**
 * How to show a user: the fields that `fields=` asks for, and `ID` and `objCode` always; all of them where it asks for
 * nothing or for `*`.
 */
export function selection(fields: string | null): (user: User) => Record<string, unknown> {
  const wanted = (fields ?? '*').split(',').map((field) => field.trim())
  const paths = (wanted.includes('*') ? [...NAMES, ...wanted] : ['ID', 'objCode', ...wanted]).filter(
    (path) => path !== '*' && path !== '',
  )
  const chosen = [...new Set(paths)].map((path): [name: string, field: Field, part: string | null] => {
    const [name = '', ...parts] = path.split(':')
    if (parts.length >= MAX_DEPTH) throw illegalArgument(`Fields go at most ${MAX_DEPTH} levels deep: '${path}'`)
    return [name, fieldNamed(name), parts.length === 0 ? null : partOf(name, parts)]
  })
  return (user) => {
    const shown: Record<string, unknown> = {}
    for (const [name, field, part] of chosen) {
      // Only objects have parts, and they are made anew each time they are read.
      const value = field.read(user) as Record<string, unknown>
      const before = shown[name] as Record<string, unknown> | undefined
      shown[name] =
        part === null ? value : { ...before, ID: value['ID'], objCode: value['objCode'], [part]: value[part] }
    }
    return shown
  }
}

/** The one part of field `name` that `parts` lead to, or null for all of it. */
function partOf(name: string, parts: string[]): string | null {
  const [part = '', ...deeper] = parts
  const schema = fieldNamed(name).schema
  const shape = schema instanceof z.ZodMiniObject ? schema.shape : {}
  if (part === '*' && deeper.length === 0 && Object.keys(shape).length > 0) return null
  if (deeper.length > 0 || !Object.hasOwn(shape, part))
    throw illegalArgument(`USER has no field '${[name, ...parts].join(':')}'`)
  return part
}

function readFlag(value: string): boolean {
  if (value !== 'true' && value !== 'false') throw illegalArgument(`'${value}' is neither true nor false`)
  return value === 'true'
}

function readCount(value: string): number {
  const count = Number(value)
  if (!/^\d{1,9}$/.test(value)) throw illegalArgument(`'${value}' is no number of logins`)
  return count
}

function readInstant(value: string): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) throw illegalArgument(`'${value}' is no date`)
  return at.toISOString()
}
