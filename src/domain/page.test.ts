import { expect, test } from 'vitest'
import { PageNumber } from './page.ts'

test('a page is a whole number from 1 on', () => {
  expect(PageNumber.parse('12')).toBe(12)
  for (const page of ['0', '-1', '1.5', '1e3', '', ' 1', '9999999', 'two'])
    expect(PageNumber.safeParse(page).error?.issues[0]?.message).toBe('Ask for a page by its number, from 1 on')
})
