import { CUSTOMER_INFO, demoId, demoKey, expect, moveClock, ownKey, readUser, REFUSED, test } from './test.ts'

const ME = demoId('main.admin')

// What stands beside the key in the browser's own name is not ours to know; an integration's is its own.
test.use({ userAgent: 'LedgerExport/3.1 (nightly)' })

test(
  'K4: a client that calls with the key stands beside it, with its address, and in the dialogs',
  { tag: '@hosts' },
  async ({ page, open }) => {
    await open(CUSTOMER_INFO, { scenario: 'key-never-used' })
    await expect(ownKey(page)).toContainText('Never used, as of a minute ago')
    expect(await readUser(page, demoKey('main.admin'), ME)).toMatchObject({ status: 200 })

    await page.reload()
    await expect(ownKey(page)).toContainText(
      /\(just now\) by LedgerExport 3\.1 from (127\.0\.0\.1|::1), as of a minute ago/,
    )
    for (const [button, name] of [
      ['Reset', 'Reset your API key?'],
      ['Remove', 'Remove your API key?'],
    ] as const) {
      await ownKey(page).getByRole('button', { name: button }).click()
      const dialog = page.getByRole('alertdialog', { name })
      await expect(dialog).toContainText('Used in the last 30 days by')
      await expect(dialog.getByRole('listitem')).toHaveText(/^LedgerExport 3\.1, just now from /)
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await expect(dialog).toBeHidden()
    }
  },
)

test('K4, R1: the dialogs name the clients of everybody’s keys and of one’s own, which nobody has used after a reset', async ({
  page,
  open,
}) => {
  await open(`${CUSTOMER_INFO}?dialog=remove-all`)
  const all = page.getByRole('alertdialog', { name: 'Remove all API keys?' })
  await expect(all.getByRole('listitem')).toHaveText([
    'NorthwindSync 2.4, 3 users, last used 4 minutes ago',
    'Python requests 2.32, 1 user, last used 25 minutes ago',
    'curl 8.7, 1 user, last used 2 days ago',
    'Python requests 2.31, 1 user, last used 4 days ago',
    'Postman 7.43, 1 user, last used 6 days ago',
  ])
  await all.getByRole('button', { name: 'Cancel' }).click()

  await expect(ownKey(page)).toContainText('by NorthwindSync 2.4 from 198.51.100.20')
  await ownKey(page).getByRole('button', { name: 'Reset' }).click()
  const reset = page.getByRole('alertdialog', { name: 'Reset your API key?' })
  await expect(reset.getByRole('listitem')).toHaveText([
    'NorthwindSync 2.4, 4 minutes ago from 198.51.100.20',
    'Python requests 2.32, 25 minutes ago from 198.51.100.34',
    'Postman 7.43, 6 days ago from 203.0.113.58',
  ])
  await reset.getByRole('button', { name: 'Reset' }).click()
  await expect(reset).toBeHidden()
  await expect(ownKey(page)).toContainText('Never used')
})

test('E5: calls with a key that has expired are told apart from its use', { tag: '@hosts' }, async ({ page, open }) => {
  await open(CUSTOMER_INFO, { scenario: 'key-never-used' })
  expect(await readUser(page, demoKey('main.admin'), ME)).toMatchObject({ status: 200 })
  await moveClock(page, 'To the next expiry')
  await moveClock(page, '+1 month')
  await page.reload()
  await expect(ownKey(page)).toContainText('Expired')
  await expect(ownKey(page)).not.toContainText('refused')
  for (let calls = 0; calls < 3; calls++) expect(await readUser(page, demoKey('main.admin'), ME)).toEqual(REFUSED)

  // The first is written at once, and the others when they have waited for a minute, whether or not more calls come.
  await moveClock(page, '+1 week')
  await expect
    .poll(async () => {
      await page.reload()
      return ownKey(page)
        .getByText(/refused, last/)
        .innerText()
    })
    .toMatch(/^3 calls refused, last .*\(7 days ago\)$/)
  await expect(ownKey(page)).toContainText(/ago\) by LedgerExport 3\.1/)
})
