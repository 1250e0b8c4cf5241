import * as z from 'zod/mini'
import { Certificate, ChosenCertificate, hasCertificateExpired } from '../certificate.ts'
import type { PlatformMode } from '../authentication.ts'
import type { Environment } from '../customer.ts'
import { DomainError } from '../errors.ts'
import { Instant } from '../instant.ts'
import { isLoopbackName } from '../loopback.ts'
import { AttributeMappings, missingForProvisioning } from './attributeMapping.ts'
import { OwnCertificates } from './ownCertificates.ts'
import { trimmed } from './whiteSpace.ts'

/** What people sign on by. `none` is an organisation that has not set up single sign-on, or has put it away. */
export const SSO_TYPES = ['none', 'saml2'] as const
/** How a request for a sign-on travels to the identity provider, as the product spells it (reference §7.2). */
export const BINDING_TYPES = ['POST', 'REDIRECT'] as const
export const HASH_ALGORITHMS = ['SHA-1', 'SHA-256'] as const
/** Room for a provider that changes its keys over, and then some. */
export const MAX_SIGNING_CERTIFICATES = 5

/** A URL that people and programs may be sent to: https, or http on this very machine (reference §7.2). */
function isUsableUrl(text: string): boolean {
  // Parsing mends what is no address, and what was checked must be what is used.
  if (!/^https?:\/\/[^\s/\\?#@]+([/?#][^\s\\]*)?$/i.test(text) || /[\p{Cc}\p{Cs}]/u.test(text)) return false
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname))
}

const MAX_URL = 2048
const UNUSABLE_URL = 'Enter an address that begins with https://'

/** Empty where there is none. */
const Url = z.string().check(
  z.trim(),
  z.maxLength(MAX_URL, `Use ${MAX_URL.toLocaleString('en-US')} characters or fewer`),
  z.refine((text) => text === '' || isUsableUrl(text), UNUSABLE_URL),
)

/** A SAML entity ID: a URI, or any name that both sides agree on. SAML core §8.3.6 limits it to 1,024 characters. */
export const EntityId = z
  .string()
  .check(
    z.overwrite(trimmed),
    z.maxLength(1024, 'Use 1,024 characters or fewer'),
    z.regex(/^[^\s\p{Cc}\p{Cs}]*$/u, 'Leave out blanks'),
  )

const fields = {
  type: z.enum(SSO_TYPES, 'Choose a type from the list'),
  /** Null for the one that is made from the organisation's domain. */
  serviceProviderId: z.nullable(EntityId),
  bindingType: z.enum(BINDING_TYPES, 'Choose POST or REDIRECT'),
  /** The identity provider's entity ID, which only its metadata says; empty where nobody has read any. */
  identityProviderId: EntityId,
  loginPortalUrl: Url,
  signOutUrl: Url,
  /** Where sessions are ended by SAML messages, which only the provider's metadata says; empty where it offers none. */
  singleLogoutUrl: Url,
  changePasswordUrl: Url,
  hashAlgorithm: z.enum(HASH_ALGORITHMS, 'Choose SHA-1 or SHA-256'),
  provisionsUsers: z.boolean(),
  mappings: AttributeMappings,
  /** SHA-256 fingerprint of the certificate of ours that the identity provider is known to have; null for the first. */
  uploadedCertificate: z.nullable(z.string().check(z.maxLength(128))),
  /** **Admin Exemption**. */
  hasAdminExemption: z.boolean(),
  /** **Enable**. */
  isEnabled: z.boolean(),
}

const certificates = <T extends z.ZodMiniType>(certificate: T) =>
  z
    .array(certificate)
    .check(z.maxLength(MAX_SIGNING_CERTIFICATES, `Use ${MAX_SIGNING_CERTIFICATES} certificates or fewer`))

/** What **Save** on Single Sign-On (SSO) writes. `certificates` are what the identity provider signs with. */
const SsoFields = z.object({ ...fields, certificates: certificates(Certificate) })
export type SsoSettings = z.infer<typeof SsoFields>

/** What single sign-on cannot work without, and what people are told where it is missing. */
const REQUIRED: { field: keyof SsoSettings; isMissing(settings: Required): boolean; message: string }[] = [
  {
    field: 'type',
    isMissing: ({ type }) => type === 'none',
    message: 'Choose the type of single sign-on before you enable it',
  },
  {
    field: 'serviceProviderId',
    isMissing: ({ serviceProviderId }) => serviceProviderId === '',
    message: 'Enter the Service Provider ID, or clear the box beside it',
  },
  {
    field: 'loginPortalUrl',
    isMissing: ({ loginPortalUrl }) => loginPortalUrl === '',
    message: 'Enter the Login Portal URL, where people sign in',
  },
  {
    field: 'certificates',
    isMissing: ({ certificates }) => certificates.length === 0,
    message: 'Choose the certificate that the identity provider signs with',
  },
  {
    field: 'mappings',
    isMissing: ({ provisionsUsers, mappings }) => provisionsUsers && missingForProvisioning(mappings).length > 0,
    message: 'Map first name, last name and e-mail address: Auto-Provision Users needs all three',
  },
]
type Required = Pick<
  SsoSettings,
  'type' | 'serviceProviderId' | 'loginPortalUrl' | 'provisionsUsers' | 'mappings' | 'isEnabled'
> & { certificates: readonly unknown[] }

/** The fields that are missing; nothing is while **Enable** is clear, so that an administrator can always save (reference §7.2). */
const missing = (settings: Required) =>
  settings.isEnabled ? REQUIRED.filter(({ isMissing }) => isMissing(settings)) : []

const isComplete = (payload: z.core.ParsePayload<Required>): void => {
  for (const { field, message } of missing(payload.value))
    payload.issues.push({ code: 'custom', message, path: [field], input: payload.value })
}

export const SsoSettings = SsoFields.check(isComplete)

/** The first thing that stands in the way of enabling these settings, which is also what there is to mend before a test. */
export const whatIsMissing = (settings: SsoSettings): z.core.$ZodIssue | undefined =>
  SsoSettings.safeParse({ ...settings, isEnabled: true }).error?.issues[0]

/** `version` is the one the sender's form was loaded with. Of a certificate only its file counts, which is read when it is saved. */
export const SsoSave = z
  .object({ ...fields, certificates: certificates(ChosenCertificate), version: z.int() })
  .check(isComplete)
export type SsoSave = z.infer<typeof SsoSave>

/** The settings of one environment, and which save they are of. A refresh of Preview leaves them alone (reference §2.1). */
export const SingleSignOn = z.extend(SsoFields, {
  version: z.int(),
  savedAt: z.nullable(Instant),
  savedBy: z.nullable(z.string()),
  /** When somebody last came through the identity provider with the settings as they are, or null (DECISIONS 69). */
  triedAt: z.nullable(Instant),
})
export type SingleSignOn = z.infer<typeof SingleSignOn>

/** What the Single Sign-On (SSO) screen reads. */
export const SsoInfo = z.extend(SingleSignOn, {
  /** What stands in for a Service Provider ID that nobody chose. */
  defaultServiceProviderId: z.string(),
  /** Where our own metadata is; the assertion consumer service is named in it. */
  metadataUrl: z.string(),
  assertionConsumerUrl: z.string(),
  ownCertificates: OwnCertificates,
  /** How dates are written (reference §6). */
  locale: z.string(),
  timeZone: z.string(),
  asOf: Instant,
})
export type SsoInfo = z.infer<typeof SsoInfo>

/** Our metadata as a file to keep. */
export const SsoFile = z.object({ name: z.string(), mediaType: z.string(), text: z.string() })
export type SsoFile = z.infer<typeof SsoFile>

/** What enabling would do, for settings not yet saved. Only active users are counted. */
export const SsoConsequences = z.object({
  /** Users whose password would be refused. */
  refused: z.int(),
  /** Those of them who have no SSO username, by which the identity provider's people are known here. */
  unlinked: z.int(),
  /** Administrators whose password would still be taken. */
  administrators: z.int(),
  /** Whether the asker's password would be refused. */
  isOwnAmongThem: z.boolean(),
  asOf: Instant,
})
export type SsoConsequences = z.infer<typeof SsoConsequences>

/** An organisation that never chose: as the product, but for the hash algorithm (DECISIONS 47). */
export const DEFAULT_SSO: SingleSignOn = {
  type: 'none',
  serviceProviderId: null,
  bindingType: 'POST',
  identityProviderId: '',
  loginPortalUrl: '',
  signOutUrl: '',
  singleLogoutUrl: '',
  changePasswordUrl: '',
  hashAlgorithm: 'SHA-256',
  provisionsUsers: false,
  mappings: [],
  certificates: [],
  uploadedCertificate: null,
  hasAdminExemption: true,
  isEnabled: false,
  version: 1,
  savedAt: null,
  savedBy: null,
  triedAt: null,
}

/** Without the certificates that have expired: nobody is believed by them any more. */
export const believedAt = (sso: SingleSignOn, now: Instant): SingleSignOn => ({
  ...sso,
  certificates: sso.certificates.filter((certificate) => !hasCertificateExpired(certificate, now)),
})

/** The settings among all that is known of single sign-on. */
export function ssoSettingsOf({
  version: _version,
  savedAt: _at,
  savedBy: _by,
  triedAt: _tried,
  ...settings
}: SingleSignOn): SsoSettings {
  return settings
}

/** Host names of the product's environments, from which it makes the Service Provider ID (reference §7.2). */
const HOST: Record<Environment, string> = { production: 'my', preview: 'preview' }

export const defaultServiceProviderId = (domain: string, environment: Environment): string =>
  `${domain}.${HOST[environment]}.workfront.com/SAML2`

export const SSO_ELSEWHERE =
  'People of this organization sign in through the Adobe Admin Console, so single sign-on is set up there.'

/** Where Adobe's console signs people in, nothing here may pretend to. */
export function requireSignOnHere({ platformMode }: { platformMode: PlatformMode }): void {
  if (platformMode === 'ims') throw new DomainError('forbidden', SSO_ELSEWHERE)
}
