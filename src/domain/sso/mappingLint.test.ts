import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyMapping, RULE_OPERATORS, type MappingDraft, type MappingRule } from './attributeMapping.ts'
import { lintMappings } from './mappingLint.ts'

const draft = (change: Partial<MappingDraft> = {}): MappingDraft => ({
  attribute: 'Title',
  directoryAttribute: 'title',
  defaultValue: '',
  rules: [],
  ...change,
})

const rule = (operator: MappingRule['operator'], value: string, result = 'Result'): MappingRule => ({
  operator,
  value,
  result,
})

/** Places of the rules that never apply. */
const withoutEffect = (rules: MappingRule[]) =>
  lintMappings([draft({ rules })], false).flatMap((finding) =>
    finding.kind === 'rule-never-applies' ? finding.rule : [],
  )

test('nothing is unusual about rules that each have values of their own', () => {
  const rules = [
    rule('equals', 'Sales'),
    rule('starts with', 'Sales'),
    rule('contains', 'a'),
    rule('does not equal', 'x'),
  ]
  expect(lintMappings([draft({ rules })], true)).toEqual([
    { kind: 'required-missing', attributes: ['First Name', 'Last Name', 'Email Address'] },
  ])
  expect(lintMappings([draft({ rules })], false)).toEqual([])
})

test('mapping the access level is pointed out', () => {
  const level = draft({ attribute: 'Access Level' })
  expect(lintMappings([draft(), level], false)).toEqual([{ kind: 'access-level-mapped', mapping: 1 }])
})

test('of an attribute that is mapped again every further mapping is pointed out, and nothing else of it', () => {
  const level = draft({ attribute: 'Access Level', rules: [rule('equals', 'a'), rule('equals', 'a')] })
  expect(lintMappings([level, draft(), level, level], false)).toEqual([
    { kind: 'access-level-mapped', mapping: 0 },
    { kind: 'rule-never-applies', mapping: 0, rule: 1 },
    { kind: 'attribute-mapped-twice', mapping: 2, first: 0 },
    { kind: 'attribute-mapped-twice', mapping: 3, first: 0 },
  ])
})

test('a card that nobody has filled in is no mapping yet', () => {
  const blank = draft({ attribute: 'Access Level', directoryAttribute: ' ' })
  const open = draft({ attribute: null })
  expect(lintMappings([blank, open, open, draft({ attribute: 'Access Level' })], false)).toEqual([
    { kind: 'access-level-mapped', mapping: 3 },
  ])
})

test.each<[what: string, rules: MappingRule[], expected: number[]]>([
  ['the same rule twice', [rule('equals', 'a'), rule('equals', 'a')], [1]],
  ['what begins so contains it', [rule('contains', 'a'), rule('starts with', 'ab')], [1]],
  ['what contains it need not begin so', [rule('starts with', 'a'), rule('contains', 'a')], []],
  ['every value ends with it or does not', [rule('ends with', 'a'), rule('does not equal', 'b')], []],
  ['a negative rule leaves its own match', [rule('does not equal', 'a'), rule('equals', 'a')], []],
  ['and nothing without it', [rule('does not equal', 'a'), rule('does not contain', 'a')], [1]],
  ['but more than it, by several values', [rule('does not equal', 'a'), rule('equals', 'b')], []],
  [
    'the match that a negative rule needs is taken by an earlier one',
    [rule('contains', 'a'), rule('does not equal', 'a'), rule('equals', 'b'), rule('equals', 'c')],
    [2, 3],
  ],
  ['letters of either case are different', [rule('equals', 'a'), rule('equals', 'A')], []],
  ['blanks around what is compared with say nothing', [rule('equals', 'a'), rule('equals', ' a ')], [1]],
  ['a rule that is being written is passed over', [rule('contains', ' '), rule('equals', 'a'), rule('equals', '')], []],
  ['a character that no rule speaks of is found', [rule('starts with', '!'), rule('contains', 'a')], []],
  ['every character that comes to mind is taken', [rule('equals', '!"#$%&\'()'), rule('contains', '!')], []],
])('a rule that never applies is found: %s', (_, rules, expected) => {
  expect(withoutEffect(rules)).toEqual(expected)
})

// Two letters, so that rules overlap all the time, and a third that none speaks of.
const someRules = fc.array(
  fc.record({
    operator: fc.constantFrom(...RULE_OPERATORS),
    value: fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 2 }),
    result: fc.constant('Result'),
  }),
  { minLength: 1, maxLength: 6 },
)

const chosen = (rules: MappingRule[], values: string[]) => {
  const { from } = applyMapping({ ...draft({ rules }), attribute: 'Title' }, values)
  return from.kind === 'rule' ? from.index : null
}

test('no values make a rule that never applies the one that decides', () => {
  const values = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 4 }), { maxLength: 6 })
  fc.assert(
    fc.property(someRules, values, (rules, values) => {
      expect(withoutEffect(rules)).not.toContain(chosen(rules, values))
    }),
    { numRuns: 20_000, seed: 74 },
  )
})

/** Every word of one to four letters out of three: a match of each rule with room on both sides is among them. */
const words = [1, 2, 3, 4].flatMap((length) =>
  Array.from({ length: 3 ** length }, (_, number) =>
    number.toString(3).padStart(length, '0').replaceAll('0', 'a').replaceAll('1', 'b').replaceAll('2', 'c'),
  ),
)

test('each other rule has values that make it the one that decides', () => {
  const holdsOf = (word: string, rule: MappingRule) => chosen([rule], [word]) === 0
  fc.assert(
    fc.property(someRules, (rules) => {
      const never = withoutEffect(rules)
      for (const [index, own] of rules.entries()) {
        // As many values as there may be: more of them can only help where one has to match.
        const values = words.filter(
          (word) =>
            !rules.slice(0, index).some((earlier) => !earlier.operator.includes('not') && holdsOf(word, earlier)) &&
            (!own.operator.includes('not') || holdsOf(word, own)),
        )
        expect(chosen(rules, values) === index).toBe(!never.includes(index))
      }
    }),
    { numRuns: 1000, seed: 75 },
  )
})
