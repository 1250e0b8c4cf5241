import { DomainError } from '#src/domain/errors.ts'
import { fullName, Id, isAdministrator, type User } from '#src/domain/user.ts'
import { requireUserAdministrator, UserEdit } from '#src/domain/userEdit.ts'
import { applyEdit } from '../editUser.ts'
import type { Caller, Host } from '../host.ts'
import { lookAs, performAs, type Question } from '../perform.ts'
import type { UserCondition } from '../store.ts'
import { identify, type Proof } from './authenticate.ts'
import type { Call } from './call.ts'
import { illegalArgument, unsupported } from './envelope.ts'
import { fieldNamed, selection } from './userFields.ts'
import { fieldParameters, readPage, readQuery } from './userQuery.ts'

/** How many objects one call may name (reference §8.6). */
export const MAX_BATCH = 100

/** The caller's own ID, wherever an ID can stand. */
export const OWN_ID = '$$USER.ID'

export const isId = (text: string): boolean => text === OWN_ID || Id.safeParse(text).success

/** One user, or several by `id` parameters. */
export function readUsers(host: Host, caller: Caller, proof: Proof | null, call: Call, ids: string[]) {
  const select = selection(call.params.get('fields'))
  if (ids.length > MAX_BATCH) throw illegalArgument(`Name at most ${MAX_BATCH} objects at once`)
  return lookAs(host, caller, identify(host, proof), async (view) => {
    const users: User[] = []
    for (const id of ids) users.push(await readUser(view, id === OWN_ID ? view.user.id : id))
    const [only] = users
    return only && users.length === 1 ? select(only) : listed(call, users.map(select))
  })
}

async function readUser({ rows, user }: Question, id: string): Promise<User> {
  if (id === user.id) return user
  if (!isAdministrator(user)) throw new DomainError('forbidden', 'You do not have permission to view this user')
  const asked = isId(id) ? await rows.users.byId(id) : null
  if (!asked) throw noUser(id)
  return asked
}

const noUser = (id: string) => new DomainError('not-found', `USER with ID '${id}' not found`)

export function searchUsers(host: Host, caller: Caller, proof: Proof | null, call: Call) {
  const select = selection(call.params.get('fields'))
  const { conditions, sort } = readQuery(call)
  const page = readPage(call)
  return lookAs(host, caller, identify(host, proof), async ({ rows, user }) => {
    const found = await rows.users.search([...conditions, ...visibleTo(user)], sort, page)
    return listed(call, found.map(select))
  })
}

export function countUsers(host: Host, caller: Caller, proof: Proof | null, call: Call) {
  const { conditions } = readQuery(call)
  return lookAs(host, caller, identify(host, proof), async ({ rows, user }) => ({
    count: await rows.users.count([...conditions, ...visibleTo(user)]),
  }))
}

/** Whom a search may find: everybody for an administrator, and for anybody else themselves. */
const visibleTo = (user: User): UserCondition[] =>
  isAdministrator(user) ? [] : [{ field: 'id', test: 'eq', value: user.id }]

/** A list, or with `map=true` the same by ID. */
const listed = (call: Call, objects: Record<string, unknown>[]) =>
  call.params.get('map') === 'true' ? Object.fromEntries(objects.map((object) => [object['ID'], object])) : objects

/** What is to become of one user, with its fields as the rules call them. */
interface Edit {
  id: string
  edit: UserEdit
}

/** Edits the user that the address names, or all that `updates` lists: every one of them, or none. */
export function editUsers(host: Host, caller: Caller, proof: Proof | null, call: Call, id: string | undefined) {
  const select = selection(call.params.get('fields'))
  const edits = id === undefined ? readBatch(call) : [readEdit(id, { ...ownFields(call), ...updatesOf(call) })]
  const [only] = edits
  const object = id !== undefined && only ? `User ${only.id}` : `${edits.length} users`
  const act = { type: 'User', action: 'Change', object } as const
  return performAs(host, caller, identify(host, proof), act, async (room) => {
    let { customer, user } = room
    const edited: User[] = []
    for (const { id, edit } of edits) {
      // Each time, because one edit may have taken the caller's own level.
      requireUserAdministrator(user)
      const before = await room.rows.users.byId(id === OWN_ID ? user.id : id)
      if (!before) throw noUser(id)
      room.about(fullName(before))
      const result = await applyEdit({ ...room, customer, user }, before, edit)
      customer = result.customer
      if (result.user.id === user.id) user = result.user
      edited.push(result.user)
    }
    const shown = edited.map(select)
    return id === undefined ? shown : shown[0]
  })
}

const ownFields = (call: Call) => Object.fromEntries([...fieldParameters(call)].map(([name, [value]]) => [name, value]))

function updatesOf({ updates }: Call): object {
  if (updates === undefined) return {}
  if (typeof updates !== 'object' || updates === null || Array.isArray(updates))
    throw illegalArgument('updates of one object have to be a JSON object')
  return updates
}

function readBatch(call: Call): Edit[] {
  const { updates } = call
  if (updates === undefined && fieldParameters(call).size === 0) throw nothingToDo()
  if (!Array.isArray(updates))
    throw illegalArgument('Name the object to edit in the address, or send a list of updates, each with its ID')
  if (updates.length === 0) throw nothingToDo()
  if (updates.length > MAX_BATCH) throw illegalArgument(`Edit at most ${MAX_BATCH} objects at once`)
  return updates.map((fields: unknown) => {
    if (typeof fields !== 'object' || fields === null || !('ID' in fields) || typeof fields.ID !== 'string')
      throw illegalArgument('Each of several updates needs the ID of its object')
    return readEdit(fields.ID, fields)
  })
}

/** The product's words for a PUT that says neither what to do nor what to change. */
const nothingToDo = () => unsupported('you must specify an action')

function readEdit(id: string, fields: object): Edit {
  if (!isId(id)) throw noUser(id)
  const edits = Object.entries(fields).filter(([name, value]) => name !== 'ID' || value !== id)
  if (edits.length === 0) throw nothingToDo()
  return { id, edit: Object.fromEntries(edits.map(([name, value]) => readField(name, value))) }
}

function readField(name: string, value: unknown): [keyof UserEdit, unknown] {
  if (name === 'password')
    throw illegalArgument('A password cannot be set by editing a user. Its owner chooses it in the console.')
  const { edit } = fieldNamed(name)
  if (!edit) throw illegalArgument(`'${name}' of USER cannot be edited`)
  const parsed = UserEdit.shape[edit.field].safeParse(edit.written ? edit.written(value) : value)
  if (!parsed.success || parsed.data === undefined)
    throw illegalArgument(`${name}: ${parsed.error?.issues[0]?.message ?? 'Send a value'}`)
  return [edit.field, parsed.data]
}
