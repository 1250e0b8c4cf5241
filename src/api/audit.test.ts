import { expect, test } from 'vitest'
import type { AuditRecord } from '#src/domain/audit.ts'
import { AUDIT_PAGE, AuditLog, MAX_EXPORTED } from '#src/domain/auditLog.ts'
import { CustomerInfo } from '#src/domain/customer.ts'
import { DAY, HOUR, MINUTE, shift } from '#src/domain/instant.ts'
import { forgetOldRecords } from './forgetOldRecords.ts'
import { perform, type ActRoom } from './perform.ts'
import { ada, cleo, customer, idOf, inactive, record, START, startBackend, type Visitor } from '#testing/backend.ts'

/** Somebody who acted and is gone. */
const GONE = { userId: idOf('zoë'), userName: 'Zoë Éclair' }

/** Details say which record it is. */
const named = (name: string, change: Partial<AuditRecord>) => record(name, { details: name, ...change })

const audit = [
  named('too old', { at: shift(START, -90 * DAY - 1) }),
  named('oldest kept', { at: shift(START, -90 * DAY) }),
  named('settings', { type: 'Customer Info', action: 'Change', at: shift(START, -3 * DAY), ...GONE }),
  named('sign-in', { type: 'Login Attempt', action: 'Log in', at: shift(START, -2 * DAY), outcome: 'refused' }),
  named('nobody', { type: 'Login Attempt', action: 'Log in', userId: null, userName: '', at: shift(START, -DAY) }),
]
const nameOf = (id: string) => audit.find((one) => one.id === id)?.details

async function search(visitor: Visitor, parameters: Record<string, string> = {}) {
  const { status, body } = await visitor('GET', `/api/audit?${new URLSearchParams(parameters)}`)
  expect(status).toBe(200)
  const { records, count } = AuditLog.parse(body)
  return { names: records.map(({ id }) => nameOf(id) ?? id), count }
}

/** What is found besides the reader's own sign-in. */
const found = async (visitor: Visitor, parameters: Record<string, string>) =>
  (await search(visitor, parameters)).names.filter((name) => audit.some(({ details }) => details === name))

const refused = async (visitor: Visitor, query: string) => (await visitor('GET', `/api/audit?${query}`)).body

test('the log lists what is kept, newest first, and how much that is', async () => {
  const visitor = await startBackend({ audit }).signIn(ada)
  const { names, count } = await search(visitor)
  expect(names.slice(1)).toEqual(['nobody', 'sign-in', 'settings', 'oldest kept'])
  expect(count).toBe(5)
})

test('each filter narrows the log down, and all of them together', async () => {
  const visitor = await startBackend({ audit }).signIn(ada)
  expect(await found(visitor, { type: 'Customer Info' })).toEqual(['settings'])
  expect(await found(visitor, { action: 'Log in' })).toEqual(['nobody', 'sign-in'])
  expect(await found(visitor, { user: 'ADA' })).toEqual(['sign-in', 'oldest kept'])
  expect(await found(visitor, { from: '2030-01-13' })).toEqual(['nobody', 'sign-in'])
  expect(await found(visitor, { to: '2030-01-12' })).toEqual(['settings', 'oldest kept'])
  expect(await found(visitor, { type: 'Login Attempt', action: 'Log in', user: 'ada', from: '2030-01-13' })).toEqual([
    'sign-in',
  ])
  expect(await found(visitor, { type: 'Customer Info', action: 'Log in' })).toEqual([])
})

test('somebody who acted and is gone is found by name, whatever its case', async () => {
  const backend = startBackend({ audit })
  const visitor = await backend.signIn(ada)
  expect(await backend.inStore((tx) => tx.users.byId(GONE.userId))).toBeNull()
  expect(await found(visitor, { user: 'zoË éc' })).toEqual(['settings'])
})

test.each(['%', '_', '\\', "'", '"', "' or 1=1 --", '*', '\0', '\uD83D', 'x'.repeat(254)])(
  'text that a database might take for more is looked for as it is: %j',
  async (user) => {
    const odd = [...audit, record('odd', { userName: "100%_\\'\"* ' or 1=1 --", details: 'odd' })]
    const visitor = await startBackend({ audit: odd }).signIn(ada)
    const { count } = await search(visitor, { user })
    expect(count).toBe(/^[\0\uD83Dx]/.test(user) ? 0 : 1)
  },
)

test('a question that makes no sense is refused in words, at the field', async () => {
  const visitor = await startBackend({ audit }).signIn(ada)
  for (const [query, field, message] of [
    ['type=Nonsense', 'type', 'Choose a log type from the list'],
    ['action=log+in', 'action', 'Choose an action from the list'],
    ['from=yesterday', 'from', 'Enter a day between 2000 and 2099, such as 2027-03-01'],
    ['from=2030-02-02&to=2030-02-01', 'to', 'Choose the day of From or a later one'],
    [`user=${'%25'.repeat(10_000)}`, 'user', 'Search for 254 characters or fewer'],
    ['page=0', undefined, 'Ask for a page by its number, from 1 on'],
    ['page=1;drop', undefined, 'Ask for a page by its number, from 1 on'],
  ] as const)
    expect(await refused(visitor, query)).toEqual({ code: 'invalid', message, ...(field && { field }) })
})

test('From and To are days of whoever looks, To included', async () => {
  const backend = startBackend({
    audit: [
      record('last of the 9th in Denver', { at: '2030-01-10T06:59:59.999Z' }),
      record('first of the 10th', { at: '2030-01-10T07:00:00.000Z' }),
      record('last of the 10th', { at: '2030-01-11T06:59:59.999Z' }),
      record('first of the 11th', { at: '2030-01-11T07:00:00.000Z' }),
    ],
  })
  const visitor = await backend.signIn(ada)
  const day = { from: '2030-01-10', to: '2030-01-10' }
  expect((await search(visitor, day)).names).toEqual([idOf('last of the 10th'), idOf('first of the 10th')])
  await backend.inStore(async (tx) => tx.users.put({ ...ada, timeZone: 'UTC' }))
  expect((await search(visitor, day)).names).toEqual([idOf('first of the 10th'), idOf('last of the 9th in Denver')])
})

test('the log comes in pages, and beyond the last one there is nothing', async () => {
  const many = Array.from({ length: 120 }, (_, index) => record(`record ${index}`, { at: shift(START, index - 500) }))
  const visitor = await startBackend({ audit: many }).signIn(ada)
  const ids = many.map(({ id }) => id).toReversed()
  const page = (number: number) => search(visitor, { action: 'Generate', page: String(number) })
  expect(await page(1)).toEqual({ names: ids.slice(0, AUDIT_PAGE), count: 120 })
  expect(await page(3)).toEqual({ names: ids.slice(2 * AUDIT_PAGE), count: 120 })
  expect(await page(4)).toEqual({ names: [], count: 120 })
  expect(await page(999_999)).toEqual({ names: [], count: 120 })
})

test('a record tells what a save changed, and the list does not', async () => {
  const visitor = await startBackend().signIn(ada)
  const info = CustomerInfo.parse((await visitor('GET', '/api/customer-info')).body)
  await visitor('PUT', '/api/customer-info', { ...info, timeZone: 'Europe/Oslo' })
  const { body } = await visitor('GET', '/api/audit?type=Customer+Info')
  const [entry] = AuditLog.parse(body).records
  expect(JSON.stringify(body)).not.toContain('Oslo')
  expect((await visitor('GET', `/api/audit/${entry?.id}`)).body).toMatchObject({
    action: 'Change',
    outcome: 'done',
    userName: 'ada Northwind',
    userAgent: 'Test/1.0',
    before: { timeZone: 'America/Denver' },
    after: { timeZone: 'Europe/Oslo' },
  })
})

test('what was refused is in the log with the reason', async () => {
  const backend = startBackend()
  await (
    await backend.signIn(cleo)
  )('DELETE', '/api/keys')
  const { body } = await (await backend.signIn(ada))('GET', '/api/audit?action=Remove+all')
  expect(body).toMatchObject({
    count: 1,
    records: [{ outcome: 'refused', userName: 'cleo Northwind', details: expect.stringContaining('administrators') }],
  })
})

test('a record is not shown once it is ninety days old, by any way, and is deleted then', async () => {
  const backend = startBackend({ audit: [record('first'), record('second', { at: shift(START, MINUTE) })] })
  const path = `/api/audit/${idOf('first')}`
  const visitor = await backend.withSession(ada)
  expect(await visitor('GET', path)).toMatchObject({ status: 200 })
  backend.clock.now = shift(START, 90 * DAY)
  const later = await backend.withSession(ada)
  expect(await later('GET', path)).toMatchObject({ status: 200 })
  backend.clock.now = shift(START, 90 * DAY + 1)
  expect(await later('GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  expect((await search(later, { action: 'Generate' })).names).toEqual([idOf('second')])
  expect((await later('GET', '/api/audit/export?action=Generate')).body).not.toContain(START)
  const storedFirst = () => backend.inStore((tx) => tx.audit.byId(idOf('first')))
  expect(await storedFirst()).not.toBeNull()
  await forgetOldRecords(backend.host)
  expect(await storedFirst()).toBeNull()
  expect(await backend.inStore((tx) => tx.audit.byId(idOf('second')))).not.toBeNull()
})

test('however many records are too old, all are deleted in both environments, a thousand in one transaction', async () => {
  const audit = Array.from({ length: 2500 }, (_, index) => record(`record ${index}`))
  const { clock, host } = startBackend({ audit })
  const { transaction } = host.store
  const left: number[] = []
  host.store.transaction = (environment, act) =>
    transaction(environment, async (tx) => {
      const result = await act(tx)
      left.push((await tx.audit.search()).length)
      return result
    })
  clock.now = shift(START, 90 * DAY + 1)
  await forgetOldRecords(host)
  expect(left).toEqual([1500, 500, 0, 1500, 500, 0])
})

test('where Adobe signs people in, sign-ins are neither listed, shown nor exported (reference §2.2)', async () => {
  const backend = startBackend({ audit, customer: { ...customer, platformMode: 'ims' } })
  const visitor = await backend.signIn(ada)
  expect((await search(visitor)).names).toEqual(['settings', 'oldest kept'])
  expect(await search(visitor, { action: 'Log in' })).toEqual({ names: [], count: 0 })
  expect(await refused(visitor, 'type=Login+Attempt')).toMatchObject({ code: 'invalid', field: 'type' })
  expect(await visitor('GET', `/api/audit/${idOf('sign-in')}`)).toMatchObject({ status: 404 })
  expect((await visitor('GET', '/api/audit/export')).body).not.toContain('Log in')
})

test('an export is the whole log as it is filtered, and is recorded with the filter', async () => {
  const many = Array.from({ length: 120 }, (_, index) =>
    record(`record ${index}`, { userName: index ? 'ada' : '+zoe' }),
  )
  const backend = startBackend({ audit: [...audit, ...many] })
  const visitor = await backend.signIn(ada)
  const { status, headers, body } = await visitor('GET', '/api/audit/export?type=API+Key&from=2030-01-15')
  expect(status).toBe(200)
  expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('Content-Disposition')).toBe('attachment; filename="audit-logs-production.csv"')
  const lines = String(body).split('\r\n')
  expect(lines).toHaveLength(121)
  expect(lines[0]).toMatch(/^\uFEFFDate and time \(America\/Denver\),Log Type,/)
  expect(lines[1]).toBe(
    `2030-01-15 05:00:00,API Key,ada,Generate,Own API key,,203.0.113.5,Done,Test/1.0,2030-01-15T12:00:00.000Z`,
  )
  expect(lines[120]).toContain(",'+zoe,")
  const [newest] = await backend.inStore((tx) => tx.audit.search())
  expect(newest).toMatchObject({
    type: 'Audit Log',
    action: 'Export',
    outcome: 'done',
    userId: ada.id,
    details: 'Records: 120',
    after: { type: 'API Key', from: '2030-01-15' },
  })
})

test('an export stops at fifty thousand records, the newest', async () => {
  const many = Array.from({ length: MAX_EXPORTED + 1 }, (_, index) =>
    record('', { id: String(index), at: shift(START, index - HOUR), details: `number ${index}.` }),
  )
  const visitor = await startBackend({ audit: many }).signIn(ada)
  const text = String((await visitor('GET', '/api/audit/export?action=Generate')).body)
  expect(text.split('\r\n')).toHaveLength(MAX_EXPORTED + 1)
  expect(text).not.toContain('number 0.')
  expect(text).toContain('number 1.')
})

test('the log is for administrators, each environment has its own, and whoever else tries to export it is recorded', async () => {
  const backend = startBackend({ audit })
  const visitor = await backend.signIn(cleo)
  for (const path of ['', '?page=0', '/export', `/${idOf('settings')}`])
    expect(await visitor('GET', `/api/audit${path}`)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await backend.visitor()('GET', '/api/audit')).toMatchObject({ status: 401 })
  const [newest] = await backend.inStore((tx) => tx.audit.search())
  expect(newest).toMatchObject({ action: 'Export', outcome: 'refused', userId: cleo.id })
  const preview = await backend.signIn(ada, 'preview')
  expect(await found(preview, { action: 'Export' })).toEqual([])
  expect(await backend.visitor('preview')('GET', `/api/audit/${inactive.id}`)).toMatchObject({ status: 401 })
})

test('an act that turned out to be another one is recorded as that, and as one of another type it does not compile', async () => {
  const backend = startBackend()
  const { from } = await backend.withSession(ada)
  await perform(
    backend.host,
    from,
    'administrator',
    { type: 'API Key', action: 'Generate', object: '' },
    async (room) => room.record({ action: 'View' }),
  )
  await perform(backend.host, from, 'administrator', { type: 'User', action: 'Create', object: '' }, async (room) => {
    // @ts-expect-error: nobody views users.
    room.record({ action: 'View' })
    const ofAnyType: ActRoom = room
    // @ts-expect-error: nobody knows of which type this is.
    ofAnyType.record({ action: 'Change' })
  })
  const recorded = (await backend.inStore((tx) => tx.audit.search())).map(({ type, action }) => ({ type, action }))
  expect(recorded).toContainEqual({ type: 'API Key', action: 'View' })
})
