import fc from 'fast-check'
import { expect, test } from 'vitest'
import { policyOf, UNUSED, type ApiKey } from '#src/domain/apiKey.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import type { RecordsSought } from '#src/domain/auditLog.ts'
import type { Environment } from '#src/domain/customer.ts'
import { DAY, HOUR, MINUTE, shift, type Instant } from '#src/domain/instant.ts'
import { MOST_CLIENTS, type KeyUsage, type KeyUse } from '#src/domain/keyUse.ts'
import type { Session } from '#src/domain/session.ts'
import type { OwnKey } from '#src/domain/sso/ownCertificates.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { SignOnSummary, type SignOnRecord } from '#src/domain/sso/signOnRecord.ts'
import type { SignOnRequest } from '#src/domain/sso/signOnRequest.ts'
import { ACCESS_LEVELS, foldCase, type User } from '#src/domain/user.ts'
import type { KeyCondition, UserOrder, UsersSought } from '#src/domain/userList.ts'
import type { Rows } from '#src/api/memoryStore.ts'
import type { Reading, Store, Transaction, UserCondition, UserSort } from '#src/api/store.ts'
import { ada, ben, cleo, customer, idOf, inactive, keyOf, person, record, START } from './backend.ts'

/** Opens an empty store and fills both environments. */
type OpenStore = (seed: Record<Environment, Rows>) => Store | Promise<Store>

const users = [ada, ben, cleo, inactive]
const rows: Rows = { customer, users, keys: [keyOf(ada), keyOf(cleo)], audit: [], sso: DEFAULT_SSO }

export const session: Session = {
  digest: 'digest of a session',
  userId: ada.id,
  kind: 'console',
  createdAt: START,
  lastUsedAt: START,
  passwordDate: START,
  provedAt: START,
  provedBy: 'password',
  nameId: null,
  nameIdFormat: null,
  sessionIndex: null,
  endsAt: null,
}

const certificate = (name: string) => ({
  name,
  der: 'MIIB',
  fingerprint: 'AB:CD',
  validFrom: START,
  validTo: shift(START, HOUR),
})

export const ownKey = (name: string): OwnKey => ({
  certificate: { ...certificate(`${name}.pem`), fingerprint: name },
  sealedPrivateKey: `sealed ${name}`,
})

export const signOnRequest = (id: string, at: Instant = START): SignOnRequest => ({
  id,
  at,
  purpose: 'sign-on',
  browser: 'digest of a browser',
  next: '/setup?a=b',
})

export const signOn = (id: string, changes: Partial<SignOnRecord> = {}): SignOnRecord => ({
  id,
  at: START,
  purpose: 'sign-on',
  outcome: 'refused',
  proof: 'signed-answer',
  reason: 'Nobody’s',
  checks: [{ check: 'readable', outcome: 'passed', detail: '“Read”' }],
  nameId: null,
  attributes: [{ name: 'memberOf', values: ['a', 'b'] }],
  changes: [{ attribute: 'Title', before: null, after: 'Lead', source: 'a rule' }],
  user: null,
  response: '<samlp:Response/>',
  address: '203.0.113.5',
  userAgent: 'Firefox',
  ...changes,
})

/** Room for everybody there is in these tests. */
const PAGE = { first: 0, limit: 10 }

/** What every store must do, whatever it keeps its rows in. */
export function storeContract(openStore: OpenStore): void {
  const open = async () => openStore({ production: rows, preview: rows })

  test('a store remembers what was put into it, and replaces what had its place', async () => {
    const store = await open()
    const saved = {
      ...customer,
      adminEmail: ben.email,
      passwordResetDays: 90,
      passwordReuse: 5,
      platformMode: 'ims',
      version: 2,
      savedAt: START,
      savedBy: 'Ben',
      authenticationVersion: 3,
      authenticationSavedAt: START,
      authenticationSavedBy: 'Ada',
      certificateRequirement: 'report-only',
      certificate: certificate('ключ "client".pem'),
      nextCertificate: certificate('next.pem'),
    } as const
    const renamed = {
      ...cleo,
      lastName: '<b>&"’\\',
      isActive: false,
      passwordHash: null,
      failedLogins: 4,
      lockedUntil: START,
      ssoUsername: 'Cleo',
      ssoAccessOnly: true,
      mustChangePassword: true,
      lastLoginDate: START,
      loginCount: 12,
    }
    const newcomer = person('newcomer')
    const replacement = {
      ...keyOf(ada),
      id: idOf('next'),
      digest: 'next',
      sealedValue: 'sealed next',
      expiresAt: START,
    }
    await store.transaction('production', async (tx) => {
      await tx.customer.put(saved)
      await tx.users.put(renamed)
      await tx.users.put(newcomer)
      await tx.keys.put(replacement)
      await tx.keys.put(keyOf(ben))
      await tx.keys.removeOf(cleo.id)
      await tx.sessions.put(session)
      await tx.sessions.put({ ...session, lastUsedAt: shift(START, HOUR) })
    })
    await store.transaction('production', async (tx) => {
      expect(await tx.customer.get()).toEqual(saved)
      expect(await tx.users.byId(cleo.id)).toEqual(renamed)
      expect(await tx.users.byId(newcomer.id)).toEqual(newcomer)
      expect(await tx.keys.byDigest('next')).toEqual(replacement)
      expect(await tx.keys.holder('next')).toEqual({ key: replacement, owner: ada, policy: policyOf(saved) })
      expect(await keysOf(tx, users)).toEqual([replacement, keyOf(ben)])
      expect(await tx.sessions.byDigest(session.digest)).toEqual({ ...session, lastUsedAt: shift(START, HOUR) })
      await tx.sessions.remove(session.digest)
      expect(await tx.sessions.byDigest(session.digest)).toBeNull()
    })
  })

  test('in Preview what Production has can be asked for, also in a transaction, and in Production nothing else', async () => {
    const store = await open()
    await store.transaction('production', (tx) => tx.users.put({ ...ada, firstName: 'Augusta' }))
    const firstName = async ({ users }: Reading) => (await users.byId(ada.id))?.firstName
    const both = async (here: Reading) => [await firstName(here), here.production && (await firstName(here.production))]
    expect(await store.read('preview', both)).toEqual(['ada', 'Augusta'])
    expect(await store.transaction('preview', both)).toEqual(['ada', 'Augusta'])
    expect(await store.read('production', both)).toEqual(['Augusta', null])
    expect(await store.transaction('production', both)).toEqual(['Augusta', null])
  })

  test('a store keeps the settings of single sign-on by environment', async () => {
    const store = await open()
    const saved: SingleSignOn = {
      ...DEFAULT_SSO,
      type: 'saml2',
      serviceProviderId: 'urn:"northwind"',
      certificates: [certificate('ключ.cer'), certificate('idp.cer')],
      mappings: [
        {
          attribute: 'Title',
          directoryAttribute: 'titel’s',
          defaultValue: '',
          rules: [{ operator: 'equals', value: '\\', result: '%' }],
        },
      ],
      isEnabled: true,
      version: 7,
      savedAt: START,
      savedBy: 'Ada',
    }
    await store.transaction('production', (tx) => tx.sso.put({ ...saved, version: 6 }))
    await store.transaction('production', (tx) => tx.sso.put(saved))
    expect(await store.read('production', (reading) => reading.sso.get())).toEqual(saved)
    expect(await store.read('preview', (reading) => reading.sso.get())).toEqual(DEFAULT_SSO)
  })

  test('key pairs of our own are kept by environment until they are removed', async () => {
    const store = await open()
    await store.transaction('production', async (tx) => {
      for (const name of ['first', 'second', 'third']) await tx.sso.addOwnKey(ownKey(name))
      await tx.sso.removeOwnKey('second')
      await tx.sso.removeOwnKey('unknown')
    })
    const keys = await store.read('production', ({ sso }) => sso.ownKeys())
    expect(keys.toSorted((a, b) => (a.sealedPrivateKey < b.sealedPrivateKey ? -1 : 1))).toEqual([
      ownKey('first'),
      ownKey('third'),
    ])
    expect(await store.read('preview', ({ sso }) => sso.ownKeys())).toEqual([])
  })

  test('a sign-on that was begun is found in its environment until it is removed, or is too old', async () => {
    const store = await open()
    const at = (hours: number) => shift(START, hours * HOUR)
    await store.transaction('production', async ({ sso }) => {
      for (const hours of [0, 1, 2]) await sso.putRequest(signOnRequest(`_${hours}`, at(hours)))
      await sso.putRequest({ ...signOnRequest('_test', at(3)), purpose: 'test' })
    })
    await store.transaction('preview', async ({ sso }) => {
      expect(await sso.request('_0')).toBeNull()
      await sso.removeRequest('_0')
      await sso.removeRequests(at(9))
    })
    await store.transaction('production', async ({ sso }) => {
      expect(await sso.request('_0')).toEqual(signOnRequest('_0'))
      expect(await sso.request('_test')).toEqual({ ...signOnRequest('_test', at(3)), purpose: 'test' })
      await sso.removeRequest('_test')
      await sso.removeRequests(at(1))
      for (const id of ['_0', '_1', '_test']) expect(await sso.request(id)).toBeNull()
      expect(await sso.request('_2')).toEqual(signOnRequest('_2', at(2)))
    })
  })

  test('whether a sign-on is under way is told of an environment and of each browser', async () => {
    const store = await open()
    const begun = { ...signOnRequest('_one', shift(START, MINUTE)), browser: 'browser' }
    await store.transaction('production', ({ sso }) => sso.putRequest(begun))
    const asked = (environment: Environment, minutes: number, browser: string | null) =>
      store.read(environment, ({ sso }) => sso.hasRequest(shift(START, minutes * MINUTE), browser))
    expect(await asked('production', 0, null)).toBe(true)
    expect(await asked('production', 0, 'browser')).toBe(true)
    expect(await asked('production', 0, 'another')).toBe(false)
    expect(await asked('production', 1, 'browser')).toBe(false)
    expect(await asked('production', 1, null)).toBe(false)
    expect(await asked('preview', 0, null)).toBe(false)
    await store.transaction('production', ({ sso }) => sso.removeRequest('_one'))
    expect(await asked('production', 0, 'browser')).toBe(false)
  })

  test('an assertion is used once in an environment', async () => {
    const store = await open()
    const use = (environment: Environment) =>
      store.transaction(environment, (tx) => tx.sso.useMessage('digest', shift(START, HOUR)))
    expect(await use('production')).toBe(true)
    expect(await use('production')).toBe(false)
    expect(await use('preview')).toBe(true)
  })

  test('of those who use an assertion at the same time one does', async () => {
    const store = await open()
    const uses = Array.from({ length: 5 }, () =>
      store.transaction('production', (tx) => tx.sso.useMessage('digest', shift(START, HOUR))),
    )
    expect((await Promise.all(uses)).filter((isUsed) => isUsed)).toHaveLength(1)
  })

  test('an assertion is remembered for as long as it could be used, and is unused where the transaction throws', async () => {
    const store = await open()
    const until = shift(START, HOUR)
    const failing = store.transaction('production', async ({ sso }) => {
      await sso.useMessage('digest', until)
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    await store.transaction('preview', ({ sso }) => sso.useMessage('digest', until))
    await store.transaction('production', async ({ sso }) => {
      expect(await sso.useMessage('digest', until)).toBe(true)
      await sso.removeUsedMessages(until)
      expect(await sso.useMessage('digest', until)).toBe(false)
      await sso.removeUsedMessages(shift(until, 1))
      expect(await sso.useMessage('digest', until)).toBe(true)
    })
    await store.transaction('preview', async ({ sso }) => expect(await sso.useMessage('digest', until)).toBe(false))
  })

  test('records of sign-ons come back whole and the newest first, also those of one instant', async () => {
    const store = await open()
    const records = [
      signOn('late', { at: shift(START, HOUR), nameId: 'ада', user: { id: ada.id, name: 'Ada', isNew: true } }),
      signOn('first', { outcome: 'tested', purpose: 'test' }),
      signOn('second', { proof: 'none' }),
    ]
    for (const record of records) await store.transaction('production', (tx) => tx.signOns.append(record))
    const [late, first, second] = records.map((record) => SignOnSummary.parse(record))
    await store.read('production', async ({ signOns }) => {
      expect(await signOns.recent()).toEqual([late, second, first])
      for (const record of records) expect(await signOns.byId(record.id)).toEqual(record)
      expect(await signOns.byId('unknown')).toBeNull()
    })
    await store.read('preview', async ({ signOns }) => {
      expect(await signOns.recent()).toEqual([])
      expect(await signOns.byId('late')).toBeNull()
    })
  })

  test('of the records of sign-ons the newest are kept, of signed answers and of others so many, and none too old', async () => {
    const store = await open()
    const idsLeft = async (before: Instant, answers: number, others: number) => {
      await store.transaction('production', (tx) => tx.signOns.trim(before, answers, others))
      return (await store.read('production', ({ signOns }) => signOns.recent())).map(({ id }) => id)
    }
    for (const environment of ['production', 'preview'] as const)
      await store.transaction(environment, async ({ signOns }) => {
        for (const hours of [4, 1, 2, 3])
          for (const proof of ['signed-answer', hours % 2 === 0 ? 'none' : 'signed-unasked'] as const)
            await signOns.append(
              signOn(`${proof === 'signed-answer' ? 'sure' : 'odd'} ${hours}`, {
                proof,
                at: shift(START, hours * HOUR),
              }),
            )
      })
    expect(await idsLeft(START, 9, 9)).toHaveLength(8)
    expect(await idsLeft(START, 3, 1)).toEqual(['odd 4', 'sure 4', 'sure 3', 'sure 2'])
    expect(await idsLeft(shift(START, 3 * HOUR), 3, 1)).toEqual(['odd 4', 'sure 4'])
    expect(await idsLeft(START, 0, 1)).toEqual(['odd 4'])
    expect(await store.read('preview', ({ signOns }) => signOns.recent())).toHaveLength(8)
  })

  test('a store begins with the key pairs, records of sign-ons and directory it is given', async () => {
    const store = await openStore({
      production: {
        ...rows,
        ownKeys: [ownKey('ours')],
        signOns: [signOn('older'), signOn('newer')],
        directory: { [ada.id]: { Title: 'Lead' } },
      },
      preview: rows,
    })
    await store.transaction('production', async (tx) => {
      expect(await tx.sso.ownKeys()).toEqual([ownKey('ours')])
      await tx.signOns.append(signOn('newest'))
      expect((await tx.signOns.recent()).map(({ id }) => id)).toEqual(['newest', 'newer', 'older'])
      expect(await tx.users.directoryOf(ada.id)).toEqual({ Title: 'Lead' })
    })
    await store.read('preview', async ({ sso, signOns, users }) => {
      expect(await sso.ownKeys()).toEqual([])
      expect(await signOns.recent()).toEqual([])
      expect(await users.directoryOf(ada.id)).toEqual({})
    })
  })

  test('what the directory says of a user takes the place of what it said before, in one environment', async () => {
    const store = await open()
    const put = (attributes: Record<string, string>) =>
      store.transaction('production', (tx) => tx.users.putDirectory(ada.id, attributes))
    const directory = (environment: Environment, id: string) =>
      store.read(environment, ({ users }) => users.directoryOf(id))
    expect(await directory('production', ada.id)).toEqual({})
    await put({ Title: 'Lead', 'Phone Number': '“1”' })
    await put({ Title: 'Head' })
    expect(await directory('production', ada.id)).toEqual({ Title: 'Head' })
    expect(await directory('production', ben.id)).toEqual({})
    expect(await directory('preview', ada.id)).toEqual({})
  })

  test('a user is found by their SSO username, letter for letter', async () => {
    const store = await open()
    await store.transaction('production', async ({ users }) => {
      await users.setSsoUsernames([
        { id: ada.id, ssoUsername: 'ada' },
        { id: ben.id, ssoUsername: 'Ada' },
      ])
    })
    const idsOf = (environment: Environment, value: string) =>
      store.read(environment, async ({ users }) => {
        const found = await users.search([{ field: 'ssoUsername', test: 'eq', value }], [], PAGE)
        return found.map(({ id }) => id)
      })
    expect(await idsOf('production', 'ada')).toEqual([ada.id])
    expect(await idsOf('production', 'ADA')).toEqual([])
    expect(await idsOf('production', '')).toEqual([])
    expect(await idsOf('preview', 'ada')).toEqual([])
  })

  test('a look-up answers null for what is not there, and removing it is no error', async () => {
    const store = await open()
    await store.transaction('production', async (tx) => {
      expect(await tx.users.byId(idOf('nobody'))).toBeNull()
      expect(await tx.users.byUsername('nobody')).toBeNull()
      expect(await tx.users.byEmail('nobody@northwind.example')).toBeNull()
      expect(await tx.keys.ofUser(ben.id)).toBeNull()
      expect(await tx.keys.byDigest('unknown')).toBeNull()
      expect(await tx.keys.holder('unknown')).toBeNull()
      expect(await tx.sessions.byDigest('unknown')).toBeNull()
      await tx.keys.removeOf(ben.id)
      await tx.sessions.remove('unknown')
    })
  })

  test('earlier passwords come back newest first, and no more than were asked for', async () => {
    const store = await open()
    expect(await store.read('production', (rows) => rows.users.previousPasswords(ada.id, 5))).toEqual([])
    for (const hash of ['first', 'second', 'third'])
      await store.transaction('production', (tx) => tx.users.rememberPassword(ada.id, hash))
    await store.transaction('production', (tx) => tx.users.rememberPassword(ben.id, 'his'))
    expect(await store.read('production', (rows) => rows.users.previousPasswords(ada.id, 2))).toEqual([
      'third',
      'second',
    ])
  })

  test('a user’s sessions end together, but for the one that is kept', async () => {
    const store = await open()
    await store.transaction('production', async (tx) => {
      for (const digest of ['one', 'two', 'three']) await tx.sessions.put({ ...session, digest })
      await tx.sessions.put({ ...session, digest: 'his', userId: ben.id })
      expect(await tx.sessions.removeOfUser(ada.id, 'two')).toBe(2)
      expect(await tx.sessions.byDigest('one')).toBeNull()
      expect(await tx.sessions.byDigest('two')).not.toBeNull()
      expect(await tx.sessions.removeOfUser(ada.id, null)).toBe(1)
      expect(await tx.sessions.byDigest('his')).not.toBeNull()
    })
  })

  test('sessions of a sign-on end by its name: all of them, or those of the provider’s sessions', async () => {
    const store = await open()
    const signedOn = { ...session, nameId: 'ada', nameIdFormat: 'urn:unspecified' }
    const begin = () =>
      store.transaction('production', async ({ sessions }) => {
        for (const sessionIndex of ['1', '2', '3'])
          await sessions.put({ ...signedOn, digest: sessionIndex, sessionIndex })
        await sessions.put({ ...signedOn, digest: 'unnamed' })
        await sessions.put({ ...signedOn, digest: 'other', userId: ben.id, nameId: 'Ada', sessionIndex: '1' })
        await sessions.put({ ...session, digest: 'password' })
      })
    const end = (environment: Environment, nameId: string, indexes: string[]) =>
      store.transaction(environment, (tx) => tx.sessions.removeSignedOn(nameId, indexes))
    const left = () =>
      store.read('production', async ({ sessions }) => {
        const found = await Promise.all(
          ['1', '2', '3', 'unnamed', 'other', 'password'].map((digest) => sessions.byDigest(digest)),
        )
        return found.flatMap((session) => session?.digest ?? [])
      })
    await begin()
    expect(await store.read('production', ({ sessions }) => sessions.byDigest('2'))).toEqual({
      ...signedOn,
      digest: '2',
      sessionIndex: '2',
    })
    expect(await end('preview', 'ada', [])).toBe(0)
    expect(await end('production', 'ada', ['1', '3', '9'])).toBe(2)
    expect(await left()).toEqual(['2', 'unnamed', 'other', 'password'])
    await begin()
    expect(await end('production', 'ada', [])).toBe(4)
    expect(await left()).toEqual(['other', 'password'])
    expect(await end('production', '', [])).toBe(0)
  })

  test('ended sessions are forgotten: idle since an instant or before, begun by one or before, or bounded by one', async () => {
    const store = await open()
    await store.transaction('production', async (tx) => {
      const at = (hours: number) => shift(START, hours * HOUR)
      await tx.sessions.put({ ...session, digest: 'idle', createdAt: at(1), lastUsedAt: at(2) })
      await tx.sessions.put({ ...session, digest: 'old', createdAt: at(0), lastUsedAt: at(9) })
      await tx.sessions.put({ ...session, digest: 'bounded', createdAt: at(1), lastUsedAt: at(3), endsAt: at(4) })
      const alive = { ...session, digest: 'alive', createdAt: at(1), lastUsedAt: at(3), endsAt: at(5) }
      await tx.sessions.put(alive)
      await tx.sessions.put({ ...alive, digest: 'unbounded', endsAt: null })
      await tx.sessions.removeEnded(at(2), at(0), at(4))
      expect(await tx.sessions.byDigest('idle')).toBeNull()
      expect(await tx.sessions.byDigest('old')).toBeNull()
      expect(await tx.sessions.byDigest('bounded')).toBeNull()
      expect(await tx.sessions.byDigest('alive')).toEqual(alive)
      expect(await tx.sessions.byDigest('unbounded')).not.toBeNull()
    })
  })

  test('a reading sees what was committed and nothing of a transaction under way', async () => {
    const store = await open()
    let proceed = () => {}
    let hasWritten = () => {}
    const written = new Promise<void>((resolve) => (hasWritten = resolve))
    const writing = store.transaction('production', async (tx) => {
      await tx.customer.put({ ...customer, version: 7 })
      hasWritten()
      await new Promise<void>((resolve) => (proceed = resolve))
    })
    await written
    const version = store.read('production', async (rows) => (await rows.customer.get()).version)
    // A store may let the reader wait for the writer; one that does not must answer the old version.
    proceed()
    await writing
    expect([customer.version, 7]).toContain(await version)
    expect(await store.read('production', async (rows) => (await rows.customer.get()).version)).toBe(7)
  })

  test('user names and e-mail addresses are found whatever their case', async () => {
    const store = await open()
    await store.transaction('production', async (tx) => {
      await tx.users.put(person('Zoë', { username: 'Zoë', email: 'Zoe@Northwind.example' }))
      expect((await tx.users.byUsername('ADA@northwind.EXAMPLE'))?.id).toBe(ada.id)
      expect((await tx.users.byUsername('zoË'))?.id).toBe(idOf('Zoë'))
      expect((await tx.users.byEmail('zoe@northwind.example'))?.email).toBe('Zoe@Northwind.example')
    })
  })

  test('a user name is no pattern', async () => {
    const store = await open()
    await store.transaction('production', async (tx) => {
      expect(await tx.users.byUsername('ada%')).toBeNull()
      expect(await tx.users.byUsername('_da@northwind.example')).toBeNull()
    })
  })

  test('a replaced or removed key is no longer found by its digest', async () => {
    const store = await open()
    await store.transaction('production', async (tx) => {
      await tx.keys.put({ ...keyOf(ada), digest: 'another' })
      await tx.keys.removeOf(cleo.id)
      expect(await tx.keys.byDigest(keyOf(ada).digest)).toBeNull()
      expect(await tx.keys.holder(keyOf(ada).digest)).toBeNull()
      expect(await tx.keys.byDigest(keyOf(cleo).digest)).toBeNull()
    })
  })

  test('transactions run one after another, so concurrent changes lose nothing', async () => {
    const store = await open()
    const increment = () =>
      store.transaction('production', async (tx) => {
        const before = await tx.customer.get()
        await Promise.resolve()
        await tx.customer.put({ ...before, version: before.version + 1 })
      })
    await Promise.all(Array.from({ length: 20 }, increment))
    expect((await store.transaction('production', (tx) => tx.customer.get())).version).toBe(customer.version + 20)
  })

  test('a transaction that throws leaves everything as it was, and the next one works', async () => {
    const store = await open()
    const failing = store.transaction('production', async (tx) => {
      await tx.customer.put({ ...customer, version: 9 })
      await tx.users.put({ ...ada, isActive: false })
      await tx.users.put(person('newcomer'))
      await tx.keys.put(keyOf(ben))
      await tx.keys.redateAll(START, START)
      await tx.keys.removeAll()
      await tx.sessions.put(session)
      await tx.audit.append(record('undone'))
      await tx.sso.addOwnKey(ownKey('undone'))
      await tx.sso.putRequest(signOnRequest('undone'))
      await tx.signOns.append(signOn('undone'))
      await tx.users.putDirectory(ada.id, { Title: 'undone' })
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    await store.transaction('production', async (tx) => {
      expect(await tx.customer.get()).toEqual(customer)
      expect(await tx.users.byId(ada.id)).toEqual(ada)
      expect(await tx.users.byId(idOf('newcomer'))).toBeNull()
      expect(await keysOf(tx, users)).toEqual(rows.keys)
      expect(await tx.sessions.byDigest(session.digest)).toBeNull()
      expect(await tx.audit.search()).toEqual([])
      expect(await tx.sso.ownKeys()).toEqual([])
      expect(await tx.sso.request('undone')).toBeNull()
      expect(await tx.signOns.recent()).toEqual([])
      expect(await tx.users.directoryOf(ada.id)).toEqual({})
      await tx.keys.removeOf(ada.id)
    })
    expect(await store.transaction('production', (tx) => tx.keys.ofUser(ada.id))).toBeNull()
  })

  test('what happens in Preview does not happen in Production', async () => {
    const store = await open()
    await store.transaction('preview', async (tx) => {
      await tx.customer.put({ ...customer, version: 9 })
      await tx.users.put({ ...ada, isActive: false })
      await tx.keys.removeAll()
      await tx.keys.put(keyOf(ben))
      await tx.sessions.put(session)
      await tx.audit.append(record('in Preview'))
    })
    await store.transaction('production', async (tx) => {
      expect(await tx.customer.get()).toEqual(customer)
      expect(await tx.users.byId(ada.id)).toEqual(ada)
      expect(await keysOf(tx, users)).toEqual(rows.keys)
      expect((await tx.keys.holder(keyOf(ada).digest))?.owner).toEqual(ada)
      expect(await tx.sessions.byDigest(session.digest)).toBeNull()
      expect(await tx.audit.search()).toEqual([])
      await tx.keys.settle(START)
    })
    expect(await store.transaction('preview', (tx) => keysOf(tx, users))).toEqual([keyOf(ben)])
  })

  test('when an environment was refreshed is remembered by environment', async () => {
    const store = await open()
    expect(await store.read('preview', (rows) => rows.refreshes.get())).toBeNull()
    const first = { since: START, lastAt: null }
    const second = { since: START, lastAt: shift(START, HOUR) }
    await store.transaction('preview', (tx) => tx.refreshes.put(first))
    expect(await store.read('preview', (rows) => rows.refreshes.get())).toEqual(first)
    await store.transaction('preview', (tx) => tx.refreshes.put(second))
    expect(await store.read('preview', (rows) => rows.refreshes.get())).toEqual(second)
    expect(await store.read('production', (rows) => rows.refreshes.get())).toBeNull()
  })

  /** Everything of an environment that a refresh is about. */
  const holdings = (store: Store, environment: Environment, people: User[]) =>
    store.read(environment, async (rows) => ({
      customer: await rows.customer.get(),
      users: await rows.users.search([], [], { first: 0, limit: 100 }),
      keys: await keysOf(rows, people),
      passwords: await Promise.all(people.map(({ id }) => rows.users.previousPasswords(id, 9))),
      uses: await rows.keyUses.ofUser(ada.id),
      sessions: await rows.sessions.byDigest(session.digest),
      directory: await Promise.all(people.map(({ id }) => rows.users.directoryOf(id))),
      sso: await rows.sso.get(),
      ownKeys: await rows.sso.ownKeys(),
      signOns: await rows.signOns.recent(),
      audit: await rows.audit.search(),
      refreshes: await rows.refreshes.get(),
    }))

  /** A Production, and a Preview that differs from it in everything that can. */
  async function openApart() {
    const newcomer = person('newcomer')
    const people = [...users, newcomer]
    const useOf = (keyId: string) => ({
      userId: ada.id,
      keyId,
      uses: [{ client: 'curl 8.5', address: '203.0.113.5', lastUsedAt: START }],
      refusedCalls: 0,
      lastRefusedAt: null,
    })
    const store = await open()
    await store.transaction('production', async (tx) => {
      await tx.customer.put({ ...customer, version: 4, platformMode: 'ims', certificate: certificate('client.pem') })
      await tx.users.put({ ...ben, passwordHash: 'hash of another', lockedUntil: START })
      await tx.users.rememberPassword(ben.id, 'older')
      await tx.users.rememberPassword(ben.id, 'old')
      await tx.keys.recordUse({ ...useOf(keyOf(ada).id), refusedCalls: 3, lastRefusedAt: START })
      await tx.keys.put(keyOf(ben, { expiresAt: START }))
      await tx.sso.put({ ...DEFAULT_SSO, version: 8 })
      await tx.sessions.put(session)
      await tx.audit.append(record('in Production'))
      await tx.users.putDirectory(ada.id, { Title: 'Lead' })
      await tx.users.putDirectory(ben.id, { Title: 'Head' })
      await tx.sso.addOwnKey(ownKey('of Production'))
      await tx.signOns.append(signOn('in Production'))
    })
    await store.transaction('preview', async (tx) => {
      await tx.users.put(newcomer)
      await tx.users.put({ ...cleo, isActive: false })
      await tx.users.rememberPassword(cleo.id, 'hers')
      await tx.users.rememberPassword(ben.id, 'another')
      await tx.keys.put(keyOf(newcomer))
      await tx.keys.put(keyOf(ada, { id: idOf('reset'), digest: 'reset' }))
      await tx.keys.recordUse(useOf(idOf('reset')))
      await tx.keys.removeOf(cleo.id)
      await tx.sso.put({ ...DEFAULT_SSO, version: 9 })
      await tx.sessions.put(session)
      await tx.sessions.put({ ...session, digest: 'another', userId: newcomer.id })
      await tx.audit.append(record('in Preview'))
      await tx.users.putDirectory(ada.id, { Title: 'Head' })
      await tx.users.putDirectory(cleo.id, { Title: 'Lead' })
      await tx.users.putDirectory(newcomer.id, {})
      await tx.sso.addOwnKey(ownKey('of Preview'))
      await tx.sso.putRequest(signOnRequest('in Preview'))
      await tx.sso.useMessage('in Preview', START)
      await tx.signOns.append(signOn('in Preview'))
      await tx.refreshes.put({ since: START, lastAt: null })
    })
    return { store, people }
  }

  test('takeFrom replaces customer, users, directory, passwords and keys, ends sessions, and leaves the rest (P1, P2)', async () => {
    const { store, people } = await openApart()
    const [production, preview] = [
      await holdings(store, 'production', people),
      await holdings(store, 'preview', people),
    ]
    await store.refresh('preview', (tx) => tx.takeFrom('production'))
    expect(await holdings(store, 'preview', people)).toEqual({
      ...production,
      keys: production.keys.map((key) => ({ ...key, ...UNUSED })),
      uses: [],
      sessions: null,
      sso: preview.sso,
      ownKeys: preview.ownKeys,
      signOns: preview.signOns,
      audit: preview.audit,
      refreshes: preview.refreshes,
    })
    expect(await holdings(store, 'production', people)).toEqual(production)
    await store.read('preview', async (rows) => {
      expect(await rows.sessions.byDigest('another')).toBeNull()
      expect(await rows.keys.holder('reset')).toBeNull()
      expect((await rows.keys.holder(keyOf(ada).digest))?.policy.platformMode).toBe('ims')
      expect((await rows.users.byUsername('BEN@northwind.example'))?.id).toBe(ben.id)
    })
    await store.transaction('preview', async ({ sso }) => {
      expect(await sso.request('in Preview')).not.toBeNull()
      expect(await sso.useMessage('in Preview', START)).toBe(false)
    })
    // Once more, it finds nothing to do.
    await store.refresh('preview', (tx) => tx.takeFrom('production'))
    expect((await holdings(store, 'preview', people)).users).toEqual(production.users)
  })

  test('what was taken over is undone when the refresh throws, and the next one works', async () => {
    const { store, people } = await openApart()
    const before = await holdings(store, 'preview', people)
    const failing = store.refresh('preview', async (tx) => {
      await tx.takeFrom('production')
      await tx.refreshes.put({ since: START, lastAt: START })
      await tx.audit.append(record('undone'))
      expect((await tx.users.byId(ben.id))?.passwordHash).toBe('hash of another')
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await holdings(store, 'preview', people)).toEqual(before)
    await store.refresh('preview', (tx) => tx.takeFrom('production'))
    expect((await holdings(store, 'preview', people)).users).toEqual(
      (await holdings(store, 'production', people)).users,
    )
  })

  test('audit records come back whole and newest first, also those of one instant', async () => {
    const store = await open()
    const written = [
      record('first', { before: { expiresAt: START }, after: null }),
      record('second', { userId: null, userName: '', outcome: 'refused', details: '<b>&"’\\' }),
      record('third', { at: shift(START, 1) }),
    ]
    for (const one of written) await store.transaction('production', (tx) => tx.audit.append(one))
    expect(await store.transaction('production', (tx) => tx.audit.search())).toEqual(written.toReversed())
  })

  test('audit records are found by each condition and by all of them, a page at a time', async () => {
    const audit = [
      record('oldest', { userName: 'Émile Ångström', at: shift(START, -HOUR) }),
      record('sign-in', { type: 'Login Attempt', action: 'Log in', userName: 'ada Northwind' }),
      record('nobody', { type: 'Login Attempt', action: 'Log in', userId: null, userName: '', at: shift(START, HOUR) }),
      record('odd', { userName: `100%_\\'";--`, at: shift(START, 2 * HOUR) }),
      record('settings', { type: 'Customer Info', action: 'Change', userName: 'Ada Lovelace', at: shift(START, DAY) }),
    ]
    const store = await openStore({ production: { ...rows, audit }, preview: rows })
    const found = (conditions: RecordsSought, page?: { first: number; limit: number }) =>
      store.read('production', async (tx) => {
        const all = await tx.audit.search(conditions)
        const { records, count } = await tx.audit.page(conditions, page ?? { first: 0, limit: 100 })
        expect(count).toBe(all.length)
        if (!page) expect(records).toEqual(all)
        expect(await tx.audit.search(conditions, 2)).toEqual(all.slice(0, 2))
        for (const one of records) expect(audit).toContainEqual(one)
        return records.map(({ id }) => audit.findIndex((one) => one.id === id))
      })
    expect(await found({})).toEqual([4, 3, 2, 1, 0])
    expect(await found({}, { first: 1, limit: 2 })).toEqual([3, 2])
    expect(await found({}, { first: 4, limit: 2 })).toEqual([0])
    expect(await found({}, { first: 5_000_000, limit: 2 })).toEqual([])
    expect(await found({ types: ['Login Attempt', 'Customer Info'] })).toEqual([4, 2, 1])
    expect(await found({ types: [] })).toEqual([])
    expect(await found({ action: 'Log in' })).toEqual([2, 1])
    expect(await found({ since: START })).toEqual([4, 3, 2, 1])
    expect(await found({ before: START })).toEqual([0])
    expect(await found({ userName: 'ADA' })).toEqual([4, 1])
    expect(await found({ userName: 'émile å' })).toEqual([0])
    expect(await found({ userName: '' })).toEqual([4, 3, 2, 1, 0])
    for (const literal of ['%', '_', '\\', "'", '"', ';--', `100%_\\'"`])
      expect(await found({ userName: literal })).toEqual([3])
    for (const nobody of ['%a%', 'a'.repeat(10_000), '\0', '\uD83D', '*'])
      expect(await found({ userName: nobody })).toEqual([])
    expect(
      await found({ types: ['Customer Info'], userName: 'ada', since: START, before: shift(START, 2 * DAY) }),
    ).toEqual([4])
    expect(await found({ types: ['Customer Info'], action: 'Log in' })).toEqual([])
    expect(await store.read('preview', (tx) => tx.audit.search())).toEqual([])
    expect(await store.read('preview', (tx) => tx.audit.search({ userName: 'ada' }))).toEqual([])
  })

  test('one audit record is found by its ID, in its environment only', async () => {
    const audit = [record('first'), record('second', { before: { nested: [{ a: null }] } })]
    const store = await openStore({ production: { ...rows, audit }, preview: rows })
    expect(await store.read('production', (tx) => tx.audit.byId(idOf('second')))).toEqual(audit[1])
    expect(await store.read('production', (tx) => tx.audit.byId(idOf('third')))).toBeNull()
    expect(await store.read('preview', (tx) => tx.audit.byId(idOf('second')))).toBeNull()
  })

  test('old audit records are forgotten a few at a time, the oldest first, and writing goes on', async () => {
    const audit = [1, 2, 3, 4].map((day) => record(`day ${day}`, { at: shift(START, day * DAY) }))
    const store = await openStore({ production: { ...rows, audit }, preview: { ...rows, audit } })
    const remaining = () => store.read('production', async (tx) => (await tx.audit.search()).map(({ at }) => at))
    const removeBefore = (cutoff: Instant, limit: number) =>
      store.transaction('production', (tx) => tx.audit.removeBefore(cutoff, limit))
    expect(await removeBefore(shift(START, 4 * DAY), 2)).toBe(2)
    expect(await remaining()).toEqual([shift(START, 4 * DAY), shift(START, 3 * DAY)])
    expect(await removeBefore(shift(START, 4 * DAY), 2)).toBe(1)
    expect(await remaining()).toEqual([shift(START, 4 * DAY)])
    await removeBefore(shift(START, 9 * DAY), 2)
    await store.transaction('production', (tx) => tx.audit.append(record('afterwards')))
    expect(await remaining()).toEqual([START])
    expect((await store.read('preview', (tx) => tx.audit.search())).length).toBe(4)
  })

  test('logins through the API are counted by user, client, address and certificate, the last used first', async () => {
    const logIn = (id: string, hours: number, change: Partial<AuditRecord> = {}) =>
      record(id, {
        type: 'Login Attempt',
        action: 'Log in',
        object: 'API',
        userId: cleo.id,
        userName: 'cleo',
        at: shift(START, hours * HOUR),
        after: { certificate: 'none' },
        ...change,
      })
    const audit = [
      logIn('long ago', -10),
      logIn('at the limit', 0),
      logIn('before there were certificates', 1, { after: null }),
      logIn('again', 2),
      logIn('elsewhere', 3, { address: '203.0.113.9' }),
      logIn('with a certificate', 4, { after: { certificate: 'AB:CD' } }),
      logIn('another client', 5, { userAgent: 'Robot/2.0' }),
      logIn('somebody else', 6, { userId: ada.id, userName: 'ada' }),
      logIn('under an earlier name', 6.5, { userName: 'zoe' }),
      logIn('refused', 7, { outcome: 'refused' }),
      logIn('out', 7, { action: 'Log out' }),
      logIn('in the console', 7, { object: 'Console' }),
      record('no login', { at: shift(START, 7 * HOUR) }),
    ]
    const store = await openStore({ production: { ...rows, audit }, preview: rows })
    const login = {
      userId: cleo.id,
      userName: 'cleo',
      userAgent: 'Test/1.0',
      address: '203.0.113.5',
      certificate: 'none',
    }
    const expected = [
      { ...login, userName: 'zoe', logins: 1, lastAt: shift(START, 6.5 * HOUR) },
      { ...login, userId: ada.id, userName: 'ada', logins: 1, lastAt: shift(START, 6 * HOUR) },
      { ...login, userAgent: 'Robot/2.0', logins: 1, lastAt: shift(START, 5 * HOUR) },
      { ...login, certificate: 'AB:CD', logins: 1, lastAt: shift(START, 4 * HOUR) },
      { ...login, address: '203.0.113.9', logins: 1, lastAt: shift(START, 3 * HOUR) },
      { ...login, logins: 2, lastAt: shift(START, 2 * HOUR) },
    ]
    expect(await store.read('production', (tx) => tx.audit.apiLogins(START, 10))).toEqual(expected)
    expect(await store.read('production', (tx) => tx.audit.apiLogins(START, 2))).toEqual(expected.slice(0, 2))
    expect(await store.read('preview', (tx) => tx.audit.apiLogins(START, 10))).toEqual([])
    expect((await store.read('production', (tx) => tx.audit.search())).map(({ id }) => id)).toEqual(
      audit.map(({ id }) => id).toReversed(),
    )
  })

  // From here on few different hours, so that instants often coincide.
  const hour = fc.integer({ min: -3, max: 3 }).map((hours) => shift(START, hours * HOUR))
  const staff = users.map((user) =>
    fc.record({
      user: hour.map((passwordDate) => ({ ...user, passwordDate })),
      key: fc.option(fc.option(hour).map((expiresAt) => keyOf(user, { expiresAt }))),
    }),
  )
  const situation = fc.tuple(...staff).map((members) => ({
    users: members.map(({ user }) => user),
    keys: members.flatMap(({ key }) => key ?? []),
  }))

  /** Holds the store's version of a set operation against its plain restatement, over many situations. */
  async function holds<Arguments extends unknown[]>(
    args: fc.Arbitrary<Arguments>,
    check: (
      tx: Transaction,
      keys: ApiKey[],
      passwordDate: (key: ApiKey) => Instant,
      ...args: Arguments
    ) => Promise<void>,
  ) {
    const store = await open()
    const run = fc.asyncProperty(situation, args, async ({ users, keys }, args) => {
      await store.transaction('production', async (tx) => {
        await tx.keys.removeAll()
        for (const user of users) await tx.users.put(user)
        for (const key of keys) await tx.keys.put(key)
        const owners = new Map(users.map((user) => [user.id, user.passwordDate]))
        await check(tx, keys, (key) => owners.get(key.userId) ?? '', ...args)
      })
    })
    await fc.assert(run, { numRuns: 200, seed: 51 })
  }

  const isActive = (key: ApiKey, now: Instant) => key.expiresAt === null || now < key.expiresAt

  test('count sorts keys into settled, expired and active', () =>
    holds(fc.tuple(hour, fc.option(hour)), async (tx, keys, passwordDate, now, cutoff) => {
      const others = keys.filter((key) => cutoff === null || passwordDate(key) > cutoff)
      const active = others.filter((key) => isActive(key, now))
      expect(await tx.keys.count(now, cutoff)).toEqual({
        active: active.length,
        expired: others.length - active.length,
        settled: keys.length - others.length,
      })
    }))

  test('whatever Preview has, after takeFrom it has what Production has', async () => {
    const some = situation.chain(({ users, keys }) =>
      fc.subarray(users).map((users) => ({
        ...rows,
        users,
        keys: keys.filter(({ userId }) => users.some(({ id }) => id === userId)),
      })),
    )
    const run = fc.asyncProperty(some, some, async (production, preview) => {
      const store = await openStore({ production, preview })
      await store.refresh('preview', (tx) => tx.takeFrom('production'))
      expect(await holdings(store, 'preview', users)).toEqual(await holdings(store, 'production', users))
    })
    await fc.assert(run, { numRuns: 50, seed: 55 })
  })

  test('countEnding counts the keys that have expired, and those that are active now and expire by then', () =>
    holds(fc.tuple(hour, hour, fc.option(hour)), async (tx, keys, passwordDate, one, another, cutoff) => {
      const [now = one, until = another] = [one, another].toSorted()
      const others = keys.filter((key) => cutoff === null || passwordDate(key) > cutoff)
      expect(await tx.keys.countEnding(now, until, cutoff)).toEqual({
        expired: others.filter((key) => !isActive(key, now)).length,
        expiring: others.filter((key) => isActive(key, now) && !isActive(key, until)).length,
      })
    }))

  test('nextExpiry is the earliest that is still to come', () =>
    holds(fc.tuple(hour), async (tx, keys, _, now) => {
      const [next = null] = keys
        .flatMap(({ expiresAt }) => (expiresAt !== null && expiresAt > now ? expiresAt : []))
        .toSorted()
      expect(await tx.keys.nextExpiry(now)).toBe(next)
    }))

  test('redateAll gives every active key the same expiry and leaves expired ones alone (E2)', () =>
    holds(fc.tuple(hour, fc.option(hour)), async (tx, keys, _, now, expiresAt) => {
      expect(await tx.keys.redateAll(now, expiresAt)).toBe(keys.filter((key) => isActive(key, now)).length)
      const redated = keys.map((key) => (isActive(key, now) ? { ...key, expiresAt } : key))
      expect(await keysOf(tx, users)).toEqual(redated)
    }))

  test('countPasswordsSetBy counts the users whose password is that old', () =>
    holds(fc.tuple(hour), async (tx, _keys, _passwordDate, cutoff) => {
      const dates = await Promise.all(users.map(async ({ id }) => tx.users.byId(id)))
      const old = dates.filter((user) => user && user.passwordDate <= cutoff)
      expect(await tx.users.countPasswordsSetBy(cutoff)).toBe(old.length)
    }))

  test('settle removes the keys of passwords set at the cutoff or before (E6)', () =>
    holds(fc.tuple(hour), async (tx, keys, passwordDate, cutoff) => {
      const kept = keys.filter((key) => passwordDate(key) > cutoff)
      expect(await tx.keys.settle(cutoff)).toBe(keys.length - kept.length)
      expect(await keysOf(tx, users)).toEqual(kept)
    }))

  // Few different texts, so that they often coincide; among them what databases take for patterns, quotes and escapes,
  // what folds in odd ways, and two whose order by code point is not that of their UTF-16.
  const fragment = fc.constantFrom(
    '',
    ' ',
    'a',
    'A',
    'é',
    'e\u0301',
    'ß',
    'İ',
    'Σ',
    '%',
    '_',
    '\\',
    "'",
    '"',
    '😀',
    '\uffee',
  )
  const short = fc.array(fragment, { maxLength: 3 }).map((parts) => parts.join(''))
  const text = fc.oneof(
    { weight: 12, arbitrary: short },
    { weight: 1, arbitrary: fc.constant('a%_'.repeat(3334).slice(0, 10_000)) },
  )
  const searched = ['ada', 'ben', 'cleo', 'dora', 'emil'].map((name) =>
    fc
      .record({
        firstName: text,
        lastName: text,
        ssoUsername: fc.option(text),
        isActive: fc.boolean(),
        ssoAccessOnly: fc.boolean(),
        accessLevel: fc.constantFrom(...ACCESS_LEVELS),
        passwordHash: fc.option(fc.constant('hash')),
        passwordDate: hour,
        lastLoginDate: fc.option(hour),
        loginCount: fc.integer({ min: 0, max: 12 }),
        // Unique, so the text is only part of it.
        name: short.map((part) => part + name),
      })
      .map(({ name: username, ...change }) => person(name, { ...change, username, email: `${username}@x.example` })),
  )
  const TEXT_FIELDS = ['username', 'email', 'firstName', 'lastName', 'name'] as const
  const OTHER_FIELDS = [
    'id',
    'ssoUsername',
    'accessLevel',
    'passwordHash',
    'passwordDate',
    'lastLoginDate',
    'isActive',
    'ssoAccessOnly',
    'loginCount',
  ] as const
  const anyField = fc.constantFrom(...TEXT_FIELDS, ...OTHER_FIELDS)
  const fieldOf = (user: User, field: UserSort['field']) =>
    field === 'name' ? `${user.firstName} ${user.lastName}` : user[field]
  /** A field with values that some of the users have there, or none. */
  const asked = (users: User[]) =>
    anyField.chain((field) => {
      const present = users.flatMap((user) => fieldOf(user, field) ?? [])
      const absent = field === 'loginCount' ? 77 : field === 'isActive' || field === 'ssoAccessOnly' ? true : 'nothing'
      const value = fc.constantFrom(...present, absent)
      return fc.record({ field: fc.constant(field), value, values: fc.array(value, { maxLength: 3 }) })
    })
  const condition = (users: User[]): fc.Arbitrary<UserCondition> =>
    fc.oneof(
      asked(users).chain(({ field, value, values }) =>
        fc.constantFrom<UserCondition>(
          { field, test: 'eq', value },
          { field, test: 'ne', value },
          { field, test: 'in', values },
          { field, test: 'isnull' },
          { field, test: 'notnull' },
        ),
      ),
      fc.record({
        field: fc.constantFrom(...TEXT_FIELDS, 'ssoUsername' as const),
        test: fc.constant('contains'),
        value: text,
      }),
      fc.record({
        field: fc.constantFrom(...TEXT_FIELDS),
        test: fc.constantFrom('cieq', 'cicontains'),
        value: fc.oneof(
          text,
          text.map((part) => `${part.toUpperCase()} ${part}`),
        ),
      }),
    )
  const search = fc.tuple(...searched).chain((users) =>
    fc.record({
      users: fc.constant(users),
      conditions: fc.array(condition(users), { maxLength: 2 }),
      sort: fc.array(fc.record({ field: anyField, isDescending: fc.boolean() }), { maxLength: 2 }),
      page: fc.record({ first: fc.nat(3), limit: fc.nat(6) }),
    }),
  )

  /** The same question of a list, in plain words. */
  function isFound(user: User, asked: UserCondition): boolean {
    const value = fieldOf(user, asked.field)
    if (asked.test === 'isnull') return value === null
    if (asked.test === 'ne') return value !== asked.value
    if (value === null) return false
    if (asked.test === 'notnull') return true
    if (asked.test === 'eq') return value === asked.value
    if (asked.test === 'in') return asked.values.some((wanted) => wanted === value)
    if (asked.test === 'contains') return `${value}`.includes(asked.value)
    if (asked.test === 'cieq') return foldCase(`${value}`) === foldCase(asked.value)
    return asked.test === 'cicontains' && foldCase(`${value}`).includes(foldCase(asked.value))
  }

  /** What sorts as the value does: code points of six digits each, after the mark of there being a value. */
  const sortKey = (value: string | number | boolean | null) =>
    value === null
      ? ''
      : `v${Array.from(typeof value === 'string' ? value : String.fromCodePoint(32 + Number(value)), (character) =>
          (character.codePointAt(0) ?? 0).toString().padStart(7, '0'),
        ).join('')}`

  test('search finds whom every condition holds of, in order, and count counts them', async () => {
    const store = await open()
    const run = fc.asyncProperty(search, async ({ users, conditions, sort, page }) => {
      await store.transaction('production', async (tx) => {
        for (const user of [...users, inactive]) await tx.users.put(user)
      })
      const found = [...users, inactive].filter((user) => conditions.every((condition) => isFound(user, condition)))
      const sorted = found.toSorted((a, b) => {
        for (const { field, isDescending } of [...sort, { field: 'id', isDescending: false } as const]) {
          const [keyA, keyB] = [sortKey(fieldOf(a, field)), sortKey(fieldOf(b, field))]
          if (keyA !== keyB) return keyA < keyB === isDescending ? 1 : -1
        }
        return 0
      })
      await store.read('production', async (rows) => {
        const expected = sorted.slice(page.first, page.first + page.limit)
        expect(await rows.users.search(conditions, sort, page)).toEqual(expected)
        expect(await rows.users.count(conditions)).toBe(found.length)
      })
    })
    await fc.assert(run, { numRuns: 300, seed: 54 })
  })

  const dated = fc.record({ createdAt: hour, expiresAt: fc.option(hour), lastUsedAt: fc.option(hour) })
  const keyAsked: fc.Arbitrary<KeyCondition> = fc.oneof(
    fc.record({ test: fc.constantFrom('active', 'expired'), at: hour }),
    fc.record({ test: fc.constant('expires-between'), after: hour, until: hour }),
    fc.record({ test: fc.constant('unused-since'), since: hour }),
    fc.record({ test: fc.constantFrom('never-used', 'none') }),
  )
  const listing = fc.tuple(...searched).chain((users) =>
    fc.record({
      people: fc.tuple(
        ...users.map((user) =>
          fc.record({
            user: fc.record({ lockedUntil: fc.option(hour) }).map((change) => ({ ...user, ...change })),
            key: fc.option(dated.map((dates) => keyOf(user, dates))),
          }),
        ),
      ),
      filter: fc.record({
        search: fc.oneof(
          fc.constant(''),
          text,
          fc.constantFrom(...users).map(({ firstName, lastName }) => `${firstName} ${lastName}`.slice(-3)),
          fc.constantFrom(...users).map(({ lastName, username }) => `${lastName}\n${username}`),
        ),
        status: fc.option(fc.constantFrom('active', 'inactive', 'locked')),
        locksAt: fc.option(hour),
        key: fc.option(keyAsked),
        cutoff: fc.option(hour),
      }),
      sort: fc.record({
        by: fc.constantFrom('name', 'email', 'accessLevel', 'lastLoginDate', 'createdAt', 'expiresAt', 'lastUsedAt'),
        isDescending: fc.boolean(),
      }),
      page: fc.record({ first: fc.nat(3), limit: fc.integer({ min: 1, max: 6 }) }),
    }),
  )

  /** The same question of one user and their key, in plain words. */
  function isListed({ user, key }: { user: User; key: ApiKey | null }, filter: UsersSought): boolean {
    const { search, status, locksAt, key: asked } = filter
    const names = [`${foldCase(user.firstName)} ${foldCase(user.lastName)}`, foldCase(user.username)]
    if (![...names, foldCase(user.email)].some((name) => name.includes(foldCase(search)))) return false
    const isLocked = locksAt !== null && user.lockedUntil !== null && locksAt < user.lockedUntil
    if (status && status !== (!user.isActive ? 'inactive' : isLocked ? 'locked' : 'active')) return false
    if (!asked) return true
    if (asked.test === 'none') return key === null
    if (!key) return false
    if (asked.test === 'active' || asked.test === 'expired')
      return isActive(key, asked.at) === (asked.test === 'active')
    if (asked.test === 'expires-between') return isActive(key, asked.after) && !isActive(key, asked.until)
    if (asked.test === 'never-used') return key.lastUsedAt === null
    return asked.test === 'unused-since' && key.createdAt < asked.since && (key.lastUsedAt ?? '') < asked.since
  }

  /** What the order of a list goes by. What has no value sorts last either way. */
  const placeOf = ({ user, key }: { user: User; key: ApiKey | null }, by: UserOrder['by']): (string | null)[] => {
    const name = [foldCase(user.firstName), foldCase(user.lastName)]
    if (by === 'name') return name
    if (by === 'email') return [foldCase(user.email)]
    if (by === 'accessLevel') return [user.accessLevel, ...name]
    if (by === 'lastLoginDate') return [user.lastLoginDate]
    return key ? ['', key[by]] : [null, ...name]
  }

  test('the list of users has whom its filter leaves, in order, with the dates of the keys that count', async () => {
    const store = await open()
    const run = fc.asyncProperty(listing, async ({ people, filter, sort, page }) => {
      await store.transaction('production', async (tx) => {
        for (const { id } of users) await tx.keys.removeOf(id)
        for (const { user, key } of people) {
          await tx.users.put(user)
          await (key ? tx.keys.put(key) : tx.keys.removeOf(user.id))
        }
      })
      const { cutoff } = filter
      const standing = [...people, ...[inactive].map((user) => ({ user, key: null }))].map(({ user, key }) => ({
        user,
        key: cutoff !== null && user.passwordDate <= cutoff ? null : key,
      }))
      const inOrder = ({ by, isDescending }: UserOrder) =>
        standing
          .filter((one) => isListed(one, filter))
          .toSorted((a, b) => {
            const [placeA, placeB] = [
              [...placeOf(a, by), a.user.id],
              [...placeOf(b, by), b.user.id],
            ]
            for (const [index, one] of placeA.entries()) {
              const other = placeB[index] ?? null
              if (one === other) continue
              if (one === null || other === null) return one === null ? 1 : -1
              return sortKey(one) < sortKey(other) === isDescending ? 1 : -1
            }
            return 0
          })
          .map(({ user, key }) => ({
            id: user.id,
            firstName: user.firstName,
            lastName: user.lastName,
            username: user.username,
            email: user.email,
            licence: user.licence,
            accessLevel: user.accessLevel,
            isActive: user.isActive,
            lockedUntil: user.lockedUntil,
            lastLoginDate: user.lastLoginDate,
            key: key && { createdAt: key.createdAt, expiresAt: key.expiresAt, lastUsedAt: key.lastUsedAt },
          }))
      await store.read('production', async ({ users }) => {
        const all = inOrder(sort)
        expect(await users.list(filter, sort, page)).toEqual(all.slice(page.first, page.first + page.limit))
        expect(await users.countListed(filter)).toBe(all.length)
        expect(await users.listAll(filter)).toEqual(inOrder({ by: 'name', isDescending: false }))
      })
    })
    await fc.assert(run, { numRuns: 200, seed: 76 })
  })

  test('setSsoUsernames changes the named users of one environment, and nothing else of them', async () => {
    const linked = person('linked', { ssoUsername: 'Linked', loginCount: 3 })
    const seeded = { ...rows, users: [ada, ben, cleo, linked] }
    const store = await openStore({ production: seeded, preview: seeded })
    const names = ['Ада\\"😀\u2019', 'linked', 'of nobody']
    const [first = '', second = '', third = ''] = names
    await store.transaction('production', async (tx) => {
      await tx.users.setSsoUsernames([])
      await tx.users.setSsoUsernames([
        { id: ada.id, ssoUsername: first },
        { id: linked.id, ssoUsername: second },
        { id: idOf('nobody'), ssoUsername: third },
      ])
    })
    const all = (environment: Environment) =>
      store.read(environment, (rows) => rows.users.search([], [{ field: 'username', isDescending: false }], PAGE))
    expect(await all('production')).toEqual([
      { ...ada, ssoUsername: first, ssoAccessOnly: true },
      ben,
      cleo,
      { ...linked, ssoUsername: second, ssoAccessOnly: true },
    ])
    expect(await all('preview')).toEqual([ada, ben, cleo, linked])
  })

  test('two users can change SSO usernames at once, and what a transaction set is undone when it throws', async () => {
    const store = await open()
    const set = (entries: [User, string][]) =>
      store.transaction('production', async (tx) => {
        await tx.users.setSsoUsernames(entries.map(([{ id }, ssoUsername]) => ({ id, ssoUsername })))
        if (entries.some(([, ssoUsername]) => ssoUsername === '')) throw new Error('no')
      })
    await set([
      [ada, 'one'],
      [ben, 'two'],
    ])
    await set([
      [ada, 'two'],
      [ben, 'one'],
    ])
    await expect(set([[ada, '']])).rejects.toThrow('no')
    await store.read('production', async ({ users }) => {
      expect(await users.byId(ada.id)).toMatchObject({ ssoUsername: 'two' })
      expect(await users.byId(ben.id)).toMatchObject({ ssoUsername: 'one' })
    })
  })

  test('users can be looked up by a list of any length', async () => {
    const store = await open()
    const strangers = Array.from({ length: 100_000 }, (_, index) => index.toString(16).padStart(32, '0'))
    const values = [...strangers, ada.id, 'half \ud800', 'nothing \0', cleo.id]
    const found = await store.read('production', ({ users }) =>
      users.search([{ field: 'id', test: 'in', values }], [{ field: 'username', isDescending: false }], PAGE),
    )
    expect(found).toEqual([ada, cleo])
  })

  test('pick answers with the fields that were asked for, of everybody whom the conditions hold of', async () => {
    const store = await open()
    await store.read('production', async ({ users: { pick } }) => {
      expect(
        await pick(['username', 'isActive', 'ssoUsername'], [{ field: 'isActive', test: 'eq', value: false }]),
      ).toEqual([{ username: inactive.username, isActive: false, ssoUsername: null }])
      const ids = users.map(({ id }) => ({ id })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
      expect(await pick(['id'], [])).toEqual(ids)
    })
  })

  test('users are sorted by code point, with no value before any, and downwards the other way round', async () => {
    // The last but one is the higher of the two in UTF-16.
    const order = [null, '', 'B', 'a', '\uffee', '😀']
    const people = order.map((ssoUsername, index) => person(`person ${index}`, { ssoUsername }))
    const store = await openStore({ production: { ...rows, users: people.toReversed(), keys: [] }, preview: rows })
    const sorted = (isDescending: boolean) =>
      store.read('production', async ({ users }) => {
        const found = await users.search([], [{ field: 'ssoUsername', isDescending }], { first: 0, limit: 10 })
        return found.map(({ ssoUsername }) => ssoUsername)
      })
    expect(await sorted(false)).toEqual(order)
    expect(await sorted(true)).toEqual(order.toReversed())
  })

  const used = (client: string, hours: number, address = '203.0.113.5'): KeyUse => ({
    client,
    address,
    lastUsedAt: shift(START, hours * HOUR),
  })
  const usage = (owner: User, change: Partial<KeyUsage>): KeyUsage => ({
    userId: owner.id,
    keyId: keyOf(owner).id,
    uses: [],
    refusedCalls: 0,
    lastRefusedAt: null,
    ...change,
  })
  const recordUse = (store: Store, owner: User, change: Partial<KeyUsage>) =>
    store.transaction('production', (tx) => tx.keys.recordUse(usage(owner, change)))
  const usesOf = (store: Store, owner: User, environment: Environment = 'production') =>
    store.read(environment, (rows) => rows.keyUses.ofUser(owner.id))

  test('the use of a key is kept by client, the last first, and what is older changes nothing', async () => {
    const store = await open()
    expect(await usesOf(store, ada)).toEqual([])
    await recordUse(store, ada, { uses: [used('curl 8.5', 1), used('“Sync” \\ 😀', 2)] })
    await recordUse(store, ada, { uses: [used('curl 8.5', 4, '::1'), used('“Sync” \\ 😀', 0, '198.51.100.7')] })
    await recordUse(store, ada, { uses: [used('late', 3)] })
    expect(await usesOf(store, ada)).toEqual([used('curl 8.5', 4, '::1'), used('late', 3), used('“Sync” \\ 😀', 2)])
    const key = { ...keyOf(ada), lastUsedAt: shift(START, 4 * HOUR) }
    expect(await store.read('production', (rows) => rows.keys.ofUser(ada.id))).toEqual(key)
    expect((await store.read('production', (rows) => rows.keys.holder(key.digest)))?.key).toEqual(key)
    expect(await usesOf(store, cleo)).toEqual([])
    expect(await usesOf(store, ada, 'preview')).toEqual([])
  })

  test('refused calls are counted apart from uses', async () => {
    const store = await open()
    await recordUse(store, ada, { refusedCalls: 2, lastRefusedAt: shift(START, 2 * HOUR) })
    await recordUse(store, ada, { refusedCalls: 3, lastRefusedAt: shift(START, HOUR) })
    await recordUse(store, ada, { uses: [used('curl 8.5', 5)] })
    expect(await store.read('production', (rows) => rows.keys.ofUser(ada.id))).toEqual({
      ...keyOf(ada),
      lastUsedAt: shift(START, 5 * HOUR),
      refusedCalls: 5,
      lastRefusedAt: shift(START, 2 * HOUR),
    })
    expect(await store.read('production', (rows) => rows.keys.ofUser(cleo.id))).toEqual(keyOf(cleo))
  })

  test('uses and refused calls from after a clock that was set back count as its now, and later ones count', async () => {
    const store = await open()
    const at = (hours: number) => shift(START, hours * HOUR)
    await recordUse(store, ada, { uses: [used('late', 9), used('early', 1)], refusedCalls: 1, lastRefusedAt: at(8) })
    await recordUse(store, cleo, { uses: [used('early', 2)], refusedCalls: 1, lastRefusedAt: at(1) })
    const keyOfUser = (owner: User) => store.read('production', (rows) => rows.keys.ofUser(owner.id))
    const untouched = await keyOfUser(cleo)
    await store.transaction('preview', (tx) => tx.keys.capUse(at(3)))
    expect(await keyOfUser(ada)).toMatchObject({ lastUsedAt: at(9), lastRefusedAt: at(8) })
    await store.transaction('production', (tx) => tx.keys.capUse(at(3)))
    expect(await keyOfUser(ada)).toMatchObject({ lastUsedAt: at(3), refusedCalls: 1, lastRefusedAt: at(3) })
    expect(await usesOf(store, ada)).toEqual([used('late', 3), used('early', 1)])
    expect(await keyOfUser(cleo)).toEqual(untouched)
    await recordUse(store, ada, { uses: [used('early', 4)] })
    expect(await usesOf(store, ada)).toEqual([used('early', 4), used('late', 3)])
    expect(await keyOfUser(ada)).toMatchObject({ lastUsedAt: at(4) })
  })

  test('of the clients of a key those that used it last are remembered', async () => {
    const store = await open()
    const clients = Array.from({ length: MOST_CLIENTS }, (_, index) => used(`client ${index}`, index))
    await recordUse(store, cleo, { uses: clients })
    await recordUse(store, cleo, { uses: [used('another', 7.5), used('too old', -1)] })
    const kept = [...clients.slice(1), used('another', 7.5)]
    expect(await usesOf(store, cleo)).toEqual(kept.toSorted((a, b) => (a.lastUsedAt < b.lastUsedAt ? 1 : -1)))
  })

  test('clients that used a key at the same instant go by code point, in every list and where there are too many', async () => {
    // The last is the highest of them in UTF-8, and not in UTF-16.
    const inOrder = ['Sync', 'curl', 'é', '\uffee', '😀']
    const store = await open()
    await recordUse(store, ada, { uses: inOrder.toReversed().map((client) => used(client, 1)) })
    expect((await usesOf(store, ada)).map(({ client }) => client)).toEqual(inOrder)
    const { clients } = await store.read('production', (rows) => rows.keyUses.clientsSince(START, null, 4))
    expect(clients.map(({ client }) => client)).toEqual(inOrder.slice(0, 4))

    const names = Array.from({ length: MOST_CLIENTS + 2 }, (_, index) => `client ${String(index).padStart(2, '0')}`)
    await recordUse(store, cleo, {
      uses: names
        .toReversed()
        .slice(0, MOST_CLIENTS)
        .map((client) => used(client, 1)),
    })
    await recordUse(store, cleo, { uses: names.slice(0, 2).map((client) => used(client, 1)) })
    expect((await usesOf(store, cleo)).map(({ client }) => client)).toEqual(names.slice(0, MOST_CLIENTS))
  })

  test('uses go with their key, and those of a key that is gone are not taken', async () => {
    const acts: [name: string, act: (tx: Transaction) => Promise<unknown>][] = [
      ['replaced', (tx) => tx.keys.put({ ...keyOf(ada), id: idOf('next'), digest: 'next' })],
      ['removed', (tx) => tx.keys.removeOf(ada.id)],
      ['all removed', (tx) => tx.keys.removeAll()],
      ['settled', (tx) => tx.keys.settle(START)],
    ]
    for (const [name, act] of acts) {
      const store = await open()
      await recordUse(store, ada, { uses: [used('curl 8.5', 1)], refusedCalls: 1, lastRefusedAt: START })
      await store.transaction('preview', (tx) => tx.keys.recordUse(usage(ada, { uses: [used('curl 8.5', 2)] })))
      await store.transaction('production', act)
      expect([name, await usesOf(store, ada)]).toEqual([name, []])
      await recordUse(store, ada, { uses: [used('curl 8.5', 3)], refusedCalls: 1, lastRefusedAt: START })
      expect([name, await usesOf(store, ada)]).toEqual([name, []])
      expect(
        await store.read('production', (rows) => rows.keys.ofUser(ada.id)).then((key) => key?.refusedCalls ?? 0),
      ).toBe(0)
      expect(await usesOf(store, ada, 'preview')).toEqual([used('curl 8.5', 2)])
    }
  })

  test('what a key was used for before the last refresh is not recorded after it, and what came since is', async () => {
    const store = await open()
    await store.refresh('preview', async (tx) => {
      await tx.takeFrom('production')
      await tx.refreshes.put({ since: START, lastAt: shift(START, HOUR) })
    })
    const inPreview = (change: Partial<KeyUsage>) =>
      store.transaction('preview', (tx) => tx.keys.recordUse(usage(ada, change)))
    const keyNow = () => store.read('preview', (rows) => rows.keys.ofUser(ada.id))
    await inPreview({
      uses: [used('curl 8.5', 0), used('sync', 1)],
      refusedCalls: 2,
      lastRefusedAt: shift(START, HOUR),
    })
    expect(await usesOf(store, ada, 'preview')).toEqual([])
    expect(await keyNow()).toEqual(keyOf(ada))
    await inPreview({ uses: [used('curl 8.5', 1), used('sync', 2)], refusedCalls: 1, lastRefusedAt: shift(START, DAY) })
    expect(await usesOf(store, ada, 'preview')).toEqual([used('sync', 2)])
    const [lastUsedAt, lastRefusedAt] = [shift(START, 2 * HOUR), shift(START, DAY)]
    expect(await keyNow()).toEqual({ ...keyOf(ada), lastUsedAt, refusedCalls: 1, lastRefusedAt })
  })

  test('a key that is put again as it was keeps its uses, and so does one that is re-dated', async () => {
    const store = await open()
    await recordUse(store, ada, { uses: [used('curl 8.5', 1)] })
    await store.transaction('production', async (tx) => {
      await tx.keys.put({ ...keyOf(ada), expiresAt: shift(START, HOUR) })
      await tx.keys.redateAll(START, null)
    })
    expect(await usesOf(store, ada)).toEqual([used('curl 8.5', 1)])
  })

  test('a use that a transaction recorded is undone when it throws', async () => {
    const store = await open()
    await recordUse(store, ada, { uses: [used('curl 8.5', 1)] })
    const failing = store.transaction('production', async (tx) => {
      await tx.keys.recordUse(usage(ada, { uses: [used('curl 8.5', 2), used('late', 2)], refusedCalls: 1 }))
      await tx.keys.removeOf(ada.id)
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await usesOf(store, ada)).toEqual([used('curl 8.5', 1)])
    expect(await store.read('production', (rows) => rows.keys.ofUser(ada.id))).toMatchObject({ refusedCalls: 0 })
  })

  test('clients of all keys are told with how many people use them, those of the most first', async () => {
    const old = { ...ben, passwordDate: shift(START, -HOUR) }
    const keys = [keyOf(ada), keyOf(old), keyOf(cleo)]
    const keyUses = [
      { userId: ada.id, ...used('curl 8.5', 1) },
      { userId: ada.id, ...used('sync', 2) },
      { userId: ada.id, ...used('at the limit', 0) },
      { userId: cleo.id, ...used('sync', 4) },
      { userId: cleo.id, ...used('long ago', -5) },
      { userId: old.id, ...used('sync', 3) },
      { userId: old.id, ...used('export', 6) },
      // Nobody's key, so nobody's use.
      { userId: inactive.id, ...used('sync', 7) },
    ]
    const seeded = { ...rows, users: [ada, old, cleo, inactive], keys, keyUses }
    const store = await openStore({ production: seeded, preview: rows })
    const clients = (limit: number, cutoff: Instant | null = null) =>
      store.read('production', (rows) => rows.keyUses.clientsSince(START, cutoff, limit))
    const at = (hours: number) => shift(START, hours * HOUR)
    const expected = [
      { client: 'sync', users: 3, lastUsedAt: at(4) },
      { client: 'export', users: 1, lastUsedAt: at(6) },
      { client: 'curl 8.5', users: 1, lastUsedAt: at(1) },
    ]
    expect(await clients(10)).toEqual({ clients: expected, total: 3 })
    expect(await clients(2)).toEqual({ clients: expected.slice(0, 2), total: 3 })
    expect(await clients(10, old.passwordDate)).toEqual({
      clients: [{ client: 'sync', users: 2, lastUsedAt: at(4) }, expected[2]],
      total: 2,
    })
    const nobody = await store.read('preview', (rows) => rows.keyUses.clientsSince(START, null, 10))
    expect(nobody).toEqual({ clients: [], total: 0 })
  })

  test('removeAll leaves no key (R1)', () =>
    holds(fc.tuple(), async (tx, keys) => {
      expect(await tx.keys.removeAll()).toBe(keys.length)
      expect(await keysOf(tx, users)).toEqual([])
    }))
}

async function keysOf(rows: Reading, owners: { id: string }[]): Promise<ApiKey[]> {
  const keys: ApiKey[] = []
  for (const { id } of owners) {
    const key = await rows.keys.ofUser(id)
    if (key) keys.push(key)
  }
  return keys
}
