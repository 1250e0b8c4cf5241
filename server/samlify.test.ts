import * as samlify from 'samlify'
import { expect, test } from 'vitest'
import type { OwnSide } from '#src/api/signOn/serviceProvider.ts'
import { pemOf } from '#src/domain/certificate.ts'
import { DAY, shift } from '#src/domain/instant.ts'
import { checkResponse, readResponse } from '#src/domain/sso/samlResponse.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { DEFAULT_SSO, ssoSettingsOf, type SsoSettings } from '#src/domain/sso/settings.ts'
import { serviceProvider } from './serviceProvider.ts'

// It takes the time from the clock of the machine.
const NOW = new Date().toISOString()
const LATER = shift(NOW, DAY)
const keyPair = await serviceProvider.makeKeyPair('idp.example', shift(NOW, -DAY), LATER)
const addresses = serviceProviderAddresses('https://sp.example/')
const own: OwnSide = {
  entityId: 'sp.example/SAML2',
  addresses,
  keyPair: await serviceProvider.makeKeyPair('sp.example', shift(NOW, -DAY), LATER),
}
const PROVIDER = 'https://idp.example/saml2'
const PORTAL = 'https://idp.example/sso'
const provider: SsoSettings = {
  ...ssoSettingsOf(DEFAULT_SSO),
  identityProviderId: PROVIDER,
  certificates: [keyPair.certificate],
  hashAlgorithm: 'SHA-256',
  loginPortalUrl: PORTAL,
  singleLogoutUrl: PORTAL,
}

const { redirect, post } = samlify.Constants.namespace.binding
samlify.setSchemaValidator({ validate: () => Promise.resolve('It has the form of SAML') })

const theirs = samlify.IdentityProvider({
  entityID: PROVIDER,
  signingCert: pemOf(keyPair.certificate),
  privateKey: keyPair.privateKey,
  wantAuthnRequestsSigned: true,
  wantLogoutRequestSigned: true,
  singleSignOnService: [redirect, post].map((Binding) => ({ Binding, Location: PORTAL })),
  singleLogoutService: [{ Binding: redirect, Location: PORTAL }],
})
const ours = (wantMessageSigned: boolean) =>
  samlify.ServiceProvider({
    entityID: own.entityId,
    signingCert: pemOf(own.keyPair.certificate),
    authnRequestsSigned: true,
    wantAssertionsSigned: true,
    wantLogoutRequestSigned: true,
    wantMessageSigned,
    assertionConsumerService: [{ Binding: post, Location: addresses.assertionConsumer }],
    singleLogoutService: [{ Binding: redirect, Location: addresses.logout }],
  })

function asRequest(address: string) {
  const { search, searchParams } = new URL(address)
  return { query: Object.fromEntries(searchParams), octetString: search.slice(1).split('&Signature=')[0]! }
}

const begin = (bindingType: 'POST' | 'REDIRECT') =>
  serviceProvider.authnRequest(own, { ...provider, bindingType }, { id: '_request', at: NOW })

test('requests of ours are understood by another implementation, and their signatures hold there', async () => {
  const expected = { id: '_request', issueInstant: NOW, assertionConsumerServiceUrl: addresses.assertionConsumer }
  const byAddress = asRequest((await begin('REDIRECT')).url)
  const byForm = await begin('POST')
  if (byForm.by !== 'POST') throw new Error('It goes by redirect')
  const read = await Promise.all([
    theirs.parseLoginRequest(ours(false), 'redirect', byAddress),
    theirs.parseLoginRequest(ours(false), 'post', { body: byForm.fields }),
  ])
  for (const { extract } of read) expect(extract).toMatchObject({ issuer: own.entityId, request: expected })
  const signedOnAs = { nameId: 'ada', nameIdFormat: null, sessionIndex: '_s' }
  const leaving = await serviceProvider.logoutRequest(own, provider, { id: '_out', at: NOW, signedOnAs })
  const { extract } = await theirs.parseLogoutRequest(ours(false), 'redirect', asRequest(leaving))
  expect(extract).toMatchObject({ nameID: 'ada', sessionIndex: '_s' })
})

/** Its template, of which it fills in all but the AuthnStatement. */
function filledIn(template: string) {
  const authentication = `<saml:AuthnStatement AuthnInstant="${NOW}"/>`
  const context = samlify.SamlLib.replaceTagsByValue(template.replace('{AuthnStatement}', authentication), {
    ID: '_response',
    AssertionID: '_assertion',
    IssueInstant: NOW,
    Destination: addresses.assertionConsumer,
    InResponseTo: '_request',
    Issuer: PROVIDER,
    StatusCode: samlify.Constants.StatusCode.Success,
    NameIDFormat: samlify.Constants.namespace.format.emailAddress,
    NameID: 'ada@northwind.example',
    SubjectConfirmationDataNotOnOrAfter: LATER,
    SubjectRecipient: addresses.assertionConsumer,
    ConditionsNotBefore: NOW,
    ConditionsNotOnOrAfter: LATER,
    Audience: own.entityId,
    AttributeStatement: '',
  })
  return { id: '_response', context }
}

for (const isResponseSigned of [false, true])
  test(`a response of another implementation is accepted, its assertion signed${isResponseSigned ? ' and itself' : ''}`, async () => {
    const sp = ours(isResponseSigned)
    const asked = await theirs.parseLoginRequest(sp, 'redirect', asRequest((await begin('REDIRECT')).url))
    const { context } = await theirs.createLoginResponse(sp, { ...asked }, 'post', {}, filledIn)
    const { checks, assertion } = await checkResponse(
      readResponse(context),
      {
        provider,
        entityId: own.entityId,
        assertionConsumer: addresses.assertionConsumer,
        request: { id: '_request', at: NOW, purpose: 'sign-on', browser: '', next: '/' },
        now: NOW,
      },
      (xml) => serviceProvider.verifiedAssertion(xml, provider),
    )
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(assertion).toMatchObject({ issuer: PROVIDER, nameId: 'ada@northwind.example' })
  })

test('a logout request of another implementation is read', async () => {
  const { context } = theirs.createLogoutRequest(ours(false), 'redirect', { logoutNameID: 'ada', sessionIndex: '_s' })
  const sent = new URL(context).search
  const message = await serviceProvider.readLogout(sent, own, provider, new Date().toISOString())
  expect(message).toMatchObject({ kind: 'request', nameId: 'ada', sessionIndexes: ['_s'] })
})
