import { shortFingerprint } from '#src/domain/certificate.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'

/** The product's labels, to the letter and in the order of the screen (reference §7.2). */
export const FIELD_LABEL: Record<keyof SsoSettings, string> = {
  type: 'Type',
  serviceProviderId: 'Service Provider ID',
  bindingType: 'Binding Type',
  identityProviderId: 'Identity provider',
  loginPortalUrl: 'Login Portal URL',
  signOutUrl: 'Sign-Out URL',
  singleLogoutUrl: 'Single Logout URL',
  changePasswordUrl: 'Change Password URL',
  hashAlgorithm: 'Secure Hash Algorithm',
  provisionsUsers: 'Auto-Provision Users',
  mappings: 'Attribute Synchronization',
  certificates: 'Certificate',
  uploadedCertificate: 'The new Workfront certificate has already been uploaded to the Identity Provider',
  hasAdminExemption: 'Admin Exemption',
  isEnabled: 'Enable',
}

export const TYPE_LABEL: Record<SsoSettings['type'], string> = { none: 'None', saml2: 'SAML 2.0' }

/** A setting's value as people read it. */
export function settingLabel(name: keyof SsoSettings, settings: SsoSettings): string {
  switch (name) {
    case 'type':
      return TYPE_LABEL[settings.type]
    case 'serviceProviderId':
      return settings.serviceProviderId ?? 'From the domain'
    case 'provisionsUsers':
    case 'hasAdminExemption':
    case 'isEnabled':
      return settings[name] ? 'On' : 'Off'
    case 'mappings':
      return mappingsLabel(settings.mappings)
    case 'uploadedCertificate':
      return settings.uploadedCertificate
        ? shortFingerprint({ fingerprint: settings.uploadedCertificate })
        : 'The first one'
    case 'certificates':
      return (
        settings.certificates
          .map((certificate) => `${certificate.name} (${shortFingerprint(certificate)})`)
          .join(', ') || 'None'
      )
    default:
      return settings[name] || 'None'
  }
}

export const mappingsLabel = (mappings: SsoSettings['mappings']): string =>
  mappings.length === 0 ? 'No attributes mapped' : [...new Set(mappings.map(({ attribute }) => attribute))].join(', ')
