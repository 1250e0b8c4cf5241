import { expect, test } from 'vitest'
import { PageNumber } from './page.ts'

test('a page is a whole number from 1 on', () => {
  for (const page of [1, 12, 999_999]) expect(PageNumber.parse(String(page))).toBe(page)
  for (const page of ['0', '-1', '1.5', '1e3', '', ' 1', '9999999', 'two'])
    expect(PageNumber.safeParse(page).error?.issues[0]?.message).toBe('Ask for a page by its number, from 1 on')
})
