import * as z from 'zod/mini'
import type { UserCondition, UserSort } from '../store.ts'
import { parseJson, type Call } from './call.ts'
import { illegalArgument } from './envelope.ts'
import { fieldNamed } from './userFields.ts'

/** The tests that `<field>_Mod` can name; without it the first. */
export const TESTS = ['eq', 'ne', 'cieq', 'contains', 'cicontains', 'in', 'isnull', 'notnull'] as const

/** Results of a search (reference §8.6). */
export const DEFAULT_LIMIT = 100
export const MAX_LIMIT = 2000

/** Parameters that say how to search rather than for what. All others are fields. */
const CONTROLS = new Set([
  'apiKey',
  'sessionID',
  'apiCertificate',
  'method',
  'action',
  'fields',
  'filters',
  'updates',
  'id',
  'map',
  'atomic',
  '$$FIRST',
  '$$LIMIT',
])

export interface Query {
  conditions: UserCondition[]
  sort: UserSort[]
}

/** The parameters that are about fields, each with all its values. In one pass: a form has room for 200,000 of them. */
export function fieldParameters({ params }: Call): Map<string, string[]> {
  const isLogin = params.has('username') && params.has('password')
  const fields = new Map<string, string[]>()
  for (const [name, value] of params) {
    if (CONTROLS.has(name) || (isLogin && (name === 'username' || name === 'password'))) continue
    const values = fields.get(name)
    if (values) values.push(value)
    else fields.set(name, [value])
  }
  return fields
}

/** Reads what is searched for, and in which order, from field parameters and `filters=`. */
export function readQuery(call: Call): Query {
  const parameters = fieldParameters(call)
  if (parameters.has('username') || parameters.has('password'))
    throw illegalArgument('username and password are a login. Search by user name with filters={"username":"…"}')
  const filters = readFilters(call.params.get('filters'))
  const conditions = [...readConditions(parameters), ...readConditions(filters)]
  // Databases take only so many values in one question.
  const listed = conditions.flatMap((condition) => (condition.test === 'in' ? condition.values : [])).length
  if (listed > MAX_LIMIT) throw illegalArgument(`A search may list at most ${MAX_LIMIT} values`)
  return { conditions, sort: [...readSort(parameters), ...readSort(filters)] }
}

/** `$$FIRST` and `$$LIMIT`. */
export function readPage({ params }: Call): { first: number; limit: number } {
  const limit = readNumber('$$LIMIT', params.get('$$LIMIT'), DEFAULT_LIMIT)
  if (limit > MAX_LIMIT) throw illegalArgument(`$$LIMIT may be at most ${MAX_LIMIT}`)
  return { first: readNumber('$$FIRST', params.get('$$FIRST'), 0), limit }
}

function readNumber(name: string, value: string | null, otherwise: number): number {
  if (value === null) return otherwise
  if (!/^\d{1,9}$/.test(value)) throw illegalArgument(`${name} has to be a whole number`)
  return Number(value)
}

const Scalar = z.union([z.string(), z.number(), z.boolean()])
const Values = z.union([Scalar, z.array(Scalar)])

/** `filters={"firstName":"Ada","firstName_Mod":"cieq"}`; several values of a field as an array. */
function readFilters(text: string | null): Map<string, string[]> {
  if (text === null) return new Map()
  const filters = parseJson(text, 'filters')
  const refused = () => illegalArgument('filters has to be a JSON object of fields and their values')
  if (typeof filters !== 'object' || filters === null || Array.isArray(filters)) throw refused()
  // Not by a schema of records, which would leave `__proto__` out unsaid.
  return new Map(
    Object.entries(filters).map(([name, value]) => {
      const values = Values.safeParse(value)
      if (!values.success) throw refused()
      return [name, [values.data].flat().map(String)]
    }),
  )
}

const MOD = '_Mod'
const SORT = '_Sort'

function readConditions(parameters: Map<string, string[]>): UserCondition[] {
  const names = [...parameters.keys()]
    .filter((name) => !name.endsWith(SORT))
    .map((name) => (name.endsWith(MOD) ? name.slice(0, -MOD.length) : name))
  return [...new Set(names)].map((name) =>
    condition(name, parameters.get(name) ?? [], parameters.get(name + MOD)?.[0] ?? TESTS[0]),
  )
}

function condition(name: string, values: string[], mod: string): UserCondition {
  const { search } = fieldNamed(name)
  const test = TESTS.find((known) => known === mod)
  if (!test) throw illegalArgument(`'${mod}' is no search modifier; there are ${TESTS.join(', ')}`)
  const refused = () => illegalArgument(`USER cannot be searched by '${name}' with the modifier '${test}'`)
  if (!search) throw illegalArgument(`USER cannot be searched by '${name}'`)
  if (search.kind === 'yes-or-no') {
    if (test !== 'eq' && test !== 'ne') throw refused()
    const value = only(name, values)
    if (value !== 'true' && value !== 'false') throw illegalArgument(`'${value}' is neither true nor false`)
    return search.when((value === 'true') === (test === 'eq'))
  }
  const { field } = search
  const stored = (value: string) => ('stored' in search ? search.stored(value) : value)
  switch (test) {
    case 'isnull':
    case 'notnull':
      return { field, test }
    case 'in':
      return { field, test, values: values.map(stored) }
    case 'eq':
    case 'ne':
      return { field, test, value: stored(only(name, values)) }
    case 'contains':
      if (search.kind === 'value') throw refused()
      return { field: search.field, test, value: String(stored(only(name, values))) }
    case 'cieq':
    case 'cicontains':
      if (search.kind !== 'any-case') throw refused()
      return { field: search.field, test, value: only(name, values) }
  }
}

/** The first of a name is the one that counts. */
function only(name: string, [value]: string[]): string {
  if (value === undefined) throw illegalArgument(`'${name}' needs a value`)
  return value
}

function readSort(parameters: Map<string, string[]>): UserSort[] {
  return [...parameters].flatMap(([parameter, [direction]]) => {
    if (!parameter.endsWith(SORT)) return []
    const name = parameter.slice(0, -SORT.length)
    const { search } = fieldNamed(name)
    if (!search || search.kind === 'yes-or-no') throw illegalArgument(`USER cannot be sorted by '${name}'`)
    if (direction !== 'asc' && direction !== 'desc') throw illegalArgument(`${parameter} has to be asc or desc`)
    return [{ field: search.field, isDescending: direction === 'desc' }]
  })
}
