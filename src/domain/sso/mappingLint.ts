import {
  isBlank,
  isNegative,
  matches,
  missingForProvisioning,
  POSITIVE,
  type MappingDraft,
  type MappingRule,
  type PositiveOperator,
  type UserAttribute,
} from './attributeMapping.ts'
import { trimmed } from './whiteSpace.ts'

/** Something about mappings that is allowed and hardly meant. `mapping` and `rule` are places in their lists. */
export type MappingFinding =
  /** At every sign-on it overwrites what was set here, and can take an administrator's rights away (reference §7.4). */
  | { kind: 'access-level-mapped'; mapping: number }
  /** Whatever arrives, the rule is not the one that decides. */
  | { kind: 'rule-never-applies'; mapping: number; rule: number }
  /** An earlier mapping of the same attribute counts, this one does not. */
  | { kind: 'attribute-mapped-twice'; mapping: number; first: number }
  /** Users cannot be provisioned without them. */
  | { kind: 'required-missing'; attributes: UserAttribute[] }

/** What is unusual about mappings, finished or not. Cards that have not been filled in are no mappings yet. */
export function lintMappings(mappings: readonly MappingDraft[], provisionsUsers: boolean): MappingFinding[] {
  const found: MappingFinding[] = []
  const missing = provisionsUsers ? missingForProvisioning(mappings) : []
  if (missing.length > 0) found.push({ kind: 'required-missing', attributes: missing })
  const firsts = new Map<UserAttribute, number>()
  for (const [index, mapping] of mappings.entries()) {
    const { attribute, rules } = mapping
    if (attribute === null || isBlank(mapping)) continue
    const first = firsts.get(attribute)
    if (first !== undefined) {
      found.push({ kind: 'attribute-mapped-twice', mapping: index, first })
      continue
    }
    firsts.set(attribute, index)
    if (attribute === 'Access Level') found.push({ kind: 'access-level-mapped', mapping: index })
    for (const rule of rulesWithoutEffect(rules)) found.push({ kind: 'rule-never-applies', mapping: index, rule })
  }
  return found
}

/** What a value is asked: whether it matches. */
interface Atom {
  operator: PositiveOperator
  asked: string
}

/**
 * The rules that no set of values makes the first to hold. Rules that compare with nothing yet are passed over.
 *
 * A rule is chosen where it holds and no earlier one does. That an earlier positive rule does not hold, or that a
 * negative one does, is about every value: none may match. That an earlier negative rule does not hold, or that a
 * positive one does, is about some value: one has to match. As a set may have a value of its own for each of the
 * latter, there is such a set exactly where each of them is matched by some value that matches none of the former.
 */
function rulesWithoutEffect(rules: readonly MappingRule[]): number[] {
  const free = characterOutside(rules)
  const isPossible = (wanted: Atom, avoided: Atom[]) => {
    const value = freestMatch(wanted, free)
    return !avoided.some(({ operator, asked }) => matches(operator, value, asked))
  }
  const withoutEffect: number[] = []
  const avoided: Atom[] = []
  const wanted: Atom[] = []
  for (const [index, { operator, value }] of rules.entries()) {
    const asked = trimmed(value)
    if (asked === '') continue
    const own: Atom = { operator: POSITIVE[operator], asked }
    const [fromAll, fromOne] = isNegative(operator) ? [[own], []] : [[], [own]]
    // Where nothing is wanted, a value of nothing but the free character is a set that will do.
    if (![...wanted, ...fromOne].every((atom) => isPossible(atom, [...avoided, ...fromAll]))) withoutEffect.push(index)
    // What the rule itself needs is the opposite of what it asks of those after it.
    avoided.push(...fromOne)
    wanted.push(...fromAll)
  }
  return withoutEffect
}

/**
 * A match of `atom` that matches no other unless every match does: what it has to have, and around it, wherever there
 * may be more, a character that no rule speaks of.
 */
function freestMatch({ operator, asked }: Atom, free: string): string {
  switch (operator) {
    case 'equals':
      return asked
    case 'contains':
      return free + asked + free
    case 'starts with':
      return asked + free
    case 'ends with':
      return free + asked
  }
}

/** A character in none of the rules. There is one: rules are far shorter than Unicode. */
function characterOutside(rules: readonly MappingRule[]): string {
  const taken = rules.map(({ value }) => value).join('')
  let code = 0x21
  while (taken.includes(String.fromCodePoint(code))) code++
  return String.fromCodePoint(code)
}
