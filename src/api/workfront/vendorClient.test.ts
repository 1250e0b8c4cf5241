import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NodeApi } from 'workfront-api'
import { newCertificate } from '#testing/newCertificate.ts'
import { ada, cleo, PASSWORD, START, startBackend } from '#testing/backend.ts'

/** The vendor's own client against the backend over HTTP. It keeps no cookies, so all it has is what it sends. */
let server: ReturnType<typeof serve>
let url = ''
const backend = startBackend({ users: [ada, cleo] })
const { inStore } = backend

beforeAll(async () => {
  const { api, visitor } = backend
  await new Promise<void>((resolve) => {
    server = serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => api.fetch(request, visitor().from) }, () =>
      resolve(),
    )
  })
  // It listens on a port of this machine.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => void server.close())

const CLIENTS = [
  { version: '15.0' },
  { version: 'internal' },
  // Sends edits as a form.
  { version: '4.0' },
  { version: '7.0', alwaysUseGet: true },
]

test('a login with the certificate that is required opens a session (X9, X10)', async ({ onTestFinished }) => {
  const { pem, der } = await newCertificate()
  await inStore(async (tx) => {
    const certificate = { name: 'client.pem', der, fingerprint: 'AB', validFrom: START, validTo: START }
    await tx.customer.put({ ...(await tx.customer.get()), certificateRequirement: 'required', certificate })
  })
  onTestFinished(() =>
    inStore(async (tx) => tx.customer.put({ ...(await tx.customer.get()), certificateRequirement: 'off' })),
  )
  const credentials = { username: cleo.username, password: PASSWORD }
  for (const options of CLIENTS) {
    const api = () => new NodeApi({ url, ...options })
    await expect(api().request('login', credentials)).rejects.toMatchObject({
      status: 500,
      message: 'Untrusted request. Please contact your system administrator and attach certificate.',
    })
    for (const apiCertificate of [pem, der])
      expect(await api().request('login', { ...credentials, apiCertificate })).toMatchObject({ userID: cleo.id })
  }
})

for (const options of CLIENTS) {
  const name = JSON.stringify(options)
  const client = () => new NodeApi({ url, ...options })

  test(`${name}: getApiKey makes a key where there is none, which opens the API until it is cleared`, async () => {
    const api = client()
    const key = await api.getApiKey(cleo.username, PASSWORD)
    expect(key).toMatch(/^[a-z0-9]{32}$/)
    expect(await api.get('USER', cleo.id, ['username'])).toMatchObject({ ID: cleo.id, username: cleo.username })
    expect(await api.get('USER', '$$USER.ID')).toMatchObject({ ID: cleo.id })
    expect(await client().getApiKey(cleo.username, PASSWORD)).toBe(key)
    await api.clearApiKey()
    await expect(client().request('USER/$$USER.ID', { apiKey: key })).rejects.toMatchObject({ status: 401 })
    expect(await api.getApiKey(cleo.username, PASSWORD)).not.toBe(key)
    await api.clearApiKey()
  })

  test(`${name}: a login reads, searches, counts and edits until its logout`, async () => {
    const api = client()
    const { sessionID, userID } = (await api.login(ada.username, PASSWORD)) as { sessionID: string; userID: string }
    expect(userID).toBe(ada.id)
    expect(
      await api.search('user', { lastName: 'north', lastName_Mod: 'cicontains', firstName_Sort: 'asc' }, ['firstName']),
    ).toEqual([
      { ID: ada.id, objCode: 'USER', firstName: 'ada' },
      { ID: cleo.id, objCode: 'USER', firstName: 'cleo' },
    ])
    expect(await api.search('USER', { ID: [ada.id, cleo.id], ID_Mod: 'in' }, [], true)).toHaveLength(2)
    expect(await api.get('USER', [cleo.id, ada.id])).toMatchObject([{ ID: cleo.id }, { ID: ada.id }])
    expect(await api.count('USER', { isAdmin: false })).toBe(1)
    const timeZone = `America/${{ '15.0': 'Chicago', internal: 'Denver', '4.0': 'Phoenix', '7.0': 'New_York' }[options.version]}`
    expect(await api.edit('USER', cleo.id, { timeZone, ssoUsername: null }, 'timeZone')).toMatchObject({ timeZone })
    expect(await api.editMultiple('USER', [{ ID: cleo.id, isActive: true }])).toMatchObject([{ ID: cleo.id, timeZone }])
    await expect(api.create('USER', { firstName: 'New' })).rejects.toMatchObject({ status: 400 })
    await expect(api.remove('USER', cleo.id)).rejects.toMatchObject({ status: 400 })
    await api.logout()
    await expect(client().request('USER/$$USER.ID', { sessionID })).rejects.toMatchObject({ status: 401 })
  })

  test(`${name}: a wrong password is refused in words the client can show (N4)`, async () => {
    await expect(client().getApiKey(cleo.username, 'wrong')).rejects.toEqual({
      status: 401,
      message:
        "That username/password combination wasn't quite right. Make sure your caps lock isn't on and try again.",
    })
  })
}
