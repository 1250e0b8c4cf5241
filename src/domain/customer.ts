import * as z from 'zod/mini'
import { AuthenticationSettings, PasswordResetDays, PlatformMode } from './authentication.ts'
import { Certificate, CertificateRequirement, ChosenCertificate } from './certificate.ts'
import { DEFAULT_EXPIRY_PERIOD, ExpiryPeriod } from './expiryPeriod.ts'
import { DomainError } from './errors.ts'
import { Instant } from './instant.ts'
import { isAdministrator, type User } from './user.ts'

export const ENVIRONMENTS = ['production', 'preview'] as const
export const Environment = z.enum(ENVIRONMENTS)
export type Environment = z.infer<typeof Environment>

/** The languages the product sends mail in (reference §4.1). */
export const LOCALES = [
  'en-US',
  'fr-FR',
  'de-DE',
  'ja-JP',
  'es-ES',
  'it-IT',
  'pt-BR',
  'ko-KR',
  'zh-CN',
  'zh-TW',
] as const

/** Zones that get a friendly name and stand first in the list (U7). */
export const US_TIME_ZONES: Record<string, string> = {
  'Pacific/Honolulu': 'Hawaii Standard Time',
  'America/Anchorage': 'Alaska Standard Time',
  'America/Los_Angeles': 'Pacific Standard Time (US & Canada)',
  'America/Phoenix': 'Mountain Standard Time (Arizona)',
  'America/Denver': 'Mountain Standard Time (US & Canada)',
  'America/Chicago': 'Central Standard Time (US & Canada)',
  'America/New_York': 'Eastern Standard Time (US & Canada)',
}

/** Every zone the drop-down offers: the friendly ones first, then UTC and the rest of the IANA list of this runtime. */
export const timeZones = (): string[] => [
  ...new Set([...Object.keys(US_TIME_ZONES), 'UTC', ...Intl.supportedValuesOf('timeZone')]),
]

/**
 * A named zone that this runtime can reckon with. Runtimes list some zones under other spellings (Asia/Calcutta,
 * Asia/Kolkata), so being in `timeZones` here is not asked of a choice made there; an offset such as +05:30 is no zone.
 */
function isTimeZone(id: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/.test(id)) return false
  try {
    return Intl.DateTimeFormat('en-US', { timeZone: id }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const TimeZone = z.string().check(z.refine(isTimeZone, 'Choose a time zone from the list'))

/** What **Save** on Customer Info writes. Everything else on that screen is read only or acts at once. */
export const CustomerSettings = z.object({
  adminEmail: z
    .string()
    .check(
      z.trim(),
      z.maxLength(254, 'Use an e-mail address of 254 characters or fewer'),
      z.email('Enter a valid e-mail address'),
    ),
  timeZone: TimeZone,
  locale: z.enum(LOCALES, 'Choose a locale from the list'),
  keyExpiry: ExpiryPeriod,
  removeKeyOnPasswordExpiry: z.boolean(),
  certificateRequirement: CertificateRequirement,
  certificate: z.nullable(Certificate),
  nextCertificate: z.nullable(Certificate),
})
export type CustomerSettings = z.infer<typeof CustomerSettings>

/**
 * `version` is the one the sender's form was loaded with; a save against an older one is refused. What is to be known
 * of a certificate is read from it when it is saved, whatever the sender made of it.
 */
export const CustomerSettingsSave = z.extend(CustomerSettings, {
  certificate: z.nullable(ChosenCertificate),
  nextCertificate: z.nullable(ChosenCertificate),
  version: z.int(),
})
export type CustomerSettingsSave = z.infer<typeof CustomerSettingsSave>

/** One organisation in one environment: what the vendor set, and what its administrators chose. */
export const Customer = z.extend(CustomerSettings, {
  /** Checked when it is chosen; another runtime may not know the zone by this spelling. */
  timeZone: z.string(),
  id: z.string(),
  name: z.string(),
  domain: z.string(),
  cluster: z.string(),
  platformMode: PlatformMode,
  version: z.int(),
  savedAt: z.nullable(Instant),
  savedBy: z.nullable(z.string()),
  ...AuthenticationSettings.shape,
  /** The Authentication screen is saved apart from Customer Info, so it has a version of its own. */
  authenticationVersion: z.int(),
  authenticationSavedAt: z.nullable(Instant),
  authenticationSavedBy: z.nullable(z.string()),
})
export type Customer = z.infer<typeof Customer>

/** The settings among all that is known of a customer. */
export function settingsOf(customer: CustomerSettings): CustomerSettings {
  const { adminEmail, timeZone, locale, keyExpiry, removeKeyOnPasswordExpiry } = customer
  const { certificateRequirement, certificate, nextCertificate } = customer
  return {
    adminEmail,
    timeZone,
    locale,
    keyExpiry,
    removeKeyOnPasswordExpiry,
    certificateRequirement,
    certificate,
    nextCertificate,
  }
}

/** What the Customer Info screen reads. */
export const CustomerInfo = z.extend(CustomerSettings, {
  name: z.string(),
  domain: z.string(),
  cluster: z.string(),
  platformMode: PlatformMode,
  passwordResetDays: PasswordResetDays,
  /** As it is stored. */
  timeZone: z.string(),
  version: z.int(),
  savedAt: z.nullable(Instant),
  savedBy: z.nullable(z.string()),
  asOf: Instant,
})
export type CustomerInfo = z.infer<typeof CustomerInfo>

export const DEFAULT_KEY_SETTINGS = {
  keyExpiry: DEFAULT_EXPIRY_PERIOD,
  removeKeyOnPasswordExpiry: false,
  certificateRequirement: 'off',
  certificate: null,
  nextCertificate: null,
} satisfies Partial<CustomerSettings>

/** A save that began with `version` lost the race when `current` is another: somebody saved in between (reference §4.5). */
export function refuseStale(current: number, version: number): void {
  if (current !== version)
    throw new DomainError(
      'stale',
      'Somebody else saved these settings after you opened them. Nothing of yours was saved.',
    )
}

/**
 * The Admin Email names the main administrator, so it must belong to an active administrator (reference §4.1).
 * `owner` is the user found under that address, whatever its case.
 */
export function requireMainAdministrator(owner: User | null): asserts owner is User {
  if (!owner?.isActive || !isAdministrator(owner))
    throw new DomainError(
      'invalid',
      'Use the e-mail address of an active administrator of this organisation',
      'adminEmail',
    )
}
