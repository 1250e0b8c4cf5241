import type { Page } from '@playwright/test'
import { demoId, demoKey, expect, moveClock, readUser, REFUSED, PASSWORD, test } from './test.ts'
import type { DemoUser } from '../src/rehearsal/organisation.ts'

interface Answer {
  status: number
  body: unknown
}

/** The address that the seed article has people open, for `action` and `user`. */
const address = (action: string, user: DemoUser, password = PASSWORD) =>
  `/attask/api/v7.0/user?action=${action}&username=${user}@northwind.example&password=${password}&method=PUT`

/** What `path` answers to an application. */
const ask = (
  page: Page,
  path: string,
  init: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  page.evaluate(
    async ([path, init]) => {
      const response = await fetch(path, init)
      return { status: response.status, body: (await response.json()) as unknown }
    },
    [path, init] as const,
  )

const resultOf = ({ body }: Answer) => (body as { data: { result: string } }).data.result
const WRONG = {
  status: 401,
  body: {
    error: {
      class: 'com.attask.common.AuthenticationException',
      message: expect.stringContaining("That username/password combination wasn't quite right."),
    },
  },
}

test('K9, N5: a key made through the API belongs to its user and has that user’s rights', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  expect(await ask(page, address('getApiKey', 'light'))).toEqual({ status: 200, body: { data: { result: '' } } })
  const key = resultOf(await ask(page, address('generateApiKey', 'light')))
  expect(key).toMatch(/^[a-z0-9]{32}$/)
  expect(await readUser(page, key, demoId('light'))).toMatchObject({ status: 200, body: { data: { isAdmin: false } } })

  // Nothing that takes an administrator: other people cannot be read, found or changed with it.
  expect(await readUser(page, key, demoId('main.admin'))).toMatchObject({ status: 403 })
  expect(await ask(page, `/attask/api/v7.0/user/search?apiKey=${key}&fields=username`)).toMatchObject({
    status: 200,
    body: { data: [{ username: 'light@northwind.example' }] },
  })
  const promotion = `/attask/api/v7.0/user/${demoId('light')}?apiKey=${key}&method=PUT&isActive=false`
  expect(await ask(page, promotion)).toMatchObject({
    status: 403,
    body: { error: { class: expect.stringMatching(/AccessException$/) } },
  })
  // An administrator’s key may (K8).
  const rename = `/attask/api/v7.0/user/${demoId('light')}?apiKey=${demoKey('main.admin')}&method=PUT&firstName=Noel`
  expect(await ask(page, rename)).toMatchObject({ status: 200, body: { data: { name: 'Noel Petrov' } } })
})

test('N1: where Adobe manages people, no key is made with a password, and the refusal says whom to ask', async ({
  page,
  open,
}) => {
  await open('/', { scenario: 'ims', as: 'nobody' })
  for (const action of ['generateApiKey', 'getApiKey', 'clearApiKey'])
    for (const password of [PASSWORD, 'wrong'])
      expect(await ask(page, address(action, 'standard', password))).toEqual({
        status: 403,
        body: {
          error: {
            class: 'com.attask.common.AuthenticationException',
            message: expect.stringMatching(/Adobe IMS.*network or IT administrator/),
          },
        },
      })
  // Keys that exist go on working, and the console's own sign-in stands in for Adobe's.
  expect(await readUser(page, demoKey('standard'), demoId('standard'))).toMatchObject({ status: 200 })
})

// Only a server answers what is typed into the address bar of a new tab; in the browser demo the tab is the server.
test('N2: the address typed into the address bar answers with a key', { tag: '@node' }, async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  const { host } = new URL(page.url())
  const answer = await page.goto(
    `http://northwind.my.localhost:${host.split(':')[1]}${address('generateApiKey', 'light')}`,
  )
  expect(answer?.status()).toBe(200)
  expect(answer?.headers()['content-type']).toContain('application/json')
  const key = resultOf({ status: 200, body: await answer?.json() })
  await expect(page.locator('body')).toContainText(key)
  await page.goto('/')
  expect(await readUser(page, key, demoId('light'))).toMatchObject({ status: 200 })
})

test('N2: the address asked for by an application answers with a key', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  const answer = await ask(page, address('generateApiKey', 'contributor'))
  // Somebody who has one already keeps it (U4).
  expect(answer).toEqual({ status: 200, body: { data: { result: demoKey('contributor') } } })
})

test('N4: a wrong password, an unknown user and a locked one are refused alike, and no key is made', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  for (let attempts = 0; attempts < 5; attempts++)
    expect(await ask(page, address('generateApiKey', 'light', 'wrong'))).toEqual(WRONG)
  // Five wrong ones lock the account, for the API as for the console.
  expect(await ask(page, address('generateApiKey', 'light'))).toEqual(WRONG)
  expect(await ask(page, address('generateApiKey', 'inactive'))).toEqual(WRONG)
  expect(
    await ask(page, `/attask/api/v7.0/user?action=generateApiKey&username=nobody&password=${PASSWORD}&method=PUT`),
  ).toEqual(WRONG)
  expect(await ask(page, address('getApiKey', 'contributor'))).toMatchObject({ status: 200 })
})

test('N7: a non-administrator’s key is shown, removed and made anew through the three addresses', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  const old = resultOf(await ask(page, address('getApiKey', 'standard')))
  expect(old).toBe(demoKey('standard'))
  expect(await ask(page, address('clearApiKey', 'standard'))).toEqual({
    status: 200,
    body: { data: { success: true } },
  })
  expect(await readUser(page, old, demoId('standard'))).toEqual(REFUSED)
  expect(resultOf(await ask(page, address('getApiKey', 'standard')))).toBe('')
  const key = resultOf(await ask(page, address('generateApiKey', 'standard')))
  expect(key).not.toBe(old)
  expect(resultOf(await ask(page, address('getApiKey', 'standard')))).toBe(key)
  expect(await readUser(page, key, demoId('standard'))).toMatchObject({ status: 200 })
  expect(await readUser(page, old, demoId('standard'))).toEqual(REFUSED)
})

test('E5: an integration whose key expired gets a new one by itself, because get answers none', async ({
  page,
  open,
}) => {
  await open('/')
  const expired = demoKey('standard')
  await moveClock(page, '+1 month')
  expect(await readUser(page, expired, demoId('standard'))).toEqual(REFUSED)
  expect(resultOf(await ask(page, address('getApiKey', 'standard')))).toBe('')
  const key = resultOf(await ask(page, address('generateApiKey', 'standard')))
  expect(await readUser(page, key, demoId('standard'))).toMatchObject({ status: 200 })
  expect(await readUser(page, expired, demoId('standard'))).toEqual(REFUSED)
})

test('K8: an API login is good for a session, and its cookie alone changes nothing', async ({ page, open }) => {
  await open('/', { as: 'nobody' })
  const login = await ask(page, `/attask/api/v15.0/login?username=main.admin@northwind.example&password=${PASSWORD}`)
  const { sessionID, userID } = (login.body as { data: { sessionID: string; userID: string } }).data
  expect(userID).toBe(demoId('main.admin'))
  // By the cookie that the login set: reading, and nothing else.
  expect(await ask(page, '/attask/api/v15.0/user/$$USER.ID?fields=username')).toMatchObject({ status: 200 })
  expect(await ask(page, '/attask/api/v15.0/user?action=clearApiKey&method=PUT')).toMatchObject({ status: 403 })
  expect(await readUser(page, demoKey('main.admin'), userID)).toMatchObject({ status: 200 })
  // It is no session of the console.
  expect(await ask(page, '/api/session')).toMatchObject({ status: 401 })
  const headers = { sessionID }
  expect(await ask(page, '/attask/api/v15.0/user?action=clearApiKey', { method: 'PUT', headers })).toMatchObject({
    status: 200,
  })
  expect(await readUser(page, demoKey('main.admin'), userID)).toEqual(REFUSED)
  expect(await ask(page, '/attask/api/v15.0/logout', { headers })).toMatchObject({ status: 200 })
  expect(await ask(page, '/attask/api/v15.0/user/$$USER.ID', { headers })).toEqual(REFUSED)
})
