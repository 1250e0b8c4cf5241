import { expect, test } from 'vitest'
import { standInFor } from './standIn.ts'

const HOME = 'http://localhost:4400/latchkey/'

test.each([
  ['https://idp.northwind.example/saml2/sso/post?request=_a1', 'demo-idp?request=_a1'],
  ['https://idp.example/sso?tenant=7&request=_a%26b', 'demo-idp?request=_a%26b'],
  ['https://idp.northwind.example/saml2/logout', 'demo-idp/signed-out'],
  ['https://idp.example', 'demo-idp/signed-out'],
  ['https://idp.northwind.example/password', 'demo-idp/password'],
])('whatever address an identity provider has, the demo is not left: %s', (url, page) => {
  expect(standInFor(url, HOME)).toBe(HOME + page)
})
