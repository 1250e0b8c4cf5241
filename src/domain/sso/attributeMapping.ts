import * as z from 'zod/mini'
import { ACCESS_LEVELS, Id } from '../user.ts'
import { trimmed } from './whiteSpace.ts'

/** What a directory may fill in of a user, in the product's order (reference §7.4). */
export const USER_ATTRIBUTES = [
  'Access Level',
  'Address',
  'Address2',
  'Billing Per Hour',
  'City',
  'Company',
  'Cost Per Hour',
  'Email Address',
  'Extension',
  'First Name',
  'Home Group',
  'Home Team',
  'Job Role',
  'Last Name',
  'Layout Template',
  'Manager',
  'Mobile Phone',
  'Phone Number',
  'Postal Code',
  'Schedule',
  'State',
  'Timesheet Profile',
  'Title',
] as const
export type UserAttribute = (typeof USER_ATTRIBUTES)[number]

/** Without these nobody can be provisioned (reference §7.4). */
export const REQUIRED_ATTRIBUTES = ['First Name', 'Last Name', 'Email Address'] as const satisfies UserAttribute[]

/** How a rule compares; upper and lower case are different. */
export const RULE_OPERATORS = [
  'equals',
  'does not equal',
  'contains',
  'does not contain',
  'starts with',
  'ends with',
] as const
export type RuleOperator = (typeof RULE_OPERATORS)[number]

const MAX_TEXT = 255
export const MAX_MAPPINGS = 30
export const MAX_RULES = 30

/** One line of text, of which the blanks around it say nothing. */
const text = z
  .string()
  .check(
    z.overwrite(trimmed),
    z.maxLength(MAX_TEXT, `Use ${MAX_TEXT} characters or fewer`),
    z.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'Leave out line breaks and control characters'),
  )

/** “If directory attribute [operator] [value], set Workfront attribute to [result]”. */
export const MappingRule = z.object({
  operator: z.enum(RULE_OPERATORS),
  value: text.check(z.minLength(1, 'Enter what the directory attribute is compared with')),
  /** An access level by its name, a manager by user ID, everything else as text. */
  result: text.check(z.minLength(1, 'Enter what the Workfront attribute is set to')),
})
export type MappingRule = z.infer<typeof MappingRule>

/** Attributes whose results and default are not any text; all other attributes are. */
const REFERENCES: Partial<Record<UserAttribute, { isOne(result: string): boolean; message: string }>> = {
  'Access Level': {
    isOne: (result) => ACCESS_LEVELS.some((level) => level === result),
    message: 'Choose an access level from the list',
  },
  Manager: { isOne: (result) => Id.safeParse(result).success, message: 'Choose a person from the list' },
}

const MappingFields = z.object({
  attribute: z.enum(USER_ATTRIBUTES, 'Choose a Workfront user attribute'),
  directoryAttribute: text,
  /** What is taken where the directory says nothing; as a rule's `result`. */
  defaultValue: text,
  rules: z.array(MappingRule).check(z.maxLength(MAX_RULES, `Use ${MAX_RULES} rules or fewer`)),
})

/** Where one attribute of a user comes from at every sign-on. Text that is left out is empty. */
export const AttributeMapping = MappingFields.check(({ value: mapping, issues }) => {
  const { attribute, directoryAttribute, defaultValue, rules } = mapping
  const refuse = (message: string, ...path: (string | number)[]) =>
    void issues.push({ code: 'custom', message, path, input: mapping, continue: true })

  if (directoryAttribute === '' && rules.length > 0)
    refuse('Enter the directory attribute that the rules look at', 'directoryAttribute')
  else if (directoryAttribute === '' && defaultValue === '')
    refuse('Enter a directory attribute or a default value', 'directoryAttribute')
  const reference = REFERENCES[attribute]
  if (!reference) return
  const { isOne, message } = reference
  if (defaultValue !== '' && !isOne(defaultValue)) refuse(message, 'defaultValue')
  for (const [index, { result }] of rules.entries())
    if (result !== '' && !isOne(result)) refuse(message, 'rules', index, 'result')
})
export type AttributeMapping = z.infer<typeof AttributeMapping>

/** A mapping in the making: what it is of may still be open. */
export type MappingDraft = Omit<AttributeMapping, 'attribute'> & { attribute: UserAttribute | null }

export const AttributeMappings = z
  .array(AttributeMapping)
  .check(z.maxLength(MAX_MAPPINGS, `Use ${MAX_MAPPINGS} mappings or fewer`))

export type PositiveOperator = Extract<RuleOperator, 'equals' | 'contains' | 'starts with' | 'ends with'>

/** The operator that an operator is, or is the opposite of. */
export const POSITIVE: Record<RuleOperator, PositiveOperator> = {
  equals: 'equals',
  'does not equal': 'equals',
  contains: 'contains',
  'does not contain': 'contains',
  'starts with': 'starts with',
  'ends with': 'ends with',
}

export const isNegative = (operator: RuleOperator): boolean => POSITIVE[operator] !== operator

/** Whether one value of the directory's is what a positive operator asks for. */
export function matches(operator: PositiveOperator, value: string, asked: string): boolean {
  switch (operator) {
    case 'equals':
      return value === asked
    case 'contains':
      return value.includes(asked)
    case 'starts with':
      return value.startsWith(asked)
    case 'ends with':
      return value.endsWith(asked)
  }
}

/** A positive rule holds where any of the values matches, a negative one where none does. */
const holds = ({ operator, value: asked }: MappingRule, values: readonly string[]): boolean =>
  values.some((value) => matches(POSITIVE[operator], value, asked)) !== isNegative(operator)

/** Whether there is anything but blanks of any kind in a value. */
const hasText = (value: string): boolean => value.trim() !== ''

/** What a mapping makes of a sign-on, and which part of it did; `value` is null where nothing is set. */
export interface MappedValue {
  value: string | null
  from: { kind: 'rule'; index: number } | { kind: 'directory' } | { kind: 'default' } | { kind: 'nothing' }
}

/**
 * The values of the directory attribute that arrived, null for none, through one mapping. Where none says anything,
 * the default is taken before any rule is looked at; else the first rule that holds decides, and where none does,
 * the first value itself is taken.
 */
export function applyMapping(mapping: AttributeMapping, incoming: readonly string[] | null): MappedValue {
  const { directoryAttribute, defaultValue, rules } = mapping
  const values = directoryAttribute === '' ? [] : (incoming ?? []).map(trimmed).filter(hasText)
  const [first] = values
  if (first === undefined)
    return defaultValue === ''
      ? { value: null, from: { kind: 'nothing' } }
      : { value: defaultValue, from: { kind: 'default' } }
  const index = rules.findIndex((rule) => holds(rule, values))
  const rule = rules[index]
  return rule ? { value: rule.result, from: { kind: 'rule', index } } : { value: first, from: { kind: 'directory' } }
}

/** The mappings that count: of several for one attribute only the first does. */
export const effectiveMappings = <Mapping extends MappingDraft>(mappings: readonly Mapping[]): Mapping[] =>
  mappings.filter(({ attribute }, index) => mappings.findIndex((other) => other.attribute === attribute) === index)

/** What a sign-on with `attributes`, by the directory's names for them, sets of a user, in the order of the mappings. */
export const applyMappings = (
  mappings: readonly AttributeMapping[],
  attributes: Readonly<Record<string, readonly string[]>>,
): ({ attribute: UserAttribute } & MappedValue)[] =>
  effectiveMappings(mappings).map((mapping) => {
    const { attribute, directoryAttribute: name } = mapping
    const incoming = Object.hasOwn(attributes, name) ? (attributes[name] ?? null) : null
    return { attribute, ...applyMapping(mapping, incoming) }
  })

/** Whether a mapping has not been filled in at all, but for the attribute it is of. */
export const isBlank = ({ directoryAttribute, defaultValue, rules }: MappingDraft): boolean =>
  !hasText(directoryAttribute) && !hasText(defaultValue) && rules.length === 0

/** The required attributes that get a value from nowhere, so that no new user could be made of a sign-on. */
export function missingForProvisioning(mappings: readonly MappingDraft[]): UserAttribute[] {
  const filled = effectiveMappings(mappings.filter((mapping) => !isBlank(mapping)))
  const hasSource = ({ directoryAttribute, defaultValue }: MappingDraft) =>
    hasText(directoryAttribute) || hasText(defaultValue)
  return REQUIRED_ATTRIBUTES.filter(
    (required) => !filled.some((mapping) => mapping.attribute === required && hasSource(mapping)),
  )
}
