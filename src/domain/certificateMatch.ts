import { bytesOf } from './base64.ts'
import type { CertificateSettings } from './certificate.ts'

/**
 * What a call carried: the fingerprint of the certificate it matched, which stays true when another one takes its
 * place, or one of these.
 */
export type CarriedCertificate = string
export const NO_CERTIFICATE = 'none'
/** Anything that matched none. */
export const OTHER_CERTIFICATE = 'other'

/** Whether it is one that a required certificate lets through. */
export const isKnown = (carried: CarriedCertificate): boolean =>
  carried !== NO_CERTIFICATE && carried !== OTHER_CERTIFICATE

/** Which of the certificates `sent`, the `apiCertificate` of a call, is. */
export function carriedCertificate(
  sent: string | null,
  { certificate, nextCertificate }: Pick<CertificateSettings, 'certificate' | 'nextCertificate'>,
): CarriedCertificate {
  if (sent === null) return NO_CERTIFICATE
  const matching = [certificate, nextCertificate].find((known) => known && isCertificate(sent, known.der))
  return matching?.fingerprint ?? OTHER_CERTIFICATE
}

/**
 * Characters that may stand beside a certificate: what OpenSSL prints, the rest of a chain. Whoever sends a megabyte
 * without a password must not have it looked through; encoded once more, a certificate is three times as long.
 */
const BESIDE = 32 * 1024

/**
 * Whether `sent`, the `apiCertificate` of a call, is the certificate `der` (base64 on one line). The DER bytes decide
 * (reference §6); the text may be PEM or its base64 alone, broken anywhere, URL-encoded once more, and may have
 * lost its plus signs to spaces, as in an address. Bytes are compared in the same time wherever they differ.
 */
function isCertificate(sent: string, der: string): boolean {
  if (sent.length > 3 * der.length + BESIDE) return false
  const text = withoutArmour(decoded(sent))
  const expected = bytesOf(der)
  const actual = text === null ? null : bytesOf(withPluses(text, der))
  return expected !== null && actual !== null && sameBytes(actual, expected)
}

function decoded(sent: string): string {
  if (!sent.includes('%')) return sent
  try {
    return decodeURIComponent(sent)
  } catch {
    return sent
  }
}

/** The base64 of the first certificate in `text`. */
function withoutArmour(text: string): string | null {
  if (!text.includes('-----')) return text
  const block = /-----BEGIN[ +](?:X509[ +])?CERTIFICATE-----([^-]*)-----END[ +]/.exec(text)
  return block?.[1] ?? null
}

/**
 * `text` without white space. Where the plus signs are lost, all of them are, and a space stands for one or for a line
 * break: only the certificate itself, `der`, can tell the two apart.
 */
function withPluses(text: string, der: string): string {
  if (text.includes('+')) return text.replaceAll(/\s/gu, '')
  let result = ''
  for (const character of text)
    if (!/\s/u.test(character)) result += character
    else if (character === ' ' && der[result.length] === '+') result += '+'
  return result
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0)
  return difference === 0
}
