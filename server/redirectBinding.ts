import { createSign, verify, X509Certificate } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Certificate } from '#src/domain/certificate.ts'
import { SIGNATURE_METHODS } from '#src/domain/sso/signatureForm.ts'
import {
  MAX_MESSAGE_BYTES,
  notUnpacked,
  queryToSign,
  readQuery,
  signedByOther,
  withSignedQuery,
  type SignedMessage,
} from '#src/domain/sso/signedQuery.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'

/** The address that carries a message to `url`, signed in its query. */
export function signedAddress(
  url: string,
  { kind, xml, relayState }: SignedMessage,
  { privateKey, hashAlgorithm }: { privateKey: string; hashAlgorithm: SsoSettings['hashAlgorithm'] },
): string {
  const signed = queryToSign({ kind, packed: deflateRawSync(xml).toString('base64'), relayState }, hashAlgorithm)
  const hash = hashAlgorithm === 'SHA-1' ? 'RSA-SHA1' : 'RSA-SHA256'
  return withSignedQuery(url, signed, createSign(hash).update(signed).sign(privateKey, 'base64'))
}

/** The message in a query, given as it was sent, whose signature by one of the certificates holds. */
export function readSignedQuery(
  query: string,
  provider: Pick<SsoSettings, 'certificates' | 'hashAlgorithm'>,
): SignedMessage {
  const { kind, packed, relayState, signed, signature, algorithm } = readQuery(query, provider)
  if (!provider.certificates.some((certificate) => isSignedBy(certificate, algorithm, signed, signature)))
    throw signedByOther()
  return { kind, xml: inflated(packed), relayState }
}

const HASHES = new Map(
  Object.values(SIGNATURE_METHODS)
    .flat()
    .map((method) => [method, method.replace(/.*#rsa-/, '')]),
)

/** `algorithm` is the URI of one that is known here. */
export function isSignedBy(
  certificate: Certificate,
  algorithm: string,
  signed: string,
  signature: Uint8Array,
): boolean {
  const hash = HASHES.get(algorithm)
  if (hash === undefined) return false
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate.der, 'base64'))
    return publicKey.asymmetricKeyType === 'rsa' && verify(hash, Buffer.from(signed), publicKey, signature)
  } catch {
    // A key that OpenSSL cannot read has signed nothing.
    return false
  }
}

function inflated(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      inflateRawSync(bytes, { maxOutputLength: MAX_MESSAGE_BYTES }),
    )
  } catch {
    throw notUnpacked()
  }
}
