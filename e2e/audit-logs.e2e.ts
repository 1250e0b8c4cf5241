import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { choose, CUSTOMER_INFO, EXPIRY, escape, expect, save, test } from './test.ts'

const AUDIT_LOGS = '/setup/change-tracking/audit-logs'

const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('rowheader') })
const shown = (page: Page) => page.getByRole('status').filter({ hasText: 'Showing' })
const users = (page: Page) => page.getByRole('searchbox', { name: 'Users' })
const record = (page: Page) => page.getByRole('dialog')

/** Presses **Apply** and waits until the page says what was found. */
async function apply(page: Page, says: string): Promise<void> {
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(shown(page)).toHaveText(says)
}

test('L1: Setup > Change Tracking > Audit Logs lists who did what, and Export downloads what the filters find', async ({
  page,
  open,
}) => {
  await open('/setup')
  const panel = page.getByRole('navigation', { name: 'Setup' })
  await panel.getByRole('button', { name: 'Change Tracking' }).click()
  await panel.getByRole('link', { name: 'Audit Logs' }).click()
  await expect(page.getByRole('heading', { name: 'Audit Logs', level: 1 })).toBeFocused()
  await expect(page.getByRole('columnheader')).toHaveText([
    'Date and time',
    'Log Type',
    'User name',
    'Action',
    'Object',
    'Details',
    'IP address',
  ])
  await expect(rows(page).first()).toContainText(
    /M[SD]T.*Login Attempt.*Mara Lindqvist.*Log in.*Successfully logged in/,
  )
  await expect(rows(page).filter({ hasText: 'Remove all' })).toContainText(
    'Refused: Only Workfront administrators can do this',
  )

  await users(page).fill('Lena')
  await apply(page, 'Showing 2 records')
  await expect(page.getByText('An export takes')).toHaveCount(0)
  const started = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = await started
  expect(file.suggestedFilename()).toBe('audit-logs-production.csv')
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n')
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(/^\uFEFFDate and time \(America\/Denver\),Log Type,User name/)
  expect(lines[1]).toMatch(/,Login Attempt,Lena Fors,Log in,Console,Inactive user,203\.0\.113\.77,Refused,/)
  await expect(page.getByText('Audit logs exported')).toBeVisible()
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(rows(page).first()).toContainText(/Audit Log.*Mara Lindqvist.*Export.*Records: 2/)
})

test('L1: a save of Customer Info is found by its filters, and its record by an address of its own', async ({
  page,
  open,
}) => {
  await open(CUSTOMER_INFO)
  await choose(page, EXPIRY, '6 months')
  await save(page)
  await page.goto(AUDIT_LOGS)
  await choose(page, 'Log Type', 'Customer Info')
  await choose(page, 'Action Type', 'Change')
  await users(page).fill('LINDQ')
  await apply(page, 'Showing 1 record')
  await expect(page).toHaveURL(/type=Customer(\+|%20)Info/)

  const link = rows(page).getByRole('link')
  await link.click()
  await expect(record(page)).toContainText('Customer Info: Change')
  await expect(record(page)).toContainText('OutcomeDone')
  await expect(record(page).getByRole('row')).toHaveText([/FieldBeforeAfter/, /Key expiry1-month6-months/])
  await expect(page).toHaveURL(/record=[0-9a-f]{32}/)
  const opened = page.url()

  await page.goBack()
  await expect(record(page)).toHaveCount(0)
  await expect(link).toBeFocused()
  await expect(shown(page)).toHaveText('Showing 1 record')

  await page.goto(opened)
  await expect(record(page)).toContainText('Key expiry')
  await escape(record(page))
  await expect(shown(page)).toHaveText('Showing 1 record')
  await expect(page).not.toHaveURL(/record=/)

  await page.goto(`${AUDIT_LOGS}?record=${'0'.repeat(32)}`)
  await expect(record(page)).toContainText('There is no such record. Records are kept for 90 days.')
})

test('L1: filters and page are in the address: reload and Back keep them, Clear forgets them, and no page is a dead end', async ({
  page,
  open,
}) => {
  await open(AUDIT_LOGS, { scenario: 'many-records' })
  await expect(shown(page)).toHaveText('Showing 1–50 of 2,054 records')
  await users(page).fill('ines')
  await apply(page, 'Showing 1–50 of 2,031 records')
  await page.getByRole('button', { name: 'Older 50' }).click()
  await expect(shown(page)).toHaveText('Showing 51–100 of 2,031 records')
  await expect(page.getByRole('heading', { name: 'Records' })).toBeFocused()
  await page.reload()
  await expect(shown(page)).toHaveText('Showing 51–100 of 2,031 records')
  await expect(users(page)).toHaveValue('ines')
  await page.goBack()
  await expect(shown(page)).toHaveText('Showing 1–50 of 2,031 records')
  await users(page).fill('lena fors')
  await apply(page, 'Showing 2 records')
  await page.goBack()
  await expect(users(page)).toHaveValue('ines')
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(users(page)).toHaveValue('')
  await expect(shown(page)).toHaveText('Showing 1–50 of 2,054 records')
  await expect(page).toHaveURL(/audit-logs$/)

  await page.goto(`${AUDIT_LOGS}?user=ines&page=999`)
  await expect(shown(page)).toHaveText('Showing 0 records of 2,031')
  await expect(page.getByText('The list does not go on to this page')).toBeVisible()
  await page.getByRole('button', { name: 'Newer 50' }).click()
  await expect(shown(page)).toHaveText('Showing 2,001–2,031 of 2,031 records')
})

test(
  'L1: of more than 50,000 records an export takes the newest, which is said beforehand',
  { tag: '@browser' },
  async ({ page, open }) => {
    await open(AUDIT_LOGS, { scenario: 'too-many-records' })
    await expect(page.getByText('An export takes the newest 50,000 of these 60,054 records')).toBeVisible()
    const started = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    expect((await readFile(await (await started).path(), 'utf8')).split('\r\n')).toHaveLength(50_001)
    await expect(page.getByText('Audit logs exported')).toBeVisible()
  },
)
