import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { Certificate } from '#src/domain/certificate.ts'
import type { Instant } from '#src/domain/instant.ts'

/**
 * A client certificate of the demo organisation, EC on P-256, made once with OpenSSL; nobody has its private key any
 * more. Serial number and dates have a fixed length and are written over for each certificate. The signature does not
 * fit then, and would tell nothing if it did: whether an authority signed is not checked (reference §6).
 */
const TEMPLATE =
  'MIIB2jCCAYCgAwIBAgIITAAAAAAAAAAwCgYIKoZIzj0EAwIwUDEdMBsGA1UEAwwUTm9ydGh3aW5kIElzc3VpbmcgQ0ExGTAXBgNVBAoMEE5vcn' +
  'Rod2luZCBTdHVkaW8xFDASBgNVBAsMC0lUIFNlY3VyaXR5MCIYDzIwNTAwMTAxMDAwMDAwWhgPMjA1MTAxMDEwMDAwMDBaMFsxJzAlBgNVBAMM' +
  'HmludGVncmF0aW9ucy5ub3J0aHdpbmQuZXhhbXBsZTEZMBcGA1UECgwQTm9ydGh3aW5kIFN0dWRpbzEVMBMGA1UECwwMSW50ZWdyYXRpb25zMF' +
  'kwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE88lZtsNM7osBE3H2/jghTcUUiDO2tyC5YUCTWNrDV7sZzNUZi+uLE8FlZ4aTuhrk+7fr2mgZFkYT' +
  'SA81quqbbqM1MDMwDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwIwCgYIKoZIzj0EAwIDSAAwRQIhAK' +
  'vk5xycgK+GCtkJEnwt8OVwnij/DW2r06gq5lN+ih/oAiAgWQ0uha4NE6VPS6h9K74hwc898R62/SsDxl4Laof4gA=='
/** What a template has in their place: the serial number, and the two dates as text. */
const SERIAL = 'L\0\0\0\0\0\0\0'
const DATES = ['20500101000000Z', '20510101000000Z'] as const

/** Makes certificates of the demo organisation's integrations. */
export const demoCertificate = certificateFrom(TEMPLATE)

/**
 * What makes of a template the certificate file `name`, valid from `from` to `to` in whole seconds, the same each time
 * for the same input: a page that is reloaded makes it anew, and who has copied it must still match. `serial` is 14
 * hexadecimal digits.
 */
export function certificateFrom(
  template: string,
): (name: string, serial: string, from: Instant, to: Instant) => Certificate {
  return (name, serial, from, to) => {
    const der = atob(template)
      .replace(SERIAL, () => `L${String.fromCharCode(...hexToBytes(serial))}`)
      .replace(DATES[0], asn1(from))
      .replace(DATES[1], asn1(to))
    const digest = bytesToHex(sha256(Uint8Array.from(der, (character) => character.charCodeAt(0))))
    return {
      name,
      der: btoa(der),
      fingerprint: digest.toUpperCase().replaceAll(/..(?=.)/g, '$&:'),
      validFrom: inSeconds(from),
      validTo: inSeconds(to),
    }
  }
}

const inSeconds = (at: Instant): Instant => `${at.slice(0, 19)}.000Z`

/** GeneralizedTime, which has room for every year. */
const asn1 = (at: Instant): string => `${at.slice(0, 19).replaceAll(/\D/g, '')}Z`
