import { expect, test } from 'vitest'
import { ada, cleo, keyOf, PASSWORD, startBackend, valueOf } from '#testing/backend.ts'
import { openApiDocument } from './openApi.ts'
import { USER_FIELDS } from './userFields.ts'

const description = openApiDocument()
const { paths, components } = description
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
)
const CREDENTIALS = `username=${cleo.username}&password=${PASSWORD}`

test('the document is there for anybody, at one address of every version', async () => {
  const app = startBackend().visitor()
  const { body } = await app('GET', '/attask/api/openapi.json')
  expect(body).toEqual(JSON.parse(JSON.stringify(description)))
  expect(await app('GET', '/attask/api/v7.0/openapi.json')).toMatchObject({ status: 200 })
})

test('every reference in it leads somewhere', () => {
  const references = [...JSON.stringify(description).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  )
  expect(references.length).toBeGreaterThan(10)
  for (const name of references) expect(Object.keys(components.schemas)).toContain(name)
  const schemes = operations.flatMap(({ operation }) => operation.security.flatMap((proof) => Object.keys(proof)))
  for (const name of schemes) expect(Object.keys(components.securitySchemes)).toContain(name)
})

test.each(operations)('$method $path is answered as it is described', async ({ method, path, operation }) => {
  const { host, visitor } = startBackend({ users: [ada, cleo], keys: [keyOf(ada)] })
  const app = visitor()
  await app('POST', `/attask/api/login?username=${ada.username}&password=${PASSWORD}`)
  const isByPassword = operation.parameters.some(({ name, required }) => name === 'password' && required)
  const proof = isByPassword
    ? CREDENTIALS
    : path === '/logout'
      ? `sessionID=${app.from.apiSessionId}`
      : `apiKey=${valueOf(ada)}`
  const ids = path === '/user' && method === 'GET' ? `id=${ada.id}&id=${cleo.id}&` : ''
  const edit = { lastName: 'Okafor', isActive: true }
  const body = operation.requestBody && (path === '/user' ? [{ ID: cleo.id, ...edit }] : edit)
  const address = `${description.servers[0]?.url}${path.replace('{id}', cleo.id)}?${ids}${proof}`
  const answer = await app(method, address, body, { 'Content-Type': 'application/json' })
  expect(answer).toMatchObject({ status: 200, body: { data: expect.anything() } })
  const { data } = answer.body as { data: unknown }
  const schema = JSON.stringify(operation.responses['200']?.content['application/json']?.schema)
  expect(Array.isArray(data)).toBe(schema.includes('"array"'))
  if (schema.includes('schemas/User"'))
    for (const user of [data].flat())
      expect(Object.keys(user as object)).toEqual(Object.keys(components.schemas.User.properties))
  // A call with neither proof nor arguments is one of the failures it is described with.
  host.now = () => '2031-01-01T00:00:00.000Z'
  const { status } = await visitor()(method, address.split('?')[0] ?? '')
  expect(Object.keys(operation.responses)).toContain(String(status))
})

test('what can be edited is described with what is refused', () => {
  const { properties } = components.schemas.UserEdit
  expect(Object.keys(properties).toSorted()).toEqual(
    Object.entries(USER_FIELDS)
      .flatMap(([name, field]) => ('edit' in field ? [name] : []))
      .toSorted(),
  )
  expect(properties).toMatchObject({
    firstName: { type: 'string', minLength: 1, maxLength: 100 },
    isActive: { type: 'boolean' },
  })
  expect(Object.keys(properties)).not.toContain('password')
})
