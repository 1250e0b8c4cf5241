import { expect, test } from 'vitest'
import { memoryStore } from '#src/api/memoryStore.ts'
import { ownCertificates } from '#src/api/signOn/ownSide.ts'
import type { Transaction } from '#src/api/store.ts'
import { START, startBackend } from '#testing/backend.ts'
import type { Environment } from '#src/domain/customer.ts'
import { isRenewalDue } from '#src/domain/sso/ownCertificates.ts'
import { DEMO_PASSWORD, usernameOf } from './organisation.ts'
import { openRoom } from './room.ts'
import type { ScenarioName } from './scenarios.ts'

test('a rehearsal has the limits and the refusals of the API it stands in', async () => {
  const { host, visitor } = startBackend()
  const room = await openRoom({
    ...host,
    realNow: () => START,
    loadState: async () => null,
    saveState: async () => {},
    openStore: async (rows) => memoryStore(await rows()),
    switchEnvironment: null,
    storageOf: () => ({ load: async () => null, save: async () => {} }),
    callOverNetwork: null,
  })
  const ask = async (method: string, path: string, body: string | null = null) => {
    const answer = await room.fetch(new Request(`http://latchkey.test${path}`, { method, body }), visitor().from)
    return { status: answer.status, body: await answer.json() }
  }
  const tooLarge = JSON.stringify({ scenario: 'x'.repeat(256 * 1024) })
  for (const path of ['/api/rehearsal/scenario', '/api/home'])
    expect(await ask('POST', path, tooLarge)).toMatchObject({ status: 413, body: { code: 'too-large' } })
  for (const path of ['/api/rehearsal/nothing', '/api/nothing'])
    expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } })
})

/** A rehearsal of `scenario` where `as` can sign in to both environments, and what they ask there. */
async function rehearse(as: 'main.admin' | 'standard' = 'main.admin', scenario: ScenarioName = 'default') {
  const { host, visitor } = startBackend()
  let store = host.store
  const room = await openRoom({
    ...host,
    realNow: () => START,
    loadState: async () => null,
    saveState: async () => {},
    openStore: async (rows) => (store = memoryStore(await rows())),
    switchEnvironment: null,
    storageOf: () => ({ load: async () => null, save: async () => {} }),
    callOverNetwork: null,
  })
  const visitorOf = (environment: Environment) => {
    const { from } = visitor(environment)
    return async (method: string, path: string, body?: unknown) => {
      const request = new Request(`http://latchkey.test${path}`, { method, body: JSON.stringify(body) ?? null })
      const answer = await room.fetch(request, from)
      return { status: answer.status, body: (await answer.json()) as unknown }
    }
  }
  await visitorOf('production')('POST', '/api/rehearsal/scenario', { scenario, as: 'nobody' })
  async function signedInTo(environment: Environment) {
    const ask = visitorOf(environment)
    await ask('POST', '/api/session', { username: usernameOf(as), password: DEMO_PASSWORD })
    return ask
  }
  const refreshes = (environment: Environment) =>
    store.read(environment, async (rows) => (await rows.audit.search()).filter(({ type }) => type === 'Environment'))
  const inStore = <T>(environment: Environment, act: (tx: Transaction) => Promise<T>) =>
    store.transaction(environment, act)
  return { refreshes, signedInTo, inStore, visitorOf }
}

test.each([
  [{ scenario: 'nonsense' }, 'There is no scenario “nonsense”.'],
  [{ as: 'mallory' }, 'There is nobody called “mallory” in the demo organisation.'],
  [{ now: 'yesterday' }, '“yesterday” is not an instant between 2000 and 2100'],
  [{ now: '1999-12-31T23:59:59.000Z' }, '“1999-12-31T23:59:59.000Z” is not an instant between 2000 and 2100'],
] as const)('a link with %j says what is wrong with it and opens what it can', async (link, says) => {
  const { visitorOf } = await rehearse()
  const ask = visitorOf('production')
  expect(await ask('POST', '/api/rehearsal/scenario', link)).toMatchObject({
    status: 200,
    body: { scenario: 'default', problems: [expect.stringContaining(says)], continueAt: null },
  })
  expect(await ask('GET', '/api/rehearsal')).toMatchObject({ body: { scenario: 'default', now: START } })
  expect(await ask('GET', '/api/session')).toMatchObject(
    'as' in link ? { status: 401 } : { status: 200, body: { user: { name: 'Mara Lindqvist' } } },
  )
})

test('moving the clock to the weekend refreshes Preview, and does so again after the clock was set back', async () => {
  const { signedInTo, refreshes } = await rehearse()
  const production = await signedInTo('production')
  expect((await production('GET', '/api/rehearsal')).body).toMatchObject({ nextRefresh: '2030-01-19T07:00:00.000Z' })
  for (let weekends = 1; weekends <= 3; weekends++) {
    await production('POST', '/api/rehearsal/clock', { move: 'next-refresh' })
    expect(await refreshes('preview')).toHaveLength(weekends)
    await production('POST', '/api/rehearsal/clock', { move: 'day' })
    await production('POST', '/api/rehearsal/clock', { move: 'real' })
    expect(await refreshes('preview')).toHaveLength(weekends)
  }
})

test('whoever moves the clock over the weekend goes on working where they are, and nobody else does in Preview', async () => {
  for (const environment of ['preview', 'production'] as const) {
    const { signedInTo, refreshes } = await rehearse()
    const [mover, other] = [await signedInTo(environment), await signedInTo('preview')]
    await mover('POST', '/api/rehearsal/clock', { move: 'next-refresh' })
    expect(await refreshes('preview')).toHaveLength(1)
    expect(await mover('GET', '/api/home')).toMatchObject({ status: 200 })
    expect(await other('GET', '/api/home')).toMatchObject({ status: 401 })
  }
})

test('whoever is inactive in Preview after the weekend is signed out by moving the clock over it', async () => {
  const { signedInTo, inStore } = await rehearse()
  const mover = await signedInTo('preview')
  const setActive = (environment: Environment, isActive: boolean) =>
    inStore(environment, async ({ users }) => {
      const user = await users.byUsername(usernameOf('main.admin'))
      if (user) await users.put({ ...user, isActive })
    })
  await setActive('production', false)
  await mover('POST', '/api/rehearsal/clock', { move: 'next-refresh' })
  await setActive('preview', true)
  expect(await mover('GET', '/api/home')).toMatchObject({ status: 401 })
})

test('a key that an expired password has ended stays ended, whichever environment the clock is set back from', async () => {
  for (const [here, there] of [
    ['production', 'preview'],
    ['preview', 'production'],
  ] as const) {
    const { signedInTo, inStore } = await rehearse('main.admin', 'password-removal-on')
    const ask = await signedInTo(here)
    const key = () =>
      inStore(there, async ({ users, keys }) => {
        const owner = await users.byUsername(usernameOf('expiring.password'))
        return owner && keys.ofUser(owner.id)
      })
    expect(await key()).not.toBeNull()
    // Her password has three days left, and a weekend would settle Preview's keys by itself.
    for (const move of ['day', 'day', 'day', 'real']) await ask('POST', '/api/rehearsal/clock', { move })
    expect(await key()).toBeNull()
  }
})

test('no key was used later than now once the clock is set back, from whichever environment', async () => {
  for (const here of ['production', 'preview'] as const) {
    const { signedInTo } = await rehearse()
    const [production, mover] = [await signedInTo('production'), await signedInTo(here)]
    const { id } = (await production('GET', '/api/own-key')).body as { id: string }
    const { value } = (await production('POST', `/api/own-key/${id}/value`)).body as { value: string }
    await mover('POST', '/api/rehearsal/clock', { move: 'day' })
    await production('GET', `/attask/api/v15.0/user/$$USER.ID?apiKey=${value}`)
    await mover('POST', '/api/rehearsal/clock', { move: 'real' })
    const { uses } = (await production('GET', `/api/own-key/${id}/use`)).body as { uses: { lastUsedAt: string }[] }
    expect(uses[0]?.lastUsedAt).toBe(START)
  }
})

test('in sso-new-certificate the next of our own certificates waits to be uploaded, in both environments', async () => {
  const { inStore } = await rehearse('main.admin', 'sso-new-certificate')
  for (const environment of ['production', 'preview'] as const) {
    const certificates = await inStore(environment, ownCertificates)
    expect(isRenewalDue(certificates, START)).toBe(true)
  }
})

test('Refresh Preview has its record in Preview, wherever an administrator asked for it', async () => {
  const { signedInTo, refreshes } = await rehearse()
  const refreshed = await (await signedInTo('production'))('POST', '/api/rehearsal/refresh')
  expect(refreshed).toEqual({ status: 200, body: { users: 9, keys: 6 } })
  const done = { action: 'Refresh', outcome: 'done', userName: 'Mara Lindqvist' }
  expect(await refreshes('preview')).toMatchObject([done])
  await (
    await signedInTo('preview')
  )('POST', '/api/rehearsal/refresh')
  expect(await refreshes('preview')).toMatchObject([done, done])
  expect(await refreshes('production')).toEqual([])
})

test('Refresh Preview is refused to anybody else, and the refusal recorded where they asked', async () => {
  const { signedInTo, refreshes } = await rehearse('standard')
  for (const environment of ['production', 'preview'] as const) {
    const ask = await signedInTo(environment)
    expect(await ask('POST', '/api/rehearsal/refresh')).toMatchObject({ status: 403 })
    expect(await refreshes(environment)).toMatchObject([
      {
        action: 'Refresh',
        outcome: 'refused',
        userName: 'Ines Haddad',
        details: 'Only Workfront administrators can do this',
      },
    ])
  }
})
