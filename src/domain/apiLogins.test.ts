import { expect, test } from 'vitest'
import { carriedAs, stoppedLogins, type ApiLogin } from './apiLogins.ts'
import { NO_CERTIFICATE, OTHER_CERTIFICATE } from './certificateMatch.ts'

const certificates = { current: { fingerprint: 'AA' }, next: { fingerprint: 'BB' } }

const login = (certificate: string, change: Partial<ApiLogin> = {}): ApiLogin => ({
  userId: 'ada',
  userName: 'Ada',
  userAgent: 'Sync/1.0',
  address: '203.0.113.5',
  certificate,
  logins: 1,
  lastAt: '2030-01-15T12:00:00.000Z',
  ...change,
})

test('a fingerprint is told by the place its certificate has by now', () => {
  expect(
    ['AA', 'BB', 'CC', NO_CERTIFICATE, OTHER_CERTIFICATE].map((carried) => carriedAs(carried, certificates)),
  ).toEqual(['current', 'next', 'retired', 'none', 'another'])
  expect(carriedAs('AA', { current: null, next: null })).toBe('retired')
})

test('nobody is stopped who carries the current or the next certificate', () => {
  expect(stoppedLogins([login('AA'), login('BB', { logins: 5 })], certificates)).toMatchObject({
    logins: 0,
    clients: 0,
  })
  expect(stoppedLogins([], certificates)).toEqual({ logins: 0, clients: 0, users: 0, behind: 0 })
})

test('logins, clients and users that would be stopped are counted, each once', () => {
  const logins = [
    login(NO_CERTIFICATE, { logins: 3 }),
    login(OTHER_CERTIFICATE, { logins: 2 }),
    login('CC', { address: '203.0.113.6' }),
    login(NO_CERTIFICATE, { userAgent: 'Robot/2.0' }),
    login(NO_CERTIFICATE, { userId: 'ben', logins: 10 }),
    login('AA', { userId: 'cleo', logins: 100 }),
  ]
  expect(stoppedLogins(logins, certificates)).toEqual({ logins: 17, clients: 4, users: 2, behind: 4 })
})

test('a client that carried the certificate at its last login has changed over, and one that stopped carrying it has not', () => {
  const changedOver = [login('BB'), login(NO_CERTIFICATE, { logins: 20 })]
  const fellBack = [login(NO_CERTIFICATE, { userId: 'ben' }), login('AA', { userId: 'ben' })]
  expect(stoppedLogins(changedOver, certificates)).toMatchObject({ clients: 1, behind: 0 })
  expect(stoppedLogins(fellBack, certificates)).toMatchObject({ clients: 1, behind: 1 })
  expect(stoppedLogins([...changedOver, ...fellBack], certificates)).toEqual({
    logins: 21,
    clients: 2,
    users: 2,
    behind: 1,
  })
})
