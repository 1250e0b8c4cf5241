import * as z from 'zod/mini'
import {
  AttributeMapping,
  isBlank,
  MAX_MAPPINGS,
  REQUIRED_ATTRIBUTES,
  type MappingDraft,
} from '#src/domain/sso/attributeMapping.ts'

/** The panel's cards. Unlike the mappings they become, they may be unfinished. */
export interface MappingForm {
  mappings: MappingDraft[]
}

/** A card of a required attribute that was offered and left as it was: it is no mapping, and nothing is wrong with it. */
const isLeftBlank = (card: MappingDraft) =>
  REQUIRED_ATTRIBUTES.some((required) => required === card.attribute) && isBlank(card)

export const MappingForm = z.custom<MappingForm>().check(({ value, issues }) => {
  for (const [index, card] of value.mappings.entries()) {
    if (isLeftBlank(card)) continue
    for (const { path, message } of AttributeMapping.safeParse(card).error?.issues ?? [])
      issues.push({ code: 'custom', message, path: ['mappings', index, ...path], input: card })
  }
})

/** The cards as mappings, whether they are good ones or not. */
export const draftsOf = ({ mappings }: MappingForm): AttributeMapping[] =>
  // An unfinished card is no mapping yet; who takes it for one checks it.
  mappings.filter((card) => !isLeftBlank(card)) as AttributeMapping[]

export const blankCard = (attribute: MappingDraft['attribute']): MappingDraft => ({
  attribute,
  directoryAttribute: '',
  defaultValue: '',
  rules: [],
})

/** A card for each mapping there is, and one for each required attribute that has none. */
export function cardsOf(mappings: readonly AttributeMapping[]): MappingDraft[] {
  const missing = REQUIRED_ATTRIBUTES.filter((required) => !mappings.some(({ attribute }) => attribute === required))
  return [...mappings, ...missing.map(blankCard)].slice(0, MAX_MAPPINGS)
}
