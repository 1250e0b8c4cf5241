import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IssuedKey, OwnKey } from '#src/domain/ownKey.ts'
import { AuthenticationInfo } from '#src/domain/authentication.ts'
import { CustomerInfo } from '#src/domain/customer.ts'
import { EXPIRY_PERIODS } from '#src/domain/expiryPeriod.ts'
import type { User } from '#src/domain/user.ts'
import { settleKeys } from './perform.ts'
import { HistoryModel, type ModelUser } from '#testing/historyModel.ts'
import {
  ada,
  ben,
  cleo,
  customer,
  keyOf,
  PASSWORD,
  person,
  startBackend,
  valueOf,
  type Visitor,
} from '#testing/backend.ts'

const PEOPLE = { ada, ben, carl: person('carl', { accessLevel: 'System Administrator' }), cleo, dora: person('dora') }
type Name = keyof typeof PEOPLE
const ADMINISTRATORS = ['ada', 'ben', 'carl'] as const
const EVERYBODY = [...ADMINISTRATORS, 'cleo', 'dora'] as const

const who = fc.constantFrom(...ADMINISTRATORS)
const timeZone = fc.constantFrom('America/Denver', 'Australia/Lord_Howe', 'Asia/Tehran', 'Pacific/Kiritimati')
const DAY = 86_400_000
const YEAR = 365 * DAY
const upTo = (days: number) => fc.integer({ min: 0, max: days * DAY })

const generate = fc.record({ act: fc.constant('generate' as const), who })
const reset = fc.record({ act: fc.constant('reset' as const), who })
const remove = fc.record({ act: fc.constant('remove' as const), who })
const removeAll = fc.record({ act: fc.constant('remove all' as const), who })
const save = fc.record({
  act: fc.constant('save' as const),
  who,
  settings: fc.record({
    keyExpiry: fc.constantFrom(...EXPIRY_PERIODS),
    timeZone,
    removeKeyOnPasswordExpiry: fc.boolean(),
  }),
  asksFirst: fc.boolean(),
})
const setPolicy = fc.record({ act: fc.constant('set policy' as const), who, days: fc.constantFrom(null, 30, 60) })
const changePassword = fc.record({ act: fc.constant('change password' as const), who: fc.constantFrom(...EVERYBODY) })
const count = fc.record({ act: fc.constant('count' as const) })
const wait = fc.record({ act: fc.constant('wait' as const), ms: upTo(40) })
const waitForExpiry = fc.record({ act: fc.constant('wait for an expiry' as const), past: fc.constantFrom(-1, 0, 1) })
const setBack = fc.record({ act: fc.constant('set the clock back' as const), ms: upTo(3) })
const datePassword = fc.record({
  act: fc.constant('date password' as const),
  whose: fc.constantFrom(...EVERYBODY),
  age: upTo(60),
})
const activate = fc.record({
  act: fc.constant('activate' as const),
  // Never Ada, so that somebody can always look.
  whose: fc.constantFrom(...EVERYBODY.filter((name) => name !== 'ada')),
  isActive: fc.boolean(),
})

const act = fc.oneof(
  { weight: 6, arbitrary: generate },
  { weight: 3, arbitrary: reset },
  { weight: 2, arbitrary: remove },
  { weight: 1, arbitrary: removeAll },
  { weight: 6, arbitrary: save },
  { weight: 1, arbitrary: count },
  { weight: 3, arbitrary: wait },
  { weight: 5, arbitrary: waitForExpiry },
  { weight: 1, arbitrary: setBack },
  { weight: 2, arbitrary: changePassword },
  { weight: 2, arbitrary: datePassword },
  { weight: 3, arbitrary: setPolicy },
  { weight: 2, arbitrary: activate },
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

const life = fc.option(upTo(60))
const beginning = fc.record({
  now: fc.date({ min: new Date('2024-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }).map(Number),
  timeZone,
  /** How long everybody's first key lives; null for ever. */
  lives: fc.record({ ada: life, ben: life, carl: life, cleo: life, dora: life }),
})
type Beginning = typeof beginning extends fc.Arbitrary<infer T> ? T : never

test('after any history every key is as the reference says, and exactly the active keys open the API', async () => {
  const acts = fc.array(act, { minLength: 1, maxLength: 40, size: 'max' })
  const history = fc.asyncProperty(beginning, acts, async (beginning, acts) => {
    const { carryOut, check } = begin(beginning)
    await check()
    for (const act of acts) {
      await carryOut(act)
      await check()
    }
    await carryOut({ act: 'count' })
  })
  await fc.assert(history, { numRuns: 300, seed: 51 })
}, 120_000)

const iso = (at: number) => new Date(at).toISOString()

/** A backend and a model that agree, and what both make of an act. */
function begin({ now, timeZone, lives }: Beginning) {
  const firstKey = (name: Name) => {
    const life = lives[name]
    return { value: valueOf(PEOPLE[name]), expiresAt: life === null ? null : now + life }
  }
  const modelled = (name: Name): ModelUser => ({ isActive: true, passwordDate: now, key: firstKey(name) })
  const users = {
    ada: modelled('ada'),
    ben: modelled('ben'),
    carl: modelled('carl'),
    cleo: modelled('cleo'),
    dora: modelled('dora'),
  }
  const model = new HistoryModel(now, timeZone, Object.values(users))

  const { clock, visitor, withSession, inStore } = startBackend({
    customer: { ...customer, timeZone },
    users: EVERYBODY.map((name) => ({ ...PEOPLE[name], passwordDate: iso(now) })),
    keys: EVERYBODY.map((name) => {
      const { expiresAt } = firstKey(name)
      return keyOf(PEOPLE[name], { createdAt: iso(now), expiresAt: expiresAt === null ? null : iso(expiresAt) })
    }),
  })
  clock.now = iso(now)

  /** Every value ever handed out, and to whom. */
  const values = new Map<string, Name>(EVERYBODY.map((name) => [valueOf(PEOPLE[name]), name]))
  /** What everybody's password is by now, where it is another than at the beginning. */
  const passwords = new Map<Name, string>()
  const sessions = new Map<Name, Visitor>()
  const integration = visitor()

  async function as(name: Name): Promise<Visitor> {
    const visitor = sessions.get(name) ?? (await withSession(PEOPLE[name]))
    sessions.set(name, visitor)
    return visitor
  }

  const keyShownTo = async (name: Name) => OwnKey.parse((await (await as(name))('GET', '/api/own-key')).body)

  async function idShownTo(name: Name): Promise<string> {
    const key = await keyShownTo(name)
    return key.state === 'none' ? 'none' : key.id
  }

  function handOut(name: Name, answer: unknown): void {
    const { value } = IssuedKey.parse(answer)
    expect(values.has(value)).toBe(false)
    values.set(value, name)
    model.issue(users[name], value)
  }

  function moveClock(to: number): void {
    clock.now = iso(to)
    model.now = to
    // Few sessions live that long.
    sessions.clear()
  }

  const changeUser = (name: Name, change: Partial<User>) =>
    inStore(async (tx) => tx.users.put({ ...PEOPLE[name], ...(await tx.users.byId(PEOPLE[name].id)), ...change }))

  async function countKeys(): Promise<void> {
    const { body } = await (await as('ada'))('GET', '/api/keys/count')
    expect(body).toEqual({ ...model.count(), asOf: clock.now })
  }

  /** As whatever sets a password's date or the clock has to beforehand. */
  const settle = () =>
    inStore(async (tx) => settleKeys({ rows: tx, customer: await tx.customer.get(), now: clock.now }))

  async function carryOut(act: Act): Promise<void> {
    if (!('who' in act)) await happen(act)
    else if (users[act.who].isActive) await callApi(act, await as(act.who), users[act.who])
    model.settle()
  }

  /** What somebody does through the API. */
  async function callApi(act: Extract<Act, { who: Name }>, visitor: Visitor, user: ModelUser): Promise<void> {
    switch (act.act) {
      case 'generate': {
        const { status, body } = await visitor('POST', '/api/own-key')
        if (!model.mayHaveKey(user)) expect(status).toBe(403)
        else if (model.shows(user).state === 'active') expect(body).toMatchObject({ value: user.key?.value })
        else handOut(act.who, body)
        break
      }
      case 'reset': {
        const { status, body } = await visitor('POST', '/api/own-key/reset', { id: await idShownTo(act.who) })
        if (user.key) handOut(act.who, body)
        else expect(status).toBe(409)
        break
      }
      case 'remove':
        expect(await visitor('DELETE', `/api/own-key/${await idShownTo(act.who)}`)).toMatchObject({ status: 200 })
        user.key = null
        break
      case 'remove all': {
        const { active, expired } = model.count()
        expect(await visitor('DELETE', '/api/keys')).toMatchObject({ body: { removed: active + expired } })
        for (const name of EVERYBODY) users[name].key = null
        break
      }
      case 'save': {
        const info = { ...CustomerInfo.parse((await visitor('GET', '/api/customer-info')).body), ...act.settings }
        const announced = act.asksFirst && (await visitor('POST', '/api/keys/consequences', info)).body
        expect(await visitor('PUT', '/api/customer-info', info)).toMatchObject({ status: 200 })
        const done = model.save(info.keyExpiry, info.timeZone, info.removeKeyOnPasswordExpiry)
        if (act.asksFirst) expect(announced).toEqual({ ...done, asOf: clock.now })
        break
      }
      case 'set policy': {
        const policy = AuthenticationInfo.parse((await visitor('GET', '/api/authentication')).body)
        const after = { ...policy, passwordResetDays: act.days }
        expect(await visitor('PUT', '/api/authentication', after)).toMatchObject({ status: 200 })
        model.resetDays = act.days
        break
      }
      case 'change password': {
        const password = passwords.get(act.who) ?? PASSWORD
        const newPassword = password === PASSWORD ? 'quiet-Harbor-8' : PASSWORD
        expect(await visitor('PUT', '/api/own-password', { password, newPassword })).toMatchObject({ status: 200 })
        passwords.set(act.who, newPassword)
        user.passwordDate = model.now
      }
    }
  }

  /** What nobody does through the API: time passes, or somebody changes what has no route yet. */
  async function happen(act: Exclude<Act, { who: Name }>): Promise<void> {
    switch (act.act) {
      case 'count':
        return countKeys()
      case 'wait':
        return moveClock(model.now + act.ms)
      case 'wait for an expiry':
        return moveClock(Math.min(model.nextExpiry(), model.now + YEAR) + act.past)
      case 'set the clock back':
        await settle()
        return moveClock(model.now - act.ms)
      case 'date password':
        await settle()
        users[act.whose].passwordDate = model.now - act.age
        // A session ends with the password that it began under.
        sessions.delete(act.whose)
        return changeUser(act.whose, { passwordDate: iso(model.now - act.age) })
      case 'activate':
        users[act.whose].isActive = act.isActive
        return changeUser(act.whose, { isActive: act.isActive })
    }
  }

  async function check(): Promise<void> {
    for (const name of ADMINISTRATORS)
      if (users[name].isActive) expect(await keyShownTo(name)).toMatchObject(model.shows(users[name]))
    for (const [value, name] of values) {
      const { status } = await integration('GET', `/attask/api/v15.0/user/${PEOPLE[name].id}?apiKey=${value}`)
      expect(status).toBe(model.accepts(value) ? 200 : 401)
    }
  }

  return { carryOut, check }
}
