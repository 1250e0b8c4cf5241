import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { demoId, demoKey, expect, test } from './test.ts'

const SSO_USERS = '/setup/system/update-users-for-sso'

const lineOf = (page: Page, line: number) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: String(line), exact: true }) })
const summary = (page: Page) => page.getByRole('status').filter({ hasText: /will be updated|nothing to update/ })

/** Picks a file with **Choose File**, as a person does. */
async function choose(page: Page, name: string, content: string | Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose File' }).click()
  await (await chooser).setFiles({ name, mimeType: '', buffer: Buffer.from(content) })
}

/** Presses **Update …**, and again in the question. */
async function update(page: Page, users: string): Promise<void> {
  await page.getByRole('button', { name: `Update ${users}` }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Update ${users}` })
    .click()
  await expect(page.getByRole('heading', { name: `${users} updated` })).toBeVisible()
}

/** What the Workfront API says of how somebody signs on. */
const readSignOn = (page: Page, key: string, userId: string) =>
  page.evaluate(
    async ([key, id]) => {
      const response = await fetch(`/attask/api/v15.0/user/${id}?apiKey=${key}&fields=ssoUsername,ssoAccessOnly`)
      const { data } = (await response.json()) as { data: { ssoUsername: string | null; ssoAccessOnly: boolean } }
      return [data.ssoUsername, data.ssoAccessOnly]
    },
    [key, userId] as const,
  )

test('a spreadsheet is refused, and of a file with problems every line says what happens and the good ones are carried out', async ({
  page,
  open,
}) => {
  await open(SSO_USERS, { scenario: 'sso-unlinked' })
  await choose(page, 'users.xlsx', Buffer.from('504b030414000600', 'hex'))
  await expect(page.getByRole('alert')).toContainText('This is a spreadsheet or an archive. Save it as CSV')
  await choose(page, 'one.csv', `${demoId('light')},Noah`)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('heading', { name: 'one.csv' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Choose File' })).toBeFocused()

  const file = [
    'User ID,SSO username',
    `${demoId('light')},"Petrov, Noah"`,
    `${demoId('sso.only').toUpperCase()},Emil`,
    `${demoId('contributor')},=1+1`,
    `${'0'.repeat(32)},nobody`,
    `${demoId('external')},Emil`,
    `${demoId('expiring.password')},emil.brandt`,
    `${demoId('inactive')},`,
  ]
  await choose(page, 'users.csv', file.join('\r\n'))
  await expect(summary(page)).toHaveText(
    '3 users will be updated · 4 lines left out because of a problem · 1 line without an SSO username',
  )
  await expect(page.getByRole('row')).toHaveCount(5)
  await expect(lineOf(page, 1)).toContainText('If it is a heading, leave it out')
  await expect(lineOf(page, 4)).toContainText('spreadsheets take for a formula')
  await expect(lineOf(page, 5)).toContainText('There is no user with this ID')
  await expect(lineOf(page, 6)).toContainText('The same SSO username as in line 3')
  await page.getByRole('button', { name: /Show$/ }).click()
  await page.getByRole('option', { name: 'Users who will be updated (3)' }).click()
  await expect(lineOf(page, 2)).toContainText('Noah Petrov')
  await expect(lineOf(page, 2)).toContainText('Gets this SSO username')
  await expect(lineOf(page, 3)).toContainText('Replaces emil.brandt')
  // Free because its holder gets another one in the same file.
  await expect(lineOf(page, 7)).toContainText('Priya Raman')

  await page.getByRole('button', { name: 'Update 3 users' }).click()
  await expect(page.getByRole('alertdialog')).toContainText('1 of them has another SSO username now')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Update 3 users' })).toBeFocused()
  const key = demoKey('main.admin')
  expect(await readSignOn(page, key, demoId('sso.only'))).toEqual(['emil.brandt', true])

  await update(page, '3 users')
  await expect(page.getByRole('status').filter({ hasText: 'is on for all of them' })).toBeFocused()
  expect(await readSignOn(page, key, demoId('light'))).toEqual(['Petrov, Noah', true])
  expect(await readSignOn(page, key, demoId('sso.only'))).toEqual(['Emil', true])
  expect(await readSignOn(page, key, demoId('expiring.password'))).toEqual(['emil.brandt', true])
  expect((await readSignOn(page, key, demoId('contributor')))[0]).toBeNull()
})

test('what was downloaded can be chosen again: untouched it changes no SSO username, as TSV it takes new ones', async ({
  page,
  open,
}) => {
  await open(SSO_USERS, { scenario: 'sso-unlinked' })
  const download = async (name: string) => {
    const started = page.waitForEvent('download')
    await page.getByRole('button', { name }).click()
    const file = await started
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
  }
  const { name, text } = await download('Download current users')
  expect(name).toBe('sso-users-production.csv')
  expect(text).toContain(`\r\n${demoId('sso.only')},emil.brandt`)
  await choose(page, name, text)
  await expect(summary(page)).toHaveText('There is nothing to update. 1 unchanged · 8 lines without an SSO username')
  await expect(page.getByRole('button', { name: /^Update/ })).toHaveCount(0)

  const named = (await download('Download with names')).text
  expect(named).toContain(`${demoId('light')},,Noah Petrov,light@northwind.example`)
  await choose(page, 'with-names.csv', named)
  await expect(lineOf(page, 1)).toContainText('This line has 4 columns')

  await choose(page, 'edited.tsv', Buffer.from(`\uFEFF${demoId('light')}\tNoah\n`, 'utf16le'))
  await update(page, '1 user')
  await choose(page, name, (await download('Download current users')).text)
  await expect(summary(page)).toContainText('2 unchanged · 7 lines without')
})

test('what has changed since the file was checked stops the update whole, and the file is checked again', async ({
  page,
  open,
}) => {
  await open(SSO_USERS, { scenario: 'sso-unlinked' })
  await choose(page, 'users.csv', `${demoId('light')},Noah\n${demoId('external')},Rosa`)
  await expect(summary(page)).toContainText('2 users will be updated')
  const taken = await page.evaluate(async (id) => {
    const body = JSON.stringify({ lines: [{ line: 1, id, ssoUsername: 'Rosa' }] })
    return (await fetch('/api/sso-users', { method: 'PUT', body })).status
  }, demoId('contributor'))
  expect(taken).toBe(200)
  await page.getByRole('button', { name: 'Update 2 users' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Update 2 users' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Nobody was updated. Line 2: Yuki Tanaka has this SSO username')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(summary(page)).toContainText('1 user will be updated · 1 line left out')
  await update(page, '1 user')
  await expect(page).toHaveURL(SSO_USERS)
})

test(
  '5,002 users are checked in parts, updated at once, and still there after a reload',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open(SSO_USERS, { scenario: 'many-users' })
    const ids = Array.from({ length: 5000 }, (_, index) => (index + 1).toString(16).padStart(32, '0'))
    const crowd = ids.map((id, index) => `${id},member.${index + 1}@identity.northwind.example`)
    await choose(page, 'crowd.csv', [...crowd, `${demoId('light')},Noah`, `${demoId('external')},Rosa`].join('\n'))
    await expect(page.getByText('1–100 of 5,002')).toBeVisible()
    await page.getByRole('button', { name: 'Next 100' }).click()
    await expect(lineOf(page, 101)).toContainText('Member 101')
    await update(page, '5,002 users')
    await page.reload()
    await choose(page, 'crowd.csv', crowd.join('\n'))
    await expect(summary(page)).toHaveText('There is nothing to update. 5,000 unchanged')
  },
)
