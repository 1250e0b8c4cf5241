import * as z from 'zod/mini'
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

const TimeZone = z.string().check(z.refine((id) => timeZones().includes(id), 'Choose a time zone from the list'))

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
})
export type CustomerSettings = z.infer<typeof CustomerSettings>

/** `version` is the one the sender's form was loaded with; a save against an older one is refused. */
export const CustomerSettingsSave = z.extend(CustomerSettings, { version: z.int() })
export type CustomerSettingsSave = z.infer<typeof CustomerSettingsSave>

/** One organisation in one environment: what the vendor set, and what its administrators chose. */
export const Customer = z.extend(CustomerSettings, {
  id: z.string(),
  name: z.string(),
  domain: z.string(),
  cluster: z.string(),
  /** Force users to reset their password every so many days; null while that policy is off (reference §5.5). */
  passwordResetDays: z.nullable(z.int()),
  version: z.int(),
  savedAt: z.nullable(Instant),
  savedBy: z.nullable(z.string()),
})
export type Customer = z.infer<typeof Customer>

/** What the Customer Info screen reads. */
export const CustomerInfo = z.omit(Customer, { id: true })
export type CustomerInfo = z.infer<typeof CustomerInfo>

export const DEFAULT_KEY_SETTINGS = {
  keyExpiry: DEFAULT_EXPIRY_PERIOD,
  removeKeyOnPasswordExpiry: false,
} satisfies Partial<CustomerSettings>

/** `version` lost the race: somebody saved in between (reference §4.5). */
export function refuseStale(customer: Customer, version: number): void {
  if (customer.version !== version)
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
