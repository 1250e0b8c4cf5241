import * as z from 'zod/mini'
import { Id } from '#src/domain/user.ts'
import { UserEdit } from '#src/domain/userEdit.ts'
import { VERSIONS } from './call.ts'
import { Failure } from './envelope.ts'
import { LoggedIn, Succeeded } from './login.ts'
import { USER_FIELDS, type Field } from './userFields.ts'
import { DEFAULT_LIMIT, MAX_LIMIT, TESTS } from './userQuery.ts'
import { MAX_BATCH } from './users.ts'

type Json = Record<string, unknown>

interface Parameter {
  name: string
  in: 'query' | 'path' | 'header'
  required: boolean
  description: string
  schema: Json
}

interface Operation {
  operationId: string
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, { description: string; content: Record<string, { schema: Json }> }>
  'x-codeSamples': { lang: 'HTTP'; source: string }[]
}

const ID = 'f0e1d2c3b4a5968778695a4b3c2d1e0f'

const schemaOf = (schema: z.ZodMiniType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema)
  return rest
}
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: Json) => ({ 'application/json': { schema } })
const parameter = (
  name: string,
  description: string,
  schema: z.ZodMiniType = z.string(),
  place: Parameter['in'] = 'query',
): Parameter => ({ name, in: place, required: place === 'path', description, schema: schemaOf(schema) })
const required = (one: Parameter): Parameter => ({ ...one, required: true })

const ERRORS: Record<string, string> = {
  400: 'An argument that cannot be: an unknown field, a bad value, too large a limit, an action that does not exist',
  401: 'User name and password were not right, or the key or session opens nothing',
  403: 'The caller is known and may not do this; or the organisation uses Adobe IMS, which rules out passwords',
  404: 'No such user, object or version',
  409: 'The key still works, but cannot be shown again',
  413: 'The body is larger than 1 MB',
  414: 'The address is longer than 8,892 bytes',
  429: 'Ten calls are being answered already',
  500: 'The X.509 certificate that the organisation requires is missing or another one',
}

/** 200 with `data`, and the failures a call can meet beside those that every call can. */
const answers = (data: Json, description: string, ...failures: number[]): Operation['responses'] => ({
  200: { description, content: json({ type: 'object', properties: { data }, required: ['data'] }) },
  ...Object.fromEntries(
    [400, 401, ...failures, 429].map((status) => [
      String(status),
      { description: ERRORS[status] ?? '', content: json(ref('Failure')) },
    ]),
  ),
})

const byPassword = (whose = 'User name of the key’s owner'): Parameter[] => [
  required(parameter('username', whose)),
  required(parameter('password', 'Their password')),
  parameter('apiCertificate', 'The X.509 certificate, as PEM or base64, where the organisation requires one'),
]
const ANY_PROOF: Operation['security'] = [{ apiKey: [] }, { apiKeyHeader: [] }, { session: [] }, { cookie: [] }]
const WRITING_PROOF: Operation['security'] = ANY_PROOF.filter((proof) => !('cookie' in proof))

const userId = () => parameter('id', 'ID of the user, or $$USER.ID for one’s own', z.string(), 'path')
const fields = () => parameter('fields', 'Fields to answer, separated by commas; * is all of them')
const map = () => parameter('map', 'With true the list comes as an object by ID', z.enum(['true']))

const FIELD_ENTRIES: [string, Field][] = Object.entries(USER_FIELDS)
const searchable = FIELD_ENTRIES.filter(([name, { search }]) => search && name !== 'username').map(([name]) => name)
const sortable = FIELD_ENTRIES.filter(([, { search }]) => search && search.kind !== 'yes-or-no').map(([name]) => name)

const searchParameters = (): Parameter[] => [
  parameter('{field}', `A field and the value it has to have: ${searchable.join(', ')}`),
  parameter('{field}_Mod', 'How the value is compared; in takes several values of the field', z.enum(TESTS)),
  parameter('filters', 'The same as a JSON object, for username too: {"username":"ada","username_Mod":"cieq"}'),
]
const pageParameters = (): Parameter[] => [
  parameter('{field}_Sort', `Order by one of ${sortable.join(', ')}`, z.enum(['asc', 'desc'])),
  parameter('$$FIRST', 'How many results to leave out, from the first on', z.int()),
  parameter('$$LIMIT', `How many results: ${DEFAULT_LIMIT} where it says nothing, ${MAX_LIMIT} at most`, z.int()),
  fields(),
  map(),
]

const sample = (source: string): Operation['x-codeSamples'] => [{ lang: 'HTTP', source }]
const NEWEST = VERSIONS.at(-1) ?? ''
const BASE = `/attask/api/${NEWEST}`

const login = (): Operation => ({
  operationId: 'login',
  summary: 'Log in',
  description:
    'Opens a session. Its ID proves who is calling, as the header sessionID; it ends after eight hours without use. Where the organisation requires an X.509 certificate, send all three as a form: an address may have 8,892 bytes at most.',
  security: [],
  parameters: byPassword('User name, in any case'),
  responses: answers(ref('LoggedIn'), 'The session, and what a client needs to know of the server', 403, 500),
  'x-codeSamples': sample(`POST ${BASE}/login
Content-Type: application/x-www-form-urlencoded

username=USERNAME&password=PASSWORD`),
})

const keyAction = (
  action: string,
  summary: string,
  description: string,
  answer: string,
  data: z.ZodMiniType,
  needsPassword: boolean,
): Operation => ({
  operationId: action,
  summary,
  description,
  security: needsPassword ? [] : [{}, ...WRITING_PROOF],
  parameters: needsPassword ? byPassword() : byPassword().map((one) => ({ ...one, required: false })),
  responses: answers(schemaOf(data), answer, 403, ...(needsPassword ? [409] : []), 500),
  'x-codeSamples': sample(`GET /attask/api/v7.0/user?action=${action}&username=USERNAME&password=PASSWORD&method=PUT`),
})

const KeyValue = z.object({ result: z.string() })

/** The parts of USER that can be edited, as this API spells them. */
const editable = () =>
  Object.fromEntries(
    FIELD_ENTRIES.flatMap(([name, { about, schema, edit }]) =>
      // Where a value is spelled otherwise in the rules, it is the field's own schema that says how it is sent.
      edit ? [[name, { ...schemaOf(edit.written ? schema : UserEdit.shape[edit.field]), description: about }]] : [],
    ),
  )

/** Every call, below the base address. Each can also be made as GET with `method=`. */
const paths = (): Record<string, Partial<Record<'get' | 'post' | 'put', Operation>>> => ({
  '/login': { post: login() },
  '/logout': {
    get: {
      operationId: 'logout',
      summary: 'Log out',
      description: 'Ends the session that the call names.',
      security: [{ session: [] }, { cookie: [] }],
      parameters: [],
      responses: answers(schemaOf(Succeeded), 'The session is over'),
      'x-codeSamples': sample(`GET ${BASE}/logout\nsessionID: SESSION`),
    },
  },
  '/user/generateApiKey': {
    put: keyAction(
      'generateApiKey',
      'Generate an API key',
      'Makes the user’s own API key, or answers the active one unchanged. External users have none.',
      'The key',
      KeyValue,
      true,
    ),
  },
  '/user/getApiKey': {
    put: keyAction(
      'getApiKey',
      'Get the API key',
      'Answers the user’s own active key, and an empty result where there is none.',
      'The key, or an empty text',
      KeyValue,
      true,
    ),
  },
  '/user/clearApiKey': {
    put: keyAction(
      'clearApiKey',
      'Clear the API key',
      'Removes the user’s own key, at once. A password proves who that is, or the key itself, or a session.',
      'The key is gone',
      Succeeded,
      false,
    ),
  },
  '/user/{id}': {
    get: {
      operationId: 'getUser',
      summary: 'Read a user',
      description: 'Administrators can read every user; others only themselves.',
      security: ANY_PROOF,
      parameters: [userId(), fields()],
      responses: answers(ref('User'), 'The user', 403, 404),
      'x-codeSamples': sample(`GET ${BASE}/user/${ID}?fields=name,emailAddr&apiKey=KEY`),
    },
    put: {
      operationId: 'editUser',
      summary: 'Edit a user',
      description:
        'For administrators. Fields come as parameters, as updates={…} or as a JSON body. Passwords are not among them.',
      security: WRITING_PROOF,
      parameters: [userId(), parameter('{field}', `One of ${Object.keys(editable()).join(', ')}`), fields()],
      requestBody: { content: json(ref('UserEdit')) },
      responses: answers(ref('User'), 'The user as edited', 403, 404, 413),
      'x-codeSamples': sample(`PUT ${BASE}/user/${ID}
apiKey: KEY
Content-Type: application/json

{ "lastName": "Okafor", "isActive": true }`),
    },
  },
  '/user': {
    get: {
      operationId: 'getUsers',
      summary: 'Read several users',
      description: `Up to ${MAX_BATCH} users by their IDs. Without an ID the call is a search.`,
      security: ANY_PROOF,
      parameters: [required(parameter('id', 'ID of a user; comes once for each of them')), fields(), map()],
      responses: answers(
        { type: 'array', items: ref('User') },
        'The users, in the order they were named',
        403,
        404,
        414,
      ),
      'x-codeSamples': sample(`GET ${BASE}/user?id=${ID}&id=$$USER.ID&apiKey=KEY`),
    },
    put: {
      operationId: 'editUsers',
      summary: 'Edit several users',
      description: `For administrators. Up to ${MAX_BATCH} users, all of them or none.`,
      security: WRITING_PROOF,
      parameters: [fields()],
      requestBody: {
        content: json({
          type: 'array',
          maxItems: MAX_BATCH,
          items: { allOf: [{ type: 'object', properties: { ID: schemaOf(Id) }, required: ['ID'] }, ref('UserEdit')] },
        }),
      },
      responses: answers({ type: 'array', items: ref('User') }, 'The users as edited', 403, 404, 413),
      'x-codeSamples': sample(`PUT ${BASE}/user
apiKey: KEY
Content-Type: application/json

[{ "ID": "${ID}", "isActive": false }]`),
    },
  },
  '/user/search': {
    get: {
      operationId: 'searchUsers',
      summary: 'Search users',
      description: 'Administrators can find every user; others only themselves.',
      security: ANY_PROOF,
      parameters: [...searchParameters(), ...pageParameters()],
      responses: answers({ type: 'array', items: ref('User') }, 'Whom every condition holds of', 414),
      'x-codeSamples': sample(
        `GET ${BASE}/user/search?lastName=okafor&lastName_Mod=cicontains&firstName_Sort=asc&$$LIMIT=20&apiKey=KEY`,
      ),
    },
  },
  '/user/count': {
    get: {
      operationId: 'countUsers',
      summary: 'Count users',
      description: 'How many a search would find.',
      security: ANY_PROOF,
      parameters: searchParameters(),
      responses: answers(schemaOf(z.object({ count: z.int() })), 'The number', 414),
      'x-codeSamples': sample(`GET ${BASE}/user/count?isActive=true&apiKey=KEY`),
    },
  },
})

const describe = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Latchkey API',
    version: NEWEST.slice(1),
    description:
      'Compatible with the Workfront API as far as login, API keys and users go. Every version from v1.0 on is answered alike.',
  },
  servers: [{ url: BASE }],
  paths: paths(),
  components: {
    securitySchemes: {
      apiKey: { type: 'apiKey', in: 'query', name: 'apiKey', description: 'API key as a parameter' },
      apiKeyHeader: { type: 'apiKey', in: 'header', name: 'apiKey', description: 'API key as a header' },
      session: {
        type: 'apiKey',
        in: 'header',
        name: 'sessionID',
        description: 'Session of a login; a parameter will do as well',
      },
      cookie: { type: 'apiKey', in: 'cookie', name: 'session', description: 'Cookie of a login, for reading only' },
    },
    schemas: {
      User: {
        type: 'object',
        properties: Object.fromEntries(
          FIELD_ENTRIES.map(([name, { about, schema }]) => [name, { ...schemaOf(schema), description: about }]),
        ),
        required: ['ID', 'objCode'],
      },
      UserEdit: { type: 'object', properties: editable(), additionalProperties: false },
      LoggedIn: schemaOf(LoggedIn),
      Failure: schemaOf(Failure),
    },
  },
})

let made: ReturnType<typeof describe> | undefined

/** The API as an OpenAPI document, made of what the code itself reads and answers by, when it is first asked for. */
export const openApiDocument = () => (made ??= describe())
