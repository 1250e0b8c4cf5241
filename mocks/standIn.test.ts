import { expect, test } from 'vitest'
import { standInFor } from './standIn.ts'

const HOME = 'http://localhost:4400/latchkey/'

test.each([
  ['https://idp.northwind.example/saml2/sso/post', 'demo-idp/saml2'],
  [
    'https://idp.example/sso?tenant=7&SAMLRequest=a%2Bb%3D&Signature=c',
    'demo-idp/saml2?tenant=7&SAMLRequest=a%2Bb%3D&Signature=c',
  ],
  ['https://idp.example/passwordless?SAMLRequest=a', 'demo-idp/saml2?SAMLRequest=a'],
  ['https://idp.example', 'demo-idp/saml2'],
  ['https://idp.northwind.example/password', 'demo-idp/password'],
])('whatever address an identity provider has, the demo is not left: %s', (url, page) => {
  expect(standInFor(url, HOME)).toBe(HOME + page)
})
