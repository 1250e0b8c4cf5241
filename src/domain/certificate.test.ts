import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newCertificate } from '#testing/newCertificate.ts'
import { bytesOf, toBase64 } from './base64.ts'
import {
  asksForCertificate,
  ChosenCertificate,
  hasCertificateExpired,
  MAX_CERTIFICATE_BYTES,
  pemOf,
  type Certificate,
  type CertificateSettings,
} from './certificate.ts'
import { carriedCertificate, isKnown, NO_CERTIFICATE, OTHER_CERTIFICATE } from './certificateMatch.ts'
import { certificateRefusal, requireUsableCertificates } from './certificateRules.ts'
import { DAY, shift } from './instant.ts'

const NOW = '2030-01-15T12:00:00.000Z'

const certificate = (der: string, change: Partial<Certificate> = {}): Certificate => ({
  name: 'client.pem',
  der,
  fingerprint: `fingerprint of ${der}`,
  validFrom: shift(NOW, -DAY),
  validTo: shift(NOW, DAY),
  ...change,
})

// Three tildes always put a plus sign into the base64. Without one, no test could lose it.
const { der, pem } = await newCertificate({ name: 'CN=client~~~' })
const known = { certificate: certificate(der), nextCertificate: null }
const carried = (sent: string | null) => carriedCertificate(sent, known)
const isCarried = (sent: string | null) => carried(sent) === known.certificate.fingerprint

const body = pem.split('\n').slice(1, -1).join('\n')

test.each([
  ['PEM', pem],
  ['PEM with CRLF', pem.replaceAll('\n', '\r\n')],
  ['PEM with CR', pem.replaceAll('\n', '\r')],
  ['PEM after other text', `subject=CN = client\n\n${pem}`],
  ['the first of a bundle', `${pem}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`],
  ['PEM on one line', pem.replaceAll('\n', '')],
  ['PEM of another tool', pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
  ['PEM without its header lines', body],
  ['bare base64', der],
  ['base64 without padding', der.replace(/=+$/, '')],
  ['URL-encoded once more', encodeURIComponent(pem)],
  ['spaces for plus signs', pem.replaceAll('+', ' ')],
  ['spaces for plus signs and for line breaks', pem.replaceAll('+', ' ').replaceAll('\n', ' ')],
  ['plus signs for spaces, as a form writes them', encodeURIComponent(pem).replaceAll('%20', '+')],
])('a certificate is recognised as %s (X10)', (_, sent) => {
  expect(isCarried(sent)).toBe(true)
})

test('line breaks, tabs and spaces anywhere, and lost plus signs, make no difference (X10)', () => {
  const noise = fc.array(fc.tuple(fc.nat(der.length), fc.constantFrom('\n', '\r\n', '\t', ' ', '\u2028')), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(noise, fc.boolean(), (breaks, isPlusLost) => {
      const text = breaks.reduce((text, [at, breaking]) => text.slice(0, at) + breaking + text.slice(at), der)
      // A space before a plus sign that was lost too cannot be told from it: two spaces, of which one is the plus sign.
      return isCarried(isPlusLost ? text.replaceAll('+', ' ') : text)
    }),
    { seed: 5, numRuns: 500 },
  )
})

test.each([
  ['nothing', ''],
  ['white space', ' \n '],
  ['no base64', 'not a certificate'],
  ['a broken URL-encoding', '%E0%A4%A'],
  ['an empty PEM', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'],
  ['another kind of PEM', pem.replaceAll('CERTIFICATE', 'PUBLIC KEY')],
  ['one byte less', toBase64(bytesOf(der)!.slice(0, -1))],
  ['one byte more', toBase64(new Uint8Array([...bytesOf(der)!, 0]))],
  ['a megabyte', 'A'.repeat(1_000_000)],
])('%s is another certificate (X9)', (_, sent) => {
  expect(carried(sent)).toBe('other')
})

test('a text is searched for a certificate up to three times its length plus 32 KB', () => {
  const longest = 3 * der.length + 32 * 1024
  expect(isCarried(pem.padStart(longest))).toBe(true)
  expect(carried(pem.padStart(longest + 1))).toBe('other')
})

test('a single changed byte makes another certificate', () => {
  const bytes = bytesOf(der)!
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = bytes.with(at, bytes[at]! ^ change)
      return carried(toBase64(changed)) === 'other'
    }),
    { seed: 5 },
  )
})

test('both certificates are recognised, and a call without one is told from a call with another', () => {
  const next = certificate('AAAA', { fingerprint: 'next' })
  const both = { certificate: certificate(der), nextCertificate: next }
  expect(carriedCertificate(pem, both)).toBe(both.certificate.fingerprint)
  expect(carriedCertificate('AAAA', both)).toBe('next')
  expect(carriedCertificate('AAAB', both)).toBe('other')
  expect(carriedCertificate(null, both)).toBe('none')
  expect(carriedCertificate(pem, { certificate: null, nextCertificate: null })).toBe('other')
})

test('a call without a certificate or with another one carries no known certificate', () => {
  expect([known.certificate.fingerprint, NO_CERTIFICATE, OTHER_CERTIFICATE].map(isKnown)).toEqual([true, false, false])
})

test('a chosen certificate has a file name of one line and at most 64 KB', () => {
  const refused = (change: Partial<ChosenCertificate>) =>
    ChosenCertificate.safeParse({ name: 'a.pem', der: 'AAAA', ...change }).error?.issues[0]?.path[0]
  const inBase64 = (bytes: number) => toBase64(new Uint8Array(bytes))
  expect(ChosenCertificate.parse({ name: ' a.pem ', der: 'AAAA' })).toEqual({ name: 'a.pem', der: 'AAAA' })
  for (const name of ['', 'a\nb', '\u0000a', 'a\u0085b', 'a'.repeat(256)]) expect(refused({ name })).toBe('name')
  expect(refused({ name: 'a'.repeat(255) })).toBeUndefined()
  expect(refused({ der: inBase64(MAX_CERTIFICATE_BYTES) })).toBeUndefined()
  expect(refused({ der: inBase64(MAX_CERTIFICATE_BYTES + 3) })).toBe('der')
})

test('a certificate as a file is PEM with lines of 64 characters', () => {
  expect(pemOf({ der: 'A'.repeat(68) })).toBe(
    `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\nAAAA\n-----END CERTIFICATE-----\n`,
  )
})

test('a certificate is valid up to and including the last instant it names', () => {
  expect(hasCertificateExpired({ validTo: NOW }, NOW)).toBe(false)
  expect(hasCertificateExpired({ validTo: NOW }, shift(NOW, 1))).toBe(true)
})

test('an expired certificate is refused as either; one that is not valid yet only as the current one', () => {
  const expired = { validFrom: shift(NOW, -2 * DAY), validTo: shift(NOW, -1) }
  const early = { validFrom: shift(NOW, 1), validTo: shift(NOW, DAY) }
  const valid = { validFrom: NOW, validTo: NOW }
  for (const role of ['current', 'next'] as const) {
    expect(certificateRefusal(expired, role, NOW)).toMatch(/expired on January 15, 2030/)
    expect(certificateRefusal(valid, role, NOW)).toBeNull()
  }
  expect(certificateRefusal(early, 'current', NOW)).toMatch(/not valid before January 15, 2030/)
  expect(certificateRefusal(early, 'next', NOW)).toBeNull()
  expect(certificateRefusal({ validFrom: shift(NOW, DAY), validTo: NOW }, 'next', NOW)).toMatch(/never valid/)
})

const off: CertificateSettings = { certificateRequirement: 'off', certificate: null, nextCertificate: null }
const one = { ...off, certificate: certificate('AAAA') }
const expired = certificate('AAAA', { validTo: shift(NOW, -DAY) })
const early = certificate('BBBB', { validFrom: shift(NOW, DAY), validTo: shift(NOW, 2 * DAY) })

test.each<[rule: string, before: CertificateSettings, after: CertificateSettings, field: string]>([
  ['a requirement needs a certificate', off, { ...off, certificateRequirement: 'required' }, 'certificate'],
  ['report only needs one too', off, { ...off, certificateRequirement: 'report-only' }, 'certificate'],
  ['an expired certificate cannot be chosen', off, { ...off, certificate: expired }, 'certificate'],
  ['nor one that is not valid yet', off, { ...off, certificate: early }, 'certificate'],
  [
    'the next one cannot take its place before it is valid',
    { ...one, nextCertificate: early },
    { ...one, certificate: early },
    'certificate',
  ],
  [
    'the next one must not have expired either',
    one,
    { ...one, nextCertificate: { ...expired, der: 'CCCC' } },
    'nextCertificate',
  ],
  ['the next one is another one', one, { ...one, nextCertificate: certificate('AAAA') }, 'nextCertificate'],
  ['the next one follows one', off, { ...off, nextCertificate: early }, 'nextCertificate'],
])('%s', (_, before, after, field) => {
  const save = () => requireUsableCertificates({ ...before, platformMode: 'classic' }, after, NOW)
  expect(save).toThrow(expect.objectContaining({ code: 'invalid', field }))
})

test.each<[rule: string, before: CertificateSettings, after: CertificateSettings]>([
  [
    'a stored certificate that has expired stands in no save’s way',
    { ...off, certificate: expired },
    { ...off, certificate: expired, certificateRequirement: 'required' },
  ],
  ['a certificate that is not valid yet can be the next one', one, { ...one, nextCertificate: early }],
  ['turning the requirement off keeps the certificate', { ...one, certificateRequirement: 'required' }, one],
  [
    'the next one takes the place of the current one',
    { ...one, nextCertificate: certificate('BBBB') },
    { ...one, certificate: certificate('BBBB') },
  ],
  [
    'the current one can go on as the next one',
    one,
    { ...one, certificate: certificate('BBBB'), nextCertificate: one.certificate },
  ],
])('%s', (_, before, after) => {
  expect(() => requireUsableCertificates({ ...before, platformMode: 'classic' }, after, NOW)).not.toThrow()
})

test('with Adobe IMS certificates stay as they are, and everything else can be saved (X1)', () => {
  const both = { ...one, nextCertificate: certificate('BBBB') }
  const save = (after: CertificateSettings) => () =>
    requireUsableCertificates({ ...both, platformMode: 'ims' }, after, NOW)
  expect(save(both)).not.toThrow()
  for (const change of [
    { certificateRequirement: 'required' as const },
    { certificate: null },
    { certificate: certificate('CCCC') },
    { certificate: certificate('AAAA', { name: 'renamed.pem' }) },
    { nextCertificate: null },
    { nextCertificate: certificate('CCCC') },
    { nextCertificate: certificate('BBBB', { name: 'renamed.pem' }) },
  ])
    expect(save({ ...both, ...change })).toThrow(expect.objectContaining({ code: 'forbidden' }))
})

test('API logins are compared with the certificates unless the requirement is off or Adobe IMS signs in', () => {
  const asks = (change: Partial<Parameters<typeof asksForCertificate>[0]>) =>
    asksForCertificate({ ...one, platformMode: 'classic', ...change })
  expect(asks({})).toBe(false)
  expect(asks({ certificateRequirement: 'report-only' })).toBe(true)
  expect(asks({ certificateRequirement: 'required' })).toBe(true)
  expect(asks({ certificateRequirement: 'required', platformMode: 'ims' })).toBe(false)
})
