import { expect, test } from 'vitest'
import { counted } from './counted.ts'

test('a count has its noun in the singular for one only, and its thousands apart', () => {
  expect([0, 1, 60_046].map((count) => counted(count, 'record'))).toEqual(['0 records', '1 record', '60,046 records'])
})
