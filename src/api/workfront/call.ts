import { addressTooLong, illegalArgument, noSuch, unsupported } from './envelope.ts'

/** Bytes of path and query. The product's content delivery network carries no more (reference §8.6). */
const MAX_ADDRESS = 8892
const NEWEST_VERSION = 22

/** v1.0 … v22.0, which are all answered alike (reference §8.1). */
export const VERSIONS = Array.from({ length: NEWEST_VERSION }, (_, index) => `v${index + 1}.0`)

const VERBS = ['GET', 'POST', 'PUT', 'DELETE'] as const
export type Verb = (typeof VERBS)[number]

/** What a request asks for, however it was spelled. */
export interface Call {
  /** The `method` parameter, else the method of the request. */
  verb: Verb
  /** What stands below the version: object, ID, action. */
  path: string[]
  /** From the query and then from a form: the first of a name is the one that counts. */
  params: URLSearchParams
  /** A JSON body, or the `updates` parameter; undefined where there is neither. */
  updates: unknown
  header(name: string): string | null
}

/** Understands `request`, whose address is below `/attask`. Whatever it is, it is a call or a refusal. */
export async function readCall(request: Request): Promise<Call> {
  const { url, method } = request
  const target = url.slice(url.indexOf('/', url.indexOf('://') + 3))
  if (target.length > MAX_ADDRESS) throw addressTooLong(`An address may have at most ${MAX_ADDRESS} bytes`)
  const [pathname = '', ...query] = target.split('?')
  const path = readPath(pathname)
  const params = new URLSearchParams(query.join('?'))
  // Of no other method has anybody bounded the body.
  const hasBody = method === 'POST' || method === 'PUT' || method === 'DELETE'
  const body = hasBody ? readBody(request, await request.text(), params) : undefined
  for (const value of params.values())
    if (!isText(value)) throw illegalArgument('A parameter contains a null character')
  const updates = params.get('updates')
  return {
    verb: readVerb(params.get('method') ?? (method === 'HEAD' ? 'GET' : method)),
    path,
    params,
    updates: body ?? (updates === null ? undefined : parseJson(updates, 'updates')),
    header: (name) => request.headers.get(name),
  }
}

/** Segments below `/attask/api` and the like, without the version. */
function readPath(pathname: string): string[] {
  const segments = pathname.split('/').filter((segment) => segment !== '')
  const [, api = '', ...rest] = segments.map((segment) => {
    try {
      return decodeURIComponent(segment)
    } catch {
      throw noSuch('This address is not well encoded')
    }
  })
  if (!/^api(-internal|-unsupported)?$/.test(api) || !rest.every(isText))
    throw noSuch('There is nothing at this address')
  const [version = ''] = rest
  if (!/^v\d/.test(version)) return rest
  if (!VERSIONS.includes(version)) throw noSuch(`API version '${version}' is not supported`)
  return rest.slice(1)
}

function readVerb(method: string): Verb {
  const verb = VERBS.find((known) => known === method.toUpperCase())
  if (!verb) throw unsupported(`The method '${method}' is not supported`)
  return verb
}

/** Adds a form to `params`; answers what a JSON body says. */
function readBody(request: Request, text: string, params: URLSearchParams): unknown {
  if (text === '') return undefined
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return parseJson(text, 'The body')
  if (type !== 'application/x-www-form-urlencoded')
    throw illegalArgument('Send a body as application/x-www-form-urlencoded or as application/json')
  for (const [name, value] of new URLSearchParams(text)) params.append(name, value)
  return undefined
}

/** JSON by its name. Its texts are such as every store can keep. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => {
      if (typeof value === 'string' && !isText(value)) throw new Error('Not text')
      return value
    })
  } catch {
    throw illegalArgument(`${name} cannot be read as JSON`)
  }
}

/** Databases keep neither null characters nor halves of characters. */
const isText = (value: string) => value.isWellFormed() && !value.includes('\0')
