import { X509Certificate } from 'node:crypto'
import { getCACertificates } from 'node:tls'
import type { CertificateFacts } from '#src/domain/certificateFacts.ts'
import { pairs, readCertificate as readFacts, unreadable } from '#src/domain/readCertificate.ts'

/**
 * What the certificate `der` says of itself. OpenSSL has the final say: it must accept all of the bytes, and what it
 * tells counts. What it does not tell, such as how the key may be used, is read as in the browser.
 */
export function readCertificate(der: Uint8Array): CertificateFacts {
  const facts = readFacts(der)
  try {
    const certificate = new X509Certificate(der)
    // It lets bytes follow, and reads other encodings than the distinguished one.
    if (certificate.raw.length !== der.length) throw unreadable()
    const { subject, issuer } = certificate
    return {
      ...facts,
      subjectCommonName: valuesOf(subject, 'CN'),
      subjectOrganization: valuesOf(subject, 'O'),
      subjectOrganizationUnit: valuesOf(subject, 'OU'),
      issuerCommonName: valuesOf(issuer, 'CN'),
      issuerOrganization: valuesOf(issuer, 'O'),
      issuerOrganizationUnit: valuesOf(issuer, 'OU'),
      serialNumber: serialNumberOf(certificate.serialNumber),
      validFrom: certificate.validFromDate.toISOString(),
      validTo: certificate.validToDate.toISOString(),
      fingerprint: certificate.fingerprint256,
      isAuthority: certificate.ca,
      isIssuerTrusted: isIssuerTrusted(certificate),
    }
  } catch {
    throw unreadable()
  }
}

/**
 * The values of one attribute in a name as OpenSSL writes it: relative names in lines, their attributes joined by plus
 * signs, and whatever else looks like those escaped. `toLegacyObject` would tell them apart, but it brings the process
 * down where a certificate has a key that OpenSSL cannot read (Node 24.21).
 */
const valuesOf = (name: string, type: string): string[] =>
  name
    // Of an empty name it says undefined, whatever its type declares.
    ?.split(/\n| \+ /)
    .filter((attribute) => attribute.startsWith(`${type}=`))
    .map((attribute) => attribute.slice(type.length + 1).replaceAll(/\\([\dA-F]{2}|.)/g, unescaped)) ?? []

const unescaped = (_: string, what: string) =>
  what.length === 2 ? String.fromCharCode(Number.parseInt(what, 16)) : what

const serialNumberOf = (hex: string) => {
  const [, sign, digits = ''] = /^(-?)(.+)$/.exec(hex)!
  return sign + pairs(digits.padStart(digits.length + (digits.length % 2), '0'))
}

/** The authorities that the system trusts; reading them takes a tenth of a second, so it is done when first needed. */
let authorities: X509Certificate[] | undefined

function isIssuerTrusted(certificate: X509Certificate): boolean | null {
  authorities ??= systemAuthorities()
  if (authorities.length === 0) return null
  return authorities.some((authority) => isIssuedBy(certificate, authority))
}

function systemAuthorities(): X509Certificate[] {
  try {
    return getCACertificates('system').map((pem) => new X509Certificate(pem))
  } catch {
    // A store that cannot be read says nothing of an issuer, and nothing against a certificate.
    return []
  }
}

function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
  } catch {
    // A signature or a key of a kind that OpenSSL does not know cannot be verified.
    return false
  }
}
