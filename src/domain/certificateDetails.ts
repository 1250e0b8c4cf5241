import { shortFingerprint, type Certificate } from './certificate.ts'
import type { CertificateFacts } from './certificateFacts.ts'
import type { Instant } from './instant.ts'

/** What **View Details** shows of a certificate, in its order (reference §6). */
export function certificateDetails(
  facts: CertificateFacts,
  { locale, timeZone }: { locale: string; timeZone: string },
): { label: string; text: string }[] {
  const format = dateFormat(locale, timeZone)
  const date = (at: Instant) => format.format(new Date(at))
  return [
    { label: 'Subject Common Name', text: list(facts.subjectCommonName) },
    { label: 'Subject Organization', text: list(facts.subjectOrganization) },
    { label: 'Subject Organization Unit', text: list(facts.subjectOrganizationUnit) },
    { label: 'Issuer Common Name', text: list(facts.issuerCommonName) },
    { label: 'Issuer Organization', text: list(facts.issuerOrganization) },
    { label: 'Issuer Organization Unit', text: list(facts.issuerOrganizationUnit) },
    { label: 'Serial Number', text: facts.serialNumber },
    { label: 'Issue Date', text: date(facts.validFrom) },
    { label: 'Expiration Date', text: date(facts.validTo) },
  ]
}

const list = (values: string[]) => values.map(visible).join(', ') || '—'

/** In UTC, or in English, where this place does not know the customer's time zone or language. */
function dateFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  const candidates = [locale, 'en-US'].flatMap((language) => [timeZone, 'UTC'].map((zone) => ({ language, zone })))
  for (const { language, zone } of candidates)
    try {
      return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone: zone })
    } catch {
      // Intl throws at what it does not know.
    }
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' })
}

/** A certificate's file, with enough of its fingerprint to tell it from another file of the same name. */
export const certificateLabel = (certificate: Pick<Certificate, 'name' | 'fingerprint'>): string =>
  `${visible(certificate.name)} (${shortFingerprint(certificate)})`

/**
 * `text` with what cannot be seen made visible, so that a name neither pretends to be another nor turns what follows
 * it: control characters as their pictures, all else that is invisible by its number. The joiner inside an emoji stays.
 */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => {
    const code = character.codePointAt(0)!
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    if (code === 0x7f) return '␡'
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}

const JOINER = /(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})/u
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/u
const INVISIBLE = new RegExp(`(?!${JOINER.source})(?:${UNSEEN.source})`, 'gu')
