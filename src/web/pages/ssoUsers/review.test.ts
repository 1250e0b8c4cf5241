import { expect, test } from 'vitest'
import { reviewOf, type PreviewedUser } from './review.ts'

const user = (name: string, change: Partial<PreviewedUser> = {}): PreviewedUser => ({
  name,
  username: `${name}@northwind.example`,
  ssoUsername: null,
  ssoAccessOnly: false,
  isActive: true,
  isAdministrator: false,
  losesPassword: false,
  ...change,
})

interface Line {
  id: string
  gets: string
  user: PreviewedUser | null
  heldBy?: string[]
}

/** The review of a file whose lines could all be read, for somebody with the ID `own`. */
const review = (lines: Line[], administrators = 2) =>
  reviewOf(
    { lines: lines.map(({ id, gets }, index) => ({ line: index + 1, id, ssoUsername: gets })), leftOut: [] },
    {
      lines: lines.map(({ user, heldBy = [] }) => ({ user, holders: heldBy.map((id) => ({ id, name: id })) })),
      administrators,
    },
    'own',
  )

test('every line of the file has its place, read or not, and only those that can be carried out are sent', () => {
  const { lines, counts, good } = reviewOf(
    {
      lines: [
        { line: 2, id: 'ada', ssoUsername: 'Ada' },
        { line: 4, id: 'ben', ssoUsername: 'Ben' },
        { line: 5, id: 'nobody', ssoUsername: 'x' },
      ],
      leftOut: [
        { line: 1, cells: ['User ID'], problem: { kind: 'heading' } },
        { line: 3, cells: ['cleo', ''], problem: { kind: 'no-sso-username' } },
      ],
    },
    {
      lines: [
        { user: user('ada'), holders: [] },
        { user: user('ben', { ssoUsername: 'Ben', ssoAccessOnly: true }), holders: [] },
        { user: null, holders: [] },
      ],
      administrators: 2,
    },
    'own',
  )
  expect(lines.map(({ line, outcome }) => `${line}: ${outcome}`)).toEqual([
    '1: problem',
    '2: update',
    '3: no-sso-username',
    '4: unchanged',
    '5: problem',
  ])
  expect(counts).toEqual({ update: 1, unchanged: 1, problem: 2, 'no-sso-username': 1 })
  expect(good).toEqual([
    { line: 2, id: 'ada', ssoUsername: 'Ada' },
    { line: 4, id: 'ben', ssoUsername: 'Ben' },
  ])
  expect(lines[4]).toMatchObject({ cells: ['nobody', 'x'], problem: { kind: 'unknown-user' } })
})

test('an SSO username is taken unless its holder gets another one in the same file', () => {
  const eve = user('eve', { ssoUsername: 'Eve', ssoAccessOnly: true })
  const ada = { id: 'ada', gets: 'Eve', user: user('ada'), heldBy: ['eve'] }
  expect(review([ada]).lines[0]).toMatchObject({ outcome: 'problem', problem: { kind: 'taken', by: 'eve' } })
  expect(review([ada, { id: 'eve', gets: 'Evelyn', user: eve }]).counts).toMatchObject({ update: 2, problem: 0 })
  const evelyn = { id: 'eve', gets: 'Evelyn', user: eve, heldBy: ['fay'] }
  expect(review([ada, evelyn])).toMatchObject({ good: [], counts: { update: 0, problem: 2 } })
})

test('whoever has the SSO username already but may still use a password is updated', () => {
  const { counts, consequences } = review([{ id: 'ada', gets: 'Ada', user: user('ada', { ssoUsername: 'Ada' }) }])
  expect(counts).toMatchObject({ update: 1, unchanged: 0 })
  expect(consequences).toMatchObject({ replaced: 0, restricted: 1 })
})

test('the consequences count those who are updated, and tell whether one is among them', () => {
  const lines = [
    { id: 'ada', gets: 'Ada', user: user('ada', { ssoUsername: 'old', losesPassword: true }) },
    { id: 'own', gets: 'Own', user: user('own', { isAdministrator: true, losesPassword: true }) },
    { id: 'eve', gets: 'New', user: user('eve', { ssoUsername: 'Eve', ssoAccessOnly: true }) },
  ]
  expect(review(lines).consequences).toEqual({
    replaced: 2,
    restricted: 2,
    losePassword: 2,
    isOwnAmongThem: true,
    locksOutAdministrators: false,
  })
  expect(review(lines, 1).consequences.locksOutAdministrators).toBe(true)
  expect(review([lines[0]!], 0).consequences).toMatchObject({ isOwnAmongThem: false, locksOutAdministrators: false })
})
