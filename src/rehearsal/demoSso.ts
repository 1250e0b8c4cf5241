import { DAY, HOUR, shift, type Instant } from '#src/domain/instant.ts'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { demoCertificate } from './demoCertificate.ts'
import { DEMO_IDENTITY_PROVIDER } from './demoMetadata.ts'

/** A certificate that Northwind Identity signs with, valid for these days from now. */
export const demoSigningCertificate = (name: string, serial: string, now: Instant, from: number, to: number) =>
  // An hour more, so that the last of the days is still whole when somebody looks.
  demoCertificate(name, serial, shift(now, from * DAY + HOUR), shift(now, to * DAY + HOUR))

const mapped = (attribute: AttributeMapping['attribute'], directoryAttribute: string): AttributeMapping => ({
  attribute,
  directoryAttribute,
  defaultValue: '',
  rules: [],
})

/** Single sign-on as Northwind Studio has set it up: everything filled in, and not enabled (S2). */
export const demoSso = (now: Instant): SingleSignOn => ({
  ...DEFAULT_SSO,
  type: 'saml2',
  identityProviderId: DEMO_IDENTITY_PROVIDER.entityId,
  loginPortalUrl: DEMO_IDENTITY_PROVIDER.loginPortalUrl,
  signOutUrl: DEMO_IDENTITY_PROVIDER.signOutUrl,
  mappings: [mapped('First Name', 'givenName'), mapped('Last Name', 'surname'), mapped('Email Address', 'mail')],
  certificates: [demoSigningCertificate('northwind-identity.cer', '2d60f1a49b37c8', now, -100, 265)],
})

/** Mappings that are allowed, and hardly what anybody meant. */
export const ODD_MAPPINGS: AttributeMapping[] = [
  ...demoSso('2030-01-01T00:00:00.000Z').mappings,
  {
    ...mapped('Access Level', 'memberOf'),
    defaultValue: 'Contributor',
    rules: [
      { operator: 'contains', value: 'workfront', result: 'Light' },
      { operator: 'equals', value: 'workfront-admins', result: 'System Administrator' },
    ],
  },
  mapped('Title', 'title'),
  mapped('Title', 'jobTitle'),
]
