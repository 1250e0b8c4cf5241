import { expect, test } from 'vitest'
import type { CertificateFacts } from './certificateFacts.ts'
import { certificateDetails, certificateLabel, visible } from './certificateDetails.ts'
import { readCertificate } from './readCertificate.ts'
import { certificateOf } from '#testing/certificateBytes.ts'

const facts: CertificateFacts = {
  ...readCertificate(certificateOf({})),
  subjectCommonName: ['Ada Lovelace', 'ada'],
  subjectOrganization: ['Northwind'],
  subjectOrganizationUnit: [],
  issuerCommonName: ['Northwind CA'],
  issuerOrganization: [''],
  issuerOrganizationUnit: ['\u202Egnitteb', 'a\nb'],
  serialNumber: '0A:FF',
  validFrom: '2026-07-01T12:30:00.000Z',
  validTo: '9999-12-31T23:59:59.000Z',
}
const details = (locale: string, timeZone: string) => certificateDetails(facts, { locale, timeZone })
const dates = (locale: string, timeZone: string) =>
  details(locale, timeZone)
    .slice(-2)
    .map(({ text }) => text)

test('View Details shows nine fields in the order of the product, and a dash for what is absent (reference §6)', () => {
  expect(details('en-US', 'UTC').map(({ label, text }) => [label, text.replaceAll('\u202F', ' ')])).toEqual([
    ['Subject Common Name', 'Ada Lovelace, ada'],
    ['Subject Organization', 'Northwind'],
    ['Subject Organization Unit', '—'],
    ['Issuer Common Name', 'Northwind CA'],
    ['Issuer Organization', '—'],
    ['Issuer Organization Unit', '⟨U+202E⟩gnitteb, a␊b'],
    ['Serial Number', '0A:FF'],
    ['Issue Date', 'July 1, 2026 at 12:30:00 PM UTC'],
    ['Expiration Date', 'December 31, 9999 at 11:59:59 PM UTC'],
  ])
})

test('dates are in the language and the time zone of the customer', () => {
  expect(dates('de-DE', 'Europe/Berlin')[0]).toBe('1. Juli 2026 um 14:30:00 MESZ')
  expect(dates('ja-JP', 'Asia/Tokyo')[0]).toBe('2026年7月1日 21:30:00 JST')
})

test('where language or time zone is unknown, English or UTC stands in', () => {
  expect(dates('de-DE', 'Nowhere/Special')).toEqual(dates('de-DE', 'UTC'))
  expect(dates('not a language', 'Asia/Tokyo')).toEqual(dates('en-US', 'Asia/Tokyo'))
  expect(dates('', '')).toEqual(dates('en-US', 'UTC'))
})

test('a certificate is called by its file and the start of its fingerprint, with nothing invisible in it', () => {
  expect(certificateLabel({ name: 'idp\u202E.cer', fingerprint: 'AA:BB:CC:DD:EE:FF' })).toBe(
    'idp⟨U+202E⟩.cer (SHA-256 AA:BB:CC:DD…)',
  )
})

test.each([
  ['\0\t\n\r\u001B\u007F', '␀␉␊␍␛␡'],
  ['\u0085\u009B', '⟨U+0085⟩⟨U+009B⟩'],
  ['\u2028\u2029', '⟨U+2028⟩⟨U+2029⟩'],
  [
    '\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u202E',
    '⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩⟨U+202A⟩⟨U+202B⟩⟨U+202C⟩⟨U+202D⟩⟨U+202E⟩',
  ],
  ['\u2066\u2067\u2068\u2069', '⟨U+2066⟩⟨U+2067⟩⟨U+2068⟩⟨U+2069⟩'],
  ['pay\u200Bpal\u00AD\uFEFF\u2060', 'pay⟨U+200B⟩pal⟨U+00AD⟩⟨U+FEFF⟩⟨U+2060⟩'],
  ['\u3164\u115F\u{E0041}', '⟨U+3164⟩⟨U+115F⟩⟨U+E0041⟩'],
  ['\uD83D', '⟨U+D83D⟩'],
  ['a\u200Db', 'a⟨U+200D⟩b'],
  ['👩\u200D', '👩⟨U+200D⟩'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test.each(['Größe 名前 עברית', 'a, b & <c> "d"', '👩‍👩‍👧 👩🏽‍🔬 ❤️‍🔥 🐎', 'e\u0301', ''])('%j is shown as it is', (text) => {
  expect(visible(text)).toBe(text)
})
