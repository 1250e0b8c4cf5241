import { expect, test } from 'vitest'
import { mayLeadTo } from './leaveFor.ts'

const OWN = 'http://northwind.example'
const leads = (address: string) => mayLeadTo(new URL(address, `${OWN}/sign-in`), OWN)

test.each([
  '/demo-idp?request=a',
  'https://idp.example/sso?SAMLRequest=a',
  'http://[::1]:8080/',
  'http://a.localhost/',
])('the console leads to itself, to https and to this very machine: %s', (address) => expect(leads(address)).toBe(true))

test.each([
  'javascript:alert(1)',
  'data:text/html,a',
  'blob:http://northwind.example/a',
  'file:///etc/hosts',
  'http://idp.example/sso',
  '//idp.example/sso',
  'http://localhost.example/',
])('the console leads nowhere else: %s', (address) => expect(leads(address)).toBe(false))
