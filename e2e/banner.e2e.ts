import { CUSTOMER_INFO, expect, test } from './test.ts'

/** The steps that follow a link of Customer Info: the link, what is said where it leads, and that page's own heading. */
const LINKS = [
  ['B3', 'Create OAuth2 applications for Workfront integrations', 'Client secret'],
  ['B4', "Configure and use your organization's custom OAuth 2 applications using JWT flow", 'jwt/exchange'],
  [
    'B5',
    "Configure and use your organization's custom OAuth 2 applications using authorization code flow",
    'response_type=code',
  ],
  ['W1', 'Configure passwords to expire', 'Force users to reset their password every', 'Authentication'],
] as const

test('B1, B2, B3, B4, B5, W1: a banner that cannot be dismissed names two alternatives, and links of the page lead to help', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO)
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: 'no longer recommended' })).toHaveText(
    'Important: the /login endpoint and API keys are no longer recommended',
  )
  await expect(main).toContainText('Instead, use one of the following authentication methods:')
  await expect(main.getByRole('listitem').filter({ hasText: /authentication with/ })).toHaveText([
    'Server authentication with JWT',
    'User authentication with OAuth2',
  ])
  await expect(main.getByRole('button', { name: /Dismiss|Close/ })).toHaveCount(0)
  const top = async (name: string) => (await page.getByRole('heading', { name }).boundingBox())!.y
  expect(await top('no longer recommended')).toBeLessThan(await top('API Key Settings'))
  expect(await top('no longer recommended')).toBeGreaterThan(await top('Basic Info'))

  for (const [id, title, says, heading = title] of LINKS)
    await test.step(id, async () => {
      await page.getByRole('link', { name: title }).click()
      await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeFocused()
      await expect(main).toContainText(says)
      await page.goBack()
      await expect(page.getByRole('heading', { name: 'Customer Info', level: 1 })).toBeVisible()
    })
})

test('every help page is listed under Help in the Main Menu', async ({ page, open }) => {
  await open('/', { as: 'light' })
  await page.getByRole('button', { name: 'Main Menu' }).click()
  await page.getByRole('dialog', { name: 'Main Menu' }).getByRole('link', { name: 'Help' }).click()
  const topics = page.getByRole('main').getByRole('link')
  await expect(topics).toHaveCount(11)
  for (const title of await topics.allInnerTexts()) {
    await page.getByRole('link', { name: title, exact: true }).click()
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await page.getByRole('link', { name: 'All help pages' }).click()
    await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible()
  }
})
