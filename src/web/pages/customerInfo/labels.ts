import { shortFingerprint, type CertificateRequirement } from '#src/domain/certificate.ts'
import { EXPIRY_PERIOD_LABEL } from '#src/domain/expiryPeriod.ts'
import type { CustomerSettings } from '#src/domain/customer.ts'
import { timeZoneLabel } from '../../ui/timeZone.ts'

/** The product's labels, to the letter and in the order of the screen (reference §4). */
export const FIELD_LABEL: Record<keyof CustomerSettings, string> = {
  adminEmail: 'Admin Email',
  timeZone: 'Time Zone',
  locale: 'Default Email Locale',
  keyExpiry: 'After creation, API keys expire in',
  removeKeyOnPasswordExpiry: "Remove API key when a user's password expires",
  certificateRequirement: 'Require X.509 Certificate for API logins',
  certificate: 'X.509 Certificate',
  nextCertificate: 'Next X.509 Certificate',
}

const REQUIREMENT_LABEL: Record<CertificateRequirement, string> = {
  off: 'Off',
  'report-only': 'Report only',
  required: 'On',
}

// `standard` names the country in brackets, as the product does: "English (United States)".
const languageNames = new Intl.DisplayNames(['en-US'], { type: 'language', languageDisplay: 'standard' })
export const localeLabel = (locale: string): string => languageNames.of(locale) ?? locale

/** A setting's value as people read it. */
export function settingLabel(name: keyof CustomerSettings, settings: CustomerSettings): string {
  switch (name) {
    case 'timeZone':
      return timeZoneLabel(settings.timeZone)
    case 'locale':
      return localeLabel(settings.locale)
    case 'keyExpiry':
      return EXPIRY_PERIOD_LABEL[settings.keyExpiry]
    case 'removeKeyOnPasswordExpiry':
      return settings.removeKeyOnPasswordExpiry ? 'On' : 'Off'
    case 'certificateRequirement':
      return REQUIREMENT_LABEL[settings.certificateRequirement]
    case 'certificate':
    case 'nextCertificate':
      return settings[name] ? `${settings[name].name} (${shortFingerprint(settings[name])})` : 'None'
    default:
      return settings.adminEmail
  }
}
