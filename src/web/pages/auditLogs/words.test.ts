import { expect, test } from 'vitest'
import { exactTime, fieldLabel, valueLabel } from './words.ts'

const label = (...path: string[]) => fieldLabel({ path, before: null, after: null })
const value = (one: unknown) => valueLabel(one, 'America/Denver')

test('a field is called by its names in plain words', () => {
  expect(label('removeKeyOnPasswordExpiry')).toBe('Remove key on password expiry')
  expect(label('certificate', 'validTo')).toBe('Certificate › Valid to')
  expect(label('mappings', '2', 'ssoUsername')).toBe('Mappings › 2 › SSO username')
  expect(label('serviceProviderId')).toBe('Service provider ID')
})

test('a value is told in words, and a time on the reader’s clock', () => {
  expect([undefined, null, [], '', true, false, 5006].map(value)).toEqual([
    '—',
    'None',
    'None',
    'Empty',
    'Yes',
    'No',
    '5,006',
  ])
  expect(value(['x', null])).toBe('x, None')
  expect(value('Europe/Oslo')).toBe('Europe/Oslo')
  expect(value('2030-01-15T12:00:00.000Z')).toMatch(/^Jan 15, 2030, 5:00\sAM MST$/)
})

test('times have seconds and their zone, and one record is one', () => {
  expect(exactTime('Europe/Oslo').format(new Date('2030-07-15T12:00:05.000Z'))).toMatch(
    /^7\/15\/2030, 2:00:05\sPM GMT\+2$/,
  )
})
