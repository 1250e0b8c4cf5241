import { expect, test } from 'vitest'
import type { Certificate } from '../certificate.ts'
import { DAY, shift } from '../instant.ts'
import type { AttributeMapping } from './attributeMapping.ts'
import {
  believedAt,
  DEFAULT_SSO,
  defaultServiceProviderId,
  EntityId,
  MAX_SIGNING_CERTIFICATES,
  requireSignOnHere,
  SsoSettings,
  ssoSettingsOf,
  whatIsMissing,
} from './settings.ts'

const NOW = '2030-01-15T12:00:00.000Z'
const certificate = (validTo: string): Certificate => ({
  name: 'idp.cer',
  der: 'AAAA',
  fingerprint: 'AA',
  validFrom: shift(NOW, -DAY),
  validTo,
})
const lasting = certificate(shift(NOW, DAY))
const mapping = (attribute: AttributeMapping['attribute']): AttributeMapping => ({
  attribute,
  directoryAttribute: attribute,
  defaultValue: '',
  rules: [],
})
const names = (['First Name', 'Last Name', 'Email Address'] as const).map(mapping)

const off: SsoSettings = {
  ...ssoSettingsOf(DEFAULT_SSO),
  type: 'saml2',
  loginPortalUrl: 'https://idp.example/sso',
  certificates: [lasting],
}
const enabled: SsoSettings = { ...off, isEnabled: true }
const fieldsRefused = (settings: SsoSettings) =>
  SsoSettings.safeParse(settings).error?.issues.map(({ path }) => path[0])

test.each<[what: string, change: Partial<SsoSettings>, field: keyof SsoSettings]>([
  ['a type', { type: 'none' }, 'type'],
  ['a Service Provider ID', { serviceProviderId: '' }, 'serviceProviderId'],
  ['a Login Portal URL', { loginPortalUrl: '' }, 'loginPortalUrl'],
  ['a certificate', { certificates: [] }, 'certificates'],
  [
    'names and email mapped where users are provisioned',
    { provisionsUsers: true, mappings: names.slice(1) },
    'mappings',
  ],
])('single sign-on cannot be enabled without %s, but can be saved disabled', (_, change, field) => {
  expect(fieldsRefused({ ...enabled, ...change })).toEqual([field])
  expect(fieldsRefused({ ...off, ...change })).toBeUndefined()
  expect(whatIsMissing({ ...off, ...change })?.path).toEqual([field])
})

test('complete settings can be enabled, with the default Service Provider ID or a chosen one', () => {
  for (const change of [{}, { serviceProviderId: 'urn:sp' }, { provisionsUsers: true, mappings: names }]) {
    expect(fieldsRefused({ ...enabled, ...change })).toBeUndefined()
    expect(whatIsMissing({ ...off, ...change })).toBeUndefined()
  }
})

test('at most five signing certificates can be saved', () => {
  const many = (length: number) => fieldsRefused({ ...enabled, certificates: Array.from({ length }, () => lasting) })
  expect(many(MAX_SIGNING_CERTIFICATES)).toBeUndefined()
  expect(many(MAX_SIGNING_CERTIFICATES + 1)).toEqual(['certificates'])
})

const acceptsUrl = (loginPortalUrl: string) => fieldsRefused({ ...off, loginPortalUrl }) === undefined

test.each([
  '',
  ' https://idp.example/sso ',
  'HTTPS://idp.example',
  'https://idp.example:8443/a?b=c#d',
  'https://idp.example?a',
  'http://localhost:8080/sso',
  'http://127.0.0.1/',
  `https://idp.example/${'a'.repeat(2028)}`,
])('users may be sent to “%s”', (url) => expect(acceptsUrl(url)).toBe(true))

test.each([
  'http://idp.example/',
  'ftp://idp.example/',
  'javascript:alert(1)',
  'idp.example',
  '//idp.example/',
  'https:/idp.example/',
  'https://',
  'https:///idp.example/',
  'https://ada@idp.example/',
  'https://:secret@idp.example/',
  'https://idp.example/a b',
  'https://idp.example\\@evil.example/',
  'https://idp.example/\\evil',
  'https://idp.example/\u0000',
  'https://idp.example/\uD83D',
  'https://idp.example:99999/',
  'see https://idp.example/',
  `https://idp.example/${'a'.repeat(2029)}`,
])('users are never sent to “%s”', (url) => expect(acceptsUrl(url)).toBe(false))

test('an entity ID is a name without blanks, of 1,024 characters at most', () => {
  const accepts = (id: string) => EntityId.safeParse(id).success
  for (const id of ['', 'Northwind', 'https://idp.example/', ' urn:idp ', 'a'.repeat(1024)])
    expect(accepts(id)).toBe(true)
  for (const id of ['an id', 'a\tb', 'a\u0000', '\uD83D', 'a'.repeat(1025)]) expect(accepts(id)).toBe(false)
})

test('an expired certificate is no longer trusted', () => {
  const expired = certificate(shift(NOW, -1))
  const sso = { ...DEFAULT_SSO, certificates: [expired, lasting, certificate(NOW)] }
  expect(believedAt(sso, NOW)).toEqual({ ...sso, certificates: [lasting, certificate(NOW)] })
})

test('the settings leave out who saved them, when, and when they were tried', () => {
  const { version: _version, savedAt: _at, savedBy: _by, triedAt: _tried, ...settings } = DEFAULT_SSO
  expect(ssoSettingsOf(DEFAULT_SSO)).toEqual(settings)
})

test('the Service Provider ID is made from the domain and the environment (reference §7.2)', () => {
  expect(defaultServiceProviderId('northwind', 'production')).toBe('northwind.my.workfront.com/SAML2')
  expect(defaultServiceProviderId('northwind', 'preview')).toBe('northwind.preview.workfront.com/SAML2')
})

test('with Adobe IMS Latchkey signs no users on', () => {
  expect(() => requireSignOnHere({ platformMode: 'classic' })).not.toThrow()
  expect(() => requireSignOnHere({ platformMode: 'ims' })).toThrow(expect.objectContaining({ code: 'forbidden' }))
})
