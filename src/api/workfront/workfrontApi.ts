import type { Environment } from '#src/domain/customer.ts'
import type { Caller, Host } from '../host.ts'
import type { KeyUseRecorder } from '../keyUseRecorder.ts'
import { proofOf, type Proof } from './authenticate.ts'
import { readCall, type Call } from './call.ts'
import { failure, json, noSuch, otherProofNeeded, success, tooManyCalls, unsupported } from './envelope.ts'
import { actOnKey, KEY_ACTIONS, type KeyActionName } from './keyActions.ts'
import { login, logout } from './login.ts'
import { openApiDocument } from './openApi.ts'
import { countUsers, editUsers, isId, readUsers, searchUsers } from './users.ts'

/** Calls that an environment answers at once (`apiConcurrencyLimit`, reference §8.6). */
export const MAX_CALLS_AT_ONCE = 10

/**
 * `/attask/…`, as Workfront's clients call it (reference §8): login and logout, and USER with its API key. Whatever
 * arrives is answered in the product's envelope; only a bug throws.
 */
export function workfrontApi(
  host: Host,
  uses: KeyUseRecorder,
): (request: Request, caller: Caller) => Promise<Response> {
  const running: Record<Environment, number> = { production: 0, preview: 0 }
  return async (request, caller) => {
    const { environment } = caller
    try {
      // A call counts from when it has arrived as a whole: whoever sends slowly holds up nobody.
      const call = await readCall(request)
      // The description of all this: nobody needs to log in to read it.
      if (call.path.join('/') === 'openapi.json') return json(200, openApiDocument())
      if (running[environment] >= MAX_CALLS_AT_ONCE)
        throw tooManyCalls(`At most ${MAX_CALLS_AT_ONCE} calls are answered at once. Wait for one to end.`)
      running[environment]++
      try {
        return success(await dispatch(host, caller, call, () => proofOf(host, uses, caller, call)))
      } finally {
        running[environment]--
      }
    } catch (error) {
      return failure(error)
    }
  }
}

/** Asked for where it is known that a call can be carried out. */
type Prove = () => Promise<Proof | null>

function dispatch(host: Host, caller: Caller, call: Call, prove: Prove): Promise<unknown> {
  const [object = '', ...rest] = call.path
  const name = object.toLowerCase()
  if (name === 'user') return dispatchUser(host, caller, call, rest, prove)
  if ((name !== 'login' && name !== 'logout') || rest.length > 0) throw noSuch(`API does not support '${object}'`)
  if (call.verb !== 'GET' && call.verb !== 'POST') throw unsupported(`${name} is sent by GET or POST`)
  return name === 'login' ? login(host, caller, call) : logout(host, caller, call)
}

/** Everything about USER. What cannot be done is told before anybody asks who is calling. */
async function dispatchUser(host: Host, caller: Caller, call: Call, rest: string[], prove: Prove): Promise<unknown> {
  const { id, action } = readTarget(call, rest)
  // Also by POST: the vendor's client can be told to send its searches so.
  if (action === 'search' && isQuestion(call)) return searchUsers(host, caller, await prove(), call)
  if (action === 'count' && isQuestion(call)) return countUsers(host, caller, await prove(), call)
  if (call.verb === 'GET') {
    const ids = id === undefined ? call.params.getAll('id').flatMap((list) => list.split(',')) : [id]
    if (action !== null) throw unsupported(`GET does not take the action '${action}'; send it by PUT`)
    return ids.length === 0
      ? searchUsers(host, caller, await prove(), call)
      : readUsers(host, caller, await prove(), call, ids)
  }
  if (call.verb !== 'DELETE' && action !== null) {
    if (!isKeyAction(action)) throw unsupported(`USER has no action '${action}'`)
    return actOnKey(host, caller, forWriting(await prove()), action, id)
  }
  if (call.verb === 'PUT') return editUsers(host, caller, forWriting(await prove()), call, id)
  throw unsupported(`USER cannot be ${call.verb === 'POST' ? 'created' : 'deleted'} through this API`)
}

/** `/user`, `/user/<id>`, `/user/<action>` and `/user/<id>/<action>`; the action may be a parameter instead. */
function readTarget({ verb, params }: Call, rest: string[]): { id: string | undefined; action: string | null } {
  const [first, second] = rest
  if (rest.length > 2) throw noSuch('There is nothing at this address')
  const parameter = params.get('action')
  if (first === undefined) return { id: undefined, action: parameter }
  if (second !== undefined) return { id: first, action: second }
  // Anything else that stands for a user to be read is an ID that nobody has.
  const isAction = !isId(first) && (verb !== 'GET' || first === 'search' || first === 'count' || isKeyAction(first))
  return isAction ? { id: undefined, action: first } : { id: first, action: parameter }
}

const isQuestion = ({ verb }: Call) => verb === 'GET' || verb === 'POST'

const isKeyAction = (action: string): action is KeyActionName => Object.hasOwn(KEY_ACTIONS, action)

/** A browser sends a cookie by itself, also where another site made it call: it proves nothing for an act (§8.2). */
function forWriting(proof: Proof | null): Proof | null {
  if (proof?.by === 'session' && proof.isCookie)
    throw otherProofNeeded('A cookie alone is good for reading. Send the sessionID or an API key to change something.')
  return proof
}
