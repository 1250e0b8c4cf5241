import { expect, test } from 'vitest'
import {
  applyMapping,
  applyMappings,
  AttributeMapping,
  missingForProvisioning,
  REQUIRED_ATTRIBUTES,
  RULE_OPERATORS,
  USER_ATTRIBUTES,
  type MappingRule,
} from './attributeMapping.ts'

const mapping = (change: Partial<AttributeMapping> = {}): AttributeMapping => ({
  attribute: 'Title',
  directoryAttribute: 'title',
  defaultValue: 'Default',
  rules: [],
  ...change,
})

const rule = (operator: MappingRule['operator'], value: string, result = 'Result'): MappingRule => ({
  operator,
  value,
  result,
})

const fromDefault = { value: 'Default', from: { kind: 'default' } }

test.each<[what: string, incoming: string[] | null]>([
  ['an attribute that is absent', null],
  ['an attribute without values', []],
  ['blank values', ['', ' \t\u00A0']],
])('%s takes the default before any rule is looked at', (_, incoming) => {
  expect(applyMapping(mapping({ rules: [rule('does not equal', 'x')] }), incoming)).toEqual(fromDefault)
})

test('a mapping without directory attribute takes its default whatever arrives', () => {
  expect(applyMapping(mapping({ directoryAttribute: '' }), ['Painter'])).toEqual(fromDefault)
})

test('without a value and without a default nothing is set', () => {
  expect(applyMapping(mapping({ defaultValue: '' }), [' '])).toEqual({ value: null, from: { kind: 'nothing' } })
})

test('where no rule holds, the first value that says something is taken without the blanks around it', () => {
  const result = applyMapping(mapping({ rules: [rule('equals', 'x')] }), [' ', ' Painter ', 'Writer'])
  expect(result).toEqual({ value: 'Painter', from: { kind: 'directory' } })
})

test('a no-break space is a part of a value, white space of XML around it is not', () => {
  const planners = mapping({ rules: [rule('equals', 'planners')] })
  expect(applyMapping(planners, [' \tplanners\r\n']).value).toBe('Result')
  expect(applyMapping(planners, ['planners\u00A0']).value).toBe('planners\u00A0')
})

test('the first rule that holds decides', () => {
  const rules = [rule('equals', 'x', 'first'), rule('contains', 'ai', 'second'), rule('equals', 'Painter', 'third')]
  expect(applyMapping(mapping({ rules }), ['Painter'])).toEqual({ value: 'second', from: { kind: 'rule', index: 1 } })
})

test.each<[operator: MappingRule['operator'], asked: string, incoming: string[], isHeld: boolean]>([
  ['equals', 'ab', ['ab'], true],
  ['equals', 'ab', [' ab\n'], true],
  ['equals', 'ab', ['Ab'], false],
  ['equals', 'ab', ['abc'], false],
  ['equals', 'ab', ['x', 'ab'], true],
  ['does not equal', 'ab', ['AB'], true],
  ['does not equal', 'ab', ['x', 'ab'], false],
  ['contains', 'ab', ['x', 'xabx'], true],
  ['contains', 'ab', ['a', 'b'], false],
  ['contains', '.*', ['ab'], false],
  ['does not contain', 'ab', ['x', 'a'], true],
  ['does not contain', 'ab', ['x', 'cab'], false],
  ['starts with', 'ab', ['x', 'abc'], true],
  ['starts with', 'ab', ['cab'], false],
  ['ends with', 'ab', ['x', 'cab'], true],
  ['ends with', 'ab', ['abc'], false],
])('“%s %s” of %j holds: %s', (operator, asked, incoming, isHeld) => {
  const { from } = applyMapping(mapping({ rules: [rule(operator, asked)] }), incoming)
  expect(from.kind === 'rule').toBe(isHeld)
})

test('of two mappings of one attribute only the first counts, and the rest keep their order', () => {
  const mappings = [
    mapping({ directoryAttribute: 'job' }),
    mapping({ attribute: 'City', directoryAttribute: 'l' }),
    mapping(),
  ]
  expect(applyMappings(mappings, { job: ['Painter'], title: ['Writer'], l: ['Denver', 'Boulder'] })).toEqual([
    { attribute: 'Title', value: 'Painter', from: { kind: 'directory' } },
    { attribute: 'City', value: 'Denver', from: { kind: 'directory' } },
  ])
})

test.each(['Title', 'constructor', '__proto__'])('a directory attribute goes by its exact name: %s', (name) => {
  const result = applyMappings([mapping({ directoryAttribute: name })], { title: ['Painter'] })
  expect(result).toEqual([{ attribute: 'Title', ...fromDefault }])
})

test('first name, last name and e-mail address are required, each from the directory or as a default', () => {
  expect(missingForProvisioning([])).toEqual([...REQUIRED_ATTRIBUTES])
  const first = mapping({ attribute: 'First Name', defaultValue: '' })
  const last = mapping({ attribute: 'Last Name', directoryAttribute: '' })
  const email = mapping({ attribute: 'Email Address', directoryAttribute: ' ', defaultValue: ' ' })
  expect(missingForProvisioning([first, last, email])).toEqual(['Email Address'])
  // One that is left blank is no mapping, so it does not stand before another.
  expect(missingForProvisioning([first, last, email, mapping({ attribute: 'Email Address' })])).toEqual([])
  // A mapping with only rules is not blank, but it has no source.
  const unfinished = { ...email, rules: [rule('equals', 'a')] }
  expect(missingForProvisioning([first, last, unfinished, mapping({ attribute: 'Email Address' })])).toEqual([
    'Email Address',
  ])
})

test('every attribute can come from the directory, by every operator', () => {
  for (const attribute of USER_ATTRIBUTES)
    expect(AttributeMapping.safeParse(mapping({ attribute, defaultValue: '' })).success).toBe(true)
  for (const operator of RULE_OPERATORS)
    expect(AttributeMapping.parse(mapping({ rules: [rule(operator, ' a b ')] })).rules).toEqual([rule(operator, 'a b')])
})

const ID = '0123456789abcdef0123456789abcdef'

test.each<[what: string, change: Partial<AttributeMapping>]>([
  ['a default alone', { directoryAttribute: '' }],
  ['a directory attribute alone', { defaultValue: '' }],
  ['an access level by its name', { attribute: 'Access Level', defaultValue: 'Light', rules: [] }],
  [
    'a result that is an access level',
    { attribute: 'Access Level', defaultValue: '', rules: [rule('equals', 'a', 'Light')] },
  ],
  ['a manager by user ID', { attribute: 'Manager', defaultValue: ID, rules: [rule('equals', 'a', ID)] }],
])('%s is accepted', (_, change) => {
  expect(AttributeMapping.safeParse(mapping(change)).success).toBe(true)
})

test.each<[what: string, change: Record<string, unknown>, path: (string | number)[]]>([
  ['neither directory attribute nor default', { directoryAttribute: ' ', defaultValue: '\t' }, ['directoryAttribute']],
  [
    'rules without directory attribute',
    { directoryAttribute: '', rules: [rule('equals', 'a')] },
    ['directoryAttribute'],
  ],
  ['no attribute', { attribute: null }, ['attribute']],
  ['an unknown attribute', { attribute: 'Shoe Size' }, ['attribute']],
  ['an unknown access level', { attribute: 'Access Level', defaultValue: 'light' }, ['defaultValue']],
  [
    'a rule for an unknown access level',
    { attribute: 'Access Level', defaultValue: '', rules: [rule('equals', 'a', 'Light'), rule('equals', 'b', 'b')] },
    ['rules', 1, 'result'],
  ],
  ['a manager by name', { attribute: 'Manager', defaultValue: 'Ada Northwind' }, ['defaultValue']],
  [
    'a rule for a manager by name',
    { attribute: 'Manager', defaultValue: '', rules: [rule('equals', 'a', 'ada')] },
    ['rules', 0, 'result'],
  ],
  ['a rule that compares with nothing', { rules: [rule('contains', ' ')] }, ['rules', 0, 'value']],
  ['a rule that sets nothing', { rules: [rule('contains', 'a', ' ')] }, ['rules', 0, 'result']],
  [
    'a rule that sets no access level',
    { attribute: 'Access Level', defaultValue: '', rules: [rule('contains', 'a', ' ')] },
    ['rules', 0, 'result'],
  ],
  [
    'a rule of an unknown operator',
    { rules: [{ ...rule('equals', 'a'), operator: 'like' }] },
    ['rules', 0, 'operator'],
  ],
  ['two lines', { directoryAttribute: 'a\nb' }, ['directoryAttribute']],
  ['half a character', { defaultValue: '\uD83D' }, ['defaultValue']],
  ['256 characters', { directoryAttribute: 'a'.repeat(256) }, ['directoryAttribute']],
  ['31 rules', { rules: Array.from({ length: 31 }, () => rule('equals', 'a')) }, ['rules']],
])('%s is refused at its own field', (_, change, path) => {
  const { error } = AttributeMapping.safeParse({ ...mapping(), ...change })
  expect(error?.issues.map((issue) => issue.path)).toEqual([path])
})

test('everything that is wrong with a mapping is said at once', () => {
  const { error } = AttributeMapping.safeParse(
    mapping({ attribute: 'Manager', directoryAttribute: '', defaultValue: 'Ada', rules: [rule('equals', '', 'Ben')] }),
  )
  const fields = error?.issues.map(({ path }) => path.join('.'))
  expect(fields?.toSorted()).toEqual(['defaultValue', 'directoryAttribute', 'rules.0.result', 'rules.0.value'])
})
