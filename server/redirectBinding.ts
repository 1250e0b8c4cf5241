import { createSign, verify, X509Certificate } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Certificate } from '#src/domain/certificate.ts'
import { invalid } from '#src/domain/errors.ts'
import { requireAlgorithm, SIGNATURE_METHODS } from '#src/domain/sso/signatureForm.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'

/** As the parameter that carries it is called: something is asked, or answered. */
export type MessageKind = 'SAMLRequest' | 'SAMLResponse'

/** Also the apostrophe, which whoever parses the address would write so afterwards, and another text would be signed. */
const encoded = (text: string) => encodeURIComponent(text).replaceAll("'", '%27')

/** The address that carries a message to `url`, signed in its query (SAML bindings §3.4.4.1). */
export function signedAddress(
  url: string,
  kind: MessageKind,
  { xml, relayState }: { xml: string; relayState: string | null },
  { privateKey, hashAlgorithm }: { privateKey: string; hashAlgorithm: SsoSettings['hashAlgorithm'] },
): string {
  const parameters = [`${kind}=${encoded(deflateRawSync(xml).toString('base64'))}`]
  if (relayState) parameters.push(`RelayState=${encoded(relayState)}`)
  parameters.push(`SigAlg=${encoded(SIGNATURE_METHODS[hashAlgorithm][0]!)}`)
  const hash = hashAlgorithm === 'SHA-1' ? 'RSA-SHA1' : 'RSA-SHA256'
  const signature = createSign(hash).update(parameters.join('&')).sign(privateKey, 'base64')
  const address = new URL(url)
  address.search = [address.search.slice(1), ...parameters, `Signature=${encoded(signature)}`].filter(Boolean).join('&')
  return address.href
}

/** Bytes of the largest message, which may be far smaller as it travels. */
const MAX_MESSAGE_BYTES = 100_000
const PARAMETERS = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature'] as const

/**
 * The message in a query, given as it was sent, whose signature by one of the certificates holds. It is one of the very
 * characters: who decodes and encodes them again may arrive at others.
 */
export function readSignedQuery(
  query: string,
  { certificates, hashAlgorithm }: Pick<SsoSettings, 'certificates' | 'hashAlgorithm'>,
): { kind: MessageKind; xml: string; relayState: string | null } {
  const sent = parametersOf(query)
  const { SigAlg, Signature, RelayState } = sent
  const [kind, other] = (['SAMLRequest', 'SAMLResponse'] as const).filter((name) => sent[name] !== undefined)
  if (!kind || other) throw invalid('There is no message of SAML here, or more than one.')
  if (SigAlg === undefined || Signature === undefined)
    throw invalid('The message is not signed. Have the identity provider sign its logout messages.')
  const algorithm = decoded(SigAlg)
  requireAlgorithm(SIGNATURE_METHODS, algorithm, hashAlgorithm)
  const signed = [
    `${kind}=${sent[kind]}`,
    ...(RelayState === undefined ? [] : [`RelayState=${RelayState}`]),
    `SigAlg=${SigAlg}`,
  ].join('&')
  const isGood = (certificate: Certificate) => isSignedBy(certificate, algorithm, signed, base64Of(decoded(Signature)))
  if (!certificates.some(isGood))
    throw invalid(
      'The signature of the message does not hold with any certificate of the identity provider saved here.',
    )
  return {
    kind,
    xml: inflated(base64Of(decoded(sent[kind]!))),
    relayState: RelayState === undefined ? null : decoded(RelayState),
  }
}

const HASHES = new Map(
  Object.values(SIGNATURE_METHODS)
    .flat()
    .map((method) => [method, method.replace(/.*#rsa-/, '')]),
)

/** What is sent under each name, not decoded. */
function parametersOf(query: string): Partial<Record<(typeof PARAMETERS)[number], string>> {
  const found: ReturnType<typeof parametersOf> = {}
  for (const pair of query.replace(/^\?/, '').split('&')) {
    const end = pair.indexOf('=')
    const name = PARAMETERS.find((each) => each === pair.slice(0, Math.max(end, 0)))
    if (!name) continue
    if (found[name] !== undefined) throw invalid(`There are two of ${name}.`)
    found[name] = pair.slice(end + 1)
  }
  return found
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw invalid('The address is damaged.')
  }
}

function base64Of(text: string): Buffer {
  const base64 = text.replaceAll(/\s/g, '')
  if (!/^[A-Za-z\d+/]+={0,2}$/.test(base64)) throw invalid('The message or its signature is not base64.')
  return Buffer.from(base64, 'base64')
}

/** `algorithm` is the URI of one that is known here. */
export function isSignedBy(certificate: Certificate, algorithm: string, signed: string, signature: Buffer): boolean {
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

function inflated(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      inflateRawSync(bytes, { maxOutputLength: MAX_MESSAGE_BYTES }),
    )
  } catch {
    throw invalid('The message is not compressed text, or it is too long.')
  }
}
