import type { Certificate } from '#src/domain/certificate.ts'
import { DAY, HOUR, shift, type Instant } from '#src/domain/instant.ts'
import type { AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import { demoCertificate } from './demoCertificate.ts'
import { DEMO_IDENTITY_PROVIDER } from './demoMetadata.ts'

/** Makes the certificate file `name`, valid from `from` to `to` in whole seconds; `serial` is 14 hexadecimal digits. */
export type MakeCertificate = (
  name: string,
  serial: string,
  from: Instant,
  to: Instant,
) => Certificate | Promise<Certificate>

/** What makes the certificates that Northwind Identity signs with. */
export interface SigningHost {
  /** By the key of the stand-in, so that its signatures hold. Left out where nobody signs on, and they are made up. */
  signingCertificate?: MakeCertificate
}

/** A certificate that Northwind Identity signs with, valid for these days from now. */
export async function demoSigningCertificate(
  { signingCertificate = demoCertificate }: SigningHost,
  name: string,
  serial: string,
  now: Instant,
  from: number,
  to: number,
): Promise<Certificate> {
  // An hour more, so that the last of the days is still whole when somebody looks.
  return signingCertificate(name, serial, shift(now, from * DAY + HOUR), shift(now, to * DAY + HOUR))
}

const mapped = (attribute: AttributeMapping['attribute'], directoryAttribute: string): AttributeMapping => ({
  attribute,
  directoryAttribute,
  defaultValue: '',
  rules: [],
})

const MAPPINGS = [mapped('First Name', 'givenName'), mapped('Last Name', 'surname'), mapped('Email Address', 'mail')]

/** Single sign-on as Northwind Studio has set it up: everything filled in, and not enabled (S2). */
export const demoSso = async (host: SigningHost, now: Instant): Promise<SingleSignOn> => ({
  ...DEFAULT_SSO,
  type: 'saml2',
  identityProviderId: DEMO_IDENTITY_PROVIDER.entityId,
  loginPortalUrl: DEMO_IDENTITY_PROVIDER.loginPortalUrl,
  signOutUrl: DEMO_IDENTITY_PROVIDER.signOutUrl,
  singleLogoutUrl: DEMO_IDENTITY_PROVIDER.signOutUrl,
  mappings: MAPPINGS,
  certificates: [await demoSigningCertificate(host, 'northwind-identity.cer', '2d60f1a49b37c8', now, -100, 265)],
})

/** Mappings that are allowed, and hardly what anybody meant. */
export const ODD_MAPPINGS: AttributeMapping[] = [
  ...MAPPINGS,
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
