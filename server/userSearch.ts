import { sql, type Expression, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { UserCondition, UserField, UserSort } from '#src/api/store.ts'
import type { Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import { foldCase } from '#src/domain/user.ts'
import { flag, type Tables } from './tables.ts'

type Value = string | number | boolean

/** What databases have to be asked in words of their own. */
export interface Idioms {
  /** The collation that goes by code point. PostgreSQL's own would go by language. */
  collation: string
  /** Whether `value` is one of `list`, which has something in it. */
  isIn(value: Expression<unknown>, list: readonly (string | number)[]): Expression<SqlBool>
  /** Whether `part` is in `text`, letter for letter. */
  contains(text: RawBuilder<unknown>, part: string): Expression<SqlBool>
  /** `column` for sorting what `contains` finds: out of sight of an index whose order would be followed to no good. */
  found(column: RawBuilder<unknown>): RawBuilder<unknown>
  /** What selects the rows of `list`. */
  pairs(list: readonly (readonly [first: string, second: string])[]): RawBuilder<{ first: string; second: string }>
}

const NAME = sql<string>`"firstName" || ' ' || "lastName"`
const NAME_FOLDED = sql<string>`"firstNameFolded" || ' ' || "lastNameFolded"`

const column = (field: UserField): RawBuilder<unknown> => (field === 'name' ? NAME : sql.ref(field))
const foldedColumn = (field: UserField): RawBuilder<unknown> =>
  field === 'name' ? NAME_FOLDED : sql.ref(`${field}Folded`)

const stored = (value: Value) => (typeof value === 'boolean' ? flag(value) : value)

/** `condition` of a row of users. */
export function holds(condition: UserCondition, { isIn, contains }: Idioms): Expression<SqlBool> {
  const asked = column(condition.field)
  switch (condition.test) {
    case 'eq':
      return sql`${asked} = ${stored(condition.value)}`
    case 'ne':
      return sql`(${asked} <> ${stored(condition.value)} or ${asked} is null)`
    case 'in':
      return condition.values.length === 0 ? sql`1 = 0` : isIn(asked, condition.values.map(stored))
    case 'contains':
      return contains(asked, condition.value)
    case 'cieq':
      return sql`${foldedColumn(condition.field)} = ${foldCase(condition.value)}`
    case 'cicontains':
      return contains(foldedColumn(condition.field), foldCase(condition.value))
    case 'isnull':
      return sql`${asked} is null`
    case 'notnull':
      return sql`${asked} is not null`
  }
}

export function inOrder({ field, isDescending }: UserSort, { collation }: Idioms): Expression<unknown> {
  const isNumber = field === 'isActive' || field === 'ssoAccessOnly' || field === 'loginCount'
  const value = isNumber ? column(field) : sql`(${column(field)}) collate ${sql.raw(collation)}`
  // No value before any: PostgreSQL would have it the other way round.
  return isDescending ? sql`${value} desc nulls last` : sql`${value} asc nulls first`
}

/** Users whose password was set at `cutoff` or before. */
export const passwordSetBy = (db: Kysely<Tables>, environment: Environment, cutoff: Instant) =>
  db.selectFrom('users').select('id').where('environment', '=', environment).where('passwordDate', '<=', cutoff)
