import type { Page } from '@playwright/test'
import { hasPostgres } from '../scripts/postgres.ts'
import {
  choose,
  CUSTOMER_INFO,
  EXPIRY,
  expect,
  keyOnScreen,
  ownKey,
  PASSWORD,
  REFUSED,
  save,
  signIn,
  test,
  type BackendHost,
} from './test.ts'

// The same on every host and every store, so that all are shown to answer alike: nothing of the demo's data is used
// but the main administrator.

test.skip(({ host }) => host === 'postgres' && !hasPostgres(), 'There is no PostgreSQL on this machine')

const USERNAME = 'main.admin@northwind.example'

interface Call {
  path: string
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** What a client gets: status and body. */
const call = (page: Page, asked: Call): Promise<{ status: number; body: unknown }> =>
  page.evaluate(async ({ path, ...init }) => {
    const response = await fetch(path, init)
    return { status: response.status, body: (await response.json()) as unknown }
  }, asked)

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const CREDENTIALS = new URLSearchParams({ username: USERNAME, password: PASSWORD }).toString()
const keyAction = (action: string) => ({
  path: `/attask/api/v15.0/user?action=${action}&method=put`,
  method: 'POST',
  headers: FORM,
  body: CREDENTIALS,
})

/** Signs in; where there are scenarios, to one that nobody has been at work in. */
async function begin(page: Page, host: BackendHost): Promise<void> {
  await page.goto(host === 'postgres' ? '/' : '/?scenario=default&as=nobody')
  await signIn(page)
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
}

test('smoke: the life of a key, on screen and through the API', { tag: '@hosts' }, async ({ page, host }) => {
  await begin(page, host)
  await page.goto(CUSTOMER_INFO)
  await expect(page.getByText('Northwind Studio').last()).toBeVisible()

  // Whatever there was is removed, by the API; then a key of one's own is made on screen.
  expect(await call(page, keyAction('clearApiKey'))).toEqual({ status: 200, body: { data: { success: true } } })
  expect(await call(page, keyAction('getApiKey'))).toEqual({ status: 200, body: { data: { result: '' } } })
  await page.reload()
  await ownKey(page).getByRole('button', { name: 'Generate API Key' }).click()
  const first = await keyOnScreen(page)
  expect(await call(page, keyAction('getApiKey'))).toEqual({ status: 200, body: { data: { result: first } } })
  expect(await call(page, keyAction('generateApiKey'))).toEqual({ status: 200, body: { data: { result: first } } })
  const me = { path: `/attask/api/v15.0/user/$$USER.ID?fields=username,isAdmin&apiKey=${first}` }
  expect(await call(page, me)).toEqual({
    status: 200,
    body: { data: { ID: expect.stringMatching(/^[0-9a-f]{32}$/), objCode: 'USER', username: USERNAME, isAdmin: true } },
  })

  await ownKey(page).getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByText('API key reset')).toBeVisible()
  const second = await keyOnScreen(page)
  expect(second).not.toBe(first)
  expect(await call(page, me)).toEqual(REFUSED)
  const headers = { apiKey: second }
  expect(await call(page, { path: '/attask/api/user/search?username_Mod=notnull&fields=name', headers })).toMatchObject(
    {
      status: 200,
      body: { data: expect.arrayContaining([expect.objectContaining({ name: 'Mara Lindqvist' })]) },
    },
  )

  await page.getByRole('button', { name: 'Remove all API keys' }).click()
  await page.getByRole('button', { name: 'Remove All', exact: true }).click()
  await expect(page.getByText(/\d+ API keys? removed/)).toBeVisible()
  expect(await call(page, { path: '/attask/api/v15.0/user', headers })).toEqual(REFUSED)
})

test('smoke: a login through the API, its session, and its end', { tag: '@hosts' }, async ({ page, host }) => {
  await begin(page, host)
  const login = await call(page, { path: '/attask/api/v15.0/login', method: 'POST', headers: FORM, body: CREDENTIALS })
  expect(login).toMatchObject({
    status: 200,
    body: { data: { sessionID: expect.stringMatching(/^[0-9a-f]{32}$/), locale: 'en_US', timeZone: 'America/Denver' } },
  })
  const { sessionID } = (login.body as { data: { sessionID: string } }).data
  const me = { path: '/attask/api/v15.0/user/$$USER.ID?fields=username', headers: { sessionID } }
  expect(await call(page, me)).toMatchObject({ status: 200, body: { data: { username: USERNAME } } })
  const wrong = `/attask/api/v15.0/login?username=${USERNAME}&password=wrong`
  expect(await call(page, { path: wrong })).toMatchObject({
    status: 401,
    body: { error: { class: 'com.attask.common.AuthenticationException' } },
  })
  expect(await call(page, { path: '/attask/api/v15.0/logout', headers: { sessionID } })).toEqual({
    status: 200,
    body: { data: { success: true } },
  })
  expect(await call(page, me)).toEqual(REFUSED)
  // The console's own session is another one, and lasts.
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
})

test(
  'smoke: settings are stored, and what cannot be read is refused in the envelope of its API',
  { tag: '@hosts' },
  async ({ page, host }) => {
    await begin(page, host)
    await page.goto(CUSTOMER_INFO)
    const period = page.getByRole('button', { name: EXPIRY })
    const chosen = (await period.textContent())?.includes('6 months') ? '1 year' : '6 months'
    await choose(page, EXPIRY, chosen)
    await save(page)
    await page.reload()
    await expect(period).toContainText(chosen)

    for (const [path, status] of [
      ['/attask/api/v99.0/user', 404],
      ['/attask/api/v15.0/nothing', 404],
      ['/attask/api/v15.0/user?$$LIMIT=2001&sessionID=none', 400],
      ['/attask/api/v15.0/user/%E0%A4%A', 404],
    ] as const)
      expect(await call(page, { path })).toEqual({
        status,
        body: { error: { class: expect.any(String), message: expect.any(String) } },
      })
    expect(await call(page, { path: '/api/nothing' })).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(await call(page, { path: '/api/customer-info', method: 'PUT', body: '{' })).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    })
  },
)
