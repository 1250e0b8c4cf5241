import { expect, test } from 'vitest'
import type { User } from '../user.ts'
import { ImportLine, othersOf, requireImportable, unmetClaims } from './userImport.ts'

const id = (name: string) => Buffer.from(name.padEnd(16)).toString('hex')
/** Somebody with only what an import looks at. */
const user = (name: string, ssoUsername: string | null = null) =>
  ({ id: id(name), firstName: name, lastName: '', ssoUsername }) as User
const lineOf = (line: number, name: string, ssoUsername: string): ImportLine => ({ line, id: id(name), ssoUsername })

/** Refuses or lets through `lines` where these users are there. */
const importInto = (users: User[], lines: ImportLine[]) =>
  requireImportable(
    lines,
    new Map(users.map((user) => [user.id, user])),
    users.filter(({ ssoUsername }) => lines.some((line) => line.ssoUsername === ssoUsername)),
  )

/** Who cannot get what they ask for, and who keeps it: `claims` are who asks, and who has it now. */
function unmet(claims: Record<string, string[]>): Record<string, string> {
  const asked = Object.entries(claims).map(([id, holders]) => ({
    id,
    holders: holders.map((id) => ({ id, name: id })),
  }))
  return Object.fromEntries([...unmetClaims(asked)].map(([{ id }, { name }]) => [id, name]))
}

test('an SSO username is free when nobody has it, or its holder gets another one in the same file', () => {
  expect(unmet({ ada: [] })).toEqual({})
  expect(unmet({ ada: ['ben'], ben: [] })).toEqual({})
  expect(unmet({ ada: ['ben'], ben: ['cleo'], cleo: ['ada'] })).toEqual({})
})

test('whoever is not in the file keeps theirs, and so does whoever cannot get another one for that', () => {
  expect(unmet({ ada: ['ben'] })).toEqual({ ada: 'ben' })
  expect(unmet({ ada: ['ben'], ben: ['cleo'], cleo: ['dora'], emil: [] })).toEqual({
    ada: 'ben',
    ben: 'cleo',
    cleo: 'dora',
  })
  expect(unmet({ ada: ['ben', 'cleo'], ben: [] })).toEqual({ ada: 'cleo' })
  expect(unmet({ ada: ['ben', 'cleo'], ben: [], cleo: ['dora'] })).toEqual({ ada: 'cleo', cleo: 'dora' })
})

test('two claims that wait for each other are both refused once one is', () => {
  expect(unmet({ ada: ['ben', 'dora'], ben: ['ada'] })).toEqual({ ada: 'dora', ben: 'ada' })
})

test('a user does not block their own SSO username', () => {
  const users = [user('ada', 'one'), user('ben', 'one')]
  expect(othersOf(id('ada'), users)).toEqual([{ id: id('ben'), name: 'ben' }])
  expect(othersOf(id('ada'))).toEqual([])
})

test('an import is let through whole: new SSO usernames, the same ones again, and two that change places', () => {
  const users = [user('ada', 'one'), user('ben', 'two'), user('cleo'), user('dora', 'three')]
  const lines = [
    lineOf(1, 'ada', 'two'),
    lineOf(2, 'ben', 'one'),
    lineOf(3, 'cleo', 'four'),
    lineOf(4, 'dora', 'three'),
  ]
  expect(() => importInto(users, lines)).not.toThrow()
})

test('an import is refused whole, and says which lines first and why', () => {
  const users = [user('ada'), user('ben', 'taken')]
  const lines = [
    lineOf(2, 'ada', 'ada'),
    lineOf(3, 'nobody', 'free'),
    lineOf(5, 'ada', 'lady'),
    lineOf(7, 'cleo', 'ada'),
    ...[9, 10, 11, 12].map((line) => lineOf(line, `stranger ${line}`, `stranger ${line}`)),
  ]
  expect(() => importInto(users, lines)).toThrow(
    expect.objectContaining({
      code: 'invalid',
      message:
        'Nobody was updated. Line 3: There is no user with this ID. Line 5: The same user as in line 2, which counts. Line 7: The same SSO username as in line 2, which counts. Line 9: There is no user with this ID. Line 10: There is no user with this ID. And 2 more lines.',
    }),
  )
  expect(() => importInto(users, [lineOf(1, 'ada', 'taken')])).toThrow(
    'Nobody was updated. Line 1: ben has this SSO username and keeps it.',
  )
})

test('a refused import lists at most five lines, in the order of the file', () => {
  const refusal = (lines: ImportLine[]) => {
    try {
      importInto([user('ada'), user('ben', 'taken')], lines)
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid', field: 'lines' })
      return (error as Error).message
    }
    return null
  }
  const strangers = (count: number) =>
    Array.from({ length: count }, (_, index) => lineOf(index + 2, `stranger ${index}`, `stranger ${index}`))
  expect(refusal([lineOf(1, 'ada', 'taken'), ...strangers(1)])).toMatch(/Line 1: ben has .* Line 2: There is no user/)
  expect(refusal(strangers(5))).not.toContain('more lines')
  expect(refusal(strangers(6))).toContain('And 1 more lines.')
})

test('the backend takes of a line no more than the file may have', () => {
  const line = { line: 1, id: 'ab'.repeat(16), ssoUsername: ' ada ' }
  expect(ImportLine.parse(line)).toEqual({ ...line, ssoUsername: 'ada' })
  for (const wrong of [
    { id: 'ab' },
    { id: 'AB'.repeat(16) },
    { ssoUsername: '' },
    { ssoUsername: '=1' },
    { ssoUsername: null },
    { line: 'one' },
  ])
    expect(ImportLine.safeParse({ ...line, ...wrong }).success).toBe(false)
})
