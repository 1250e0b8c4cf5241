import { expect, test } from 'vitest'
import { readMetadata } from '#src/domain/sso/metadata.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import { demoCertificate } from './demoCertificate.ts'
import { DEMO_IDENTITY_PROVIDER, demoMetadata } from './demoMetadata.ts'

test('the demo’s metadata says what the demo organisation knows of its identity provider', () => {
  const certificate = demoCertificate('a.pem', '0a1b2c3d4e5f60', '2030-01-15T12:00:05.000Z', '2031-01-15T12:00:05.000Z')
  const [provider] = readMetadata(demoMetadata(certificate), parseXml, '2030-06-01T12:00:00.000Z')
  const { entityId, loginPortalUrl, redirectUrl, signOutUrl } = DEMO_IDENTITY_PROVIDER
  expect(provider?.read()).toEqual({
    entityId,
    loginPortalUrls: { POST: loginPortalUrl, REDIRECT: redirectUrl },
    signOutUrl,
    singleLogoutUrl: signOutUrl,
    certificates: [{ ...certificate, name: 'Signing certificate of idp.northwind.example' }],
    leftOut: [],
  })
})
