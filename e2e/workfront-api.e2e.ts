import type { Page } from '@playwright/test'
import { demoId, demoKey, expect, readUser, REFUSED, PASSWORD, test } from './test.ts'
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

// Only a server answers what is typed into the address bar of a new tab; in the browser demo the tab is the server.
test('N2, N4, N5: the address typed into the address bar answers with a key of its user, and refuses a wrong password', async ({
  page,
  open,
}) => {
  await open('/', { as: 'nobody' })
  const { port } = new URL(page.url())
  const type = (password?: string) =>
    page.goto(`http://northwind.my.localhost:${port}${address('generateApiKey', 'light', password)}`)
  expect((await type('wrong'))?.status()).toBe(401)
  await expect(page.locator('body')).toContainText("That username/password combination wasn't quite right.")

  const answer = await type()
  expect(answer?.status()).toBe(200)
  expect(answer?.headers()['content-type']).toContain('application/json')
  const key = resultOf({ status: 200, body: await answer?.json() })
  expect(key).toMatch(/^[a-z0-9]{32}$/)
  await expect(page.locator('body')).toContainText(key)
  await page.goto('/')
  expect(await readUser(page, key, demoId('light'))).toMatchObject({ status: 200, body: { data: { isAdmin: false } } })
  expect(await readUser(page, key, demoId('main.admin'))).toMatchObject({ status: 403 })
})

test(
  'K8: an API login is good for a session, and its cookie alone changes nothing',
  { tag: '@hosts' },
  async ({ page, open }) => {
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
  },
)
