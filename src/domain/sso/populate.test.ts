import { expect, test } from 'vitest'
import type { Certificate } from '../certificate.ts'
import type { IdentityProvider } from './metadata.ts'
import { changesOf, populate, POPULATED_FIELDS, type Populated } from './populate.ts'
import { DEFAULT_SSO } from './settings.ts'

const certificate = (der: string, name = 'Signing certificate of idp.example'): Certificate => ({
  name,
  der,
  fingerprint: der,
  validFrom: '2030-01-01T00:00:00.000Z',
  validTo: '2031-01-01T00:00:00.000Z',
})

const PROVIDER: IdentityProvider = {
  entityId: 'https://idp.example/',
  loginPortalUrls: { POST: 'https://idp.example/post', REDIRECT: 'https://idp.example/redirect' },
  signOutUrl: 'https://idp.example/out',
  singleLogoutUrl: 'https://idp.example/out',
  certificates: [certificate('AAAA'), certificate('BBBB')],
  leftOut: [],
}

const EMPTY: Populated = { ...DEFAULT_SSO }
const FILLED: Populated = {
  identityProviderId: 'https://idp.example/',
  bindingType: 'POST',
  loginPortalUrl: 'https://idp.example/post',
  signOutUrl: 'https://idp.example/out',
  singleLogoutUrl: 'https://idp.example/out',
  certificates: PROVIDER.certificates,
}

test('metadata fills in who the provider is, login URL, sign-out URL, binding and certificates', () => {
  expect(populate(EMPTY, PROVIDER)).toEqual(FILLED)
  expect(changesOf(EMPTY, FILLED)).toEqual([
    'identityProviderId',
    'loginPortalUrl',
    'signOutUrl',
    'singleLogoutUrl',
    'certificates',
  ])
})

test('nothing else of the form is touched', () => {
  expect(Object.keys(populate(EMPTY, PROVIDER)).toSorted()).toEqual(POPULATED_FIELDS.toSorted())
})

test.each([
  ['REDIRECT', ['POST', 'REDIRECT'], 'REDIRECT'],
  ['POST', ['POST', 'REDIRECT'], 'POST'],
  ['POST', ['REDIRECT'], 'REDIRECT'],
  ['REDIRECT', ['POST'], 'POST'],
] as const)('the binding type %s stays where the provider offers it in %j', (bindingType, offered, expected) => {
  const loginPortalUrls = Object.fromEntries(offered.map((type) => [type, `https://idp.example/${type}`]))
  expect(populate({ ...EMPTY, bindingType }, { ...PROVIDER, loginPortalUrls })).toMatchObject({
    bindingType: expected,
    loginPortalUrl: `https://idp.example/${expected}`,
  })
})

test('a sign-out URL entered by hand goes with its provider, and stays where the metadata of that provider has none', () => {
  const provider = { ...PROVIDER, signOutUrl: '' }
  expect(populate(FILLED, provider).signOutUrl).toBe(FILLED.signOutUrl)
  expect(populate({ ...FILLED, identityProviderId: 'another' }, provider).signOutUrl).toBe('')
  expect(populate({ ...FILLED, signOutUrl: 'https://by.hand/' }, PROVIDER).signOutUrl).toBe(PROVIDER.signOutUrl)
})

test('single logout is what the metadata says of it, also where that is nothing', () => {
  expect(populate(FILLED, { ...PROVIDER, singleLogoutUrl: '' }).singleLogoutUrl).toBe('')
})

test('certificates are replaced; one that is there already keeps its name', () => {
  const mine = certificate('BBBB', 'mine.cer')
  const { certificates } = populate({ ...FILLED, certificates: [certificate('CCCC'), mine] }, PROVIDER)
  expect(certificates).toEqual([PROVIDER.certificates[0], mine])
})

test('nothing changes where the same certificates stand in another order or under another name', () => {
  const current = { ...FILLED, certificates: [certificate('BBBB', 'b.cer'), certificate('AAAA', 'a.cer')] }
  const populated = populate(current, PROVIDER)
  expect(populated).toEqual(current)
  expect(changesOf(current, populated)).toEqual([])
  expect(changesOf(current, { ...current, certificates: current.certificates.toReversed() })).toEqual([])
})

test('one certificate more or fewer is a change', () => {
  const fewer = { ...FILLED, certificates: [certificate('AAAA')] }
  expect(changesOf(FILLED, fewer)).toEqual(['certificates'])
  expect(changesOf(fewer, FILLED)).toEqual(['certificates'])
})
