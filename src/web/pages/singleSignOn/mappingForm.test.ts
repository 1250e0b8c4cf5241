import { expect, test } from 'vitest'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import { blankCard, cardsOf, draftsOf, MappingForm } from './mappingForm.ts'

const mapping = (attribute: AttributeMapping['attribute'], directoryAttribute = 'x'): AttributeMapping => ({
  attribute,
  directoryAttribute,
  defaultValue: '',
  rules: [],
})

/** Where the form finds something wrong. */
const problems = (mappings: MappingForm['mappings']) =>
  MappingForm.safeParse({ mappings }).error?.issues.map(({ path }) => path.join('.')) ?? []

test('the panel opens with a card for each required attribute that is not mapped', () => {
  const attributes = (mappings: AttributeMapping[]) => cardsOf(mappings).map(({ attribute }) => attribute)
  expect(attributes([])).toEqual(['First Name', 'Last Name', 'Email Address'])
  expect(attributes([mapping('Title'), mapping('Last Name')])).toEqual([
    'Title',
    'Last Name',
    'First Name',
    'Email Address',
  ])
})

test('cards of required attributes that are left blank are no mappings', () => {
  const mappings = [...cardsOf([mapping('Title')]), mapping('Last Name')]
  expect(problems(mappings)).toEqual([])
  expect(draftsOf({ mappings })).toEqual([mapping('Title'), mapping('Last Name')])
})

test('what is wrong is said at the card it is about, also where one before it is dropped', () => {
  const cards = [blankCard('First Name'), blankCard('Title'), blankCard(null), mapping('City', 'a\nb')]
  expect(problems(cards)).toEqual([
    'mappings.1.directoryAttribute',
    'mappings.2.attribute',
    'mappings.3.directoryAttribute',
  ])
})
