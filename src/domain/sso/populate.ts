import type { IdentityProvider } from './metadata.ts'
import { BINDING_TYPES, type SsoSettings } from './settings.ts'

/** What **Populate fields from Identity Provider Metadata** fills in, in the order of the screen. */
export const POPULATED_FIELDS = [
  'identityProviderId',
  'bindingType',
  'loginPortalUrl',
  'signOutUrl',
  'singleLogoutUrl',
  'certificates',
] as const
export type PopulatedField = (typeof POPULATED_FIELDS)[number]
export type Populated = Pick<SsoSettings, PopulatedField>

/** The fields as they are once `provider` is filled in. */
export function populate(current: Populated, provider: IdentityProvider): Populated {
  const { entityId, loginPortalUrls, signOutUrl, singleLogoutUrl } = provider
  const bindingType =
    [current.bindingType, ...BINDING_TYPES].find((type) => loginPortalUrls[type] !== undefined) ?? current.bindingType
  // A certificate that is there already keeps the name somebody gave it.
  const certificates = provider.certificates.map(
    (certificate) => current.certificates.find(({ der }) => der === certificate.der) ?? certificate,
  )
  const isSameProvider = entityId === current.identityProviderId
  return {
    identityProviderId: entityId,
    bindingType,
    loginPortalUrl: loginPortalUrls[bindingType] ?? '',
    // Metadata that says nothing of signing out says nothing against an address that somebody entered by hand either.
    signOutUrl: signOutUrl || (isSameProvider ? current.signOutUrl : ''),
    // Nobody enters it by hand.
    singleLogoutUrl,
    certificates: isSameSet(certificates, current.certificates) ? current.certificates : certificates,
  }
}

/** The fields in which `after` differs from `before`. */
export const changesOf = (before: Populated, after: Populated): PopulatedField[] =>
  POPULATED_FIELDS.filter((field) =>
    field === 'certificates' ? !isSameSet(before[field], after[field]) : before[field] !== after[field],
  )

/** In whatever order: a signature is compared with each. */
const isSameSet = (some: Populated['certificates'], others: Populated['certificates']) =>
  some.length === others.length && some.every(({ der }) => others.some((other) => other.der === der))
