import { expect, test } from 'vitest'
import { apiAddress } from './apiAddress.ts'

test.each([
  ['https://northwind.my.example', 'https://northwind.my.example/attask/api'],
  ['https://northwind.my.example/', 'https://northwind.my.example/attask/api'],
  ['http://127.0.0.1:4400/latchkey/', 'http://127.0.0.1:4400/latchkey/attask/api'],
  ['/?environment=preview', 'http://localhost:4400/attask/api'],
  ['/latchkey/?environment=production', 'http://localhost:4400/latchkey/attask/api'],
])('from %s the API is at %s', (console, api) => {
  expect(apiAddress(console, 'http://localhost:4400/help/customer-info?x=1')).toBe(api)
})
