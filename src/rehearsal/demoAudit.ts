import { LOG_IN } from '#src/api/openSession.ts'
import type { Act } from '#src/api/perform.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import { settingsOf, type Customer } from '#src/domain/customer.ts'
import { DAY, HOUR, MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import { fullName, type User } from '#src/domain/user.ts'

const OWN_KEY: Act = { type: 'API Key', action: 'Generate', object: 'Own API key' }
const SSO: Act = { type: 'Single Sign-On', action: 'Change', object: 'Single Sign-On (SSO)' }
const CONSOLE = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const ONLY_ADMINISTRATORS = 'Only Workfront administrators can do this'

/** Whoever acted: somebody of the cast, somebody who is gone by now, or nobody who was known. */
type Actor = { userId: string; userName: string } | null

/** What a record says besides who, when and which. */
type Said = Act & Partial<Pick<AuditRecord, 'outcome' | 'details' | 'before' | 'after' | 'address' | 'userAgent'>>

/** What people did in the weeks before `now`, oldest first. `idOf` gives an ID to a name. */
export async function demoHistory(
  { customer, users }: { customer: Customer; users: User[] },
  now: Instant,
  idOf: (what: string) => Promise<string>,
): Promise<AuditRecord[]> {
  const somebody = (firstName: string): Actor => {
    const user = users.find((user) => user.firstName === firstName)
    return user ? { userId: user.id, userName: fullName(user) } : null
  }
  const gone: Actor = { userId: await idOf('user lena.fors'), userName: 'Lena Fors' }
  const settings = settingsOf(customer)
  const history: [ago: number, Actor, Said][] = [
    [
      24 * DAY,
      somebody('Tomás'),
      {
        type: 'Customer Info',
        action: 'Change',
        object: 'Customer Info',
        before: { ...settings, keyExpiry: '3-months', timeZone: 'America/Phoenix' },
        after: settings,
      },
    ],
    [
      19 * DAY,
      gone,
      { ...OWN_KEY, after: { createdAt: shift(now, -19 * DAY), expiresAt: null }, address: '203.0.113.77' },
    ],
    [
      15 * DAY,
      somebody('Mara'),
      {
        ...SSO,
        before: { bindingType: 'REDIRECT', isEnabled: true },
        after: { bindingType: 'POST', isEnabled: false },
      },
    ],
    [14 * DAY, gone, { ...LOG_IN.console, outcome: 'refused', details: 'Inactive user', address: '203.0.113.77' }],
    [
      9 * DAY,
      somebody('Ines'),
      {
        type: 'API Key',
        action: 'Remove all',
        object: "All users' API keys",
        outcome: 'refused',
        details: ONLY_ADMINISTRATORS,
        userAgent: 'curl/8.7.1',
      },
    ],
    [6 * DAY, null, { ...LOG_IN.console, outcome: 'refused', details: 'Unknown user name', address: '192.0.2.44' }],
    [6 * DAY - MINUTE, somebody('Noah'), { ...LOG_IN.console, outcome: 'refused', details: 'Wrong password' }],
    [
      3 * DAY,
      somebody('Mara'),
      {
        type: 'Authentication',
        action: 'Change',
        object: 'Authentication',
        before: { passwordResetDays: 90, passwordReuse: null, lockMinutes: 60, characterClasses: 2 },
        after: { passwordResetDays: null, passwordReuse: null, lockMinutes: 30, characterClasses: 2 },
      },
    ],
  ]
  return Promise.all(
    history.map(async ([before, actor, said], index): Promise<AuditRecord> => ({
      id: await idOf(`act ${index} of the history`),
      at: shift(now, -before - HOUR),
      outcome: 'done',
      userId: actor?.userId ?? null,
      userName: actor?.userName ?? '',
      details: '',
      before: null,
      after: null,
      address: '198.51.100.12',
      userAgent: CONSOLE,
      ...said,
    })),
  )
}

/** `count` calls with a password by somebody's program up to now. */
export function busyProgram({ id, firstName, lastName }: User, count: number, now: Instant): AuditRecord[] {
  const userName = fullName({ firstName, lastName })
  return Array.from({ length: count }, (_, index) => ({
    id: (index + 1).toString(16).padStart(32, '0'),
    at: shift(now, (index - count) * 2 * MINUTE),
    ...LOG_IN.api,
    outcome: 'done',
    userId: id,
    userName,
    details: 'Username and password sent with a call',
    before: null,
    after: { certificate: 'none' },
    address: '198.51.100.20',
    userAgent: 'NorthwindSync/2.4 (node 20)',
  }))
}
