import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { People } from '#src/domain/person.ts'
import { ada, cleo, inactive, person, startBackend, type Visitor } from '#testing/backend.ts'

const jose = person('josé', { firstName: 'José', lastName: 'Díaz', email: 'j.diaz@elsewhere.example' })
const odd = person('odd', { firstName: "O'Hara_100%", lastName: '"Quote"', username: 'odd@northwind.example' })

const find = async (visitor: Visitor, search: string) => {
  const { status, body } = await visitor('GET', `/api/people?search=${encodeURIComponent(search)}`)
  expect(status).toBe(200)
  return People.parse(body).people
}

const start = async () => {
  const backend = startBackend({ users: [ada, cleo, inactive, jose, odd] })
  return { ...backend, admin: await backend.signIn(ada) }
}

test('people are found by name, user name and e-mail address, whatever the case', async () => {
  const { admin } = await start()
  const found = [{ id: jose.id, name: 'José Díaz', username: 'josé@northwind.example' }]
  for (const search of ['JOSÉ DÍ', ' díaz ', 'JOSÉ@NORTH', 'Diaz@Elsewhere'])
    expect(await find(admin, search)).toEqual(found)
  expect(await find(admin, 'nobody at all')).toEqual([])
})

test('an empty search finds whoever comes first by name, and nobody inactive', async () => {
  const { admin } = await start()
  const { body } = await admin('GET', '/api/people')
  expect(body).toEqual({ people: await find(admin, '') })
  const names = (await find(admin, '  ')).map(({ name }) => name)
  expect(names).toEqual(['José Díaz', `O'Hara_100% "Quote"`, 'ada Northwind', 'cleo Northwind'])
})

test.each(['%', '_', "'", '"', `O'Hara_100% "Q`])('%s stands for itself', async (search) => {
  const { admin } = await start()
  expect((await find(admin, search)).map(({ id }) => id)).toEqual([odd.id])
})

test.each(['\\', '*', '\0', "' or 1=1 --", '\u202E', 'a'.repeat(254)])('%j finds nobody', async (search) => {
  const { admin } = await start()
  expect(await find(admin, search)).toEqual([])
})

test('a search of more than 254 characters is refused', async () => {
  const { admin } = await start()
  const answer = await admin('GET', `/api/people?search=${'a'.repeat(255)}`)
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', field: 'search' } })
})

test('a search finds 20 people at most, those by name before those by address, and nobody twice', async () => {
  const named = Array.from({ length: 12 }, (_, index) => person(`star ${String(index).padStart(2, '0')}`))
  const addressed = Array.from({ length: 30 }, (_, index) =>
    person(`other ${String(index).padStart(2, '0')}`, { email: `star.${index}@northwind.example` }),
  )
  const admin = await startBackend({ users: [ada, ...addressed, ...named] }).signIn(ada)
  const expected = [...named, ...addressed].slice(0, 20).map(({ id }) => id)
  expect((await find(admin, 'STAR')).map(({ id }) => id)).toEqual(expected)
})

test('somebody is found by ID, also when inactive', async () => {
  const { admin } = await start()
  const answer = await admin('GET', `/api/people/${inactive.id}`)
  expect(answer).toMatchObject({ status: 200, body: { id: inactive.id, name: 'inactive Northwind' } })
  expect(Object.keys(z.record(z.string(), z.unknown()).parse(answer.body))).toEqual(['id', 'name', 'username'])
})

test.each(['0'.repeat(32), 'nobody', '%', '%00', '__proto__', 'a'.repeat(300)])('%s is nobody’s ID', async (id) => {
  const { admin } = await start()
  expect(await admin('GET', `/api/people/${id}`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
})

test('people are an administrator’s to look up', async () => {
  const { signIn, visitor } = await start()
  for (const path of ['/api/people?search=a', `/api/people/${ada.id}`]) {
    expect(await (await signIn(cleo))('GET', path)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await visitor()('GET', path)).toMatchObject({ status: 401, body: { code: 'signed-out' } })
  }
})
