import { expect, test } from 'vitest'
import { STATES } from './catalogue.ts'
import { linkTo, slugOf } from './state.ts'
import { STEP_IDS } from './steps.ts'

test('every step has a state to look at', () => {
  expect(STEP_IDS.filter((id) => !STATES.some(({ steps }) => steps.includes(id)))).toEqual([])
})

test('no two states have the same name, picture or link', () => {
  for (const of of [({ name }: { name: string }) => name, slugOf, linkTo]) {
    const all = STATES.map((state) => of(state))
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
  }
})

test('a link has what opens the state, and nothing else', () => {
  const state = { name: 'Any', path: '/users?user=new', scenario: 'ims', heading: '', shows: [], steps: [] }
  expect(linkTo(state)).toBe('/users?user=new&scenario=ims')
  expect(
    linkTo({ ...state, path: '/users', as: 'nobody', press: ['Main Menu', 'Home'] }, '2027-03-01T16:30:00.000Z'),
  ).toBe('/users?scenario=ims&as=nobody&now=2027-03-01T16%3A30%3A00.000Z&press=Main+Menu%7CHome')
})
