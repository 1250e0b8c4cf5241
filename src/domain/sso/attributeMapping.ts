import * as z from 'zod/mini'

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
const MAX_MAPPINGS = 50
const MAX_RULES = 50

/** One line of text, of which the blanks around it say nothing. */
const text = z
  .string()
  .check(
    z.trim(),
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

/** Where one attribute of a user comes from at every sign-on. Text that is left out is empty. */
export const AttributeMapping = z.object({
  attribute: z.enum(USER_ATTRIBUTES),
  directoryAttribute: text,
  /** What is taken where the directory says nothing; as a rule's `result`. */
  defaultValue: text,
  rules: z.array(MappingRule).check(z.maxLength(MAX_RULES, `Use ${MAX_RULES} rules or fewer`)),
})
export type AttributeMapping = z.infer<typeof AttributeMapping>

export const AttributeMappings = z
  .array(AttributeMapping)
  .check(z.maxLength(MAX_MAPPINGS, `Use ${MAX_MAPPINGS} mappings or fewer`))
