import { LICENCE_OF } from '../accessLevel.ts'
import type { Customer } from '../customer.ts'
import { DomainError } from '../errors.ts'
import { ACCESS_LEVELS, type User } from '../user.ts'
import type { UserEdit } from '../userEdit.ts'
import {
  applyMappings,
  effectiveMappings,
  REQUIRED_ATTRIBUTES,
  type AttributeMapping,
  type MappedValue,
  type UserAttribute,
} from './attributeMapping.ts'
import type { MappedChange, SignOnAttribute } from './signOnRecord.ts'

/** The attributes that are fields of a user; what is mapped to others is kept as the directory said it (DECISIONS 80). */
const FIELD = {
  'First Name': 'firstName',
  'Last Name': 'lastName',
  'Email Address': 'email',
  'Access Level': 'accessLevel',
} as const satisfies Partial<Record<UserAttribute, keyof UserEdit>>
type Mapped = keyof typeof FIELD

const isField = (attribute: UserAttribute): attribute is Mapped => Object.hasOwn(FIELD, attribute)

/** The product's names of the required fields, as its message has them (reference §7.7). */
const PRODUCT_NAME: Record<(typeof REQUIRED_ATTRIBUTES)[number], string> = {
  'First Name': 'firstName',
  'Last Name': 'lastName',
  'Email Address': 'emailAddr',
}

/** Whoever is provisioned and of whom no mapping says more (DECISIONS 80). */
const NEWCOMER = 'Contributor'

/** What a sign-on makes of a user, before any rule about users is asked. */
export interface Mapping {
  changes: MappedChange[]
  /** Required fields that would be empty, by the product's names. */
  empty: string[]
  /** Values of fields; as they came, so not all of them need be possible. */
  fields: Partial<Record<(typeof FIELD)[Mapped], string>>
  /** All that the directory has said so far and has no field. */
  directory: Record<string, string>
}

/** What `mappings` make of the `attributes` of a sign-on for `user`, or for somebody new; `directory` is what was kept of them. */
export function mapSignOn(
  mappings: readonly AttributeMapping[],
  attributes: readonly SignOnAttribute[],
  user: User | null,
  directory: Readonly<Record<string, string>>,
): Mapping {
  const mapped = applyMappings(mappings, valuesByName(attributes))
  const mapping: Mapping = { changes: [], empty: [], fields: {}, directory: { ...directory } }
  for (const [index, { attribute, value, from }] of mapped.entries()) {
    const before = isField(attribute) ? (user?.[FIELD[attribute]] ?? null) : (directory[attribute] ?? null)
    // There is one for each of those that count, in the same order.
    const { directoryAttribute } = effectiveMappings(mappings)[index]!
    mapping.changes.push({ attribute, before, after: value, source: sourceOf(from, directoryAttribute) })
    if (value === null) continue
    if (isField(attribute)) mapping.fields[FIELD[attribute]] = value
    else mapping.directory[attribute] = value
  }
  for (const attribute of REQUIRED_ATTRIBUTES) {
    const isMapped = mapped.some((value) => value.attribute === attribute)
    if (mapping.fields[FIELD[attribute]] === undefined && (isMapped || user === null))
      mapping.empty.push(PRODUCT_NAME[attribute])
  }
  return mapping
}

/** Two attributes of one name are one with the values of both. */
function valuesByName(attributes: readonly SignOnAttribute[]): Record<string, string[]> {
  const values = new Map<string, string[]>()
  for (const { name, values: more } of attributes) values.set(name, [...(values.get(name) ?? []), ...more])
  return Object.fromEntries(values)
}

function sourceOf(from: MappedValue['from'], directoryAttribute: string): string {
  switch (from.kind) {
    case 'rule':
      return `Rule ${from.index + 1} for ${directoryAttribute}`
    case 'directory':
      return directoryAttribute
    case 'default':
      return 'Default value'
    case 'nothing':
      return directoryAttribute === '' ? 'Nothing' : `${directoryAttribute} did not arrive`
  }
}

/** Characters of what the directory says of one attribute. */
const MAX_KEPT = 1000

/** Refuses what is too long to be kept of somebody. */
export function requireShort({ directory }: Mapping): void {
  for (const [attribute, value] of Object.entries(directory))
    if (value.length > MAX_KEPT)
      throw new DomainError('invalid', `Use ${MAX_KEPT.toLocaleString('en-US')} characters or fewer`, attribute)
}

/** The edit that `fields` ask for. Who has another access level needs its licence. */
export function editOf(fields: Mapping['fields']): unknown {
  const level = ACCESS_LEVELS.find((level) => level === fields.accessLevel)
  return { ...fields, ...(level && { licence: LICENCE_OF[level] }) }
}

/** What somebody is provisioned with: their e-mail address is their user name, and they come through the provider alone. */
export function settingsOf(
  fields: Mapping['fields'],
  nameId: string,
  { timeZone }: Pick<Customer, 'timeZone'>,
): unknown {
  return {
    username: fields.email,
    accessLevel: NEWCOMER,
    licence: LICENCE_OF[NEWCOMER],
    timeZone,
    ssoUsername: nameId,
    ssoAccessOnly: true,
    ...(editOf(fields) as object),
  }
}
