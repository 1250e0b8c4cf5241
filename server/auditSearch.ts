import { sql, type Expression, type Kysely, type SqlBool } from 'kysely'
import type { RecordsSought } from '#src/domain/auditLog.ts'
import type { Environment } from '#src/domain/customer.ts'
import { foldCase } from '#src/domain/user.ts'
import type { Tables } from './tables.ts'
import type { Idioms } from './userSearch.ts'

/**
 * The records of which every condition holds, to choose columns and an order of. Every search goes along the index
 * `audit_at`, which has all that is asked of a record: of a million records it takes a fraction of a second whatever
 * is asked. Of the other index a planner knows no better than that it fits more of the conditions.
 */
export async function soughtRecords(
  db: Kysely<Tables>,
  environment: Environment,
  { types, action, userName, since, before }: RecordsSought,
  { isIn }: Idioms,
) {
  const conditions: Expression<SqlBool>[] = []
  if (types) conditions.push(types.length === 0 ? sql`1 = 0` : sql`${asIs('type')} in (${sql.join(types)})`)
  if (action !== undefined) conditions.push(sql`${asIs('action')} = ${action}`)
  if (userName !== undefined && userName !== '') {
    const names = await namesWith(db, environment, userName)
    conditions.push(names.length === 0 ? sql`1 = 0` : isIn(asIs('userName'), names))
  }
  let records = db.selectFrom('audit').where('environment', '=', environment)
  if (since !== undefined) records = records.where('at', '>=', since)
  if (before !== undefined) records = records.where('at', '<', before)
  return conditions.reduce((query, condition) => query.where(condition), records)
}

/** A column that is to be looked at, and not to be looked up in an index of its own. */
const asIs = (column: 'type' | 'action' | 'userName') => sql`coalesce(${sql.ref(column)}, '')`

/**
 * The names with `part` in them, whatever its case, among those that somebody acted under. Compared here, because
 * databases disagree about letters beyond ASCII; found by going along an index from name to name, because there are
 * far fewer names than records.
 */
async function namesWith(db: Kysely<Tables>, environment: Environment, part: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with recursive names(name) as (
      select min("userName") from audit where environment = ${environment}
      union all
      select (select min("userName") from audit where environment = ${environment} and "userName" > names.name)
      from names where names.name is not null
    )
    select name from names where name is not null
  `.execute(db)
  const folded = foldCase(part)
  return rows.map(({ name }) => name).filter((name) => foldCase(name).includes(folded))
}
