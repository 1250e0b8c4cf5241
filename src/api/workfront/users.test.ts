import { expect, test } from 'vitest'
import { ACCESS_LEVEL_ID } from '#src/domain/accessLevel.ts'
import type { User } from '#src/domain/user.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  idOf,
  inactive,
  keyOf,
  PASSWORD,
  person,
  START,
  startBackend,
  valueOf,
} from '#testing/backend.ts'

const API = '/attask/api/v15.0'
const JSON_BODY = { 'Content-Type': 'application/json' }
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

type Backend = ReturnType<typeof startBackend>
interface Answer {
  status: number
  data?: unknown
  error?: { class: string; message: string }
}

/** Calls with `user`'s key. */
function asUser({ visitor }: Backend, user: User) {
  const app = visitor()
  return async (method: string, path: string, body?: unknown, type = JSON_BODY): Promise<Answer> => {
    const headers = { apiKey: valueOf(user), ...(body !== undefined && type) }
    const { status, body: answer } = await app(method, API + path, body, headers)
    return { status, ...(answer as object) }
  }
}

/** Ada, Ben, Cleo and somebody inactive, with keys for Ada and Cleo. */
const start = (change: Parameters<typeof startBackend>[0] = {}) => {
  const backend = startBackend({ keys: [keyOf(ada), keyOf(cleo)], ...change })
  return { ...backend, admin: asUser(backend, ada), cleoCalls: asUser(backend, cleo) }
}

const namesOf = ({ data }: Answer) => (data as { firstName: string }[]).map(({ firstName }) => firstName)
const stored = ({ inStore }: Backend, user: User) => inStore((tx) => tx.users.byId(user.id))

test('fields= chooses what comes beside ID and objCode, and an unknown one is an illegal argument', async () => {
  const { admin } = start()
  const everything = await admin('GET', `/user/${cleo.id}?fields=*`)
  expect(everything.data).toEqual({
    ID: cleo.id,
    objCode: 'USER',
    name: 'cleo Northwind',
    firstName: 'cleo',
    lastName: 'Northwind',
    username: cleo.username,
    emailAddr: cleo.email,
    isActive: true,
    isAdmin: false,
    licenseType: 'Standard',
    accessLevelID: ACCESS_LEVEL_ID.Standard,
    accessLevel: { ID: ACCESS_LEVEL_ID.Standard, objCode: 'ACSLVL', name: 'Standard' },
    hasAPIAccess: true,
    hasPassword: true,
    passwordDate: START,
    ssoAccessOnly: false,
    ssoUsername: null,
    lastLoginDate: null,
    loginCount: 0,
    locale: 'en_US',
    timeZone: 'America/Denver',
  })
  expect(await admin('GET', `/user/${cleo.id}`)).toEqual(everything)
  const { data } = await admin('GET', `/user/${cleo.id}?fields=name,%20isAdmin,accessLevel:name`)
  expect(data).toEqual({
    ID: cleo.id,
    objCode: 'USER',
    name: 'cleo Northwind',
    isAdmin: false,
    accessLevel: { ID: ACCESS_LEVEL_ID.Standard, objCode: 'ACSLVL', name: 'Standard' },
  })
  expect(await admin('GET', `/user/${cleo.id}?fields=*,accessLevel:*`)).toEqual(everything)
  for (const field of ['nonsense', 'passwordHash', 'constructor', '__proto__', 'name:ID', 'accessLevel:x', 'a:b:c:d:e'])
    expect(await admin('GET', `/user/${cleo.id}?fields=name,${field}`)).toMatchObject({
      status: 400,
      error: { class: 'java.lang.IllegalArgumentException', message: expect.stringContaining(field) },
    })
})

test('External and inactive users have no API access, and nobody a secret in their fields', async () => {
  const external = person('rosa', { licence: 'External', accessLevel: 'External' })
  const { admin } = start({ users: [ada, external, inactive] })
  const { data } = await admin('GET', '/user/search')
  const access = (data as { ID: string; hasAPIAccess: boolean }[]).map(({ ID, hasAPIAccess }) => [ID, hasAPIAccess])
  expect(Object.fromEntries(access)).toEqual({ [ada.id]: true, [external.id]: false, [inactive.id]: false })
  expect(JSON.stringify(data)).not.toContain(ada.passwordHash)
})

test('a user is read by ID, by $$USER.ID and by id=; several by several, and by ID with map=true', async () => {
  const { admin } = start()
  for (const path of [
    `/user/${ada.id}`,
    '/user/$$USER.ID',
    '/user/%24%24USER.ID',
    `/user?id=${ada.id}`,
    '/user?id=$$USER.ID',
  ])
    expect(await admin('GET', path)).toMatchObject({ status: 200, data: { ID: ada.id } })
  const both = [{ ID: ada.id }, { ID: cleo.id }]
  expect(await admin('GET', `/user?id=${ada.id}&id=${cleo.id}`)).toMatchObject({ data: both })
  expect(await admin('GET', `/user?id=${ada.id},${cleo.id}`)).toMatchObject({ data: both })
  const { data } = await admin('GET', `/user?id=${ada.id}&id=${cleo.id}&map=true&fields=firstName`)
  expect(data).toEqual({
    [ada.id]: { ID: ada.id, objCode: 'USER', firstName: 'ada' },
    [cleo.id]: { ID: cleo.id, objCode: 'USER', firstName: 'cleo' },
  })
  expect(await admin('GET', `/user?${`id=${ada.id}&`.repeat(101)}`)).toMatchObject({ status: 400 })
})

test('a user who is not there is not found by an administrator, and forbidden to anybody else', async () => {
  const { admin, cleoCalls } = start()
  for (const id of [idOf('nobody'), 'nobody', 'A'.repeat(32)]) {
    expect(await admin('GET', `/user/${id}`)).toMatchObject({ status: 404 })
    expect(await cleoCalls('GET', `/user/${id}`)).toMatchObject({ status: 403 })
    expect(await cleoCalls('GET', `/user?id=${cleo.id}&id=${id}`)).toMatchObject({ status: 403 })
  }
})

test('an administrator’s search finds everybody, anybody else’s only themselves', async () => {
  const { admin, cleoCalls } = start()
  for (const path of ['/user/search', '/user', '/user?action=search'])
    expect(namesOf(await admin('GET', path)).toSorted()).toEqual(['ada', 'ben', 'cleo', 'inactive'])
  expect(namesOf(await cleoCalls('GET', '/user/search'))).toEqual(['cleo'])
  expect(namesOf(await cleoCalls('GET', '/user/search?firstName=ada'))).toEqual([])
  for (const path of ['/user/count', '/user?action=count']) {
    expect(await admin('GET', path)).toEqual({ status: 200, data: { count: 4 } })
    expect(await cleoCalls('GET', path)).toEqual({ status: 200, data: { count: 1 } })
  }
})

test.each([
  ['firstName=ada', ['ada']],
  ['firstName=ADA', []],
  ['firstName=ADA&firstName_Mod=cieq', ['ada']],
  ['firstName=ada&firstName_Mod=ne&isActive=true', ['ben', 'cleo']],
  ['firstName=e&firstName_Mod=contains', ['ben', 'cleo', 'inactive']],
  ['name=A%20NORTH&name_Mod=cicontains', ['ada']],
  ['emailAddr=%25&emailAddr_Mod=contains', []],
  ['emailAddr=_&emailAddr_Mod=cicontains', []],
  ['firstName=ada&firstName=ben&firstName_Mod=in', ['ada', 'ben']],
  ['firstName=ada&firstName=ben', ['ada']],
  [`ID=${cleo.id}&ID=${ben.id}&ID_Mod=in`, ['ben', 'cleo']],
  ['isAdmin=true', ['ada', 'ben', 'inactive']],
  ['isAdmin=true&isAdmin_Mod=ne', ['cleo']],
  ['isActive=false', ['inactive']],
  [`accessLevelID=${ACCESS_LEVEL_ID.Standard}`, ['cleo']],
  ['accessLevelID=unknown', []],
  ['licenseType=Standard&firstName=cleo', ['cleo']],
  ['locale=en_US&firstName=cleo', ['cleo']],
  ['ssoUsername_Mod=notnull', []],
  ['ssoUsername_Mod=isnull&firstName=ben', ['ben']],
  ['hasPassword=false', []],
  ['loginCount=0&firstName=ben', ['ben']],
  ['passwordDate=2030-01-15T05:00:00-07:00&firstName=ben', ['ben']],
  [`filters=${encodeURIComponent(`{"username":"${ben.username}"}`)}`, ['ben']],
  [
    `filters=${encodeURIComponent('{"firstName":["ada","cleo"],"firstName_Mod":"in","isActive":true}')}`,
    ['ada', 'cleo'],
  ],
  [`isActive=true&filters=${encodeURIComponent('{"isAdmin":false}')}`, ['cleo']],
])('a search with %s finds %j', async (query, names) => {
  const { admin } = start()
  const found = await admin('GET', `/user/search?${query}&firstName_Sort=asc`)
  expect(namesOf(found)).toEqual(names)
  expect(await admin('GET', `/user/count?${query}`)).toEqual({ status: 200, data: { count: names.length } })
})

test.each([
  'nonsense=1',
  'firstName_Mod=like&firstName=a',
  'firstName_Mod=eq',
  'firstName_Mod=cicontains',
  'isActive=yes',
  'isActive=true&isActive_Mod=contains',
  'isAdmin=1',
  'isAdmin_Mod=isnull',
  'licenseType=standard&licenseType_Mod=cieq',
  'loginCount=many',
  'passwordDate=soon',
  'hasAPIAccess=true',
  'accessLevel=Standard',
  'firstName_Sort=up',
  'isAdmin_Sort=asc',
  'nonsense_Sort=asc',
  'username=ada',
  'password=x',
  'filters=',
  'filters=[]',
  'filters={"firstName":null}',
  'filters={"firstName":{"a":1}}',
  `filters=${'['.repeat(4000)}`,
  'filters={"firstName":"%5Cu0000"}',
  'filters={"nonsense":1}',
  `filters={"firstName":[]}`,
  'filters={"__proto__":"x"}',
  '$$LIMIT=2001',
  '$$LIMIT=-1',
  '$$LIMIT=ten',
  '$$LIMIT=1e2',
  '$$FIRST=-1',
])('a search with %s is an illegal argument', async (query) => {
  const { admin } = start()
  expect(await admin('GET', `/user/search?${query}`)).toMatchObject({
    status: 400,
    error: { class: 'java.lang.IllegalArgumentException', message: expect.any(String) },
  })
})

test('a search lists 2,000 values at most, whatever fields they are of', async () => {
  const { admin } = start()
  const listing = (field: string, count: number) => ({ [field]: Array(count).fill('x'), [`${field}_Mod`]: 'in' })
  const search = (filters: object) => {
    const form = new URLSearchParams({ filters: JSON.stringify(filters) })
    return admin('POST', '/user/search', form.toString(), FORM)
  }
  expect(await search({ ...listing('firstName', 1000), ...listing('lastName', 1000) })).toMatchObject({ status: 200 })
  expect(await search({ ...listing('firstName', 1000), ...listing('lastName', 1001) })).toMatchObject({
    status: 400,
    error: { message: expect.stringContaining('2000') },
  })
})

test('a megabyte of parameters, whoever sends it, is told from the first that makes no sense in no time', async () => {
  const { visitor } = startBackend()
  const names = Array.from({ length: 150_000 }, (_, index) => `${index.toString(36)}=`).join('&')
  const started = performance.now()
  expect(await visitor()('POST', `${API}/user/search`, names, FORM)).toMatchObject({ status: 400 })
  // Looking each of them up among all the others would take minutes.
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a field that is asked for again and again is shown once, and read once', async () => {
  const crowd = Array.from({ length: 2000 }, (_, index) => person(`member ${index}`))
  const { admin } = start({ users: [ada, ...crowd] })
  const form = `$$LIMIT=2000&fields=${'accessLevel:name,'.repeat(50_000)}`
  const started = performance.now()
  expect(await admin('POST', '/user/search', form, FORM)).toMatchObject({ status: 200 })
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a search answers 100 at most where it says nothing, 2,000 where it asks for that, from $$FIRST on', async () => {
  const crowd = Array.from({ length: 2100 }, (_, index) => person(`member ${index}`, { loginCount: index }))
  const { admin } = start({ users: [{ ...ada, loginCount: 9999 }, ...crowd] })
  const counts = async (query: string) =>
    ((await admin('GET', `/user/search?${query}`)).data as { loginCount: number }[]).map(({ loginCount }) => loginCount)
  expect(await counts('loginCount_Sort=asc')).toEqual(Array.from({ length: 100 }, (_, index) => index))
  expect(await counts('loginCount_Sort=asc&$$LIMIT=2000')).toHaveLength(2000)
  expect(await counts('loginCount_Sort=desc&$$FIRST=1&$$LIMIT=2')).toEqual([2099, 2098])
  expect(await counts('$$FIRST=2101')).toEqual([])
  expect(await counts('$$LIMIT=0')).toEqual([])
})

test('what is named first sorts first', async () => {
  const { admin } = start()
  const sorted = async (query: string) => namesOf(await admin('GET', `/user?${query}`))
  expect(await sorted('accessLevelID_Sort=asc&firstName_Sort=desc')).toEqual(['cleo', 'inactive', 'ben', 'ada'])
  expect(await sorted('firstName_Sort=desc&accessLevelID_Sort=asc')).toEqual(['inactive', 'cleo', 'ben', 'ada'])
})

test('an administrator edits by parameters, by updates= and by a JSON body', async () => {
  const backend = start()
  const { admin } = backend
  expect(await admin('PUT', `/user/${cleo.id}?firstName=Cleopatra&fields=name`)).toEqual({
    status: 200,
    data: { ID: cleo.id, objCode: 'USER', name: 'Cleopatra Northwind' },
  })
  await admin('GET', `/user/${cleo.id}?method=put&updates=${encodeURIComponent('{"lastName":"Ptolemy"}')}`)
  await admin('PUT', `/user/${cleo.id}`, {
    emailAddr: 'cleo@alexandria.example',
    ssoAccessOnly: true,
    ssoUsername: 'Cleo',
    locale: 'de_DE',
    timeZone: 'Africa/Cairo',
  })
  await admin('PUT', `/user/${cleo.id}?isActive=false&licenseType=Light&accessLevelID=${ACCESS_LEVEL_ID.Light}`)
  expect(await stored(backend, cleo)).toEqual({
    ...cleo,
    firstName: 'Cleopatra',
    lastName: 'Ptolemy',
    email: 'cleo@alexandria.example',
    ssoAccessOnly: true,
    ssoUsername: 'Cleo',
    locale: 'de-DE',
    timeZone: 'Africa/Cairo',
    isActive: false,
    licence: 'Light',
    accessLevel: 'Light',
  })
  await admin('PUT', `/user/${cleo.id}?ssoUsername=&username=cleo`)
  expect(await stored(backend, cleo)).toMatchObject({ ssoUsername: null, username: 'cleo' })
})

test('a promoted user is an administrator at once, a demoted one no longer', async () => {
  const { admin, cleoCalls } = start()
  const promote = (level: keyof typeof ACCESS_LEVEL_ID) =>
    admin('PUT', `/user/${cleo.id}?accessLevelID=${ACCESS_LEVEL_ID[level]}`)
  expect(await promote('System Administrator')).toMatchObject({ status: 200, data: { isAdmin: true } })
  expect(await cleoCalls('GET', `/user/${ben.id}`)).toMatchObject({ status: 200 })
  await promote('Standard')
  expect(await cleoCalls('GET', `/user/${ben.id}`)).toMatchObject({ status: 403 })
})

test.each([
  ['an unknown field', { nonsense: 1 }, 400],
  ['a field that is only read', { isAdmin: true }, 400],
  ['another ID', { ID: idOf('another'), firstName: 'X' }, 400],
  ['a password', { password: 'quiet-Harbor-8' }, 400],
  ['an unknown access level', { accessLevelID: idOf('level') }, 400],
  ['a licence that does not fit', { licenseType: 'Light' }, 400],
  ['somebody else’s user name in another case', { username: ben.username.toUpperCase() }, 400],
  ['somebody else’s address', { emailAddr: ben.email }, 400],
  ['no address', { emailAddr: 'nobody' }, 400],
  ['no name', { firstName: ' ' }, 400],
  ['a name that cannot be seen', { lastName: '\u200B\u3164' }, 400],
  ['a number for a name', { firstName: 7 }, 400],
  ['nothing for a name', { firstName: null }, 400],
  ['half a character', { firstName: '\ud800' }, 400],
  ['a null character', { firstName: 'a\0' }, 400],
  ['a list', [], 400],
  ['no object', 'text', 400],
])('an edit with %s is refused and changes nothing', async (_, updates, status) => {
  const backend = start()
  const answer = await backend.admin('PUT', `/user/${cleo.id}`, JSON.stringify(updates))
  expect(answer).toMatchObject({ status, error: { message: expect.any(String) } })
  expect(await stored(backend, cleo)).toEqual(cleo)
  if ('password' in Object(updates)) expect(answer.error?.message).toContain('password')
})

test('a user’s own name and address may be written in another case', async () => {
  const backend = start()
  const change = { username: cleo.username.toUpperCase(), emailAddr: `Cleo@northwind.example` }
  expect(await backend.admin('PUT', `/user/${cleo.id}`, change)).toMatchObject({ status: 200, data: change })
})

test('the main administrator cannot be deactivated or demoted, and the Admin Email follows their address', async () => {
  const backend = start({ keys: [keyOf(ben)] })
  const calls = asUser(backend, ben)
  for (const query of ['isActive=false', `accessLevelID=${ACCESS_LEVEL_ID.Standard}`])
    expect(await calls('PUT', `/user/${ada.id}?${query}`)).toMatchObject({
      status: 403,
      error: { class: 'com.attask.common.AccessException', message: expect.stringContaining('main administrator') },
    })
  expect(await calls('PUT', `/user/${ada.id}?emailAddr=lovelace@northwind.example`)).toMatchObject({ status: 200 })
  expect(await backend.inStore((tx) => tx.customer.get())).toMatchObject({
    adminEmail: 'lovelace@northwind.example',
    version: customer.version + 1,
    savedBy: 'ben Northwind',
  })
  expect(await calls('PUT', `/user/${ada.id}?isActive=false`)).toMatchObject({ status: 403 })
})

test('nobody deactivates themselves, and the last active administrator stays one', async () => {
  const backend = start({ users: [ada, ben, cleo, inactive], keys: [keyOf(ben)] })
  const calls = asUser(backend, ben)
  expect(await calls('PUT', `/user/${ben.id}?isActive=false`)).toMatchObject({
    status: 403,
    error: { message: expect.stringContaining('cannot deactivate yourself') },
  })
  // As in an organisation whose Admin Email has lost its owner.
  await backend.inStore((tx) => tx.users.put({ ...ada, accessLevel: 'Standard' }))
  const demote = `/user/${ben.id}?accessLevelID=${ACCESS_LEVEL_ID.Standard}`
  expect(await calls('PUT', demote)).toMatchObject({
    status: 403,
    error: { message: expect.stringContaining('last active administrator') },
  })
  expect(await stored(backend, ben)).toEqual(ben)
  await backend.inStore((tx) => tx.users.put(ada))
  expect(await calls('PUT', demote)).toMatchObject({ status: 200, data: { isAdmin: false } })
})

test('an SSO username belongs to one user, whose upper and lower case count', async () => {
  const backend = start()
  await backend.admin('PUT', `/user/${cleo.id}?ssoUsername=Cleo`)
  expect(await backend.admin('PUT', `/user/${ben.id}?ssoUsername=Cleo`)).toMatchObject({
    status: 400,
    error: { message: 'Another user has this SSO username' },
  })
  expect(await backend.admin('PUT', `/user/${ben.id}?ssoUsername=cleo`)).toMatchObject({ status: 200 })
})

test('with Adobe’s console System Administrator is not granted here (N1)', async () => {
  const { admin } = start({ customer: { ...customer, platformMode: 'ims' } })
  expect(await admin('PUT', `/user/${cleo.id}?accessLevelID=${ACCESS_LEVEL_ID['System Administrator']}`)).toMatchObject(
    {
      status: 403,
      error: { message: expect.stringContaining('Adobe Admin Console') },
    },
  )
})

test('deactivating a user ends their sessions and stops their key', async () => {
  const backend = start()
  const browser = await backend.signIn(cleo)
  await backend.admin('PUT', `/user/${cleo.id}?isActive=false`)
  expect(await backend.cleoCalls('GET', '/user/$$USER.ID')).toMatchObject({ status: 401 })
  await backend.admin('PUT', `/user/${cleo.id}?isActive=true`)
  expect(await browser('GET', '/api/session')).toMatchObject({ status: 401 })
  expect(await backend.cleoCalls('GET', '/user/$$USER.ID')).toMatchObject({ status: 200 })
})

test('several users are edited together, all of them or none', async () => {
  const backend = start()
  const { admin } = backend
  const both = [
    { ID: ben.id, firstName: 'Benjamin' },
    { ID: cleo.id, firstName: 'Cleopatra' },
  ]
  expect(await admin('PUT', '/user?fields=firstName', both)).toEqual({
    status: 200,
    data: [
      { ID: ben.id, objCode: 'USER', firstName: 'Benjamin' },
      { ID: cleo.id, objCode: 'USER', firstName: 'Cleopatra' },
    ],
  })
  for (const third of [
    { ID: ada.id, isActive: false },
    { ID: idOf('nobody'), firstName: 'X' },
    { ID: ada.id, firstName: '' },
  ]) {
    const answer = await admin('PUT', '/user', [{ ID: ben.id, firstName: 'Undone' }, third])
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await stored(backend, ben)).toMatchObject({ firstName: 'Benjamin' })
  }
  expect(
    await admin(
      'PUT',
      '/user',
      Array.from({ length: 101 }, () => ({ ID: ben.id, firstName: 'X' })),
    ),
  ).toMatchObject({ status: 400, error: { message: expect.stringContaining('100') } })
  for (const bad of [[{ firstName: 'X' }], [7], [null], { ID: ben.id, firstName: 'X' }])
    expect(await admin('PUT', '/user', bad)).toMatchObject({ status: 400 })
  expect(await admin('PUT', '/user?firstName=X')).toMatchObject({ status: 400 })
})

test('two users of one batch can swap what only one may have, step by step', async () => {
  const backend = start()
  const steps = [
    { ID: ben.id, username: 'aside' },
    { ID: cleo.id, username: ben.username },
    { ID: ben.id, username: cleo.username },
  ]
  expect(await backend.admin('PUT', '/user', steps)).toMatchObject({ status: 200 })
  expect(await stored(backend, cleo)).toMatchObject({ username: ben.username })
})

test('a batch in which callers give up their own level may do nothing after it', async () => {
  const backend = startBackend({ keys: [keyOf(ben)] })
  const stepDown = { ID: ben.id, licenseType: 'Light', accessLevelID: ACCESS_LEVEL_ID.Light }
  const promote = { ID: cleo.id, accessLevelID: ACCESS_LEVEL_ID['System Administrator'] }
  const batch = (...updates: object[]) => asUser(backend, ben)('PUT', '/user', updates)
  expect(await batch(stepDown, promote)).toMatchObject({ status: 403 })
  expect(await batch({ ...stepDown, ID: '$$USER.ID' }, promote)).toMatchObject({ status: 403 })
  for (const user of [ben, cleo]) expect(await stored(backend, user)).toEqual(user)
  expect(await batch(promote, stepDown)).toMatchObject({ status: 200 })
  expect(await stored(backend, ben)).toMatchObject({ accessLevel: 'Light' })
})

test('only an administrator edits, and an unknown user is no secret from them alone', async () => {
  const { admin, cleoCalls } = start()
  for (const id of [cleo.id, ben.id, idOf('nobody')])
    expect(await cleoCalls('PUT', `/user/${id}?firstName=X`)).toMatchObject({ status: 403 })
  expect(await admin('PUT', `/user/${idOf('nobody')}?firstName=X`)).toMatchObject({ status: 404 })
})

test('every edit is recorded with what changed, a refused one with why', async () => {
  const backend = start()
  await backend.admin('PUT', '/user', [
    { ID: ben.id, firstName: 'Benjamin', lastName: ben.lastName },
    { ID: cleo.id, isActive: false },
  ])
  await backend.cleoCalls('PUT', `/user/${ben.id}?firstName=X`)
  await backend.admin('PUT', `/user/${ada.id}?isActive=false`)
  await backend.admin('PUT', '/user', [
    { ID: ben.id, firstName: 'Ben' },
    { ID: cleo.id, username: ben.username },
  ])
  const of = { type: 'User', action: 'Change', userId: ada.id }
  expect((await backend.inStore((tx) => tx.audit.search())).toReversed()).toMatchObject([
    { ...of, object: 'ben Northwind', outcome: 'done', before: { firstName: 'ben' }, after: { firstName: 'Benjamin' } },
    { ...of, object: 'cleo Northwind', outcome: 'done', before: { isActive: true }, after: { isActive: false } },
    // Cleo is inactive by then, so she is told nothing but that; who tried is known all the same.
    { ...of, userId: cleo.id, outcome: 'refused', details: 'You are not currently logged in' },
    { ...of, outcome: 'refused', object: 'ada Northwind', details: expect.stringContaining('main administrator') },
    { ...of, outcome: 'refused', object: 'cleo Northwind', details: 'Another user has this user name' },
  ])
})

test('a user is neither created nor deleted here', async () => {
  const { admin } = start()
  const refused = { status: 400, error: { class: 'java.lang.UnsupportedOperationException' } }
  expect(await admin('POST', '/user?firstName=New')).toMatchObject(refused)
  expect(await admin('POST', '/user', { firstName: 'New' })).toMatchObject(refused)
  expect(await admin('DELETE', `/user/${cleo.id}`)).toMatchObject(refused)
  expect(await admin('GET', `/user/${cleo.id}?method=DELETE&force=true`)).toMatchObject(refused)
})

test('with username and password in the call, a user name to change comes in updates', async () => {
  const backend = start()
  const credentials = `username=${ada.username}&password=${PASSWORD}`
  await backend.visitor()('PUT', `${API}/user/${cleo.id}?${credentials}`, { username: 'cleo' }, JSON_BODY)
  expect(await stored(backend, cleo)).toMatchObject({ username: 'cleo' })
})
